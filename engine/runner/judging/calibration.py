"""A take of the calibration: the delay between click and note, offered and never set silently."""

from engine.record import Result
from engine.runner.judging.finished import Finished, Judged, Levels
from engine.session.state import Outcome
from engine.tasks import on_the_beat_kept
from engine.tasks.calibration import CalibrationFound, measure
from engine.tasks.on_the_beat import OnTheBeatState
from engine.tasks.on_the_beat_kept import Kept

MEASURE_VERSION = 1


def judge_calibration(finished: Finished, levels: Levels) -> Judged:
    """Return what the taps said."""
    task, facts = finished.task, finished.facts
    if not isinstance(task, OnTheBeatState):
        raise TypeError(f"the calibration cannot judge {type(task).__name__}")
    onset_s = finished.origin_ns / 1e9 + finished.take.notes["onset_s"]
    found = measure(task.done, onset_s, facts.port_name, facts.clicks)
    kept = Kept(stretches=task.done, clicks=facts.clicks, calibration=None, one_finger=None)
    return Judged(
        results=(_row(found, finished),),
        outcome=Outcome(
            plan=facts.step, found=found, refused=found.refused, warnings=finished.take.warnings
        ),
        level=task.task.tempo_bpm,
        task_json=on_the_beat_kept.to_json(kept),
    )


def _row(found: CalibrationFound, finished: Finished) -> Result:
    """Return the delay as it is offered, with its interval, or why there is none."""
    given = found.calibration
    return Result(
        measure="latency",
        measure_version=MEASURE_VERSION,
        unit="ms",
        value=None if given is None else given.latency_ms,
        n=len(found.taps_ms),
        low=None if given is None else given.low_ms,
        high=None if given is None else given.high_ms,
        hand=finished.facts.step.hand,
        reason=found.refused,
    )

"""A take of The Late One: which note was late, which was marked, and the level after it."""

import numpy as np

from engine.adaptation.late_level import LateLevel
from engine.measures.judgement.awareness_results import awareness_row
from engine.record import Result, Task
from engine.runner.judging.finished import Finished, Judged, Levels
from engine.session.state import Outcome
from engine.tasks.late_one import LateOneState
from engine.tasks.late_one_kept import LateOneFound, earlier_marks, found_of, marks_of, to_json

MEASURE_VERSION = 1


def judge_late_one(finished: Finished, levels: Levels) -> Judged:
    """Return what a take of The Late One said."""
    state = finished.task
    if not isinstance(state, LateOneState):
        raise TypeError(f"The Late One cannot judge {type(state).__name__}")
    take, step, task = finished.take, finished.facts.step, state.task
    at_ns = finished.origin_ns + np.rint(take.notes["onset_s"] * 1e9).astype(np.int64)
    marks = marks_of(state.rounds, task, at_ns, take.notes["pitch"])
    found = found_of(marks, task.fingers, earlier_marks(levels.earlier, task.fingers))
    before = LateLevel(length=len(task.pitches), tempo_bpm=task.tempo_bpm)
    ceiling_bpm = step.ceiling_bpm or task.tempo_bpm
    pulled = finished.pulled or finished.pain
    after = before.after(found.awareness.area, pulled=pulled, ceiling_bpm=ceiling_bpm)
    outcome = Outcome(
        plan=step,
        found=found if marks else None,
        refused=None if marks else "No run was marked.",
        next_tempo_bpm=after.tempo_bpm,
        next_level_json=after.to_json(),
        because=_because(before, after),
        warnings=take.warnings,
    )
    return Judged(
        results=_rows(found, finished) if marks else (),
        outcome=outcome,
        levels=((Task.LATE_ONE, after.to_json()),),
        levels_if_hurt=((Task.LATE_ONE, after.to_json()),),
        level=task.tempo_bpm,
        task_json=to_json(task, state.rounds, marks, hurt=finished.pain),
    )


def _rows(found: LateOneFound, finished: Finished) -> tuple[Result, ...]:
    hand = finished.facts.step.hand
    counts = (("late_notes", found.latest), ("late_marks", found.marked))
    return (
        awareness_row(found.awareness, hand=hand),
        *(
            Result(
                measure=measure,
                measure_version=MEASURE_VERSION,
                unit="runs",
                value=fingers[finger - 1],
                n=len(found.marks),
                hand=hand,
                finger=finger,
            )
            for measure, fingers in counts
            for finger in found.fingers
        ),
    )


def _because(before: LateLevel, after: LateLevel) -> str:
    if after.length != before.length:
        return f"Next time {after.length} notes."
    if after.tempo_bpm > before.tempo_bpm:
        return "Next time a little faster."
    if after.tempo_bpm < before.tempo_bpm:
        return "Next time a little slower."
    return "The speed stays as it is."

"""A take of Still Water: ripples and lost time by round, and how many fingers hold next."""

from collections.abc import Iterator
from dataclasses import replace

from engine.adaptation.water_level import WaterLevel, WaterTrial
from engine.measures.independence.results import holding_results
from engine.record import Result, Task
from engine.runner.judging.finished import Finished, Judged, Levels
from engine.session.state import BlockPlan, Outcome
from engine.tasks import still_water_kept
from engine.tasks.still_water import StillWaterState
from engine.tasks.still_water_found import RoundFound, Share, StillWaterFound, measure_rounds

MEASURE_VERSION = 1
NO_ROUND = "No round was played to its end."


def judge_still_water(finished: Finished, levels: Levels) -> Judged:
    """Return what a take of Still Water said."""
    task = finished.task
    if not isinstance(task, StillWaterState):
        raise TypeError(f"Still Water cannot judge {type(task).__name__}")
    step, home = finished.facts.step, task.task.home
    found = measure_rounds(
        task.rounds,
        finished.take.notes,
        home,
        origin_ns=finished.origin_ns,
        earlier=still_water_kept.earlier_from_json(levels.earlier),
    )
    level, because = _next_level(finished, found)
    outcome = Outcome(
        plan=step,
        found=found if any(each.refused is None for each in found.rounds) else None,
        refused=_refused(found),
        next_level_json=level.to_json(),
        because=because,
        warnings=finished.take.warnings,
    )
    return Judged(
        results=rows(found, step),
        outcome=outcome,
        levels=((Task.STILL_WATER, level.to_json()),),
        levels_if_hurt=((Task.STILL_WATER, level.to_json()),),
        level=float(task.task.held),
        task_json=still_water_kept.to_json(found.rounds, home, hurt=finished.pain),
    )


def rows(found: StillWaterFound, step: BlockPlan) -> tuple[Result, ...]:
    """Return the rows of a take: ``run`` counts its rounds from 1, ``finger`` plays.

    Beside those of ``holding_results``: ``hold_together``, % of the time asked of all held fingers,
    by round and, without ``run``, over all rounds; ``hold_break_pooled`` and
    ``unintended_press_pooled``, with earlier trials.
    """
    own = [
        replace(row, run=number, hand=step.hand, finger=row.finger or each.played.playing)
        for number, each in enumerate(found.rounds, start=1)
        for row in (*holding_results(each.holding, hand=step.hand), *_own_rows(each))
    ]
    strokes = sum(len(each.strokes_s) for each in found.rounds)
    whole = _together(found.together, strokes, _refused(found))
    return (*own, replace(whole, hand=step.hand))


def _own_rows(found: RoundFound) -> Iterator[Result]:
    yield _together(found.together, len(found.strokes_s), found.refused)
    breaks = [("hold_break_pooled", "per 100", each.finger, each.pooled) for each in found.surfaces]
    presses = [("unintended_press_pooled", "%", each.finger, each.pooled) for each in found.presses]
    for name, unit, finger, pooled in (*breaks, *presses):
        if pooled is not None:
            low, high = pooled.interval
            yield Result(
                measure=name,
                measure_version=MEASURE_VERSION,
                unit=unit,
                value=100 * pooled.value,
                low=100 * low,
                high=100 * high,
                n=pooled.n,
                to_finger=finger,
            )


def _together(share: Share | None, strokes: int, reason: str | None) -> Result:
    return Result(
        measure="hold_together",
        measure_version=MEASURE_VERSION,
        unit="%",
        value=100 * share.value if share else None,
        low=100 * share.low if share else None,
        high=100 * share.high if share else None,
        n=strokes,
        reason=reason,
    )


def _next_level(finished: Finished, found: StillWaterFound) -> tuple[WaterLevel, str]:
    """Return where the level goes; a take without strokes or without times moves it only down."""
    step = finished.facts.step
    level = WaterLevel.resumed(step.level_json)
    trial = WaterTrial(
        strokes=sum(len(each.strokes_s) for each in found.rounds),
        stirred=sum(each.stirred for each in found.rounds),
        pulled=finished.pulled or finished.pain,
        tempo_bpm=step.tempo_bpm,
    )
    if not trial.pulled and not (trial.strokes and finished.facts.measured):
        return level, ""
    return level.after(trial)


def _refused(found: StillWaterFound) -> str | None:
    if not found.rounds:
        return NO_ROUND
    reasons = [each.refused for each in found.rounds]
    return None if None in reasons else reasons[0]

"""``judge``: from a finished take to its rows, what the player is shown, and the next level."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from engine.measures.cell import UNMEASURED
from engine.record import Result, Task
from engine.runner.judging.calibration import judge_calibration
from engine.runner.judging.finished import HURT, Finished, Judged, Levels
from engine.runner.judging.heavier import judge_heavier
from engine.runner.judging.late_one import judge_late_one
from engine.runner.judging.on_the_beat import judge_on_the_beat
from engine.runner.judging.runs import judge_runs
from engine.runner.judging.slow_road import judge_slow_road, with_trouble
from engine.runner.judging.still_water import judge_still_water
from engine.runner.judging.tempo import after_pain, ladder_rows
from engine.runner.judging.which_finger import judge_which_finger

Judge = Callable[[Finished, Levels], Judged]
# Every other task is played as runs.
JUDGES: Mapping[Task, Judge] = {
    Task.LATE_ONE: judge_late_one,
    Task.WHICH_FINGER: judge_which_finger,
    Task.ON_THE_BEAT: judge_on_the_beat,
    Task.CALIBRATION: judge_calibration,
    Task.HEAVIER: judge_heavier,
    Task.STILL_WATER: judge_still_water,
    Task.SLOW_ROAD: judge_slow_road,
}


def judge(finished: Finished, levels: Levels) -> Judged:
    """Return what one take said.

    One that hurt is kept without a score, one of the computer keyboard without figures; one that
    was left without an answer moves no level.
    """
    task = finished.facts.step.task
    judged = JUDGES.get(task, judge_runs)(finished, levels)
    if not finished.facts.measured and task in JUDGES and task is not Task.SLOW_ROAD:
        judged = _without_figures(finished, judged)
    judged = with_trouble(finished, judged, levels)
    if finished.pain:
        return _hurt(finished, judged, levels)
    return judged if finished.report else replace(judged, levels=())


def _without_figures(finished: Finished, judged: Judged) -> Judged:
    """Return what a take without times said: nothing; its level goes down if it pulled.

    Runs say the same of themselves.
    """
    down = finished.pulled or finished.pain
    outcome = replace(judged.outcome, found=None, refused=judged.outcome.refused or UNMEASURED)
    if not down:
        step = finished.facts.step
        outcome = replace(outcome, next_tempo_bpm=None, next_level_json=step.level_json, because="")
    return replace(
        judged,
        results=tuple(_without_value(row) for row in judged.results),
        outcome=outcome,
        levels=judged.levels_if_hurt if down else (),
    )


def _without_value(row: Result) -> Result:
    return replace(row, value=None, standard_error=None, low=None, high=None, reason=UNMEASURED)


def _hurt(finished: Finished, judged: Judged, levels: Levels) -> Judged:
    ladder = judged.ladder or after_pain(finished, levels.ladder)
    outcome = replace(judged.outcome, found=None, refused=HURT, next_level_json=None)
    return replace(
        judged,
        results=tuple(ladder_rows(ladder, finished.facts.step)),
        outcome=outcome,
        ladder=ladder,
        levels=judged.levels_if_hurt,
    )

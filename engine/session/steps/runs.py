"""Warm-up, evenness check, Pearls and the calm end: all of them runs of a pattern.

Only the check is scored: it is played at the fixed score tempo (SCIENCE 1.5), and where the tempo
ceiling has fallen below that no check is offered.
"""

from collections.abc import Mapping

from engine.exercise import Direction, Exercise, Pattern
from engine.exercise.dwelt import dwelling_pattern
from engine.record import Task
from engine.session.standing import Standing
from engine.session.state import BlockPlan

PEARLS_RUNS = 10
WARM_UP_RUNS = 4
CALM_RUNS = 3
SLOWER = {Task.WARM_UP: 0.8, Task.CALM_END: 0.7}


def minutes_of(pattern: Pattern, *, tempo_bpm: float, runs: int, gap_s: float) -> float:
    """Return how long ``runs`` runs take, with their rests, in minutes."""
    beats = sum(target.duration_beat for target in pattern.targets)
    return runs * (beats * 60 / tempo_bpm + gap_s) / 60


def five_finger(standing: Standing, exercises: Mapping[str, Exercise]) -> Exercise:
    """Return the five-finger pattern of the hand; KeyError where it is missing."""
    return exercises[f"five-finger-c-{standing.hand}"]


def warm_up(standing: Standing, exercises: Mapping[str, Exercise]) -> BlockPlan:
    """Return the warm-up: nothing of it counts."""
    return _quiet(standing, exercises, (Task.WARM_UP, WARM_UP_RUNS))


def calm_end(standing: Standing, exercises: Mapping[str, Exercise]) -> BlockPlan:
    """Return the calm end: a few slow strings, and nothing of it counts."""
    return _quiet(standing, exercises, (Task.CALM_END, CALM_RUNS))


def _quiet(
    standing: Standing, exercises: Mapping[str, Exercise], what: tuple[Task, int]
) -> BlockPlan:
    task, runs = what
    five = five_finger(standing, exercises)
    tempo_bpm = round(min(standing.tempo_bpm, five.tempo_bpm) * SLOWER[task])
    pattern = five.patterns[0]
    return BlockPlan(
        task=task,
        exercise=five,
        hand=standing.hand,
        direction=pattern.direction,
        tempo_bpm=tempo_bpm,
        ceiling_bpm=standing.ceiling_bpm,
        runs=runs,
        max_attempts=runs + 2,
        minutes=minutes_of(pattern, tempo_bpm=tempo_bpm, runs=runs, gap_s=five.gap_s),
        scored=False,
        why="Slow and loose. Nothing here counts."
        if task is Task.WARM_UP
        else "A few slow strings to end with. Nothing here counts.",
    )


def checks(
    standing: Standing, exercises: Mapping[str, Exercise], *, scored: bool
) -> tuple[BlockPlan, ...]:
    """Return the evenness check: the scale, one block a direction."""
    scale = exercises[f"scale-c-{standing.hand}"]
    return tuple(_check(scale, pattern, standing, scored=scored) for pattern in scale.patterns)


def _check(scale: Exercise, pattern: Pattern, standing: Standing, *, scored: bool) -> BlockPlan:
    way = {Direction.UP: "upwards", Direction.DOWN: "downwards"}.get(pattern.direction, "")
    return BlockPlan(
        task=Task.EVENNESS_CHECK,
        exercise=scale,
        hand=standing.hand,
        direction=pattern.direction,
        tempo_bpm=scale.tempo_bpm,
        ceiling_bpm=standing.ceiling_bpm,
        runs=scale.runs,
        max_attempts=scale.max_attempts,
        minutes=minutes_of(pattern, tempo_bpm=scale.tempo_bpm, runs=scale.runs, gap_s=scale.gap_s),
        scored=scored,
        why=f"The scale {way}, always at this tempo, so that weeks can be compared."
        if scored
        else f"The scale {way}. The first two sittings are for getting to know it.",
    )


def pearls(standing: Standing, exercises: Mapping[str, Exercise]) -> BlockPlan:
    """Return Pearls at the tempo of its ladder, dwelling on the weakest transition it plays."""
    whole = five_finger(standing, exercises)
    dwelling = (dwelling_pattern(whole, pair) for pair in standing.dwelling)
    five = next((made for made in dwelling if made is not None), whole)
    pattern = five.patterns[0]
    return BlockPlan(
        task=Task.PEARLS,
        exercise=five,
        hand=standing.hand,
        direction=pattern.direction,
        tempo_bpm=standing.tempo_bpm,
        ceiling_bpm=standing.ceiling_bpm,
        runs=PEARLS_RUNS,
        max_attempts=five.max_attempts,
        minutes=minutes_of(
            pattern, tempo_bpm=standing.tempo_bpm, runs=PEARLS_RUNS, gap_s=five.gap_s
        ),
        scored=False,
        why="Every note becomes a pearl.",
        dwelling=standing.dwelling,
    )

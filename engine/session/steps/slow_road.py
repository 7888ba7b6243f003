"""Slow Road as it is offered: the passage that pulled, else the weakest transition.

A road once begun is walked until it has come back to the tempo that troubled.
"""

from collections.abc import Mapping
from datetime import date

from engine.adaptation.roads import Roads
from engine.adaptation.slow_road import Road
from engine.exercise import FINGER_NAMES, Exercise
from engine.exercise.spot import weakest
from engine.record import Task
from engine.session.standing import Standing
from engine.session.state import BlockPlan
from engine.session.steps.runs import five_finger, minutes_of

RUNS = 10
MAX_ATTEMPTS = 14


def step(standing: Standing, exercises: Mapping[str, Exercise]) -> BlockPlan | None:
    """Return Slow Road where something pulled, a road is under way, or a transition stands out."""
    roads = Roads.resumed(standing.level(Task.SLOW_ROAD))
    walked = [road for road in roads.roads if road.under_way and road.spot in exercises]
    if walked:
        road = walked[-1]
        return _step(standing, exercises[road.spot], roads.having(road), _why_on(road, standing))
    for pair in standing.dwelling:
        spot = _spot(pair, standing, exercises)
        if spot is not None and roads.of(spot.id) is None:
            return _begun(standing, spot, roads, _why_pair(pair))
    return None


def chosen(standing: Standing, exercises: Mapping[str, Exercise]) -> BlockPlan:
    """Return what ``step`` does or, where nothing troubles, the five-finger pattern, slowly."""
    found = step(standing, exercises)
    if found is not None:
        return found
    five = five_finger(standing, exercises)
    roads = Roads.resumed(standing.level(Task.SLOW_ROAD))
    why = "Slow enough for every finger to stay easy."
    road = roads.of(five.id)
    if road is None:
        return _begun(standing, five, roads, why)
    return _step(standing, five, roads.having(road), why)


def _spot(
    pair: tuple[int, int], standing: Standing, exercises: Mapping[str, Exercise]
) -> Exercise | None:
    """Return where a transition is played: in the five-finger pattern, else in the scale."""
    for name in ("five-finger-c", "scale-c"):
        if found := weakest(exercises[f"{name}-{standing.hand}"], pair):
            return found
    return None


def _begun(standing: Standing, exercise: Exercise, roads: Roads, why: str) -> BlockPlan:
    # without a day the road begins with its first take all the same
    on = standing.today or date.min
    road = Road.start(exercise.id, troubled_bpm=standing.ceiling_bpm, on=on)
    return _step(standing, exercise, roads.having(road), why)


def _step(standing: Standing, exercise: Exercise, roads: Roads, why: str) -> BlockPlan:
    road = roads.roads[-1]
    pattern = exercise.patterns[0]
    tempo_bpm = min(road.tempo_bpm, standing.ceiling_bpm)
    if standing.today is not None:
        tempo_bpm = road.asks_bpm(standing.today, limit_bpm=standing.ceiling_bpm)
    return BlockPlan(
        task=Task.SLOW_ROAD,
        exercise=exercise,
        hand=standing.hand,
        direction=pattern.direction,
        tempo_bpm=tempo_bpm,
        ceiling_bpm=standing.ceiling_bpm,
        runs=RUNS,
        max_attempts=MAX_ATTEMPTS,
        minutes=minutes_of(pattern, tempo_bpm=tempo_bpm, runs=RUNS, gap_s=exercise.gap_s),
        scored=False,
        why=why,
        level_json=roads.to_json(),
    )


def _why_on(road: Road, standing: Standing) -> str:
    if standing.today is not None:
        offered = road.offer_bpm(standing.today, limit_bpm=standing.ceiling_bpm)
        if offered is not None:
            return f"Fourteen quiet days at {road.tempo_bpm:g} bpm: today try {offered:g}."
    if road.last_date is None:
        return "Something pulled here. Slowly enough, nothing does."
    return "Slowly enough that nothing pulls or curls."


def _why_pair(pair: tuple[int, int]) -> str:
    first, second = (FINGER_NAMES[finger] for finger in pair)
    if second.endswith(" finger"):
        first = first.removesuffix(" finger")
    return f"From {first} to {second}, slowly enough that nothing pulls."

"""Still Water as it is offered: from the fifth sitting on, paced first, with few fingers held."""

from collections.abc import Mapping

from engine.adaptation.water_level import WaterLevel
from engine.exercise import Exercise
from engine.record import Task
from engine.session.standing import Standing
from engine.session.state import BlockPlan
from engine.session.steps.runs import five_finger
from engine.tasks.still_water import ORDER, REST_NS, SETTLING_NS, StillWater

# Holding keys down is not for the first week of a hand that may cramp (SCIENCE 2.4).
SITTINGS_BEFORE = 4
PLACING_S = 2.0
# Where large words leave room for one sentence only, it is this one.
WHY = "If anything cramps, lift the hand: the round stops."


def step(standing: Standing, exercises: Mapping[str, Exercise]) -> BlockPlan | None:
    """Return one trial, a round for each finger; None in the first four sittings."""
    if standing.sessions_before < SITTINGS_BEFORE:
        return None
    kept = standing.level(Task.STILL_WATER)
    level = WaterLevel.resumed(kept)
    tempo_bpm = None if level.own_pace else level.tempo_bpm
    five = five_finger(standing, exercises)
    return BlockPlan(
        task=Task.STILL_WATER,
        exercise=five,
        hand=standing.hand,
        tempo_bpm=tempo_bpm,
        minutes=minutes_of(StillWater(exercise=five, hand=standing.hand, tempo_bpm=tempo_bpm)),
        scored=False,
        why=WHY,
        fingers=ORDER,
        cues=len(ORDER),
        level_json=kept,
    )


def minutes_of(water: StillWater) -> float:
    """Return how long a trial takes, with the rests between its rounds, in minutes."""
    rounds = len(water.fingers)
    played_s = rounds * ((water.lasts_ns + SETTLING_NS) / 1e9 + PLACING_S)
    return (played_s + (rounds - 1) * REST_NS / 1e9) / 60

"""Heavier or Lighter? as it is offered: one finger a trial."""

from collections.abc import Mapping

from engine.adaptation.force_level import ForceLevel
from engine.exercise import FINGERS, Exercise
from engine.record import Task
from engine.session.standing import Standing
from engine.session.state import BlockPlan
from engine.session.steps.runs import five_finger

PAIRS = 24
PAIR_S = 5.0
# A threshold needs 60 pairs: a finger is stayed with until it has them.
THRESHOLD_PAIRS = 60
FIRST_TO_LAST = (4, 5, 3, 2, 1)


def step(standing: Standing, exercises: Mapping[str, Exercise]) -> BlockPlan:
    """Return one trial with the finger whose turn it is."""
    level_json = standing.level(Task.HEAVIER)
    return BlockPlan(
        task=Task.HEAVIER,
        exercise=five_finger(standing, exercises),
        hand=standing.hand,
        minutes=PAIRS * PAIR_S / 60,
        scored=False,
        why="Press twice, then say which of the two was harder.",
        fingers=(next_finger(level_json, standing.dwelling),),
        cues=PAIRS,
        level_json=level_json,
    )


def next_finger(level_json: str | None, dwelling: tuple[tuple[int, int], ...] = ()) -> int:
    """Return the finger whose turn it is.

    One that was begun and has fewer than 60 pairs goes on; else the one with the fewest pairs,
    and of those the finger that weak transitions lead to, then ring, little, middle finger.
    """
    level = ForceLevel.resumed(level_json)
    weak = [to_finger for _, to_finger in dwelling]
    turns = list(dict.fromkeys((*weak, *FIRST_TO_LAST)))
    pairs = {finger: level.belief(finger).pairs for finger in FINGERS}
    begun = [finger for finger in turns if 0 < pairs[finger] < THRESHOLD_PAIRS]
    return begun[0] if begun else min(turns, key=lambda finger: pairs[finger])


def other_finger(level_json: str | None, finger: int) -> int:
    """Return the finger to go to from ``finger``: of the others the one with the fewest pairs."""
    level = ForceLevel.resumed(level_json)
    others = [each for each in FIRST_TO_LAST if each != finger]
    return min(others, key=lambda each: level.belief(each).pairs)

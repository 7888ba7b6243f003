"""Which Finger? as it is offered."""

from collections.abc import Mapping

from engine.exercise import Exercise
from engine.record import Task
from engine.session.standing import Standing
from engine.session.state import BlockPlan
from engine.session.steps.runs import five_finger

CUES = 30
CUE_S = 3.0


def step(standing: Standing, exercises: Mapping[str, Exercise]) -> BlockPlan:
    """Return one trial with all five fingers."""
    return BlockPlan(
        task=Task.WHICH_FINGER,
        exercise=five_finger(standing, exercises),
        hand=standing.hand,
        minutes=CUES * CUE_S / 60,
        scored=False,
        why="A finger lights up. Press with that one; the others rest.",
        fingers=(1, 2, 3, 4, 5),
        cues=CUES,
        level_json=standing.level(Task.WHICH_FINGER),
    )

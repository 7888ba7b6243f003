"""Which Finger? as it is offered."""

from collections.abc import Mapping

from engine.adaptation.cue_level import CueKind, CueLevel
from engine.exercise import Exercise
from engine.record import Task
from engine.session.standing import Standing
from engine.session.state import BlockPlan
from engine.session.steps.runs import five_finger

CUES = 30
CUE_S = 3.0
WHY = {
    CueKind.HAND: "A finger lights up. Press with that one; the others rest.",
    CueKind.NUMBER: "A number names a finger. Press with that one; the others rest.",
    CueKind.MIRROR: "A finger of the other hand lights up. Press with the same one of yours.",
    CueKind.TONE: "A tone names a finger: that of its own key. Press with that one.",
}


def step(standing: Standing, exercises: Mapping[str, Exercise]) -> BlockPlan:
    """Return one trial with all five fingers."""
    level = CueLevel.resumed(standing.level(Task.WHICH_FINGER))
    return BlockPlan(
        task=Task.WHICH_FINGER,
        exercise=five_finger(standing, exercises),
        hand=standing.hand,
        minutes=CUES * CUE_S / 60,
        scored=False,
        why=WHY[level.kind],
        fingers=level.fingers,
        cues=CUES,
        level_json=level.to_json(),
    )

"""The Late One as it is offered."""

from collections.abc import Mapping

from engine.adaptation.late_level import LateLevel
from engine.exercise import Exercise
from engine.record import Task
from engine.session.standing import Standing
from engine.session.state import BlockPlan
from engine.session.steps.runs import five_finger

ROUNDS = 15
# Clicks, run, mark, and a look at it.
ROUND_S = 9.0


def step(standing: Standing, exercises: Mapping[str, Exercise]) -> BlockPlan:
    """Return one trial at the level that the last one came to."""
    level = LateLevel.resumed(standing.level(Task.LATE_ONE)).held_to(standing.ceiling_bpm)
    return BlockPlan(
        task=Task.LATE_ONE,
        exercise=five_finger(standing, exercises),
        hand=standing.hand,
        tempo_bpm=level.tempo_bpm,
        ceiling_bpm=standing.ceiling_bpm,
        minutes=ROUNDS * ROUND_S / 60,
        scored=False,
        why="Play a few notes in silence, then say which of them came late.",
        fingers=(1, 2, 3, 4, 5)[: level.length],
        cues=ROUNDS,
        level_json=level.to_json(),
    )

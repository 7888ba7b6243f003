"""The latency calibration as it is offered: never part of a day, only when it is asked for."""

from collections.abc import Mapping

from engine.exercise import Exercise
from engine.record import Task
from engine.session.standing import Standing
from engine.session.state import BlockPlan
from engine.session.steps.runs import five_finger
from engine.tasks.calibration import TAPS, TEMPO_BPM, calibrating


def step(standing: Standing, exercises: Mapping[str, Exercise]) -> BlockPlan | None:
    """Return the calibration of the instrument that is connected."""
    return BlockPlan(
        task=Task.CALIBRATION,
        exercise=five_finger(standing, exercises),
        hand=standing.hand,
        tempo_bpm=TEMPO_BPM,
        cues=TAPS,
        minutes=calibrating().seconds / 60,
        scored=False,
        why="Tap any one key with the clicks, as you would play.",
    )

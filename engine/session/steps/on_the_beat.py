"""On the Beat as it is offered: at the level where the hand stands, below its ceiling."""

from collections.abc import Mapping

from engine.adaptation.beat_level import BeatLevel
from engine.exercise import Exercise
from engine.record import Task
from engine.session.standing import Standing
from engine.session.state import BlockPlan
from engine.session.steps.runs import five_finger
from engine.tasks.on_the_beat import on_the_beat

WHY = "Play one note with each click; then the clicks stop and you go on."
WHY_TWO = "Play two notes on each click; then the clicks stop and you go on."


def step(standing: Standing, exercises: Mapping[str, Exercise]) -> BlockPlan | None:
    """Return one trial of three rounds."""
    kept = standing.level(Task.ON_THE_BEAT)
    level = BeatLevel.resumed(kept).within(standing.ceiling_bpm)
    five = five_finger(standing, exercises)
    pattern = five.patterns[0]
    trial = on_the_beat(pattern, level, tempo_bpm=level.tempo_bpm)
    return BlockPlan(
        task=Task.ON_THE_BEAT,
        exercise=five,
        hand=standing.hand,
        direction=pattern.direction,
        tempo_bpm=level.tempo_bpm,
        ceiling_bpm=standing.ceiling_bpm,
        cues=len(trial.stretches),
        minutes=trial.seconds / 60,
        scored=False,
        why=WHY if level.subdivision == 1 else WHY_TWO,
        fingers=(1, 2, 3, 4, 5),
        level_json=level.to_json(),
    )

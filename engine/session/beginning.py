"""From a step of the plan to the first state of its game."""

from collections.abc import Callable, Mapping

from engine.adaptation.beat_level import BeatLevel
from engine.adaptation.cue_level import CueLevel
from engine.adaptation.water_level import WaterLevel
from engine.exercise import Direction
from engine.record import Task
from engine.session.state import BlockPlan, Place
from engine.tasks import (
    calibration,
    heavier,
    late_one,
    on_the_beat,
    pearls,
    still_water,
    which_finger,
)
from engine.tasks.play import Play


def trial_seed(place: Place) -> int:
    """Return the seed of one trial's chance: the session's, block and ordinal, mixed."""
    return (place.plan.seed * 1_000_003 + place.block * 1009 + place.ordinal) % 2**63


def task_of(step: BlockPlan, *, seed: int, at_ns: int) -> Play:
    """Return the game's first state for a step that begins at ``at_ns``.

    ValueError where the step lacks what its game needs.
    """
    return BEGIN.get(step.task, _runs)(step, seed, at_ns)


def direction_and_tempo(step: BlockPlan) -> tuple[Direction, float]:
    """Return which way and how fast a step goes; ValueError where it does not say."""
    if step.direction is None or step.tempo_bpm is None:
        raise ValueError(f"a step of {step.task} needs a direction and a tempo")
    return step.direction, step.tempo_bpm


def _runs(step: BlockPlan, _seed: int, at_ns: int) -> Play:
    direction, tempo_bpm = direction_and_tempo(step)
    return pearls.begin(
        pearls.Pearls(
            exercise=step.exercise,
            direction=direction,
            tempo_bpm=tempo_bpm,
            runs=step.runs,
            max_attempts=step.max_attempts,
        ),
        at_ns,
    )


def _which_finger(step: BlockPlan, seed: int, at_ns: int) -> Play:
    level = CueLevel.resumed(step.level_json)
    return which_finger.begin(
        which_finger.WhichFinger(
            exercise=step.exercise,
            hand=step.hand,
            fingers=level.fingers,
            cues=step.cues,
            seed=seed,
            level=level,
        ),
        at_ns,
    )


def _heavier(step: BlockPlan, _seed: int, at_ns: int) -> Play:
    finger = step.fingers[0]
    targets = step.exercise.patterns[0].targets
    return heavier.begin(
        heavier.Heavier(
            hand=step.hand,
            finger=finger,
            key=next(target.pitch for target in targets if target.finger == finger),
            pairs=step.cues,
            level_json=step.level_json,
        ),
        at_ns,
    )


def _still_water(step: BlockPlan, _seed: int, at_ns: int) -> Play:
    return still_water.begin(
        still_water.StillWater(
            exercise=step.exercise,
            hand=step.hand,
            fingers=step.fingers,
            held=WaterLevel.resumed(step.level_json).held,
            tempo_bpm=step.tempo_bpm,
        ),
        at_ns,
    )


def _late_one(step: BlockPlan, _seed: int, at_ns: int) -> Play:
    if step.tempo_bpm is None:
        raise ValueError(f"a step of {step.task} needs a tempo")
    targets = step.exercise.patterns[0].targets[: len(step.fingers)]
    return late_one.begin(
        late_one.LateOne(
            pitches=tuple(target.pitch for target in targets),
            fingers=tuple(target.finger or 0 for target in targets),
            tempo_bpm=step.tempo_bpm,
            rounds=step.cues,
        ),
        at_ns,
    )


def _on_the_beat(step: BlockPlan, _seed: int, at_ns: int) -> Play:
    direction, tempo_bpm = direction_and_tempo(step)
    trial = on_the_beat.on_the_beat(
        step.exercise.pattern(direction),
        BeatLevel.resumed(step.level_json),
        tempo_bpm=tempo_bpm,
        fingers=step.fingers,
    )
    return on_the_beat.begin(trial, at_ns)


def _calibration(_step: BlockPlan, _seed: int, at_ns: int) -> Play:
    return on_the_beat.begin(calibration.calibrating(), at_ns)


Begin = Callable[[BlockPlan, int, int], Play]
# Every other task is played as runs.
BEGIN: Mapping[Task, Begin] = {
    Task.WHICH_FINGER: _which_finger,
    Task.ON_THE_BEAT: _on_the_beat,
    Task.CALIBRATION: _calibration,
    Task.HEAVIER: _heavier,
    Task.STILL_WATER: _still_water,
    Task.LATE_ONE: _late_one,
}

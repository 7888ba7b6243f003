"""Where a step lies on an instrument: in which octave, and which outermost keys are no notes of it.

What is written may be played in any octave. On a small keyboard the octave that is written may not
be there, or may end on an outermost key, which both pause a take when they are held together.
"""

from collections.abc import Sequence

from engine.record import Task
from engine.session.state import BlockPlan

OCTAVE = 12
# In these a key is an answer, and one that was meant as a pause would be kept as one.
ANSWERED = frozenset({Task.WHICH_FINGER, Task.HEAVIER, Task.LATE_ONE})


def octaves(pitches: Sequence[int], outer: tuple[int, int]) -> tuple[int, ...]:
    """Return by how many semitones, whole octaves, ``pitches`` may lie off what is written.

    ``outer`` are the lowest and the highest pitch of the instrument. The nearest comes first; there
    is none where the pitches span more than the instrument.
    """
    down = (min(pitches) - outer[0]) // OCTAVE
    up = (outer[1] - max(pitches)) // OCTAVE
    return tuple(sorted((OCTAVE * by for by in range(-down, up + 1)), key=abs))


def octave_on(pitches: Sequence[int], outer: tuple[int, int]) -> int:
    """Return where a hand is asked to lie, in semitones off what is written.

    It is the nearest octave that leaves both outermost keys free, else the nearest that fits, else
    the one that is written.
    """
    lowest, highest = outer
    between = octaves(pitches, (lowest + 1, highest - 1))
    return next(iter((*between, *octaves(pitches, outer))), 0)


def only_pausing(step: BlockPlan, outer: tuple[int, int]) -> frozenset[int]:
    """Return the outermost keys that are never notes of a step: a take does not hear them.

    A run may be played in every octave that fits, up to the last key of a small keyboard. In the
    calibration any key is a note.
    """
    if step.task is Task.CALIBRATION:
        return frozenset()
    pitches = _pitches(step)
    lowest, highest = outer
    if step.task in ANSWERED and octaves(pitches, (lowest + 1, highest - 1)):
        return frozenset(outer)
    reached = {pitch + by for by in octaves(pitches, outer) for pitch in pitches}
    return frozenset(outer) - reached


def _pitches(step: BlockPlan) -> tuple[int, ...]:
    exercise = step.exercise
    if step.direction is not None:
        return exercise.pattern(step.direction).pitches
    return exercise.patterns[0].pitches

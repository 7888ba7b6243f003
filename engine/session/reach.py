"""Where a step lies on an instrument: in which octave, and which outermost keys are no notes of it.

What is written may be played in any octave. On a small keyboard the octave that is written may not
be there, or may end on an outermost key, which both pause a take when they are held together.
"""

from collections.abc import Sequence
from itertools import pairwise

from engine.record import Task
from engine.session.state import BlockPlan

OCTAVE = 12


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

    What is written may be played in every octave that fits, up to the last key of a small keyboard.
    In the calibration any key is a note. In Heavier or Lighter? any key answers, but the finger's
    own may not be an outermost one: there would be no key on one side of it.
    """
    if step.task is Task.CALIBRATION:
        return frozenset()
    pitches = _pitches(step)
    if step.task is Task.HEAVIER:
        own = _own_key(step)
        return frozenset(end for end in outer if (end - own) % OCTAVE == 0)
    reached = {pitch + by for by in octaves(pitches, outer) for pitch in pitches}
    return frozenset(outer) - reached


def held_together(
    outer: tuple[int, int],
    pitches: Sequence[int],
    onset_s: Sequence[float],
    offset_s: Sequence[float],
) -> frozenset[int]:
    """Return which notes of a take, in order of onset, only paused it: both ends down at once.

    The first of the two says nothing either, where no other note came between them.
    """
    ends = [index for index, pitch in enumerate(pitches) if pitch in outer]
    found: set[int] = set()
    for earlier, later in pairwise(ends):
        if pitches[earlier] != pitches[later] and offset_s[earlier] > onset_s[later]:
            found |= {later, earlier} if later == earlier + 1 else {later}
    return frozenset(found)


def _own_key(step: BlockPlan) -> int:
    targets = step.exercise.patterns[0].targets
    return next(each.pitch for each in targets if each.finger == step.fingers[0])


def _pitches(step: BlockPlan) -> tuple[int, ...]:
    exercise = step.exercise
    if step.direction is not None:
        return exercise.pattern(step.direction).pitches
    return exercise.patterns[0].pitches

"""A spot: a short loop cut out of an exercise's pattern, played there and back.

A spot is an exercise like any other, and its id says for ever how it was cut:
``five-finger-c-right@loop:3-7`` are the notes 3 to 7 of the pattern that goes ``loop``, counted
from 1. Pitches, fingers and durations are those of the exercise, and so is its version: the notes
of a spot cannot change without it.
"""

import re
from dataclasses import dataclass, replace

from engine.exercise import Direction, Exercise, Pattern, Target

AROUND = 2
FEWEST_NOTES = 2
MOST_NAMED = 2 * AROUND + 1
FEWEST_INTERVALS = 16
RUNS = 6
MAX_ATTEMPTS = 10
_ID = re.compile(r"(?P<base>.+)@(?P<way>[a-z]+):(?P<first>[1-9][0-9]*)-(?P<last>[0-9]+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """Where a spot was cut: the id of its exercise, the pattern, the first and the last note."""

    base: str
    direction: Direction
    first: int
    last: int

    @property
    def id(self) -> str:
        """The id of the spot."""
        return f"{self.base}@{self.direction}:{self.first}-{self.last}"


def cut_of(exercise_id: str) -> Cut | None:
    """Return where a spot of this id was cut; None for the id of anything else."""
    said = _ID.fullmatch(exercise_id)
    if said is None or said["way"] not in [*Direction]:
        return None
    return Cut(
        base=said["base"],
        direction=Direction(said["way"]),
        first=int(said["first"]),
        last=int(said["last"]),
    )


def around(exercise: Exercise, direction: Direction, place: int) -> Exercise:
    """Return the spot around the note with index ``place``: two notes before it to two after.

    A spot is played in the same way wherever its notes stand, so the first place in the pattern
    that has them gives it its id. IndexError where the pattern has no such note.
    """
    pattern = exercise.pattern(direction)
    if not 0 <= place < len(pattern.targets):
        raise IndexError(f"{exercise.id} has no note {place + 1}")
    begin, end = max(0, place - AROUND), min(len(pattern.targets), place + AROUND + 1)
    notes = [*zip(pattern.pitches, pattern.fingers, strict=True)]
    count = end - begin
    first = next(at for at in range(begin + 1) if notes[at : at + count] == notes[begin:end])
    return spot(exercise, direction, first + 1, first + count)


def passage(exercise: Exercise, direction: Direction) -> Exercise:
    """Return one whole pattern as an exercise: the exercise itself where it has no other."""
    if len(exercise.patterns) == 1:
        return exercise
    return spot(exercise, direction, 1, len(exercise.pattern(direction).targets))


def weakest(exercise: Exercise, pair: tuple[int, int]) -> Exercise | None:
    """Return the spot around a transition, by its fingers; None where the exercise has it not.

    Of several places the one with the most notes around it, then the first, is taken.
    """
    found = [
        (-_room(pattern, place), order, place, pattern.direction)
        for order, pattern in enumerate(exercise.patterns)
        for place, each in enumerate(pattern.transitions, start=1)
        if each == pair
    ]
    if not found:
        return None
    _, _, place, direction = min(found)
    return around(exercise, direction, place)


def _room(pattern: Pattern, place: int) -> int:
    return min(place, AROUND) + min(len(pattern.targets) - 1 - place, AROUND)


def spot(exercise: Exercise, direction: Direction, first: int, last: int) -> Exercise:
    """Return the notes ``first`` to ``last`` of a pattern, counted from 1, as a loop.

    There and back until at least 16 intervals are played, and the first note once more. KeyError
    where the exercise has no such direction, ValueError where the pattern has no such notes.
    """
    targets = exercise.pattern(direction).targets
    if not (first >= 1 and last <= len(targets) and last - first + 1 >= FEWEST_NOTES):
        raise ValueError(f"{exercise.id} has no spot {first}-{last}: it has {len(targets)} notes")
    there = targets[first - 1 : last]
    turn = (*there, *there[-2:0:-1])
    times = -(-FEWEST_INTERVALS // len(turn))
    part = "-".join(str(target.finger) for target in there if target.finger)
    if not part or len(there) > MOST_NAMED:
        part = f"Notes {first} to {last}"
    whole = exercise.title
    if whole[1:2].islower():
        whole = whole[:1].lower() + whole[1:]
    return replace(
        exercise,
        id=Cut(base=exercise.id, direction=direction, first=first, last=last).id,
        title=f"{part} of {whole}",
        patterns=(_looped((*turn * times, there[0])),),
        runs=RUNS,
        max_attempts=MAX_ATTEMPTS,
        summary=f"Notes {first} to {last}, there and back: {exercise.summary}",
    )


def _looped(played: tuple[Target, ...]) -> Pattern:
    targets, beat = [], 0.0
    for rank, target in enumerate(played, start=1):
        targets.append(replace(target, id=f"loop-{rank:02d}", onset_beat=beat))
        beat += target.duration_beat
    return Pattern(direction=Direction.LOOP, targets=tuple(targets))

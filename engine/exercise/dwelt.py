"""A pattern that dwells on one transition: wherever it comes, it is played again.

``five-finger-c-right@dwell:45x1`` is the pattern in which every 4 to 5 is followed by one more. At
most two notes in five belong to the transition and its way back (SCIENCE 5.2), so that the hand
still plays the whole pattern.
"""

import re
from dataclasses import dataclass, replace

from engine.exercise import Exercise, Pattern, Target

MOST_SHARE = 0.4
_ID = re.compile(r"(?P<base>.+)@dwell:(?P<pair>[1-5]{2})x(?P<times>[1-9][0-9]*)")

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class DwellsOn:
    """What a dwelling pattern is made of: an exercise's id, the fingers, how often once more."""

    base: str
    pair: Pair
    times: int

    @property
    def id(self) -> str:
        """The id of the exercise."""
        return f"{self.base}@dwell:{self.pair[0]}{self.pair[1]}x{self.times}"


def dwells_on(exercise_id: str) -> DwellsOn | None:
    """Return what a dwelling pattern of this id is made of; None for the id of anything else."""
    said = _ID.fullmatch(exercise_id)
    if said is None:
        return None
    first, second = map(int, said["pair"])
    return DwellsOn(base=said["base"], pair=(first, second), times=int(said["times"]))


def dwelling_pattern(exercise: Exercise, pair: Pair) -> Exercise | None:
    """Return the exercise dwelling on a transition as often as may be; None where it may not."""
    found, times = None, 1
    while True:
        try:
            found = dwelt(exercise, pair, times=times)
        except ValueError:
            return found
        times += 1


def dwelt(exercise: Exercise, pair: Pair, *, times: int) -> Exercise:
    """Return the exercise with every ``pair`` of fingers followed by ``times`` more of it.

    ValueError where a pattern has no such transition, or more than two notes in five would be its.
    """
    made = DwellsOn(base=exercise.id, pair=pair, times=times)
    patterns = tuple(_dwelling(pattern, made) for pattern in exercise.patterns)
    whole, _, hand = exercise.title.partition(", ")
    words = f"{whole} dwelling on {pair[0]} to {pair[1]}"
    return replace(
        exercise, id=made.id, patterns=patterns, title=f"{words}, {hand}" if hand else words
    )


def _dwelling(pattern: Pattern, made: DwellsOn) -> Pattern:
    played: list[Target] = list(pattern.targets[:1])
    for before, target in zip(pattern.targets, pattern.targets[1:], strict=False):
        played.append(target)
        if (before.finger, target.finger) == made.pair:
            played += [before, target] * made.times
    found = Pattern(direction=pattern.direction, targets=_in_time(played, pattern.direction))
    both = (made.pair, made.pair[::-1])
    share = sum(each in both for each in found.transitions) / len(found.targets)
    if made.pair not in pattern.transitions or share > MOST_SHARE:
        raise ValueError(f"{made.base} cannot dwell on {made.pair}: {share:.0%} of its notes")
    return found


def _in_time(played: list[Target], direction: str) -> tuple[Target, ...]:
    targets, beat = [], 0.0
    for rank, target in enumerate(played, start=1):
        targets.append(replace(target, id=f"{direction}-{rank:02d}", onset_beat=beat))
        beat += target.duration_beat
    return tuple(targets)

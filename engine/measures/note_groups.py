"""The groups of notes that a flag can name: a crossing, a transition, a finger.

Conventions: a group is the set of a pattern's targets that share a cause. It must have two places
at least, because one place cannot be told from a place of the phrase. Where two causes have the
same places only the first is kept, in the order crossing, transition, finger: what cannot be told
apart is said by what happens there and not by a part of the body.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from engine.exercise import Hand, Pattern
from engine.measures.crossing import Crossing, crossings

FEWEST_PLACES = 2

Key = Crossing | tuple[int, int] | int


class FlagKind(StrEnum):
    """What a flag names."""

    CROSSING = "crossing"
    TRANSITION = "transition"
    FINGER = "finger"


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteGroup:
    """One cause and the indices of the targets that it touches.

    ``key`` is a Crossing, the fingers of a transition in order, or a finger.
    """

    kind: FlagKind
    key: Key
    places: tuple[int, ...]


def note_groups(hand: Hand, pattern: Pattern, judged: Sequence[int]) -> tuple[NoteGroup, ...]:
    """Return the groups of a pattern, each with its places among the ``judged`` targets only.

    Groups with fewer than two judged places are left out, and those that leave fewer than two
    others to compare with.
    """
    fingers = pattern.fingers
    pairs = [pair if pair and pair[0] != pair[1] else None for pair in pattern.transitions]
    arriving: tuple[tuple[FlagKind, Sequence[Key | None]], ...] = (
        (FlagKind.CROSSING, (None, *crossings(hand, fingers, pattern.pitches))),
        (FlagKind.TRANSITION, (None, *pairs)),
        (FlagKind.FINGER, fingers),
    )
    found: dict[tuple[int, ...], NoteGroup] = {}
    for kind, keys in arriving:
        by_key: dict[Key, list[int]] = {}
        for place in judged:
            if (key := keys[place]) is not None:
                by_key.setdefault(key, []).append(place)
        for key, its in by_key.items():
            places = tuple(its)
            if FEWEST_PLACES <= len(places) <= len(judged) - FEWEST_PLACES:
                found.setdefault(places, NoteGroup(kind=kind, key=key, places=places))
    return tuple(found.values())

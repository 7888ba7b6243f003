"""Where the thumb passes under and where a finger passes over it.

Conventions: one answer a transition, so one fewer than notes; it belongs to the note that arrives.
Only what fingers and pitches say together: the thumb's neighbours played in the order of the hand
are no crossing, and where a finger is not prescribed nothing is known.

References
----------
SCIENCE 1.2: thumb-under (right hand up, left hand down) and cross-over (right hand down, left hand
up) are reported apart.
"""

from collections.abc import Sequence
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise

from engine.exercise import Hand

THUMB = 1


class Crossing(StrEnum):
    """How the hand changes its place at the thumb; the name says what arrives, and where."""

    UNDER = "under"
    OVER = "over"


def crossings(
    hand: Hand, fingers: Sequence[int | None], pitches: Sequence[int]
) -> tuple[Crossing | None, ...]:
    """Return each transition's crossing, or None, shape (notes - 1,).

    Right hand: rising to the thumb from another finger is under, falling from the thumb to another
    finger is over; the left hand is the mirror of it. ValueError unless there is one finger (or
    None) a pitch.
    """
    if len(fingers) != len(pitches):
        raise ValueError(f"needs one finger a pitch, got {len(fingers)} for {len(pitches)}")
    return _crossings(hand, tuple(fingers), tuple(pitches))


# a pattern comes back with every take
@lru_cache(maxsize=256)
def _crossings(
    hand: Hand, fingers: tuple[int | None, ...], pitches: tuple[int, ...]
) -> tuple[Crossing | None, ...]:
    sign = 1 if hand is Hand.RIGHT else -1
    return tuple(
        _crossing(start, end, sign * (to_pitch - from_pitch))
        for (start, end), (from_pitch, to_pitch) in zip(
            pairwise(fingers), pairwise(pitches), strict=True
        )
    )


def _crossing(start: int | None, end: int | None, outward: int) -> Crossing | None:
    """Return the crossing of one transition; ``outward`` is over 0 away from the thumb's side."""
    if start is None or end is None or (start == THUMB) == (end == THUMB):
        return None
    if end == THUMB:
        return Crossing.UNDER if outward > 0 else None
    return Crossing.OVER if outward < 0 else None

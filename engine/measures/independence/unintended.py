"""Unintended presses: how often finger i comes down unasked when finger j is to strike.

Conventions: a matrix U_ij, row i the finger that came down, column j the one instructed, per
instructed stroke of j. A stroke counts once however often i came down with it, so that U_ij is a
proportion. On the diagonal stands a finger that struck its own key again unasked. A note belongs to
the nearest stroke in time, since a key may be brushed just before as well as just after.

Metrics: touched strokes per pair with Jeffreys intervals; notes on no finger's home key apart.

References
----------
SCIENCE 2.3: Beta(x + .5, n - x + .5); 0 of 100 still allows 2.5 %.
"""

from dataclasses import dataclass

import numpy as np

from engine.exercise import FINGERS
from engine.measures.independence.frequency import Chance
from engine.measures.independence.home import Fingers
from engine.note import Seconds

Counts = tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unintended:
    """What came down unasked.

    Attributes
    ----------
    strokes : instructed strokes of fingers 1 to 5
    touched : 5 x 5, ``touched[i - 1][j - 1]`` strokes of j at which i came down unasked
    notes : 5 x 5, the notes of ``touched``, which may be more
    elsewhere : notes on a key that is no finger's home
    unclaimed : notes on home keys of a take without any stroke
    """

    strokes: tuple[int, ...]
    touched: Counts
    notes: Counts
    elsewhere: int
    unclaimed: int = 0

    def chance(self, finger: int, instructed: int) -> Chance | None:
        """Return U of ``finger`` at strokes of ``instructed``; None where that was never asked."""
        n = self.strokes[instructed - 1]
        return Chance(hits=self.touched[finger - 1][instructed - 1], n=n) if n else None


def unintended(
    instructed: Fingers, instructed_s: Seconds, pressed: Fingers, pressed_s: Seconds
) -> Unintended:
    """Return the matrix of unintended presses.

    Parameters
    ----------
    instructed, instructed_s : shape (n,), finger 1 to 5 and time of each instructed stroke, in
        order of time
    pressed, pressed_s : shape (m,), the notes that nobody asked for, in any order; finger 0 is a
        key that is no finger's home

    Raises
    ------
    ValueError
        for fingers outside these ranges, or strokes that are not in order
    """
    _validate(instructed, instructed_s, pressed, pressed_s)
    strokes = tuple(np.bincount(instructed, minlength=6)[1:].tolist())
    own = np.flatnonzero(pressed)
    notes = np.zeros((len(instructed), 5), np.intp)
    if own.size and instructed.size:
        np.add.at(notes, (_nearest(instructed_s, pressed_s[own]), pressed[own] - 1), 1)
    of_finger = [notes[instructed == finger] for finger in FINGERS]
    return Unintended(
        strokes=strokes,
        touched=_matrix([(each > 0).sum(axis=0) for each in of_finger]),
        notes=_matrix([each.sum(axis=0) for each in of_finger]),
        elsewhere=len(pressed) - own.size,
        unclaimed=0 if instructed.size else own.size,
    )


def added(parts: list[Unintended]) -> Unintended:
    """Return several takes as one: rates as rare as these are known only over weeks."""
    return Unintended(
        strokes=tuple(np.sum([part.strokes for part in parts], axis=0).tolist()),
        touched=_rows(np.sum([part.touched for part in parts], axis=0)),
        notes=_rows(np.sum([part.notes for part in parts], axis=0)),
        elsewhere=sum(part.elsewhere for part in parts),
        unclaimed=sum(part.unclaimed for part in parts),
    )


def _validate(
    instructed: Fingers, instructed_s: Seconds, pressed: Fingers, pressed_s: Seconds
) -> None:
    if instructed.shape != instructed_s.shape or pressed.shape != pressed_s.shape:
        raise ValueError("fingers and times must be of one length")
    if instructed.size and not (instructed.min() >= 1 and instructed.max() <= 5):
        raise ValueError("instructed fingers are 1 to 5")
    if pressed.size and not (pressed.min() >= 0 and pressed.max() <= 5):
        raise ValueError("pressed fingers are 1 to 5, or 0 for no finger's home key")
    if (np.diff(instructed_s) < 0).any():
        raise ValueError("instructed strokes must be in order of time")


def _nearest(stroke_s: Seconds, at_s: Seconds) -> Fingers:
    """Return the index of the stroke nearest to each time; the earlier one in the middle."""
    after = np.minimum(np.searchsorted(stroke_s, at_s), len(stroke_s) - 1)
    before = np.maximum(after - 1, 0)
    nearest: Fingers = np.where(at_s - stroke_s[before] <= stroke_s[after] - at_s, before, after)
    return nearest


def _matrix(columns: list[Fingers]) -> Counts:
    return _rows(np.stack(columns, axis=1))


def _rows(counts: Fingers) -> Counts:
    return tuple(tuple(row) for row in counts.tolist())

"""How early or late each note of a pattern came, over the runs of a take, and what stands out.

Conventions: ms from the run's own fitted line, late positive; intervals 95 %, Student's over runs.
A finger or a transition is only named, tinted or called out where its whole interval lies beyond
what a listener can hear of one displaced tone (SCIENCE 1.4).
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from engine.exercise import FINGER_NAMES, Pattern
from engine.measures.evenness import Evenness
from engine.measures.fingers import Spread, by_group
from engine.measures.hearing import audible_ms
from engine.measures.lines import Matrix
from engine.measures.statistics import student_t_quantile

FEWEST_RUNS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteDeviation:
    """One target's mean deviation over ``n`` runs; the three figures are null below 3 runs."""

    finger: int | None
    n: int
    mean_ms: float | None = None
    low_ms: float | None = None
    high_ms: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StandsOut:
    """The transition, or the finger alone where ``from_finger`` is null, that stands out most."""

    from_finger: int | None
    finger: int
    mean_ms: float
    low_ms: float
    high_ms: float

    @property
    def sentence(self) -> str:
        """What happened, for the player."""
        side = "late" if self.mean_ms > 0 else "early"
        words = f"The {FINGER_NAMES[self.finger]} comes about {abs(self.mean_ms):.0f} ms {side}"
        if self.from_finger is None:
            return f"{words}."
        return f"{words} after the {FINGER_NAMES[self.from_finger]}."

    def places(self, pattern: Pattern) -> tuple[int, ...]:
        """Return the indices of the targets that this is said of."""
        before = (None, *pattern.fingers)
        return tuple(
            index
            for index, finger in enumerate(pattern.fingers)
            if finger == self.finger and self.from_finger in (None, before[index])
        )


def note_deviations(evenness: Evenness, pattern: Pattern) -> tuple[NoteDeviation, ...]:
    """Return each target's mean deviation over the valid runs of ``pattern``, in its order."""
    values_ms = _deviations_ms(evenness, pattern)
    return tuple(
        _of_note(finger, values_ms[:, column]) for column, finger in enumerate(pattern.fingers)
    )


def stands_out(evenness: Evenness, pattern: Pattern) -> StandsOut | None:
    """Return what stands out most from the usual wobble; None where nothing does.

    A transition is the deviation of its second note, over all its places in the pattern; it goes
    before a finger, because it says where the finger comes from.
    """
    cell = evenness.cell
    values_ms = _deviations_ms(evenness, pattern)
    if cell is None or cell.refused or cell.mean_ioi_ms is None or len(values_ms) < FEWEST_RUNS:
        return None
    limit_ms = audible_ms(cell.mean_ioi_ms)
    fingers = pattern.fingers
    pairs = [None, *(_pair(a, b) for a, b in pairwise(fingers))]
    after = [_named(each.key[0], each.key[1], each) for each in by_group(values_ms, pairs)]
    alone = [_named(None, each.key, each) for each in by_group(values_ms, fingers)]
    for group in (after, alone):
        clear = [each for each in group if each and _clears(each.low_ms, each.high_ms, limit_ms)]
        if clear:
            return max(clear, key=lambda each: abs(each.mean_ms))
    return None


def _deviations_ms(evenness: Evenness, pattern: Pattern) -> Matrix:
    """Return the valid runs' deviations, shape (runs, targets)."""
    rows = [
        run.deviation_ms
        for run in evenness.runs
        if run.valid and run.direction is pattern.direction
    ]
    return np.array(rows, np.float64).reshape(len(rows), len(pattern.targets))


def _pair(finger: int | None, to_finger: int | None) -> tuple[int, int] | None:
    return None if finger is None or to_finger is None else (finger, to_finger)


def _of_note(finger: int | None, values_ms: Matrix) -> NoteDeviation:
    there = values_ms[~np.isnan(values_ms)]
    n = len(there)
    if n < FEWEST_RUNS:
        return NoteDeviation(finger=finger, n=n)
    mean_ms = float(there.mean())
    half_ms = student_t_quantile(n - 1) * float(there.std(ddof=1)) / n**0.5
    return NoteDeviation(
        finger=finger, n=n, mean_ms=mean_ms, low_ms=mean_ms - half_ms, high_ms=mean_ms + half_ms
    )


def _named(
    before: int | None, finger: int, spread: Spread[int] | Spread[tuple[int, int]]
) -> StandsOut | None:
    if spread.low_ms is None or spread.high_ms is None:
        return None
    return StandsOut(
        from_finger=before,
        finger=finger,
        mean_ms=spread.mean_ms,
        low_ms=spread.low_ms,
        high_ms=spread.high_ms,
    )


def _clears(low_ms: float | None, high_ms: float | None, limit_ms: float) -> bool:
    if low_ms is None or high_ms is None:
        return False
    return low_ms > limit_ms or high_ms < -limit_ms

"""Velocity coupling: whether a hard stroke makes the next finger's stroke hard too.

Conventions: the residual of a note is its velocity less the mean of its finger on its key, over the
runs; so neither the finger's habit nor the key's action enters (SCIENCE 2.3: velocities of two keys
cannot be compared). Pairs are neighbouring hits of one run.

Metrics: Pearson's correlation r of the residuals of note i and note i + 1; and, to tell it from a
whole hand that grows louder and softer, the same of notes five apart. A coupling of neighbours has
died away by then (r^5), a wandering loudness has not.

Interval: Fisher's z, +- 1.96 / sqrt((m - 3)(1 - r^2)). Two things are ours. m is the number of
pairs less the share of freedom that the means took. And 1 - r^2 is Bartlett's: the pairs form a
chain, each note standing in two of them, and without it the interval is too short away from r = 0.

References
----------
Fisher 1921, Metron 1:3; Bartlett 1946, Suppl J R Stat Soc 8:27 (a chain's correlation).
"""

import math
from dataclasses import dataclass, replace

import numpy as np

from engine.exercise import Pattern
from engine.measures.independence.run_notes import RunNotes
from engine.measures.lines import Matrix
from engine.measures.statistics import Z95

LEAST_PAIRS = 4
APART = 5
CERTAIN = 1 - 1e-12


@dataclass(frozen=True, slots=True, kw_only=True)
class Coupling:
    """The correlation and its 95 % interval, with the number of pairs; None with a ``reason``.

    ``apart`` is the correlation of notes five apart; ``wandering`` is True where it is more than
    the neighbours' coupling explains, so that the loudness of the whole hand is in ``value`` too.
    """

    n: int
    value: float | None = None
    low: float | None = None
    high: float | None = None
    reason: str | None = None
    apart: float | None = None
    wandering: bool = False


def coupling(played: RunNotes) -> Coupling:
    """Return how the velocities of neighbouring notes go together once their means are out."""
    residual, freedom = residuals(played.velocity, played.pattern)
    near = correlation(residual[:, :-1], residual[:, 1:], freedom)
    far = correlation(residual[:, :-APART], residual[:, APART:], freedom)
    if near.value is None or far.value is None:
        return near
    return replace(near, apart=far.value, wandering=_wanders(near.value, far, freedom))


def _wanders(r: float, far: Coupling, freedom: float) -> bool:
    """Say whether notes far apart go together more than a chain of neighbours makes them.

    Of a chain with r the variance of a far correlation is (1 + r^2) / (1 - r^2) / m (Bartlett).
    """
    m = far.n * freedom - 3
    if m <= 0 or far.value is None:
        return False
    room = Z95 * math.sqrt((1 + r * r) / max(1 - r * r, 1 - CERTAIN) / m)
    return far.value - r**APART > room


def residuals(velocity: Matrix, pattern: Pattern) -> tuple[Matrix, float]:
    """Return velocity less the mean of its finger on its key, and the share of freedom left.

    Parameters
    ----------
    velocity : shape (runs, targets), NaN where there is no hit

    Notes
    -----
    A key that a finger struck once is its own mean and says nothing: NaN.
    """
    groups: dict[tuple[int, int | None], int] = {}
    group = [
        groups.setdefault(place, len(groups))
        for place in zip(pattern.pitches, pattern.fingers, strict=True)
    ]
    member = np.zeros((len(group), len(groups)))
    member[np.arange(len(group)), group] = 1.0
    there = ~np.isnan(velocity)
    n = there.sum(axis=0) @ member
    mean = np.where(there, velocity, 0.0).sum(axis=0) @ member / np.maximum(n, 1)
    residual = np.where(n[group] > 1, velocity - mean[group], np.nan)
    kept = n[n > 1]
    return residual, float(1 - len(kept) / kept.sum()) if kept.size else 0.0


def correlation(first: Matrix, second: Matrix, freedom: float = 1.0) -> Coupling:
    """Return the correlation of the pairs that have both values; arrays of one shape.

    ``freedom`` is the share of freedom that the means removed before have left, 0 to 1.
    """
    both = ~(np.isnan(first) | np.isnan(second))
    x, y = first[both], second[both]
    n = len(x)
    if n < LEAST_PAIRS:
        return Coupling(
            n=n,
            reason=(
                f"not estimable: {n} pairs of neighbouring notes on keys struck more than once, "
                f"{LEAST_PAIRS} are needed"
            ),
        )
    x, y = x - x.mean(), y - y.mean()
    size = math.sqrt(float(x @ x) * float(y @ y))
    # velocities are whole numbers, so that a true spread of their residuals is never this small
    if size < 1e-9 * n:
        return Coupling(n=n, reason="not estimable: every finger struck each key with one velocity")
    r = float(x @ y) / size
    m = n * freedom - 3
    if abs(r) > CERTAIN or m <= 0:
        return Coupling(n=n, value=max(-1.0, min(1.0, r)))
    z, reach = math.atanh(r), Z95 / math.sqrt(m * (1 - r * r))
    return Coupling(n=n, value=r, low=math.tanh(z - reach), high=math.tanh(z + reach))

"""How well two fingers are told apart: d' of each pair from the confusions.

Of the cues for finger a or b that were answered with a or b, H is the share of a among those that
cued a and F the share of a among those that cued b; d' = z(H) - z(F) with z the inverse of the
normal distribution. 0 is guessing; a liking for one of the two moves H and F together and leaves
d' alone. Taking no other answers in makes d'_ab = d'_ba (the constant-ratio rule).

Conventions: d' in SDs of the evidence, no unit. H and F are log-linear, (x + .5) / (n + 1), so that
a finger never mistaken has a finite d', drawn towards 0: of 30 + 30 faultless answers, 4.3. Its
interval joins the Jeffreys intervals of H and F (MOVER): where a finger was never taken for the
other it has no upper end, "at least". The standard error is Gourevitch and Galanter's.

References
----------
Macmillan and Creelman 2005, Detection Theory, 1 and 10; Hautus 1995, Behav Res Methods 27:46
(log-linear); Gourevitch and Galanter 1967, Psychometrika 32:25; Zou and Donner 2008, Stat Med
27:1693 (MOVER); SCIENCE 4.4.
"""

import math
from dataclasses import dataclass
from itertools import combinations
from statistics import NormalDist

import numpy as np
import numpy.typing as npt

from engine.measures.proportion import jeffreys_interval

MIN_ANSWERS = 10

Counts = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sensitivity:
    """d' of one pair of fingers from ``n`` answers; null with the reason why.

    ``high`` alone is null where one of the two was never taken for the other, ``low`` alone where
    it always was: d' may then be anything beyond the other end.
    """

    finger: int
    to_finger: int
    n: int
    d_prime: float | None = None
    standard_error: float | None = None
    low: float | None = None
    high: float | None = None
    reason: str | None = None


def sensitivities(counts: Counts) -> tuple[Sensitivity, ...]:
    """Return d' of every pair of fingers that were both cued, in the order 1-2, 1-3, ... 4-5.

    ``counts`` has shape (5, 5): row = finger cued - 1, column = finger pressed - 1. A pair needs 10
    answers to each of its two cues. ValueError for another shape or a negative count.
    """
    if counts.shape != (5, 5) or (counts < 0).any():
        raise ValueError(f"confusions are 5 x 5 counts of 0 or more, not {counts.tolist()}")
    cued = np.flatnonzero(counts.sum(axis=1)).tolist()
    return tuple(_pair(counts, a, b) for a, b in combinations(cued, 2))


def d_prime(hits: int, n_signal: int, false_alarms: int, n_noise: int) -> float:
    """Return z(H) - z(F), H and F with the log-linear correction.

    ``hits`` of ``n_signal`` and ``false_alarms`` of ``n_noise`` got the same answer. ValueError
    unless 0 <= hits <= n_signal and so for the false alarms.
    """
    if not (0 <= hits <= n_signal and 0 <= false_alarms <= n_noise):
        raise ValueError(
            f"no more answers than cues: {hits} of {n_signal}, {false_alarms} of {n_noise}"
        )
    return _z(_share(hits, n_signal)) - _z(_share(false_alarms, n_noise))


def _pair(counts: Counts, a: int, b: int) -> Sensitivity:
    hits, misses = int(counts[a, a]), int(counts[a, b])
    false_alarms, rejections = int(counts[b, a]), int(counts[b, b])
    n_signal, n_noise = hits + misses, false_alarms + rejections
    fewest = min(n_signal, n_noise)
    if fewest < MIN_ANSWERS:
        return Sensitivity(
            finger=a + 1,
            to_finger=b + 1,
            n=n_signal + n_noise,
            reason=f"Not enough yet: {MIN_ANSWERS} answers to each of the two are needed, "
            f"{fewest} were given.",
        )
    value = d_prime(hits, n_signal, false_alarms, n_noise)
    low, high = _interval(value, (hits, n_signal), (false_alarms, n_noise))
    return Sensitivity(
        finger=a + 1,
        to_finger=b + 1,
        n=n_signal + n_noise,
        d_prime=value,
        standard_error=math.sqrt(_variance(hits, n_signal) + _variance(false_alarms, n_noise)),
        low=low if math.isfinite(low) else None,
        high=high if math.isfinite(high) else None,
    )


def _interval(value: float, signal: tuple[int, int], noise: tuple[int, int]) -> tuple[float, float]:
    """Return the ends; infinite where a share of 0 or 1 leaves one side open."""
    z_signal, z_noise = _z(_share(*signal)), _z(_share(*noise))
    signal_low, signal_high = (_z(end) for end in jeffreys_interval(*signal))
    noise_low, noise_high = (_z(end) for end in jeffreys_interval(*noise))
    return (
        value - math.hypot(z_signal - signal_low, noise_high - z_noise),
        value + math.hypot(signal_high - z_signal, z_noise - noise_low),
    )


def _variance(count: int, n: int) -> float:
    """Return the variance of z of a share, p (1 - p) / (n phi(z)^2)."""
    share = _share(count, n)
    return share * (1 - share) / (n * NormalDist().pdf(_z(share)) ** 2)


def _share(count: int, n: int) -> float:
    return (count + 0.5) / (n + 1)


def _z(share: float) -> float:
    if share in (0, 1):
        return math.copysign(math.inf, share - 0.5)
    return NormalDist().inv_cdf(share)

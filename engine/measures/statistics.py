"""Small statistics that several measures share."""

import math
from collections.abc import Sequence
from statistics import NormalDist

import numpy as np

from engine.measures.proportion import beta_quantile

SERIES_FROM = 8


def median_ranks(n: int, *, level: float = 0.95) -> tuple[int, int] | None:
    """Return the ranks (from 1) of the order statistics that hold the median between them.

    The narrowest symmetric pair whose exact binomial coverage is at least ``level``; None where
    even the extremes do not cover it (n < 6 at 95 %). n = 10 gives (2, 9), 97.9 %.

    References
    ----------
    SCIENCE 6.2; David and Nagaraja 2003, Order Statistics, 7.1.
    """
    tail, rank = 0.0, 0
    while 2 * (tail + math.comb(n, rank) * 0.5**n) <= 1 - level:
        tail += math.comb(n, rank) * 0.5**n
        rank += 1
    return (rank, n + 1 - rank) if rank else None


def median_interval(values: Sequence[float], *, level: float = 0.95) -> tuple[float, float] | None:
    """Return the order-statistic interval of the median, in the unit of ``values``.

    None where there are too few values to cover ``level``: 6 are needed for 95 %.
    """
    ranks = median_ranks(len(values), level=level)
    if ranks is None:
        return None
    ordered = np.sort(np.asarray(values, float))
    return float(ordered[ranks[0] - 1]), float(ordered[ranks[1] - 1])


def student_t_quantile(df: float, *, level: float = 0.95) -> float:
    """Return t with P(|T| <= t) = ``level`` for Student's t with ``df`` degrees of freedom.

    Exact by the Beta distribution below 8 degrees of freedom; from there on Fisher's expansion,
    which is fast and within 0.001. ValueError unless ``df`` is above 0.

    References
    ----------
    Abramowitz and Stegun 26.5.27 and 26.7.5.
    """
    if df < SERIES_FROM:
        x = beta_quantile(1 - level, df / 2, 0.5)
        return math.sqrt(df * (1 - x) / x)
    z = NormalDist().inv_cdf((1 + level) / 2)
    return (
        z
        + (z**3 + z) / (4 * df)
        + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * df**2)
        + (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / (384 * df**3)
    )

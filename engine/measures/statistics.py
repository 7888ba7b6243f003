"""Small statistics that several measures share."""

import math
from collections.abc import Sequence
from functools import lru_cache
from statistics import NormalDist

import numpy as np

from engine.measures.poisson import gamma_quantile
from engine.measures.proportion import beta_quantile

# Of a normal distribution 95 in 100 lie within so many standard errors, as the field rounds it.
Z95 = 1.96
SERIES_FROM = 8


def median_ranks(n: int, *, level: float = 0.95) -> tuple[int, int] | None:
    """Return the ranks (from 1) of the order statistics that hold the median between them.

    The narrowest symmetric pair whose exact binomial coverage is at least ``level``; None where
    even the extremes do not cover it (n < 6 at 95 %). n = 10 gives (2, 9), 97.9 %.

    References
    ----------
    SCIENCE 6.2; David and Nagaraja 2003, Order Statistics, 7.1.
    """
    # whole numbers, since 2^n is beyond a float from n = 1024 on
    ways, below, all_ways, rank = 1, 1, 2**n, 0
    while 2 * below / all_ways <= 1 - level:
        ways = ways * (n - rank) // (rank + 1)
        below += ways
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


def median_standard_error(values: Sequence[float]) -> float | None:
    """Return the standard error of the median, in the unit of ``values``; None under two.

    That of a normal sample, root of pi / 2 (1.2533) times that of the mean; SD with ddof 1.

    References
    ----------
    SCIENCE 6.1; Kenney and Keeping 1962, Mathematics of Statistics, 14.2.
    """
    if len(values) < 2:
        return None
    sd = float(np.std(np.asarray(values, float), ddof=1))
    return math.sqrt(math.pi / 2) * sd / math.sqrt(len(values))


def sd_interval(sd: float, df: float, *, level: float = 0.95) -> tuple[float, float]:
    """Return the interval of the SD of normal values, in the unit of ``sd``.

    sd sqrt(df / q) with q the chi-square quantiles of ``df`` degrees of freedom, which need not be
    whole. ValueError for fewer than 1 or a negative SD.

    References
    ----------
    Abramowitz and Stegun 26.4.19 (chi-square as a Gamma); Snedecor and Cochran 1989, 5.11.
    """
    if df < 1 or sd < 0:
        raise ValueError(f"an SD has an interval from 0 and 1 degree of freedom on, not {sd}, {df}")
    least, most = (2 * gamma_quantile(tail, df / 2) for tail in ((1 - level) / 2, (1 + level) / 2))
    return sd * math.sqrt(df / most), sd * math.sqrt(df / least)


# the same few degrees of freedom come back with every take
@lru_cache(maxsize=1024)
def student_t_quantile(df: float, *, level: float = 0.95) -> float:
    """Return t with P(|T| <= t) = ``level`` for Student's t with ``df`` degrees of freedom.

    Exact below 8 degrees of freedom (whole ones by their finite series, others by the Beta
    distribution); from there on Fisher's expansion, which is fast and within 0.001. ValueError
    unless ``df`` is above 0.

    References
    ----------
    Abramowitz and Stegun 26.5.27, 26.7.3, 26.7.4 and 26.7.5.
    """
    if df < SERIES_FROM:
        if df >= 1 and df == int(df):
            return _whole_t_quantile(int(df), level)
        x = beta_quantile(1 - level, df / 2, 0.5)
        return math.sqrt(df * (1 - x) / x)
    z = NormalDist().inv_cdf((1 + level) / 2)
    return (
        z
        + (z**3 + z) / (4 * df)
        + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * df**2)
        + (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / (384 * df**3)
    )


def _whole_t_quantile(df: int, level: float) -> float:
    """Return t for a whole ``df`` by Newton's method on the angle whose tangent is t / root df.

    The probability is concave in that angle, so that the steps come from below and never overshoot.
    """
    steepest = 2 * math.gamma((df + 1) / 2) / (math.sqrt(math.pi) * math.gamma(df / 2))
    angle = 0.0
    for _ in range(100):
        missing = level - _central_probability(angle, df)
        if missing < 1e-14:
            break
        angle += missing / (steepest * math.cos(angle) ** (df - 1))
    return math.sqrt(df) * math.tan(angle)


def _central_probability(angle: float, df: int) -> float:
    """Return P(|T| <= root df tan angle), by the finite series of sines and cosines."""
    odd = df % 2
    term = math.cos(angle) if odd else 1.0
    total = term if df > 1 else 0.0
    for k in range(2 + odd, df, 2):
        term *= (k - 1) / k * math.cos(angle) ** 2
        total += term
    series = math.sin(angle) * total
    return 2 / math.pi * (angle + series) if odd else series

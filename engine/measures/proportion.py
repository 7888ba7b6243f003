"""Intervals for proportions: Jeffreys' interval by exact quantiles of the Beta distribution.

Conventions: probabilities from 0 to 1. The regularised incomplete beta function is evaluated by its
continued fraction (modified Lentz), its inverse by guarded Newton steps; no statistics library is
loaded.
"""

import math

TINY = 1e-300
TOLERANCE = 1e-14
MAX_TERMS = 500
STEPS = 100


def incomplete_beta(x: float, a: float, b: float) -> float:
    """Return the regularised incomplete beta function I_x(a, b): P(Beta(a, b) <= x).

    Parameters
    ----------
    x : 0 to 1
    a, b : above 0

    Raises
    ------
    ValueError
        For arguments outside these ranges.

    References
    ----------
    DLMF 8.17.22; Lentz 1976 as modified by Thompson and Barnett 1986.
    """
    if not (0 <= x <= 1 and a > 0 and b > 0):
        raise ValueError(f"I_x(a, b) needs 0 <= x <= 1 and a, b > 0, got x={x}, a={a}, b={b}")
    if x in (0, 1):
        return float(x)
    if x > (a + 1) / (a + b + 2):  # the fraction converges fast only below the mean
        return 1 - incomplete_beta(1 - x, b, a)
    log_front = (
        math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x)
    )
    return math.exp(log_front) / (a * _fraction(x, a, b))


def beta_quantile(probability: float, a: float, b: float) -> float:
    """Return x with I_x(a, b) = ``probability``, to 1e-14 or better; 0 and 1 at the ends."""
    low, high, x = 0.0, 1.0, a / (a + b)
    log_beta = math.lgamma(a) + math.lgamma(b) - math.lgamma(a + b)
    for _ in range(STEPS):
        missing = probability - incomplete_beta(x, a, b)
        low, high = (x, high) if missing > 0 else (low, x)
        # Newton's step where it stays inside what is known to hold x, else the middle of that
        density = math.exp((a - 1) * math.log(x) + (b - 1) * math.log1p(-x) - log_beta)
        step = missing / density if density > TINY else math.inf
        following = x + step if low < x + step < high else (low + high) / 2
        if abs(following - x) < TOLERANCE * max(x, TOLERANCE) or following in (0.0, 1.0):
            return following
        x = following
    return x


def jeffreys_interval(hits: float, n: float, *, level: float = 0.95) -> tuple[float, float]:
    """Return the interval of a proportion from the quantiles of Beta(hits + .5, n - hits + .5).

    The lower end is 0 when ``hits`` is 0 and the upper end 1 when ``hits`` is ``n``. Either may be
    an effective number, which is not whole. ValueError unless 0 <= hits <= n and n >= 1.

    References
    ----------
    Brown, Cai and DasGupta 2001, Statistical Science 16:101; SCIENCE 2.3.
    """
    if not (0 <= hits <= n and n >= 1):
        raise ValueError(f"a proportion needs 0 <= hits <= n and n >= 1, got {hits} of {n}")
    a, b = hits + 0.5, n - hits + 0.5
    low = 0.0 if hits == 0 else beta_quantile((1 - level) / 2, a, b)
    high = 1.0 if hits == n else beta_quantile((1 + level) / 2, a, b)
    return low, high


def _fraction(x: float, a: float, b: float) -> float:
    """Return the continued fraction 1 + d1/(1 + d2/(1 + ...)) of DLMF 8.17.22."""
    value, c, d = 1.0, 1.0, 0.0
    for term in range(1, MAX_TERMS):
        m = term // 2
        if term % 2:
            step = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        else:
            step = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        d = 1 / _away_from_0(1 + step * d)
        c = _away_from_0(1 + step / c)
        value *= c * d
        if abs(c * d - 1) < TOLERANCE:
            break
    return value


def _away_from_0(value: float) -> float:
    return value if abs(value) > TINY else TINY

"""Intervals for counts that know no upper end: Jeffreys' interval by quantiles of the Gamma.

Conventions: a rate is events by exposure, 0 or more. The regularised incomplete gamma function is
evaluated by its series below a + 1 and by its continued fraction above (modified Lentz), its
inverse by guarded Newton steps, so that no statistics library is loaded.
"""

import math

TINY = 1e-300
TOLERANCE = 1e-15
MAX_TERMS = 1000
STEPS = 200


def incomplete_gamma(a: float, x: float) -> float:
    """Return the regularised incomplete gamma function P(a, x): P(Gamma(a, 1) <= x).

    Parameters
    ----------
    a : above 0
    x : 0 or more

    Raises
    ------
    ValueError
        For arguments outside these ranges.

    References
    ----------
    DLMF 8.11.4 (series) and 8.9.2 (continued fraction).
    """
    if not (a > 0 and x >= 0):
        raise ValueError(f"P(a, x) needs a > 0 and x >= 0, got a={a}, x={x}")
    if x == 0:
        return 0.0
    front = math.exp(a * math.log(x) - x - math.lgamma(a))
    return front * _series(a, x) if x < a + 1 else 1 - front * _fraction(a, x)


def gamma_quantile(probability: float, a: float) -> float:
    """Return x with P(a, x) = ``probability``, which is over 0 and at most 1 - 1e-9."""
    low, high, x = 0.0, math.inf, a
    for _ in range(STEPS):
        missing = probability - incomplete_gamma(a, x)
        low, high = (x, high) if missing > 0 else (low, x)
        # Newton's step where it stays inside what is known to hold x, else the middle of that
        density = math.exp((a - 1) * math.log(x) - x - math.lgamma(a))
        step = missing / density if density > TINY else math.inf
        following = x + step if low < x + step < min(high, 2 * x + 1) else _middle(low, high, x)
        if abs(following - x) < TOLERANCE * x:
            return following
        x = following
    return x


def jeffreys_rate_interval(
    events: int, exposure: float, *, level: float = 0.95
) -> tuple[float, float]:
    """Return the interval of a Poisson rate from the quantiles of Gamma(events + .5) / exposure.

    The lower end is 0 when there were no events. ValueError unless ``events`` is 0 or more and
    ``exposure`` is above 0.

    References
    ----------
    Brown, Cai and DasGupta 2003, Statistica Sinica 13:19; SCIENCE 2.3 (a Poisson rate of breaks).
    """
    if not (events >= 0 and exposure > 0):
        raise ValueError(f"a rate needs events >= 0 and exposure > 0, got {events} in {exposure}")
    a = events + 0.5
    low = 0.0 if events == 0 else gamma_quantile((1 - level) / 2, a)
    return low / exposure, gamma_quantile((1 + level) / 2, a) / exposure


def _middle(low: float, high: float, x: float) -> float:
    return 2 * x + 1 if high == math.inf else (low + high) / 2


def _series(a: float, x: float) -> float:
    """Return the sum of x^k / (a (a + 1) ... (a + k)) over k from 0."""
    term = total = 1 / a
    for k in range(1, MAX_TERMS):
        term *= x / (a + k)
        total += term
        if term < TOLERANCE * total:
            break
    return total


def _fraction(a: float, x: float) -> float:
    """Return 1 / (x + 1 - a - 1 (1 - a) / (x + 3 - a - ...)), all terms in x above a + 1 positive.

    So nothing can vanish in the recurrences; TINY only starts them.
    """
    b = x + 1 - a
    c, d = 1 / TINY, 1 / b
    value = d
    for k in range(1, MAX_TERMS):
        step = -k * (k - a)
        b += 2
        d = 1 / (step * d + b)
        c = b + step / c
        value *= d * c
        if abs(d * c - 1) < TOLERANCE:
            break
    return value

"""Partial pooling towards 0: what is left of many small numbers once their noise is taken out.

Conventions: deviations from a common centre and their standard errors, in one unit, shape (n,).
``shrunk`` takes the true spread for known once it is estimated; ``pooled`` counts what five fingers
cannot know of it, so that no interval shrinks to nothing.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from engine.measures.statistics import Z95

FEWEST_TO_POOL = 3

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Shrunk:
    """Shrunk values with their standard errors; ``low`` and ``high`` are 95 % intervals."""

    value: Floats
    standard_error: Floats

    @property
    def low(self) -> Floats:
        """The lower ends."""
        return self.value - Z95 * self.standard_error

    @property
    def high(self) -> Floats:
        """The upper ends."""
        return self.value + Z95 * self.standard_error


def shrunk(values: Floats, standard_errors: Floats, *, least_sd: float = 0.0) -> Shrunk:
    """Return the values drawn towards 0 by a random effect, d t^2 / (t^2 + se^2).

    t^2 is the moment estimate of the true spread, mean(d^2 - se^2), and at least ``least_sd``
    squared: where a claim of *no* deviation hangs on it, pooling must not make up the evidence.
    ValueError unless all standard errors are above 0.

    References
    ----------
    Efron and Morris 1975, JASA 70:311; SCIENCE 6.2.
    """
    if not (standard_errors > 0).all():
        raise ValueError("every value needs a standard error above 0")
    if not len(values):
        return Shrunk(values, standard_errors)
    spread = max(float(np.mean(values**2 - standard_errors**2)), least_sd**2, 0.0)
    kept = spread / (spread + standard_errors**2)
    return Shrunk(kept * values, np.sqrt(kept) * standard_errors)


def pooled(values: Floats, standard_errors: Floats) -> Shrunk:
    """Return a few values drawn towards 0, with an error that counts the spread's own.

    Of k values with variances V the true variance A is estimated by mean(d^2 - V), at least 0. With
    B = (k - 2) / k V / (V + A) a value becomes (1 - B) d, its variance V (1 - B) + v d^2 with
    v = 2 / (k - 2) B^2 (mean(V) + A) / (V + A). ValueError unless all standard errors are above 0
    and there are at least three values.

    References
    ----------
    Morris 1983, JASA 78:47, equations 1.17 to 1.20 with a known centre; SCIENCE 6.2.
    """
    k = len(values)
    if k < FEWEST_TO_POOL:
        raise ValueError(f"{FEWEST_TO_POOL} values are needed to pool them, got {k}")
    if not (standard_errors > 0).all():
        raise ValueError("every value needs a standard error above 0")
    variance = standard_errors**2
    between = max(float((values**2 - variance).mean()), 0.0)
    whole = variance + between
    drawn = (k - 2) / k * variance / whole
    unsure = 2 / (k - 2) * drawn**2 * (float(variance.mean()) + between) / whole
    error = np.sqrt(variance * (1 - drawn) + unsure * values**2)
    return Shrunk((1 - drawn) * values, error)

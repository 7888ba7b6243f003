"""Partial pooling towards 0: what is left of many small numbers once their noise is taken out.

Conventions: deviations from a common centre and their standard errors, in one unit, shape (n,).
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Z95 = 1.96

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

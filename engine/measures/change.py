"""Is a difference more than the player's own wobble: two measurements of one person compared.

The field's words: SEM is the standard error of measurement, the SD that repeated measurements of an
unchanged person have. Two of them differ by sqrt(2) SEM, so that a difference beyond 1.96 of those
is met in 5 of 100 unchanged persons. These two look once at two values; whoever looks every week
needs the control chart in ``engine.progress.baseline``, or the 5 becomes 43 (SCIENCE 6.2).

Conventions: values and SEM in ln(ms), where differences are ratios; percentages of change are
negative for less, which is more even.

References
----------
Jacobson and Truax 1991, J Consult Clin Psychol 59:12; SCIENCE 6.2.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from engine.measures.statistics import Z95


@dataclass(frozen=True, slots=True, kw_only=True)
class ReliableChange:
    """The reliable change index of two values; ``change_percent`` with its 95 % interval."""

    index: float
    change_percent: float
    low_percent: float
    high_percent: float

    @property
    def real(self) -> bool:
        """Whether an unchanged person would show as much in fewer than 5 of 100 cases."""
        return abs(self.index) > Z95


def standard_error_of_measurement(values: Sequence[float]) -> float | None:
    """Return the SD (ddof 1) of repeated values of one unchanged person; None under two.

    From n values it is itself known to 1 / sqrt(2 (n - 1)) only: 41 % from four.
    """
    return float(np.std(np.asarray(values, float), ddof=1)) if len(values) > 1 else None


def smallest_detectable_percent(sem: float) -> float:
    """Return the smallest detectable change SDC95, 100 (exp(1.96 sqrt(2) SEM) - 1), in %.

    ValueError for a negative ``sem``.
    """
    if not sem >= 0:
        raise ValueError(f"a standard error of measurement is 0 or more, not {sem}")
    return 100 * math.expm1(Z95 * math.sqrt(2) * sem)


def reliable_change(before: float, after: float, sem: float) -> ReliableChange:
    """Return the reliable change index (after - before) / (sqrt(2) SEM), all in ln(ms).

    ValueError unless ``sem`` is above 0: a person without wobble cannot be compared by it.
    """
    if not sem > 0:
        raise ValueError(f"a reliable change needs a standard error above 0, not {sem}")
    spread = math.sqrt(2) * sem
    change = after - before
    low, high = change - Z95 * spread, change + Z95 * spread
    return ReliableChange(
        index=change / spread,
        change_percent=100 * math.expm1(change),
        low_percent=100 * math.expm1(low),
        high_percent=100 * math.expm1(high),
    )

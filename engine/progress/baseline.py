"""The player's own baseline and the control chart that judges later weeks against it.

Conventions: y and all deviations are in ln(sdIOI); a negative deviation is more even. ``weeks``
count the measured weeks after the baseline, from 1.

References
----------
SCIENCE 6.2 and 6.3; Roberts 1959, Technometrics 1:239 (EWMA).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from engine.measures.change import smallest_detectable_percent, standard_error_of_measurement
from engine.record import Cell

BASELINE_WEEKS = 4
TABLE_SEM = 0.074
TABLE_WEIGHT = 4
WEIGHT = 0.3
LIMIT_WIDTH = 2.7

Floats = npt.NDArray[np.float64]
Value = TypeVar("Value", float, Floats)


@dataclass(frozen=True, slots=True, kw_only=True)
class Baseline:
    """What later weeks are compared with: the first four measured weeks of an era.

    ``cells`` are fixed here; ``y`` is the mean of the weekly values, ``sem`` the SD of one week's
    value (ln), ``invalid_rate`` 0 to 1 and ``log_ioi`` the mean ln(mean IOI in ms).
    """

    weeks: tuple[date, ...]
    cells: tuple[Cell, ...]
    y: float
    sem: float
    invalid_rate: float
    log_ioi: float

    @property
    def value_ms(self) -> float:
        """The baseline as an sdIOI in ms."""
        return math.exp(self.y)

    @property
    def sdc95_percent(self) -> float:
        """The smallest change between two single weeks that is not wobble, in %."""
        return smallest_detectable_percent(self.sem)


def shrunk_sem(weekly_y: Sequence[float], *, floor: float = 0.0) -> float:
    """Return the SD of a weekly value, drawn towards the table in SCIENCE 6.1.

    sqrt(((n - 1) s^2 + 4 x .074^2) / (n - 1 + 4)): four weeks have only 3 degrees of freedom, the
    table's 7.4 % (3 days x 10 runs, 10 % day-to-day) weighs as much as 4. Never below ``floor``,
    the noise floor as a share of sdIOI.
    """
    df = len(weekly_y) - 1
    own = standard_error_of_measurement(weekly_y) or 0.0
    sem = math.sqrt((df * own**2 + TABLE_WEIGHT * TABLE_SEM**2) / (df + TABLE_WEIGHT))
    return max(sem, floor)


def ewma_next(previous: Value, deviation: Value) -> Value:
    """Return E_w = .3 (Y_w - B) + .7 E_{w-1}; E_0 is 0."""
    return WEIGHT * deviation + (1 - WEIGHT) * previous


def ewma(deviations: Floats) -> Floats:
    """Return E_w for every week, shape (..., weeks) as given."""
    smoothed = np.zeros_like(deviations)
    previous = np.zeros(deviations.shape[:-1])
    for week in range(deviations.shape[-1]):
        previous = ewma_next(previous, deviations[..., week])
        smoothed[..., week] = previous
    return smoothed


def ewma_se(week: Value, sem: float) -> Value:
    """Return the standard error of E_w in week ``week`` (from 1), the baseline's own included.

    SEM sqrt(.3/1.7 (1 - .7^(2w)) + (1 - .7^w)^2 / 4); times 2.7 it is the limit of 6.3.3.
    """
    kept: Value = (1 - WEIGHT) ** week
    own = WEIGHT / (2 - WEIGHT) * (1 - kept**2)
    variance: Value = own + (1 - kept) ** 2 / BASELINE_WEEKS
    error: Value = sem * variance**0.5
    return error

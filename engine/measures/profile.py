"""Irregularity and instability: what comes back in every run, and what does not.

Conventions: deviations from each run's fitted line in ms, + late; a row a run, a column a target.
How sure both are is asked of the runs themselves, each left out in turn (jackknife): from three.

References
----------
van Vugt, Jabusch and Altenmueller 2012, Front Psychol 3:495; the corrections are SCIENCE 1.3; the
jackknife is Tukey's (Efron 1982, The Jackknife, the Bootstrap and Other Resampling Plans, 3).
"""

from dataclasses import dataclass
from math import exp, sqrt

import numpy as np

from engine.measures.lines import Matrix
from engine.measures.matching.alignment import Mask
from engine.measures.statistics import student_t_quantile

FEWEST_RUNS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Uncertainty:
    """How sure a figure is: its standard error and 95 % interval, in the figure's unit."""

    se_ms: float
    low_ms: float
    high_ms: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Profile:
    """Deviations from the fitted line over the runs of one cell, in ms; + is late.

    Attributes
    ----------
    irregularity_ms : root mean square of ``mean_ms``, less what noise alone would give, at least 0
    instability_ms : root mean square of ``sd_ms``
    irregularity, instability : how sure, None under three runs
    mean_ms : shape (targets,), mean over runs; NaN where a target has under 2 notes
    sd_ms : shape (targets,), SD over runs (ddof 1), corrected for the leverage of the fit
    """

    irregularity_ms: float
    instability_ms: float
    irregularity: Uncertainty | None
    instability: Uncertainty | None
    mean_ms: Matrix
    sd_ms: Matrix


def profile(residual_ms: Matrix, hat: Matrix) -> Profile | None:
    """Return the profile of the runs, or None with fewer than two runs.

    Parameters
    ----------
    residual_ms, hat : shape (runs, targets), from ``fit_lines``; NaN where not played
    """
    there = ~np.isnan(residual_ms)
    n = there.sum(axis=0)
    enough = n >= 2
    if not enough.any():
        return None
    n, there = n[enough], there[:, enough]
    values = np.where(there, residual_ms[:, enough], 0.0)
    # The fitted line follows each note a little (its leverage), so raw residuals are too small.
    free = 1 - np.where(there, hat[:, enough], 0.0).sum(axis=0) / n
    mean = values.sum(axis=0) / n
    off = np.where(there, values - mean, 0.0)
    variance = (off**2).sum(axis=0) / (n - 1)
    unbiased = float((mean**2 - variance / n).mean())
    corrected = float((variance / free).mean())
    irregularity, instability = None, None
    if len(values) >= FEWEST_RUNS:
        unbiased_less, corrected_less = _each_left_out(off, there, mean, free)
        irregularity = _of_irregularity(unbiased, unbiased_less)
        instability = _of_instability(corrected, corrected_less)
    return Profile(
        irregularity_ms=sqrt(max(unbiased, 0.0)),
        instability_ms=sqrt(corrected),
        irregularity=irregularity,
        instability=instability,
        mean_ms=_spread(mean, enough),
        sd_ms=_spread(np.sqrt(variance / free), enough),
    )


def _each_left_out(off: Matrix, there: Mask, mean: Matrix, free: Matrix) -> tuple[Matrix, Matrix]:
    """Return the squares of both figures without each run in turn, shape (runs,) each.

    In closed form: without a run at ``off`` from the mean of n, the mean moves by off / (n - 1) and
    the sum of squares falls by off^2 n / (n - 1). Places left with under two runs are passed over.
    """
    n, left = there.sum(axis=0), there.sum(axis=0) - there
    enough = left >= 2
    left = np.where(enough, left, 2)
    mean_less = mean - off / left
    squares_less = (off**2).sum(axis=0) - off**2 * (n / left)
    variance_less = np.maximum(squares_less, 0.0) / (left - 1)
    count = np.maximum(enough.sum(axis=1), 1)
    unbiased = np.where(enough, mean_less**2 - variance_less / left, 0.0).sum(axis=1) / count
    corrected = np.where(enough, variance_less / free, 0.0).sum(axis=1) / count
    return unbiased, corrected


def _of_irregularity(squared: float, less: Matrix) -> Uncertainty:
    """Return how sure the irregularity is; the interval is made of its square.

    The square has no floor and an error that hardly depends on its size, its root has neither: the
    root's own interval holds a small truth as few as 87 times in 100, this one 95 or more.
    """
    half = student_t_quantile(len(less) - 1) * _jackknifed(less)
    return Uncertainty(
        se_ms=_jackknifed(np.sqrt(np.maximum(less, 0.0))),
        low_ms=sqrt(max(squared - half, 0.0)),
        high_ms=sqrt(max(squared + half, 0.0)),
    )


def _of_instability(squared: float, less: Matrix) -> Uncertainty:
    """Return how sure the instability is; the interval is made of its logarithm, as of any SD."""
    value, roots = sqrt(squared), np.sqrt(less)
    se = _jackknifed(roots)
    spread = exp(student_t_quantile(len(less) - 1) * se / value) if value > 0 else 1.0
    return Uncertainty(se_ms=se, low_ms=value / spread, high_ms=value * spread)


def _jackknifed(less: Matrix) -> float:
    """Return the standard error from the figures with each run left out."""
    runs = len(less)
    return sqrt((runs - 1) / runs * float(((less - less.mean()) ** 2).sum()))


def _spread(values: Matrix, places: Mask) -> Matrix:
    full = np.full(places.shape, np.nan)
    full[places] = values
    full.flags.writeable = False
    return full

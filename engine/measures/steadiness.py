"""Drift and hesitation, told apart from unevenness.

A tempo that slides and a moment in which the hand stops are both in sdIOI, and neither is scatter.
They are said beside it; the raw figure stands.

Conventions: ms; IOIs a row a run. Drift is the slope of IOI on its index, + slowing down. A
hesitation is an IOI at least 40 % longer than the median of its run that also stands out from the
scatter of all the cell's runs about their medians, by 4 + 60 / n robust SDs (1.4826 times the
median of the absolute deviations) of n IOIs: few IOIs know their own scatter badly.

Metrics: drift with its interval, hesitations and the sdIOI without them.

References
----------
SCIENCE 1.2 (drift). The hesitation rule is ours: of steady players with onset errors of SD 3 to 20
ms at 4 to 11 notes a second, under 0.5 % of runs are said to hold one (docs/evidence.md).
"""

from dataclasses import dataclass

import numpy as np

from engine.measures.figure import mean_of
from engine.measures.intervals import Intervals
from engine.measures.lines import Matrix, row_sds
from engine.measures.matching.alignment import Mask
from engine.measures.profile import Uncertainty

LONGER_SHARE = 0.40
ROBUST_SDS, FEW_IOIS = 4.0, 60.0
# Of a normal sample, SD / median absolute deviation.
MAD_TO_SD = 1.4826
FEWEST_IOIS = 5


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Steadiness:
    """The hesitations of one pattern's runs; only valid runs are looked at.

    Attributes
    ----------
    late : shape (runs, IOIs), whether the IOI is a hesitation
    sd_ioi_without_ms : shape (runs,), sdIOI (ddof 1) without them, that of the run where it has
        none; NaN for a run that is not valid
    count : in all runs
    """

    late: Mask
    sd_ioi_without_ms: Matrix
    count: int


def steadiness(times: Intervals, valid: Mask) -> Steadiness:
    """Return where the valid runs hesitate; ``valid`` has shape (runs,)."""
    late = np.zeros(times.ioi_ms.shape, np.bool_)
    late[valid] = hesitations(times.ioi_ms[valid])
    without = np.where(valid, times.sd_ioi_ms, np.nan)
    some = late.any(axis=1)
    if some.any():
        without[some] = row_sds(np.where(late[some], np.nan, times.ioi_ms[some]), ddof=1)
    return Steadiness(late=late, sd_ioi_without_ms=without, count=int(late.sum()))


def hesitations(ioi_ms: Matrix) -> Mask:
    """Return which IOIs are hesitations, shape as ``ioi_ms``: (runs, IOIs), NaN where none.

    None are found among fewer than five IOIs.
    """
    found = np.zeros(ioi_ms.shape, np.bool_)
    there = ~np.isnan(ioi_ms)
    n = int(there.sum())
    if n < FEWEST_IOIS:
        return found
    middle = row_medians(ioi_ms)[:, None]
    with np.errstate(invalid="ignore"):
        long = (ioi_ms > middle) & (ioi_ms >= (1 + LONGER_SHARE) * middle)
        if not long.any():
            return found
        off = ioi_ms - middle
    scatter = MAD_TO_SD * float(np.median(np.abs(off[there])))
    found[long] = off[long] >= (ROBUST_SDS + FEW_IOIS / n) * scatter
    return found


def row_medians(values: Matrix) -> Matrix:
    """Return the median of each row without its gaps; NaN for a row of gaps."""
    # numpy's nanmedian takes ten times as long; sorting puts NaN last.
    ordered = np.sort(values, axis=1)
    n = (~np.isnan(values)).sum(axis=1)
    rows = np.arange(len(values))
    low, high = (
        ordered[rows, np.maximum(n - 1, 0) // 2],
        ordered[rows, np.minimum(n // 2, ordered.shape[1] - 1)],
    )
    return np.where(n > 0, (low + high) / 2, np.nan)


def mean_drift(drift_ms: Matrix) -> tuple[float | None, Uncertainty | None]:
    """Return the mean drift of runs and how sure it is; the interval is Student's over runs."""
    found = mean_of(drift_ms[~np.isnan(drift_ms)])
    if found.standard_error is None or found.low is None or found.high is None:
        return found.value, None
    sure = Uncertainty(se_ms=found.standard_error, low_ms=found.low, high_ms=found.high)
    return found.value, sure

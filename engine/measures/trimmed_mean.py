"""The 10 % trimmed mean with its standard error: what Evenhand takes for "how even" of many runs.

One run of fourteen IOIs knows its own sdIOI to 20 % only and the errors are skewed, so runs are put
together as logarithms, and a run that went astray must not carry a day. Where all runs are alike
the trimmed mean errs by hardly more than the mean, the median by a fifth more (docs/evidence.md).

Conventions: g = n // 10 values go at each end, so that up to nine values it is the plain mean. NaN
is no value. The standard error is Tukey and McLaughlin's, by Winsorised values: the g lowest and
highest are pulled in to their neighbours. An interval is Student's with n - 2g - 1 degrees of
freedom. In ln(ms) the standard error is relative: .08 is 8 %.

References
----------
Tukey and McLaughlin 1963, Sankhya A 25:331; SCIENCE 6.1 and 6.3.1.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from engine.measures.statistics import student_t_quantile

FINEST_MS = 0.01

Floats = npt.NDArray[np.float64]
Indices = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class TrimmedMean:
    """A trimmed mean in the unit of its ``n`` values; no standard error under two."""

    value: float
    standard_error: float | None
    n: int

    def interval(self, *, level: float = 0.95) -> tuple[float, float] | None:
        """Return the lower and upper end; None under two values."""
        if self.standard_error is None:
            return None
        df = self.n - 2 * (self.n // 10) - 1
        half = student_t_quantile(df, level=level) * self.standard_error
        return self.value - half, self.value + half


@dataclass(frozen=True, slots=True)
class TrimmedRows:
    """The trimmed mean of each row, its variance (the square of its standard error) and the n.

    Shape (rows,); ``mean`` is NaN for a row without values, ``variance`` under two.
    """

    mean: Floats
    variance: Floats
    n: Indices


def trimmed_mean(values: Sequence[float] | Floats) -> TrimmedMean | None:
    """Return the trimmed mean of ``values``, shape (n,), in any order; None without any.

    ValueError for a value that is infinite.
    """
    table = np.sort(np.asarray(values, float))[np.newaxis]
    if np.isinf(table).any():
        raise ValueError("an infinite value has no mean")
    found = trimmed_rows(table)
    n = int(found.n[0])
    if not n:
        return None
    error = math.sqrt(float(found.variance[0])) if n > 1 else None
    return TrimmedMean(value=float(found.mean[0]), standard_error=error, n=n)


def log_trimmed_mean(values_ms: Sequence[float] | Floats) -> TrimmedMean | None:
    """Return the trimmed mean of ln(``values_ms``) in ln(ms); None without any.

    ``values_ms`` are as a rule the sdIOI of valid runs, shape (n,). No time stamp resolves
    0.01 ms, so a smaller value counts as that; ValueError for a negative one.
    """
    given = np.asarray(values_ms, float)
    if (given < 0).any():
        raise ValueError(f"a spread in ms is 0 or more, not {np.nanmin(given):g}")
    return trimmed_mean(np.log(np.maximum(given, FINEST_MS)))


def trimmed_rows(table: Floats) -> TrimmedRows:
    """Return the trimmed mean of every row of ``table``, shape (rows, columns).

    Each row must be sorted, its NaN last, as ``ndarray.sort`` leaves it, and hold no infinity.
    """
    rows, columns = table.shape
    place = np.arange(columns)
    n = np.isfinite(table).sum(axis=1)
    if not columns:
        return TrimmedRows(np.full(rows, np.nan), np.full(rows, np.nan), n)
    cut = n // 10
    last = np.maximum(n - 1, 0)
    row = np.arange(rows)
    kept = (place >= cut[:, None]) & (place < (n - cut)[:, None])
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = np.where(kept, table, 0).sum(axis=1) / (n - 2 * cut)
        lowest, highest = table[row, cut], table[row, np.maximum(last - cut, 0)]
        winsorised = np.clip(table, lowest[:, None], highest[:, None])
        counted = place < n[:, None]
        centre = np.where(counted, winsorised, 0).sum(axis=1) / n
        squares = np.where(counted, (winsorised - centre[:, None]) ** 2, 0).sum(axis=1)
        variance = squares / (n - 1) / ((1 - 2 * cut / n) ** 2 * n)
    return TrimmedRows(mean, variance, n)

"""Least-squares lines through the rows of a matrix with gaps.

Conventions: NaN marks a place without a value; it takes no part and its residual is NaN.
"""

from dataclasses import dataclass

import numpy as np

from engine.note import Seconds

Matrix = Seconds


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Lines:
    """One line a row; ``hat`` is the leverage of each value on its own fitted value."""

    n: Matrix
    slope: Matrix
    residual: Matrix
    hat: Matrix


def fit_lines(x: Matrix, y: Matrix) -> Lines:
    """Return the least-squares line of each row of ``y`` on ``x``; NaN where a row has under 2.

    Parameters
    ----------
    x : shape (n,), for runs the note's rank from 1
    y : shape (rows, n), NaN where there is no value

    References
    ----------
    SCIENCE 1.3: t = a + b i + d; h_i = 1/n + (i - mean)^2 / sum (i - mean)^2.
    """
    there = ~np.isnan(y)
    n = there.sum(axis=1).astype(np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        x_mean = np.where(there, x, 0.0).sum(axis=1) / n
        y_mean = np.where(there, y, 0.0).sum(axis=1) / n
        x_off = np.where(there, x - x_mean[:, None], 0.0)
        y_off = np.where(there, y - y_mean[:, None], 0.0)
        spread = (x_off**2).sum(axis=1)
        slope = (x_off * y_off).sum(axis=1) / spread
        hat = 1 / n[:, None] + x_off**2 / spread[:, None]
    return Lines(
        n=n,
        slope=slope,
        residual=np.where(there, y_off - slope[:, None] * x_off, np.nan),
        hat=np.where(there, hat, np.nan),
    )


def row_means(values: Matrix) -> Matrix:
    """Return the mean of each row without its gaps; NaN for a row of gaps."""
    there = ~np.isnan(values)
    with np.errstate(invalid="ignore"):
        mean: Matrix = np.where(there, values, 0.0).sum(axis=1) / there.sum(axis=1)
    return mean


def row_sds(values: Matrix, *, ddof: int) -> Matrix:
    """Return the SD about its mean of each row without its gaps; NaN without freedom left.

    ``ddof`` is what is taken from the count: 1 for values, 2 for residuals of a line (whose mean
    is 0 already).
    """
    there = ~np.isnan(values)
    off = np.where(there, values - row_means(values)[:, None], 0.0)
    freedom = there.sum(axis=1) - ddof
    with np.errstate(divide="ignore", invalid="ignore"):
        sd: Matrix = np.sqrt((off**2).sum(axis=1) / np.where(freedom > 0, freedom, np.nan))
    return sd


def rows_or_none(values: Matrix) -> list[list[float | None]]:
    """Return the rows as lists, with None for NaN."""
    table = values.astype(object)
    table[np.isnan(values)] = None
    rows: list[list[float | None]] = table.tolist()
    return rows

"""From runs to days: what one cell said on one day, all days at once.

A day's value y is the 10 % trimmed mean of ln(sdIOI) over its valid runs, sdIOI in ms; with fewer
than 8 of them the day is "not measured" (SCIENCE 6.3.1). Only runs of *scored* trials belong here:
the first 2 runs of a day (SCIENCE 6.2) are those of the warm-up block, and the two familiarisation
sessions come unscored as well, so nothing is dropped a second time. A check must therefore ask
for at least 8 valid runs a cell: a scale check's 10 do, a five-finger check's 6 do not, see
``runs_to_ask``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from engine.record import Cell, RunValue

MIN_RUNS = 8
FINEST_MS = 0.01

Floats = npt.NDArray[np.float64]
Indices = npt.NDArray[np.int64]


def runs_to_ask(runs: int) -> int:
    """Return how many valid runs a check that wants ``runs`` must ask for so that its day counts.

    A five-finger check of 6 runs of 33 notes becomes 8, about 80 s at four notes a second.
    """
    return max(runs, MIN_RUNS)


class Day(NamedTuple):
    """One cell on one day; ``day`` is the date's ordinal.

    ``y`` is ln(ms), null on a day with fewer than 8 ``valid`` runs; ``variance`` is that of y from
    its runs alone (Tukey and McLaughlin's, by Winsorised runs). ``log_ioi`` is the mean
    ln(mean IOI in ms), ``floor_ms`` the mean noise floor of the valid runs.
    """

    cell: int
    day: int
    y: float | None
    variance: float
    valid: int
    invalid: int
    log_ioi: float
    floor_ms: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Runs:
    """Runs as columns of shape (n,); ``cell`` counts in ``cells``, ``day`` is a date's ordinal.

    ``y`` is ln(sdIOI in ms) and NaN for an invalid run. No time stamp resolves 0.01 ms, so a
    smaller sdIOI counts as that.
    """

    cells: tuple[Cell, ...]
    cell: Indices
    day: Indices
    y: Floats
    log_ioi: Floats
    floor_ms: Floats


@dataclass(frozen=True, slots=True)
class Grouped:
    """Valid runs of each group, shape (groups,): count, trimmed mean, its variance, median."""

    valid: Indices
    mean: Floats
    variance: Floats
    median: Floats


def columns(runs: Sequence[RunValue]) -> Runs:
    """Return the runs as columns in the order given."""
    index_by_cell: dict[Cell, int] = {}
    # hashing a cell costs more than all else here, and runs of one session share theirs
    index_by_id: dict[int, int] = {}
    cell = np.empty(len(runs), np.int64)
    for i, run in enumerate(runs):
        index = index_by_id.get(id(run.cell))
        if index is None:
            index = index_by_cell.setdefault(run.cell, len(index_by_cell))
            index_by_id[id(run.cell)] = index
        cell[i] = index
    n = len(runs)
    sd_ms = np.fromiter((_number(run.sd_ioi_ms) for run in runs), float, n)
    ioi_ms = np.fromiter((_number(run.mean_ioi_ms) for run in runs), float, n)
    return Runs(
        cells=tuple(index_by_cell),
        cell=cell,
        day=np.fromiter((run.local_date.toordinal() for run in runs), np.int64, n),
        y=np.log(np.maximum(sd_ms, FINEST_MS)),
        log_ioi=np.log(ioi_ms),
        floor_ms=np.fromiter((run.noise_floor_ms for run in runs), float, n),
    )


def days_of(runs: Runs) -> tuple[list[Day], npt.NDArray[np.bool_]]:
    """Return every (cell, day) in order, and for each run whether its day was measured."""
    if not len(runs.y):
        return [], np.zeros(0, bool)
    key = runs.cell * 10_000_000 + runs.day
    groups, first, inverse, counts = np.unique(
        key, return_index=True, return_inverse=True, return_counts=True
    )
    found = grouped(inverse, runs.y, len(groups))
    valid = np.isfinite(runs.y)
    measured = found.valid >= MIN_RUNS
    per_valid = 1 / np.maximum(found.valid, 1)
    log_ioi = np.bincount(inverse, np.where(valid, np.nan_to_num(runs.log_ioi), 0)) * per_valid
    floor_ms = np.bincount(inverse, np.where(valid, runs.floor_ms, 0)) * per_valid
    rows = zip(
        runs.cell[first].tolist(),
        runs.day[first].tolist(),
        found.mean.tolist(),
        found.variance.tolist(),
        found.valid.tolist(),
        (counts - found.valid).tolist(),
        log_ioi.tolist(),
        floor_ms.tolist(),
        strict=True,
    )
    days = [
        Day(cell, day, y if valid >= MIN_RUNS else None, variance, valid, *rest)
        for cell, day, y, variance, valid, *rest in rows
    ]
    return days, measured[inverse]


def grouped(group: Indices, y: Floats, groups: int) -> Grouped:
    """Return what the valid (not NaN) values of each group say; NaN for a group without any.

    Parameters
    ----------
    group, y : shape (n,); ``group`` counts from 0 and every one of ``groups`` occurs

    References
    ----------
    Tukey and McLaughlin 1963: the variance of a trimmed mean is the Winsorised variance over
    (1 - 2g/n)^2 n, with g = n // 10 values trimmed at each end.
    """
    order = np.lexsort((y, group))  # NaN sorts last within its group
    group, y = group[order], y[order]
    starts = np.searchsorted(group, np.arange(groups))
    valid = np.bincount(group, np.isfinite(y), groups).astype(np.int64)
    trimmed = valid // 10
    rank = np.arange(len(y)) - starts[group]
    kept = (rank >= trimmed[group]) & (rank < (valid - trimmed)[group])
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = np.bincount(group, np.where(kept, y, 0), groups) / (valid - 2 * trimmed)
        last = starts + np.maximum(valid - 1 - trimmed, 0)
        pulled_in = np.clip(y, y[starts + trimmed][group], y[last][group])
        counted = rank < valid[group]
        centre = np.bincount(group, np.where(counted, pulled_in, 0), groups) / valid
        squares = np.where(counted, (pulled_in - centre[group]) ** 2, 0)
        winsorised = np.bincount(group, squares, groups) / (valid - 1)
        variance = winsorised / ((1 - 2 * trimmed / valid) ** 2 * valid)
        middle = np.maximum(valid - 1, 0)
        median = (y[starts + middle // 2] + y[starts + (middle + 1) // 2]) / 2
    return Grouped(valid, mean, variance, median)


def _number(value: float | None) -> float:
    return np.nan if value is None else value

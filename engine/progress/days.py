"""From runs to days: what one cell said on one day, all days at once.

A day's value y is the 10 % trimmed mean of ln(sdIOI) over its valid runs, sdIOI in ms; with fewer
than 8 of them the day is "not measured" (SCIENCE 6.3.1). Only runs of *scored* trials belong here:
the first 2 runs of a day (SCIENCE 6.2) are those of the warm-up block, and the two familiarisation
sessions come unscored as well, so nothing is dropped a second time. A check must therefore ask
for at least 8 valid runs a cell: a scale check's 10 do, a five-finger check's 6 do not.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from engine.measures.trimmed_mean import FINEST_MS, trimmed_rows
from engine.record import Cell, RunValue

MIN_RUNS = 8
MANY_DAYS = 10_000_000

Floats = npt.NDArray[np.float64]
Indices = npt.NDArray[np.int64]


class Day(NamedTuple):
    """One cell on one day; ``day`` is the date's ordinal.

    ``y`` is ln(ms), null on a day with fewer than 8 ``valid`` runs; ``variance`` is that of y from
    its runs alone (``engine.measures.trimmed_mean``). ``log_ioi`` is the mean
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

    def where(self, kept: npt.NDArray[np.bool_] | Indices) -> "Runs":
        """Return the runs for which ``kept`` is true, shape (n,), or those at its indices."""
        return Runs(
            cells=self.cells,
            cell=self.cell[kept],
            day=self.day[kept],
            y=self.y[kept],
            log_ioi=self.log_ioi[kept],
            floor_ms=self.floor_ms[kept],
        )


@dataclass(frozen=True, slots=True)
class Grouped:
    """Each group's key, count, valid values, trimmed mean, its variance and median.

    Shape (groups,), sorted by key; ``order`` sorts the values given, shape (n,), by group, and
    ``start`` is where each group begins in it.
    """

    key: Indices
    order: Indices
    start: Indices
    count: Indices
    valid: Indices
    mean: Floats
    variance: Floats
    median: Floats


def columns(runs: Sequence[RunValue]) -> Runs:
    """Return the runs as columns in the order given, the cells sorted by their fields."""
    # hashing a cell costs more than all else here, and the runs of a take share theirs
    number: dict[Cell, int] = {}
    number_by_id: dict[int, int] = {}
    numbers = []
    for run in runs:
        found = number_by_id.get(id(run.cell))
        if found is None:
            found = number.setdefault(run.cell, len(number))
            number_by_id[id(run.cell)] = found
        numbers.append(found)
    ordered = tuple(sorted(number, key=_fields))
    place = np.argsort([number[cell] for cell in ordered])
    # a null becomes NaN on the way into the array
    sd_ms = np.array([run.sd_ioi_ms for run in runs], float)
    ioi_ms = np.array([run.mean_ioi_ms for run in runs], float)
    return Runs(
        cells=ordered,
        cell=place[np.array(numbers, np.int64)],
        day=np.array([run.local_date.toordinal() for run in runs], np.int64),
        y=np.log(np.maximum(sd_ms, FINEST_MS)),
        log_ioi=np.log(ioi_ms),
        floor_ms=np.array([run.noise_floor_ms for run in runs], float),
    )


def days_of(runs: Runs) -> list[Day]:
    """Return every (cell, day) that was played, sorted by cell and day."""
    found = grouped(runs.cell * MANY_DAYS + runs.day, runs.y)
    valid = np.isfinite(runs.y)[found.order]
    per_valid = 1 / np.maximum(found.valid, 1)
    log_ioi = np.where(valid, np.nan_to_num(runs.log_ioi)[found.order], 0)
    floor_ms = np.where(valid, runs.floor_ms[found.order], 0)
    rows = zip(
        (found.key // MANY_DAYS).tolist(),
        (found.key % MANY_DAYS).tolist(),
        found.mean.tolist(),
        found.variance.tolist(),
        found.valid.tolist(),
        (found.count - found.valid).tolist(),
        (np.add.reduceat(log_ioi, found.start) * per_valid).tolist(),
        (np.add.reduceat(floor_ms, found.start) * per_valid).tolist(),
        strict=True,
    )
    return [
        Day(cell, day, y if valid >= MIN_RUNS else None, variance, valid, *rest)
        for cell, day, y, variance, valid, *rest in rows
    ]


def measured_runs(runs: Runs) -> Runs:
    """Return the runs of measured days only, by cell and day."""
    key = runs.cell * MANY_DAYS + runs.day
    order = np.argsort(key, kind="stable")
    start = np.flatnonzero(np.r_[True, np.diff(key[order]) != 0])
    valid = np.add.reduceat(np.isfinite(runs.y)[order].astype(np.int64), start)
    count = np.diff(np.r_[start, len(key)])
    return runs.where(order[np.repeat(valid >= MIN_RUNS, count)])


def grouped(key: Indices, y: Floats) -> Grouped:
    """Return what the valid (not NaN) values of each group say; NaN for a group without any.

    Parameters
    ----------
    key, y : shape (n,), n >= 1; values with the same ``key`` are one group
    """
    order = np.argsort(key, kind="stable")
    key = key[order]
    start = np.flatnonzero(np.r_[True, key[1:] != key[:-1]])
    count = np.diff(np.r_[start, len(key)])
    table = np.full((len(start), int(count.max())), np.nan)
    place = np.arange(table.shape[1])
    table[place < count[:, None]] = y[order]
    table.sort(axis=1)  # NaN goes last
    found = trimmed_rows(table)
    last = np.maximum(found.n - 1, 0)
    row = np.arange(len(start))
    median = (table[row, last // 2] + table[row, (last + 1) // 2]) / 2
    return Grouped(key[start], order, start, count, found.n, found.mean, found.variance, median)


def _fields(cell: Cell) -> tuple[str, int, str, str, float, str]:
    return (
        cell.exercise_id,
        cell.exercise_version,
        cell.hand,
        cell.direction,
        cell.tempo_bpm,
        str(cell.device_id),
    )

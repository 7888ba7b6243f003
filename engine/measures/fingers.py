"""Per finger and per transition: how far from even, how often seen, how sure.

Fingers are those the exercise prescribes, never observed. The standard error comes from the runs
(SD over runs of the run's mean, by the root of the number of runs), because the notes of one run
share one fitted line and one tempo; the interval is Student's, 95 %.

Partial pooling: five fingers invite a false alarm (of a steady player's 21 times in 100 one raw
interval leaves out 0, of eight transitions' 34), so beside each mean stands the mean drawn towards
0 by what all groups of its kind have in common, with an interval of its own. A few runs know their
standard error badly; Student's quantile for runs - 1 degrees of freedom widens both intervals for
it. One run has no standard error, and what has none is not pooled; nor are fewer than three groups.

References
----------
SCIENCE 1.3 (per finger), 6.2 (partial pooling); Morris 1983, JASA 78:47.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, islice, pairwise
from typing import Any, Generic, TypeVar

import numpy as np

from engine.measures.lines import Matrix, row_sds, rows_or_none
from engine.measures.shrinkage import FEWEST_TO_POOL, pooled
from engine.measures.statistics import student_t_quantile

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread(Generic[Key]):
    """The values of one group in ms; ``sd_ms`` has ddof 1.

    ``sd_ms`` is None under two values; ``se_ms``, ``low_ms`` and ``high_ms`` under two runs.
    ``shrunk_ms`` with its 95 % interval is the mean after partial pooling towards 0, None where it
    was not asked for or could not be had.
    """

    key: Key
    n: int
    mean_ms: float
    sd_ms: float | None
    se_ms: float | None
    low_ms: float | None
    high_ms: float | None
    shrunk_ms: float | None = None
    shrunk_low_ms: float | None = None
    shrunk_high_ms: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Groups:
    """Values to be told apart by a key; ``centred`` says that 0 is where all would be if even.

    Attributes
    ----------
    values_ms : shape (runs, columns), NaN where there is no value
    keys : one a column; columns with key None take no part
    """

    values_ms: Matrix
    keys: Sequence[Any]
    centred: bool = True


def by_group(values_ms: Matrix, keys: Sequence[Key | None]) -> list[Spread[Key]]:
    """Return one Spread a key, in order of the keys; columns with key None take no part.

    Parameters
    ----------
    values_ms : shape (runs, columns), NaN where there is no value; deviations about 0
    keys : one a column
    """
    return by_groups([Groups(values_ms=values_ms, keys=keys)])[0]


def by_groups(parts: Sequence[Groups]) -> list[list[Spread[Any]]]:
    """Return the Spreads of several parts, all of the same runs, reckoned in one go."""
    orders, member = _layout(tuple(tuple(part.keys) for part in parts))
    table = _Table(np.concatenate([part.values_ms for part in parts], axis=1), member)
    ends = list(accumulate((len(order) for order in orders), initial=0))
    centred = [slice(*at) for at, part in zip(pairwise(ends), parts, strict=True) if part.centred]
    spreads = iter(table.spreads([key for order in orders for key in order], centred))
    return [[each for each in islice(spreads, len(order)) if each.n] for order in orders]


@lru_cache(maxsize=16)
def _layout(keys: tuple[tuple[Any, ...], ...]) -> tuple[tuple[tuple[Any, ...], ...], Matrix]:
    """Return each part's keys in order, and which column belongs to which, of all parts in a row.

    Kept, because a pattern comes back with every take.
    """
    orders = tuple(tuple(sorted({*part} - {None}, key=repr)) for part in keys)
    places = [(number, key) for number, order in enumerate(orders) for key in order]
    place = {each: index for index, each in enumerate(places)}
    columns = [(number, key) for number, part in enumerate(keys) for key in part]
    member = np.zeros((len(columns), len(places)))
    for row, column in enumerate(columns):
        if column in place:
            member[row, place[column]] = 1.0
    member.flags.writeable = False
    return orders, member


class _Table:
    """The figures of all groups, an array each of shape (groups,)."""

    def __init__(self, values_ms: Matrix, member: Matrix) -> None:
        there = ~np.isnan(values_ms)
        counts = there.astype(np.float64) @ member
        sums = np.where(there, values_ms, 0.0) @ member
        n = counts.sum(axis=0)
        with np.errstate(divide="ignore", invalid="ignore"):
            mean = sums.sum(axis=0) / n
            column_mean = member @ np.where(n > 0, mean, 0.0)
            off = np.where(there, values_ms - column_mean, 0.0)
            sd = np.sqrt((off**2 @ member).sum(axis=0) / np.where(n > 1, n - 1, np.nan))
            run_means = sums / counts
        runs = (counts > 0).sum(axis=0)
        self.n, self.mean, self.sd = n, mean, sd
        self.se = row_sds(run_means.T, ddof=1) / np.sqrt(np.maximum(runs, 1))
        t = {k: student_t_quantile(k - 1) for k in set(runs.tolist()) if k >= 2}
        self.t = np.array([t.get(k, np.nan) for k in runs.tolist()])

    def spreads(self, keys: Sequence[Any], centred: Sequence[slice]) -> list[Spread[Any]]:
        """Return a Spread a group, pooled within each of the ``centred`` parts."""
        half = self.t * self.se
        drawn, wide = np.full((2, len(keys)), np.nan)
        for part in centred:
            self._draw(part, drawn, wide)
        own = (self.sd, self.se, self.mean - half, self.mean + half)
        columns = rows_or_none(np.stack((*own, drawn, drawn - wide, drawn + wide)).T)
        return [
            Spread(
                key=key,
                n=int(n),
                mean_ms=mean_ms,
                sd_ms=values[0],
                se_ms=values[1],
                low_ms=values[2],
                high_ms=values[3],
                shrunk_ms=values[4],
                shrunk_low_ms=values[5],
                shrunk_high_ms=values[6],
            )
            for key, n, mean_ms, values in zip(
                keys, self.n.tolist(), self.mean.tolist(), columns, strict=True
            )
        ]

    def _draw(self, part: slice, drawn: Matrix, wide: Matrix) -> None:
        """Fill in the pooled means and half their intervals where they can be had."""
        mean, se = self.mean[part], self.se[part]
        with np.errstate(invalid="ignore"):
            known = se > 0
        if np.count_nonzero(known) >= FEWEST_TO_POOL:
            found = pooled(mean[known], se[known])
            drawn[part][known] = found.value
            wide[part][known] = self.t[part][known] * found.standard_error

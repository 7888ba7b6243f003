"""Per finger and per transition: how far from even, how often seen, how sure.

Fingers are those the exercise prescribes, never observed. The standard error comes from the runs
(SD over runs of the run's mean, by the root of the number of runs), because the notes of one run
share one fitted line and one tempo; the interval is Student's, 95 %.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np

from engine.measures.lines import Matrix, number_or_none, row_sds
from engine.measures.statistics import student_t_quantile

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread(Generic[Key]):
    """The values of one group in ms; ``sd_ms`` has ddof 1.

    ``sd_ms`` is None under two values; ``se_ms``, ``low_ms`` and ``high_ms`` under two runs.
    """

    key: Key
    n: int
    mean_ms: float
    sd_ms: float | None
    se_ms: float | None
    low_ms: float | None
    high_ms: float | None


def by_group(values_ms: Matrix, keys: Sequence[Key | None]) -> list[Spread[Key]]:
    """Return one Spread a key, in order of the keys; columns with key None take no part.

    Parameters
    ----------
    values_ms : shape (runs, columns), NaN where there is no value
    keys : one a column
    """
    order = sorted({key for key in keys if key is not None}, key=repr)
    member = np.array([[key == group for group in order] for key in keys], np.float64)
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
    se = row_sds(run_means.T, ddof=1) / np.sqrt(np.maximum(runs, 1))
    t = {k: student_t_quantile(k - 1) for k in set(runs.tolist()) if k >= 2}
    half = [one * t.get(k, np.nan) for one, k in zip(se, runs.tolist(), strict=True)]
    return [
        Spread(
            key=key,
            n=int(n[g]),
            mean_ms=float(mean[g]),
            sd_ms=number_or_none(sd[g]),
            se_ms=number_or_none(se[g]),
            low_ms=number_or_none(mean[g] - half[g]),
            high_ms=number_or_none(mean[g] + half[g]),
        )
        for g, key in enumerate(order)
        if n[g]
    ]

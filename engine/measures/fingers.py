"""Per finger and per transition: how far from even, how often seen, how sure.

Fingers are those the exercise prescribes, never observed. The standard error comes from the runs
(SD over runs of the run's mean, by the root of the number of runs), because the notes of one run
share one fitted line and one tempo; the interval is Student's, 95 %.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np

from engine.measures.lines import Matrix
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
    spreads = []
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = sums.sum(axis=0) / n
        column_mean = member @ np.where(n > 0, mean, 0.0)
        off = np.where(there, values_ms - column_mean, 0.0)
        sd = np.sqrt((off**2 @ member).sum(axis=0) / (n - 1))
        run_means = sums / counts
    for g, key in enumerate(order):
        if n[g] == 0:
            continue
        per_run = run_means[~np.isnan(run_means[:, g]), g]
        se = half = None
        if len(per_run) >= 2:
            se = float(per_run.std(ddof=1)) / len(per_run) ** 0.5
            half = se * student_t_quantile(len(per_run) - 1)
        spreads.append(
            Spread(
                key=key,
                n=int(n[g]),
                mean_ms=float(mean[g]),
                sd_ms=float(sd[g]) if n[g] >= 2 else None,
                se_ms=se,
                low_ms=None if half is None else float(mean[g]) - half,
                high_ms=None if half is None else float(mean[g]) + half,
            )
        )
    return spreads

"""The bootstrap of a week: draw its days again, then the runs of each day drawn.

Nothing that a player sees comes from here. With three days a percentile interval of it covers 89 %
where it says 95 (docs/evidence.md), and chance must not enter a weekly score, so the week has its
interval in closed form (``engine.progress.wobble``). This is the independent check that the closed
form writes down what resampling does; from about ten days on the two intervals agree.

Conventions: values in ln(ms), one array of runs a day; the value of a week is the mean over its
days of the trimmed mean of their runs.

References
----------
Efron and Tibshirani 1993, An Introduction to the Bootstrap, 13.3; SCIENCE 6.2; docs/adr/0014.
"""

from collections.abc import Sequence

import numpy as np

from engine.measures.trimmed_mean import Floats, trimmed_rows


def resampled_weeks(days: Sequence[Floats], rng: np.random.Generator, *, draws: int) -> Floats:
    """Return the week's value in each of ``draws`` samples of its days and of their runs.

    ``days`` are arrays of shape (runs,), which may differ; ValueError for none or an empty one.
    """
    if not days or not all(len(day) for day in days):
        raise ValueError("a week needs days, and each of them runs, to draw from")
    n = np.array([len(day) for day in days])
    table = np.full((len(n), n.max()), np.nan)
    table[np.arange(n.max()) < n[:, None]] = np.concatenate(days)
    day = rng.integers(0, len(n), (draws, len(n)))
    # as many runs as that day has; past them a draw is NaN, which is no value
    run = (rng.random((*day.shape, n.max())) * n[day][..., None]).astype(np.int64)
    drawn = np.where(np.arange(n.max()) < n[day][..., None], table[day[..., None], run], np.nan)
    rows = np.sort(drawn.reshape(-1, n.max()), axis=1)
    means: Floats = trimmed_rows(rows).mean.reshape(day.shape).mean(axis=1)
    return means


def day_then_run_interval(
    days: Sequence[Floats], rng: np.random.Generator, *, draws: int = 2000, level: float = 0.95
) -> tuple[float, float]:
    """Return the percentile interval of a week's value; errors as ``resampled_weeks``."""
    ends = np.quantile(resampled_weeks(days, rng, draws=draws), [(1 - level) / 2, (1 + level) / 2])
    return float(ends[0]), float(ends[1])

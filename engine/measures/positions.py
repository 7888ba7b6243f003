"""Each note of a pattern by its place, over the runs: when, how long, how legato, how hard.

A pianist shortens the notes before the thumb to prepare it, so that durations differ along a run as
they should; what scatters is the same place from run to run (SCIENCE 1.2).

Conventions: one value a target, over the valid runs of a cell; intervals 95 %, Student's over runs.
The final note's duration and that of a turning note shared by two runs are left out.

Metrics: deviation from the fitted line, tone duration (TD), overlap with the next note (KOT), the
same as a share of the IOI (KOR), velocity; mSD-TD and mSD-KOT are means over the places.

References
----------
SCIENCE 1.2 (TD, KOT, KOR); Jabusch, Vauth and Altenmueller 2004, Mov Disord 19:171.
"""

from dataclasses import dataclass

import numpy as np

from engine.measures.intervals import Intervals
from engine.measures.lines import Matrix
from engine.measures.matching.alignment import Indices, Mask
from engine.measures.statistics import student_t_quantile


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class AtPlaces:
    """One quantity at each place, over runs; read-only arrays of shape (targets,).

    Attributes
    ----------
    n : runs that have a value there
    mean : NaN without a value
    sd : ddof 1, NaN under two values; that of a deviation is corrected for the fit's leverage
    se : of ``mean``, from the SD as found, NaN under two values
    low, high : NaN under two values
    """

    n: Indices
    mean: Matrix
    sd: Matrix
    se: Matrix
    low: Matrix
    high: Matrix

    @property
    def overall_mean(self) -> float | None:
        """The mean of all values at all places; None without any."""
        there = self.n > 0
        total = int(self.n.sum())
        return float((self.mean[there] * self.n[there]).sum()) / total if total else None

    @property
    def pooled_sd(self) -> float | None:
        """The SD over runs, root mean square over the places; None where no place has two runs."""
        known = self.sd[self.n > 1]
        return float((known**2).mean()) ** 0.5 if known.size else None

    @property
    def mean_sd(self) -> float | None:
        """The SD over runs, mean over the places (mSD); None where no place has two runs."""
        known = self.sd[self.n > 1]
        return float(known.mean()) if known.size else None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Positions:
    """Every place of one pattern; + is late, long, legato.

    ``overlap_ms`` and ``overlap_share`` are those of a note with the next, NaN at the last place.
    """

    deviation_ms: AtPlaces
    duration_ms: AtPlaces
    overlap_ms: AtPlaces
    overlap_share: AtPlaces
    velocity: AtPlaces


def positions(times: Intervals, valid: Mask) -> Positions | None:
    """Return the places of one pattern over its valid runs; None without any.

    Parameters
    ----------
    valid : shape (runs,)
    """
    runs, targets = int(valid.sum()), times.velocity.shape[1]
    if not runs:
        return None
    values = np.full((5, runs, targets), np.nan)
    values[0] = times.lines.residual[valid]
    values[1] = times.duration_ms[valid]
    values[2, :, :-1] = times.overlap_ms[valid]
    values[3, :, :-1] = times.overlap_share[valid]
    values[4] = times.velocity[valid]
    deviation, duration, overlap, share, velocity = _over_runs(values, times.lines.hat[valid])
    return Positions(
        deviation_ms=deviation,
        duration_ms=duration,
        overlap_ms=overlap,
        overlap_share=share,
        velocity=velocity,
    )


def _over_runs(values: Matrix, hat: Matrix) -> list[AtPlaces]:
    """Return each quantity's figures; ``values`` has shape (quantities, runs, targets)."""
    there = ~np.isnan(values)
    n = there.sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = np.where(there, values, 0.0).sum(axis=1) / n
        off = np.where(there, values - mean[:, None], 0.0)
        sd = np.sqrt((off**2).sum(axis=1) / np.where(n > 1, n - 1, np.nan))
        se = sd / np.sqrt(n)
        # The fitted line follows each note a little, so that its residual scatters too little; the
        # mean residual scatters as it is seen to, and keeps its standard error.
        sd[0] /= np.sqrt(1 - np.where(there[0], hat, 0.0).sum(axis=0) / n[0])
    wide = np.full(len(values[0]) + 1, np.nan)
    for count in set(n.ravel().tolist()) - {0, 1}:
        wide[count] = student_t_quantile(count - 1)
    half = wide[n] * se
    low, high = mean - half, mean + half
    for column in (n, mean, sd, se, low, high):
        column.flags.writeable = False
    return [
        AtPlaces(n=n[q], mean=mean[q], sd=sd[q], se=se[q], low=low[q], high=high[q])
        for q in range(len(values))
    ]

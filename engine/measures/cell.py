"""One cell of a take: the runs of one hand and direction, as one set of figures.

Conventions: ms; medians over the valid runs; None where the data cannot bear a number.
"""

from dataclasses import dataclass
from statistics import median

import numpy as np

from engine.exercise import Direction, Exercise, Hand, Pattern
from engine.measures.alignment import Flags
from engine.measures.fingers import Spread, by_group
from engine.measures.intervals import Intervals
from engine.measures.lines import Matrix, row_means, row_sds
from engine.measures.profile import profile
from engine.measures.statistics import median_interval, median_standard_error
from engine.take import TimeSource, Timing

REFUSE_FLOOR_SHARE = 0.25
UNMEASURED = "played where times cannot be measured (computer keyboard)"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CellEvenness:
    """The valid runs of one hand and direction.

    Attributes
    ----------
    n_runs, attempts : valid runs, and all that were begun
    refused : why the figure is no score; None where it is one
    sd_ioi_ms : median over valid runs as found; None where nothing was measured
    se_ms, low_ms, high_ms : of that median; the interval is 95 % by order statistics, from 6 runs
    velocity_sd : mean over runs of the SD inside a run (MIDI units)
    overlap_sd_ms : SD over runs at the same place, pooled over the places (SCIENCE 1.2)
    transition_deviations : each transition's IOI less its run's mean IOI
    """

    hand: Hand
    direction: Direction
    n_runs: int
    attempts: int
    refused: str | None
    sd_ioi_ms: float | None
    se_ms: float | None
    low_ms: float | None
    high_ms: float | None
    sd_ioi_detrended_ms: float | None
    mean_ioi_ms: float | None
    cv: float | None
    irregularity_ms: float | None
    instability_ms: float | None
    velocity_mean: float | None
    velocity_sd: float | None
    overlap_mean_ms: float | None
    overlap_sd_ms: float | None
    fingers: tuple[Spread[int], ...]
    transitions: tuple[Spread[tuple[int, int]], ...]
    transition_deviations: tuple[Spread[tuple[int, int]], ...]


def measure_cell(
    exercise: Exercise, pattern: Pattern, times: Intervals, valid: Flags, timing: Timing
) -> CellEvenness:
    """Return the figures of one pattern's runs.

    Parameters
    ----------
    times : of all its runs; ``valid``, shape (runs,), says which enter the figures
    """
    sd_ms = times.sd_ioi_ms[valid]
    sd_ms = sd_ms[~np.isnan(sd_ms)]
    measured = timing.source is not TimeSource.UNMEASURED
    known = sd_ms.tolist() if measured else []
    interval = median_interval(known)
    mean_ioi_ms = _median(times.mean_ioi_ms[valid])
    split = None
    if measured:
        split = profile(times.lines.residual[valid], times.lines.hat[valid])
    rows = valid if measured else np.zeros_like(valid)
    iois = times.ioi_ms[rows]
    pairs = [
        (a, b) if a is not None and b is not None else None
        for a, b in zip(pattern.fingers, pattern.fingers[1:], strict=False)
    ]
    return CellEvenness(
        hand=exercise.hand,
        direction=pattern.direction,
        n_runs=int(valid.sum()),
        attempts=len(valid),
        refused=_refusal(sd_ms, timing),
        sd_ioi_ms=median(known) if known else None,
        se_ms=median_standard_error(known),
        low_ms=interval[0] if interval else None,
        high_ms=interval[1] if interval else None,
        sd_ioi_detrended_ms=_median(times.sd_ioi_detrended_ms[rows]),
        mean_ioi_ms=mean_ioi_ms,
        cv=_median(times.sd_ioi_ms[rows] / times.mean_ioi_ms[rows]),
        irregularity_ms=split.irregularity_ms if split else None,
        instability_ms=split.instability_ms if split else None,
        velocity_mean=_mean(times.velocity[valid].ravel()),
        velocity_sd=_mean(row_sds(times.velocity[valid], ddof=1)),
        overlap_mean_ms=_mean(times.overlap_ms[rows].ravel()),
        overlap_sd_ms=_pooled_over_runs(times.overlap_ms[rows]),
        fingers=tuple(by_group(times.lines.residual[rows], pattern.fingers)),
        transitions=tuple(by_group(iois, pairs)),
        transition_deviations=tuple(by_group(iois - row_means(iois)[:, None], pairs)),
    )


def _refusal(sd_ms: Matrix, timing: Timing) -> str | None:
    """Return why the cell has no score. Source: SCIENCE 7.3 for the noise floor."""
    if timing.source is TimeSource.UNMEASURED:
        return UNMEASURED
    if not sd_ms.size:
        return "no valid run"
    floor_ms, median_ms = timing.noise_floor_ms, median(sd_ms.tolist())
    if floor_ms > REFUSE_FLOOR_SHARE * median_ms:
        return (
            f"the time stamps alone scatter by {floor_ms:.1f} ms, more than a quarter of the "
            f"{median_ms:.1f} ms found"
        )
    return None


def _median(values: Matrix) -> float | None:
    # numpy's median takes ten times as long for a handful of values.
    there = values[~np.isnan(values)].tolist()
    return median(there) if there else None


def _mean(values: Matrix) -> float | None:
    there = values[~np.isnan(values)]
    return float(there.mean()) if there.size else None


def _pooled_over_runs(values: Matrix) -> float | None:
    """Return the SD over runs at the same place, root mean square over the places."""
    sds = row_sds(values.T, ddof=1)
    there = sds[~np.isnan(sds)]
    return float((there**2).mean()) ** 0.5 if there.size else None

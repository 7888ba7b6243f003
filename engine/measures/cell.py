"""One cell of a take: the runs of one hand and direction, as one set of figures.

Conventions: ms; over the valid runs; None where the data cannot bear a number. sdIOI of several
runs is put together in four ways that differ by some per cent, because it is skewed, and each has
its name: ``sd_ioi_ms`` the median (medSD-IOI), ``mean_sd_ioi_ms`` the mean (mSD-IOI),
``rms_sd_ioi_ms`` the root mean square, ``trimmed_sd_ioi_ms`` the geometric 10 % trimmed mean. For
14 IOIs of white onset noise they stand as 7.96 to 8.07 to 8.28.

References
----------
SCIENCE 1.2, 1.3, 6.1, 8.5; Jabusch et al. 2009, Hum Mov Sci 28:74 (mSD-IOI).
"""

from dataclasses import dataclass
from math import exp, sqrt
from statistics import fmean, median
from typing import Any

import numpy as np

from engine.exercise import Direction, Exercise, Hand, Pattern
from engine.measures.crossing import Crossing, crossings
from engine.measures.fingers import Groups, Spread, by_groups
from engine.measures.hearing import audibly_uneven
from engine.measures.intervals import Intervals
from engine.measures.lines import Matrix, row_means, row_sds
from engine.measures.matching.alignment import Mask
from engine.measures.positions import Positions, positions
from engine.measures.profile import Uncertainty, profile
from engine.measures.statistics import median_interval, median_standard_error
from engine.measures.steadiness import Steadiness, mean_drift
from engine.measures.trimmed_mean import log_trimmed_mean
from engine.take import TimeSource, Timing

REFUSE_FLOOR_SHARE = 0.25
# What is less is floating point, and is not shown.
SHOWN_MS = 0.001
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
    mean_sd_ioi_ms, rms_sd_ioi_ms, trimmed_sd_ioi_ms : the same runs' mean, root mean square and
        exp of the 10 % trimmed mean of ln(sdIOI); ``trimmed_uncertainty`` is None under two runs
    audibly_uneven : whether listeners find such a scale uneven, None away from 8 notes a second
    drift_ms : mean over runs of the slope of IOI on its index, ms a note, + slowing down
    n_hesitations, sd_ioi_without_hesitations_ms : IOIs far longer than their run's others, and the
        median over runs of sdIOI without them; equal to ``sd_ioi_ms`` where there are none
    irregularity_uncertainty, instability_uncertainty : None under three runs
    velocity_sd : mean over runs of the SD inside a run (MIDI units)
    overlap_sd_ms, duration_sd_ms : SD over runs at the same place, root mean square over the places
    overlap_msd_ms, duration_msd_ms : the same, mean over the places (mSD-KOT, mSD-TD)
    overlap_share_mean : mean of overlap / IOI (KOR)
    transition_deviations : each transition's IOI less its run's mean IOI
    crossings : the deviation of notes that arrive under or over the thumb, less the mean of the
        run's other arriving notes
    positions : each place of the pattern over the runs; None without a valid run
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
    mean_sd_ioi_ms: float | None
    rms_sd_ioi_ms: float | None
    trimmed_sd_ioi_ms: float | None
    trimmed_uncertainty: Uncertainty | None
    sd_ioi_detrended_ms: float | None
    mean_ioi_ms: float | None
    cv: float | None
    audibly_uneven: bool | None
    drift_ms: float | None
    drift_uncertainty: Uncertainty | None
    n_hesitations: int
    sd_ioi_without_hesitations_ms: float | None
    irregularity_ms: float | None
    irregularity_uncertainty: Uncertainty | None
    instability_ms: float | None
    instability_uncertainty: Uncertainty | None
    velocity_mean: float | None
    velocity_sd: float | None
    overlap_mean_ms: float | None
    overlap_sd_ms: float | None
    overlap_msd_ms: float | None
    overlap_share_mean: float | None
    duration_mean_ms: float | None
    duration_sd_ms: float | None
    duration_msd_ms: float | None
    fingers: tuple[Spread[int], ...]
    transitions: tuple[Spread[tuple[int, int]], ...]
    transition_deviations: tuple[Spread[tuple[int, int]], ...]
    crossings: tuple[Spread[Crossing], ...]
    positions: Positions | None


def measure_cell(
    exercise: Exercise,
    pattern: Pattern,
    times: Intervals,
    valid: Mask,
    steady: Steadiness,
    timing: Timing,
) -> CellEvenness:
    """Return the figures of one pattern's runs.

    Parameters
    ----------
    times : of all its runs; ``valid``, shape (runs,), says which enter the figures
    steady : of the same runs
    """
    known = times.sd_ioi_ms[valid]
    known = known[~np.isnan(known)]
    sd_ms = known.tolist()
    interval = median_interval(sd_ms)
    split = profile(times.lines.residual[valid], times.lines.hat[valid])
    places = positions(times, valid)
    drift_ms, drift_uncertainty = mean_drift(times.drift_ms[valid])
    trimmed_ms, trimmed_uncertainty = _trimmed(known)
    sd_ioi_ms, mean_ioi_ms = _median(known), _median(times.mean_ioi_ms[valid])
    fingers, transitions, deviations, kinds = _groups(exercise.hand, pattern, times, valid)
    return CellEvenness(
        hand=exercise.hand,
        direction=pattern.direction,
        n_runs=int(valid.sum()),
        attempts=len(valid),
        refused=_refusal(sd_ioi_ms, timing),
        sd_ioi_ms=sd_ioi_ms,
        se_ms=median_standard_error(sd_ms),
        low_ms=interval[0] if interval else None,
        high_ms=interval[1] if interval else None,
        mean_sd_ioi_ms=fmean(sd_ms) if sd_ms else None,
        rms_sd_ioi_ms=sqrt(fmean(known**2)) if sd_ms else None,
        trimmed_sd_ioi_ms=trimmed_ms,
        trimmed_uncertainty=trimmed_uncertainty,
        sd_ioi_detrended_ms=_median(times.sd_ioi_detrended_ms[valid]),
        mean_ioi_ms=mean_ioi_ms,
        cv=_median(
            times.sd_ioi_ms[valid]
            / np.where(times.mean_ioi_ms[valid] > 0, times.mean_ioi_ms[valid], np.nan)
        ),
        audibly_uneven=audibly_uneven(sd_ioi_ms, mean_ioi_ms),
        drift_ms=drift_ms,
        drift_uncertainty=drift_uncertainty,
        n_hesitations=steady.count,
        sd_ioi_without_hesitations_ms=(
            _median(steady.sd_ioi_without_ms[valid]) if steady.count else sd_ioi_ms
        ),
        irregularity_ms=split.irregularity_ms if split else None,
        irregularity_uncertainty=split.irregularity if split else None,
        instability_ms=split.instability_ms if split else None,
        instability_uncertainty=split.instability if split else None,
        velocity_mean=places.velocity.overall_mean if places else None,
        velocity_sd=_mean(row_sds(times.velocity[valid], ddof=1)),
        overlap_mean_ms=places.overlap_ms.overall_mean if places else None,
        overlap_sd_ms=places.overlap_ms.pooled_sd if places else None,
        overlap_msd_ms=places.overlap_ms.mean_sd if places else None,
        overlap_share_mean=places.overlap_share.overall_mean if places else None,
        duration_mean_ms=places.duration_ms.overall_mean if places else None,
        duration_sd_ms=places.duration_ms.pooled_sd if places else None,
        duration_msd_ms=places.duration_ms.mean_sd if places else None,
        fingers=tuple(fingers),
        transitions=tuple(transitions),
        transition_deviations=tuple(deviations),
        crossings=tuple(kinds),
        positions=places,
    )


def _groups(hand: Hand, pattern: Pattern, times: Intervals, valid: Mask) -> list[list[Spread[Any]]]:
    """Return fingers, transitions, transition deviations and crossings."""
    residual, iois = times.lines.residual[valid], times.ioi_ms[valid]
    fingers = pattern.fingers
    pairs = pattern.transitions
    kinds = crossings(hand, fingers, pattern.pitches)
    groups = [
        Groups(values_ms=residual, keys=fingers),
        Groups(values_ms=iois, keys=pairs, centred=False),
        Groups(values_ms=iois - times.mean_ioi_ms[valid][:, None], keys=pairs),
    ]
    if any(kinds):
        plain = row_means(residual[:, 1:][:, [kind is None for kind in kinds]])
        groups.append(Groups(values_ms=residual[:, 1:] - plain[:, None], keys=kinds))
        return by_groups(groups)
    return [*by_groups(groups), []]


def _trimmed(sd_ms: Matrix) -> tuple[float | None, Uncertainty | None]:
    """Return exp of the trimmed mean of ln(sdIOI) and how sure it is, both in ms."""
    found = log_trimmed_mean(sd_ms)
    if found is None:
        return None, None
    value, ends = exp(found.value), found.interval()
    if found.standard_error is None or ends is None:
        return value, None
    # The error of a logarithm is relative.
    sure = Uncertainty(
        se_ms=value * found.standard_error, low_ms=exp(ends[0]), high_ms=exp(ends[1])
    )
    return value, sure


def _refusal(sd_ioi_ms: float | None, timing: Timing) -> str | None:
    """Return why the cell has no score. Source: SCIENCE 7.3 for the noise floor."""
    if timing.source is TimeSource.UNMEASURED:
        return UNMEASURED
    if sd_ioi_ms is None:
        return "no valid run"
    return drowned(sd_ioi_ms, timing.noise_floor_ms)


def drowned(sd_ioi_ms: float, floor_ms: float) -> str | None:
    """Return why a scatter is no score where the time stamps' own is too large a part of it."""
    if floor_ms <= REFUSE_FLOOR_SHARE * sd_ioi_ms:
        return None
    scatter = f"the time stamps alone scatter by {floor_ms:.2g} ms"
    if sd_ioi_ms < SHOWN_MS:
        return f"{scatter}, and less than {SHOWN_MS} ms was found"
    return f"{scatter}, more than a quarter of the {sd_ioi_ms:.2g} ms found"


def _median(values: Matrix) -> float | None:
    # numpy's median takes ten times as long for a handful of values.
    there = values[~np.isnan(values)].tolist()
    return median(there) if there else None


def _mean(values: Matrix) -> float | None:
    there = values[~np.isnan(values)]
    return float(there.mean()) if there.size else None

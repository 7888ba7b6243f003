"""What of uneven IOIs is the clock's and what the hand's: the two-level model.

Conventions
-----------
Self-paced taps of one finger, or runs of one pattern (``repeated``), never one scale: four trials
at least. In I = C + M' - M the clock's interval C varies with SD clock, the motor delay M of one
onset with SD motor. A line is always removed from each trial, for a slow change of tempo looks like
a clock that is uneven and like a motor variance below 0. Neither variance can be negative; where
one comes out at 0 it is *not estimable* and only its upper end is given. The rounding of the time
stamps, q^2 / 12 an onset, stands as motor variance in the IOIs and is taken off.

Metrics
-------
clock, motor : SD in ms with the 95 % likelihood interval, by restricted maximum likelihood
moments : the plain moment estimates, ms^2, from autocovariances pooled over trials

What is reported is the likelihood's: neither the line nor short trials bias it and it cannot be
negative. The moments stay beside it as the literature's figures: with 15 IOIs a trial they put the
motor variance half as high again (SCIENCE 3.2), however many trials are pooled.

References
----------
SCIENCE 3.2; Wing and Kristofferson 1973, Percept Psychophys 14:5; Vorberg and Wing 1996, Handbook
of Perception and Action 2:181; Kampen and Snijders 2002.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from engine.measures.lines import Matrix, fit_lines
from engine.measures.timing.variance_components import Variance, fit, mean_squares, misfit
from engine.note import Seconds

LEAST_TRIALS = 4
LEAST_IOIS = 12
LEAST_POOLED = 4 * 29
SHORTEST, LONGEST = 0.67, 1.5
TEMPO_OFF = 0.10
NO_VARIATION_S = 1e-9
CHI_SQUARE_99 = 9.21034037197618
ILL_DESCRIBED = (
    "The intervals rise and fall in a way that a clock and a hand alone would not make: the two"
    " figures describe them badly."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Component:
    """An SD in ms with its 95 % interval; null with a reason, the upper end may stand alone."""

    sd_ms: float | None
    low_ms: float | None = None
    high_ms: float | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TwoLevel:
    """Clock and motor of one player at one tempo.

    ``moment_clock_ms2`` and ``moment_motor_ms2`` may be negative, which says that the model does
    not hold or that there are too few IOIs. ``refused`` has for each trial given the reason why it
    was left out, or null; ``trials`` and ``iois`` count those that were not. ``caveat`` says that
    the model does not describe the intervals, where that is so beyond chance (1 %).
    """

    clock: Component
    motor: Component
    trials: int
    iois: int
    mean_ioi_ms: float | None
    refused: tuple[str | None, ...]
    moment_clock_ms2: float | None = None
    moment_motor_ms2: float | None = None
    caveat: str | None = None


def validate(trials: Sequence[Seconds], stamp_step_s: float) -> None:
    """Raise ValueError unless onsets are finite and ascend and the step is not negative."""
    for number, onset_s in enumerate(trials, 1):
        if onset_s.ndim != 1 or not np.all(np.isfinite(onset_s)):
            raise ValueError(f"trial {number}: onsets must be one row of finite numbers")
        if np.any(np.diff(onset_s) <= 0):
            raise ValueError(f"trial {number}: onsets must follow each other in time")
    if not 0 <= stamp_step_s < math.inf:
        raise ValueError(f"stamp_step_s is {stamp_step_s}, must be 0 or above")


def measure(
    trials: Sequence[Seconds], *, repeated: bool = False, stamp_step_s: float = 0.0
) -> TwoLevel:
    """Return the clock's and the motor's SD from trials of one player at one tempo.

    Parameters
    ----------
    trials : onsets of each trial, shape (n,), ascending, seconds; for a continuation those after
        the last stimulus
    repeated : the trials are runs of one pattern of equal length; what recurs at each place (the
        irregularity, SCIENCE 1.3) is then taken out and its degrees of freedom with it
    stamp_step_s : the step q of the time stamps, 0 where there is none to see

    Raises
    ------
    ValueError
        for onsets that are not finite or do not ascend, a negative step, or runs of one pattern
        that differ in length

    Notes
    -----
    A trial is refused with under 12 IOIs, with an IOI below .67 or above 1.5 times its median (a
    tap was missed or doubled) or with a mean IOI over 10 % off the other trials'. What is left must
    be 4 trials with 116 IOIs between them, as four trials of 30 taps have.
    """
    trials = [np.asarray(onset_s, np.float64) for onset_s in trials]
    validate(trials, stamp_step_s)
    ioi_s = [np.diff(onset_s) for onset_s in trials]
    refused = refusals(ioi_s)
    kept = [row for row, reason in zip(ioi_s, refused, strict=True) if reason is None]
    if repeated and len({len(row) for row in kept}) > 1:
        raise ValueError("runs of one pattern must have equally many notes")
    iois = sum(len(row) for row in kept)
    mean_ioi_ms = 1e3 * float(np.concatenate(kept).mean()) if kept else None
    reason = _too_few(len(kept), iois)
    if reason is None and _variation_s(kept, repeated=repeated) < NO_VARIATION_S:
        reason = "not estimable: the intervals do not vary at all, as no hand taps"
    if reason is not None:
        none = Component(sd_ms=None, reason=reason)
        return TwoLevel(
            clock=none,
            motor=none,
            trials=len(kept),
            iois=iois,
            mean_ioi_ms=mean_ioi_ms,
            refused=refused,
        )
    stamps = stamp_step_s**2 / 12
    squares = mean_squares(kept, repeated=repeated)
    clock, motor = fit(squares, least_motor=stamps)
    badly = misfit(squares, clock=clock.value, motor=motor.value + stamps) > CHI_SQUARE_99
    moment_clock, moment_motor = pooled_moments(kept, repeated=repeated)
    return TwoLevel(
        clock=_component(clock, "of the clock"),
        motor=_component(motor, "of the hand", " beyond the time stamps'" if stamps else ""),
        trials=len(kept),
        iois=iois,
        mean_ioi_ms=mean_ioi_ms,
        refused=refused,
        moment_clock_ms2=1e6 * moment_clock,
        moment_motor_ms2=1e6 * (moment_motor - stamps),
        caveat=ILL_DESCRIBED if badly else None,
    )


def refusals(ioi_s: Sequence[Seconds]) -> tuple[str | None, ...]:
    """Return for each trial of IOIs why it does not count, or None."""
    own = [_own_refusal(row) for row in ioi_s]
    means = [row.mean() for row, reason in zip(ioi_s, own, strict=True) if reason is None]
    usual = float(np.median(means)) if means else math.nan
    return tuple(
        reason if reason is not None else _tempo_refusal(float(row.mean()) / usual - 1)
        for row, reason in zip(ioi_s, own, strict=True)
    )


def autocovariances(ioi_s: Matrix, *, detrend: bool = True) -> tuple[Matrix, Matrix]:
    """Return the lag 0 and lag 1 autocovariances of each row of IOIs, each shape (rows,).

    The sum of squares is divided by its degrees of freedom (n - 1, with a line removed n - 2), that
    of the n - 1 products of neighbours by their number. ``ioi_s`` has shape (rows, n), n >= 3.
    """
    n = ioi_s.shape[1]
    off = remove_line(ioi_s) if detrend else ioi_s - ioi_s.mean(axis=1, keepdims=True)
    lag0: Matrix = (off**2).sum(axis=1) / (n - 1 - detrend)
    lag1: Matrix = (off[:, 1:] * off[:, :-1]).sum(axis=1) / (n - 1)
    return lag0, lag1


def moment_variances(lag0: Matrix, lag1: Matrix) -> tuple[Matrix, Matrix]:
    """Return clock variance lag0 + 2 lag1 and motor variance -lag1; either may be negative."""
    return lag0 + 2 * lag1, -lag1


def pooled_moments(trials: Sequence[Seconds], *, repeated: bool = False) -> tuple[float, float]:
    """Return clock and motor variance by moments, autocovariances pooled over trials of IOIs.

    Each trial has the weight of its IOIs. Of runs of one pattern the mean at each place is removed.
    """
    if repeated:
        rows = np.array(trials)
        spared = math.sqrt(len(rows) / (len(rows) - 1))
        trials = list((rows - rows.mean(axis=0)) * spared)
    pairs = [autocovariances(row[None]) for row in trials]
    weights = [len(row) for row in trials]
    lag0, lag1 = (
        np.average([pair[lag] for pair in pairs], axis=0, weights=weights) for lag in (0, 1)
    )
    clock, motor = moment_variances(lag0, lag1)
    return float(clock[0]), float(motor[0])


def remove_line(rows: Matrix) -> Matrix:
    """Return the residuals of a straight line through each row of a whole matrix."""
    return fit_lines(np.arange(rows.shape[1], dtype=np.float64), rows).residual


def _variation_s(trials: Sequence[Seconds], *, repeated: bool) -> float:
    """Return the largest SD of a trial once its line, and what recurs at each place, is out."""
    if repeated:
        rows = remove_line(np.array(trials))
        return float((rows - rows.mean(axis=0)).std(axis=1).max())
    return max(float(remove_line(row[None]).std()) for row in trials)


def _own_refusal(row: Seconds) -> str | None:
    if len(row) < LEAST_IOIS:
        return f"{len(row)} intervals, at least {LEAST_IOIS} are needed"
    ratio = row / np.median(row)
    off = int(((ratio < SHORTEST) | (ratio > LONGEST)).sum())
    if off:
        return f"{off} of {len(row)} intervals far too short or long: a tap was missed or doubled"
    return None


def _tempo_refusal(off: float) -> str | None:
    if abs(off) <= TEMPO_OFF:
        return None
    return f"{abs(off):.0%} {'slower' if off > 0 else 'faster'} than the other trials".replace(
        "%", " %"
    )


def _too_few(trials: int, iois: int) -> str | None:
    if trials < LEAST_TRIALS:
        return f"not estimable: at least {LEAST_TRIALS} trials are needed, {trials} can be used"
    if iois < LEAST_POOLED:
        return f"not estimable: at least {LEAST_POOLED} intervals are needed, there are {iois}"
    return None


def _component(variance: Variance, whose: str, beyond: str = "") -> Component:
    low_ms, high_ms = 1e3 * math.sqrt(variance.low), 1e3 * math.sqrt(variance.high)
    if variance.bounded:
        reason = (
            f"not estimable: no variation {whose} was found{beyond}; it is at most {high_ms:.1f} ms"
        )
        return Component(sd_ms=None, low_ms=0.0, high_ms=high_ms, reason=reason)
    return Component(sd_ms=1e3 * math.sqrt(variance.value), low_ms=low_ms, high_ms=high_ms)

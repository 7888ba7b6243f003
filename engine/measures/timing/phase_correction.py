"""How much of an asynchrony is made good at the next beat.

Conventions
-----------
A' = (1 - alpha) A + T + M' - M (SCIENCE 3.3): T is the error of the clock's interval, M the motor
delay of one onset, A the asynchrony less its mean. Beats are 400 to 1000 ms apart, never
sixteenths. Trials are of one player at one tempo; of each the longest stretch without a missed
beat is taken.

Metrics
-------
alpha : by bounded generalised least squares, per trial and averaged over trials, no unit; 0
    corrects nothing, 1 all of it at once
clock, motor : SD in ms, of the variances averaged over trials
likelihood_alpha : by restricted maximum likelihood over all trials at once, with its 95 % interval

The mean that is removed for the bounded fit is that of all trials together. The mean of each short
trial would take a part of the slow swings with it: with 30 beats alpha .2 then comes out as .35,
with the mean known as .24, with that of 15 trials as .25. The likelihood takes each trial's own
mean out and accounts for it; it has no bias to speak of but a wider spread from alpha .5 upwards,
so it gives the interval and the bounded fit the figure.

References
----------
SCIENCE 3.3. Jacoby, Tishby, Repp, Ahissar and Keller 2015, Timing Time Percept 3:32 and 3:52;
Vorberg and Schulze 2002, J Math Psychol 46:56 (the model's autocovariances; their moment estimator
is not built here).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from engine.measures.lines import Matrix
from engine.measures.timing.phase_likelihood import PhaseFit, fit
from engine.note import Seconds

LEAST_TRIALS = 4
LEAST_BEATS = 20
MOST_ITERATIONS = 20
SETTLED = 1e-3
NO_VARIATION_S = 1e-9
MEANS_DIFFER = (
    "Bounded fit and likelihood disagree, as they do where the trials are not equally early on the"
    " whole: the likelihood's value and interval stand."
)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class BoundedFit:
    """One fit a trial, each shape (trials,); the variances in the square of the data's unit."""

    alpha: Matrix
    clock_variance: Matrix
    motor_variance: Matrix


@dataclass(frozen=True, slots=True, kw_only=True)
class PhaseCorrection:
    """What trials say about phase correction; null with ``reason``, in words for a person.

    ``standard_error`` is that of ``alpha`` over trials. ``low`` and ``high`` are the 95 % interval
    of the likelihood's alpha; where ``alpha`` lies outside, ``caveat`` says what that means.
    ``refused`` has for each trial the reason why it was left out, or null; ``by_trial`` the alphas
    of the others.
    """

    trials: int
    beats: int
    refused: tuple[str | None, ...]
    alpha: float | None = None
    standard_error: float | None = None
    clock_sd_ms: float | None = None
    motor_sd_ms: float | None = None
    likelihood_alpha: float | None = None
    low: float | None = None
    high: float | None = None
    by_trial: tuple[float, ...] = ()
    reason: str | None = None
    caveat: str | None = None


def measure(trials: Sequence[Seconds]) -> PhaseCorrection:
    """Return the phase correction of one player at one tempo.

    Parameters
    ----------
    trials : asynchronies of each trial in order of the stimuli, shape (n,), seconds, NaN where one
        was missed or left out (``Pairing.asynchrony_s``)

    Raises
    ------
    ValueError
        for an infinite asynchrony

    Notes
    -----
    A trial needs 20 answered beats in a row, the estimate 4 such trials. Fifteen trials of 30 beats
    leave alpha uncertain by .07.
    """
    trials = [np.asarray(trial, np.float64) for trial in trials]
    if any(np.isinf(trial).any() for trial in trials):
        raise ValueError("asynchronies must be finite, or NaN for a missed beat")
    stretches = [longest_stretch(trial) for trial in trials]
    kept = [stretch for stretch in stretches if len(stretch) >= LEAST_BEATS]
    refused = tuple(
        None
        if len(stretch) >= LEAST_BEATS
        else f"{len(stretch)} beats in a row were answered, at least {LEAST_BEATS} are needed"
        for stretch in stretches
    )
    beats = sum(len(stretch) for stretch in kept)
    reason = None
    if len(kept) < LEAST_TRIALS:
        reason = (
            f"not estimable: at least {LEAST_TRIALS} trials are needed, {len(kept)} can be used"
        )
    elif min(float(stretch.std()) for stretch in kept) < NO_VARIATION_S:
        reason = "not estimable: the asynchronies of a trial do not vary at all, as no hand taps"
    if reason is not None:
        return PhaseCorrection(trials=len(kept), beats=beats, refused=refused, reason=reason)
    mean_s = float(np.concatenate(kept).mean())
    if min(_left_s(stretch - mean_s) for stretch in kept) < NO_VARIATION_S:
        reason = (
            "not estimable: each asynchrony of a trial follows exactly from the one before, as no "
            "hand taps"
        )
        return PhaseCorrection(trials=len(kept), beats=beats, refused=refused, reason=reason)
    fits = [bounded_gls((stretch - mean_s)[None]) for stretch in kept]
    alpha = np.concatenate([each.alpha for each in fits])
    likely: PhaseFit = fit(kept)
    return PhaseCorrection(
        trials=len(kept),
        beats=beats,
        refused=refused,
        alpha=float(alpha.mean()),
        standard_error=float(alpha.std(ddof=1)) / math.sqrt(len(alpha)),
        clock_sd_ms=_mean_sd_ms([each.clock_variance for each in fits]),
        motor_sd_ms=_mean_sd_ms([each.motor_variance for each in fits]),
        likelihood_alpha=likely.alpha,
        low=likely.low,
        high=likely.high,
        by_trial=tuple(float(each) for each in alpha),
        caveat=None if likely.low <= alpha.mean() <= likely.high else MEANS_DIFFER,
    )


def _left_s(asynchrony_s: Seconds) -> float:
    """Return the SD of what an asynchrony, by least squares, does not have from the one before."""
    after, before = asynchrony_s[1:], asynchrony_s[:-1]
    return float((after - before * (after @ before) / (before @ before)).std())


def longest_stretch(asynchrony_s: Seconds) -> Seconds:
    """Return the longest part without NaN, the first of equals; empty where there is none."""
    there = np.concatenate([[False], ~np.isnan(asynchrony_s), [False]])
    starts, ends = np.flatnonzero(~there[:-1] & there[1:]), np.flatnonzero(there[:-1] & ~there[1:])
    if len(starts) == 0:
        return asynchrony_s[:0]
    longest = int(np.argmax(ends - starts))
    return asynchrony_s[starts[longest] : ends[longest]]


def bounded_gls(asynchrony: Matrix) -> BoundedFit:
    """Return phase correction by bounded generalised least squares, row by row.

    The motor's SD is bounded to at most the clock's, without which alpha and both variances run
    into each other.

    Parameters
    ----------
    asynchrony : shape (trials, n), n >= 5, less its mean

    Notes
    -----
    b = A[2..], B = A[1..n-1]; z from ordinary least squares; then, 20 times at most, d = b - B z;
    K11 the mean lag-0 and K12 the lag-1 covariance of d (ddof 1); K12 = min(K12, 0); K11 =
    max(K11, -3 K12); z by least squares with covariance tridiag(K12, K11, K12), until z moves by
    less than .001. alpha = 1 - z, motor variance -K12, clock variance K11 + 2 K12. The tridiagonal
    matrix is diagonal in sines, with values K11 + 2 K12 cos(pi k / n), so no matrix is inverted.
    """
    after, before = asynchrony[:, 1:], asynchrony[:, :-1]
    n = after.shape[1]
    k = np.arange(1, n + 1)
    sines = np.sqrt(2 / (n + 1)) * np.sin(np.pi * np.outer(k, k) / (n + 1))
    cosines = 2 * np.cos(np.pi * k / (n + 1))
    turned_after, turned_before = after @ sines, before @ sines
    z = (after * before).sum(axis=1) / (before**2).sum(axis=1)
    lag0, lag1 = np.zeros_like(z), np.zeros_like(z)
    moving = np.ones(len(z), bool)
    for _ in range(MOST_ITERATIONS):
        if not moving.any():
            break
        found0, found1 = _bounded_covariances(after[moving] - before[moving] * z[moving, None])
        weight = 1 / (found0[:, None] + found1[:, None] * cosines)
        crossed = (weight * turned_before[moving] * turned_after[moving]).sum(axis=1)
        new_z = crossed / (weight * turned_before[moving] ** 2).sum(axis=1)
        lag0[moving], lag1[moving] = found0, found1
        still = np.abs(new_z - z[moving]) >= SETTLED
        z[moving] = new_z
        moving[moving] = still
    return BoundedFit(alpha=1 - z, clock_variance=lag0 + 2 * lag1, motor_variance=-lag1)


def _bounded_covariances(residual: Matrix) -> tuple[Matrix, Matrix]:
    early, late = residual[:, :-1], residual[:, 1:]
    early = early - early.mean(axis=1, keepdims=True)
    late = late - late.mean(axis=1, keepdims=True)
    freedom = early.shape[1] - 1
    lag0 = ((early**2).sum(axis=1) + (late**2).sum(axis=1)) / (2 * freedom)
    lag1 = np.minimum((early * late).sum(axis=1) / freedom, 0.0)
    return np.maximum(lag0, -3 * lag1), lag1


def _mean_sd_ms(variances: Sequence[Matrix]) -> float:
    return 1e3 * math.sqrt(float(np.concatenate(variances).mean()))

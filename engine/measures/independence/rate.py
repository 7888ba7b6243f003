"""One finger's repeated strokes: how fast, how regular, whether it tires, how hard.

Conventions: IKI, the time from one stroke of the finger to its next, in ms; the first five strokes
are left out (a finger settles); 10 to 15 s are asked for. SDs have ddof 1. Velocity is that of one
key, so it may be compared over days but not between keys.

Metrics: rate 1000 / median(IKI) in strokes a second; CV = SD / mean of the IKIs; fatigue slope, the
least-squares slope of IKI over time in ms per s (+ slows down); velocity mean and SD; and, between
two fingers, the ratios of rates and of CVs (the ring ratio is ring finger by index finger).

Intervals, 95 %: of the rate by order statistics of the IKIs; of the CV and of ratios on the log
scale, with the standard errors of normal IKIs, 1.2533 CV / sqrt(n) for ln(median) and
sqrt(1 / (2 (n - 1)) + CV^2 / n) for ln(CV); of the slope by Student's t with n - 2.

References
----------
SCIENCE 2.3; Aoki, Furuya and Kinoshita 2005, Motor Control 9:23 (tapping by finger); Kenney and
Keeping 1962, 14.2 (the median); Miller 1991, Comm Stat Theory Methods 20:3351 (the CV).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from engine.measures.figure import Figure, mean_of, slope_of
from engine.measures.statistics import median_interval, student_t_quantile
from engine.note import Seconds

SETTLING = 5
LEAST_IKIS = 10
ASKED_S = 10.0
# No hand comes near a CV this small: strokes of a machine, whose CV is nothing but rounding.
LEAST_CV = 1e-6
MEDIAN_SE = math.sqrt(math.pi / 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class FingerRate:
    """One finger's strokes after the first five.

    Attributes
    ----------
    strokes, n : all strokes, and the IKIs that the figures rest on
    lasted_s : from the first stroke to the last; under 10 s ``short`` is True
    rate_hz, cv, fatigue_ms_per_s : with intervals; the standard errors of the first two are of
        their logarithms
    velocity, velocity_sd : mean with Student's interval, and SD, after the first five
    reason : why there is no rate, CV and slope; None where there are
    """

    strokes: int
    n: int
    lasted_s: float
    rate_hz: Figure
    cv: Figure
    fatigue_ms_per_s: Figure
    velocity: Figure
    velocity_sd: float | None
    reason: str | None

    @property
    def short(self) -> bool:
        """Whether it lasted less than the 10 s asked for."""
        return self.lasted_s < ASKED_S


def rate(
    onset_s: Seconds, velocity: npt.NDArray[np.floating] | npt.NDArray[np.integer]
) -> FingerRate:
    """Return what one finger's repeated strokes say.

    Parameters
    ----------
    onset_s, velocity : shape (strokes,), in order of onset

    Raises
    ------
    ValueError
        for arrays of two lengths, or onsets that do not increase
    """
    if onset_s.shape != velocity.shape:
        raise ValueError("onsets and velocities must be of one length")
    if not (np.diff(onset_s) > 0).all():
        raise ValueError("onsets must increase from stroke to stroke")
    settled_s, hard = onset_s[SETTLING:], velocity[SETTLING:].astype(np.float64)
    iki_ms = np.diff(settled_s) * 1e3
    n = len(iki_ms)
    reason = None
    if n < LEAST_IKIS:
        reason = (
            f"not estimable: {len(onset_s)} strokes, "
            f"{SETTLING + LEAST_IKIS + 1} are needed, of which the first {SETTLING} do not count"
        )
    none = Figure()
    cv = none if reason else _cv(iki_ms)
    return FingerRate(
        strokes=len(onset_s),
        n=n,
        lasted_s=float(onset_s[-1] - onset_s[0]) if len(onset_s) else 0.0,
        rate_hz=none if reason else _rate(iki_ms, cv),
        cv=cv,
        fatigue_ms_per_s=none if reason else slope_of((settled_s[1:] + settled_s[:-1]) / 2, iki_ms),
        velocity=mean_of(hard),
        velocity_sd=float(hard.std(ddof=1)) if hard.size > 1 else None,
        reason=reason,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Ratio:
    """One finger's figures by another's; ``reason`` says why one or both cannot be given."""

    rate: Figure
    cv: Figure
    reason: str | None = None


def ratio(of: FingerRate, by: FingerRate) -> Ratio:
    """Return rate and CV of one finger as a share of another's.

    Ring by index finger is the *ring ratio*, which needs no norm for the keyboard. The interval is
    Student's on the difference of the logarithms, with Welch's degrees of freedom.
    """
    if of.reason or by.reason:
        return Ratio(rate=Figure(), cv=Figure(), reason=of.reason or by.reason)
    still = "not estimable: strokes of a machine, without any spread" if not _vary(of, by) else None
    return Ratio(
        rate=_quotient(of.rate_hz, by.rate_hz, (of.n - 1, by.n - 1)),
        cv=Figure() if still else _quotient(of.cv, by.cv, (of.n - 1, by.n - 1)),
        reason=still,
    )


def _rate(iki_ms: Seconds, cv: Figure) -> Figure:
    found = 1e3 / float(np.median(iki_ms))
    slow_fast = median_interval(iki_ms.tolist())
    assert slow_fast is not None  # ten values always have one
    error = MEDIAN_SE * (cv.value or 0.0) / math.sqrt(len(iki_ms))
    low, high = 1e3 / slow_fast[1], 1e3 / slow_fast[0]
    return Figure(value=found, low=low, high=high, standard_error=error)


def _cv(iki_ms: Seconds) -> Figure:
    n = len(iki_ms)
    found = float(iki_ms.std(ddof=1) / iki_ms.mean())
    error = math.sqrt(1 / (2 * (n - 1)) + found**2 / n)
    reach = math.exp(student_t_quantile(n - 1) * error)
    return Figure(value=found, low=found / reach, high=found * reach, standard_error=error)


def _vary(of: FingerRate, by: FingerRate) -> bool:
    return min(of.cv.value or 0.0, by.cv.value or 0.0) > LEAST_CV


def _quotient(of: Figure, by: Figure, freedom: Sequence[int]) -> Figure:
    assert of.value is not None
    assert by.value is not None
    variances = [(each.standard_error or 0.0) ** 2 for each in (of, by)]
    found, total = of.value / by.value, sum(variances)
    if not total:
        return Figure(value=found, low=found, high=found, standard_error=0.0)
    df = total**2 / sum(v**2 / f for v, f in zip(variances, freedom, strict=True))
    error = math.sqrt(total)
    reach = math.exp(student_t_quantile(df) * error)
    return Figure(value=found, low=found / reach, high=found * reach, standard_error=error)

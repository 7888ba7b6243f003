"""Synchronisation and continuation: a virtual player taps with a metronome, then goes on alone.

One recursion (SCIENCE 3.3) makes both halves. With the metronome A' = (1 - alpha) A + T + M' - M,
where T is the error of the clock's interval and M the motor delay of one onset; after it alpha is
0 and the same line is Wing and Kristofferson's I = C + M' - M (SCIENCE 3.2).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from engine.note import Seconds
from engine.pianist.model import Five
from engine.pianist.onsets import LEAST_IOI_S, by_finger

SETTLING = 50
DOUBLE_S = 0.05
NONE_EARLY: Five = (0.0, 0.0, 0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tapper:
    """Who taps. SDs, drift and offsets in ms.

    ``alpha`` is the share of an asynchrony that is made good at the next onset, 0 to below 2.
    ``drift_ms_per_tap`` lengthens each IOI of the continuation over the one before.
    ``asynchrony_ms`` is where each finger 1 to 5 aims, negative = early; a tap without a prescribed
    finger aims at the mean of the five. A missed tap leaves no onset; a double is a second onset
    50 ms after the first. ``gamma_shape`` gives both noises the skew of a gamma distribution of
    that shape (SCIENCE 3.3 has 4); without it they are normal.

    Raises
    ------
    ValueError
        for a negative SD, a rate outside 0 to 1, or an alpha at which synchrony is lost
    """

    clock_sd_ms: float = 10.0
    motor_sd_ms: float = 5.0
    alpha: float = 0.3
    drift_ms_per_tap: float = 0.0
    asynchrony_ms: Five = NONE_EARLY
    miss_rate: float = 0.0
    double_rate: float = 0.0
    gamma_shape: float | None = None

    def __post_init__(self) -> None:
        if min(self.clock_sd_ms, self.motor_sd_ms) < 0:
            raise ValueError("clock_sd_ms and motor_sd_ms must not be negative")
        if not (0 <= self.miss_rate <= 1 and 0 <= self.double_rate <= 1):
            raise ValueError("miss_rate and double_rate must be 0 to 1")
        if not 0 <= self.alpha < 2:
            raise ValueError(f"alpha is {self.alpha}, must be 0 to below 2 to stay with the beat")
        if self.gamma_shape is not None and self.gamma_shape <= 0:
            raise ValueError("gamma_shape must be above 0")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Tapped:
    """One trial and its truth; all in seconds, the first stimulus at 0, read-only.

    ``stimulus_s`` has the metronome's onsets, ``performed_s`` one onset for each beat of both
    halves, ``missed`` and ``doubled`` which of them were not heard or struck twice, ``onset_s``
    what a keyboard reports in order.
    """

    stimulus_s: Seconds
    performed_s: Seconds
    missed: npt.NDArray[np.bool_]
    doubled: npt.NDArray[np.bool_]
    onset_s: Seconds

    @property
    def continuation_s(self) -> Seconds:
        """What the keyboard reports after the last stimulus' own tap."""
        last_paced = self.performed_s[len(self.stimulus_s) - 1]
        after: Seconds = self.onset_s[self.onset_s > last_paced + 1.5 * DOUBLE_S]
        return after


def asynchronies_s(tapper: Tapper, *, trials: int, taps: int, rng: np.random.Generator) -> Seconds:
    """Return settled asynchronies to a metronome, shape (trials, taps), about 0; seconds."""
    clock, motor = _noise_s(tapper, trials, SETTLING + taps, rng)
    asynchrony: Seconds = np.zeros((trials, SETTLING + taps))
    now = motor[:, 0]
    for tap in range(SETTLING + taps):
        now = (1 - tapper.alpha) * now + clock[:, tap] + motor[:, tap + 1] - motor[:, tap]
        asynchrony[:, tap] = now
    settled: Seconds = asynchrony[:, SETTLING:]
    return settled


def continuation_iois_s(
    tapper: Tapper, *, ioi_s: float, trials: int, iois: int, rng: np.random.Generator
) -> Seconds:
    """Return the IOIs of self-paced tapping, shape (trials, iois), seconds."""
    clock, motor = _noise_s(tapper, trials, iois, rng)
    drift_s = tapper.drift_ms_per_tap / 1e3 * np.arange(iois)
    interval: Seconds = ioi_s + drift_s + clock + np.diff(motor, axis=1)
    return interval


def tap(
    tapper: Tapper,
    *,
    ioi_s: float,
    paced: int,
    alone: int,
    rng: np.random.Generator,
    fingers: Sequence[int | None] = (),
) -> Tapped:
    """Return one trial: ``paced`` taps with a metronome, then ``alone`` taps without it.

    ``fingers`` are those of the taps in order, shorter lists are gone through again; a keyboard
    cannot report onsets out of order, so a tap is at the least 1 ms after the one before.
    """
    if paced < 1 or alone < 0 or not ioi_s > 0:
        raise ValueError("a trial needs at least one paced tap and an interval above 0")
    taps = paced + alone
    settled_s = asynchronies_s(tapper, trials=1, taps=paced, rng=rng)[0]
    more_s = continuation_iois_s(tapper, ioi_s=ioi_s, trials=1, iois=alone, rng=rng)[0]
    beats_s = np.arange(paced) * ioi_s + settled_s
    own_s = np.concatenate([beats_s, beats_s[-1] + np.cumsum(more_s)])
    order = [fingers[i % len(fingers)] if fingers else None for i in range(taps)]
    free_s = own_s + by_finger(tapper.asynchrony_ms, tuple(order)) / 1e3
    ranks = np.arange(taps) * LEAST_IOI_S
    performed_s = np.maximum.accumulate(free_s - ranks) + ranks
    missed = rng.random(taps) < tapper.miss_rate
    doubled = (rng.random(taps) < tapper.double_rate) & ~missed
    heard_s = np.concatenate([performed_s[~missed], performed_s[doubled] + DOUBLE_S])
    stimulus_s: Seconds = np.arange(paced, dtype=np.float64) * ioi_s
    onset_s = np.sort(heard_s)
    for each in (stimulus_s, performed_s, missed, doubled, onset_s):
        each.flags.writeable = False
    return Tapped(
        stimulus_s=stimulus_s,
        performed_s=performed_s,
        missed=missed,
        doubled=doubled,
        onset_s=onset_s,
    )


def _noise_s(
    tapper: Tapper, trials: int, intervals: int, rng: np.random.Generator
) -> tuple[Seconds, Seconds]:
    """Return the errors of the clock, one an interval, and of the motor, one an onset."""

    def drawn(count: int) -> Seconds:
        shape = tapper.gamma_shape
        if shape is None:
            return rng.standard_normal((trials, count))
        skewed: Seconds = (rng.standard_gamma(shape, (trials, count)) - shape) / math.sqrt(shape)
        return skewed

    clock = drawn(intervals) * tapper.clock_sd_ms / 1e3
    return clock, drawn(intervals + 1) * tapper.motor_sd_ms / 1e3

"""What a trial of On the Beat said: how early or late each finger came, and how the hand went on.

The stretches of the five fingers are laid end to end and measured as one; the stretch of one finger
gives what clock, hand and phase correction are estimated from, pooled over trials. A note counts by
its key in any octave: the place of one that another key was struck in is missed. The delay of
keyboard and sound is in every asynchrony: a median is told only where it is known, or where the
clicks came out of the piano with the notes. SDs, intervals and differences between fingers do not
know of it.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from engine.measures.statistics import student_t_quantile
from engine.measures.timing import asynchrony
from engine.measures.timing.asynchrony import Asynchrony
from engine.measures.timing.pairing import pair
from engine.note import Seconds
from engine.record import Calibration, ClickChoice
from engine.tasks.on_the_beat import Placed

STEADY = 0.1
LEAST_ALONE = 6

Pitches = npt.NDArray[np.int64]


class Zero(StrEnum):
    """What an asynchrony of 0 means: the beat, as calibrated or by the piano, or nothing known."""

    CALIBRATED = "calibrated"
    PIANO = "piano"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One figure with its 95 % interval, or the reason why there is none; ``n`` it rests on."""

    value: float | None
    n: int = 0
    low: float | None = None
    high: float | None = None
    standard_error: float | None = None
    reason: str | None = None


NOTHING_YET = Part(value=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tap:
    """One note with the clicks: its stretch, the finger asked for, ms late; null where missed."""

    stretch: int
    finger: int | None
    late_ms: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BeatFound:
    """What one trial said.

    ``taps`` and the medians of ``asynchrony`` are from ``zero``: where that is not known they can
    only be compared with each other; else the medians' intervals have that of the calibration in
    them. ``steady`` is the share of notes within a tenth of the time between two
    of their middle. ``alone`` is how much slower (%) the hand went without clicks; ``clock`` and
    ``motor`` are SDs in ms and ``correction`` the share of an asynchrony made good at the next
    beat, from ``trials`` with ``finger`` at this tempo.
    """

    asynchrony: Asynchrony
    zero: Zero
    taps: tuple[Tap, ...]
    steady: float
    beat_ms: float
    note_ms: float
    finger: int | None = None
    trials: int = 0
    alone: Part = NOTHING_YET
    clock: Part = NOTHING_YET
    motor: Part = NOTHING_YET
    correction: Part = NOTHING_YET


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class OneFinger:
    """The stretch of one finger: asynchronies (NaN: missed) and its onsets alone, in seconds."""

    finger: int | None
    asynchrony_s: Seconds
    alone_s: Seconds


def zero_of(clicks: ClickChoice, calibration: Calibration | None) -> Zero:
    """Return what an asynchrony of 0 means with these clicks."""
    if clicks is ClickChoice.PIANO:
        return Zero.PIANO
    return Zero.UNKNOWN if calibration is None else Zero.CALIBRATED


def with_clicks(
    stretches: Sequence[Placed],
    onset_s: Seconds,
    pitches: Pitches,
    clicks: ClickChoice,
    calibration: Calibration | None,
) -> BeatFound | None:
    """Return what the notes with the clicks said; None where fewer than two were answered.

    Parameters
    ----------
    stretches : of one kind, as they were placed in time
    onset_s : onsets on the clock of the clicks, ascending, shape (n,)
    pitches : shape (n,)
    """
    if not stretches:
        return None
    zero = zero_of(clicks, calibration)
    off_s = calibration.latency_ms / 1e3 if calibration and zero is Zero.CALIBRATED else 0.0
    heard, due, fingers, places = [], [], [], []
    begins_s = 0.0
    for index, placed in enumerate(stretches):
        own_s, due_s = _answers(placed, onset_s - off_s, pitches)
        shift_s = begins_s - due_s[0]
        heard.append(own_s + shift_s)
        due.append(due_s + shift_s)
        fingers += [placed.stretch.finger(note) for note in range(placed.stretch.paced)]
        places += [index] * placed.stretch.paced
        begins_s += placed.stretch.paced * placed.note_ns / 1e9
    response_s, stimulus_s = np.concatenate(heard), np.concatenate(due)
    named = fingers if None not in fingers else ()
    found = asynchrony.measure(
        response_s,
        stimulus_s,
        fingers=named,
        reactions=0,
        latency_s=None if zero is Zero.UNKNOWN else 0.0,
    )
    middle_ms = found.median_ms
    if middle_ms is None:
        return None
    late_ms = 1e3 * pair(response_s, stimulus_s, reactions=0).asynchrony_s
    note_ms = stretches[0].note_ns / 1e6
    if calibration is not None and zero is Zero.CALIBRATED:
        found = _with_delay(found, calibration)
    within = np.abs(late_ms - middle_ms) <= STEADY * note_ms
    return BeatFound(
        asynchrony=found,
        zero=zero,
        taps=tuple(
            Tap(stretch=place, finger=finger, late_ms=None if math.isnan(late) else float(late))
            for place, finger, late in zip(places, fingers, late_ms, strict=True)
        ),
        steady=float(within.mean()),
        beat_ms=60e3 / stretches[0].tempo_bpm,
        note_ms=note_ms,
    )


def one_finger(placed: Placed, onset_s: Seconds, pitches: Pitches) -> OneFinger:
    """Return what a stretch of one finger holds for clock, hand and phase correction."""
    own_s, due_s = _answers(placed, onset_s, pitches)
    after = (onset_s >= placed.alone_ns / 1e9) & _of_its_keys(placed, pitches)
    if placed.ended_ns is not None:
        # the note that ended it is its last, give or take the whole take's better stamps
        after &= onset_s <= placed.ended_ns / 1e9 + placed.note_ns / 2e9
    return OneFinger(
        finger=placed.stretch.finger(0),
        asynchrony_s=pair(own_s, due_s, reactions=0).asynchrony_s,
        alone_s=np.unique(onset_s[after][: placed.stretch.alone]),
    )


def alone_tempo(placed: Placed, alone_s: Seconds) -> Part:
    """Return how much slower (%, negative: faster) the hand went without the clicks.

    The median IOI against the clicks' own; the interval is Student's of the IOIs' mean, about the
    median: neighbours of IOIs make each other good, which leaves it on the wide side.
    """
    ioi_s = np.diff(alone_s)
    if len(ioi_s) < LEAST_ALONE:
        reason = f"{len(ioi_s)} intervals alone, at least {LEAST_ALONE} are needed"
        return Part(value=None, n=len(ioi_s), reason=reason)
    share = 100 * (ioi_s / (placed.note_ns / 1e9) - 1)
    middle = float(np.median(share))
    kept = share[np.abs(share - middle) <= 50]
    error = float(kept.std(ddof=1)) / math.sqrt(len(kept))
    half = student_t_quantile(len(kept) - 1) * error
    return Part(
        value=middle, n=len(kept), low=middle - half, high=middle + half, standard_error=error
    )


def _of_its_keys(placed: Placed, pitches: Pitches) -> npt.NDArray[np.bool_]:
    keys = sorted({pitch % 12 for pitch in placed.stretch.pitches})
    return np.isin(pitches % 12, keys) if keys else np.ones(len(pitches), bool)


def _answers(placed: Placed, onset_s: Seconds, pitches: Pitches) -> tuple[Seconds, Seconds]:
    """Return the notes played to a stretch's clicks, and when they were due.

    Notes before and after are left out, and one whose key is another than that of its place.
    """
    stretch = placed.stretch
    due_s = np.array([placed.due_ns(note) for note in range(stretch.paced)]) / 1e9
    within = (onset_s >= placed.opens_ns / 1e9) & (onset_s < placed.alone_ns / 1e9)
    within &= _of_its_keys(placed, pitches)
    own_s, own_pitches = onset_s[within], pitches[within]
    if not stretch.pitches or stretch.one_finger:
        return own_s, due_s
    asked = np.array(
        [stretch.pitches[note % len(stretch.pitches)] for note in range(stretch.paced)]
    )
    response = pair(own_s, due_s, reactions=0).response
    hit = np.flatnonzero(response >= 0)
    other = response[hit][(own_pitches[response[hit]] - asked[hit]) % 12 != 0]
    return np.delete(own_s, other), due_s


def _with_delay(found: Asynchrony, calibration: Calibration) -> Asynchrony:
    """Return medians whose intervals have that of the calibration in them."""

    def ends(
        median_ms: float | None, low_ms: float | None, high_ms: float | None
    ) -> tuple[float | None, float | None]:
        if median_ms is None or low_ms is None or high_ms is None:
            return None, None
        below = math.hypot(median_ms - low_ms, calibration.high_ms - calibration.latency_ms)
        above = math.hypot(high_ms - median_ms, calibration.latency_ms - calibration.low_ms)
        return median_ms - below, median_ms + above

    low_ms, high_ms = ends(found.median_ms, found.low_ms, found.high_ms)
    fingers = []
    for each in found.fingers:
        own_low_ms, own_high_ms = ends(each.median_ms, each.low_ms, each.high_ms)
        fingers.append(replace(each, low_ms=own_low_ms, high_ms=own_high_ms))
    return replace(found, low_ms=low_ms, high_ms=high_ms, fingers=tuple(fingers))

"""Chord spread and order: how closely the fingers of a chord land, and which one lands last.

Conventions: a chord is a row of onsets, a column a finger; NaN where the finger struck no key. The
spread is last onset less first, ms, never negative; the word *asynchrony* is not used for it. A
chord of which two fingers share the last stamp has no last finger and enters no order.

Over a DIN MIDI cable each note takes about 1 ms, so notes struck together arrive 1 ms apart: a
chord of k notes shows up to k - 1 ms of spread that no finger made (``cable_ms``), and its order
may be the keyboard's. USB has no such floor.

Metrics: mean, SD (ddof 1) and median of the spread, with the order-statistic interval of the
median; P(finger f lands last) with Jeffreys intervals, 1 / k by chance.

References
----------
SCIENCE 2.3.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from engine.measures.independence.frequency import Chance
from engine.measures.lines import Matrix
from engine.measures.statistics import median_interval
from engine.note import NoteArray, Seconds

INSTANT_S = 1e-6
CABLE_MS_PER_NOTE = 1.0
# Longer than this after its first note, a note is no longer one of the same chord.
CHORD_S = 0.25


@dataclass(frozen=True, slots=True, kw_only=True)
class ChordSpread:
    """The chords of a take; times in ms.

    Attributes
    ----------
    chords, incomplete : those that every finger struck, and the others, which do not count
    mean_ms, sd_ms, median_ms, low_ms, high_ms : of the spread; the interval is the median's
    cable_ms : what a DIN MIDI cable may have added to each spread
    last : (finger, how often it landed last of the chords that have a last finger)
    ties : chords of which the last two fingers share a stamp
    """

    chords: int
    incomplete: int
    mean_ms: float | None
    sd_ms: float | None
    median_ms: float | None
    low_ms: float | None
    high_ms: float | None
    cable_ms: float
    last: tuple[tuple[int, Chance], ...]
    ties: int
    reason: str | None


def chord_spread(onset_s: Matrix, fingers: Sequence[int]) -> ChordSpread:
    """Return spread and order of chords that were asked for with ``fingers``.

    Parameters
    ----------
    onset_s : shape (chords, fingers), NaN where a finger struck no key
    fingers : two or more, each once

    Raises
    ------
    ValueError
        unless there is a column a finger, two fingers or more, and each finger once
    """
    if onset_s.ndim != 2 or onset_s.shape[1] != len(fingers):
        raise ValueError(f"needs a column for each of {len(fingers)} fingers, got {onset_s.shape}")
    if len(fingers) < 2 or len(set(fingers)) < len(fingers):
        raise ValueError(f"a chord needs two fingers or more, each once, got {list(fingers)}")
    whole = onset_s[~np.isnan(onset_s).any(axis=1)]
    spread_ms = (whole.max(axis=1) - whole.min(axis=1)) * 1e3
    ordered = np.sort(whole, axis=1)
    clear = ordered[:, -1] - ordered[:, -2] > INSTANT_S
    counts = np.bincount(whole[clear].argmax(axis=1), minlength=len(fingers))
    n, ranked = len(whole), int(clear.sum())
    ends = median_interval(spread_ms.tolist()) if n else None
    return ChordSpread(
        chords=n,
        incomplete=len(onset_s) - n,
        mean_ms=float(spread_ms.mean()) if n else None,
        sd_ms=float(spread_ms.std(ddof=1)) if n > 1 else None,
        median_ms=float(np.median(spread_ms)) if n else None,
        low_ms=ends[0] if ends else None,
        high_ms=ends[1] if ends else None,
        cable_ms=CABLE_MS_PER_NOTE * (len(fingers) - 1),
        last=tuple(
            (finger, Chance(hits=int(count), n=ranked))
            for finger, count in zip(fingers, counts, strict=True)
            if ranked
        ),
        ties=n - ranked,
        reason=None if n else "not estimable: no chord was struck with all its fingers",
    )


def chords_of(notes: NoteArray, pitches: Sequence[int], *, within_s: float = CHORD_S) -> Seconds:
    """Return the onsets of a chord that was struck again and again, shape (chords, pitches).

    A chord begins with any of its pitches and takes in the first note of each that comes
    ``within_s`` of it; NaN where none does. Other pitches and second strikes take no part.
    """
    rows: list[list[float]] = []
    column = {pitch: k for k, pitch in enumerate(pitches)}
    begun_s = -np.inf
    for onset_s, pitch in zip(notes["onset_s"].tolist(), notes["pitch"].tolist(), strict=True):
        if pitch not in column:
            continue
        if onset_s - begun_s > within_s:
            rows.append([np.nan] * len(column))
            begun_s = onset_s
        if np.isnan(rows[-1][column[pitch]]):
            rows[-1][column[pitch]] = onset_s
    return np.array(rows, np.float64).reshape(len(rows), len(column))

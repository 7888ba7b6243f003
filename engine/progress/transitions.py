"""The twenty directed transitions: reliable, gathering, or not enough notes yet.

A transition i -> j is reliable when the note of finger j comes where it should: the interval of its
mean deviation, shrunk over the transitions, lies within what a listener can hear of one displaced
tone (6 ms below an IOI of 240 ms, 2.5 % above it). It is judged on 40 notes or more and judged
again only when 40 more have gathered. Once lit it goes out only on evidence of three weeks and 120
notes that lies wholly outside; a bad week never puts it out.

References
----------
Friberg and Sundberg 1995, SCIENCE 1.4 (the JND); SCIENCE 6.2 (partial pooling); LOOK 4.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from itertools import groupby
from math import sqrt

import numpy as np

from engine.measures.hearing import JND_MS, audible_ms
from engine.measures.shrinkage import shrunk
from engine.measures.statistics import Z95

MIN_NOTES = 40
DARK_NOTES = 120
DARK_WEEKS = 3

Pair = tuple[int, int]
TWENTY: tuple[Pair, ...] = tuple((i, j) for i in range(1, 6) for j in range(1, 6) if i != j)


class Standing(StrEnum):
    """How far a transition has come."""

    RELIABLE = "reliable"
    GATHERING = "gathering"
    NOT_ENOUGH = "not_enough"


@dataclass(frozen=True, slots=True, kw_only=True)
class TransitionDeviation:
    """One session's mean deviation of the second note of a transition; positive = late.

    ``standard_error_ms`` is null for fewer than two notes; ``ioi_ms`` is the mean IOI.
    """

    local_date: date
    finger: int
    to_finger: int
    deviation_ms: float
    standard_error_ms: float | None
    n: int
    ioi_ms: float


@dataclass(frozen=True, slots=True, kw_only=True)
class TransitionState:
    """One of the twenty; ``mean_ms`` and its 95 % interval are shrunk, null before it was judged.

    ``n`` counts all its notes and ``needed`` those still missing before it is first judged;
    ``lit_on`` is the day on which it became reliable.
    """

    finger: int
    to_finger: int
    standing: Standing
    n: int
    needed: int
    mean_ms: float | None = None
    low_ms: float | None = None
    high_ms: float | None = None
    lit_on: date | None = None


@dataclass(frozen=True, slots=True)
class _Pooled:
    """Notes of several sessions put together."""

    mean_ms: float
    standard_error_ms: float
    tolerance_ms: float


@dataclass(frozen=True, slots=True)
class _Track:
    """One transition on its way: notes since it was judged, and those that speak against it."""

    n: int = 0
    gathered: tuple[TransitionDeviation, ...] = ()
    judged: _Pooled | None = None
    against: tuple[TransitionDeviation, ...] = ()
    lit_on: date | None = None
    shown: tuple[float, float, float] | None = None


def constellation(deviations: Sequence[TransitionDeviation]) -> tuple[TransitionState, ...]:
    """Return the twenty transitions of one hand, in the order 1-2, 1-3, ... 5-4.

    ``deviations`` hold at most one value a session and transition, in any order; sessions of one
    day are judged together. Same-finger repetitions and nulls are passed over.
    """
    tracks = dict.fromkeys(TWENTY, _Track())
    usable = [
        each
        for each in deviations
        if (each.finger, each.to_finger) in tracks and each.standard_error_ms and each.n > 1
    ]
    usable.sort(key=lambda each: (each.local_date, each.finger, each.to_finger, each.deviation_ms))
    for day, played in groupby(usable, key=lambda each: each.local_date):
        for each in played:
            pair = (each.finger, each.to_finger)
            track = tracks[pair]
            tracks[pair] = replace(track, n=track.n + each.n, gathered=(*track.gathered, each))
        due = [pair for pair, track in tracks.items() if _notes(track.gathered) >= MIN_NOTES]
        for pair in due:
            tracks[pair] = replace(tracks[pair], judged=_pooled(tracks[pair].gathered))
        shown = _shown(tracks)
        for pair in due:
            tracks[pair] = _rejudged(tracks[pair], shown[pair], day)
    return tuple(_state(pair, track) for pair, track in tracks.items())


def _notes(deviations: Sequence[TransitionDeviation]) -> int:
    return sum(each.n for each in deviations)


def _pooled(deviations: Sequence[TransitionDeviation]) -> _Pooled:
    """Return the mean over sessions; its error is the larger of theirs and of their spread."""
    n = np.array([each.n for each in deviations], float)
    weight = n / n.sum()
    mean = np.array([each.deviation_ms for each in deviations])
    own = np.array([each.standard_error_ms for each in deviations], float)
    pooled = float(weight @ mean)
    variance = float((weight * own) @ (weight * own))
    if len(deviations) > 1:
        spread = float(weight @ (mean - pooled) ** 2) / (len(deviations) - 1)
        variance = max(variance, spread)
    ioi_ms = float(weight @ np.array([each.ioi_ms for each in deviations]))
    return _Pooled(pooled, sqrt(variance), audible_ms(ioi_ms))


def _shown(tracks: dict[Pair, _Track]) -> dict[Pair, tuple[float, float, float]]:
    """Return the shrunk mean and interval of every transition that was judged."""
    judged = {pair: track.judged for pair, track in tracks.items() if track.judged}
    found = shrunk(
        np.array([pooled.mean_ms for pooled in judged.values()]),
        np.array([pooled.standard_error_ms for pooled in judged.values()]),
        least_sd=JND_MS,  # a narrower one would call what was never measured reliable
    )
    rows = zip(found.value.tolist(), found.low.tolist(), found.high.tolist(), strict=True)
    return dict(zip(judged, rows, strict=True))


def _rejudged(track: _Track, shown: tuple[float, float, float], day: date) -> _Track:
    judged = track.judged
    assert judged is not None
    _, low, high = shown
    lit_on, against = track.lit_on, (*track.against, *track.gathered)
    if -judged.tolerance_ms < low and high < judged.tolerance_ms:
        lit_on, against = lit_on or day, ()
    elif lit_on and _clearly_out(against):
        lit_on, against = None, ()
    return replace(track, gathered=(), shown=shown, lit_on=lit_on, against=against)


def _clearly_out(against: Sequence[TransitionDeviation]) -> bool:
    weeks = {each.local_date.isocalendar()[:2] for each in against}
    if len(weeks) < DARK_WEEKS or _notes(against) < DARK_NOTES:
        return False
    pooled = _pooled(against)
    return abs(pooled.mean_ms) - Z95 * pooled.standard_error_ms > pooled.tolerance_ms


def _state(pair: Pair, track: _Track) -> TransitionState:
    mean_ms, low_ms, high_ms = track.shown or (None, None, None)
    if track.lit_on:
        standing = Standing.RELIABLE
    else:
        standing = Standing.NOT_ENOUGH if track.shown is None else Standing.GATHERING
    return TransitionState(
        finger=pair[0],
        to_finger=pair[1],
        standing=standing,
        n=track.n,
        needed=max(0, MIN_NOTES - track.n) if track.shown is None else 0,
        mean_ms=mean_ms,
        low_ms=low_ms,
        high_ms=high_ms,
        lit_on=track.lit_on,
    )

"""One hand's line in a piece as it was played: its events, when they came, which can be timed.

**Conventions**: an event is all that the hand has written at one time, at the mean of its onsets.
It is *usable* when all of it was hit, nothing ornaments it, and the player did not jump there. A
note that shares the key press of another takes no part.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from engine.exercise import Hand, Target
from engine.measures.lines import Matrix
from engine.measures.matching.alignment import Indices, Mask
from engine.measures.pieces.events import Written, written
from engine.measures.pieces.match import PieceMatch
from engine.measures.windows import IOIS, Windows
from engine.note import NoteArray, Seconds


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Line:
    """One hand's events as they were played.

    Attributes
    ----------
    place : shape (targets of the hand,), each target's place among those of the piece
    score : the hand's own targets
    note : shape (targets of the hand,), the note that hit it, -1 where none did or it is doubled
    onset_s : shape (events,), mean of the event's onsets; NaN where none was hit
    usable : shape (events,), whether its time enters the figures
    """

    place: Indices
    score: Written
    note: Indices
    onset_s: Seconds
    usable: Mask


def line_of(hand: Hand, targets: Sequence[Target], match: PieceMatch, notes: NoteArray) -> Line:
    """Return the line of a hand that has at least one target."""
    place = np.array([k for k, target in enumerate(targets) if target.hand is hand], np.intp)
    score = written([targets[k] for k in place])
    count = len(score.event_beat)
    own = ~match.doubled[place]
    note = np.where(match.hit[place] & own, match.note_index[place], -1)
    hit = note >= 0
    with np.errstate(invalid="ignore"):
        onset_s = _sums(score.event[hit], notes["onset_s"][note[hit]], count) / np.bincount(
            score.event[hit], minlength=count
        )
    spoilt = (own & ~hit) | score.grace | score.ornamented
    usable = (_sums(score.event, spoilt, count) == 0) & ~np.isnan(onset_s)
    return Line(
        place=place,
        score=score,
        note=note,
        onset_s=onset_s,
        usable=usable & ~_jumped_to(match, score, note),
    )


def _sums(event: Indices, values: Seconds | Mask, count: int) -> Seconds:
    sums: Seconds = np.bincount(event, values, count).astype(np.float64)
    return sums


def _jumped_to(match: PieceMatch, score: Written, note: Indices) -> Mask:
    """Return which events are the first after a jump, shape (events,)."""
    cuts = np.array([jump.note for jump in match.jumps], np.intp)
    passage = np.searchsorted(cuts, note, side="right")
    last = np.full(len(score.event_beat), -1)
    played = note >= 0
    last[score.event[played]] = passage[played]
    there = np.flatnonzero(last >= 0)
    jumped = np.zeros(len(last), np.bool_)
    jumped[there[1:]] = np.diff(last[there]) != 0
    return jumped


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Deviations:
    """How far each target of a hand is from its window's parabola; shape (targets of the hand,).

    Attributes
    ----------
    value_ms : + late; NaN where it was not hit or lies in no window
    window : number of the window, -1 in none; a note between two belongs to the earlier
    hat : leverage of its event on the parabola; NaN in no window
    """

    value_ms: Matrix
    window: Indices
    hat: Matrix


def deviations(line: Line, found: Windows, notes: NoteArray) -> Deviations:
    """Return the deviations of a hand's targets; those of a chord from their event's place."""
    events = len(line.onset_s)
    window = np.full(events, -1, np.intp)
    event_ms, hat = np.full(events, np.nan), np.full(events, np.nan)
    for number in range(len(found.start) - 1, -1, -1):
        there = slice(found.start[number], found.start[number] + IOIS + 1)
        window[there] = number
        event_ms[there] = found.deviation_ms[number]
        hat[there] = found.hat
    event, played = line.score.event, line.note >= 0
    beside_ms = 1e3 * (notes["onset_s"][line.note] - line.onset_s[event])
    value_ms = np.where(played, event_ms[event] + beside_ms, np.nan)
    inside = ~np.isnan(value_ms)
    return Deviations(
        value_ms=value_ms,
        window=np.where(inside, window[event], -1),
        hat=np.where(inside, hat[event], np.nan),
    )

"""Passages: the stretches of a performance between two jumps, and which of them counts where.

Where the player went back, the same events were played twice; the later passage counts there, for
it is the one that was put right, unless it hit clearly less of what both have. Chords at the seam
may be answered by the passage beside it, because hands are not together.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from engine.measures.matching.alignment import Indices
from engine.measures.pieces.events import Written
from engine.measures.pieces.following import Way
from engine.measures.pieces.settling import asked_for, event_times, settle
from engine.note import Seconds

# Events beside a passage's ends that its notes may answer.
HANDS_APART = 2
# A later time with this share of the earlier one's hits counts.
AS_GOOD = 0.9
ROUNDS = 3


class Passage(NamedTuple):
    """Events ``first`` to ``last`` (included) as played without a jump, from the note ``start``.

    All three are of notes that the score asks for. ``note_index``, shape (targets,), has its
    answers, also up to two events outside; ``times``, shape (events,), when each event was due, NaN
    further away.
    """

    start: int
    first: int
    last: int
    note_index: Indices
    times: Seconds


def passages_of(onset_s: Seconds, pitch: Indices, way: Way, score: Written) -> list[Passage]:
    """Return the passages in the order played.

    Parameters
    ----------
    onset_s, pitch : shape (n,), n >= 1, in order of onset
    """
    cuts = np.flatnonzero(way.jumped).tolist()
    certain = asked_for(way.event, pitch, score)
    found = []
    for start, stop in zip([0, *cuts], [*cuts, len(pitch)], strict=True):
        part = slice(start, stop)
        sure = start + np.flatnonzero(certain[part])
        if not sure.size:
            continue
        first, last = int(way.event[sure[0]]), int(way.event[sure[-1]])
        times, answers = _settled(onset_s[part], pitch[part], way.event[part], score, (first, last))
        answers = np.where(answers >= 0, answers + start, -1)
        found.append(Passage(int(sure[0]), first, last, answers, times))
    return found


def _settled(
    onset_s: Seconds, pitch: Indices, event: Indices, score: Written, ends: tuple[int, int]
) -> tuple[Seconds, Indices]:
    """Return when each event was due and which note answers each target.

    A note that the way had beside its event is settled the first time, and tells the time of its
    event the second.
    """

    def due(notes: Indices, event: Indices) -> Seconds:
        times = event_times(onset_s[notes], pitch[notes], event, score)
        times[: max(ends[0] - HANDS_APART, 0)] = np.nan
        times[ends[1] + 1 + HANDS_APART :] = np.nan
        return times

    first = settle(onset_s, pitch, due(np.arange(len(pitch)), event), score)
    told = np.flatnonzero(first >= 0)
    times = due(first[told], score.event[told])
    return times, settle(onset_s, pitch, times, score)


def put_together(passages: Sequence[Passage], score: Written) -> tuple[Indices, Seconds]:
    """Return each target's note, shape (targets,), and each event's time, shape (events,)."""
    owner = np.full(len(score.event_beat), -1, np.intp)
    for number, passage in enumerate(passages):
        mine = np.zeros(len(owner), np.bool_)
        mine[passage.first : passage.last + 1] = True
        owner[mine & (owner < 0)] = number
        for other in np.unique(owner[mine & (owner < number)]).tolist():
            both = mine & (owner == other)
            there = both[score.event]
            hits = np.count_nonzero(passage.note_index[there] >= 0)
            if hits >= AS_GOOD * np.count_nonzero(passages[other].note_index[there] >= 0):
                owner[both] = number
    note_index = np.full(len(score.pitch), -1, np.intp)
    times = np.full(len(owner), np.nan)
    for number, passage in enumerate(passages):
        times[owner == number] = passage.times[owner == number]
        own = owner[score.event] == number
        note_index[own] = passage.note_index[own]
    for passage in passages:
        _fill_the_seams(passage, note_index, times, owner, score)
    return note_index, times


def _fill_the_seams(
    passage: Passage, note_index: Indices, times: Seconds, owner: Indices, score: Written
) -> None:
    """Let a passage answer what is still open beside its ends."""
    outside = (score.event < passage.first) | (score.event > passage.last)
    used = np.isin(passage.note_index, note_index[note_index >= 0])
    open_ = outside & (note_index < 0) & (passage.note_index >= 0) & ~used
    note_index[open_] = passage.note_index[open_]
    beside = (owner < 0) & np.isnan(times)
    times[beside] = passage.times[beside]

"""What the pitches alone cannot say, settled by the time that the neighbours foretell."""

from dataclasses import replace
from itertools import pairwise
from statistics import fmean, median

import numpy as np

from engine.measures.matching.alignment import Aligned, Pitches
from engine.note import Seconds


def settled(run: Aligned, onset_s: Seconds, pitch: Pitches) -> Aligned:
    """Return the run with the choices between equal notes made by the grid.

    Where a target could be answered by the note chosen or by an extra beside it, the one nearer to
    its time is taken. A note of another pitch stands for the target at whose time it comes; if it
    is more than half an IOI from any, the target is missed and the note extra.
    """
    nearest = _nearest(run, onset_s, pitch) if run.extra else run
    return _on_time(nearest, onset_s, pitch)


def _nearest(run: Aligned, onset_s: Seconds, pitch: Pitches) -> Aligned:
    notes, extra = list(run.notes), list(run.extra)
    # A choice can open another one beside it; a run retaken further than this is not valid anyway.
    for _ in range(3):
        before = list(notes)
        for j, note in enumerate(before):
            rivals = [other for other in extra if _could_replace(notes, j, other, pitch, run)]
            if not rivals:
                continue
            due_s, _ = _due_s(notes, j, onset_s)
            best = min([note, *rivals], key=lambda k: abs(onset_s[k] - due_s))
            if best != note:
                notes[j] = best
                extra[extra.index(best)] = note
        if notes == before:
            break
    return replace(run, notes=notes, extra=sorted(extra))


def _on_time(run: Aligned, onset_s: Seconds, pitch: Pitches) -> Aligned:
    heard = pitch[run.notes] == run.template.pitches
    wrong = [j for j in np.flatnonzero(~heard).tolist() if run.notes[j] >= 0]
    if not wrong:
        return run
    notes, extra = list(run.notes), list(run.extra)
    for j in wrong:
        note = run.notes[j]
        notes[j] = -1
        due = {k: _due_s(notes, k, onset_s) for k in _missed_around(notes, j)}
        best = min(due, key=lambda k: abs(onset_s[note] - due[k][0]))
        due_s, beat_s = due[best]
        if abs(onset_s[note] - due_s) > beat_s / 2:
            extra.append(note)
        else:
            notes[best] = note
    return replace(run, notes=notes, extra=sorted(extra))


def _missed_around(notes: list[int], j: int) -> range:
    """Return the unanswered targets around ``j``, itself among them, up to the next answered."""
    first = last = j
    while first > 0 and notes[first - 1] < 0:
        first -= 1
    while last + 1 < len(notes) and notes[last + 1] < 0:
        last += 1
    return range(first, last + 1)


def _could_replace(notes: list[int], j: int, other: int, pitch: Pitches, run: Aligned) -> bool:
    note = notes[j]
    if note < 0 or (j == 0 and run.shared_first):
        return False
    if pitch[note] == run.template.pitches[j] and pitch[other] != pitch[note]:
        return False
    before = max((k for k in notes[:j] if k >= 0), default=-1)
    after = min((k for k in notes[j + 1 :] if k >= 0), default=len(pitch))
    return before < other < after


def _due_s(notes: list[int], j: int, onset_s: Seconds) -> tuple[float, float]:
    """Return when target ``j`` was due, from the nearest notes, and the run's median IOI."""
    # Plain lists: a run holds a handful of notes, for which numpy's own cost would be the most.
    played = [k for k, note in enumerate(notes) if note >= 0 and k != j]
    at_s: list[float] = onset_s[[notes[k] for k in played]].tolist()
    steps = [
        (later - sooner) / (k - i)
        for (i, sooner), (k, later) in pairwise(zip(played, at_s, strict=True))
    ]
    beat_s = median(steps) if steps else 0.0
    near = sorted(range(len(played)), key=lambda place: abs(played[place] - j))[:2]
    return fmean(at_s[place] + (j - played[place]) * beat_s for place in near), beat_s

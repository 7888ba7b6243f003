"""Settling: which note answers which target, once it is known where the player is.

The way through the score gives each event a time. Notes and targets of one pitch are then paired
so that both stay in order and the sum of ``1 - distance / reach`` is greatest: more pairs first,
then nearer ones. A target that is still missed may have been struck on another key at its time.

Conventions: seconds; -1 where a target has no note.

References
----------
Needleman and Wunsch 1970, J Mol Biol 48:443 (the recurrence, here one pitch at a time). Settling
pitch by pitch: Peter et al. 2023, Automatic note-level score-to-performance alignments, TISMIR 6.
"""

import numpy as np

from engine.measures.matching.alignment import Indices, Mask
from engine.measures.pieces.events import Written
from engine.measures.pieces.following import ORNAMENT_SEMITONES, PITCHES
from engine.note import Seconds

# How far a note may be from its event's time (chords broken, hands apart, a breath): the longer of
# a second and twice the usual time between two events, which is more for a beginner.
REACH_S, REACH_GAPS = 1.0, 2.0
# The tempo at an end, from so many events, tells when the events before and after were due.
END_EVENTS = 6
# An event is out of its place when it is off by this share of the way to its nearer neighbour.
STRAY_SHARE = 0.5
# The pace before and after an event is that of so many.
PACE_EVENTS = 4
# A wrong key is one struck within half the way to the next event, at most this far, in an octave.
SLIP_GAPS, SLIP_S, SLIP_SEMITONES = 0.5, 0.2, 12


def event_times(onset_s: Seconds, pitch: Indices, event: Indices, score: Written) -> Seconds:
    """Return when each event was played or was due, shape (events,); NaN if no note is certain.

    The median over the keys of an event of their first stroke; straight lines between events.

    Parameters
    ----------
    onset_s, pitch, event : shape (n,), notes in order and where the way has them, without a jump
    """
    certain = asked_for(event, pitch, score)
    onset_s, pitch, event = onset_s[certain], pitch[certain], event[certain]
    if not event.size:
        return np.full(len(score.event_beat), np.nan)
    _, first = np.unique(event * PITCHES + pitch, return_index=True)
    onset_s, event = onset_s[first], event[first]
    there, starts = np.unique(event, return_index=True)
    at_s = np.array([np.median(part) for part in np.split(onset_s, starts[1:])])
    beat = score.event_beat[there]
    at_s = _without_strays(beat, at_s)
    times: Seconds = np.interp(score.event_beat, beat, at_s)
    if len(there) > 1:
        n = min(END_EVENTS, len(there)) - 1
        early, late = score.event_beat < beat[0], score.event_beat > beat[-1]
        pace = (at_s[n] - at_s[0]) / (beat[n] - beat[0])
        times[early] = at_s[0] + pace * (score.event_beat[early] - beat[0])
        pace = (at_s[-1] - at_s[-1 - n]) / (beat[-1] - beat[-1 - n])
        times[late] = at_s[-1] + pace * (score.event_beat[late] - beat[-1])
    return times


def _without_strays(beat: Seconds, at_s: Seconds) -> Seconds:
    """Return the times with those put on their neighbours' line that are out of place.

    Of two equal notes in a row, one missed, the way may have taken either; the pace tells which. An
    event is out of place when it suits neither the pace before it nor the pace after it: beside a
    breath or a held note it suits one of them.
    """
    if len(at_s) < 5:
        return at_s
    k = np.arange(2, len(at_s) - 2)
    first, last = np.maximum(k - 1 - PACE_EVENTS, 0), np.minimum(k + 1 + PACE_EVENTS, len(at_s) - 1)
    pace_before = (at_s[k - 1] - at_s[first]) / (beat[k - 1] - beat[first])
    pace_after = (at_s[last] - at_s[k + 1]) / (beat[last] - beat[k + 1])
    ahead, behind = beat[k] - beat[k - 1], beat[k + 1] - beat[k]
    off_s = np.minimum(
        np.abs(at_s[k] - at_s[k - 1] - pace_before * ahead),
        np.abs(at_s[k + 1] - at_s[k] - pace_after * behind),
    )
    around_s = at_s[k + 1] - at_s[k - 1]
    step_s = np.minimum(ahead, behind) / (ahead + behind) * around_s
    line = at_s[k - 1] + ahead / (ahead + behind) * around_s
    drawn = at_s.copy()
    drawn[k] = np.where(off_s > STRAY_SHARE * step_s, line, at_s[k])
    return drawn


def asked_for(event: Indices, pitch: Indices, score: Written) -> Mask:
    """Return which notes have a pitch that the event where they stand asks for; shape (n,)."""
    asked = score.event[~score.grace] * PITCHES + score.pitch[~score.grace]
    there: Mask = np.isin(event * PITCHES + pitch, asked) & (pitch >= 0) & (pitch < PITCHES)
    return there


def settle(onset_s: Seconds, pitch: Indices, times: Seconds, score: Written) -> Indices:
    """Return for each target the note of its own pitch that answers it, shape (targets,).

    Parameters
    ----------
    onset_s, pitch : shape (n,), notes of one stretch without a jump, in order
    times : shape (events,), from ``event_times``, NaN for events that are not asked for here
    """
    found = np.full(len(score.pitch), -1, np.intp)
    due_s = times[score.event]
    asked = np.flatnonzero(~np.isnan(due_s) & ~score.doubled)
    if not asked.size:
        return found
    gaps_s = np.diff(np.unique(due_s[asked]))
    reach_s = max(REACH_S, REACH_GAPS * float(np.median(gaps_s)) if gaps_s.size else 0.0)
    for value in np.unique(pitch).tolist():
        targets = asked[score.pitch[asked] == value]
        notes = np.flatnonzero(pitch == value)
        if targets.size:
            pairs = paired(due_s[targets], onset_s[notes], reach_s)
            found[targets] = np.where(pairs >= 0, notes[pairs], -1)
    return found


def paired(due_s: Seconds, onset_s: Seconds, reach_s: float) -> Indices:
    """Return for each target the note of the best pairing in order, -1 where none; shape (m,).

    Parameters
    ----------
    due_s, onset_s : shape (m,) and (n,), in order
    reach_s : a note as far as this or further is no answer
    """
    found = np.full(len(due_s), -1, np.intp)
    worth = 1 - np.abs(due_s[:, None] - onset_s) / reach_s
    best = np.zeros((len(due_s) + 1, len(onset_s) + 1))
    for j, row in enumerate(worth):
        taken = np.where(row > 0, best[j, :-1] + row, 0.0)
        np.maximum(best[j, 1:], np.maximum.accumulate(taken), out=best[j + 1, 1:])
    c = len(onset_s)
    for j in range(len(due_s), 0, -1):
        if best[j, c] > best[j - 1, c]:
            while best[j, c] == best[j, c - 1]:
                c -= 1
            c -= 1
            found[j - 1] = c
    return found


def slips(
    onset_s: Seconds, pitch: Indices, free: Mask, due_s: Seconds, open_: Mask, score: Written
) -> list[tuple[int, int]]:
    """Return (target, note) for missed targets that were struck on another key at their time.

    Parameters
    ----------
    onset_s, pitch, free : shape (n,); ``free`` notes answer no target yet
    due_s : shape (events,), NaN where the player never was
    open_ : shape (targets,), targets that may still be answered
    """
    at_s = np.unique(due_s[~np.isnan(due_s)])
    notes = np.flatnonzero(free)
    ways = []
    for target in np.flatnonzero(open_ & ~np.isnan(due_s[score.event])).tolist():
        due = due_s[score.event[target]]
        place = int(np.searchsorted(at_s, due))
        beside = at_s[max(place - 1, 0) : place + 2]
        gap_s = np.min(np.abs(beside[beside != due] - due), initial=SLIP_S / SLIP_GAPS)
        off_s = np.abs(onset_s[notes] - due)
        semitones = np.abs(pitch[notes] - score.pitch[target])
        near = (off_s <= SLIP_GAPS * gap_s) & (semitones > 0) & (semitones <= SLIP_SEMITONES)
        ways += [
            (int(semitones[k]), float(off_s[k]), target, int(notes[k]))
            for k in np.flatnonzero(near).tolist()
        ]
    chosen: dict[int, int] = {}
    used: set[int] = set()
    for _, _, target, note in sorted(ways):
        if target not in chosen and note not in used:
            chosen[target] = note
            used.add(note)
    return sorted(chosen.items())


def ornamental(onset_s: Seconds, pitch: Indices, times: Seconds, score: Written) -> Mask:
    """Return which notes may belong to the trill or turn of an ornamented target, shape (n,)."""
    found = np.zeros(len(pitch), np.bool_)
    for target in np.flatnonzero(score.ornamented).tolist():
        starts = times[score.event[target]]
        following = int(np.searchsorted(score.event_beat, score.end_beat[target]))
        ends = times[min(following, len(times) - 1)]
        near = np.abs(pitch - score.pitch[target]) <= ORNAMENT_SEMITONES
        found |= near & (onset_s > starts - SLIP_S) & (onset_s < ends + SLIP_S)
    return found

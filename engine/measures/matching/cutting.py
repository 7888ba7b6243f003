"""Where the runs of a take begin and end: by the pitches, with time only to settle ties.

Runs played exactly as written are found by comparing windows of intervals (any octave at once);
only what lies between them goes through the slower alignment. Edit-distance libraries such as
rapidfuzz align two given strings fast, but know neither the restarts that cut a take into runs nor
the time that settles two equal ways, so the alignment is our own.
"""

from collections.abc import Sequence
from dataclasses import replace
from statistics import median

import numpy as np
import numpy.typing as npt

from engine.exercise import Pattern
from engine.measures.matching.alignment import Aligned, Aligner, Mask, Pitches, Template
from engine.measures.matching.settling import settled
from engine.note import NoteArray, Seconds

BOUNCE_S = 0.030
# A gap longer than this many median IOIs may be a pause between two runs.
PAUSE_IOIS = 1.8
# A re-strike this far (in median IOIs) from its neighbours stands where a note was due.
ON_GRID_IOIS = (0.6, 1.6)
OCTAVE = 12
# An octave that explains this share of what the best one does may be meant as well.
NEARLY = 0.9


def bounces(notes: NoteArray) -> Mask:
    """Return which notes are bounces: re-struck less than 30 ms after their own release.

    A re-strike that stands on the beat of its neighbours is a note played twice, not a bounce:
    the top note of a scale ends one run and begins the next. Source: SCIENCE 6.4; the exception
    is ours. Shape (n,).
    """
    onset_s, pitch = notes["onset_s"], notes["pitch"]
    order = np.lexsort((onset_s, pitch))
    first, second = order[:-1], order[1:]
    since_release = onset_s[second] - notes["offset_s"][first]
    close = (pitch[first] == pitch[second]) & (since_release > -1e-9) & (since_release < BOUNCE_S)
    bounce = np.zeros(len(notes), np.bool_)
    if close.any():
        beat = np.median(np.diff(onset_s))
        low, high = (share * beat for share in ON_GRID_IOIS)
        ahead = np.append(np.diff(onset_s), np.inf)[second]
        since_onset = onset_s[second] - onset_s[first]
        on_grid = (since_onset >= low) & (ahead >= low) & (ahead <= high)
        bounce[second] = close & ~on_grid
    return bounce


def pauses(onset_s: Seconds) -> Mask:
    """Return whether a pause stands before each note; True for the first. Shape (n,)."""
    ioi_s = np.diff(onset_s)
    if not ioi_s.size:
        return np.ones(len(onset_s), np.bool_)
    return np.append(True, ioi_s > PAUSE_IOIS * median(ioi_s.tolist()))


def cut(onset_s: Seconds, pitch: Pitches, patterns: Sequence[Pattern]) -> list[Aligned]:
    """Return the runs of the patterns in a take, in the order played.

    Parameters
    ----------
    onset_s, pitch : shape (n,), in order of onset, without bounces
    """
    pause = pauses(onset_s)
    written = [np.array(pattern.pitches, np.int64) for pattern in patterns]
    runs, rest = _exact_runs(pitch, pause, written)
    if not rest:
        return runs
    unexplained = np.concatenate([pitch[start:stop] for start, stop, _ in rest])
    octaves = _octaves(unexplained, written, [run.template.transposition for run in runs])
    templates = [
        Template(index, octave, pitches + octave)
        for octave in octaves
        for index, pitches in enumerate(written)
    ]
    if not templates:
        return runs
    aligner = Aligner(templates)
    for start, stop, ended_on in rest:
        part = slice(start, stop)
        found = aligner.align(pitch[part], pause[part], ended_on=ended_on)
        shifted = [_shifted(run, start) for run in found]
        runs += [settled(run, onset_s, pitch) for run in shifted]
    runs.sort(key=lambda run: max(run.notes))
    return runs


def _exact_runs(
    pitch: Pitches, pause: Mask, written: Sequence[Pitches]
) -> tuple[list[Aligned], list[tuple[int, int, int | None]]]:
    """Return the runs without any fault, and what is left as (start, stop, ended_on)."""
    exact = [_exact_starts(pitch, pause, pitches) for pitches in written]
    after_pause = np.flatnonzero(np.logical_or.reduce(exact) & pause)
    runs: list[Aligned] = []
    rest: list[tuple[int, int, int | None]] = []
    i, count, ended_on = 0, len(pitch), None
    while i < count:
        joined = ended_on is not None and not pause[i]
        place = next(((k, i) for k, starts in enumerate(exact) if starts[i]), None)
        if place is None and joined:
            place = next(((k, i - 1) for k, starts in enumerate(exact) if starts[i - 1]), None)
        if place is None:
            later = after_pause[after_pause > i]
            stop = int(later[0]) if later.size else count
            rest.append((i, stop, ended_on if joined else None))
            i, ended_on = stop, None
            continue
        index, start = place
        octave = int(pitch[start] - written[index][0])
        template = Template(index, octave, written[index] + octave)
        stop = start + len(template.pitches)
        runs.append(Aligned(template, list(range(start, stop)), shared_first=start < i))
        i, ended_on = stop, int(pitch[stop - 1])
    return runs, rest


def _exact_starts(pitch: Pitches, pause: Mask, written: Pitches) -> Mask:
    """Return where the pattern is played as written, in any octave, with no pause inside."""
    starts = np.zeros(len(pitch), np.bool_)
    # as bytes, because a search for one string in another takes a tenth of comparing windows
    steps, wanted = (np.diff(each).astype(np.int8).tobytes() for each in (pitch, written))
    at = steps.find(wanted)
    while at >= 0:
        stop = at + len(written)
        starts[at] = (pitch[at] - written[0]) % OCTAVE == 0 and not pause[at + 1 : stop].any()
        at = steps.find(wanted, at + 1)
    return starts


def _octaves(pitch: Pitches, written: Sequence[Pitches], used: Sequence[int]) -> list[int]:
    """Return the transpositions worth trying, likeliest first.

    Octaves are taken while each explains a third of a run that those before it do not; those that
    explain nearly as much as the first are ties (part of a scale), which the alignment settles.
    """
    asked = np.unique(np.concatenate(written))
    low, high = -int(asked[0]) // OCTAVE, (127 - int(asked[-1])) // OCTAVE
    counts = np.bincount(pitch, minlength=128)
    places = {
        OCTAVE * k: _in_range(asked + OCTAVE * k) for k in sorted(range(low, high + 1), key=abs)
    }
    covered = {octave: int(counts[place].sum()) for octave, place in places.items()}
    found = sorted(set(used), key=used.count, reverse=True)
    if not found:
        most = max(covered.values())
        found = [octave for octave, count in covered.items() if count > NEARLY * most]
    for octave in found:
        counts[places[octave]] = 0
    enough = max(3, min(len(pitches) for pitches in written) // 3)
    while True:
        covered = {octave: int(counts[place].sum()) for octave, place in places.items()}
        best = max(covered, key=lambda octave: covered[octave])
        if covered[best] < enough:
            return found
        counts[places[best]] = 0
        found.append(best)


def _in_range(pitches: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    return pitches[(pitches >= 0) & (pitches <= 127)]


def _shifted(run: Aligned, start: int) -> Aligned:
    """Return the run with indices into the whole take; -1 stays -1 unless the note is shared."""
    notes = [note + start if note >= 0 else note for note in run.notes]
    if run.shared_first:
        notes[0] = run.notes[0] + start
    return replace(run, notes=notes, extra=[note + start for note in run.extra])

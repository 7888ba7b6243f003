"""Match: which played note answers which target, run by run.

A take is cut into runs by its pitches, never by pauses alone; time only settles ties. Any octave is
accepted and stored. Counts follow the glossary: *hit* a target with its note, *missed* a target
without, *extra* a note without target, *substituted* a target with another pitch. A note that ends
one run and begins the next (a scale played up and down without stopping) is counted once.

Source: SCIENCE 6.4.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from engine.exercise import Exercise, Pattern
from engine.measures.matching.alignment import Aligned, Indices, Mask
from engine.measures.matching.cutting import bounces, cut
from engine.note import NoteArray, Seconds

# A run broken off lacks more targets at its end than a run with a missed ending may.
BROKEN_OFF = 3
# A note within this many median IOIs of a run's ends belongs to it.
GRAZE_IOIS = 0.5
# What must fit before a take counts as this exercise: of one run's targets, of all notes played.
RUN_SHARE, TAKE_SHARE, PARTS_SHARE = 0.75, 0.25, 0.75


class Outcome(StrEnum):
    """What became of a target, or of a note."""

    HIT = "hit"
    MISSED = "missed"
    EXTRA = "extra"
    SUBSTITUTED = "substituted"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class MatchedRun:
    """One traversal of a pattern; arrays are read-only.

    Attributes
    ----------
    pattern : the pattern as written
    transposition : semitones, a multiple of 12, from the written pitches to those played
    note_index : shape (targets,), index into the take's notes, -1 where the target was missed
    hit : shape (targets,), True where the note has the written pitch in this octave
    extra : shape (k,), notes in or close to the run that no target asks for
    shared_first : the first note is the last of the run before; it is counted there
    hit_count, missed_count : targets hit, and targets without a note
    """

    pattern: Pattern
    transposition: int
    note_index: Indices
    hit: Mask
    extra: Indices
    shared_first: bool
    hit_count: int
    missed_count: int

    @property
    def expected(self) -> int:
        """How many targets this run adds to the take's."""
        return len(self.note_index) - self.shared_first

    @property
    def substituted_count(self) -> int:
        """How many targets were played with another pitch."""
        return self.expected - self.hit_count - self.missed_count

    @property
    def reached(self) -> int:
        """How many targets into the pattern the last note stands."""
        return int(np.flatnonzero(self.note_index >= 0)[-1]) + 1

    @property
    def broken_off(self) -> bool:
        """Whether the run stops well before the pattern's end."""
        many = self.missed_count >= BROKEN_OFF
        return many and len(self.note_index) - self.reached >= BROKEN_OFF


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Match:
    """A take against an exercise; every note is in a run, outside all runs, or a bounce.

    Attributes
    ----------
    runs : in the order played
    outside : shape (k,), notes that belong to no run; they count as extra
    bounces : shape (k,), re-strikes of a key less than 30 ms after its release
    transposition : semitones, that of most runs; 0 without any
    refused : why this take cannot be read as this exercise, or None
    """

    runs: tuple[MatchedRun, ...]
    outside: Indices
    bounces: Indices
    transposition: int
    refused: str | None

    @property
    def expected(self) -> int:
        """Targets of all runs."""
        return sum(run.expected for run in self.runs)

    @property
    def hit(self) -> int:
        """Targets hit in all runs."""
        return sum(run.hit_count for run in self.runs)

    @property
    def missed(self) -> int:
        """Targets without a note in all runs."""
        return sum(run.missed_count for run in self.runs)

    @property
    def substituted(self) -> int:
        """Targets played with another pitch in all runs."""
        return sum(run.substituted_count for run in self.runs)

    @property
    def extra(self) -> int:
        """Notes without a target, inside the runs and outside; bounces are not among them."""
        return sum(len(run.extra) for run in self.runs) + len(self.outside)


def match(notes: NoteArray, exercise: Exercise) -> Match:
    """Return the take's runs of the exercise, target by target.

    Parameters
    ----------
    notes : shape (n,), in order of onset

    A take that holds nothing of the exercise comes back with ``refused`` set and no runs.
    """
    bounce = bounces(notes)
    kept: Indices = np.flatnonzero(~bounce)
    pitch = notes["pitch"][kept].astype(np.int64)
    found = cut(notes["onset_s"][kept], pitch, exercise.patterns) if kept.size else []
    runs = _without_chance_finds(_matched(found, exercise, kept, pitch))
    runs = _with_grazes(runs, notes["onset_s"], kept)
    refused = _refusal(runs, len(kept), exercise)
    if refused:
        runs = []
    octaves = [run.transposition for run in runs]
    return Match(
        runs=tuple(runs),
        outside=_outside(runs, kept),
        bounces=_sealed(np.flatnonzero(bounce)),
        transposition=max(octaves, key=octaves.count) if octaves else 0,
        refused=refused,
    )


def _matched(
    found: Sequence[Aligned], exercise: Exercise, kept: Indices, pitch: Indices
) -> list[MatchedRun]:
    """Return the runs with indices into all notes; reckoned at once, a clean take has many."""
    if not found:
        return []
    index = np.concatenate([run.notes for run in found])
    played = index >= 0
    hit = played & (pitch[index] == np.concatenate([run.template.pitches for run in found]))
    note_index = np.where(played, kept[index], -1)
    hit.flags.writeable = note_index.flags.writeable = False
    stops = np.cumsum([len(run.notes) for run in found])
    starts = np.append(0, stops[:-1])
    hits = np.add.reduceat(hit, starts, dtype=np.intp).tolist()
    missed = np.add.reduceat(~played, starts, dtype=np.intp).tolist()
    nothing = _sealed(np.zeros(0, np.intp))
    return [
        MatchedRun(
            pattern=exercise.patterns[run.template.pattern],
            transposition=run.template.transposition,
            note_index=note_index[start:stop],
            hit=hit[start:stop],
            extra=_sealed(kept[np.array(run.extra, np.intp)]) if run.extra else nothing,
            shared_first=run.shared_first,
            hit_count=hits[k] - run.shared_first,
            missed_count=missed[k],
        )
        for k, (run, start, stop) in enumerate(
            zip(found, starts.tolist(), stops.tolist(), strict=True)
        )
    ]


def _without_chance_finds(runs: Sequence[MatchedRun]) -> list[MatchedRun]:
    """Leave out runs with fewer than three hits, or with more than one fault to two hits."""
    kept: list[MatchedRun] = []
    for found in runs:
        run = found
        if run.shared_first and not (kept and kept[-1].note_index[-1] == run.note_index[0]):
            run = replace(run, shared_first=False, hit_count=run.hit_count + 1)
        skipped = 0
        if run.missed_count:
            played = np.flatnonzero(run.note_index >= 0)
            skipped = int(played[-1] + 1 - played[0]) - len(played)
        faults = skipped + run.substituted_count + len(run.extra)
        if run.hit_count >= max(3, 2 * faults):
            kept.append(run)
    return kept


def _with_grazes(runs: Sequence[MatchedRun], onset_s: Seconds, kept: Indices) -> list[MatchedRun]:
    """Give a run the extra notes that came close before its first or close after its last.

    A key brushed beside the first one belongs to the run as much as one brushed later.
    """
    outside = _outside(runs, kept)
    if not outside.size or not runs:
        return list(runs)
    near_s = GRAZE_IOIS * float(np.median(np.diff(onset_s[kept])))
    given: list[MatchedRun] = []
    for run in runs:
        inside = run.note_index[run.note_index >= 0]
        early = onset_s[outside] > onset_s[inside[0]] - near_s
        late = onset_s[outside] < onset_s[inside[-1]] + near_s
        mine = outside[early & late]
        outside = outside[~(early & late)]
        if mine.size:
            run = replace(run, extra=_sealed(np.sort(np.append(run.extra, mine))))  # noqa: PLW2901
        given.append(run)
    return given


def _refusal(runs: Sequence[MatchedRun], count: int, exercise: Exercise) -> str | None:
    """Return why the take is not this exercise: no run is nearly whole, or it is mostly other."""
    if count == 0:
        return "no note was played"
    hits = sum(run.hit_count for run in runs)
    whole = any(run.hit_count >= RUN_SHARE * run.expected for run in runs)
    begun = all(run.note_index[0] >= 0 and not run.shared_first for run in runs)
    if hits and hits >= (TAKE_SHARE if whole else PARTS_SHARE) * count and (whole or begun):
        return None
    scraps = f" but scraps ({hits} of the {count} notes played)" if hits else ""
    return (
        f"nothing of {exercise.id} was found{scraps}; check which exercise this is, and that one "
        "hand played alone"
    )


def _outside(runs: Sequence[MatchedRun], kept: Indices) -> Indices:
    outside = np.zeros(kept[-1] + 2 if kept.size else 1, np.bool_)
    outside[kept] = True
    for run in runs:
        outside[run.note_index] = False
        outside[run.extra] = False
    return _sealed(np.flatnonzero(outside))


def _sealed(indices: Indices) -> Indices:
    sealed = np.array(indices, np.intp)
    sealed.flags.writeable = False
    return sealed

"""Match of a piece: which played note answers which target, in both hands, with chords.

What is measured: a whole score against one performance of it. Following finds where the player is
(``piece_following``), settling which note answers which target (``piece_settling``). A passage
played again answers its targets once: the last time counts, unless it hit clearly less.
Any octave is accepted and stored.

**Conventions**: counts follow the glossary: *hit* a target with its note, *missed* a target
without, *extra* a note without target, *substituted* a target answered by another pitch at its
time. Two targets on one key at one time are one key press: they share its note and count once.
Arrays are read-only.

**Metrics**: ``match_piece`` the match and its counts.

References
----------
ADR 15. Peter et al. 2023, TISMIR 6 (reference alignments to prove it against).
"""

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple, TypeVar

import numpy as np

from engine.exercise import Piece
from engine.measures.matching.alignment import Indices, Mask
from engine.measures.matching.cutting import bounces
from engine.measures.matching.match import Outcome
from engine.measures.pieces.events import Written, written
from engine.measures.pieces.following import PITCHES, Way, follow
from engine.measures.pieces.passages import passages_of, put_together
from engine.measures.pieces.settling import asked_for, ornamental, slips
from engine.note import NoteArray, Seconds

Array = TypeVar("Array", bound=np.ndarray[Any, Any])

OCTAVES = (0, 12, -12, 24, -24)
# So much of the notes played must follow the score, and their root more: chance finds up to 0.3 of
# many notes and more of a few.
PIECE_SHARE, FEW_NOTES = 0.4, 1.0
# With this share in their turn there is no need to look in another octave.
CLEAR_SHARE = 0.75


class Jump(NamedTuple):
    """Where the player went back (``to_beat`` < ``from_beat``) or left something out.

    ``note`` is the first after the jump, by its index in the take; beats are of the events.
    """

    note: int
    from_beat: float
    to_beat: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PieceMatch:
    """A take against a piece, targets in the order of ``piece.targets``; arrays are read-only.

    Attributes
    ----------
    note_index : shape (targets,), index into the take's notes, -1 where the target was missed
    hit : shape (targets,), True where the note has the written pitch in this octave
    doubled : shape (targets,), targets that share the key press of another; not counted
    extra : shape (k,), notes no target asks for: slips, notes of trills, a passage played again
    bounces : shape (k,), extra re-strikes of a key less than 30 ms after its release, kept apart
    due_s : shape (targets,), when each was due as its neighbours were played; NaN if never reached
    jumps : in the order played
    transposition : semitones, a multiple of 12, from the written pitches to those played
    refused : why this is not the piece; then nothing is matched
    """

    note_index: Indices
    hit: Mask
    doubled: Mask
    extra: Indices
    bounces: Indices
    due_s: Seconds
    jumps: tuple[Jump, ...]
    transposition: int
    refused: str | None

    @property
    def expected(self) -> int:
        """How many key presses the piece asks for."""
        return int(np.count_nonzero(~self.doubled))

    @property
    def hit_count(self) -> int:
        """How many of them were hit."""
        return int(np.count_nonzero(self.hit & ~self.doubled))

    @property
    def missed_count(self) -> int:
        """How many of them were not played."""
        return int(np.count_nonzero((self.note_index < 0) & ~self.doubled))

    @property
    def substituted_count(self) -> int:
        """How many of them were answered by another pitch."""
        return self.expected - self.hit_count - self.missed_count

    @property
    def extra_count(self) -> int:
        """How many notes no target asks for; bounces are not among them."""
        return len(self.extra)

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        """What became of each target."""
        played = zip(self.hit.tolist(), (self.note_index >= 0).tolist(), strict=True)
        return tuple(
            Outcome.HIT if hit else Outcome.SUBSTITUTED if note else Outcome.MISSED
            for hit, note in played
        )


class _Followed(NamedTuple):
    """The way in one octave; ``struck`` keys of the score were struck in their turn."""

    octave: int
    struck: int
    way: Way


def match_piece(notes: NoteArray, piece: Piece) -> PieceMatch:
    """Return which note of a take answers which target of a piece.

    A take that holds little of the piece, or no note, comes back with ``refused`` set.

    Parameters
    ----------
    notes : shape (n,), in order of onset

    Raises
    ------
    ValueError
        for a piece without targets, or with targets out of order
    """
    validate(piece)
    score = written(piece.targets)
    if not len(notes):
        return _refused(score, 0, "no note was played")
    found = _in_best_octave(notes, score)
    if found.struck < _needed(len(notes)):
        return _refused(
            score,
            len(notes),
            f"only {found.struck} of the {len(notes)} notes played follow {piece.title}; check "
            "which piece this is",
        )
    return _with_slips(notes, score, found)


def validate(piece: Piece) -> None:
    """Raise ValueError for a piece that cannot be followed."""
    beats = [target.onset_beat for target in piece.targets]
    if not beats:
        raise ValueError(f"{piece.id} has no targets")
    if any(later < earlier for earlier, later in pairwise(beats)):
        raise ValueError(f"the targets of {piece.id} are not in order of onset")


def _needed(count: int) -> float:
    """Return how many notes of a take must follow the score for it to be this piece."""
    return PIECE_SHARE * count + FEW_NOTES * math.sqrt(count)


def _in_best_octave(notes: NoteArray, score: Written) -> _Followed:
    """Return the best way over the octaves; the first in which most notes are in their turn."""
    tried = []
    for octave in OCTAVES:
        pitch = notes["pitch"].astype(np.intp) - octave
        way = follow(notes["onset_s"], pitch, score)
        right = asked_for(way.event, pitch, score)
        struck = len(np.unique(way.event[right] * PITCHES + pitch[right]))
        tried.append(_Followed(octave, struck, way))
        # A study that climbs through the octaves is half of itself an octave higher.
        if struck >= CLEAR_SHARE * len(notes):
            break
    return max(tried, key=lambda one: one.struck)


def _with_slips(notes: NoteArray, score: Written, found: _Followed) -> PieceMatch:
    """Return the match: wrong keys are added, and what is left over is extra or a bounce."""
    onset_s, pitch = notes["onset_s"], notes["pitch"].astype(np.intp) - found.octave
    passages = passages_of(onset_s, pitch, found.way, score)
    note_index, times = put_together(passages, score)
    free = np.ones(len(notes), np.bool_)
    free[note_index[note_index >= 0]] = False
    trill = ornamental(onset_s, pitch, times, score)
    bounce = free & ~trill & bounces(notes)
    asked = (note_index < 0) & ~(score.grace | score.ornamented | score.doubled)
    may_be = free & ~trill & ~bounce
    for target, note in slips(onset_s, pitch, may_be, times, asked, score):
        note_index[target] = note
        free[note] = False
    note_index = note_index[score.press]
    return PieceMatch(
        note_index=_sealed(note_index),
        hit=_sealed((note_index >= 0) & (pitch[note_index] == score.pitch)),
        doubled=_sealed(score.doubled),
        extra=_sealed(np.flatnonzero(free & ~bounce)),
        bounces=_sealed(np.flatnonzero(bounce)),
        due_s=_sealed(times[score.event]),
        jumps=tuple(
            Jump(to.start, float(score.event_beat[gone.last]), float(score.event_beat[to.first]))
            for gone, to in pairwise(passages)
        ),
        transposition=found.octave,
        refused=None,
    )


def _refused(score: Written, count: int, because: str) -> PieceMatch:
    targets = len(score.pitch)
    return PieceMatch(
        note_index=_sealed(np.full(targets, -1, np.intp)),
        hit=_sealed(np.zeros(targets, np.bool_)),
        doubled=_sealed(score.doubled),
        extra=_sealed(np.arange(count)),
        bounces=_sealed(np.zeros(0, np.intp)),
        due_s=_sealed(np.full(targets, np.nan)),
        jumps=(),
        transposition=0,
        refused=because,
    )


def _sealed(array: Array) -> Array:
    sealed = array.copy()
    sealed.flags.writeable = False
    return sealed

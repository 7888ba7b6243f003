"""The notes of a take as rows: one a target and one an extra note.

The columns are a contract (DESIGN 7): they may grow at their end, never change.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np

from engine.exercise import Exercise, Target
from engine.measures.evenness import RunEvenness
from engine.measures.matching.match import MatchedRun, Outcome
from engine.note import NoteArray
from game.analysis.heard import Heard, Measured, MeasuredPiece, Unread
from game.analysis.numbers import rounded

NOTE_COLUMNS = (
    "file",
    "outcome",
    "score_id",
    "expected_pitch",
    "pitch",
    "finger",
    "hand",
    "onset_s",
    "offset_s",
    "velocity",
    "deviation_ms",
)
Row = tuple[Any, ...]


def note_rows(heard: Heard) -> list[Row]:
    """Return one row a target and one an extra note, in the order of time; None where empty.

    A missed target stands before the next one played. Bounces are in no row. A deviation is given
    for the hits of valid runs; an extra note's finger is assumed where its key belongs to just one.
    A file that could not be read has no row.
    """
    if isinstance(heard, Unread):
        return []
    rows = _of_exercise(heard) if isinstance(heard, Measured) else _of_piece(heard)
    return [row for _, _, row in sorted(rows, key=lambda row: row[:2])]


def _of_exercise(heard: Measured) -> Iterator[tuple[int, int, Row]]:
    file, notes, exercise, evenness = heard.file, heard.take.notes, heard.exercise, heard.evenness
    hand = exercise.hand.value
    for matched, run in zip(evenness.match.runs, evenness.runs, strict=True):
        at = int(matched.note_index.max()) + 1
        for j in range(len(matched.note_index) - 1, matched.shared_first - 1, -1):
            note = int(matched.note_index[j])
            at = note if note >= 0 else at
            yield at, j, _target_row(file, notes, exercise, matched, run, j)
        for note in matched.extra.tolist():
            finger = _home_finger(matched, int(notes["pitch"][note]))
            yield note, -1, _extra_row(file, notes, hand, note, finger)
    for note in evenness.match.outside.tolist():
        yield note, -1, _extra_row(file, notes, hand, note, None)


def _of_piece(heard: MeasuredPiece) -> Iterator[tuple[int, int, Row]]:
    """Return the rows of a piece; a target that shares another's key press has none."""
    file, notes, evenness = heard.file, heard.take.notes, heard.evenness
    match = evenness.match
    outcomes = match.outcomes
    at = len(notes)
    for j in np.flatnonzero(~match.doubled)[::-1].tolist():
        target = evenness.piece.targets[j]
        note = int(match.note_index[j])
        at = note if note >= 0 else at
        pitch, *times = _played(notes, note) if note >= 0 else (None,) * 4
        deviation = float(evenness.deviation_ms[j])
        yield (
            at,
            j,
            (
                file,
                outcomes[j].value,
                target.id,
                target.pitch + match.transposition,
                pitch,
                target.finger,
                target.hand.value if target.hand else None,
                *times,
                None if np.isnan(deviation) else rounded(deviation),
            ),
        )
    for note in match.extra.tolist():
        yield note, -1, _extra_row(file, notes, heard.hand and heard.hand.value, note, None)


def _target_row(
    file: str,
    notes: NoteArray,
    exercise: Exercise,
    matched: MatchedRun,
    run: RunEvenness,
    j: int,
) -> Row:
    target: Target = matched.pattern.targets[j]
    note = int(matched.note_index[j])
    outcome = Outcome.HIT if matched.hit[j] else Outcome.SUBSTITUTED
    if note < 0:
        outcome = Outcome.MISSED
    deviation = float(run.deviation_ms[j])
    known = run.valid and not np.isnan(deviation)
    return (
        file,
        outcome.value,
        target.id,
        target.pitch + matched.transposition,
        *(_played(notes, note)[:1] if note >= 0 else (None,)),
        target.finger,
        exercise.hand.value,
        *(_played(notes, note)[1:] if note >= 0 else (None, None, None)),
        rounded(deviation) if known else None,
    )


def _extra_row(file: str, notes: NoteArray, hand: str | None, note: int, finger: int | None) -> Row:
    pitch, *times = _played(notes, note)
    return (file, Outcome.EXTRA.value, None, None, pitch, finger, hand, *times, None)


def _played(notes: NoteArray, note: int) -> Row:
    """Return pitch, onset, offset (None if never released) and velocity."""
    onset_s, offset_s, pitch, velocity, _ = notes[note].item()
    return pitch, rounded(onset_s), None if np.isnan(offset_s) else rounded(offset_s), velocity


def _home_finger(matched: MatchedRun, pitch: int) -> int | None:
    fingers = {
        target.finger
        for target in matched.pattern.targets
        if target.pitch + matched.transposition == pitch
    }
    return fingers.pop() if len(fingers) == 1 else None

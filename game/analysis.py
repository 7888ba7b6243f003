"""What ``analyse`` says of a take, as JSON objects and as rows of notes.

The keys and columns are a contract (DESIGN 7): they may grow, never change. Numbers are rounded to
a picosecond, which hides only what floating point adds.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np

from engine.exercise import Exercise, Target
from engine.measures.cell import CellEvenness
from engine.measures.evenness import Evenness, RunEvenness
from engine.measures.fingers import Spread
from engine.measures.match import MatchedRun, Outcome
from engine.measures.results import MEASURE_VERSION
from engine.note import NoteArray

SCHEMA = 1
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
Object = dict[str, Any]


def as_json(file: str, evenness: Evenness) -> Object:
    """Return everything measured in one file; ``error`` is there when it is not the exercise."""
    cell, match = evenness.cell, evenness.match
    mean_ioi_ms = evenness.mean_ioi_ms
    refused = {"error": f"{file}: {match.refused}."} if match.refused else {}
    return {
        "schema": SCHEMA,
        "file": file,
        **refused,
        "exercise": evenness.exercise_id,
        "exercise_version": evenness.exercise_version,
        "measure_version": MEASURE_VERSION,
        "hand": evenness.hand,
        "tempo_bpm": evenness.tempo_bpm,
        "valid": evenness.valid,
        "invalid_because": evenness.invalid_because,
        "invalid_rate": _rounded(evenness.invalid_rate),
        "transposition": match.transposition,
        "match": {
            "expected": match.expected,
            "hit": match.hit,
            "missed": match.missed,
            "extra": match.extra,
            "substituted": match.substituted,
            "bounces": len(match.bounces),
        },
        "note_rate_hz": _rounded(1000 / mean_ioi_ms) if mean_ioi_ms else None,
        "mean_ioi_ms": _rounded(mean_ioi_ms),
        "sd_ioi_ms": _rounded(evenness.sd_ioi_ms),
        **_spreads(cell),
        "runs": [_run(run) for run in evenness.runs],
        "cells": [_cell(each) for each in evenness.cells],
        "fingers": [
            {"hand": each.hand, "direction": each.direction, "finger": spread.key, **_from(spread)}
            for each in evenness.cells
            for spread in each.fingers
        ],
        "transitions": [row for each in evenness.cells for row in _transitions(each)],
        "noise_floor_ms": _rounded(evenness.noise_floor_ms),
        "warnings": list(evenness.warnings),
    }


def _spreads(cell: CellEvenness | None) -> Object:
    """Return the figures of a cell beside sdIOI; all null where there is not just one cell."""

    def of(name: str) -> float | None:
        return _rounded(getattr(cell, name)) if cell else None

    return {
        "sd_ioi_detrended_ms": of("sd_ioi_detrended_ms"),
        "cv": of("cv"),
        "irregularity_ms": of("irregularity_ms"),
        "instability_ms": of("instability_ms"),
        "velocity": {"mean": of("velocity_mean"), "sd": of("velocity_sd")},
        "overlap": {"mean_ms": of("overlap_mean_ms"), "sd_ms": of("overlap_sd_ms")},
    }


def _run(run: RunEvenness) -> Object:
    return {
        "run": run.run,
        "hand": run.hand,
        "direction": run.direction,
        "valid": run.valid,
        "invalid_because": run.invalid_because,
        "notes": run.notes,
        "missed": run.missed,
        "extra": run.extra,
        "substituted": run.substituted,
        "transposition": run.transposition,
        "start_s": _rounded(run.start_s),
        "mean_ioi_ms": _rounded(run.mean_ioi_ms),
        "sd_ioi_ms": _rounded(run.sd_ioi_ms),
        "sd_ioi_detrended_ms": _rounded(run.sd_ioi_detrended_ms),
    }


def _cell(cell: CellEvenness) -> Object:
    return {
        "hand": cell.hand,
        "direction": cell.direction,
        "n_runs": cell.n_runs,
        "attempts": cell.attempts,
        "refused": cell.refused,
        "mean_ioi_ms": _rounded(cell.mean_ioi_ms),
        "sd_ioi_ms": _rounded(cell.sd_ioi_ms),
        "se": _rounded(cell.se_ms),
        "low": _rounded(cell.low_ms),
        "high": _rounded(cell.high_ms),
        **_spreads(cell),
    }


def _transitions(cell: CellEvenness) -> Iterator[Object]:
    for ioi, deviation in zip(cell.transitions, cell.transition_deviations, strict=True):
        yield {
            "hand": cell.hand,
            "direction": cell.direction,
            "from": ioi.key[0],
            "to": ioi.key[1],
            **_from(ioi),
            "deviation": _from(deviation),
        }


def _from(spread: Spread[Any]) -> Object:
    return {
        "n": spread.n,
        "mean_ms": _rounded(spread.mean_ms),
        "sd_ms": _rounded(spread.sd_ms),
        "se_ms": _rounded(spread.se_ms),
        "low_ms": _rounded(spread.low_ms),
        "high_ms": _rounded(spread.high_ms),
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 9)


def note_rows(
    file: str, notes: NoteArray, exercise: Exercise, evenness: Evenness
) -> list[tuple[Any, ...]]:
    """Return one row a target and one an extra note, in the order of time; None where empty.

    A missed target stands before the next one played. Bounces are in no row. A deviation is given
    for the hits of valid runs; an extra note's finger is assumed where its key belongs to just one.
    """
    rows: list[tuple[int, int, tuple[Any, ...]]] = []
    for matched, run in zip(evenness.match.runs, evenness.runs, strict=True):
        at = int(matched.note_index.max()) + 1
        for j in range(len(matched.note_index) - 1, matched.shared_first - 1, -1):
            note = int(matched.note_index[j])
            at = note if note >= 0 else at
            rows.append((at, j, _target_row(file, notes, exercise, matched, run, j)))
        for note in matched.extra.tolist():
            finger = _home_finger(matched, int(notes["pitch"][note]))
            rows.append((note, -1, _extra_row(file, notes, exercise, note, finger)))
    for note in evenness.match.outside.tolist():
        rows.append((note, -1, _extra_row(file, notes, exercise, note, None)))
    rows.sort(key=lambda row: (row[0], row[1]))
    return [row for _, _, row in rows]


def _target_row(
    file: str,
    notes: NoteArray,
    exercise: Exercise,
    matched: MatchedRun,
    run: RunEvenness,
    j: int,
) -> tuple[Any, ...]:
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
        *(_heard(notes, note)[:1] if note >= 0 else (None,)),
        target.finger,
        exercise.hand.value,
        *(_heard(notes, note)[1:] if note >= 0 else (None, None, None)),
        _rounded(deviation) if known else None,
    )


def _extra_row(
    file: str, notes: NoteArray, exercise: Exercise, note: int, finger: int | None
) -> tuple[Any, ...]:
    pitch, *times = _heard(notes, note)
    hand = exercise.hand.value
    return (file, Outcome.EXTRA.value, None, None, pitch, finger, hand, *times, None)


def _heard(notes: NoteArray, note: int) -> tuple[Any, ...]:
    """Return pitch, onset, offset (None if never released) and velocity."""
    onset_s, offset_s, pitch, velocity, _ = notes[note].item()
    return pitch, _rounded(onset_s), None if np.isnan(offset_s) else _rounded(offset_s), velocity


def _home_finger(matched: MatchedRun, pitch: int) -> int | None:
    fingers = {
        target.finger
        for target in matched.pattern.targets
        if target.pitch + matched.transposition == pitch
    }
    return fingers.pop() if len(fingers) == 1 else None

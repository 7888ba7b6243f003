"""The main figures of recordings as rows: one a file and cell, one a file without a figure.

The columns may grow at their end, never change; the unit is in their names. A figure that is no
score is left empty, and ``error`` says why. A cell of a piece is a hand's notes of one value: it
has ``step_beat`` and ``windows`` in place of a direction and runs, and the counts are its hand's.
"""

from collections.abc import Iterator
from typing import Any

from engine.measures.cell import CellEvenness
from engine.measures.evenness import Evenness
from engine.measures.pieces.cells import PieceCell
from engine.measures.pieces.hands import HandEvenness
from game.analysis.heard import Heard, Measured, Unread
from game.analysis.numbers import rounded

COUNTS = ("expected", "hit", "missed", "extra", "substituted")
SCORES = ("sd_ioi_ms", "se_ms", "low_ms", "high_ms", "sd_ioi_detrended_ms", "cv")
OTHERS = (
    "irregularity_ms",
    "instability_ms",
    "velocity_mean",
    "velocity_sd",
    "overlap_mean_ms",
    "overlap_sd_ms",
)
FIGURE_COLUMNS = (
    "file",
    "exercise",
    "hand",
    "direction",
    "error",
    "runs_valid",
    "runs_begun",
    *COUNTS,
    "note_rate_hz",
    "mean_ioi_ms",
    *SCORES,
    *OTHERS,
    "noise_floor_ms",
    "warnings",
    "step_beat",
    "windows",
)


def figure_rows(heard: Heard) -> Iterator[list[Any]]:
    """Return the rows of one recording, None where empty; at least one."""
    if isinstance(heard, Unread):
        yield _row({"file": heard.file, "error": heard.error})
        return
    evenness = heard.evenness
    shared = {
        "file": heard.file,
        "noise_floor_ms": rounded(evenness.noise_floor_ms),
        "warnings": " ".join(evenness.warnings),
    }
    if isinstance(heard, Measured):
        shared |= {"exercise": heard.evenness.exercise_id, "hand": heard.evenness.hand.value}
        cells = [_cell(heard.evenness, cell) for cell in heard.evenness.cells]
    else:
        shared |= {"exercise": heard.evenness.piece.id, "hand": heard.hand and heard.hand.value}
        cells = [_piece_cell(one, cell) for one in heard.evenness.hands for cell in one.cells]
    for cell in cells:
        yield _row(shared | cell)
    if not cells:
        yield _row({**shared, "error": evenness.invalid_because})


def _piece_cell(hand: HandEvenness, cell: PieceCell) -> dict[str, Any]:
    figures: dict[str, Any] = {
        "hand": hand.hand.value,
        "error": cell.refused,
        "expected": hand.expected,
        "hit": hand.hit,
        "missed": hand.missed,
        "substituted": hand.substituted,
        "note_rate_hz": rounded(cell.notes_per_second),
        "mean_ioi_ms": rounded(cell.mean_ioi_ms),
        "velocity_mean": rounded(hand.velocity_mean),
        "velocity_sd": rounded(hand.velocity_sd),
        "step_beat": rounded(cell.step_beat),
        "windows": cell.n_windows,
    }
    for name in ("sd_ioi_ms", "low_ms", "high_ms", "sd_ioi_detrended_ms"):
        figures[name] = None if cell.refused else rounded(getattr(cell, name))
    return figures


def _cell(evenness: Evenness, cell: CellEvenness) -> dict[str, Any]:
    runs = [run for run in evenness.match.runs if run.pattern.direction is cell.direction]
    mean_ioi_ms = cell.mean_ioi_ms
    figures: dict[str, Any] = {
        "direction": cell.direction.value,
        "error": cell.refused,
        "runs_valid": cell.n_runs,
        "runs_begun": cell.attempts,
        "expected": sum(run.expected for run in runs),
        "hit": sum(run.hit_count for run in runs),
        "missed": sum(run.missed_count for run in runs),
        "extra": sum(len(run.extra) for run in runs),
        "substituted": sum(run.substituted_count for run in runs),
        "note_rate_hz": rounded(1000 / mean_ioi_ms) if mean_ioi_ms else None,
        "mean_ioi_ms": rounded(mean_ioi_ms),
    }
    for name in SCORES if not cell.refused else ():
        figures[name] = rounded(getattr(cell, name))
    for name in OTHERS:
        figures[name] = rounded(getattr(cell, name))
    return figures


def _row(figures: dict[str, Any]) -> list[Any]:
    return [figures.get(column) for column in FIGURE_COLUMNS]

"""What ``analyse`` shows to people of many files: one line a file and cell."""

from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.text import Text

from engine.measures.cell import CellEvenness
from engine.measures.pieces.caveats import value_name
from engine.measures.pieces.cells import PieceCell
from game.analysis.heard import Measured, MeasuredPiece
from game.analysis.words import NOTHING, number, small_table

COLUMNS = ("hand, way", "runs", "sdIOI ms", "95 %", "notes/s")


def show_summary(console: Console, measured: Sequence[Measured | MeasuredPiece]) -> None:
    """Print a line a cell, then what is to be said of the figures, each sentence once.

    A figure that is no score is not shown; its note says why.
    """
    if not measured:
        return
    folder = _folder(measured)
    table = small_table(
        f"In {folder}" if folder else "Recordings", "recording", *COLUMNS, "see note"
    )
    # a narrow terminal folds names and notes, never a figure
    for column in (table.columns[0], table.columns[-1]):
        column.no_wrap, column.overflow = False, "fold"
    told = list(dict.fromkeys(said for heard in measured for said in heard.evenness.warnings))
    for heard in measured:
        name = Path(heard.file).name if folder else heard.file
        notes = ", ".join(str(told.index(said) + 1) for said in heard.evenness.warnings)
        for place, figures in enumerate(_lines(heard) or [(NOTHING,) * len(COLUMNS)]):
            first = place == 0
            table.add_row(Text(name if first else ""), *figures, notes if first else "")
    console.print(table)
    console.print()
    for at, said in enumerate(told, start=1):
        console.print(Text(f"Note {at}: {said}", style="yellow"))
    if isinstance(measured[0], Measured):
        said = "Runs: valid of those begun (--full tells why one is not); sdIOI: their median."
    else:
        said = "Runs: windows of 12 IOIs; sdIOI: their median."
    console.print(Text(said, style="dim"))


def _lines(heard: Measured | MeasuredPiece) -> list[tuple[str, ...]]:
    if isinstance(heard, Measured):
        return [_of_exercise(cell) for cell in heard.evenness.cells]
    return [_of_piece(cell) for hand in heard.evenness.hands for cell in hand.cells]


def _of_piece(cell: PieceCell) -> tuple[str, ...]:
    return (
        f"{cell.hand} {value_name(cell.step_beat)}",
        str(cell.n_windows),
        *_figure(cell),
        f"{cell.notes_per_second:.2f}" if cell.notes_per_second else NOTHING,
    )


def _of_exercise(cell: CellEvenness) -> tuple[str, ...]:
    return (
        f"{cell.hand} {cell.direction}",
        f"{cell.n_runs}/{cell.attempts}",
        *_figure(cell),
        f"{1000 / cell.mean_ioi_ms:.2f}" if cell.mean_ioi_ms else NOTHING,
    )


def _figure(cell: CellEvenness | PieceCell) -> tuple[str, str]:
    if cell.refused:
        return NOTHING, NOTHING
    if cell.low_ms is None:
        return number(cell.sd_ioi_ms), NOTHING
    return number(cell.sd_ioi_ms), f"{number(cell.low_ms)} to {number(cell.high_ms)}"


def _folder(measured: Sequence[Measured | MeasuredPiece]) -> str:
    """Return the one folder that holds all files, or nothing."""
    folders = {str(Path(heard.file).parent) for heard in measured}
    only = folders.pop()
    return only if not folders and only != "." else ""

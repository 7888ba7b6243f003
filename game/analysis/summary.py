"""What ``analyse`` shows to people of many files: one line a file and cell."""

from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.text import Text

from engine.measures.cell import CellEvenness
from game.analysis.heard import Measured
from game.analysis.words import NOTHING, number, small_table

COLUMNS = ("hand, way", "runs", "of", "evenness ms", "95 % from", "to", "notes/s", "see note")


def show_summary(console: Console, measured: Sequence[Measured]) -> None:
    """Print a line a cell, then what is to be said of the figures, each sentence once.

    A figure that is no score is not shown; its note says why.
    """
    if not measured:
        return
    folder = _folder(measured)
    table = small_table(f"In {folder}" if folder else "Recordings", "recording", *COLUMNS)
    numbers: dict[str, int] = {}
    for heard in measured:
        name = Path(heard.file).name if folder else heard.file
        for said in heard.evenness.warnings:
            numbers.setdefault(said, len(numbers) + 1)
        notes = ", ".join(str(numbers[said]) for said in heard.evenness.warnings)
        for place, cell in enumerate(heard.evenness.cells):
            first = place == 0
            table.add_row(Text(name if first else ""), *_figures(cell), notes if first else "")
    console.print(table)
    if numbers:
        console.print()
    for said, at in numbers.items():
        console.print(Text(f"Note {at}: {said}", style="yellow"))
    console.print(Text("Evenness is the median of the runs' sdIOI.", style="dim"))


def _figures(cell: CellEvenness) -> tuple[str, ...]:
    shown = None if cell.refused else cell.sd_ioi_ms
    rate = f"{1000 / cell.mean_ioi_ms:.2f}" if cell.mean_ioi_ms else NOTHING
    return (
        f"{cell.hand} {cell.direction}",
        str(cell.n_runs),
        str(cell.attempts),
        number(shown),
        number(None if cell.refused else cell.low_ms),
        number(None if cell.refused else cell.high_ms),
        rate,
    )


def _folder(measured: Sequence[Measured]) -> str:
    """Return the one folder that holds all files, or nothing."""
    folders = {str(Path(heard.file).parent) for heard in measured}
    only = folders.pop()
    return only if not folders and only != "." else ""

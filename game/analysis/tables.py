"""What ``analyse`` shows to people: a sentence and four small tables a file."""

from rich.console import Console
from rich.table import Table
from rich.text import Text

from engine.exercise import FINGER_NAMES
from engine.measures.cell import CellEvenness
from engine.measures.evenness import Evenness
from game.analysis.heard import Measured
from game.analysis.words import number, signed, small_table


def show(console: Console, heard: Measured) -> None:
    """Print one file's evenness; why a cell has none stands among the notes."""
    evenness = heard.evenness
    match = evenness.match
    console.print(Text(heard.file, style="bold"), Text(evenness.exercise_id, style="dim"))
    console.print(
        f"{match.expected} notes expected: {match.hit} hit, {match.missed} missed, "
        f"{match.substituted} substituted, {match.extra} extra."
    )
    for cell in evenness.cells:
        if cell.sd_ioi_ms is not None:
            console.print(_sentence(cell, cell.sd_ioi_ms))
    console.print(_runs(evenness))
    for cell in evenness.cells:
        if cell.fingers:
            console.print(_fingers(cell))
        if cell.transitions:
            console.print(_transitions(cell))
    for warning in evenness.warnings:
        console.print(Text(f"Note: {warning}", style="yellow"))
    console.print(
        Text(
            f"Noise floor of the time stamps {evenness.noise_floor_ms:.2f} ms. Assumed fingering.",
            style="dim",
        )
    )
    console.print()


def _sentence(cell: CellEvenness, sd_ioi_ms: float) -> Text:
    text = Text(f"{cell.hand.capitalize()} hand, {cell.direction}: ")
    interval = f" ({cell.low_ms:.1f} to {cell.high_ms:.1f})" if cell.low_ms is not None else ""
    text.append(f"evenness {sd_ioi_ms:.1f} ms{interval}", style="bold")
    text.append(f", the median of {cell.n_runs} run{'s' if cell.n_runs != 1 else ''}")
    if cell.mean_ioi_ms:
        text.append(f" at {1000 / cell.mean_ioi_ms:.2f} notes a second")
    text.append(".")
    if cell.irregularity_ms is not None and cell.instability_ms is not None:
        text.append(
            f" The same in every run {cell.irregularity_ms:.1f} ms, "
            f"different each time {cell.instability_ms:.1f} ms."
        )
    return text


def _runs(evenness: Evenness) -> Table:
    table = small_table("Runs", "run", "way", "notes", "IOI ms", "sdIOI ms", "without drift")
    table.add_column("left out because", overflow="fold")
    for run in evenness.runs:
        table.add_row(
            str(run.run),
            run.direction.value,
            str(run.notes),
            number(run.mean_ioi_ms),
            number(run.sd_ioi_ms),
            number(run.sd_ioi_detrended_ms),
            Text(run.invalid_because or ""),
            style="" if run.valid else "dim",
        )
    return table


def _fingers(cell: CellEvenness) -> Table:
    table = small_table(
        f"Fingers, {cell.direction}: off the even line (+ late)",
        "finger",
        "notes",
        "mean ms",
        "95 % from",
        "to",
        "SD ms",
    )
    for spread in cell.fingers:
        table.add_row(
            f"{spread.key} {FINGER_NAMES.get(spread.key, '')}",
            str(spread.n),
            signed(spread.mean_ms),
            signed(spread.low_ms),
            signed(spread.high_ms),
            number(spread.sd_ms),
        )
    return table


def _transitions(cell: CellEvenness) -> Table:
    table = small_table(
        f"Transitions, {cell.direction}: IOI, and how much longer than the run's mean",
        "fingers",
        "notes",
        "IOI ms",
        "SD ms",
        "longer ms",
        "95 % from",
        "to",
    )
    for ioi, deviation in zip(cell.transitions, cell.transition_deviations, strict=True):
        table.add_row(
            f"{ioi.key[0]} to {ioi.key[1]}",
            str(ioi.n),
            number(ioi.mean_ms),
            number(ioi.sd_ms),
            signed(deviation.mean_ms),
            signed(deviation.low_ms),
            signed(deviation.high_ms),
        )
    return table

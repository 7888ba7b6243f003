"""What ``analyse`` shows to people: a sentence and four small tables a file."""

import numpy as np
from rich.console import Console
from rich.table import Table
from rich.text import Text

from engine.measures.cell import CellEvenness
from engine.measures.evenness import Evenness
from engine.measures.flag_words import about_flags
from engine.measures.independence.ordinary import Independence
from engine.measures.profile import Uncertainty
from engine.measures.windows import IOIS
from game.analysis.further import further
from game.analysis.heard import Measured, MeasuredPiece, RunWindows
from game.analysis.piece_tables import show_piece
from game.analysis.words import POOLED, counted, fingers_table, number, pooled, signed, small_table

# What a tenth of a millisecond shows as more than 0.
SHOWN_MS = 0.05
LEGEND = "IOI: the time from one note to the next; sdIOI: its SD."
FINGERS_LEGEND = (
    "Assumed fingering: the one written, not seen. Pooled: drawn towards even as far as chance may "
    "explain it. What surely stands out is said in words above, and nothing else is claimed."
)


def show(console: Console, heard: Measured | MeasuredPiece) -> None:
    """Print one file's evenness; why a cell has none stands among the notes."""
    if isinstance(heard, MeasuredPiece):
        show_piece(console, heard)
    else:
        _show_exercise(console, heard)
    for warning in heard.evenness.warnings:
        console.print(Text(f"Note: {warning}", style="yellow"))
    floor_ms = heard.evenness.noise_floor_ms
    legend = f"Noise floor of the time stamps {floor_ms:.2f} ms. {LEGEND}"
    console.print(Text(legend, style="dim"))
    played = heard.evenness.hands if isinstance(heard, MeasuredPiece) else heard.evenness.cells
    if any(each.fingers for each in played):
        console.print(Text(FINGERS_LEGEND, style="dim"))
    console.print()


def _show_exercise(console: Console, heard: Measured) -> None:
    evenness = heard.evenness
    console.print(Text(heard.file, style="bold"), Text(evenness.exercise_id, style="dim"))
    console.print(Text(counted(evenness.match)))
    for cell in evenness.cells:
        if cell.sd_ioi_ms is not None and not cell.refused:
            console.print(_sentence(cell, cell.sd_ioi_ms))
    for flag in about_flags(evenness.flags):
        console.print(Text(flag, style="bold"))
    console.print(_runs(evenness))
    for cell, parts in zip(evenness.cells, heard.independence, strict=True):
        _show_cell(console, cell, parts)
    for line in heard.windows:
        console.print(_windows(line))


def _show_cell(console: Console, cell: CellEvenness, parts: Independence) -> None:
    if cell.fingers:
        title = f"Fingers, {cell.direction}: off the even line (+ late)"
        console.print(fingers_table(title, cell.fingers))
    if cell.transitions:
        console.print(_transitions(cell))
    if cell.n_runs:
        console.print(Text(f"Further, {cell.direction}", style="bold"))
        for line in further(cell, parts):
            console.print(Text(line))


def _windows(line: RunWindows) -> Text:
    """Say how even a long run was from one dozen notes to the next."""
    detrended = np.sort(line.windows.sd_ioi_detrended_ms)
    text = Text(f"Run {line.run} in windows of {IOIS} IOIs, each with its own tempo: ")
    if not detrended.size:
        return text.append("none; no 13 notes in a row were hit.")
    low, middle, high = np.quantile(detrended, (0.05, 0.5, 0.95))
    text.append(f"{middle:.1f} ms", style="bold")
    return text.append(
        f", the median of {len(detrended)} (nine in ten within {low:.1f} to {high:.1f})."
    )


def _sentence(cell: CellEvenness, sd_ioi_ms: float) -> Text:
    text = Text(f"{cell.hand.capitalize()} hand, {cell.direction}: ")
    interval = f" ({cell.low_ms:.1f} to {cell.high_ms:.1f})" if cell.low_ms is not None else ""
    text.append(f"evenness {sd_ioi_ms:.1f} ms{interval}", style="bold")
    text.append(f", the median of {cell.n_runs} runs" if cell.n_runs != 1 else ", one run")
    if cell.mean_ioi_ms:
        text.append(f" at {1000 / cell.mean_ioi_ms:.2f} notes a second")
    text.append(".")
    if cell.irregularity_ms is not None and cell.instability_ms is not None:
        text.append(
            f" The same in every run {_same(cell.irregularity_ms, cell.irregularity_uncertainty)}, "
            f"different each time {cell.instability_ms:.1f} ms."
        )
    return text


def _same(irregularity_ms: float, sure: Uncertainty | None) -> str:
    """Return the irregularity; where noise alone explains all of it, how large it may yet be."""
    if irregularity_ms >= SHOWN_MS:
        return f"{irregularity_ms:.1f} ms"
    if sure is not None and sure.high_ms >= SHOWN_MS:
        return f"at most {sure.high_ms:.1f} ms"
    return "not told apart from what changes"


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


def _transitions(cell: CellEvenness) -> Table:
    table = small_table(
        f"Transitions, {cell.direction}: IOI, and how much longer than the run's mean",
        "fingers",
        "notes",
        "IOI ms",
        "SD ms",
        "longer ms",
        *POOLED,
    )
    for ioi, deviation in zip(cell.transitions, cell.transition_deviations, strict=True):
        table.add_row(
            f"{ioi.key[0]} to {ioi.key[1]}",
            str(ioi.n),
            number(ioi.mean_ms),
            number(ioi.sd_ms),
            signed(deviation.mean_ms),
            *pooled(deviation),
        )
    return table

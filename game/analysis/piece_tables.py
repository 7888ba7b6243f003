"""What ``analyse`` shows to people of a whole piece: a sentence and two small tables a hand."""

from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from engine.measures.fingers import Spread
from engine.measures.pieces.caveats import value_name
from engine.measures.pieces.hands import HandEvenness
from game.analysis.heard import MeasuredPiece
from game.analysis.words import counted, fingers_table, number, signed, small_table, within


def show_piece(console: Console, heard: MeasuredPiece) -> None:
    """Print what each hand did, by note value and by finger."""
    evenness = heard.evenness
    console.print(Text(heard.file, style="bold"), Text(evenness.piece.title, style="dim"))
    console.print(Text(counted(evenness.match)))
    for hand in evenness.hands:
        if hand.cells:
            console.print(_cells(hand))
        if hand.fingers:
            title = f"Fingers, {hand.hand} hand: off the window's own line (+ late)"
            console.print(fingers_table(title, hand.fingers))
        said = [
            *_told("overlap", hand.overlap, "notes"),
            *_told("chord spread", hand.chord_spread, "chords"),
        ]
        if said:
            console.print(Text(f"{hand.hand.capitalize()} hand: {'; '.join(said)}."))
    for told in _told("Left hand less right", evenness.hand_asynchrony, "pairs"):
        console.print(Text(f"{told} (+ left late)."))


def _cells(hand: HandEvenness) -> Table:
    table = small_table(
        f"{hand.hand.capitalize()} hand: sdIOI in windows of 12 IOIs, the median",
        "notes",
        "windows",
        "notes/s",
        "sdIOI ms",
        "without tempo",
        "its 95 % from",
        "to",
    )
    for cell in hand.cells:
        table.add_row(
            value_name(cell.step_beat),
            str(cell.n_windows),
            number(cell.notes_per_second),
            number(cell.sd_ioi_ms),
            number(cell.sd_ioi_detrended_ms),
            number(cell.detrended_low_ms),
            number(cell.detrended_high_ms),
            style="dim" if cell.refused else "",
        )
    return table


def _told(what: str, spread: Spread[Any] | None, of: str) -> list[str]:
    if spread is None or spread.sd_ms is None:
        return []
    found = f"{signed(spread.mean_ms)} ms{within(spread.low_ms, spread.high_ms)}"
    return [f"{what} {found}, SD {number(spread.sd_ms)}, {spread.n} {of}"]

"""What ``analyse`` shows to people of a whole piece: a sentence and two small tables a hand."""

from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from engine.exercise import FINGER_NAMES
from engine.measures.fingers import Spread
from engine.measures.pieces.caveats import value_name
from engine.measures.pieces.hands import HandEvenness
from game.analysis.heard import MeasuredPiece
from game.analysis.words import number, signed, small_table


def show_piece(console: Console, heard: MeasuredPiece) -> None:
    """Print what each hand did, by note value and by finger."""
    evenness = heard.evenness
    match = evenness.match
    console.print(Text(heard.file, style="bold"), Text(evenness.piece.title, style="dim"))
    console.print(
        f"{match.expected} notes expected: {match.hit_count} hit, {match.missed_count} missed, "
        f"{match.substituted_count} substituted, {match.extra_count} extra."
    )
    for hand in evenness.hands:
        if hand.cells:
            console.print(_cells(hand))
        if hand.fingers:
            console.print(_fingers(hand))
        said = [*_told("Overlap", hand.overlap), *_told("Chord spread", hand.chord_spread)]
        if said:
            console.print(Text(f"{hand.hand.capitalize()} hand: {'; '.join(said)}."))
    for told in _told("Left hand less right", evenness.hand_asynchrony):
        console.print(Text(f"{told} (+ left late)."))


def _cells(hand: HandEvenness) -> Table:
    table = small_table(
        f"{hand.hand.capitalize()} hand: sdIOI in windows of 12 IOIs, the median",
        "notes",
        "windows",
        "notes/s",
        "sdIOI ms",
        "without tempo",
        "95 % from",
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


def _fingers(hand: HandEvenness) -> Table:
    table = small_table(
        f"Fingers, {hand.hand} hand: off the window's own line (+ late)",
        "finger",
        "notes",
        "mean ms",
        "95 % from",
        "to",
        "SD ms",
    )
    for spread in hand.fingers:
        table.add_row(
            f"{spread.key} {FINGER_NAMES.get(spread.key, '')}",
            str(spread.n),
            signed(spread.mean_ms),
            signed(spread.low_ms),
            signed(spread.high_ms),
            number(spread.sd_ms),
        )
    return table


def _told(what: str, spread: Spread[Any] | None) -> list[str]:
    if spread is None:
        return []
    interval = f" ({signed(spread.low_ms)} to {signed(spread.high_ms)})" if spread.low_ms else ""
    return [f"{what} {signed(spread.mean_ms)} ms{interval}, SD {number(spread.sd_ms)}, {spread.n}"]

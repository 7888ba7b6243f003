"""How words and numbers stand in the tables for people."""

from collections.abc import Iterable
from typing import Any

from rich.table import Table

from engine.exercise import FINGER_NAMES
from engine.measures.crossing import Crossing
from engine.measures.fingers import Spread
from engine.measures.matching.match import Match
from engine.measures.pieces.match import PieceMatch

NOTHING = "-"
CROSSING_WORDS = {Crossing.UNDER: "thumb under", Crossing.OVER: "finger over"}
POOLED = ("pooled ms", "95 % from", "to")


def number(value: float | None) -> str:
    """Return a number to a tenth, or a dash where there is none."""
    return NOTHING if value is None else f"{value:.1f}"


def signed(value: float | None) -> str:
    """Return a number to a tenth with its sign, or a dash where there is none."""
    if value is None:
        return NOTHING
    text = f"{value:+.1f}"
    return text if float(text) else "0.0"


def small_table(title: str, *columns: str) -> Table:
    """Return a table without lines, words to the left in its first column, numbers to the right."""
    table = Table(title=title, title_justify="left", title_style="bold", box=None, pad_edge=False)
    for place, column in enumerate(columns):
        # a narrow terminal folds names, never a figure
        table.add_column(
            column,
            justify="left" if place == 0 else "right",
            no_wrap=place > 0,
            overflow="fold" if place == 0 else "ellipsis",
        )
    return table


def counted(match: Match | PieceMatch) -> str:
    """Return what became of the notes written, and of a piece whether it was an octave away.

    Of an exercise the take's own warnings say that.
    """
    if isinstance(match, Match):
        hit, missed, wrong, extra = match.hit, match.missed, match.substituted, match.extra
    else:
        hit, missed = match.hit_count, match.missed_count
        wrong, extra = match.substituted_count, match.extra_count
    said = (
        f"{match.expected} notes expected: {hit} hit, {missed} missed, {wrong} substituted, "
        f"{extra} extra."
    )
    octaves = abs(match.transposition) // 12
    if isinstance(match, Match) or not octaves:
        return said
    side = "higher" if match.transposition > 0 else "lower"
    apart = "an octave" if octaves == 1 else f"{octaves} octaves"
    return f"{said} Played {apart} {side} than written."


def fingers_table(title: str, fingers: Iterable[Spread[int]]) -> Table:
    """Return a row a finger: its mean as found, and pooled with the interval of that."""
    table = small_table(title, "finger", "notes", "mean ms", "SD ms", *POOLED)
    for spread in fingers:
        table.add_row(
            f"{spread.key} {FINGER_NAMES.get(spread.key, '')}",
            str(spread.n),
            signed(spread.mean_ms),
            number(spread.sd_ms),
            *pooled(spread),
        )
    return table


def pooled(spread: Spread[Any]) -> tuple[str, str, str]:
    """Return the pooled value and its interval.

    An interval of the mean as found is not shown: of five fingers of a steady player one such
    leaves out 0 in every fourth take (SCIENCE 6.2).
    """
    return signed(spread.shrunk_ms), signed(spread.shrunk_low_ms), signed(spread.shrunk_high_ms)


def within(low: float | None, high: float | None) -> str:
    """Return an interval in brackets after a space, or nothing where there is none."""
    return "" if low is None or high is None else f" ({signed(low)} to {signed(high)})"

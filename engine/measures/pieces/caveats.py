"""What a person must know beside the numbers of a piece: sentences, in plain words."""

from collections.abc import Sequence

import numpy as np

from engine.measures.caveats import (
    FASTEST_IOI_MS,
    of_floor,
    of_instrument,
    of_times,
    of_touch,
    too_even,
)
from engine.measures.pieces.cells import PieceCell
from engine.measures.pieces.hands import HandEvenness
from engine.measures.pieces.match import Jump, PieceMatch
from engine.measures.windows import IOIS
from engine.take import Take

# A median of so few windows has no interval.
WINDOWS_FOR_AN_INTERVAL = 6
MANY_MISSED = 0.2
MOST_JUMPS_NAMED = 4
VALUES = {
    4: "whole notes",
    2: "halves",
    1: "quarters",
    0.5: "eighths",
    1 / 3: "triplets",
    0.25: "sixteenths",
    0.2: "quintuplets",
    1 / 6: "sextuplets",
    0.125: "thirty-seconds",
}


def about_piece(take: Take, match: PieceMatch) -> list[str]:
    """Return what is to be said of the whole take."""
    # A chord's notes may come at once; what matters is from one time to the next.
    onset_s = np.unique(take.notes["onset_s"])
    times = of_times(onset_s if len(onset_s) > 1 else take.notes["onset_s"])
    said = [*take.warnings, *times, *of_touch(take.notes["velocity"])]
    if match.refused:
        return [*said, f"Not measured: {match.refused}."]
    said.append(
        "A piece has no one figure of evenness: each hand and note value has its own, and holds "
        "what was meant as well as what was not."
    )
    said += of_instrument(take, len(match.bounces))
    if match.missed_count > MANY_MISSED * match.expected:
        said.append(
            f"{match.missed_count} of the {match.expected} notes written were not played: a part "
            "of the piece, one hand of it, or another piece."
        )
    return said + _of_jumps(match.jumps)


def _of_jumps(jumps: Sequence[Jump]) -> list[str]:
    said = []
    for jump in jumps[:MOST_JUMPS_NAMED]:
        back = jump.to_beat <= jump.from_beat
        said.append(
            f"The player went {'back' if back else 'on'} from quarter {jump.from_beat + 1:.0f} to "
            f"{jump.to_beat + 1:.0f} of the score"
            + ("; what was played twice counts once." if back else ".")
        )
    if len(jumps) > MOST_JUMPS_NAMED:
        said.append(f"There are {len(jumps) - MOST_JUMPS_NAMED} more such places.")
    return said


def about_hand(hand: HandEvenness, floor_ms: float) -> list[str]:
    """Return what is to be said of one hand."""
    if not hand.cells:
        return [
            f"{hand.hand.capitalize()} hand: no figure of evenness: not estimable without 13 "
            "notes in a row of one written value, all of them played."
        ]
    return [line for cell in hand.cells for line in _of_cell(cell, floor_ms)]


def _of_cell(cell: PieceCell, floor_ms: float) -> list[str]:
    name = f"{cell.hand.capitalize()} hand, {value_name(cell.step_beat)}"
    said = []
    if cell.refused:
        said.append(f"this is no score: {cell.refused}.")
    elif cell.n_windows < WINDOWS_FOR_AN_INTERVAL:
        said.append(
            f"{cell.n_windows} window{'s' if cell.n_windows > 1 else ''} of {IOIS} IOIs, too few "
            f"for an interval of the evenness; {WINDOWS_FOR_AN_INTERVAL} are needed."
        )
    if cell.sd_ioi_ms is not None:
        said += [] if cell.refused else of_floor(cell.sd_ioi_ms, floor_ms)
        said += too_even(cell.sd_ioi_ms)
    if cell.mean_ioi_ms is not None and cell.mean_ioi_ms < FASTEST_IOI_MS:
        said.append(f"{cell.mean_ioi_ms:.0f} ms from note to note is faster than any hand.")
    return [f"{name}: {sentence}" for sentence in said]


def value_name(step_beat: float) -> str:
    """Return the name of a written step: eighths, or what part of a quarter it is."""
    for value, name in VALUES.items():
        if abs(step_beat - value) < 0.01:
            return name
    return f"{step_beat:.3g} quarters"

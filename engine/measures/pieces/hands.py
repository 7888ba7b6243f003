"""One hand in a whole piece: evenness by note value, fingers, velocity, overlap, chord spread.

**Conventions**: ms. Intervals come from windows, or from blocks of twelve values in a row, because
neighbouring values share a tempo and a mood. Fingers are those the score prescribes, never
observed. Chord spread is never called asynchrony.

**Metrics**: ``HandEvenness``: cells by note value, deviations by finger and transition, velocity,
overlap, chord spread.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from engine.exercise import Hand, Target
from engine.measures.fingers import Spread, by_group
from engine.measures.lines import Matrix
from engine.measures.pieces.cells import PieceCell, cells_of
from engine.measures.pieces.line import Deviations, Line
from engine.measures.pieces.match import PieceMatch
from engine.measures.windows import IOIS, Windows
from engine.note import NoteArray
from engine.take import TimeSource, Timing

BLOCK = 12
# A note that is written to last until the next event, within this, can be overlapped by it.
UNTIL_NEXT_BEAT = 0.01


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Played:
    """What one hand played, from which its figures are taken.

    ``targets`` are the hand's own; ``notes`` the take's, ``timing`` how far to trust its times.
    """

    hand: Hand
    targets: Sequence[Target]
    match: PieceMatch
    line: Line
    windows: Windows
    deviations: Deviations
    notes: NoteArray
    timing: Timing


@dataclass(frozen=True, slots=True, kw_only=True)
class HandEvenness:
    """What one hand did in a piece; counts are of key presses.

    Attributes
    ----------
    cells : one a note value, that with most windows first
    fingers : deviation from the window's parabola by prescribed finger, + late; the SD is corrected
        for the leverage of that fit
    transitions : IOI less its window's own line, by the prescribed pair of fingers
    velocity_mean, velocity_sd : over the notes hit, MIDI units, ddof 1
    overlap : offset less the next event's onset, of notes written to last until there, + legato
    chord_spread : last less first onset of the notes written together
    """

    hand: Hand
    expected: int
    hit: int
    missed: int
    substituted: int
    cells: tuple[PieceCell, ...]
    fingers: tuple[Spread[int], ...]
    transitions: tuple[Spread[tuple[int, int]], ...]
    velocity_mean: float | None
    velocity_sd: float | None
    overlap: Spread[str] | None
    chord_spread: Spread[str] | None


def hand_evenness(played: Played) -> HandEvenness:
    """Return the figures of one hand; without a measured clock only counts and velocity."""
    match, line, notes = played.match, played.line, played.notes
    measured = played.timing.source is not TimeSource.UNMEASURED
    velocity = notes["velocity"][line.note[line.note >= 0]].astype(np.float64)
    own = ~match.doubled[line.place]
    expected = int(np.count_nonzero(own))
    hit = int(np.count_nonzero(line.note >= 0))
    missed = int(np.count_nonzero((match.note_index[line.place] < 0) & own))
    return HandEvenness(
        hand=played.hand,
        expected=expected,
        hit=hit,
        missed=missed,
        substituted=expected - hit - missed,
        cells=tuple(cells_of(played.hand, played.windows, played.timing)),
        fingers=tuple(_fingers(played)) if measured else (),
        transitions=tuple(_transitions(played)) if measured else (),
        velocity_mean=float(velocity.mean()) if velocity.size else None,
        velocity_sd=float(velocity.std(ddof=1)) if velocity.size > 1 else None,
        overlap=in_blocks(_overlaps_ms(line, notes), "overlap") if measured else None,
        chord_spread=_chord_spread(line, notes) if measured else None,
    )


def _fingers(played: Played) -> list[Spread[int]]:
    """Return the deviations by finger; rows are windows, so that intervals come from windows."""
    found, fingers = played.deviations, [target.finger for target in played.targets]
    there = np.flatnonzero(found.window >= 0)
    values_ms = np.full((len(played.windows.start), len(fingers)), np.nan)
    values_ms[found.window[there], there] = found.value_ms[there]
    spreads = []
    for spread in by_group(values_ms, fingers):
        own = [k for k in there.tolist() if fingers[k] == spread.key]
        freedom = float(np.mean(1 - found.hat[own]))
        sd_ms = None if spread.sd_ms is None else spread.sd_ms / freedom**0.5
        spreads.append(replace(spread, sd_ms=sd_ms))
    return spreads


def _transitions(played: Played) -> list[Spread[tuple[int, int]]]:
    """Return IOI less the window's line by pair of fingers, between events of a single note."""
    event = played.line.score.event
    finger: list[int | None] = [None] * len(played.line.onset_s)
    for k, target in enumerate(played.targets):
        alone = np.count_nonzero(event == event[k]) == 1
        finger[event[k]] = target.finger if alone else None
    pairs = [(a, b) if a is not None and b is not None else None for a, b in pairwise(finger)]
    values_ms = np.full((len(played.windows.start), len(pairs)), np.nan)
    for row, (start, residual_ms) in enumerate(
        zip(played.windows.start.tolist(), played.windows.ioi_residual_ms, strict=True)
    ):
        values_ms[row, start : start + IOIS] = residual_ms
    return by_group(values_ms, pairs) if pairs else []


def in_blocks(values_ms: Matrix, key: str) -> Spread[str] | None:
    """Return mean, SD and interval of values in order; None without any. NaN takes no part."""
    values_ms = values_ms[~np.isnan(values_ms)]
    if not values_ms.size:
        return None
    # Blocks of nearly one length: a last one of two or three values would weigh like twelve.
    blocks = np.array_split(values_ms, -(-len(values_ms) // BLOCK))
    rows = np.full((len(blocks), BLOCK), np.nan)
    for row, block in zip(rows, blocks, strict=True):
        row[: len(block)] = block
    return by_group(rows, [key] * BLOCK)[0]


def _overlaps_ms(line: Line, notes: NoteArray) -> Matrix:
    """Return the overlap of each note written to last until the next event; NaN without a time."""
    score = line.score
    following = score.event + 1
    inside = following < len(score.event_beat)
    beat = np.append(score.event_beat, np.nan)[following]
    until = inside & (np.abs(score.end_beat - beat) < UNTIL_NEXT_BEAT) & (line.note >= 0)
    until &= line.usable[score.event] & np.append(line.usable, False)[following]
    overlap_ms: Matrix = 1e3 * (
        notes["offset_s"][line.note[until]] - line.onset_s[following[until]]
    )
    return overlap_ms


def _chord_spread(line: Line, notes: NoteArray) -> Spread[str] | None:
    """Return last less first onset of the usable events of two notes and more."""
    event = line.score.event
    played = (line.note >= 0) & line.usable[event]
    onset_s = notes["onset_s"][line.note[played]]
    first = np.full(len(line.usable), np.inf)
    last = np.full(len(line.usable), -np.inf)
    np.minimum.at(first, event[played], onset_s)
    np.maximum.at(last, event[played], onset_s)
    chord = np.bincount(event[played], minlength=len(first)) >= 2
    spread = in_blocks(1e3 * (last[chord] - first[chord]), "chord spread")
    if spread is None or spread.low_ms is None:
        return spread
    # What is last less first is never below 0, nor is its interval.
    return replace(spread, low_ms=max(spread.low_ms, 0.0))

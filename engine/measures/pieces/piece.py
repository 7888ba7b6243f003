"""A whole piece as one person played it: which notes, how evenly, how together.

What is measured: a take of a score with chords and both hands (``piece_match``), the evenness of
each hand by note value in windows of twelve IOIs (``windows``, ``piece_cells``), and how far apart
the hands are where both have a note. A whole piece has no single SD: a player means most of what
varies in it, so nothing here is put into one number.

**Conventions**: ms for people; deviations + late; hand asynchrony is the left hand's onset less the
right's, + left late; chord spread is another word and another number. None where the data cannot
bear a figure, with a sentence among the warnings.

**Metrics**: ``measure_piece``.

References
----------
SCIENCE 1.2, 6.2, 7.1, 7.3. Windows and their parabola: Evenhand's own choice (docs/measures.md).
"""

from dataclasses import dataclass, replace

import numpy as np

from engine.exercise import Hand, Piece
from engine.measures.cell import UNMEASURED
from engine.measures.fingers import Spread
from engine.measures.lines import Matrix
from engine.measures.matching.alignment import Indices
from engine.measures.pieces.caveats import about_hand, about_piece
from engine.measures.pieces.events import SAME_BEAT, written
from engine.measures.pieces.hands import HandEvenness, Played, hand_evenness, in_blocks
from engine.measures.pieces.line import deviations, line_of
from engine.measures.pieces.match import PieceMatch, match_piece
from engine.measures.windows import Windows, windows
from engine.note import Seconds
from engine.take import Take, TimeSource

NO_CELL = "no stretch of 13 notes of one written value was played as written"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class HandWindows:
    """One hand's windows and where each begins; ``start_beat`` has shape (windows,)."""

    hand: Hand
    start_beat: Seconds
    windows: Windows


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PieceEvenness:
    """What one take of a piece says; ``invalid_because`` is set when it gives no figure.

    Attributes
    ----------
    piece : the part that was asked for; arrays follow its targets
    deviation_ms : shape (targets,), onset less its window's parabola, + late; NaN where none
    window : shape (targets,), number of the window within its hand, -1 in none
    hands : in the order of ``Hand``, those with at least one target
    hand_asynchrony : left less right onset where both hands have a note written together
    windows : one a hand of ``hands``; none where nothing was matched or measured
    """

    piece: Piece
    match: PieceMatch
    deviation_ms: Matrix
    window: Indices
    hands: tuple[HandEvenness, ...]
    hand_asynchrony: Spread[str] | None
    windows: tuple[HandWindows, ...]
    noise_floor_ms: float
    invalid_because: str | None
    warnings: tuple[str, ...]

    @property
    def valid(self) -> bool:
        """Whether at least one cell has a figure."""
        return self.invalid_because is None


def measure_piece(take: Take, piece: Piece, *, hand: Hand | None = None) -> PieceEvenness:
    """Return what a take of a piece says.

    Parameters
    ----------
    hand : ask for this hand's notes only, whether it played alone or with the other

    Raises
    ------
    ValueError
        for a piece without targets (of that hand), out of order, or with a target of no hand
    """
    part, found = _part(take, piece, hand)
    deviation_ms = np.full(len(part.targets), np.nan)
    window = np.full(len(part.targets), -1, np.intp)
    played = [] if found.refused else _played(take, part, found)
    measured = take.timing.source is not TimeSource.UNMEASURED
    for one in played if measured else ():
        deviation_ms[one.line.place] = one.deviations.value_ms
        window[one.line.place] = one.deviations.window
    deviation_ms.flags.writeable = window.flags.writeable = False
    hands = tuple(hand_evenness(one) for one in played)
    return PieceEvenness(
        piece=part,
        match=found,
        deviation_ms=deviation_ms,
        window=window,
        hands=hands,
        hand_asynchrony=_asynchrony(played) if measured else None,
        windows=tuple(
            HandWindows(
                hand=one.hand,
                start_beat=one.line.score.event_beat[one.windows.start],
                windows=one.windows,
            )
            for one in (played if measured else ())
        ),
        noise_floor_ms=take.timing.noise_floor_ms,
        invalid_because=_invalid(take, found, hands),
        warnings=(
            *about_piece(take, found),
            *(line for one in hands for line in about_hand(one, take.timing.noise_floor_ms)),
        ),
    )


def _part(take: Take, piece: Piece, hand: Hand | None) -> tuple[Piece, PieceMatch]:
    """Return what was asked for, matched; one hand's notes are also found among both hands'."""
    for target in piece.targets:
        if target.hand is None:
            raise ValueError(f"{piece.id}: the note {target.id} names no hand")
    if hand is None:
        return piece, match_piece(take.notes, piece)
    part = replace(piece, targets=piece.of_hand(hand))
    if not part.targets:
        raise ValueError(f"{piece.id} has nothing for the {hand} hand")
    alone, both = match_piece(take.notes, part), match_piece(take.notes, piece)
    if both.hit_count <= alone.hit_count:
        return part, alone
    mine = [k for k, target in enumerate(piece.targets) if target.hand is hand]
    return part, replace(
        both,
        note_index=both.note_index[mine],
        hit=both.hit[mine],
        doubled=written(part.targets).doubled,
        due_s=both.due_s[mine],
    )


def _played(take: Take, piece: Piece, found: PieceMatch) -> list[Played]:
    played = []
    for hand in Hand:
        targets = piece.of_hand(hand)
        if targets:
            line = line_of(hand, piece.targets, found, take.notes)
            cut = windows(line.onset_s, line.score.event_beat, line.usable)
            played.append(
                Played(
                    hand=hand,
                    targets=targets,
                    match=found,
                    line=line,
                    windows=cut,
                    deviations=deviations(line, cut, take.notes),
                    notes=take.notes,
                    timing=take.timing,
                )
            )
    return played


def _asynchrony(played: list[Played]) -> Spread[str] | None:
    """Return left less right onset over the events that both hands have, usable in both."""
    if len(played) < 2:
        return None
    by_hand = {one.hand: one.line for one in played}
    left, right = by_hand[Hand.LEFT], by_hand[Hand.RIGHT]
    # Beats of one event may differ in the last digits between the hands.
    place = np.searchsorted(right.score.event_beat, left.score.event_beat - SAME_BEAT)
    near = np.append(right.score.event_beat, np.inf)[place] <= left.score.event_beat + SAME_BEAT
    both = near & left.usable & np.append(right.usable, False)[place]
    apart_ms = 1e3 * (left.onset_s[both] - right.onset_s[place[both]])
    return in_blocks(apart_ms, "left - right")


def _invalid(take: Take, found: PieceMatch, hands: tuple[HandEvenness, ...]) -> str | None:
    if found.refused:
        return found.refused
    if take.timing.source is TimeSource.UNMEASURED:
        return UNMEASURED
    refusals = [cell.refused for one in hands for cell in one.cells]
    if not refusals:
        return NO_CELL
    return None if None in refusals else refusals[0]

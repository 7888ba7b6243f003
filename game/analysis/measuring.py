"""What a recording is measured against, and measuring it."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from content.loader import find_music
from content.single_line import NotOneLineError, single_line
from engine import EvenhandError
from engine.exercise import Exercise, Hand, Piece
from engine.measures.evenness import Evenness, measure
from engine.measures.independence.ordinary import independence
from engine.measures.pieces.piece import measure_piece
from engine.measures.windows import windows
from engine.take import Take
from game.analysis.heard import Measured, MeasuredPiece, RunWindows

LONG_LINE = 64


class AskedError(EvenhandError):
    """A hand or a tempo that the exercise has not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the recordings should hold; an exercise, a piece, or a piece whose one line is both."""

    exercise: Exercise | None
    piece: Piece | None
    hand: Hand | None
    tempo_bpm: float | None


def asked_for(name: str, hand: Hand | None, tempo_bpm: float | None) -> Asked:
    """Return what the exercise or score of this name or path asks of ``hand``.

    A score's hand that plays a single line is an exercise too, which may be played several times.

    Raises
    ------
    ContentError, ScoreFileError
        where there is none, or it cannot be read
    AskedError
        where it is for another hand, or has no tempo to hold
    """
    found = find_music(name, hand or Hand.RIGHT)
    if isinstance(found, Exercise):
        if hand is not None and hand != found.hand:
            raise AskedError(
                f"--hand {hand}: {found.id} is for the {found.hand} hand; choose the exercise of "
                "the hand that played (evenhand exercises lists them)"
            )
        return Asked(exercise=found, piece=None, hand=hand, tempo_bpm=tempo_bpm)
    hands = [each for each in Hand if found.of_hand(each)]
    if hand is not None and hand not in hands:
        raise AskedError(f"--hand {hand}: {name} has nothing for the {hand} hand; leave it out")
    line, why = None, "two hands play it"
    if hand is not None or len(hands) == 1:
        hand = hand or hands[0]
        try:
            line = single_line(found, hand)
        except NotOneLineError as error:
            why = str(error)
    if line is None and tempo_bpm is not None:
        raise AskedError(f"--tempo: {name} is measured as a whole piece ({why}); leave it out")
    return Asked(exercise=line, piece=found, hand=hand, tempo_bpm=tempo_bpm)


def measured(file: str, take: Take, asked: Asked) -> Measured | MeasuredPiece:
    """Return everything measured in one take.

    A line without a valid run (the other hand played along, or much is missing) is measured as
    the part of a piece, where that gives more.
    """
    line = None
    if asked.exercise is not None:
        line = measured_exercise(file, take, asked.exercise, asked.tempo_bpm)
        if line.evenness.valid or asked.piece is None:
            return line
    if asked.piece is None:
        raise ValueError("neither an exercise nor a piece was asked for")
    evenness = measure_piece(take, asked.piece, hand=asked.hand)
    if line is not None and not line.failed and not evenness.valid:
        return line
    return MeasuredPiece(file=file, take=take, hand=asked.hand, evenness=evenness)


def measured_exercise(
    file: str, take: Take, exercise: Exercise, tempo_bpm: float | None = None
) -> Measured:
    """Return everything measured in one take of an exercise."""
    evenness = measure(take, exercise, tempo_bpm=tempo_bpm)
    return Measured(
        file=file,
        take=take,
        exercise=exercise,
        evenness=evenness,
        independence=independence(take.notes, evenness),
        windows=tuple(_long_lines(take, evenness)),
    )


def _long_lines(take: Take, evenness: Evenness) -> Iterator[RunWindows]:
    """Return the windows of each valid run that is too long for one tempo."""
    for matched, run in zip(evenness.match.runs, evenness.runs, strict=True):
        targets = matched.pattern.targets
        if len(targets) < LONG_LINE or not run.valid:
            continue
        onset_s = np.where(matched.hit, take.notes["onset_s"][matched.note_index], np.nan)
        beat = np.array([target.onset_beat for target in targets])
        found = windows(onset_s, beat, matched.hit)
        yield RunWindows(run=run.run, hand=run.hand, targets=targets, windows=found)

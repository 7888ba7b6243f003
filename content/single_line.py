"""What one hand plays in a piece, as an exercise of one pattern where it is a single line.

A line that is played several times then goes through the evenness measures like any exercise of
the library, run by run.
"""

from dataclasses import replace
from itertools import pairwise

from engine import EvenhandError
from engine.exercise import Direction, Exercise, Hand, Pattern, Piece, Target

PLAIN_BPM = 60.0
# An exercise's own bounds, see content.schema.
TEMPI_BPM = (20.0, 300.0)


class NotOneLineError(EvenhandError):
    """What a hand plays is not a single line; the text says why, for a person."""


def single_line(piece: Piece, hand: Hand) -> Exercise:
    """Return what ``hand`` plays as an exercise whose one pattern begins at beat 0.

    The pattern is UP or DOWN where every note is above or below the one before it, else LOOP; its
    targets keep their ids. The tempo is the score's first, or 60 where it names none that an
    exercise can have.

    Raises
    ------
    NotOneLineError
        for fewer than two notes, a grace note, a chord, or notes that overlap
    """
    line = piece.of_hand(hand)
    if len(line) < 2:
        count = "one note" if line else "no note"
        raise NotOneLineError(f"{piece.title}: the {hand} hand has {count}; a line has two or more")
    _refuse_more(piece.title, line)
    begins = line[0].onset_beat
    pitches = [target.pitch for target in line]
    tempo = piece.tempo_bpm
    return Exercise(
        id=piece.id,
        version=1,
        title=piece.title,
        hand=hand,
        tempo_bpm=tempo if tempo and TEMPI_BPM[0] <= tempo <= TEMPI_BPM[1] else PLAIN_BPM,
        patterns=(
            Pattern(
                direction=_direction(pitches),
                targets=tuple(
                    replace(target, onset_beat=target.onset_beat - begins, hand=None)
                    for target in line
                ),
            ),
        ),
        runs=1,
        max_attempts=1,
        gap_s=0.5,
        summary=f"The {hand} hand's line of {piece.title}",
        source=piece.source,
    )


def _refuse_more(title: str, line: tuple[Target, ...]) -> None:
    for before, after in pairwise(line):
        at = f"{title}: at beat {after.onset_beat:g}"
        if before.grace or after.grace:
            raise NotOneLineError(f"{at} stands a grace note, so this is not an even line")
        if after.onset_beat == before.onset_beat:
            raise NotOneLineError(f"{at} stands a chord, so this is not a single line")
        # A sixteenth of slack: whole divisions do not hold every tuplet.
        if after.onset_beat < before.onset_beat + before.duration_beat - 1 / 16:
            raise NotOneLineError(f"{at} two notes sound together, so this is not a single line")


def _direction(pitches: list[int]) -> Direction:
    if all(after > before for before, after in pairwise(pitches)):
        return Direction.UP
    if all(after < before for before, after in pairwise(pitches)):
        return Direction.DOWN
    return Direction.LOOP

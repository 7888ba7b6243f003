"""What a recording is measured against, and measuring it."""

from engine import EvenhandError
from engine.exercise import Exercise, Hand
from engine.take import Take
from game.analysis.heard import Heard, Measured


class HandError(EvenhandError):
    """A hand that the exercise is not for."""


def asked_for(name: str, hand: Hand | None) -> Exercise:
    """Return the exercise or score of this name or path, as ``hand`` plays it.

    Raises
    ------
    ContentError
        where there is none, or it cannot be read
    HandError
        where the exercise is for the other hand
    """
    from content.loader import find

    exercise = find(name)
    if hand is not None and hand != exercise.hand:
        raise HandError(
            f"--hand {hand}: {exercise.id} is for the {exercise.hand} hand; choose the exercise of "
            "the hand that played (evenhand exercises lists them)"
        )
    return exercise


def measured(file: str, take: Take, asked: Exercise, tempo_bpm: float | None) -> Heard:
    """Return everything measured in one take."""
    from engine.measures.evenness import measure

    evenness = measure(take, asked, tempo_bpm=tempo_bpm)
    return Measured(file=file, take=take, exercise=asked, evenness=evenness)

"""What a recording is measured against, and measuring it."""

from collections.abc import Iterator

import numpy as np

from content.loader import find
from engine import EvenhandError
from engine.exercise import Exercise, Hand
from engine.measures.evenness import Evenness, measure
from engine.measures.independence.ordinary import independence
from engine.measures.windows import windows
from engine.take import Take
from game.analysis.heard import LineWindows, Measured

LONG_LINE = 64


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
    exercise = find(name)
    if hand is not None and hand != exercise.hand:
        raise HandError(
            f"--hand {hand}: {exercise.id} is for the {exercise.hand} hand; choose the exercise of "
            "the hand that played (evenhand exercises lists them)"
        )
    return exercise


def measured(file: str, take: Take, exercise: Exercise, tempo_bpm: float | None) -> Measured:
    """Return everything measured in one take."""
    evenness = measure(take, exercise, tempo_bpm=tempo_bpm)
    return Measured(
        file=file,
        take=take,
        exercise=exercise,
        evenness=evenness,
        independence=independence(take.notes, evenness),
        windows=tuple(_long_lines(take, evenness)),
    )


def _long_lines(take: Take, evenness: Evenness) -> Iterator[LineWindows]:
    """Return the windows of each valid run that is too long for one tempo."""
    for matched, run in zip(evenness.match.runs, evenness.runs, strict=True):
        targets = matched.pattern.targets
        if len(targets) < LONG_LINE or not run.valid:
            continue
        onset_s = np.where(matched.hit, take.notes["onset_s"][matched.note_index], np.nan)
        beat = np.array([target.onset_beat for target in targets])
        found = windows(onset_s, beat, matched.hit)
        yield LineWindows(hand=run.hand, run=run.run, targets=targets, windows=found)

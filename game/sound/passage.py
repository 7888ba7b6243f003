"""Notes that belong together as one buffer, each at its sample: a replay, a cue."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from game.sound.card import FULL, RATE, Samples
from game.sound.voice import cut


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """One note to be heard: ``at_s`` after the passage's start, with its key held ``seconds``."""

    at_s: float = 0.0
    pitch: int
    velocity: int = 64
    seconds: float = 0.6


def mixed(notes: Sequence[Note], voice: Callable[[int, int], Samples]) -> Samples:
    """Return the passage, shape (n,); ``voice`` gives the held note of a pitch and a velocity."""
    parts = [
        (round(note.at_s * RATE), cut(voice(note.pitch, note.velocity), note.seconds))
        for note in notes
    ]
    whole = np.zeros(max((at + len(part) for at, part in parts), default=0), np.int32)
    for at, part in parts:
        whole[at : at + len(part)] += part
    return np.clip(whole, -FULL, FULL).astype(np.int16)

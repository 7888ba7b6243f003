"""What the virtual pianist's hands do in one game, and who knows it for which."""

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

import numpy as np

from engine.note import NoteArray
from engine.pianist import Pianist
from engine.session.state import Playing

NOTE_ON, NOTE_OFF = 0x90, 0x80
RELEASE = 64

# (when it is played, the message); messages may be given in any order
Message = tuple[int, bytes]


class Hands(Protocol):
    """One stretch of one game, from ``Begin`` or ``Resume`` on: asked again at every frame."""

    def play(
        self, state: Playing, pianist: Pianist, rng: np.random.Generator, *, resting: bool
    ) -> Sequence[Message]:
        """Return what she has decided to play since she was last asked.

        ``resting`` is true when nothing she decided earlier is still to come.
        """
        ...


def note(on_ns: int, off_ns: int, pitch: int, velocity: int) -> tuple[Message, Message]:
    """Return one note as its two messages."""
    return (
        (on_ns, bytes((NOTE_ON, pitch, velocity))),
        (off_ns, bytes((NOTE_OFF, pitch, RELEASE))),
    )


def messages(notes: NoteArray, begins_ns: int) -> list[Message]:
    """Return notes as messages, second 0 of them being ``begins_ns``."""
    found: list[Message] = []
    for each in notes:
        on_ns = begins_ns + round(float(each["onset_s"]) * 1e9)
        off_ns = begins_ns + round(float(each["offset_s"]) * 1e9)
        found += note(on_ns, off_ns, int(each["pitch"]), int(each["velocity"]))
    return found


HandsOf = Mapping[type, Callable[[], Hands]]

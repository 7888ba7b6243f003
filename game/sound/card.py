"""The sound card: opened in the one format that everything is rendered in."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
import numpy.typing as npt
import pygame

Samples = npt.NDArray[np.int16]

RATE = 48_000
BUFFER = 512
BUFFER_NS = BUFFER * 1_000_000_000 // RATE
# Far more looks than a buffer lasts: a card that stands still holds nothing up for long.
MOST_LOOKS = 1_000_000
FULL = np.iinfo(np.int16).max


def opened(channels: int) -> str:
    """Open the sound card for ``channels`` sounds at once; return why there is none, or ""."""
    try:
        with quiet():
            # Only the one format that sounds are made in: SDL converts for the card.
            pygame.mixer.init(RATE, -16, 1, BUFFER, allowedchanges=0)
    except pygame.error as error:
        return f"There is no sound: {error}. The ring still shows the beat."
    pygame.mixer.set_num_channels(channels)
    return ""


def to_sound(samples: Samples) -> pygame.mixer.Sound:
    """Return what the mixer plays; it keeps a copy."""
    return pygame.mixer.Sound(buffer=samples.data)


def samples_in(sound: pygame.mixer.Sound) -> Samples:
    """Return the mixer's own samples, shape (n,), to be written while the sound is not playing."""
    return np.frombuffer(memoryview(sound), np.int16)  # type: ignore[arg-type]


def in_step(channel: int) -> None:
    """Wait until the mixer has just taken a buffer.

    What is played then begins one buffer later, always: without it a beginning lies anywhere in
    that buffer (measured: 3 ms SD from stretch to stretch, 1 ms with it). It takes up
    to one buffer (10.7 ms), once a stretch; the thread that hears the piano goes on.
    """
    mark = pygame.mixer.Channel(channel)
    mark.play(to_sound(np.zeros(1, np.int16)))
    for _ in range(MOST_LOOKS):
        if not mark.get_busy():
            return


@contextmanager
def quiet() -> Iterator[None]:
    """Keep what ALSA itself writes to the terminal off it."""
    try:
        sys.stderr.flush()
        kept = os.dup(2)
    except (OSError, ValueError, AttributeError):
        yield  # a program without a terminal has nothing to keep clean
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)

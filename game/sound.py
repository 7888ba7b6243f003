"""The metronome of Pearls: one buffer of clicks a trial, started once.

Every click lies at its sample, so the beat is as exact as the sound card's clock; no frame and no
timer starts a click. Where there is no sound there is silence and a reason, never an error.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Self

import numpy as np
import numpy.typing as npt

from engine.record import Settings
from engine.session.state import Playing, State
from engine.tasks.pearls import PearlsState

if TYPE_CHECKING:
    import pygame

Samples = npt.NDArray[np.int16]

RATE = 48_000
BUFFER = 512
PARTIALS = ((1180.0, 0.62), (1790.0, 0.26), (2930.0, 0.12))  # Hz and share: a small woodblock
RISE_S, FALL_S, CLICK_S = 0.0008, 0.016, 0.09
LOUDEST = 0.5
# Beats between two strings: breath, and the hand on its way back.
BETWEEN_BEATS = 8
MOST_S = 240.0
FADE_MS = 30


def click(rate: int = RATE) -> npt.NDArray[np.float64]:
    """Return one soft woodblock click, shape (n,), between -1 and 1."""
    at_s = np.arange(round(CLICK_S * rate)) / rate
    tone = sum(share * np.sin(2 * np.pi * hertz * at_s) for hertz, share in PARTIALS)
    envelope = np.minimum(at_s / RISE_S, 1) * np.exp(-at_s / FALL_S)
    return np.asarray(LOUDEST * tone * envelope)


def click_track(tempo_bpm: float, beats: int, rate: int = RATE) -> Samples:
    """Return ``beats`` clicks at ``tempo_bpm``, shape (n,), the first at sample 0.

    Click k starts at sample round(60 k rate / tempo), so that rounding never adds up; the track
    ends where the next click would start and can be repeated. ValueError unless both are above 0.
    """
    if tempo_bpm <= 0 or beats <= 0:
        raise ValueError(f"a click track needs a tempo and beats, not {tempo_bpm:g} and {beats}")
    one = np.rint(click(rate) * np.iinfo(np.int16).max).astype(np.int16)
    starts = np.rint(np.arange(beats + 1) * 60 * rate / tempo_bpm).astype(np.int64).tolist()
    track: Samples = np.zeros(starts[-1], np.int16)
    for start, end in pairwise(starts):
        length = min(len(one), end - start)
        track[start : start + length] = one[:length]
    return track


def beats_of(task: PearlsState) -> int:
    """Return how many beats a trial lasts at most, held to four minutes."""
    last = task.task.pattern.targets[-1]
    a_run = last.onset_beat + last.duration_beat + BETWEEN_BEATS
    most = int(MOST_S * task.task.tempo_bpm / 60)
    # Whole bars of two, so that the track can begin again without a stumble.
    return max(2, min(most, round(a_run * task.task.max_attempts)) // 2 * 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stretch:
    """Which stretch of playing a track belongs to: a pause and what follows is another."""

    started_ns: int
    paused_ns: int


class Sound:
    """The one voice of Evenhand; make it with ``opened`` or ``silent``.

    ``reason`` says why there is no sound; empty where there is.
    """

    def __init__(self, reason: str = "") -> None:
        self.reason = reason
        self._stretch: _Stretch | None = None
        self._channel: pygame.mixer.Channel | None = None

    @classmethod
    def opened(cls) -> Self:
        """Open the sound card; silent with a reason where there is none."""
        import pygame

        try:
            with quiet():
                # Only the one format that the tracks are made in: SDL converts for the card.
                pygame.mixer.init(RATE, -16, 1, BUFFER, allowedchanges=0)
        except pygame.error as error:
            return cls.silent(f"There is no sound: {error}. The ring still shows the beat.")
        return cls()

    @classmethod
    def silent(cls, reason: str) -> Self:
        """Return a sound that makes none."""
        return cls(reason)

    def follow(self, state: State | None, settings: Settings) -> None:
        """Start or stop the clicks as the session stands; called once a frame."""
        if self.reason:
            return
        match state:
            case Playing(task=PearlsState(over=False) as task):
                stretch = _Stretch(started_ns=state.started_ns, paused_ns=state.paused_ns)
                if stretch != self._stretch:
                    self._start(task)
                    self._stretch = stretch
                self._turn(settings.volume)
            case _:
                self.stop()

    def stop(self) -> None:
        """Fall silent."""
        if self._channel is not None:
            self._channel.fadeout(FADE_MS)
        self._channel, self._stretch = None, None

    def _start(self, task: PearlsState) -> None:
        import pygame

        self.stop()
        samples = click_track(task.task.tempo_bpm, beats_of(task))
        track = pygame.mixer.Sound(buffer=samples.data)
        # A player who takes longer than any plan hears it again from the start, on the beat.
        self._channel = track.play(loops=-1)

    def _turn(self, volume: float) -> None:
        # The mixer keeps volumes in steps of 1/128.
        if self._channel is not None and abs(self._channel.get_volume() - volume) > 0.01:
            self._channel.set_volume(volume)


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

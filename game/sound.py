"""Clicks and one chime: a whole take's click track is one buffer, started once.

Clicks started one at a time would each come late by up to a mixer buffer (DESIGN 3); inside one
buffer every interval is exact to the sample. A click falls on the beat, four notes to each
(SCIENCE 1.5). Without a mixer there is silence and the reason for it.
"""

from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt
import pygame

from engine.record import Settings
from engine.session.state import Asking, Paused, Playing, State
from engine.tasks.pearls import PearlsState

RATE_HZ = 44_100
MIXER_SAMPLES = 512
LEAD_NS = 1_000_000_000
LONGEST_S = 600.0
CLICK_S, CHIME_S = 0.06, 0.9
CLICK_LEVEL, CHIME_LEVEL = 0.5, 0.25
# Two modes of a small wooden block: frequency in Hz, share, and how fast each dies away in 1/s.
WOOD = ((1180.0, 0.7, 90.0), (2960.0, 0.3, 160.0))
BELL = ((523.25, 0.6, 5.0), (784.0, 0.4, 7.0))
NS_PER_S = 1_000_000_000

Samples = npt.NDArray[np.int16]


def click_samples() -> Samples:
    """Return one soft woodblock click, shape (n,), 60 ms; it is loudest within 3 ms."""
    return _struck(WOOD, CLICK_S, CLICK_LEVEL)


def chime_samples() -> Samples:
    """Return the quiet sound that says a take is over, shape (n,), 0.9 s."""
    return _struck(BELL, CHIME_S, CHIME_LEVEL)


def click_starts(bpm: float, duration_s: float) -> npt.NDArray[np.int64]:
    """Return the sample at which each click begins, from the lead-in on; none drifts."""
    beat_s = 60 / bpm
    lead_s = LEAD_NS / NS_PER_S
    count = max(0, int((duration_s - lead_s) / beat_s))
    starts = np.rint((lead_s + beat_s * np.arange(count)) * RATE_HZ)
    return np.asarray(starts, np.int64)


def click_track(bpm: float, duration_s: float) -> Samples:
    """Return the clicks of a whole take as one buffer, shape (n,), mono at ``RATE_HZ``.

    Parameters
    ----------
    bpm : quarters a minute, one click each
    duration_s : length of the buffer; its first second is silent
    """
    click = click_samples()
    track: Samples = np.zeros(round(duration_s * RATE_HZ) + len(click), np.int16)
    for start in click_starts(bpm, duration_s).tolist():
        track[start : start + len(click)] += click
    return track


def _struck(
    modes: tuple[tuple[float, float, float], ...], length_s: float, level: float
) -> Samples:
    time_s = np.arange(round(length_s * RATE_HZ)) / RATE_HZ
    wave = sum(
        share * np.sin(2 * np.pi * hz * time_s) * np.exp(-decay * time_s)
        for hz, share, decay in modes
    )
    fade = np.minimum(1, np.minimum(time_s / 0.0008, (length_s - time_s) / 0.008))
    return np.asarray(np.rint(wave * fade * level * 32_767), np.int16)


def longest_take_s(state: PearlsState) -> float:
    """Return how long the click of a take may be needed, in seconds; 10 minutes at most."""
    task = state.task
    beats = sum(target.duration_beat for target in task.pattern.targets)
    run_s = beats * 60 / task.tempo_bpm + max(task.exercise.gap_s, 2.0)
    return min(LONGEST_S, 1.25 * task.max_attempts * run_s + 2 * LEAD_NS / NS_PER_S)


@dataclass(frozen=True, slots=True, kw_only=True)
class Beat:
    """Where the metronome stands: the beat that sounds, from 0, and how much of it has passed."""

    number: int
    passed: float


def beat_at(state: Playing, now_ns: int) -> Beat | None:
    """Return the beat of a take at ``now_ns``; None before the first click and without clicks."""
    if not isinstance(state.task, PearlsState):
        return None
    since_ns = now_ns - state.started_ns - state.paused_ns - LEAD_NS
    if since_ns < 0:
        return None
    beats = since_ns * state.task.task.tempo_bpm / (60 * NS_PER_S)
    return Beat(number=int(beats), passed=beats - int(beats))


class Sound:
    """What is heard; ``why_silent`` is a sentence where nothing can be.

    Make it with ``opened``, or with ``silent`` where no mixer is wanted.
    """

    def __init__(self, channel: pygame.mixer.Channel | None, why_silent: str = "") -> None:
        self._channel = channel
        self.why_silent = why_silent
        self._take: tuple[int, int, int] | None = None
        self._track: pygame.mixer.Sound | None = None

    @classmethod
    def opened(cls) -> Self:
        """Return the sound of this computer; silent, with the reason, where it has none."""
        try:
            pygame.mixer.init(RATE_HZ, -16, 1, MIXER_SAMPLES, allowedchanges=0)
        except pygame.error as error:
            return cls.silent(f"This computer plays no sound ({error}); the ring shows the beat.")
        return cls(pygame.mixer.Channel(0))

    @classmethod
    def silent(cls, reason: str) -> Self:
        """Return a sound that nobody hears."""
        return cls(None, reason)

    def follow(self, state: State | None, settings: Settings) -> None:
        """Sound what belongs to the state: clicks during a take, a chime when it is over."""
        channel = self._channel
        if channel is None:
            return
        channel.set_volume(settings.volume)
        match state:
            case Playing(task=PearlsState() as task):
                self._click(channel, state, task)
            case Paused():
                channel.pause()
            case Asking() if self._take is not None:
                self.stop()
                channel.play(pygame.mixer.Sound(buffer=chime_samples().tobytes()))
            case Playing():
                self._take = _named(state)
            case _:
                self._leave()

    def stop(self) -> None:
        """Fall silent."""
        self._take = self._track = None
        if self._channel is not None:
            self._channel.stop()

    def _leave(self) -> None:
        if self._take is not None:
            self.stop()

    def _click(self, channel: pygame.mixer.Channel, state: Playing, task: PearlsState) -> None:
        if self._take == _named(state):
            channel.unpause()
            return
        self._take = _named(state)
        samples = click_track(task.task.tempo_bpm, longest_take_s(task))
        self._track = pygame.mixer.Sound(buffer=samples.tobytes())
        channel.play(self._track)


def _named(state: Playing) -> tuple[int, int, int]:
    return state.place.block, state.place.ordinal, state.started_ns

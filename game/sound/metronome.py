"""The clicks of the stretch being played: one buffer, started once, stopped with a short fade."""

import numpy as np
import pygame

from engine.clock import Clock
from engine.tasks.clicks import Clicks
from game.sound.card import BUFFER_NS, Samples, in_step, samples_in, to_sound
from game.sound.track import length_of, track_at, waits, write

FADE_MS = 30


class MetronomeSound:
    """Clicks on two channels in turn, so that a new stretch never cuts an old one's fade.

    The mixer takes click k when it is due. What the card adds after that is the same for every
    click of a stretch, and for every stretch as far as the card takes its buffers evenly.
    """

    def __init__(self, channels: tuple[int, int]) -> None:
        self._channels = channels
        self._clicks: Clicks | None = None
        self._sound: pygame.mixer.Sound | None = None

    def follow(self, clicks: Clicks | None, volume: float, clock: Clock) -> None:
        """Sound these clicks, and no others; called once a frame."""
        if clicks != self._clicks:
            self._stop()
            if clicks is not None and waits(clicks, clock.now_ns()):
                return
            self._clicks = clicks
            if clicks is not None:
                self._start(clicks, volume, clock)
        elif self._sound is not None and abs(self._sound.get_volume() - volume) > 0.01:
            self._sound.set_volume(volume)

    def _start(self, clicks: Clicks, volume: float, clock: Clock) -> None:
        silence: Samples = np.zeros(length_of(clicks), np.int16)
        self._sound = to_sound(silence)
        self._sound.set_volume(volume)
        # Only now is the clock read: room for five minutes took its time, the clicks take none.
        in_step(self._channels[0])
        track = track_at(clicks, clock.now_ns() + BUFFER_NS)
        write(track, samples_in(self._sound))
        pygame.mixer.Channel(self._channels[0]).play(self._sound, loops=-1 if track.loops else 0)

    def _stop(self) -> None:
        if self._sound is not None:
            pygame.mixer.Channel(self._channels[0]).fadeout(FADE_MS)
            self._channels = (self._channels[1], self._channels[0])
        self._clicks, self._sound = None, None

"""Which channel sounds which note: a free one, or the one that is softest by now."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import pygame

from game.sound.notes import Notes
from game.sound.voice import RELEASE_S, decay_rate, layer_of, loudness

NS_PER_S = 1_000_000_000
RELEASE_MS = round(RELEASE_S * 1000)
# What a note that is fading counts for beside one whose key is down.
FADING = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sounding:
    pitch: int
    velocity: int
    since_ns: int
    down: bool = True
    fading: bool = False

    def level(self, now_ns: int) -> float:
        """How loud it is about now, beside the others."""
        faded = math.exp(-decay_rate(self.pitch) * max(0, now_ns - self.since_ns) / NS_PER_S)
        return loudness(layer_of(self.velocity)) * faded * (FADING if self.fading else 1)


class Polyphony:
    """Notes that are held and let go on the channels given, with a sustain pedal."""

    def __init__(self, channels: Sequence[int]) -> None:
        self._channels = tuple(channels)
        self._sounding: dict[int, _Sounding] = {}
        self._pedal = False

    def note_on(
        self, notes: Notes, pitch: int, velocity: int, *, volume: float, now_ns: int
    ) -> None:
        """Sound a note; the same pitch struck again lets the first go."""
        self._let_go([index for index, each in self._sounding.items() if each.pitch == pitch])
        index = self._channel(now_ns)
        sound = notes.sound(pitch, velocity)
        sound.set_volume(volume)
        pygame.mixer.Channel(index).play(sound)
        self._sounding[index] = _Sounding(pitch=pitch, velocity=velocity, since_ns=now_ns)

    def note_off(self, pitch: int) -> None:
        """Let a note go; the pedal holds it on."""
        for index, each in self._sounding.items():
            if each.pitch == pitch and each.down:
                self._sounding[index] = replace(each, down=False)
        self._damp()

    def pedal(self, *, down: bool) -> None:
        """Move the sustain pedal."""
        self._pedal = down
        self._damp()

    def all_off(self) -> None:
        """Let every note go."""
        self._pedal = False
        self._let_go(list(self._sounding))

    def _damp(self) -> None:
        if not self._pedal:
            self._let_go([index for index, each in self._sounding.items() if not each.down])

    def _let_go(self, channels: Sequence[int]) -> None:
        for index in channels:
            each = self._sounding[index]
            if not each.fading:
                pygame.mixer.Channel(index).fadeout(RELEASE_MS)
                self._sounding[index] = replace(each, down=False, fading=True)

    def _channel(self, now_ns: int) -> int:
        """Return a free channel, or the softest."""
        for index in list(self._sounding):
            if not pygame.mixer.Channel(index).get_busy():
                del self._sounding[index]
        free = next((index for index in self._channels if index not in self._sounding), None)
        if free is not None:
            return free
        return min(self._sounding, key=lambda index: self._sounding[index].level(now_ns))

"""Rendered notes, kept as long as there is room for them."""

from collections import OrderedDict, deque
from collections.abc import Iterable

import pygame

from game.sound.card import Samples, samples_in, to_sound
from game.sound.voice import HIGHEST, LOWEST, layer_of, note

ROOM_BYTES = 24_000_000
# Where most playing lies: the layers of these velocities are rendered ahead, the middle first.
LIKELY = (64, 72, 56, 80, 48, 40, 88)


class Notes:
    """The notes of the voice, each rendered when it is first needed or some time before."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[int, int], pygame.mixer.Sound] = OrderedDict()
        self._bytes = 0
        self._ahead: deque[tuple[int, int]] = deque()
        self._pitches: frozenset[int] = frozenset()

    def sound(self, pitch: int, velocity: int) -> pygame.mixer.Sound:
        """Return a note; a pitch beyond a piano's sounds in its outermost octave."""
        return self._sound(_on_a_piano(pitch), layer_of(velocity))

    def samples(self, pitch: int, velocity: int) -> Samples:
        """Return a note's samples, shape (n,), read only."""
        samples = samples_in(self.sound(pitch, velocity))
        samples.flags.writeable = False
        return samples

    def expect(self, pitches: Iterable[int]) -> None:
        """Have these pitches rendered ahead, one note at each ``prepare``."""
        wanted = frozenset(map(_on_a_piano, pitches))
        if wanted != self._pitches:
            self._pitches = wanted
            layers = dict.fromkeys(map(layer_of, LIKELY))
            self._ahead = deque((pitch, layer) for layer in layers for pitch in sorted(wanted))

    def prepare(self) -> bool:
        """Render one note that is expected and not there yet; False when all are."""
        while self._ahead:
            key = self._ahead.popleft()
            if key not in self._kept:
                self._sound(*key)
                return True
        return False

    def _sound(self, pitch: int, layer: int) -> pygame.mixer.Sound:
        known = self._kept.get((pitch, layer))
        if known is not None:
            self._kept.move_to_end((pitch, layer))
            return known
        samples = note(pitch, layer)
        self._bytes += samples.nbytes
        while self._kept and self._bytes > ROOM_BYTES:
            _, dropped = self._kept.popitem(last=False)
            self._bytes -= samples_in(dropped).nbytes
        made = self._kept[pitch, layer] = to_sound(samples)
        return made


def _on_a_piano(pitch: int) -> int:
    while pitch < LOWEST:
        pitch += 12
    while pitch > HIGHEST:
        pitch -= 12
    return pitch

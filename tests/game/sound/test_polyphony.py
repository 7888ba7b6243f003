"""Notes held and let go: a free channel, or the softest; the pedal holds."""

import numpy as np
import pygame
import pytest

from game.sound.card import opened
from game.sound.notes import Notes
from game.sound.polyphony import Polyphony

FOUR = range(2, 6)


@pytest.fixture
def keys():
    assert opened(8) == ""
    yield Keys()
    pygame.mixer.quit()


class Keys:
    """A polyphony of four channels, and what sounds on them."""

    def __init__(self) -> None:
        self.notes = Notes()
        self.polyphony = Polyphony(FOUR)

    def on(self, pitch: int, velocity: int = 64, now_ms: int = 0) -> None:
        self.polyphony.note_on(self.notes, pitch, velocity, volume=1, now_ns=now_ms * 1_000_000)

    def heard(self) -> set[pygame.mixer.Sound]:
        channels = map(pygame.mixer.Channel, FOUR)
        return {each.get_sound() for each in channels if each.get_busy()}

    def sounds(self, pitch: int, velocity: int = 64) -> bool:
        return self.notes.sound(pitch, velocity) in self.heard()

    def after_release(self) -> None:
        """Wait out a release of 120 ms, as the mixer plays it."""
        for _ in range(40):
            pygame.time.wait(10)
            if not self.heard():
                return


def test_a_note_sounds_until_it_is_let_go(keys: Keys):
    keys.on(60)
    assert keys.sounds(60)
    keys.polyphony.note_off(60)
    keys.after_release()
    assert not keys.heard()


def test_a_note_off_without_its_note_is_nothing(keys: Keys):
    keys.polyphony.note_off(60)
    keys.on(60)
    keys.polyphony.note_off(61)
    assert keys.sounds(60)


def test_chords_sound_together(keys: Keys):
    for pitch in (60, 64, 67, 72):
        keys.on(pitch)
    assert all(keys.sounds(pitch) for pitch in (60, 64, 67, 72))


def test_the_softest_gives_way(keys: Keys):
    for pitch, velocity in ((60, 90), (64, 30), (67, 90), (72, 90)):
        keys.on(pitch, velocity)
    keys.on(76, 64)
    assert keys.sounds(76, 64)
    assert not keys.sounds(64, 30)
    assert keys.sounds(60, 90)


def test_a_note_that_has_faded_for_long_gives_way_to_one_just_struck(keys: Keys):
    keys.on(60, 100, now_ms=0)
    for pitch in (64, 67, 72):
        keys.on(pitch, 60, now_ms=3000)
    keys.on(76, 60, now_ms=3001)
    assert not keys.sounds(60, 100)


def test_a_note_let_go_gives_way_before_one_that_is_held(keys: Keys):
    for pitch in (60, 64, 67, 72):
        keys.on(pitch, 100 if pitch == 67 else 50)
    keys.polyphony.note_off(67)
    keys.on(76, 50)
    assert not keys.sounds(67, 100)


def test_struck_again_a_note_starts_anew_beside_its_fading_first(keys: Keys):
    keys.on(60, 64)
    keys.on(60, 90)
    assert keys.sounds(60, 90)
    keys.polyphony.note_off(60)
    keys.after_release()
    assert not keys.heard()


def test_the_pedal_holds_what_was_let_go(keys: Keys):
    keys.polyphony.pedal(down=True)
    keys.on(60)
    keys.on(64)
    keys.polyphony.note_off(60)
    pygame.time.wait(200)
    assert keys.sounds(60)
    keys.polyphony.pedal(down=False)
    for _ in range(40):
        if not keys.sounds(60):
            break
        pygame.time.wait(10)
    assert not keys.sounds(60)
    assert keys.sounds(64)


def test_all_off_lets_everything_go(keys: Keys):
    keys.polyphony.pedal(down=True)
    for pitch in (60, 64, 67):
        keys.on(pitch)
    keys.polyphony.all_off()
    keys.polyphony.all_off()
    keys.after_release()
    assert not keys.heard()


def test_many_notes_at_random_never_leave_one_behind(keys: Keys):
    rng = np.random.default_rng(4)
    for _ in range(300):
        keys.on(int(rng.integers(48, 72)), int(rng.integers(1, 128)))
    for pitch in range(48, 72):
        keys.polyphony.note_off(pitch)
    keys.after_release()
    assert not keys.heard()

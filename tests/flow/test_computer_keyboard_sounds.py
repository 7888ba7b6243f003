"""A computer key pressed in a step is heard, and the clicks with it; a screen can sound too."""

import sys
from pathlib import Path

import numpy as np
import pygame
import pytest

from engine.session.state import Playing, Ready
from engine.session.world import Link, StartSession
from game.app import App
from game.screens.screen import Wish
from game.sound import Note, Sound
from game.sound.card import samples_in
from game.sound.player import CLICKS, KEYS, PASSAGE
from game.sound.voice import layer_of, note

sys.path.insert(0, str(Path(__file__).parent))
from sittings import House

FRAME_NS = 8_000_000


def heard(channels: range | tuple[int, ...]) -> list[np.ndarray]:
    each = map(pygame.mixer.Channel, channels)
    return [samples_in(channel.get_sound()) for channel in each if channel.get_busy()]


@pytest.fixture
def house(tmp_path: Path):
    house = House(tmp_path, link=Link.COMPUTER_KEYBOARD)
    yield house
    house.close()


@pytest.fixture
def app(house: House):
    window = pygame.Surface((1280, 720), 0, 32)
    sound = Sound.opened()
    yield App(house.runner, house.clock, window, put=house.inbox.put, sound=sound)
    sound.stop()
    pygame.mixer.quit()


def key(code: int, *, down: bool = True) -> pygame.event.Event:
    return pygame.event.Event(pygame.KEYDOWN if down else pygame.KEYUP, key=code, mod=0)


def test_a_key_is_heard_in_a_step(house: House, app: App):
    def frame(*events: pygame.event.Event) -> None:
        house.clock.advance_ns(FRAME_NS)
        app.advance(events)

    house.add_player()
    house.runner.step(requests=(StartSession(),))
    frame()
    assert isinstance(house.runner.state, Ready)
    frame(key(pygame.K_RETURN))
    assert isinstance(house.runner.state, Playing)
    assert not heard(KEYS)
    frame(key(pygame.K_a))
    frame()
    (sounding,) = heard(KEYS)
    assert (sounding == note(60, layer_of(64))).all()
    assert len(heard(CLICKS)) == 1
    frame(key(pygame.K_a, down=False))
    for _ in range(60):
        frame()
        if not heard(KEYS):
            break
        pygame.time.wait(5)
    assert not heard(KEYS)


def test_what_a_screen_wishes_is_heard_until_it_asks_for_quiet(app: App):
    app._carry_out(Wish(sounds=(Note(pitch=60, seconds=0.5), Note(at_s=0.5, pitch=64))))
    assert len(heard((PASSAGE,))) == 1
    app._carry_out(Wish())
    assert len(heard((PASSAGE,))) == 1
    app._carry_out(Wish(hush=True))
    for _ in range(60):
        if not heard((PASSAGE,)):
            break
        pygame.time.wait(5)
    assert not heard((PASSAGE,))

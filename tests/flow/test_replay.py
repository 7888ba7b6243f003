"""A kept take from the list to its replay and back, through the app and the real runner."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pygame
import pytest

from engine.session.world import EndSession
from game.app import App
from game.input import Intent
from game.screens.progress import ProgressScreen
from game.screens.router import Screens
from game.screens.takes import TakesScreen
from game.sound import Note, Sound
from tests.flow.sittings import House, asking, played_until

FRAME_NS = 8_000_000


class Ear(Sound):
    """A silent sound that keeps what it was to play."""

    def __init__(self) -> None:
        super().__init__("a test")
        self.passages: list[tuple[Note, ...]] = []
        self.hushed = 0

    def play(self, notes: Sequence[Note]) -> None:
        if notes:
            self.passages.append(tuple(notes))

    def hush(self) -> None:
        self.hushed += 1


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """Yield an Evenhand in whose record two takes lie, the second one of strings."""
    one = House(tmp_path)
    one.add_player()
    played_until(one, asking(1))
    played_until(one, lambda state: type(state).__name__ == "Reviewing")
    one.runner._state = None
    one.ask(EndSession())
    yield one
    one.close()


def pixels(window: pygame.Surface) -> bytes:
    return pygame.image.tobytes(window, "RGB")


def test_a_take_is_opened_played_slowly_and_put_away(house: House):
    ear, window = Ear(), pygame.Surface((1280, 720), 0, 32)
    app = App(house.runner, house.clock, window, put=house.inbox.put, sound=ear)
    app._screens = Screens(stack=(ProgressScreen(), TakesScreen()))
    assert len(house.runner.world.takes) == 2

    app.frame(extra=[Intent.CONFIRM])
    app.frame()
    replay = house.runner.world.replay
    assert app.screen_name == "replay"
    assert f"{replay.found.sd_ioi_ms:.1f} ms" in house.runner.world.takes[0].said
    app.frame(extra=[Intent.CONFIRM])
    heard = [note.pitch for note in ear.passages[0]]
    assert heard == replay.take.notes["pitch"][: len(heard)].tolist()

    pictures = set()
    for _ in range(40):
        house.clock.advance_ns(FRAME_NS)
        app.frame()
        pictures.add(pixels(window))
    assert len(pictures) > 20
    app.frame(extra=[Intent.CONFIRM])
    app.frame()
    resting = pixels(window)
    house.clock.advance_ns(10**9)
    app.frame()
    assert pixels(window) == resting

    app.frame(extra=[Intent.BACK])
    assert (app.screen_name, house.runner.world.replay) == ("takes", None)
    assert ear.hushed == 2

"""The loop: what a frame takes in, hands on and draws, with a runner that does as it is told."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

import numpy as np
import pygame
import pytest

from engine.clock import ManualClock
from engine.record import Settings, Task
from engine.session.state import Begin, Input, Leave, Pause, State
from engine.session.world import (
    DropFound,
    KeepFound,
    Link,
    PortStatus,
    Request,
    StartSession,
    Step,
    World,
)
from engine.take import Event, NoteOff, NoteOn, RawMessage
from game.app import App
from game.input import Intent
from game.sound import Sound
from tests.worlds import FOUND, START_NS, asking, playing_pearls, ready, world

WORLD = world(weeks=2)
KEYBOARD = replace(
    WORLD, port=PortStatus(link=Link.COMPUTER_KEYBOARD, name="Computer keyboard"), device=None
)


@dataclass
class Told:
    """A runner whose next events are set by hand; it keeps what it was asked for."""

    world: World
    state: State | None = None
    said: list[tuple[Event, ...]] = field(default_factory=list)
    inputs: list[Input] = field(default_factory=list)
    requests: list[Request] = field(default_factory=list)

    def step(self, inputs: Sequence[Input] = (), requests: Sequence[Request] = ()) -> Step:
        self.inputs += inputs
        self.requests += requests
        events = self.said.pop(0) if self.said else ()
        return Step(state=self.state, world=self.world, events=events)


@dataclass
class Table:
    runner: Told
    app: App
    clock: ManualClock
    put: list[RawMessage]
    window: pygame.Surface

    def pixels(self) -> np.ndarray:
        return pygame.surfarray.array3d(self.window)


def table(state: State | None = None, of_world: World = WORLD) -> Table:
    runner = Told(of_world, state)
    clock = ManualClock(
        ns=START_NS + 20_400_000_000, started_utc=datetime(2026, 11, 12, tzinfo=UTC)
    )
    put: list[RawMessage] = []
    window = pygame.Surface((1280, 720), 0, 32)
    app = App(runner, clock, window, put=put.append, sound=Sound.silent("a test"))
    return Table(runner, app, clock, put, window)


def key(code: int, *, down: bool = True) -> pygame.event.Event:
    return pygame.event.Event(pygame.KEYDOWN if down else pygame.KEYUP, key=code, mod=0)


def test_return_begins_today():
    at = table()
    assert at.app.screen_name == "today"
    assert at.app.frame([key(pygame.K_RETURN)])
    assert at.runner.requests == [StartSession()]


def test_the_highest_key_of_the_piano_begins_today():
    at = table()
    at.runner.said = [(NoteOn(1, 108, 60),)]
    at.app.frame()
    assert at.runner.requests == [StartSession()]


def test_inputs_carry_the_clocks_time():
    at = table(ready(Task.PEARLS))
    at.app.frame([key(pygame.K_RETURN)])
    assert at.runner.inputs == [Begin(at.clock.now_ns())]
    at.app.frame([key(pygame.K_ESCAPE)])
    assert at.runner.inputs[-1] == Leave(at.clock.now_ns())


def test_no_single_key_steers_during_a_take():
    at = table(playing_pearls())
    at.runner.said = [(NoteOn(1, 21, 60),), (NoteOn(2, 108, 60),)]
    at.app.frame()
    at.app.frame()
    assert at.runner.inputs == []
    at.app.frame([key(pygame.K_ESCAPE)])
    assert at.runner.inputs == [Pause(at.clock.now_ns())]


def test_the_last_key_of_a_take_steers_nothing_though_the_take_is_over():
    at = table(playing_pearls())
    at.app.frame()
    at.runner.state = asking()
    at.runner.said = [(NoteOn(1, 108, 60),)]
    at.app.frame()
    assert at.runner.inputs == []


def test_what_the_piano_says_while_a_request_is_carried_out_is_not_lost():
    at = table(ready(Task.PEARLS))
    # the second step of the first frame hears the lowest key
    at.runner.said = [(), (NoteOn(1, 21, 60),)]
    at.app.frame([key(pygame.K_RETURN)])
    assert at.runner.inputs == [Begin(at.clock.now_ns())]
    at.app.frame()
    assert at.runner.inputs[-1] == Leave(at.clock.now_ns())


def test_sounding_keys_are_lit_until_they_are_let_go():
    at = table()
    at.app.frame()
    quiet = at.pixels()
    at.runner.said = [(NoteOn(1, 60, 60),)]
    at.app.frame()
    assert (at.pixels() != quiet).any()
    at.runner.said = [(NoteOff(2, 60),)]
    at.app.frame()
    assert (at.pixels() == quiet).all()


def test_closing_the_window_ends_it():
    at = table()
    assert at.app.frame()
    assert not at.app.frame([pygame.event.Event(pygame.QUIT)])
    assert not at.app.frame(extra=[Intent.QUIT])


def test_the_computer_keyboard_plays_during_a_take():
    at = table(playing_pearls(), KEYBOARD)
    at.app.frame([key(pygame.K_a)])
    at.clock.advance_ns(250_000_000)
    at.app.frame([key(pygame.K_a, down=False), key(pygame.K_s)])
    ns = at.clock.now_ns()
    assert at.put == [
        RawMessage(ns - 250_000_000, 0, bytes((0x90, 60, 64))),
        RawMessage(ns, 250_000_000, bytes((0x80, 60, 64))),
        RawMessage(ns, 0, bytes((0x90, 62, 64))),
    ]


def test_a_computer_key_held_at_the_end_of_a_take_still_comes_up():
    at = table(playing_pearls(), KEYBOARD)
    at.app.frame([key(pygame.K_a)])
    at.runner.state = asking()
    at.app.frame()
    at.app.frame([key(pygame.K_a, down=False), key(pygame.K_s), key(pygame.K_s, down=False)])
    assert [message.data[0] for message in at.put] == [0x90, 0x80]


@pytest.mark.parametrize(
    ("state", "of_world"), [(None, KEYBOARD), (playing_pearls(), WORLD)], ids=["menu", "piano"]
)
def test_the_computer_keyboard_is_silent_elsewhere(state: State | None, of_world: World):
    at = table(state, of_world)
    at.app.frame([key(pygame.K_a), key(pygame.K_a, down=False)])
    assert at.put == []


def test_a_quiet_screen_is_drawn_once_and_a_take_each_frame():
    at = table()
    at.app.frame()
    at.window.fill("#123456")
    at.app.frame()
    assert at.window.get_at((640, 300))[:3] == (0x12, 0x34, 0x56)
    at.app.frame([pygame.event.Event(pygame.WINDOWEXPOSED)])
    assert at.window.get_at((640, 300))[:3] != (0x12, 0x34, 0x56)
    at.runner.state = playing_pearls()
    at.app.frame()
    at.window.fill("#123456")
    at.app.frame()
    assert at.window.get_at((640, 300))[:3] != (0x12, 0x34, 0x56)


def test_changed_settings_change_the_picture():
    at = table()
    at.app.frame()
    dark = at.pixels().mean()
    at.runner.world = replace(WORLD, settings=Settings(theme="light"))
    at.app.frame()
    assert at.pixels().mean() > dark + 100


def test_two_draws_of_one_moment_are_one_picture():
    at = table(playing_pearls())
    at.app.frame()
    first = at.pixels()
    at.app.draw()
    assert (at.pixels() == first).all()


@pytest.mark.parametrize(
    ("keys", "wanted"), [((108,), KeepFound("a")), ((107, 108), DropFound("a"))]
)
def test_a_found_take_is_kept_or_put_away_by_the_piano(keys: tuple[int, ...], wanted: Request):
    at = table(of_world=replace(WORLD, found=(FOUND,)))
    assert at.app.screen_name == "recovery"
    for pitch in keys:
        at.runner.said = [(NoteOn(1, pitch, 60),)]
        at.app.frame()
    assert at.runner.requests == [wanted]
    at.runner.world = WORLD
    at.app.frame()
    assert at.app.screen_name == "today"


@pytest.fixture
def small_window() -> Iterator[None]:
    pygame.display.set_mode((1100, 640), pygame.RESIZABLE)
    yield
    pygame.display.quit()


@pytest.mark.usefixtures("small_window")
def test_f11_fills_the_screen_and_goes_back_to_the_same_window():
    at = table()
    at.app.frame([key(pygame.K_F11)])
    assert pygame.display.is_fullscreen()
    assert at.app.picture is pygame.display.get_surface()
    at.app.frame([key(pygame.K_F11)])
    assert not pygame.display.is_fullscreen()
    assert at.app.picture.get_size() == (1100, 640)

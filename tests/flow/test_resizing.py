"""A window that changes while a game is played: nothing is lost, and it looks as drawn afresh."""

from dataclasses import replace

import numpy as np
import pygame
import pytest

from content.loader import load_exercises
from engine.exercise import Hand
from engine.pianist import Pianist
from engine.record import Settings, Task, ThemeChoice
from engine.session.plan import steps_for
from engine.session.standing import Standing
from engine.session.state import Playing, Reviewing
from engine.session.world import ChangeSettings, StartPractice
from game.app import App
from game.rehearsal import Rehearsal
from game.sound import Sound
from tests.flow.sittings import House
from tests.flow.test_keyboards import FEW

FIRST = (1280, 720)
SIZES = ((1024, 600), (1920, 1080), FIRST)
LARGE = ((1024, 600), (1920, 1080), (3840, 2160), FIRST)
AFTER = ((1024, 600), FIRST)
LOOKS = ((2.0, ThemeChoice.LIGHT), (1.0, ThemeChoice.HIGH_CONTRAST))
FRAME_NS = 40_000_000
# Six seconds into the take.
PLAYED_FRAMES = 150


class Same:
    """A runner that another window has asked already: this window is told the same."""

    def __init__(self, house: House):
        self.house = house
        self.last = house.give()

    @property
    def state(self):
        return self.house.runner.state

    @property
    def world(self):
        return self.house.runner.world

    def step(self, inputs=(), requests=()):
        return self.last


class Asking(Same):
    """The runner itself; what it said last is kept for the other windows."""

    def __init__(self, house: House, same: Same):
        super().__init__(house)
        self.same = same

    def step(self, inputs=(), requests=()):
        self.same.last = self.house.runner.step(inputs, requests)
        return self.same.last


class Windows:
    """One window that changes, and for each size one that was never anything else."""

    def __init__(self, house: House):
        self.house, self.same = house, Same(house)
        pygame.display.set_mode(FIRST, pygame.RESIZABLE)
        self.app = self.window(Asking(house, self.same), pygame.display.get_surface())
        self.fresh: list[App] = []

    def window(self, runner, surface) -> App:
        sound = Sound.silent("a test")
        put = self.house.inbox.put
        return App(runner, self.house.clock, surface, put=put, sound=sound)

    def opens(self, size) -> None:
        self.fresh.append(self.window(self.same, pygame.Surface(size, 0, 32)))

    def goes_on(self, events=()) -> None:
        assert self.app.frame(events)
        for app in self.fresh:
            app.advance()

    def resizes(self, size) -> None:
        pygame.display.set_mode(size, pygame.RESIZABLE)
        self.goes_on([pygame.event.Event(pygame.VIDEORESIZE)])
        assert self.app.picture.get_size() == size

    def looks_afresh(self) -> None:
        """Compare with the oldest window that has not been drawn yet."""
        fresh = self.fresh.pop(0)
        self.app.draw()
        fresh.draw()
        drawn, wanted = (pygame.surfarray.array3d(each.picture) for each in (self.app, fresh))
        assert drawn.shape == wanted.shape
        assert np.array_equal(drawn, wanted)

    def plays(self, rehearsal: Rehearsal, frames: int | None = None) -> None:
        """Go on for so many frames of a take, or to what it said."""
        state, played = self.house.runner.state, 0
        while not isinstance(state, Reviewing) and played != frames:
            self.house.clock.advance_ns(FRAME_NS)
            given = rehearsal.act(state, self.house.clock.now_ns())
            if given:
                self.house.give(*given)
            for app in (self.app, *self.fresh):
                app.advance()
            state = self.house.runner.state
            played += isinstance(state, Playing)

    def looks(self, type_scale: float, theme: ThemeChoice) -> None:
        known: Settings = self.house.runner.world.settings
        self.house.ask(ChangeSettings(replace(known, type_scale=type_scale, theme=theme)))
        self.goes_on()


def steps():
    standing = Standing(hand=Hand.RIGHT, sessions_before=9, tempo_bpm=60, ceiling_bpm=80)
    found = {step.task: step for step in steps_for(standing, load_exercises())}
    return {task: replace(found[task], **few) for task, few in FEW.items()}


def played(folder, step, *, sizes=()):
    """Play a step; return all that it said, in words, and how many messages are in its take."""
    folder.mkdir()
    house = House(folder)
    house.add_player()
    house.ask(StartPractice(step))
    windows = Windows(house)
    for size in (*sizes, *(FIRST for _ in LOOKS), *AFTER) if sizes else ():
        windows.opens(size)
    rehearsal = Rehearsal(Pianist(), house.inbox.put, np.random.default_rng(5))
    windows.plays(rehearsal, PLAYED_FRAMES)
    if sizes:
        changes(windows, sizes)
    windows.plays(rehearsal)
    for size in AFTER if sizes else ():
        windows.resizes(size)
        windows.looks_afresh()
    # in words, since no number equals one that there is not
    said = repr(house.runner.state.outcome)
    (session,) = house.store.sessions(house.runner.world.person.id)
    take = house.store.take(house.store.trials(session.id)[-1].id)
    house.close()
    return said, len(take.raw)


def changes(windows: Windows, sizes) -> None:
    assert isinstance(windows.house.runner.state, Playing)
    for size in sizes:
        windows.resizes(size)
        windows.looks_afresh()
    for look in LOOKS:
        windows.looks(*look)
        windows.looks_afresh()
    for _ in range(2):
        windows.goes_on([pygame.event.Event(pygame.KEYDOWN, key=pygame.K_F11, mod=0)])
        windows.app.draw()


@pytest.mark.parametrize("task", FEW)
def test_a_window_that_changes_loses_nothing_and_looks_afresh(task, tmp_path):
    step = steps()[task]
    sizes = LARGE if task is Task.PEARLS else SIZES
    assert played(tmp_path / "changing", step, sizes=sizes) == played(tmp_path / "quiet", step)

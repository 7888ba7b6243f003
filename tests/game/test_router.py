"""Which screen is shown: the session's own for its state, else the topmost of the stack."""

from dataclasses import dataclass

import pytest

from engine.record import Task
from engine.session.state import End, Measuring
from engine.session.world import Step
from game.screens.progress import ProgressScreen
from game.screens.router import Screens, opening_screens, screen_of, shown
from game.screens.screen import Pop, Push, Quit, Replace, Stay
from game.screens.settings import SettingsScreen
from game.screens.today import TodayScreen
from tests.worlds import (
    FOUND,
    asking,
    ended,
    nobody,
    paused,
    playing_pearls,
    playing_which_finger,
    ready,
    reviewing_pearls,
    reviewing_which_finger,
    world,
)

WORLD = world(weeks=1)
OUTSIDE = Step(state=None, world=WORLD)
TODAY, PROGRESS, SETTINGS = TodayScreen(), ProgressScreen(), SettingsScreen()


@dataclass(frozen=True)
class Named:
    name: str

    def update(self, _moment, _given):
        raise AssertionError("not asked")

    def draw(self, _canvas, _moment):
        raise AssertionError("not drawn")


A, B, C = Named("a"), Named("b"), Named("c")


@pytest.mark.parametrize(
    ("stack", "go", "after"),
    [
        ((A,), Stay(), (A,)),
        ((A,), Push(B), (A, B)),
        ((A,), Push(B, below=C), (C, B)),
        ((A, B), Replace(C), (A, C)),
        ((A, B), Pop(), (A,)),
    ],
)
def test_the_stack_after(stack: tuple, go: object, after: tuple):
    assert Screens(stack=stack).after(go, OUTSIDE).stack == after


def test_the_last_screen_left_and_quit_close():
    assert Screens(stack=(A,)).after(Pop(), OUTSIDE).closed
    assert Screens(stack=(A, B)).after(Quit(), OUTSIDE).closed
    assert not Screens(stack=(A, B)).after(Pop(), OUTSIDE).closed


STATES = {
    "ready": ready(Task.PEARLS),
    "pearls": playing_pearls(),
    "which_finger": playing_which_finger(),
    "paused": paused(),
    "asking": asking(),
    "pearls_after": reviewing_pearls(),
    "which_finger_after": reviewing_which_finger(),
    "ended": ended(End.DONE),
}


@pytest.mark.parametrize(("name", "state"), STATES.items())
def test_a_state_brings_its_screen(name: str, state: object):
    step = Step(state=state, world=WORLD)
    screens = Screens(stack=(A,)).following(step)
    assert shown(screens, step).name == name
    assert screen_of(state).name == name


def test_the_answer_is_awaited_on_the_screen_that_asked():
    state = asking()
    measuring = Measuring(
        place=state.place, step=state.step, task=state.task, pulled=False, pain=False
    )
    assert screen_of(measuring).name == "asking"


def test_a_changed_screen_of_the_session_stays_until_the_state_brings_another():
    step = Step(state=STATES["ready"], world=WORLD)
    moved = Screens(stack=(A,)).following(step)
    screen = type(moved.session)(focus=1)
    moved = moved.after(Replace(screen), step)
    assert shown(moved.following(step), step) == screen
    playing = Step(state=STATES["pearls"], world=WORLD)
    assert shown(moved.following(playing), playing).name == "pearls"


def test_in_a_session_the_stack_waits():
    step = Step(state=STATES["ready"], world=WORLD)
    screens = Screens(stack=(A, B)).following(step)
    assert screens.after(Pop(), step).stack == (A, B)
    over = screens.following(OUTSIDE)
    assert over.session is None
    assert shown(over, OUTSIDE) is B


def test_it_opens_at_the_door_or_with_today_and_offers_a_found_take_first():
    def names(of_world) -> list[str]:
        return [screen.name for screen in opening_screens(of_world).stack]

    assert names(nobody()) == ["welcome"]
    assert names(WORLD) == ["today"]
    assert names(world(weeks=1, found=(FOUND,))) == ["today", "recovery"]

"""A rest: it says why and how long, goes on only when it is over, and may always be the end."""

from dataclasses import replace

import pytest

from engine.session.state import Begin, Leave
from game.input import Clicked, Intent
from game.screens.paused import boxes
from game.screens.resting import DOTS, RestingScreen
from game.screens.screen import NOTHING, Moment, Replace
from game.theme import LIGHT
from tests.golden_screens import assert_screen
from tests.moments import drawn
from tests.situations import situation


def resting(name: str = "resting", **how: object) -> tuple[RestingScreen, Moment]:
    seen = situation(name)
    assert isinstance(seen.shown, RestingScreen)
    return seen.shown, seen.at(**{"size": (1280, 720), **how})


def test_it_cannot_be_hurried():
    screen, at = resting()
    for given in (Intent.CONFIRM, Clicked(*boxes(at.layout)[0].centre)):
        assert screen.update(at, [given]) == NOTHING


@pytest.mark.parametrize("name", ["resting", "rested"])
def test_it_may_be_the_end(name: str):
    screen, at = resting(name)
    assert screen.update(at, [Intent.BACK]).inputs == (Leave(at.now_ns),)
    stop = boxes(at.layout)[1].centre
    assert screen.update(at, [Clicked(*stop)]).inputs == (Leave(at.now_ns),)


def test_when_it_is_over_the_highest_key_goes_on():
    screen, at = resting("rested")
    assert screen.update(at, [Intent.CONFIRM]).inputs == (Begin(at.now_ns),)


def test_a_dot_passes_every_ten_seconds():
    screen, at = resting()
    assert screen.update(at, []) == NOTHING
    later = replace(at, now_ns=at.now_ns + 10_000_000_000)
    assert screen.update(later, []).go == Replace(replace(screen, past=screen.past + 1))
    over = replace(at, now_ns=at.now_ns + 10**12)
    assert screen.update(over, []).go == Replace(replace(screen, past=DOTS))


def test_before_the_first_moment_nothing_has_passed():
    _, at = resting()
    fresh = replace(at, step=replace(at.step, state=replace(at.state, until_ns=None)))
    assert RestingScreen().update(fresh, []) == NOTHING


def test_outside_a_rest_it_wants_nothing():
    screen, at = resting()
    assert screen.update(replace(at, step=replace(at.step, state=None)), []) == NOTHING


@pytest.mark.parametrize(
    ("picture", "name", "how"),
    [
        ("SCREEN_resting_dark", "resting", {}),
        ("SCREEN_rested_dark", "rested", {}),
        ("SCREEN_resting_1024_200_light", "resting", {"size": (1024, 600), "percent": 200}),
    ],
)
def test_picture(picture: str, name: str, how: dict[str, object]):
    screen, at = resting(name, **how)
    theme = (LIGHT,) if "light" in picture else ()
    assert_screen(drawn(screen, at, *theme), picture)

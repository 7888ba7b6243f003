"""A pause loses nothing: go on, or stop here; a piano that is away must come back first."""

from dataclasses import replace

import pytest

from engine.session.state import Leave, Paused, Resume
from engine.session.world import Link, PortStatus
from game.input import Clicked, Intent
from game.screens.paused import SETTLES_NS, PausedScreen, boxes
from game.screens.screen import NOTHING
from tests.golden_screens import assert_screen
from tests.moments import Moment, drawn, moment

AWAY = PortStatus(link=Link.LOST, name="Roland FP-30X")


def unplugged(**how: object) -> Moment:
    at = moment("which_finger_lit", **how)
    state = Paused(playing=at.state, since_ns=at.now_ns - 10**9, unplugged=True)
    return moment("which_finger_lit", state=state, **how)


def test_confirm_goes_on():
    at = moment("paused")
    assert PausedScreen().update(at, [Intent.CONFIRM]).inputs == (Resume(at.now_ns),)


@pytest.mark.parametrize("given", [[Intent.BACK], [Intent.NEXT, Intent.CONFIRM]])
def test_stop_here_leaves(given: list[Intent]):
    at = moment("paused")
    assert PausedScreen().update(at, given).inputs == (Leave(at.now_ns),)


def test_a_click_goes_on():
    at = moment("paused")
    x, y = boxes(at.layout)[0].centre
    assert PausedScreen().update(at, [Clicked(x, y)]).inputs == (Resume(at.now_ns),)


def test_the_key_that_paused_does_not_leave_too():
    at = moment("paused")
    just = replace(at, now_ns=at.state.since_ns + SETTLES_NS - 1)
    assert PausedScreen().update(just, [Intent.BACK]) == NOTHING
    assert PausedScreen().update(just, [Intent.CONFIRM]) == NOTHING


def test_without_the_piano_it_does_not_go_on_but_may_stop():
    at = unplugged(port=AWAY)
    assert PausedScreen().update(at, [Intent.CONFIRM]) == NOTHING
    assert PausedScreen().update(at, [Intent.BACK]).inputs == (Leave(at.now_ns),)


def test_with_the_piano_back_it_goes_on():
    at = unplugged()
    assert PausedScreen().update(at, [Intent.CONFIRM]).inputs == (Resume(at.now_ns),)


def test_picture():
    assert_screen(drawn(PausedScreen(), moment("paused")), "SCREEN_paused_dark")


def test_picture_unplugged():
    assert_screen(drawn(PausedScreen(), unplugged(port=AWAY)), "SCREEN_paused_unplugged_dark")


def test_picture_with_large_words():
    at = moment("paused", size=(1024, 600), text_percent=200)
    assert_screen(drawn(PausedScreen(), at), "SCREEN_paused_1024_200_dark")

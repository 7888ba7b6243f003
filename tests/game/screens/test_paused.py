"""A pause loses nothing: go on, or stop here; a piano that is away must come back first."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from engine.session.state import Leave, Paused, Playing, Resume
from engine.session.world import Link, PortStatus
from game.input import Clicked, Intent
from game.screens.paused import SETTLES_NS, PausedScreen, boxes
from game.screens.screen import NOTHING
from tests import worlds_beat
from tests.golden_screens import assert_screen
from tests.moments import Moment, drawn, moment
from tests.worlds_late import late_playing

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


def paused_in(playing: Playing, **how: object) -> Moment:
    state = Paused(playing=playing, since_ns=playing.last_event_ns)
    return moment("paused", state=state, **how)


def on_the_beat() -> Playing:
    return worlds_beat.playing(worlds_beat.step_of(), done=2, notes=5)


@pytest.mark.parametrize(("name", "playing"), [("late_one", late_playing), ("beat", on_the_beat)])
def test_picture_of_what_is_kept(name: str, playing: Callable[[], Playing]):
    at = paused_in(playing())
    assert_screen(drawn(PausedScreen(), at), f"SCREEN_paused_{name}_dark")


@pytest.mark.parametrize(("playing", "parts"), [(late_playing, (6, 15)), (on_the_beat, (2, 3))])
def test_what_is_kept_is_counted(playing: Callable[[], Playing], parts: tuple[int, int]):
    assert playing().task.parts == parts

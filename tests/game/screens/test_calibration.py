"""The calibration: taps without a figure, then a delay that is only set when asked for."""

from dataclasses import replace

import numpy as np
import pygame
import pytest

from engine.session.state import Again, Leave, Next, Pause
from engine.session.world import ChangeSettings
from game.input import Clicked, Intent
from game.screens.after import Seen
from game.screens.calibration import CalibrationScreen
from game.screens.calibration_after import CalibrationAfterScreen
from game.screens.ready import ReadyScreen
from game.screens.screen import NOTHING
from game.theme import HIGH_CONTRAST, LIGHT
from game.view.tap_histogram import piles
from tests import worlds_beat as beat
from tests.golden_screens import assert_screen
from tests.moments import drawn, given_to, moment

SCREEN, AFTER = CalibrationScreen(), CalibrationAfterScreen()


@pytest.fixture(scope="module")
def reviewed():
    return beat.calibrated()


@pytest.fixture(scope="module")
def refused(reviewed):
    found = replace(reviewed.outcome.found, calibration=None, refused="12 taps came.")
    return replace(
        reviewed, outcome=replace(reviewed.outcome, found=found, refused="12 taps came.")
    )


def tapping(beats: float = 26.2, **how: object):
    state = beat.calibrating(23)
    return beat.moment_of(state, now_ns=beat.at_beat(state, beats), **how)


def test_escape_pauses_and_nothing_else_does():
    at = tapping()
    assert SCREEN.update(at, [Intent.BACK]).inputs == (Pause(at.now_ns),)
    assert SCREEN.update(at, [Intent.CONFIRM, Clicked(640, 300)]) == NOTHING
    drawn(SCREEN, moment("ready_pearls"))


def test_early_and_late_taps_look_alike():
    early, late = (
        beat.playing(
            beat.calibration_plan(), notes=23, tapper=replace(beat.EARLY, asynchrony_ms=(off,) * 5)
        )
        for off in (-50, 80)
    )
    one, other = (
        pygame.surfarray.array3d(
            drawn(SCREEN, beat.moment_of(each, now_ns=beat.at_beat(each, 26.5)))
        )
        for each in (early, late)
    )
    assert np.array_equal(one, other)


def test_before_and_after_the_clicks():
    drawn(SCREEN, tapping(beats=0.5, reduced_motion=True))
    over = beat.playing(beat.calibration_plan(), done=1)
    drawn(SCREEN, beat.moment_of(over, now_ns=over.task.done[0].ended_ns + 1))
    at = tapping()
    drawn(SCREEN, replace(at, step=replace(at.step, world=replace(at.world, device=None))))


def test_what_is_shown_is_what_is_set(reviewed):
    at = beat.moment_of(reviewed)
    given = reviewed.outcome.found.calibration
    wish = AFTER.update(at, [Intent.CONFIRM])
    assert wish.inputs == (Next(),)
    (request,) = wish.requests
    assert isinstance(request, ChangeSettings)
    assert request.settings.calibration(given.port_name) == given
    assert request.settings == at.world.settings.calibrated(given)


def test_not_now_and_again_set_nothing(reviewed):
    at = beat.moment_of(reviewed)
    again = given_to(AFTER, at, Intent.NEXT)
    assert again.update(at, [Intent.CONFIRM]).inputs == (Again(),)
    later = given_to(again, at, Intent.NEXT)
    wish = later.update(at, [Intent.CONFIRM])
    assert (wish.inputs, wish.requests) == ((Next(),), ())
    assert AFTER.update(at, [Intent.BACK]).inputs == (Leave(0),)


def test_a_new_calibration_takes_the_place_of_the_old_one():
    old = replace(beat.KNOWN, latency_ms=5.0)
    at = beat.moment_of(beat.calibrated(), calibrations=(old, replace(old, port_name="other")))
    (request,) = AFTER.update(at, [Intent.CONFIRM]).requests
    assert [each.port_name for each in request.settings.calibrations] == ["other", "Roland FP-30X"]


def test_without_a_delay_nothing_is_offered(refused):
    at = beat.moment_of(refused)
    wish = AFTER.update(at, [Intent.CONFIRM])
    assert (wish.inputs, wish.requests) == ((Next(),), ())


def test_large_words_turn_the_page(reviewed):
    at = beat.moment_of(reviewed, text_percent=200)
    more = CalibrationAfterScreen(seen=Seen(focus=3))
    assert given_to(more, at, Intent.CONFIRM).seen == Seen(focus=3, page=1)


def test_outside_a_review_nothing_happens():
    at = moment("ready_pearls")
    assert AFTER.update(at, [Intent.CONFIRM]) == NOTHING
    drawn(AFTER, at)


def test_piles_are_few_and_hold_every_tap():
    width, found = piles((-12.0, -3.0, 0.0, 4.9, 5.0, 31.0))
    assert sum(found.values()) == 6
    assert width == 5
    assert found[0] == 2
    assert piles((-4000.0, 4000.0))[0] == 50


def test_picture():
    assert_screen(drawn(SCREEN, tapping()), "SCREEN_calibration_dark")


def test_picture_small_with_large_words():
    shown = drawn(SCREEN, tapping(size=(1024, 600), text_percent=200), LIGHT)
    assert_screen(shown, "SCREEN_calibration_1024_200_light")


def test_picture_after(reviewed):
    assert_screen(drawn(AFTER, beat.moment_of(reviewed)), "SCREEN_calibration_after_dark")


@pytest.mark.parametrize("page", [0, 1])
def test_pictures_after_with_large_words(reviewed, page: int):
    screen = CalibrationAfterScreen(seen=Seen(page=page))
    shown = drawn(screen, beat.moment_of(reviewed, text_percent=200), HIGH_CONTRAST)
    assert_screen(shown, f"SCREEN_calibration_after_200_{page}_contrast")


def test_picture_without_a_delay(refused):
    shown = drawn(AFTER, beat.moment_of(refused, size=(1024, 600)), LIGHT)
    assert_screen(shown, "SCREEN_calibration_after_none_1024_light")


@pytest.mark.parametrize(
    ("name", "how"),
    [("1280", {}), ("1024_200", {"size": (1024, 600), "text_percent": 200})],
)
def test_pictures_of_what_comes(name: str, how: dict[str, object]):
    for task, step in (("beat", beat.step_of()), ("calibration", beat.calibration_plan())):
        shown = drawn(ReadyScreen(), beat.moment_of(beat.ready(step), hit_strip=True, **how))
        assert_screen(shown, f"SCREEN_ready_{task}_{name}_dark")

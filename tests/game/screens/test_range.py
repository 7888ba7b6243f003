"""The piano's ends: two keys and a yes, or a usual size."""

import pytest

from engine.session.world import SetRange
from game.screens.range import RangeScreen, likely_size, range_wanted
from tests.game.drawing import moment
from tests.game.screens.steering import Steered
from tests.worlds import world


def asked(**changes):
    return Steered(RangeScreen(), world(device=None, **changes))


def test_the_two_ends_and_the_highest_once_more():
    here = asked().play(36, 96, 96)
    assert here.requests == [SetRange(36, 96)]
    assert here.closed


def test_the_highest_first_is_understood_too():
    assert asked().play(96, 36, 96).requests == [SetRange(36, 96)]


def test_the_lowest_after_both_begins_again():
    here = asked().play(36, 96, 36)
    assert here.screen == RangeScreen()
    assert here.requests == []


def test_a_grazed_key_between_changes_nothing():
    assert asked().play(36, 96, 60).screen == RangeScreen(lowest=36, highest=96)


def test_keys_less_than_two_octaves_apart_are_asked_for_again():
    here = asked().play(60, 72)
    assert here.screen == RangeScreen(too_near=True)
    assert here.play(48, 72, 72).requests == [SetRange(48, 72)]


def test_a_usual_size_by_keyboard():
    here = asked().press("down", "down", "return", "return")
    assert here.requests == [SetRange(36, 96)]


def test_later_leaves_it():
    here = asked().press("up", "return")
    assert here.closed
    assert here.requests == []


def test_while_a_known_range_is_found_again_its_old_keys_do_not_steer():
    here = Steered(RangeScreen(), world()).play(21)
    assert not here.closed
    assert here.screen.lowest == 21
    assert here.play(108, 108).requests == [SetRange(21, 108)]


def test_escape_goes_one_step_back():
    here = asked().play(36).press("escape")
    assert here.screen == RangeScreen()
    assert here.press("escape").closed


@pytest.mark.parametrize(("lowest", "size"), [(21, 88), (28, 76), (36, 61), (48, 25), (22, 88)])
def test_the_lowest_key_tells_the_likely_size(lowest, size):
    assert likely_size(lowest) == size


def test_nobody_is_asked_in_silence():
    assert range_wanted(moment(world(device=None))) is None

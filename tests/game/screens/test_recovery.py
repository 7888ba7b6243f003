"""A found take: kept, put away, or left for later; one after the other."""

from dataclasses import replace

from engine.session.world import DropFound, KeepFound
from game.screens.recovery import RecoveryScreen
from tests.game.screens.steering import Steered
from tests.worlds import FOUND, world

HIGHEST, LOWEST, NEXT = 108, 21, 107
TWO = (FOUND, replace(FOUND, key="b"))


def found(*takes):
    return Steered(RecoveryScreen(), world(found=takes))


def test_the_highest_key_keeps_it():
    assert found(FOUND).play(HIGHEST).requests == [KeepFound("a")]


def test_the_next_choice_puts_it_away():
    assert found(FOUND).play(NEXT, HIGHEST).requests == [DropFound("a")]
    assert found(FOUND).press("down", "return").requests == [DropFound("a")]


def test_later_asks_for_nothing():
    here = found(FOUND).play(LOWEST)
    assert here.requests == []
    assert here.closed


def test_two_takes_one_after_the_other_each_from_the_safe_choice():
    here = found(*TWO).press("down", "return")
    here.world = replace(here.world, found=TWO[1:])
    here.press("return")
    assert here.requests == [DropFound("a"), KeepFound("b")]


def test_it_goes_when_nothing_is_left():
    assert found().give().closed

"""A new player: typing a name, choosing a hand, and keeping both."""

from hypothesis import given
from hypothesis import strategies as st

from engine.exercise import Hand
from engine.session.world import AddPlayer
from game.input import Typed
from game.screens.new_player import LONGEST, NewPlayerScreen
from tests.game.screens.steering import Steered
from tests.worlds import nobody, world

HIGHEST, LOWEST, NEXT = 108, 21, 107


def form(**changes):
    return Steered(NewPlayerScreen(), nobody(**changes))


def test_a_name_is_typed_and_kept_with_the_right_hand():
    here = form().press("A", "n", "n", "a", "return", "return", "return")
    assert here.requests == [AddPlayer("Anna", Hand.RIGHT)]
    assert here.closed


def test_the_left_hand_is_chosen():
    here = form().press("A", "n", "n", "return", "down", "return", "return")
    assert here.requests == [AddPlayer("Ann", Hand.LEFT)]


def test_backspace_takes_the_last_letter():
    assert form().press("A", "n", "backspace").screen.text == "A"


def test_by_piano_alone_a_name_is_suggested():
    here = Steered(NewPlayerScreen(), world()).play(HIGHEST, HIGHEST, HIGHEST)
    assert here.requests == [AddPlayer("Player 2", Hand.RIGHT)]


def test_the_lowest_key_keeps_nothing():
    here = Steered(NewPlayerScreen(text="Ann"), world()).play(LOWEST)
    assert here.requests == []
    assert here.closed


def test_a_name_that_is_taken_is_not_kept_and_says_why():
    here = Steered(NewPlayerScreen(text=" clara ", focus=3), world()).press("return")
    assert here.requests == []
    assert here.screen.reason(here.now) == "There is a clara already: add a letter or a number."


@given(st.text(max_size=80))
def test_whatever_is_typed_fits_and_is_printable(text):
    screen = form().give(Typed(text)).screen
    assert len(screen.text) <= LONGEST
    assert screen.text.isprintable()

"""After Which Finger?: times, shares and confusions with their intervals, or not enough yet."""

from dataclasses import replace

import numpy as np
import pytest

from engine.session.state import Again, Leave, Next
from game.input import Intent
from game.screens.after import Seen
from game.screens.which_finger_after import WhichFingerAfterScreen, sentences
from game.theme import LIGHT
from tests.golden_screens import assert_screen
from tests.moments import drawn, moment


def test_finish_again_and_back():
    at = moment("reviewing_which_finger")
    screen = WhichFingerAfterScreen()
    assert screen.update(at, [Intent.CONFIRM]).inputs == (Next(),)
    assert screen.update(at, [Intent.NEXT, Intent.CONFIRM]).inputs == (Again(),)
    assert screen.update(at, [Intent.BACK]).inputs == (Leave(at.now_ns),)


def test_what_happened_and_what_next():
    outcome = moment("reviewing_which_finger").state.outcome
    found = outcome.discrimination
    said = sentences(outcome, found)
    share = found.accuracy
    assert said[0] == f"{share.hits} of {share.n} cues were answered in time by their finger."
    assert said[-1] == outcome.because
    assert len(said) <= 3


def test_a_confusion_is_named_from_twice_on():
    outcome = moment("reviewing_which_finger").state.outcome
    counts = np.diag([5, 5, 5, 5, 4])
    counts[3, 4] = 2
    found = replace(
        outcome.discrimination, confusion=tuple(tuple(int(n) for n in row) for row in counts)
    )
    words = "The little finger answered 2 times for the ring finger."
    assert words in sentences(outcome, found)
    counts[3, 4] = 1
    once = replace(found, confusion=tuple(tuple(int(n) for n in row) for row in counts))
    assert len(sentences(outcome, once)) == 2


def test_picture():
    at = moment("reviewing_which_finger")
    assert_screen(drawn(WhichFingerAfterScreen(), at), "SCREEN_which_finger_after_dark")


def test_picture_in_a_small_window():
    at = moment("reviewing_which_finger", size=(1024, 600))
    shown = drawn(WhichFingerAfterScreen(), at, LIGHT)
    assert_screen(shown, "SCREEN_which_finger_after_1024_light")


@pytest.mark.parametrize("page", range(3))
def test_pictures_with_large_words(page: int):
    at = moment("reviewing_which_finger", text_percent=200)
    screen = WhichFingerAfterScreen(seen=Seen(page=page))
    assert_screen(drawn(screen, at), f"SCREEN_which_finger_after_200_{page}_dark")


def test_picture_in_a_small_window_with_large_words():
    at = moment("reviewing_which_finger", size=(1024, 600), text_percent=200)
    shown = drawn(WhichFingerAfterScreen(), at)
    assert_screen(shown, "SCREEN_which_finger_after_1024_200_dark")

"""The question after every take: three answers, taken when the hands are at rest."""

from dataclasses import replace

import pytest

from engine.session.state import Report
from game.input import Clicked, Intent, Pointed
from game.screens.asking import SETTLES_NS, STUCK_NS, AskingScreen, boxes
from game.screens.screen import NOTHING
from game.theme import LIGHT
from tests.golden_screens import assert_screen
from tests.moments import Moment, drawn, given_to, moment

REPORTS = (
    Report(pulled=False, pain=False),
    Report(pulled=True, pain=False),
    Report(pulled=True, pain=True),
)


def settled() -> tuple[AskingScreen, Moment]:
    at = moment("asking_pearls")
    screen = given_to(AskingScreen(), at)
    return screen, replace(at, now_ns=at.now_ns + SETTLES_NS)


@pytest.mark.parametrize(("steps", "report"), list(enumerate(REPORTS)))
def test_each_answer_by_the_two_outer_keys_alone(steps: int, report: Report):
    screen, at = settled()
    given = [Intent.CONFIRM, *[Intent.BACK] * steps, Intent.CONFIRM]
    assert screen.update(at, given).inputs == (report,)


@pytest.mark.parametrize(("index", "report"), list(enumerate(REPORTS)))
def test_each_answer_by_the_mouse_at_once(index: int, report: Report):
    at = moment("asking_pearls")
    x, y = boxes(at.layout)[index].centre
    assert AskingScreen().update(at, [Clicked(x, y)]).inputs == (report,)


def test_fingers_still_on_the_keys_answer_nothing():
    at = moment("asking_pearls")
    screen = given_to(AskingScreen(), at)
    early = replace(at, now_ns=at.now_ns + SETTLES_NS - 1)
    assert screen.update(early, [Intent.CONFIRM]) == NOTHING


def test_a_key_held_over_from_the_take_must_go_up_first():
    at = moment("asking_pearls")
    held = replace(at, sounding=frozenset({60}))
    screen = given_to(given_to(AskingScreen(), held), replace(held, now_ns=at.now_ns + SETTLES_NS))
    later = replace(at, now_ns=at.now_ns + SETTLES_NS)
    screen = given_to(screen, later, Intent.CONFIRM)
    assert screen.focus is None
    rested = replace(at, now_ns=at.now_ns + 2 * SETTLES_NS)
    assert given_to(screen, rested, Intent.CONFIRM).focus == 0


@pytest.mark.parametrize(
    ("first", "focus"),
    [(Intent.CONFIRM, 0), (Intent.NEXT, 0), (Intent.BACK, 0), (Intent.PREVIOUS, 2)],
)
def test_nothing_is_answered_in_advance_and_the_first_key_answers_nothing(
    first: Intent, focus: int
):
    screen, at = settled()
    assert screen.focus is None
    assert screen.update(at, [first]).inputs == ()
    assert given_to(screen, at, first).focus == focus


def test_pain_is_three_keys_away():
    screen, at = settled()
    assert given_to(screen, at, Intent.NEXT, Intent.NEXT, Intent.NEXT).focus == 2


def test_the_mouse_beside_the_answers_chooses_none():
    screen, at = settled()
    assert given_to(screen, at, Pointed(3, 3)).focus is None
    assert screen.update(at, [Clicked(3, 3)]).inputs == ()


def test_the_mouse_moves_the_focus():
    screen, at = settled()
    x, y = boxes(at.layout)[2].centre
    assert given_to(screen, at, Pointed(x, y)).focus == 2


def test_picture():
    screen, at = settled()
    assert_screen(drawn(screen, at), "SCREEN_asking_dark")


def test_picture_in_a_small_window():
    at = moment("asking_which_finger", size=(1024, 600))
    assert_screen(drawn(AskingScreen(focus=2), at, LIGHT), "SCREEN_asking_1024_light")


def test_picture_with_large_words():
    at = moment("asking_pearls", text_percent=200)
    assert_screen(drawn(AskingScreen(focus=2), at), "SCREEN_asking_200_dark")


def test_a_key_whose_release_got_lost_does_not_hold_the_answer_up_for_ever():
    at = moment("asking_pearls", sounding=frozenset({60}))
    screen = given_to(AskingScreen(), at)
    playing_on = replace(at, now_ns=at.now_ns + STUCK_NS, sounding=frozenset({62}))
    assert not given_to(screen, playing_on).settled
    soon = replace(at, now_ns=at.now_ns + STUCK_NS - 1)
    assert not given_to(screen, soon).settled
    later = replace(at, now_ns=at.now_ns + STUCK_NS)
    assert given_to(screen, later).settled

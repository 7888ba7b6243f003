"""The end: calm words, one way on, and after pain advice without a figure."""

from dataclasses import replace

import pytest

from engine.session.state import End
from engine.session.world import EndSession
from game.input import Clicked, Intent
from game.screens.ended import EndedScreen, boxes
from game.screens.screen import NOTHING
from game.theme import LIGHT
from tests.golden_screens import assert_screen
from tests.moments import Moment, drawn, moment


def ended(end: End, **how: object) -> Moment:
    state = moment("ended").state
    return moment("ended", state=replace(state, end=end), **how)


@pytest.mark.parametrize("given", [Intent.CONFIRM, Intent.BACK])
def test_both_outer_keys_lead_back_to_today(given: Intent):
    assert EndedScreen().update(ended(End.DONE), [given]).requests == (EndSession(),)


def test_a_click_leads_back_to_today():
    at = ended(End.DONE)
    x, y = boxes(at.layout)[0].centre
    assert EndedScreen().update(at, [Clicked(x, y)]).requests == (EndSession(),)


def test_nothing_is_wanted_by_itself():
    assert EndedScreen().update(ended(End.DONE), []) == NOTHING


@pytest.mark.parametrize("end", list(End))
def test_picture(end: End):
    assert_screen(drawn(EndedScreen(), ended(end)), f"SCREEN_ended_{end}_dark")


def test_picture_in_a_small_window():
    at = ended(End.PAIN, size=(1024, 600))
    assert_screen(drawn(EndedScreen(), at, LIGHT), "SCREEN_ended_pain_1024_light")


def test_picture_with_large_words():
    at = ended(End.DOSE, text_percent=200)
    assert_screen(drawn(EndedScreen(), at), "SCREEN_ended_dose_200_dark")

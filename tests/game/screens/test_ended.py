"""The end: calm words, one way on, and after pain advice without a figure."""

from dataclasses import replace

import pytest

from engine.session.state import End
from engine.session.world import EndSession
from game.input import Clicked, Intent
from game.screens.ended import EndedScreen, boxes, ended_steps
from game.screens.screen import NOTHING
from game.theme import LIGHT
from game.view.step_list import StepState
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


def test_the_steps_say_what_was_played_and_no_planned_minutes():
    state = ended(End.DONE).state
    steps = ended_steps(state)
    assert [step.minutes for step in steps] == [None] * 5
    assert {step.state for step in steps} == {StepState.DONE}
    left = ended_steps(replace(state, end=End.LEFT, place=replace(state.place, block=2)))
    assert [step.second for step in left[1:]] == [("upwards only",), *[("not today",)] * 3]
    at_once = ended_steps(replace(state, end=End.LEFT, place=replace(state.place, block=0)))
    assert [step.second for step in at_once] == [("stopped here",), *[("not today",)] * 4]
    assert StepState.DONE not in {step.state for step in at_once}


@pytest.mark.parametrize("end", list(End))
def test_picture(end: End):
    assert_screen(drawn(EndedScreen(), ended(end)), f"SCREEN_ended_{end}_dark")


def test_picture_in_a_small_window():
    at = ended(End.PAIN, size=(1024, 600))
    assert_screen(drawn(EndedScreen(), at, LIGHT), "SCREEN_ended_pain_1024_light")


def test_picture_with_large_words():
    at = ended(End.DOSE, text_percent=200)
    assert_screen(drawn(EndedScreen(), at), "SCREEN_ended_dose_200_dark")


def test_picture_of_a_step_of_ones_own_choice():
    state = moment("ended").state
    own = replace(state.place.plan, blocks=state.place.plan.blocks[3:4])
    at = moment(
        "ended", state=replace(state, end=End.DONE, place=replace(state.place, plan=own, block=0))
    )
    assert_screen(drawn(EndedScreen(), at), "SCREEN_ended_own_choice_dark")

"""A step is introduced and begun, by keys, mouse or piano."""

from dataclasses import replace

import pytest

from engine.session.state import Begin, Leave
from game.input import Clicked, Intent, Pointed
from game.screens.heading import step_words
from game.screens.ready import ReadyScreen, boxes
from game.screens.screen import NOTHING
from game.screens.today_steps import steps_of
from game.theme import HIGH_CONTRAST, LIGHT
from tests.golden_screens import assert_screen
from tests.moments import drawn, given_to, moment


def test_confirm_begins_now():
    at = moment("ready_pearls")
    assert ReadyScreen().update(at, [Intent.CONFIRM]).inputs == (Begin(at.now_ns),)


def test_a_click_on_begin_begins():
    at = moment("ready_pearls")
    x, y = boxes(at.layout)[0].centre
    assert ReadyScreen().update(at, [Clicked(x, y)]).inputs == (Begin(at.now_ns),)


def test_a_click_beside_the_buttons_does_nothing():
    assert ReadyScreen().update(moment("ready_pearls"), [Clicked(640, 200)]) == NOTHING


@pytest.mark.parametrize("given", [[Intent.BACK], [Intent.NEXT, Intent.CONFIRM]])
def test_back_or_the_second_button_leaves(given: list[Intent]):
    at = moment("ready_pearls")
    assert ReadyScreen().update(at, given).inputs == (Leave(at.now_ns),)


def test_the_mouse_moves_the_focus():
    at = moment("ready_pearls")
    x, y = boxes(at.layout)[1].centre
    assert given_to(ReadyScreen(), at, Pointed(x, y)) == ReadyScreen(focus=1)


@pytest.mark.parametrize(
    ("task", "words"),
    [
        ("warm_up", "Step 1 of 5"),
        ("evenness_check", "Step 2 of 5, upwards"),
        ("pearls", "Step 3 of 5"),
        ("which_finger", "Step 4 of 5"),
    ],
)
def test_steps_are_counted_as_today_counts_them(task: str, words: str):
    place = moment(f"ready_{task}").state.place
    assert step_words(place) == words
    assert words.split(" of ")[1].startswith(str(len(steps_of(place.plan))))


def test_the_second_half_of_a_check_says_which_it_is():
    place = moment("ready_evenness_check").state.place
    assert step_words(replace(place, block=place.block + 1)) == "Step 2 of 5, downwards"


def test_nothing_is_wanted_in_another_state():
    assert ReadyScreen().update(moment("asking_pearls"), [Intent.CONFIRM]) == NOTHING


@pytest.mark.parametrize("task", ["warm_up", "evenness_check", "pearls", "which_finger"])
def test_picture(task: str):
    assert_screen(drawn(ReadyScreen(), moment(f"ready_{task}")), f"SCREEN_ready_{task}_dark")


def test_picture_in_a_small_window():
    at = moment("ready_pearls", size=(1024, 600))
    assert_screen(drawn(ReadyScreen(), at, LIGHT), "SCREEN_ready_pearls_1024_light")


def test_picture_with_large_words():
    at = moment("ready_which_finger", text_percent=200)
    assert_screen(drawn(ReadyScreen(), at, HIGH_CONTRAST), "SCREEN_ready_which_finger_200_contrast")


def test_with_large_words_more_of_them_are_a_page_away():
    at = moment("ready_pearls", size=(1024, 600), text_percent=200)
    x, y = boxes(at.layout)[2].centre
    turned = given_to(ReadyScreen(), at, Clicked(x, y))
    assert turned == ReadyScreen(focus=2, page=1)
    assert given_to(turned, at, Intent.CONFIRM) == ReadyScreen(focus=2, page=2)
    first, second, again = (
        drawn(ReadyScreen(focus=2, page=page), at).get_buffer().raw for page in range(3)
    )
    assert first == again != second


@pytest.mark.parametrize("task", ["evenness_check", "which_finger"])
def test_pictures_of_the_second_page(task: str):
    at = moment(f"ready_{task}", size=(1024, 600), text_percent=200)
    assert_screen(drawn(ReadyScreen(page=1), at, LIGHT), f"SCREEN_ready_{task}_1024_200_1_light")


def test_a_step_of_ones_own_choice_is_not_counted():
    place = moment("ready_pearls").state.place
    plan = replace(place.plan, blocks=place.plan.blocks[:1])
    assert not step_words(replace(place, plan=plan, block=0))

"""After the strings: figures with intervals, at most three sentences, and ways on."""

import re
from dataclasses import replace

import pytest

from engine.session.state import Again, Leave, Next
from game.input import Clicked, Intent
from game.screens.after import Seen, boxes, slower_bpm, ways
from game.screens.pearls_after import EVEN, PearlsAfterScreen, refused_words, sentences
from game.theme import HIGH_CONTRAST, LIGHT
from tests.golden_screens import assert_screen
from tests.moments import Moment, drawn, given_to, moment, of_step, weekly


def refused(reason: str, **how: object) -> Moment:
    state = moment("reviewing_pearls").state
    outcome = replace(state.outcome, found=None, refused=reason, because="")
    return moment("reviewing_pearls", state=replace(state, outcome=outcome), **how)


def test_next_again_and_slower():
    at = moment("reviewing_pearls")
    tempo_bpm = at.state.step.tempo_bpm
    slower = replace(at.state.step, tempo_bpm=round(tempo_bpm * 0.9))
    given = [
        PearlsAfterScreen().update(at, [*[Intent.NEXT] * steps, Intent.CONFIRM]).inputs
        for steps in range(3)
    ]
    assert given == [(Next(),), (Again(),), (Again(slower),)]


def test_back_leaves_and_keeps():
    at = moment("reviewing_pearls")
    assert PearlsAfterScreen().update(at, [Intent.BACK]).inputs == (Leave(at.now_ns),)


@pytest.mark.parametrize(("index", "gives"), [(0, Next()), (1, Again())])
def test_a_click_chooses(index: int, gives: object):
    at = moment("reviewing_pearls")
    x, y = boxes(at.layout, 4)[index].centre
    assert PearlsAfterScreen().update(at, [Clicked(x, y)]).inputs == (gives,)


def test_slower_is_nine_tenths_and_never_below_twenty():
    assert slower_bpm(60) == 54
    assert slower_bpm(20.5) == 20
    state = moment("reviewing_pearls").state
    slowest = replace(state, step=replace(state.step, tempo_bpm=20.0))
    assert [way.button.label for way in ways(slowest, hint="")] == ["Next", "Again"]


def test_a_check_is_never_played_slower():
    state = moment("reviewing_evenness_check").state
    assert [way.button.label for way in ways(state, hint="")] == ["Next", "Again"]


def test_three_sentences_what_happened_where_and_what_next():
    outcome = moment("reviewing_pearls").state.outcome
    said = sentences(outcome, outcome.evenness, outcome.evenness.cell)
    assert said[0] == "Ten strings counted, none left out."
    assert re.fullmatch(
        r"Your little finger comes \d+ ms late after the ring finger \(\d+ to \d+\).", said[1]
    )
    assert said[2:] == (outcome.because,)


def test_nothing_is_named_where_nothing_stands_out():
    outcome = moment("reviewing_pearls").state.outcome
    even = replace(outcome.evenness, flags=())
    said = sentences(outcome, even, even.cell)
    assert EVEN in said


def test_a_refusal_is_told_in_full():
    said = refused_words(refused("no valid run").state.outcome)
    assert said == ("No figure this time; the take is kept.", "No valid run.")


def test_with_large_words_a_button_turns_the_page():
    at = moment("reviewing_pearls", text_percent=200)
    x, y = boxes(at.layout, 4)[4].centre
    screen = given_to(PearlsAfterScreen(), at, Clicked(x, y))
    assert screen.seen == Seen(focus=4, page=1)


def test_picture():
    at = moment("reviewing_pearls")
    assert_screen(drawn(PearlsAfterScreen(), at), "SCREEN_pearls_after_dark")


def test_picture_of_an_evenness_check():
    at = moment("reviewing_evenness_check")
    assert_screen(drawn(PearlsAfterScreen(), at), "SCREEN_pearls_after_check_dark")


def test_picture_with_a_usual_range():
    cell = of_step("reviewing_evenness_check")
    at = moment("reviewing_evenness_check", weekly=weekly(cell, [9.6, 8.1, 7.4]))
    assert_screen(drawn(PearlsAfterScreen(), at), "SCREEN_pearls_after_usual_dark")


def test_picture_after_the_warm_up():
    at = moment("reviewing_warm_up")
    assert_screen(drawn(PearlsAfterScreen(), at), "SCREEN_pearls_after_warm_up_dark")


def test_picture_of_a_refusal():
    at = refused("played where times cannot be measured (computer keyboard)")
    assert_screen(drawn(PearlsAfterScreen(), at), "SCREEN_pearls_after_refused_dark")


def test_picture_in_a_small_window():
    at = moment("reviewing_pearls", size=(1024, 600))
    assert_screen(drawn(PearlsAfterScreen(), at, LIGHT), "SCREEN_pearls_after_1024_light")


@pytest.mark.parametrize("page", range(4))
def test_pictures_with_large_words(page: int):
    at = moment("reviewing_pearls", text_percent=200)
    screen = PearlsAfterScreen(seen=Seen(page=page))
    assert_screen(drawn(screen, at, HIGH_CONTRAST), f"SCREEN_pearls_after_200_{page}_contrast")


@pytest.mark.parametrize("page", range(2))
def test_pictures_in_a_small_window_with_large_words(page: int):
    at = moment("reviewing_pearls", size=(1024, 600), text_percent=200)
    screen = PearlsAfterScreen(seen=Seen(page=page))
    assert_screen(drawn(screen, at), f"SCREEN_pearls_after_1024_200_{page}_dark")

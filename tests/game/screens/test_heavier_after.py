"""After Heavier or Lighter?: a threshold with its interval, the curve, or too few to say."""

from dataclasses import replace

import numpy as np
import pytest

from engine.measures.figure import Figure
from engine.measures.judgement.psychometric import TOO_EASY
from engine.pianist.judging import Judge
from engine.record import Task, ThemeChoice
from engine.runner.judging.heavier import NO_FORCE
from engine.session.state import Again, Leave, Next
from game.input import Intent
from game.screens.after import Seen
from game.screens.heavier_after import HeavierAfterScreen, found_in
from game.screens.heavier_words import bias_words, facts, points_of, sentences
from game.screens.today_lines import LINES
from tests.game.drawing import drawn, moment
from tests.golden_screens import assert_screen
from tests.worlds import ready, world
from tests.worlds_force import NOW_NS, refused_heavier, reviewing_heavier, step


def pressed(*given: Intent, state=None):
    screen, now = HeavierAfterScreen(), moment(world(), state or reviewing_heavier())
    return screen.update(now, given)


def test_next_again_another_finger_and_back():
    assert pressed(Intent.CONFIRM).inputs == (Next(),)
    assert pressed(Intent.NEXT, Intent.CONFIRM).inputs == (Again(),)
    (other,) = pressed(Intent.NEXT, Intent.NEXT, Intent.CONFIRM).inputs
    assert other == Again(replace(step(), fingers=(5,)))
    assert pressed(Intent.BACK).inputs == (Leave(moment(world()).now_ns),)


def test_another_state_is_nothing():
    other = ready(Task.WARM_UP)
    assert HeavierAfterScreen().update(moment(world(), other), [Intent.CONFIRM]).inputs == ()
    assert drawn(HeavierAfterScreen(), world(), other)


def test_what_happened_which_way_it_leans_and_what_next():
    outcome = reviewing_heavier().outcome
    said = sentences(outcome, found_in(outcome))
    assert said[0] == "You and the piano agreed on 19 of 24 pairs."
    assert said[-1] == outcome.because
    assert len(said) == 3


def test_with_too_few_pairs_nothing_is_said_of_a_leaning():
    outcome = reviewing_heavier(24).outcome
    said = sentences(outcome, found_in(outcome))
    assert len(said) == 2
    assert said[1].startswith("Two more trials")


def test_a_threshold_that_cannot_be_told_says_why():
    outcome = reviewing_heavier(72, judge=Judge(force_sd=0.01, stroke_sd=9.0)).outcome
    found = found_in(outcome)
    assert found.reason == TOO_EASY
    said = sentences(outcome, found)
    assert said[1].startswith("Too few differences were judged both ways")


def test_two_presses_always_alike_are_told():
    outcome = reviewing_heavier(24).outcome
    found = replace(found_in(outcome), unequal=0, agreed=0)
    assert sentences(outcome, found)[0].startswith("No two presses of the ring finger differed")


@pytest.mark.parametrize(
    ("bias", "words"),
    [
        (Figure(value=0.4, low=-1.0, high=1.9), "Neither the first nor the second seems harder"),
        (
            Figure(value=2.0, low=0.5, high=3.4),
            "The second press seems lighter than it is, by 2.0 units (0.5 to 3.4).",
        ),
        (
            Figure(value=-2.0, low=-3.4, high=-0.5),
            "The second press seems harder than it is, by 2.0 units (0.5 to 3.4).",
        ),
    ],
)
def test_the_leaning_in_words(bias, words):
    assert bias_words(bias).startswith(words)


def test_a_second_press_that_must_be_harder_to_seem_so_leaves_the_curve_to_the_right():
    outcome = reviewing_heavier(400, judge=Judge(force_sd=5.0, order_bias=5.0)).outcome
    assert "seems lighter than it is" in sentences(outcome, found_in(outcome))[1]


def test_points_hold_every_answer_once():
    found = found_in(reviewing_heavier().outcome)
    points = points_of(found.judgements)
    assert sum(point.n for point in points) == 96
    seconds = sum(second for _, second in found.judgements)
    assert sum(point.n * point.share for point in points) == pytest.approx(seconds)
    away = [point.difference for point in points]
    assert away == sorted(away)
    assert points_of(()) == ()
    assert np.diff(away).min() > 0


def test_before_it_finger_key_and_length_are_named():
    assert facts(step()) == ("Right hand, ring finger on F 4", "24 pairs, about 2 minutes")
    assert facts(step(minutes=0.4))[1] == "24 pairs, about 1 minute"
    assert LINES[Task.HEAVIER](step()) == "24 pairs with the ring finger"


def picture(state, page: int = 0, **how: object):
    screen = HeavierAfterScreen(seen=Seen(page=page))
    return drawn(screen, world(), state, now_ns=NOW_NS, **how)


def test_picture():
    assert_screen(picture(reviewing_heavier()), "SCREEN_heavier_after")


def test_picture_of_too_few_in_a_small_window():
    shown = picture(reviewing_heavier(24), size=(1024, 600), theme=ThemeChoice.LIGHT)
    assert_screen(shown, "SCREEN_heavier_after_few_1024_light")


def test_picture_of_no_threshold():
    state = reviewing_heavier(72, judge=Judge(force_sd=0.01, stroke_sd=9.0))
    assert_screen(picture(state), "SCREEN_heavier_after_no_threshold")


def test_picture_without_a_figure():
    assert_screen(picture(refused_heavier(NO_FORCE)), "SCREEN_heavier_after_refused")


@pytest.mark.parametrize("page", range(2))
def test_pictures_with_large_words(page: int):
    shown = picture(reviewing_heavier(), page, percent=200, theme=ThemeChoice.HIGH_CONTRAST)
    assert_screen(shown, f"SCREEN_heavier_after_200_{page}_contrast")


def test_picture_in_a_small_window_with_large_words():
    shown = picture(reviewing_heavier(), 1, size=(1024, 600), percent=200)
    assert_screen(shown, "SCREEN_heavier_after_1024_200")

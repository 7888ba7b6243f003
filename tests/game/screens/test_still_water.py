"""Still Water at play: calm surfaces, falling drops, and never a word on how the round goes."""

from dataclasses import replace

import numpy as np
import pygame
import pytest

from engine.exercise import Hand
from engine.session.state import Pause, Paused
from engine.take import NoteOff, NoteOn
from game.input import Clicked, Intent
from game.screens.paused import PausedScreen
from game.screens.ready import ReadyScreen
from game.screens.screen import NOTHING
from game.screens.still_water import StillWaterScreen, words_of
from game.screens.still_water_rows import drop_row, fingers_from_top
from game.theme import DARK, HIGH_CONTRAST, LIGHT
from tests import worlds_water as water
from tests.golden_screens import assert_screen
from tests.moments import drawn

S = 1_000_000_000
ALL = (60, 62, 64, 67)


def at(seconds, *, held=4, own_pace=False, strokes=(), **how):
    """Return the moment so many seconds into the third round."""
    state = water.flowing(held=held, own_pace=own_pace, strokes=strokes)
    return water.moment(state, now_ns=water.flows_ns() + round(seconds * S), **how)


def picture(moment, theme=DARK):
    return pygame.surfarray.array3d(drawn(StillWaterScreen(), moment, theme))


def test_escape_pauses_and_nothing_else_does_anything():
    moment = at(8.3)
    assert StillWaterScreen().update(moment, [Intent.BACK]).inputs == (Pause(moment.now_ns),)
    for given in (Intent.CONFIRM, Intent.NEXT, Intent.PREVIOUS, Clicked(640, 360)):
        assert StillWaterScreen().update(moment, [given]) == NOTHING
    asked = replace(moment, step=replace(moment.step, state=water.ready()))
    assert StillWaterScreen().update(asked, [Intent.BACK]) == NOTHING


def test_a_key_that_comes_up_is_told_by_no_water():
    moment = at(8.3)
    task = moment.state.task
    broken = task.heard(NoteOff(moment.now_ns - S, 67))
    again = broken.heard(NoteOn(moment.now_ns - S // 2, 67, 30))
    for told in (broken, again):
        other = replace(moment, step=replace(moment.step, state=replace(moment.state, task=told)))
        assert np.array_equal(picture(other), picture(moment))


def test_the_drops_know_nothing_of_the_strokes():
    moment = at(8.3)
    task = moment.state.task
    for late_ns in (0, 80_000_000):
        task = task.heard(NoteOn(moment.now_ns - S + late_ns, 65, 60))
    other = replace(moment, step=replace(moment.step, state=replace(moment.state, task=task)))
    assert np.array_equal(picture(other), picture(moment))


def test_two_draws_of_one_moment_are_one_picture():
    assert np.array_equal(picture(at(8.3)), picture(at(8.3)))


def test_a_drop_falls_and_lands_with_its_beat():
    task = at(0).state.task
    assert drop_row(task, water.flows_ns()).landed == 0
    assert drop_row(task, water.flows_ns() + S // 2).landed == 1
    assert drop_row(task, water.flows_ns() + 19 * S + S // 2).landed == 20
    assert not np.array_equal(picture(at(8.05)), picture(at(8.35)))


def test_with_reduced_motion_the_drop_is_simply_there_on_its_beat():
    still = replace(water.world().settings, reduced_motion=True)
    # the water without the line of time below it
    between, before, on_beat, after = (
        picture(at(seconds, settings=still))[:, :500] for seconds in (8.35, 8.49, 8.5, 9.2)
    )
    assert np.array_equal(between, before)
    assert not np.array_equal(before, on_beat)
    assert np.array_equal(on_beat, after)


def test_words_say_who_plays_and_what_to_do():
    said = words_of(water.waiting().task, 0)
    assert said.opening == "The ring finger plays, the others hold."
    assert said.more == "Press the held keys down softly; then the drops begin."
    alone = water.waiting(own_pace=True).task
    assert words_of(alone, 0).more.endswith("then play, as evenly as is comfortable.")
    assert words_of(water.waiting(held=2).task, 0).opening == "Finger 4 plays; 3 and 5 hold."
    assert words_of(water.waiting(held=1).task, 0).opening == "Finger 4 plays; 3 holds."
    settling = water.waiting(down=(1, 2, 3, 5)).task
    assert words_of(settling, 0).more == "Hold them quietly; the drops begin."
    settling = water.waiting(down=(1, 2, 3, 5), own_pace=True).task
    assert words_of(settling, 0).more == "Hold them quietly; then play."
    assert words_of(water.flowing().task, 0).more == "If anything cramps, lift the hand."


def test_the_rest_is_counted_quietly():
    rests = water.resting().task
    until_ns = rests.phase.until_ns
    assert words_of(rests, until_ns - 20 * S).seconds == 20
    assert words_of(rests, until_ns - S // 2).seconds == 1
    assert words_of(rests, until_ns + S).seconds == 0
    assert words_of(rests, until_ns).more == "Then the ring finger plays."


def test_rows_lie_as_the_keys_do():
    right, left = (water.the_step(hand=hand).exercise for hand in (Hand.RIGHT, Hand.LEFT))
    assert fingers_from_top(right) == (5, 4, 3, 2, 1)
    assert fingers_from_top(left) == (1, 2, 3, 4, 5)


def test_picture_waiting():
    moment = water.moment(water.waiting(down=(1, 2, 5)), sounding=(60, 62, 67))
    assert_screen(drawn(StillWaterScreen(), moment), "SCREEN_still_water_waiting_dark")


def test_picture_flowing():
    assert_screen(drawn(StillWaterScreen(), at(8.3, sounding=ALL)), "SCREEN_still_water_dark")


def test_picture_resting():
    moment = water.moment(water.resting(), now_ns=water.flows_ns() + 5 * S)
    assert_screen(drawn(StillWaterScreen(), moment), "SCREEN_still_water_resting_dark")


def test_picture_in_a_small_window_with_two_held():
    moment = at(8.3, held=2, size=(1024, 600), sounding=(64, 67))
    assert_screen(drawn(StillWaterScreen(), moment, LIGHT), "SCREEN_still_water_1024_light")


def test_picture_with_large_words():
    moment = at(8.35, text_percent=200, sounding=ALL)
    shown = drawn(StillWaterScreen(), moment, HIGH_CONTRAST)
    assert_screen(shown, "SCREEN_still_water_200_contrast")


def test_picture_at_the_own_pace():
    strokes = tuple(stroke * 190_000_000 for stroke in range(30))
    moment = at(5.7, own_pace=True, strokes=strokes, sounding=ALL)
    assert_screen(drawn(StillWaterScreen(), moment), "SCREEN_still_water_own_pace_dark")


@pytest.mark.parametrize(
    ("name", "how", "theme"),
    [
        ("dark", {}, DARK),
        ("1024_light", {"size": (1024, 600)}, LIGHT),
        ("1024_200_dark", {"size": (1024, 600), "text_percent": 200}, DARK),
    ],
)
def test_pictures_before_it(name, how, theme):
    moment = water.moment(water.ready(), **how)
    assert_screen(drawn(ReadyScreen(), moment, theme), f"SCREEN_ready_still_water_{name}")


def test_picture_of_a_pause():
    moment = water.moment(Paused(playing=water.waiting(), since_ns=0))
    assert_screen(drawn(PausedScreen(), moment), "SCREEN_paused_still_water_dark")

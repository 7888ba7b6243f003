"""The lit hand: a cue is seen when it is due; whether an answer was right is never seen."""

from dataclasses import replace

import numpy as np
import pygame
import pytest

from engine.adaptation.cue_level import CueKind
from engine.session.state import Pause
from engine.tasks.which_finger import Answer
from game.input import Clicked, Intent
from game.screens.screen import NOTHING
from game.screens.which_finger import WhichFingerScreen
from game.theme import HIGH_CONTRAST, LIGHT
from tests.golden_screens import assert_screen
from tests.moments import Moment, drawn, moment


def with_task(at: Moment, **task: object) -> Moment:
    state = at.state
    return replace(
        at, step=replace(at.step, state=replace(state, task=replace(state.task, **task)))
    )


def picture(at: Moment) -> np.ndarray:
    return pygame.surfarray.array3d(drawn(WhichFingerScreen(), at))


def test_escape_pauses():
    at = moment("which_finger_lit")
    assert WhichFingerScreen().update(at, [Intent.BACK]).inputs == (Pause(at.now_ns),)


@pytest.mark.parametrize("given", [Intent.CONFIRM, Intent.NEXT, Intent.PREVIOUS, Clicked(640, 360)])
def test_nothing_else_does_anything(given: object):
    assert WhichFingerScreen().update(moment("which_finger_lit"), [given]) == NOTHING


def test_right_and_wrong_answers_look_alike():
    at = moment("which_finger_lit")
    cued = at.state.task.cued
    right = with_task(at, first=Answer(at_ns=at.now_ns, finger=cued))
    wrong = with_task(at, first=Answer(at_ns=at.now_ns, finger=cued % 5 + 1))
    assert np.array_equal(picture(right), picture(wrong))


def test_past_answers_right_or_wrong_look_alike():
    at = moment("which_finger_lit")
    wrong = tuple(
        replace(given, pressed=given.target % 5 + 1, reaction_s=2.5)
        for given in at.state.task.responses
    )
    assert np.array_equal(picture(at), picture(with_task(at, responses=wrong)))


def test_before_it_is_due_the_cue_gives_nothing_away():
    at = moment("which_finger_rest")
    order = list(at.state.task.fingers)
    order[12] = order[12] % 5 + 1
    assert np.array_equal(picture(at), picture(with_task(at, fingers=tuple(order))))


def test_picture():
    at = moment("which_finger_lit")
    assert_screen(drawn(WhichFingerScreen(), at), "SCREEN_which_finger_dark")


def test_picture_between_cues():
    at = moment("which_finger_rest", sounding=frozenset({60}))
    assert_screen(drawn(WhichFingerScreen(), at), "SCREEN_which_finger_rest_dark")


def test_picture_in_a_small_window():
    at = moment("which_finger_lit", size=(1024, 600))
    assert_screen(drawn(WhichFingerScreen(), at, LIGHT), "SCREEN_which_finger_1024_light")


def test_picture_with_large_words():
    at = moment("which_finger_lit", text_percent=200)
    shown = drawn(WhichFingerScreen(), at, HIGH_CONTRAST)
    assert_screen(shown, "SCREEN_which_finger_200_contrast")


def told_by(kind: CueKind, name: str = "which_finger_lit", **how: object) -> Moment:
    at = moment(name, **how)
    task = at.state.task.task
    return with_task(at, task=replace(task, level=replace(task.level, kind=kind)))


@pytest.mark.parametrize("kind", [CueKind.NUMBER, CueKind.MIRROR, CueKind.TONE])
def test_pictures_of_the_other_cues(kind):
    at = told_by(kind)
    assert_screen(drawn(WhichFingerScreen(), at), f"SCREEN_which_finger_{kind}_dark")


def test_a_tone_that_cannot_be_heard_is_a_number():
    heard = replace(told_by(CueKind.TONE), audible=False)
    assert_screen(drawn(WhichFingerScreen(), heard), "SCREEN_which_finger_tone_unheard_dark")


def test_a_tone_gives_its_finger_away_to_the_ear_only():
    at = told_by(CueKind.TONE)
    order = list(at.state.task.fingers)
    order[12] = order[12] % 5 + 1
    assert np.array_equal(picture(at), picture(with_task(at, fingers=tuple(order))))


def test_picture_of_the_other_hand_in_large_words():
    at = told_by(CueKind.MIRROR, size=(1024, 600), text_percent=200)
    assert_screen(drawn(WhichFingerScreen(), at, LIGHT), "SCREEN_which_finger_mirror_1024_200")

"""Heavier or Lighter? at play: nothing of a press is seen before its answer, and all after it."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pygame
import pytest

from engine.record import Settings, ThemeChoice
from engine.session.state import Answer, Pause
from engine.tasks.heavier import SHOWN_NS
from game.input import Clicked, Intent, Typed
from game.screens.heavier import HeavierScreen, truth_words, words_of
from game.screens.heavier_places import places
from game.screens.screen import NOTHING
from tests.game.drawing import drawn, moment
from tests.golden_screens import assert_screen
from tests.worlds import first_world, ready, world
from tests.worlds_force import NOW_NS, playing_heavier, ready_heavier

STILL = world(settings=replace(Settings(), reduced_motion=True))


def at(state, around=None, **how: object):
    return moment(around or world(), state, now_ns=NOW_NS, **how)


def picture(state, around=None, **how: object) -> np.ndarray:
    shown = drawn(None, around or world(), state, now_ns=NOW_NS, **how)
    return pygame.surfarray.array3d(shown)


def same(one, other) -> bool:
    return bool(np.array_equal(one, other))


def test_presses_look_alike_whatever_their_force_until_they_are_answered():
    assert same(picture(playing_heavier(20)), picture(playing_heavier(110)))
    soft, hard = playing_heavier(40, 52), playing_heavier(52, 40)
    assert same(picture(soft), picture(hard))


def test_what_the_answer_was_is_never_seen():
    assert same(picture(playing_heavier(57, 63, said=0)), picture(playing_heavier(57, 63, said=1)))


def test_the_truth_shows_by_height_and_is_gone_after_a_moment():
    shown = playing_heavier(57, 63, said=0)
    assert not same(picture(shown), picture(playing_heavier(63, 57, said=0)))
    later = drawn(None, world(), shown, now_ns=NOW_NS + SHOWN_NS)
    empty = drawn(None, world(), playing_heavier(63, 57, said=0), now_ns=NOW_NS + SHOWN_NS)
    assert same(pygame.surfarray.array3d(later), pygame.surfarray.array3d(empty))


def test_drawing_changes_nothing():
    state = playing_heavier(57, 63)
    assert same(picture(state), picture(state))


def test_a_well_fills_and_with_less_motion_is_full_at_once():
    state = playing_heavier(57)
    fresh = state.task.strokes[-1].at_ns + 60_000_000
    filling = drawn(None, world(), state, now_ns=fresh)
    still = drawn(None, STILL, state, now_ns=fresh)
    assert not same(pygame.surfarray.array3d(filling), pygame.surfarray.array3d(still))
    assert same(pygame.surfarray.array3d(still), picture(state, STILL))


@pytest.mark.parametrize(
    ("velocities", "said", "words"),
    [
        ((57, 63), 0, "The second, by 6."),
        ((63, 57), 0, "The first, by 6."),
        ((60, 60), 1, "Both alike."),
    ],
)
def test_the_truth_in_words(velocities, said, words):
    assert truth_words(playing_heavier(*velocities, said=said).task.pairs[-1]) == words


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (playing_heavier(), ("Press twice.", "Nearly alike, but not the same.")),
        (
            playing_heavier(spread=20.0),
            ("Press twice.", "Let the two come a little closer to each other."),
        ),
        (
            playing_heavier(spread=0.4),
            ("Press twice.", "Let the two lie a little further apart."),
        ),
        (playing_heavier(57), ("And once more.", "Nearly alike, but not the same.")),
    ],
)
def test_what_is_asked_for(state, words):
    assert words_of(state.task, None) == words


def test_escape_pauses():
    for state in (playing_heavier(), playing_heavier(57, 63)):
        assert HeavierScreen().update(at(state), [Intent.BACK]).inputs == (Pause(NOW_NS),)


@pytest.mark.parametrize(("key", "said"), [(Intent.PREVIOUS, 0), (Intent.NEXT, 1)])
def test_the_arrow_keys_answer_only_when_asked(key, said):
    wish = HeavierScreen().update(at(playing_heavier(57, 63)), [Typed("x"), key])
    assert wish.inputs == (Answer(said, NOW_NS),)
    for state in (playing_heavier(), playing_heavier(57), playing_heavier(57, 63, said=0)):
        assert HeavierScreen().update(at(state), [key]) == NOTHING


@pytest.mark.parametrize("size", [(1280, 720), (1024, 600)])
@pytest.mark.parametrize("percent", [100, 200])
def test_a_click_on_either_side_answers_and_elsewhere_nothing(size, percent):
    state = playing_heavier(57, 63)
    now = at(state, size=size, percent=percent)
    where = places(now.layout, now, state.step, state.task.key)
    for said, box in enumerate(where.sides):
        assert box.h >= 48
        wish = HeavierScreen().update(now, [Clicked(*box.centre)])
        assert wish.inputs == (Answer(said, NOW_NS),)
    assert HeavierScreen().update(now, [Clicked(*where.wells.centre)]) == NOTHING
    assert HeavierScreen().update(now, [Intent.CONFIRM]) == NOTHING


def test_nothing_happens_without_the_game():
    other = moment(world(), ready(playing_heavier().step.task.WARM_UP))
    assert HeavierScreen().update(other, [Intent.NEXT]) == NOTHING
    assert picture(other.state).any()


def test_another_state_is_an_empty_picture():
    surface = drawn(HeavierScreen(), world(), ready(playing_heavier().step.task.WARM_UP))
    assert len(np.unique(pygame.surfarray.array2d(surface))) == 1


def test_no_two_things_at_play_overlap():
    for size in ((1280, 720), (1024, 600), (1920, 1080), (1024, 768)):
        for percent in (100, 125, 150, 200):
            state = playing_heavier(57, 63, finger=1)
            now = at(state, size=size, percent=percent)
            where = places(now.layout, now, state.step, state.task.key)
            shown = [box for box in (where.hand, where.wells, where.words) if box]
            for one, other in pairwise(shown):
                assert one.right <= other.x
            assert max(box.bottom for box in shown) <= where.sides[0].y
            assert where.sides[0].right < where.sides[1].x
            assert where.sides[1].bottom <= now.layout.play_hints_y


def test_picture_of_the_question():
    assert_screen(drawn(None, world(), playing_heavier(57, 63), now_ns=NOW_NS), "SCREEN_heavier")


def test_picture_of_the_truth_in_a_small_window():
    shown = drawn(
        None,
        world(),
        playing_heavier(57, 63, said=0),
        now_ns=NOW_NS,
        size=(1024, 600),
        theme=ThemeChoice.LIGHT,
    )
    assert_screen(shown, "SCREEN_heavier_shown_1024_light")


def test_picture_after_one_press():
    shown = drawn(None, first_world(), playing_heavier(57, finger=2, done=0), now_ns=NOW_NS)
    assert_screen(shown, "SCREEN_heavier_once")


def test_picture_with_large_words():
    shown = drawn(
        None,
        world(),
        playing_heavier(57, 63),
        now_ns=NOW_NS,
        percent=200,
        theme=ThemeChoice.HIGH_CONTRAST,
    )
    assert_screen(shown, "SCREEN_heavier_200_contrast")


def test_picture_before_it():
    assert_screen(drawn(None, world(), ready_heavier(), now_ns=NOW_NS), "SCREEN_ready_heavier")


def test_picture_before_it_in_a_small_window_with_large_words():
    shown = drawn(None, world(), ready_heavier(), now_ns=NOW_NS, size=(1024, 600), percent=200)
    assert_screen(shown, "SCREEN_ready_heavier_1024_200")

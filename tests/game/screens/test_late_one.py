"""The Late One's screens: the mark by key, mouse and computer keyboard, and their pictures."""

from dataclasses import replace

import numpy as np
import pygame
import pytest

from engine.session.state import Again, Answer, Leave, Next, Pause, Playing
from engine.session.world import Step
from game.input import Clicked, Intent, SteeringKeys
from game.screens.late_one import LateOneScreen, row_box
from game.screens.late_one_after import LateOneAfterScreen, sentences
from game.screens.ready import ReadyScreen
from game.screens.screen import NOTHING, Moment
from game.theme import DARK, HIGH_CONTRAST, LIGHT
from game.view.late_row import moved_of, place_boxes
from game.view.layout import layout_for
from tests.golden_screens import assert_screen
from tests.moments import drawn
from tests.worlds import START_NS, asking, world
from tests.worlds_late import MS, late_playing, late_ready, late_reviewing

NOW_NS = START_NS + 60_400 * MS


def at(state, *, size=(1280, 720), text_percent=100, **settings) -> Moment:
    playing = isinstance(state, Playing)
    known = world()
    known = replace(known, settings=replace(known.settings, **settings))
    return Moment(
        step=Step(state=state, world=known),
        sounding=frozenset({65}) if playing else frozenset(),
        now_ns=NOW_NS,
        layout=layout_for(*size, text_percent),
        steering=None if playing else SteeringKeys(lowest=21, highest=108),
    )


def test_escape_pauses_and_an_answer_needs_a_whole_run():
    assert LateOneScreen().update(at(late_playing()), [Intent.BACK]).inputs == (Pause(NOW_NS),)
    assert LateOneScreen().update(at(late_playing()), [Intent.CONFIRM]).inputs == ()


def test_the_computer_keyboard_walks_to_a_note_and_marks_it():
    moment = at(late_playing(landed=5))
    walked = LateOneScreen().update(moment, [Intent.NEXT, Intent.NEXT, Intent.PREVIOUS]).go.screen
    assert walked.focus == 1
    assert walked.update(moment, [Intent.CONFIRM]).inputs == (Answer(1, NOW_NS),)


def test_the_mouse_marks_the_note_it_clicks():
    moment = at(late_playing(landed=5))
    box = place_boxes(row_box(moment.layout), 5)[3]
    assert LateOneScreen().update(moment, [Clicked(*box.centre)]).inputs == (Answer(3, NOW_NS),)
    assert LateOneScreen().update(moment, [Clicked(2, 2)]).inputs == ()


def test_the_focus_begins_anew_with_each_run():
    assert LateOneScreen(focus=3).update(at(late_playing()), []).go.screen.focus == 0
    assert LateOneScreen().update(at(late_playing()), []) == NOTHING


def test_it_knows_its_state_only():
    assert LateOneScreen().update(at(asking()), [Intent.BACK]) == NOTHING
    assert LateOneAfterScreen().update(at(asking()), [Intent.BACK]) == NOTHING


def test_nothing_tells_early_from_late_while_it_is_played():
    state = late_playing()
    early = replace(state.task, onsets_ns=tuple(each - 90 * MS for each in state.task.onsets_ns))
    one = drawn(LateOneScreen(), at(state, reduced_motion=True))
    other = drawn(LateOneScreen(), at(replace(state, task=early), reduced_motion=True))
    assert np.array_equal(_pixels(one), _pixels(other))


def _pixels(surface):
    return pygame.surfarray.array3d(surface)


def test_the_farthest_note_is_drawn_aside_by_a_third_at_most_and_the_factor_is_whole():
    moved, factor = moved_of((0.0, -10.0, 20.0), 500.0)
    assert factor == 8
    assert moved == pytest.approx((0, -0.16, 0.32))
    assert moved_of((0.0, 0.0, 0.0), 500.0) == ((0.0, 0.0, 0.0), 1)
    assert moved_of((0.0, 400.0, -400.0), 500.0) == ((0.0, 0.34, -0.34), 1)


def test_the_ways_on():
    moment = at(late_reviewing())
    screen = LateOneAfterScreen()
    assert screen.update(moment, [Intent.CONFIRM]).inputs == (Next(),)
    (again,) = screen.update(moment, [Intent.NEXT, Intent.CONFIRM]).inputs
    assert again == Again()
    (slower,) = screen.update(moment, [Intent.NEXT, Intent.NEXT, Intent.CONFIRM]).inputs
    assert slower.step.tempo_bpm == 27
    assert screen.update(moment, [Intent.BACK]).inputs == (Leave(NOW_NS),)


def test_what_is_said_afterwards():
    state = late_reviewing()
    said = sentences(state.outcome, state.outcome.found)
    assert len(said) == 3
    assert said[0].startswith("In ")
    assert "The ring finger came latest" in said[1]
    assert not any("!" in words for words in said)


PLAY = {
    "clicks": (late_playing(landed=0), {}, DARK),
    "run": (late_playing(), {"size": (1920, 1080)}, DARK),
    "mark_1024_light": (late_playing(landed=5), {"size": (1024, 600)}, LIGHT),
    "mark_200_contrast": (late_playing(landed=5), {"text_percent": 200}, HIGH_CONTRAST),
    "shown": (late_playing(landed=0, shown=True), {}, DARK),
    "shown_1024_200": (
        late_playing(landed=0, shown=True),
        {"size": (1024, 600), "text_percent": 200},
        DARK,
    ),
}


@pytest.mark.parametrize("name", PLAY)
def test_pictures_at_play(name):
    state, how, theme = PLAY[name]
    assert_screen(drawn(LateOneScreen(), at(state, **how), theme), f"SCREEN_late_one_{name}")


AFTER = {
    "dark": (late_reviewing(), {}, DARK, LateOneAfterScreen()),
    "1024_light": (late_reviewing(), {"size": (1024, 600)}, LIGHT, LateOneAfterScreen()),
    "few": (late_reviewing(6), {}, DARK, LateOneAfterScreen()),
    "nothing": (late_reviewing(0), {}, DARK, LateOneAfterScreen()),
    "200_contrast": (late_reviewing(), {"text_percent": 200}, HIGH_CONTRAST, LateOneAfterScreen()),
}


@pytest.mark.parametrize("name", AFTER)
def test_pictures_afterwards(name):
    state, how, theme, screen = AFTER[name]
    assert_screen(drawn(screen, at(state, **how), theme), f"SCREEN_late_one_after_{name}")


@pytest.mark.parametrize("page", [0, 1, 2])
def test_pictures_of_its_pages_in_a_small_window(page: int):
    screen = replace(LateOneAfterScreen(), seen=replace(LateOneAfterScreen().seen, page=page))
    moment = at(late_reviewing(), size=(1024, 600), text_percent=200)
    assert_screen(drawn(screen, moment, DARK), f"SCREEN_late_one_after_1024_200_{page}")


@pytest.mark.parametrize(
    ("name", "how"),
    [("dark", {}), ("1024_200", {"size": (1024, 600), "text_percent": 200})],
)
def test_picture_of_what_comes(name, how):
    assert_screen(
        drawn(ReadyScreen(), at(late_ready(), **how), DARK), f"SCREEN_ready_late_one_{name}"
    )

"""On the Beat at play: the beat is shown while it clicks, and nothing of how it went."""

from dataclasses import replace

import numpy as np
import pygame
import pytest

from engine.adaptation.beat_level import BeatLevel
from engine.session.state import Pause
from engine.take import NoteOff
from game.input import Clicked, Intent
from game.screens.beat_words import beat_position, quiet_of, words_of
from game.screens.on_the_beat import OnTheBeatScreen
from game.screens.screen import NOTHING, Replace
from game.theme import HIGH_CONTRAST, LIGHT
from tests import worlds_beat as beat
from tests.golden_screens import assert_screen
from tests.moments import drawn, moment

SCREEN = OnTheBeatScreen()
STEP = beat.step_of()


def picture(at) -> np.ndarray:
    return pygame.surfarray.array3d(drawn(SCREEN, at))


def alone(notes: int = 40):
    state = beat.playing(STEP, done=1, notes=notes)
    return state, state.task.last_onset_ns


def test_escape_pauses_and_nothing_else_does():
    state = beat.playing(STEP, notes=4)
    at = beat.moment_of(state, now_ns=beat.at_beat(state, 8))
    assert SCREEN.update(at, [Intent.BACK]).inputs == (Pause(at.now_ns),)
    for given in (Intent.CONFIRM, Intent.NEXT, Clicked(640, 360)):
        assert SCREEN.update(at, [given]) == NOTHING


def test_a_key_let_go_fades():
    state = beat.playing(STEP, notes=4)
    at = beat.moment_of(state, now_ns=beat.at_beat(state, 8))
    at = replace(at, step=replace(at.step, events=(NoteOff(at.now_ns, 62),)))
    wish = SCREEN.update(at, [Intent.BACK])
    assert isinstance(wish.go, Replace)
    assert wish.go.screen.faded == ((62, at.now_ns),)
    assert wish.inputs
    dark = drawn(SCREEN, at)
    fading = drawn(wish.go.screen, at)
    assert pygame.image.tobytes(dark, "RGB") != pygame.image.tobytes(fading, "RGB")


def test_outside_a_take_nothing_happens():
    at = moment("ready_pearls")
    assert SCREEN.update(at, [Intent.BACK]) == NOTHING
    assert len(np.unique(picture(at).reshape(-1, 3), axis=0)) == 1


def test_early_and_late_look_alike():
    early, late = (
        beat.playing(STEP, notes=9, tapper=replace(beat.EARLY, asynchrony_ms=(off,) * 5))
        for off in (-60, 60)
    )
    pictures = [
        picture(beat.moment_of(each, now_ns=beat.at_beat(each, 13))) for each in (early, late)
    ]
    assert np.array_equal(*pictures)


def test_missed_notes_look_like_played_ones():
    played, none = beat.playing(STEP, notes=9), beat.playing(STEP)
    now_ns = beat.at_beat(played, 13)
    assert np.array_equal(
        picture(beat.moment_of(played, now_ns=now_ns)), picture(beat.moment_of(none, now_ns=now_ns))
    )


def test_alone_nothing_moves_but_by_the_notes():
    state, last_ns = alone()
    one, other = (
        picture(beat.moment_of(state, now_ns=last_ns + after))
        for after in (900_000_000, 1_700_000_000)
    )
    assert np.array_equal(one, other)
    further, _ = alone(38)
    assert not np.array_equal(one, picture(beat.moment_of(further, now_ns=last_ns + 900_000_000)))


@pytest.mark.parametrize(
    ("beats", "opening"),
    [
        (0.5, "Four clicks to listen, then play."),
        (12.0, "With the clicks."),
        (36.2, "The beat is yours now."),
    ],
)
def test_what_the_player_is_told(beats: float, opening: str):
    state = beat.playing(STEP)
    assert words_of(state.task, beat.at_beat(state, beats)).opening == opening


def test_in_a_rest_the_next_round_is_named():
    first = beat.playing(STEP, done=1)
    words = words_of(first.task, first.task.from_ns - 1)
    assert words.opening == "That round is over. Let the hand rest."
    assert words.more == "The next begins by itself, with four clicks."
    second = beat.playing(STEP, done=2)
    assert words_of(second.task, second.task.from_ns - 1).more == (
        "The next is for the index finger alone."
    )
    assert "index finger alone" in words_of(second.task, second.task.from_ns + 1).more
    over = beat.playing(STEP, done=3)
    assert words_of(over.task, 0).opening == "That was the last round."


def test_where_the_lane_is():
    state = beat.playing(STEP)
    task = state.task
    assert beat_position(task, 0, still=False) == -4
    assert beat_position(task, beat.at_beat(state, 6.5), still=False) == pytest.approx(2.5)
    assert beat_position(task, beat.at_beat(state, 6.5), still=True) == 2
    assert beat_position(task, beat.at_beat(state, 90), still=False) == 31
    going, last_ns = alone(40)
    assert going.task.counted == 8 or len(going.task.done) == 2
    going, last_ns = alone(36)
    assert beat_position(going.task, last_ns, still=False) == 34
    assert beat_position(going.task, last_ns + 10**9, still=False) == 35
    assert beat_position(going.task, last_ns, still=True) == 35
    over = beat.playing(STEP, done=3).task
    assert beat_position(over, 0, still=False) == 23 + 32


def test_the_ring_fades_when_the_clicks_stop():
    state = beat.playing(STEP)
    task = state.task
    ends = task.current.alone_ns
    assert quiet_of(task, ends, still=False) == 0
    assert quiet_of(task, ends + 200_000_000, still=False) == pytest.approx(0.5)
    assert quiet_of(task, ends + 10**9, still=False) == 1
    assert quiet_of(task, ends, still=True) == 1
    assert quiet_of(task, ends - 1, still=True) == 0
    assert quiet_of(beat.playing(STEP, done=3).task, 0, still=False) == 1


def test_two_draws_of_one_moment_are_one_picture():
    state = beat.playing(STEP, notes=9)
    at = beat.moment_of(state, now_ns=beat.at_beat(state, 13.3), hit_strip=True)
    assert np.array_equal(picture(at), picture(at))


def test_picture():
    state = beat.playing(STEP, notes=10)
    at = beat.moment_of(
        state, now_ns=beat.at_beat(state, 13.3), sounding=frozenset({62}), hit_strip=True
    )
    assert_screen(drawn(SCREEN, at), "SCREEN_on_the_beat_strip_dark")


def test_picture_of_the_count_in():
    state = beat.playing(STEP)
    at = beat.moment_of(state, now_ns=beat.at_beat(state, 1.2), size=(1024, 600))
    assert_screen(drawn(SCREEN, at, LIGHT), "SCREEN_on_the_beat_count_in_1024_light")


def test_picture_alone():
    state = beat.playing(STEP, done=2, notes=30)
    at = beat.moment_of(state, now_ns=state.task.last_onset_ns + 300_000_000)
    assert_screen(drawn(SCREEN, at), "SCREEN_on_the_beat_alone_dark")


def test_picture_with_large_words():
    state = beat.playing(STEP, notes=28)
    at = beat.moment_of(state, now_ns=beat.at_beat(state, 31.6), text_percent=200)
    assert_screen(drawn(SCREEN, at, HIGH_CONTRAST), "SCREEN_on_the_beat_200_contrast")


def test_picture_of_a_rest_small_with_large_words():
    state = beat.playing(STEP, done=1)
    now_ns = state.task.from_ns - 2_000_000_000
    at = beat.moment_of(state, now_ns=now_ns, size=(1024, 600), text_percent=200)
    assert_screen(drawn(SCREEN, at), "SCREEN_on_the_beat_rest_1024_200_dark")


def test_picture_of_two_notes_on_a_click_without_motion():
    step = beat.step_of(level_json=BeatLevel(tempo_bpm=60, subdivision=2).to_json())
    state = beat.playing(step, notes=12)
    at = beat.moment_of(
        state, now_ns=beat.at_beat(state, 10.1), size=(1920, 1080), reduced_motion=True
    )
    assert_screen(drawn(SCREEN, at), "SCREEN_on_the_beat_two_1080_dark")

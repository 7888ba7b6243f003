"""A string at play: no figure, no single key that steers, and pictures that follow the time."""

from dataclasses import replace

import numpy as np
import pygame
import pytest

from engine.record import Settings
from engine.session.state import Pause
from engine.take import NoteOff
from engine.tasks.play import SILENCE_PAUSES_NS
from game.input import Clicked, Intent
from game.screens.at_play import FADE_NS, pause_words
from game.screens.pearls import FULL_NS, PearlsScreen
from game.screens.screen import NOTHING
from game.theme import HIGH_CONTRAST, LIGHT
from tests.golden_screens import assert_screen
from tests.moments import Moment, drawn, given_to, moment

SETTLED_NS = 1_000_000_000


def with_task(at: Moment, **task: object) -> Moment:
    state = at.state
    return replace(
        at, step=replace(at.step, state=replace(state, task=replace(state.task, **task)))
    )


def test_escape_pauses():
    at = moment("pearls")
    assert PearlsScreen().update(at, [Intent.BACK]).inputs == (Pause(at.now_ns),)


@pytest.mark.parametrize("given", [Intent.CONFIRM, Intent.NEXT, Intent.PREVIOUS, Clicked(640, 360)])
def test_nothing_else_does_anything(given: object):
    assert PearlsScreen().update(moment("pearls"), [given]).inputs == ()


def test_it_knows_its_state_only():
    assert PearlsScreen().update(moment("asking_pearls"), [Intent.BACK]) == NOTHING


def test_a_pearl_lands_when_it_is_counted_and_not_at_every_key():
    at = moment("pearls")
    screen = given_to(PearlsScreen(), at)
    assert screen.landed_ns == at.state.task.last_onset_ns
    graze = with_task(at, extras=1, last_onset_ns=at.now_ns + 5)
    assert given_to(screen, graze).landed_ns == screen.landed_ns


def test_a_full_string_hangs_for_a_moment():
    at = moment("pearls")
    length = len(at.state.task.task.pattern.targets)
    full = with_task(at, landed=0, attempts=at.state.task.attempts + 1)
    screen = given_to(given_to(PearlsScreen(), at), full)
    landed_ns = screen.landed_ns
    assert screen.shown(full.state.task, landed_ns + FULL_NS - 1) == length
    assert screen.shown(full.state.task, landed_ns + FULL_NS) == 0


def test_a_key_that_is_let_go_fades():
    at = moment("pearls")
    off = NoteOff(at_ns=at.now_ns, pitch=64)
    heard = replace(at, step=replace(at.step, events=(off,)))
    screen = given_to(PearlsScreen(), heard)
    assert screen.faded == ((64, at.now_ns),)
    later = replace(at, now_ns=at.now_ns + FADE_NS, step=replace(at.step, events=()))
    assert given_to(screen, later).faded == ()


def picture(screen: PearlsScreen, at: Moment) -> np.ndarray:
    return pygame.surfarray.array3d(drawn(screen, at))


def test_how_to_pause_is_said_in_words_that_fit():
    longest, *_, shortest = pause_words(steers=True)
    assert "rest 4 seconds" in longest
    assert SILENCE_PAUSES_NS == 4_000_000_000
    assert "outermost keys" in longest
    assert len(shortest) < len(longest)
    assert not any("outermost" in words for words in pause_words(steers=False))


def test_two_draws_of_one_moment_are_one_picture():
    at = moment("pearls")
    screen = given_to(PearlsScreen(), at)
    assert np.array_equal(picture(screen, at), picture(screen, at))


def test_early_or_late_a_landed_pearl_looks_the_same():
    at = moment("pearls", settings=Settings(reduced_motion=True))
    screen = given_to(PearlsScreen(), at)
    late = with_task(at, last_onset_ns=at.state.task.last_onset_ns + 90_000_000)
    assert np.array_equal(picture(screen, at), picture(screen, late))


def test_with_reduced_motion_only_the_beat_changes():
    at = moment("pearls", settings=Settings(reduced_motion=True))
    at = with_task(at, beat_ns=at.now_ns)
    screen = given_to(PearlsScreen(), at)
    inside_a_beat = replace(at, now_ns=at.now_ns + 500_000_000)
    assert np.array_equal(picture(screen, at), picture(screen, inside_a_beat))


def settled(name: str, **how: object) -> tuple[PearlsScreen, Moment]:
    """Return a moment at rest: the last pearl landed long ago, on the beat."""
    at = moment(name, **how)
    screen = given_to(PearlsScreen(), at)
    at = with_task(at, beat_ns=at.now_ns - SETTLED_NS)
    return replace(screen, landed_ns=at.now_ns - 300_000_000), at


def test_picture():
    screen, at = settled("pearls", sounding=frozenset({64}))
    assert_screen(drawn(screen, at), "SCREEN_pearls_dark")


def test_picture_of_an_evenness_check():
    screen, at = settled("evenness_check", sounding=frozenset({72}))
    assert_screen(drawn(screen, at), "SCREEN_pearls_check_dark")


def test_picture_in_a_small_window():
    screen, at = settled("pearls", size=(1024, 600))
    assert_screen(drawn(screen, at, LIGHT), "SCREEN_pearls_1024_light")


def test_picture_with_large_words():
    screen, at = settled("pearls", text_percent=200)
    assert_screen(drawn(screen, at, HIGH_CONTRAST), "SCREEN_pearls_200_contrast")

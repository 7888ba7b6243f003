"""What pygame's events and the piano's outer keys mean, one by one."""

import pygame
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.take import NoteOff, NoteOn
from game.input import (
    INSTRUMENT_KEYS,
    KEYS,
    Clicked,
    Intent,
    Pointed,
    SteeringKeys,
    Typed,
    given_of,
    message_of,
    steered,
)

FULL = SteeringKeys(lowest=21, highest=108)


def key(code: int, *, down: bool = True, mod: int = 0) -> pygame.event.Event:
    kind = pygame.KEYDOWN if down else pygame.KEYUP
    return pygame.event.Event(kind, key=code, mod=mod)


@pytest.mark.parametrize(
    ("code", "meant"),
    [
        (pygame.K_RETURN, Intent.CONFIRM),
        (pygame.K_KP_ENTER, Intent.CONFIRM),
        (pygame.K_ESCAPE, Intent.BACK),
        (pygame.K_DOWN, Intent.NEXT),
        (pygame.K_RIGHT, Intent.NEXT),
        (pygame.K_TAB, Intent.NEXT),
        (pygame.K_UP, Intent.PREVIOUS),
        (pygame.K_LEFT, Intent.PREVIOUS),
        (pygame.K_BACKSPACE, Intent.ERASE),
        (pygame.K_F11, Intent.FULLSCREEN),
        (pygame.K_a, None),
    ],
)
def test_a_key_means(code: int, meant: Intent | None):
    assert given_of(key(code)) is meant


def test_shift_and_tab_goes_back():
    assert given_of(key(pygame.K_TAB, mod=pygame.KMOD_LSHIFT)) is Intent.PREVIOUS


def test_letting_go_of_a_key_means_nothing():
    assert given_of(key(pygame.K_RETURN, down=False)) is None


def test_text_and_mouse_are_values():
    assert given_of(pygame.event.Event(pygame.TEXTINPUT, text="é")) == Typed("é")
    assert given_of(pygame.event.Event(pygame.MOUSEMOTION, pos=(3, 4))) == Pointed(3, 4)
    click = pygame.event.Event(pygame.MOUSEBUTTONDOWN, pos=(5, 6), button=1)
    assert given_of(click) == Clicked(5, 6)
    wheel = pygame.event.Event(pygame.MOUSEBUTTONDOWN, pos=(5, 6), button=4)
    assert given_of(wheel) is None
    assert given_of(pygame.event.Event(pygame.QUIT)) is Intent.QUIT


@pytest.mark.parametrize(
    ("keys", "low", "high"),
    [
        #  A0 and the white B0 above it, C8 and the white B7 below
        (FULL, (21, 23), (107, 108)),
        #  E to E: both neighbours are white
        (SteeringKeys(lowest=28, highest=103), (28, 29), (101, 103)),
        #  C to C: D above, B below
        (SteeringKeys(lowest=36, highest=96), (36, 38), (95, 96)),
    ],
)
def test_outermost_keys_steer_and_the_white_ones_beside_them_move(
    keys: SteeringKeys, low: tuple[int, int], high: tuple[int, int]
):
    assert keys.intent(low[0]) is Intent.BACK
    assert keys.intent(low[1]) is Intent.PREVIOUS
    assert keys.intent(high[0]) is Intent.NEXT
    assert keys.intent(high[1]) is Intent.CONFIRM


@given(pitch=st.integers(24, 106))
def test_no_key_in_the_middle_steers(pitch: int):
    assert FULL.intent(pitch) is None


def test_only_keys_going_down_steer():
    events = [NoteOff(1, 108), NoteOn(2, 60, 64), NoteOn(3, 108, 64), NoteOn(4, 21, 64)]
    assert steered(events, FULL) == [Intent.CONFIRM, Intent.BACK]


def test_nothing_steers_while_the_range_is_not_known():
    assert steered([NoteOn(3, 108, 64), NoteOn(4, 21, 64)], None) == []


def test_the_home_row_is_a_piano_from_middle_c():
    row = [pygame.K_a, pygame.K_s, pygame.K_d, pygame.K_f, pygame.K_g, pygame.K_h, pygame.K_j]
    assert [INSTRUMENT_KEYS[code] for code in row] == [60, 62, 64, 65, 67, 69, 71]
    assert message_of(key(pygame.K_a)) == bytes((0x90, 60, 64))
    assert message_of(key(pygame.K_a, down=False)) == bytes((0x80, 60, 64))
    assert message_of(key(pygame.K_RETURN)) is None


def test_no_key_both_plays_and_steers():
    assert not INSTRUMENT_KEYS.keys() & KEYS.keys()

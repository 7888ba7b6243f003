"""Golden pictures of the screens outside a session, in all their states."""

from dataclasses import replace
from uuid import UUID

import pygame
import pytest

from engine.exercise import Hand
from engine.record import ThemeChoice
from engine.session.world import Link, PortStatus, Practice
from game.screens.new_player import NewPlayerScreen
from game.screens.progress import ProgressScreen
from game.screens.range import RangeScreen
from game.screens.recovery import RecoveryScreen
from game.screens.today import TodayScreen
from game.screens.welcome import WelcomeScreen
from tests.game.drawing import drawn
from tests.golden_screens import assert_screen
from tests.worlds import CLARA, FOUND, TODAY, first_world, nobody, plan, world

C = frozenset({60})
LISTENING = PortStatus(link=Link.LISTENING, heard=("Roland FP-30X MIDI 1", "Midi Through Port-0"))
COMPUTER = PortStatus(link=Link.COMPUTER_KEYBOARD, name="Computer keyboard")
LOST = PortStatus(link=Link.LOST, name="Roland FP-30X")
NAMES = ("Tomás Ribeiro", "Ines Laurent", "Jonas Keller")
MANY = (
    CLARA,
    *(replace(CLARA, id=UUID(int=50 + i), name=name) for i, name in enumerate(NAMES)),
)
LONG_NAME = "Wilhelmine Friederike von Hohenstein-Bay"
LONG = (CLARA, replace(MANY[1], name=LONG_NAME), *MANY[2:])
FULL = (Practice(local_date=TODAY, minutes=plan().dose_minutes, ceiling_bpm=74),)
SMALL, WIDE = (1024, 600), (1920, 1080)
LIGHT, CONTRAST = ThemeChoice.LIGHT, ThemeChoice.HIGH_CONTRAST

SHOWN = {
    "welcome_no_piano": lambda: drawn(WelcomeScreen(), nobody()),
    "welcome_listening": lambda: drawn(WelcomeScreen(), nobody(port=LISTENING)),
    "welcome_players": lambda: drawn(WelcomeScreen(), world(people=MANY), sounding=C),
    "welcome_computer": lambda: drawn(WelcomeScreen(), world(port=COMPUTER, device=None)),
    "welcome_1024": lambda: drawn(WelcomeScreen(), world(people=MANY), size=SMALL),
    "welcome_200": lambda: drawn(WelcomeScreen(), world(people=MANY), percent=200),
    "welcome_long_1024_125": lambda: drawn(
        WelcomeScreen(focus=1), world(people=LONG), size=SMALL, percent=125
    ),
    "welcome_long_200": lambda: drawn(
        WelcomeScreen(focus=1), world(people=LONG), size=SMALL, percent=200
    ),
    "welcome_light": lambda: drawn(WelcomeScreen(), nobody(port=LISTENING), theme=LIGHT),
    "new_player": lambda: drawn(NewPlayerScreen(), nobody()),
    "new_player_taken": lambda: drawn(
        NewPlayerScreen(text="Clara", hand=Hand.LEFT, focus=3), world()
    ),
    "new_player_200": lambda: drawn(
        NewPlayerScreen(text="Anna", focus=1), nobody(), size=SMALL, percent=200
    ),
    "new_player_long_200": lambda: drawn(
        NewPlayerScreen(text=LONG_NAME), world(people=LONG), size=SMALL, percent=200
    ),
    "range_lowest": lambda: drawn(RangeScreen(), world(device=None)),
    "range_highest": lambda: drawn(
        RangeScreen(lowest=36, focus=2), world(device=None), sounding=frozenset({36})
    ),
    "range_sure": lambda: drawn(RangeScreen(lowest=21, highest=108), world(device=None)),
    "range_sizes_200": lambda: drawn(RangeScreen(), world(device=None), size=SMALL, percent=200),
    "range_200": lambda: drawn(
        RangeScreen(lowest=21, highest=108), world(device=None), size=SMALL, percent=200
    ),
    "recovery": lambda: drawn(RecoveryScreen(), world(found=(FOUND,))),
    "recovery_two_200": lambda: drawn(
        RecoveryScreen(focus=1), world(found=(FOUND, FOUND)), percent=200
    ),
    "today": lambda: drawn(TodayScreen(), world(), sounding=C),
    "today_first": lambda: drawn(TodayScreen(), first_world(device=world().device)),
    "today_no_piano": lambda: drawn(TodayScreen(), world(port=nobody().port, device=None)),
    "today_lost": lambda: drawn(TodayScreen(), world(port=LOST)),
    "today_no_range": lambda: drawn(TodayScreen(), world(device=None)),
    "today_computer": lambda: drawn(TodayScreen(), world(port=COMPUTER, device=None)),
    "today_full": lambda: drawn(TodayScreen(), world(practice=FULL)),
    "today_1024": lambda: drawn(TodayScreen(), world(), size=SMALL),
    "today_1920": lambda: drawn(TodayScreen(), world(), size=WIDE),
    "today_125": lambda: drawn(TodayScreen(), world(), percent=125),
    "today_1024_125": lambda: drawn(TodayScreen(), world(), size=SMALL, percent=125),
    "today_light": lambda: drawn(TodayScreen(), world(), theme=LIGHT, sounding=C),
    "today_contrast": lambda: drawn(TodayScreen(), world(), theme=CONTRAST),
    "today_200": lambda: drawn(TodayScreen(), world(), percent=200),
    "today_200_steps": lambda: drawn(TodayScreen(page=1, focus=1), world(), percent=200),
    "today_200_1024": lambda: drawn(TodayScreen(), world(), size=SMALL, percent=200),
    "today_200_first": lambda: drawn(
        TodayScreen(), first_world(device=world().device), percent=200
    ),
    "today_200_last": lambda: drawn(TodayScreen(page=3, focus=1), world(), percent=200),
    "today_200_full": lambda: drawn(TodayScreen(), world(practice=FULL), percent=200),
    "progress": lambda: drawn(ProgressScreen(), world()),
    "progress_first": lambda: drawn(ProgressScreen(), first_world(device=world().device)),
    "progress_baseline": lambda: drawn(ProgressScreen(), world(weeks=3)),
    "progress_1024": lambda: drawn(ProgressScreen(), world(), size=SMALL),
    "progress_1024_more": lambda: drawn(ProgressScreen(focus=1), world(), size=SMALL),
    "progress_1920": lambda: drawn(ProgressScreen(), world(), size=WIDE),
    "progress_light": lambda: drawn(ProgressScreen(), world(), theme=LIGHT),
    "progress_contrast": lambda: drawn(ProgressScreen(), world(), theme=CONTRAST),
    "progress_200": lambda: drawn(ProgressScreen(), world(), percent=200),
    "progress_200_1024": lambda: drawn(ProgressScreen(), world(), size=SMALL, percent=200),
    "progress_200_last": lambda: drawn(ProgressScreen(focus=4), world(), percent=200),
    "progress_200_weeks": lambda: drawn(ProgressScreen(focus=1), world(), percent=200),
    "progress_200_stars": lambda: drawn(ProgressScreen(focus=2), world(), percent=200),
}


@pytest.mark.parametrize("name", SHOWN)
def test_a_screen_looks_as_it_was_blessed(name):
    assert_screen(SHOWN[name](), f"SCREEN_{name}")


@pytest.mark.parametrize("name", ["today", "progress", "welcome_players"])
def test_drawing_twice_gives_one_picture(name):
    first, second = (pygame.image.tobytes(SHOWN[name](), "RGB") for _ in range(2))
    assert first == second

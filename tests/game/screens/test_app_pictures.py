"""Golden pictures of Practise, the instrument's page, timing check, Settings, About, menu."""

from dataclasses import replace

import pygame
import pytest

from engine.record import Calibration, ClickChoice, Settings, Task, ThemeChoice
from engine.session.world import Link, PortStatus, TimingCheck
from engine.take import Control, NoteOff, NoteOn
from game.screens.about import AboutScreen
from game.screens.device import DeviceScreen
from game.screens.device_heard import Heard
from game.screens.menu import MenuScreen
from game.screens.places import Place
from game.screens.practice import PractiseScreen
from game.screens.practice_game import PracticeGameScreen
from game.screens.practice_steps import chosen_of
from game.screens.settings import SettingsScreen
from game.screens.timing_check import TimingCheckScreen
from tests.game.drawing import drawn
from tests.golden_screens import assert_screen
from tests.practising import practising, steps
from tests.worlds import CLARA, nobody, world

SMALL, WIDE = (1024, 600), (1920, 1080)
LIGHT, CONTRAST = ThemeChoice.LIGHT, ThemeChoice.HIGH_CONTRAST
PIANO = PortStatus(link=Link.CONNECTED, name="Roland FP-30X", output="Roland FP-30X MIDI 1")
LISTENING = PortStatus(link=Link.LISTENING, heard=("Roland FP-30X MIDI 1", "Midi Through Port-0"))
HEARD = Heard().after(
    [
        *(each for p in (60, 62, 64, 65, 67) for each in (NoteOn(0, p, p), NoteOff(0, p))),
        Control(0, 64, 127),
        Control(0, 64, 0),
        NoteOn(0, 84, 71),
    ]
)
SOUNDING = frozenset({84})
RUNNING = TimingCheck(way="ALSA, a virtual port", events=200, done=80)
PASSED = replace(
    RUNNING,
    done=200,
    driver_sd_ms=0.06,
    arrival_sd_ms=0.21,
    worst_ms=0.83,
    passed=True,
    said="An interval between two notes carries 0.08 ms of this computer's own, "
    "less than a tenth of an even player's 8 ms.",
)
FAILED = replace(
    PASSED,
    driver_sd_ms=2.1,
    arrival_sd_ms=2.2,
    worst_ms=8.2,
    passed=False,
    said="3 of 200 notes did not arrive. An interval between two notes carries 2.97 ms of this "
    "computer's own, more than the 2.0 ms that are a quarter of an even player's 8 ms. "
    "Close other programs and measure again.",
)
DELAY = Calibration(
    port_name="Roland FP-30X",
    clicks=ClickChoice.SPEAKERS,
    latency_ms=17.2,
    low_ms=14.8,
    high_ms=19.7,
    taps=62,
)
KEPT = Settings(player_id=CLARA.id, port_api="alsa", calibrations=(DELAY,))


def game(task: Task, focus: int = -1) -> PracticeGameScreen:
    return PracticeGameScreen(chosen=chosen_of(steps()[task]), focus=focus)


def device(page: int = 0, focus: int = -1) -> DeviceScreen:
    return DeviceScreen(heard=HEARD, page=page, focus=focus)


def without_still_water() -> tuple:
    return tuple(step for task, step in steps().items() if task is not Task.STILL_WATER)


SHOWN = {
    "device": lambda: drawn(device(), world(port=PIANO), sounding=SOUNDING),
    "device_none": lambda: drawn(DeviceScreen(), nobody()),
    "device_listening_light": lambda: drawn(
        DeviceScreen(), world(port=LISTENING, device=None), theme=LIGHT
    ),
    "device_1024_125": lambda: drawn(device(), world(port=PIANO), size=SMALL, percent=125),
    "device_contrast": lambda: drawn(device(), world(port=PIANO), theme=CONTRAST),
    "device_200": lambda: drawn(
        device(), world(port=PIANO), size=SMALL, percent=200, sounding=SOUNDING
    ),
    "device_200_none": lambda: drawn(DeviceScreen(), nobody(), size=SMALL, percent=200),
    "device_200_last": lambda: drawn(
        device(page=3, focus=0), world(port=PIANO), size=SMALL, percent=200
    ),
    "timing_first": lambda: drawn(TimingCheckScreen(), world()),
    "timing_runs": lambda: drawn(TimingCheckScreen(), world(timing=RUNNING)),
    "timing_passed": lambda: drawn(TimingCheckScreen(), world(timing=PASSED)),
    "timing_failed_light": lambda: drawn(TimingCheckScreen(), world(timing=FAILED), theme=LIGHT),
    "timing_failed_200": lambda: drawn(
        TimingCheckScreen(), world(timing=FAILED), size=SMALL, percent=200
    ),
    "practise": lambda: drawn(PractiseScreen(), practising()),
    "practise_early_1024": lambda: drawn(
        PractiseScreen(focus=3), practising(practice_steps=without_still_water()), size=SMALL
    ),
    "practise_light": lambda: drawn(PractiseScreen(focus=5), practising(), theme=LIGHT),
    "practise_contrast": lambda: drawn(PractiseScreen(), practising(), theme=CONTRAST, size=WIDE),
    "practise_200": lambda: drawn(PractiseScreen(), practising(), size=SMALL, percent=200),
    "practice_pearls": lambda: drawn(game(Task.PEARLS), practising()),
    "practice_heavier_light": lambda: drawn(game(Task.HEAVIER, 0), practising(), theme=LIGHT),
    "practice_road_1024": lambda: drawn(game(Task.SLOW_ROAD, 0), practising(), size=SMALL),
    "practice_pearls_200": lambda: drawn(
        game(Task.PEARLS, 1), practising(), size=SMALL, percent=200
    ),
    "settings": lambda: drawn(SettingsScreen(), world()),
    "settings_delay_1024": lambda: drawn(SettingsScreen(focus=9), world(settings=KEPT), size=SMALL),
    "settings_1024_125": lambda: drawn(SettingsScreen(focus=3), world(), size=SMALL, percent=125),
    "settings_1920": lambda: drawn(SettingsScreen(focus=13), world(), size=WIDE),
    "settings_light": lambda: drawn(SettingsScreen(focus=1), world(), theme=LIGHT),
    "settings_contrast": lambda: drawn(SettingsScreen(focus=7), world(), theme=CONTRAST),
    "settings_200": lambda: drawn(SettingsScreen(focus=6, page=1), world(), percent=200),
    "settings_200_1024": lambda: drawn(SettingsScreen(), world(), size=SMALL, percent=200),
    "settings_200_last": lambda: drawn(
        SettingsScreen(focus=8, page=2), world(), size=SMALL, percent=200
    ),
    "about": lambda: drawn(AboutScreen(), world()),
    "about_1024_light": lambda: drawn(AboutScreen(page=1), world(), size=SMALL, theme=LIGHT),
    "about_contrast": lambda: drawn(AboutScreen(), world(), theme=CONTRAST),
    "about_200": lambda: drawn(AboutScreen(page=2), world(), size=SMALL, percent=200),
    "menu_200": lambda: drawn(MenuScreen(active=Place.TODAY), world(), size=SMALL, percent=200),
}


@pytest.mark.parametrize("name", SHOWN)
def test_a_screen_looks_as_it_was_blessed(name):
    assert_screen(SHOWN[name](), f"SCREEN_{name}")


@pytest.mark.parametrize("name", ["device", "timing_passed", "practise", "settings", "about"])
def test_drawing_twice_gives_one_picture(name):
    first, second = (pygame.image.tobytes(SHOWN[name](), "RGB") for _ in range(2))
    assert first == second

"""Every text can be read: WCAG 2 contrasts of the tokens of LOOK 2."""

from itertools import pairwise

import pytest

from engine.record import ThemeChoice
from game.theme import DARK, HIGH_CONTRAST, LIGHT, contrast, mixed, theme_named

THEMES = (DARK, LIGHT, HIGH_CONTRAST)
NAMES = [theme.name for theme in THEMES]


@pytest.mark.parametrize("theme", THEMES, ids=NAMES)
@pytest.mark.parametrize("token", ["text", "text2", "text3", "accent", "care"])
@pytest.mark.parametrize("ground", ["bg", "card", "raised"])
def test_words_can_be_read_on_every_ground(theme, token, ground):
    least = 7.0 if theme is HIGH_CONTRAST else 4.5
    assert contrast(getattr(theme, token), getattr(theme, ground)) >= least


@pytest.mark.parametrize("theme", THEMES, ids=NAMES)
@pytest.mark.parametrize("token", ["line2", "lamp", "played"])
def test_graphics_with_a_meaning_stand_out(theme, token):
    assert contrast(getattr(theme, token), theme.bg) >= 3.0
    assert contrast(getattr(theme, token), theme.card) >= 3.0


@pytest.mark.parametrize("theme", THEMES, ids=NAMES)
@pytest.mark.parametrize("finger", [1, 2, 3, 4, 5])
def test_a_finger_stands_out_and_its_number_can_be_read(theme, finger):
    assert contrast(theme.finger(finger), theme.bg) >= 3.0
    assert contrast(theme.finger(finger), theme.card) >= 3.0
    assert contrast(theme.finger(finger), theme.on_finger(finger)) >= 4.5


@pytest.mark.parametrize("theme", THEMES, ids=NAMES)
def test_words_on_the_primary_button_can_be_read(theme):
    assert contrast(theme.on_accent, theme.accent) >= 7.0


@pytest.mark.parametrize("theme", THEMES, ids=NAMES)
def test_no_two_fingers_share_a_colour(theme):
    assert len(set(theme.fingers)) == 5


def test_contrast_of_black_and_white_is_21_and_of_a_colour_with_itself_1():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#857A68", "#857A68") == 1


def test_the_ratios_that_the_look_states():
    assert contrast(DARK.text, DARK.bg) == pytest.approx(15.6, abs=0.05)
    assert contrast(LIGHT.text3, LIGHT.card) == pytest.approx(5.7, abs=0.05)
    assert contrast(HIGH_CONTRAST.care, HIGH_CONTRAST.bg) == pytest.approx(12.6, abs=0.15)


def test_mixing_goes_from_one_colour_to_the_other():
    steps = [mixed("#000000", "#FFFFFF", share) for share in (0, 0.25, 0.5, 1)]
    assert steps[0] == "#000000"
    assert steps[-1] == "#FFFFFF"
    assert all(one < other for one, other in pairwise(steps))


@pytest.mark.parametrize("name", list(ThemeChoice))
def test_every_theme_is_found_by_its_name(name):
    assert theme_named(name).name is name

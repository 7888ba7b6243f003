"""Golden pictures of every view in its three themes, and of some at other sizes."""

import os

import pygame
import pytest

from game.theme import DARK, HIGH_CONTRAST, LIGHT
from tests.golden_screens import assert_screen
from tests.view_examples import EXAMPLES, painted

THEMES = {"dark": DARK, "light": LIGHT, "contrast": HIGH_CONTRAST}
# Charts and panels that fill whatever box they get, at the sizes of LOOK 9.
FLEXIBLE = ("laid_strand", "deviation_chart", "verdict_chart", "constellation", "dial",
            "week_dots", "confusion", "reaction_chart", "staff", "rail")  # fmt: skip


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("view", EXAMPLES)
def test_a_view_looks_as_it_was_blessed(view, theme):
    assert_screen(painted(view, THEMES[theme]), f"VIEW_{view}_{theme}")


@pytest.mark.parametrize("view", FLEXIBLE)
def test_a_view_in_the_smallest_window(view):
    assert_screen(painted(view, DARK, (1024, 600)), f"VIEW_{view}_1024")


@pytest.mark.parametrize("view", ["deviation_chart", "staff", "rail", "dial"])
def test_a_view_at_full_hd(view):
    assert_screen(painted(view, DARK, (1920, 1080)), f"VIEW_{view}_1920")


@pytest.mark.parametrize("view", ["deviation_chart", "verdict_chart", "dial", "week_dots", "rail"])
def test_a_view_with_double_type(view):
    assert_screen(painted(view, DARK, percent=200), f"VIEW_{view}_200")


@pytest.mark.parametrize("view", EXAMPLES)
def test_drawing_twice_gives_one_picture(view):
    first, second = (pygame.image.tobytes(painted(view, DARK), "RGB") for _ in range(2))
    assert first == second


@pytest.mark.skipif("BLESS" in os.environ, reason="blessing writes what is missing")
def test_a_missing_reference_fails():
    with pytest.raises(AssertionError, match="is missing"):
        assert_screen(pygame.Surface((4, 4)), "VIEW_that_never_was")

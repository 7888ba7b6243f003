"""Words are never cut in silence, and figures do not dance."""

import pygame
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from game.theme import DARK, Role
from game.view.canvas import canvas_for
from game.view.layout import Box, layout_for
from game.view.text import (
    draw_figure,
    draw_fitted,
    draw_paragraph,
    paragraph_height,
    size_px,
    text_width,
    wrapped,
)


def canvas(width: int = 1280, height: int = 720, percent: int = 100):
    made = canvas_for(pygame.Surface((640, 360)), DARK, layout_for(width, height, percent))
    made.clear()
    return made


@settings(max_examples=40, deadline=None)
@given(st.lists(st.text("abcdefghij", min_size=1, max_size=12), max_size=30), st.integers(60, 600))
def test_wrapping_loses_no_word(words, width):
    lines = wrapped(canvas(), " ".join(words), Role.BODY, width)
    assert " ".join(lines).split() == words


def test_a_wrapped_line_is_no_wider_than_asked():
    board = canvas()
    lines = wrapped(board, "one two three four five six seven", Role.BODY, 120)
    assert len(lines) > 1
    assert all(text_width(board, line, Role.BODY) <= 120 for line in lines)


def test_a_newline_breaks():
    assert wrapped(canvas(), "one\ntwo", Role.BODY, 500) == ("one", "two")


def test_a_paragraph_takes_the_height_it_says():
    board = canvas()
    words = "Ten strings counted and none left out; the evenness lies within your usual range."
    height = paragraph_height(board, words, Role.BODY, 300)
    assert draw_paragraph(board, words, (20, 30), 300, Role.BODY, DARK.text) == 30 + height


def test_no_text_is_smaller_than_14_pixels():
    assert all(size_px(canvas(1024, 600), role) >= 14 for role in Role)


@pytest.mark.parametrize(("percent", "times"), [(100, 1), (125, 1.25), (200, 2)])
def test_the_players_choice_scales_words(percent, times):
    assert size_px(canvas(percent=percent), Role.BODY) == 18 * times


def test_a_name_that_fits_stays_on_one_line_at_full_size():
    fitted = draw_fitted(canvas(), "Clara Brandt", Box(0, 0, 300, 60), Role.LIST, DARK.text)
    assert (fitted.lines, fitted.size_px, fitted.whole) == (("Clara Brandt",), 20, True)


def test_a_long_name_wraps_then_shrinks_but_stays_whole():
    words = "Maximiliane Wachsmuth-Ostertag von Hohenstein"
    fitted = draw_fitted(canvas(), words, Box(0, 0, 180, 52), Role.LIST, DARK.text)
    assert fitted.whole
    assert " ".join(fitted.lines) == words


def test_what_cannot_fit_says_so():
    fitted = draw_fitted(canvas(), "word " * 60, Box(0, 0, 100, 24), Role.LIST, DARK.text)
    assert not fitted.whole
    assert fitted.lines[-1].endswith("…")


def test_a_changing_figure_keeps_its_width():
    board = canvas()
    widths = {draw_figure(board, f, (0, 100), Role.RESULT, DARK.text) for f in ("111", "480")}
    assert len(widths) == 1

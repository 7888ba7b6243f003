"""The coloured staff and the piano roll: what is drawn where, and golden pictures of both."""

from dataclasses import replace

import pygame
import pytest

from content.engraving import engraved
from content.loader import exercise
from engine.exercise import Direction
from game.theme import DARK, HIGH_CONTRAST, LIGHT, Theme
from game.view.canvas import Canvas, canvas_for
from game.view.coloured_staff import (
    ColouredNote,
    ColouredStaff,
    coloured_height,
    draw_coloured_staff,
    note_x,
    signed,
)
from game.view.layout import Box, layout_for
from game.view.piano_roll import PianoRoll, RollNote, draw_piano_roll, roll_area, roll_x
from tests.golden_screens import assert_screen

THEMES = {"dark": DARK, "light": LIGHT, "contrast": HIGH_CONTRAST}
SCALE = exercise("scale-c-right").pattern(Direction.UP)
STRIP = engraved(SCALE, width=60)[0]
LATE_MS = (0, 3, -4, 18, 2, -1, 0, 21, 16, -3, -14, 2, 1, None, 9)


def staff(**changes: object) -> ColouredStaff:
    """Return a scale whose thumb comes late when it passes under, and one note missed."""
    notes = tuple(
        ColouredNote(finger=finger, deviation_ms=late_ms, clear=index in (3, 7, 8, 10))
        for index, (finger, late_ms) in enumerate(zip(SCALE.fingers, LATE_MS, strict=True))
    )
    first = ColouredStaff(strip=STRIP, space=15, notes=notes, ioi_ms=250.0, factor=4)
    return replace(first, **changes)


def roll() -> PianoRoll:
    notes = [
        RollNote(at_s=0.5 * index, seconds=0.2 + 0.1 * (index % 4), pitch=pitch, velocity=loud)
        for index, (pitch, loud) in enumerate(
            [(60, 20), (62, 40), (64, 60), (65, 80), (67, 100), (72, 127), (60, 64), (73, 50)]
        )
    ]
    return PianoRoll(notes=tuple(notes), seconds=4.5)


def canvas(size: tuple[int, int], theme: Theme = DARK, percent: int = 100) -> Canvas:
    blank = canvas_for(pygame.Surface(size, 0, 32), theme, layout_for(1280, 720, percent))
    blank.clear()
    return blank


def drawn(shown: ColouredStaff, theme: Theme = DARK) -> pygame.Surface:
    on = canvas((940, 230), theme)
    draw_coloured_staff(on, (20, 10), shown)
    return on.surface


@pytest.mark.parametrize("theme", THEMES)
def test_the_coloured_staff_looks_as_it_was_blessed(theme: str):
    assert_screen(drawn(staff(), THEMES[theme]), f"VIEW_coloured_staff_{theme}")


def test_without_fingers_the_marks_stand_on_the_staff():
    assert coloured_height(canvas((9, 9)), staff(fingers=False)) < coloured_height(
        canvas((9, 9)), staff()
    )
    assert_screen(drawn(staff(fingers=False, space=9)), "VIEW_coloured_staff_small_dark")


def test_late_is_drawn_to_the_right_and_early_to_the_left():
    def ink(late_ms: float) -> pygame.Surface:
        notes = (ColouredNote(finger=None, deviation_ms=late_ms),) * len(STRIP.notes)
        return drawn(staff(notes=notes, fingers=False))

    x = 20 + round(note_x(staff(), 4))
    for late_ms, side in ((15, 1), (-15, -1)):
        surface = ink(late_ms)
        rows = range(10, 60)

        def lit(at: int, surface: pygame.Surface = surface, rows: range = rows) -> bool:
            return any(surface.get_at((at, y))[:3] != surface.get_at((0, 0))[:3] for y in rows)

        assert lit(x + 8 * side)
        assert not lit(x - 8 * side)


@pytest.mark.parametrize(
    ("late_ms", "words"), [(0.4, "0"), (15.6, "+16"), (-12.2, "\N{MINUS SIGN}12")]
)
def test_ms_carry_their_sign(late_ms: float, words: str):
    assert signed(late_ms) == words


@pytest.mark.parametrize("theme", THEMES)
def test_the_piano_roll_looks_as_it_was_blessed(theme: str):
    on = canvas((700, 320), THEMES[theme])
    draw_piano_roll(on, Box(10, 10, 680, 300), roll())
    assert_screen(on.surface, f"VIEW_piano_roll_{theme}")


def test_a_low_roll_with_large_words_names_every_other_key_and_second():
    on = canvas((700, 170), percent=200)
    draw_piano_roll(on, Box(10, 10, 680, 150), roll())
    assert_screen(on.surface, "VIEW_piano_roll_200_dark")


def test_time_runs_from_the_left_edge_to_the_right():
    area = roll_area(canvas((700, 320)), Box(10, 10, 680, 300), roll())
    assert roll_x(area, roll(), 0) == area.x
    assert roll_x(area, roll(), 4.5) == area.right

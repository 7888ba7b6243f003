"""Notation after a run stands as large as its place lets it."""

import pygame
import pytest

from content.loader import load_exercises
from game.screens.notation import Notation, fitting_lines
from game.theme import DARK
from game.view.canvas import canvas_for
from game.view.coloured_staff import ColouredNote, coloured_height
from game.view.layout import Box, layout_for

EXERCISES = load_exercises()


@pytest.mark.parametrize(
    ("size", "percent", "exercise", "lines"),
    [
        ((1920, 1080), 200, "five-finger-c-left", 2),
        ((1920, 1080), 200, "scale-c-right", 1),
        ((1024, 600), 200, "five-finger-c-left", 1),
        ((3840, 2160), 200, "five-finger-c-right", 2),
    ],
)
def test_a_long_pattern_takes_another_line_where_there_is_room(
    size: tuple[int, int], percent: int, exercise: str, lines: int
):
    canvas = canvas_for(pygame.Surface(size, 0, 32), DARK, layout_for(*size, percent))
    content = canvas.layout.content
    box = Box(content.x, content.y, content.w, round(content.h * 0.6))
    pattern = EXERCISES[exercise].patterns[0]
    note = ColouredNote(finger=1, deviation_ms=None)
    notation = Notation(
        pattern=pattern, notes=(note,) * len(pattern.targets), ioi_ms=250.0, factor=8
    )
    staves = fitting_lines(canvas, notation, box)
    assert len(staves) == lines
    assert sum(len(staff.notes) for staff in staves) == len(pattern.targets)
    assert sum(coloured_height(canvas, staff) for staff in staves) <= box.h

"""A road of tempos: what it says, what has room, and its pictures."""

import pygame
import pytest

from game.theme import DARK, HIGH_CONTRAST, LIGHT
from game.view.canvas import canvas_for
from game.view.layout import Box, layout_for
from game.view.road import RoadLine, Stone, day_words, draw_road
from tests.golden_screens import assert_screen

STONES = tuple(
    Stone(bpm=bpm, name=name)
    for bpm, name in ((48, "2 Mar"), (53, "17 Mar"), (48, "19 Mar"), (53, "4 Apr"), (59, "20 Apr"))
)
ROADS = (
    RoadLine(stones=STONES, day=5, clean=(1, 2, 4, 5), next_bpm=65),
    RoadLine(stones=STONES[:1], day=1, next_bpm=53),
    RoadLine(stones=STONES[1:3], day=22, clean=(2, 9, 22)),
)


def drawn(roads, size=(840, 620), theme=DARK, text_percent=100):
    surface = pygame.Surface(size, 0, 32)
    canvas = canvas_for(surface, theme, layout_for(1280, 720, text_percent))
    canvas.clear()
    high = size[1] // len(roads)
    for index, road in enumerate(roads):
        draw_road(canvas, Box(20, index * high + 8, size[0] - 40, high - 16), road)
    return surface


@pytest.mark.parametrize(
    ("name", "theme", "text_percent"),
    [("dark", DARK, 100), ("light_150", LIGHT, 150), ("contrast", HIGH_CONTRAST, 100)],
)
def test_pictures(name, theme, text_percent):
    assert_screen(drawn(ROADS, theme=theme, text_percent=text_percent), f"VIEW_road_{name}")


def test_the_day_in_words():
    assert day_words(ROADS[0]) == "day 5 of 14 at 59 bpm"
    assert day_words(ROADS[2]) == "day 14 of 14 at 48 bpm"


def test_two_draws_are_one_picture():
    once, twice = drawn(ROADS), drawn(ROADS)
    assert pygame.image.tobytes(once, "RGB") == pygame.image.tobytes(twice, "RGB")


def test_in_little_room_older_stones_go_and_the_last_stays():
    whole = RoadLine(stones=STONES, day=5, next_bpm=65)
    last = RoadLine(stones=STONES[-1:], day=5, next_bpm=65)
    small = (300, 200)
    assert pygame.image.tobytes(drawn((whole,), small), "RGB") == pygame.image.tobytes(
        drawn((last,), small), "RGB"
    )

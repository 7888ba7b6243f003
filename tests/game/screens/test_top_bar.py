"""The top bar: its places for the mouse hold its words, and the chip tells the instrument."""

import itertools

import pygame
import pytest

from engine.session.world import Link, PortStatus
from game.screens.top_bar import MARK, PLACES, chip_box, chip_of, tab_boxes, ways_from
from game.theme import DARK, Role
from game.view.canvas import canvas_for
from game.view.layout import layout_for
from game.view.text import text_width

SIZES = [(1024, 600), (1280, 720), (1920, 1080), (3840, 2160)]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("percent", [100, 125])
def test_tabs_hold_their_words_and_leave_room_for_the_chip(size, percent):
    layout = layout_for(*size, percent)
    canvas = canvas_for(pygame.Surface((8, 8)), DARK, layout)
    boxes = tab_boxes(layout)
    for place, box in zip(PLACES, boxes, strict=True):
        assert text_width(canvas, place.value, Role.CARD_TITLE) <= box.w + layout.tpx(4)
        assert box.h >= min(48, layout.top_bar.h)
    for left, right in itertools.pairwise(boxes):
        assert left.right < right.x
    assert chip_box(layout).w > layout.px(120)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("percent", [150, 200])
@pytest.mark.parametrize("place", PLACES)
def test_the_menu_of_large_type_holds_its_word_beside_the_chip(size, percent, place):
    layout = layout_for(*size, percent)
    canvas = canvas_for(pygame.Surface((8, 8)), DARK, layout)
    (way,) = ways_from(layout, place)
    assert way.words == "Menu"
    assert text_width(canvas, place.value, Role.CARD_TITLE) <= way.box.w - layout.tpx(MARK - 4)
    assert way.box.right < chip_box(layout).x


@pytest.mark.parametrize(
    ("link", "name", "connected"),
    [
        (Link.CONNECTED, "Roland", True),
        (Link.LOST, "Roland", False),
        (Link.LISTENING, "No piano yet", False),
        (Link.NO_SERVICE, "No piano yet", False),
    ],
)
def test_the_chip_tells_how_the_instrument_stands(link, name, connected):
    chip = chip_of(PortStatus(link=link, name="Roland"), live=True)
    assert (chip.name, chip.connected, chip.live) == (name, connected, connected)

"""A row with a title and its values side by side, the one that holds filled; and a row that opens.

Widths are reckoned from the number of letters, so that the mouse finds what is drawn.
"""

from dataclasses import dataclass

from game.theme import Role
from game.view.button import draw_focus
from game.view.canvas import Canvas
from game.view.card import draw_row
from game.view.layout import Box, Layout
from game.view.shape import Plate, draw_plate
from game.view.text import Anchor, draw_fitted, draw_text, size_px

LETTER, ROUND, LEAST = 8.6, 28, 48


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueRow:
    """A title, its values in words and which one holds; ``ringed`` is one with a focus ring."""

    title: str
    words: tuple[str, ...]
    chosen: int | None
    ringed: int | None = None


def value_boxes(layout: Layout, box: Box, words: tuple[str, ...]) -> tuple[Box, ...]:
    """Return where a row's values stand: at its right end."""
    widths = [layout.tpx(max(LEAST, LETTER * len(word) + ROUND)) for word in words]
    gap = layout.px(4)
    high = min(box.h - layout.px(8), max(40, layout.tpx(40)))
    x = box.right - layout.px(12) - sum(widths) - gap * (len(widths) - 1)
    y = box.centre[1] - high // 2
    boxes = []
    for width in widths:
        boxes.append(Box(x, y, width, high))
        x += width + gap
    return tuple(boxes)


def draw_value_row(canvas: Canvas, box: Box, row: ValueRow, *, focused: bool) -> None:
    """Draw a row with its values."""
    theme = canvas.theme
    draw_row(canvas, box, selected=focused)
    boxes = value_boxes(canvas.layout, box, row.words)
    x, middle = box.x + canvas.px(20), box.centre[1]
    role = Role.BODY_STRONG
    room, line = max(1, boxes[0].x - x - canvas.px(6)), min(box.h, canvas.tpx(44))
    area = Box(x, middle - line // 2, room, line)
    draw_fitted(canvas, row.title, area, role, theme.text)
    for index, (place, words) in enumerate(zip(boxes, row.words, strict=True)):
        on = index == row.chosen
        if on:
            edge = theme.accent if theme.plain else theme.line2
            plate = Plate(
                radius=place.h // 2, fill=theme.bg, edge=edge, edge_px=1.5 * canvas.layout.pitch
            )
            draw_plate(canvas, place, plate)
        role, colour = (Role.SECOND_STRONG, theme.text) if on else (Role.SECOND, theme.text2)
        y = place.centre[1] + size_px(canvas, role) * 0.34
        draw_text(canvas, words, (place.centre[0], y), role, colour, anchor=Anchor.CENTRE)
        if index == row.ringed:
            draw_focus(canvas, place.inset(canvas.px(5)), radius=place.h // 2 - canvas.px(5))


def draw_opening_row(
    canvas: Canvas, box: Box, words: tuple[str, str], *, focused: bool, open_: bool = True
) -> None:
    """Draw something to open: its title and a second line; quiet where it is not ``open_``."""
    theme = canvas.theme
    draw_row(canvas, box, selected=focused)
    x, middle = box.x + canvas.px(20), box.centre[1]
    title = theme.text if open_ else theme.text3
    wide = box.w - canvas.px(40)
    head = Box(x, middle - canvas.tpx(24), wide, canvas.tpx(26))
    draw_fitted(canvas, words[0], head, Role.BODY_STRONG, title)
    below = Box(x, middle + canvas.tpx(1), wide, canvas.tpx(24))
    draw_fitted(canvas, words[1], below, Role.SECOND, theme.text2 if open_ else theme.text3)

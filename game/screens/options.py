"""A row or a column of buttons: where they stand is known without drawing, for the mouse.

Widths are reckoned from the number of letters, not measured, so that ``update`` and ``draw`` agree
without a canvas; a button is always wide enough for its words.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from game.theme import Role
from game.view.button import Button, draw_button
from game.view.canvas import Canvas
from game.view.layout import Box, Layout
from game.view.text import text_width

LETTER = 0.56
LABEL_SIZE, HINT_SIZE = 19, 15


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One thing to choose: at most one of a screen is ``primary``."""

    label: str
    hint: str = ""
    primary: bool = False
    disabled: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """Options with their places, as they fit."""

    options: tuple[Option, ...]
    boxes: tuple[Box, ...]


def option_height(layout: Layout) -> int:
    """Return the height of a button."""
    return max(layout.px(56), round(max(LABEL_SIZE * layout.t, 14) * 1.2) + layout.px(22), 48)


def foot_row(layout: Layout) -> Box:
    """Return the place for buttons at the foot of the content."""
    height = option_height(layout)
    area = layout.content
    return Box(area.x, area.bottom - height - layout.px(4), area.w, height)


def above_foot(layout: Layout) -> Box:
    """Return the content above the row of buttons."""
    area, row = layout.content, foot_row(layout)
    return Box(area.x, area.y, area.w, row.y - layout.space - area.y)


def in_row(layout: Layout, options: Sequence[Option], area: Box) -> Options:
    """Place options side by side from the left; hints go where there is no room for them."""
    row = tuple(options)
    widths = [_width(layout, option) for option in row]
    free = area.w - layout.space * (len(row) - 1)
    if sum(widths) > free:
        row = tuple(replace(option, hint="") for option in row)
        widths = [_width(layout, option) for option in row]
    if sum(widths) > free:
        widths = [width * free // sum(widths) for width in widths]
    boxes, x = [], area.x
    for width in widths:
        boxes.append(Box(x, area.y, width, area.h))
        x += width + layout.space
    return Options(options=row, boxes=tuple(boxes))


def draw_options(canvas: Canvas, options: Options, focus: int) -> None:
    """Draw the buttons; the primary one needs no ring while it has the focus."""
    for index, (option, box) in enumerate(zip(options.options, options.boxes, strict=True)):
        label, hint = fitting_words(canvas, option, box.w)
        button = Button(
            label=label,
            hint=hint,
            primary=option.primary,
            focused=index == focus and not option.primary,
            hovered=index == focus,
            disabled=option.disabled,
        )
        draw_button(canvas, box, button)


def fitting_words(canvas: Canvas, option: Option, width: int) -> tuple[str, str]:
    """Return label and hint as they fit a button: a long name first goes without its hint."""
    room = width - canvas.px(36)
    label = option.label
    hint = text_width(canvas, option.hint, Role.CAPTION_STRONG) + canvas.tpx(13)
    if not option.hint or text_width(canvas, label, Role.BUTTON) + hint > room:
        hint = 0
    while len(label) > 1 and text_width(canvas, label, Role.BUTTON) > room:
        label = label.removesuffix("…")[:-1].rstrip() + "…"
    return label, option.hint if hint else ""


def _width(layout: Layout, option: Option) -> int:
    words = len(option.label) * LABEL_SIZE * LETTER
    if option.hint:
        words += len(option.hint) * HINT_SIZE * LETTER + 13
    least = 200 if option.primary else 150
    return max(layout.px(least), layout.tpx(words) + layout.px(2 * 30))

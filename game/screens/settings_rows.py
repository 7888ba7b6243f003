"""The rows of Settings: what can be changed, its values, and how a row is drawn."""

from dataclasses import replace
from enum import Enum

from engine.record import Settings, ThemeChoice
from game.theme import Role
from game.view.canvas import Canvas
from game.view.card import draw_row
from game.view.layout import Box, Layout
from game.view.shape import Plate, draw_plate
from game.view.text import Anchor, draw_fitted, draw_text, size_px


class Row(Enum):
    """A setting by its title."""

    THEME = "Theme"
    TYPE = "Type size"
    MOTION = "Motion"
    VOLUME = "Volume"


ROWS = tuple(Row)
VALUES: dict[Row, tuple[object, ...]] = {
    Row.THEME: tuple(ThemeChoice),
    Row.TYPE: (1.0, 1.25, 1.5, 2.0),
    Row.MOTION: (False, True),
    Row.VOLUME: (0.0, 0.2, 0.4, 0.6, 0.8, 1.0),
}
WORDS: dict[Row, tuple[str, ...]] = {
    Row.THEME: ("Dark", "Light", "High contrast"),
    Row.TYPE: ("100", "125", "150", "200 %"),
    Row.MOTION: ("Full", "Reduced"),
    Row.VOLUME: ("Off", "20", "40", "60", "80", "100 %"),
}
# How wide each value's word may be at 16 px: places for the mouse are known without drawing.
WIDTHS: dict[Row, tuple[int, ...]] = {
    Row.THEME: (64, 64, 128),
    Row.TYPE: (56, 56, 56, 72),
    Row.MOTION: (64, 92),
    Row.VOLUME: (52, 48, 48, 48, 48, 72),
}


def chosen_value(row: Row, settings: Settings) -> int:
    """Return which of a row's values is set: the nearest one."""
    now: object = {
        Row.THEME: settings.theme,
        Row.TYPE: settings.type_scale,
        Row.MOTION: settings.reduced_motion,
        Row.VOLUME: settings.volume,
    }[row]
    values = VALUES[row]
    if now in values:
        return values.index(now)
    assert isinstance(now, float)
    numbers = [value for value in values if isinstance(value, float)]
    return min(range(len(numbers)), key=lambda index: abs(numbers[index] - now))


def picked(row: Row, index: int, settings: Settings) -> Settings:
    """Return the settings with one of a row's values."""
    value = VALUES[row][index]
    match row, value:
        case Row.THEME, ThemeChoice():
            return replace(settings, theme=value)
        case Row.TYPE, float():
            return replace(settings, type_scale=value)
        case Row.MOTION, bool():
            return replace(settings, reduced_motion=value)
        case Row.VOLUME, float():
            return replace(settings, volume=value)
        case _:
            raise AssertionError(f"{row} has no value {value!r}")


def changed(row: Row, settings: Settings) -> Settings:
    """Return the settings with the row's next value, the first after the last."""
    return picked(row, (chosen_value(row, settings) + 1) % len(VALUES[row]), settings)


def value_boxes(layout: Layout, box: Box, row: Row) -> tuple[Box, ...]:
    """Return where a row's values stand inside its box: at its right end."""
    widths = [layout.tpx(width) for width in WIDTHS[row]]
    gap = layout.px(4)
    high = min(box.h - layout.px(8), max(40, layout.tpx(40)))
    x = box.right - layout.px(12) - sum(widths) - gap * (len(widths) - 1)
    y = box.centre[1] - high // 2
    if layout.large_type:
        high = min(box.h // 2, layout.tpx(36))
        x, y = box.x + layout.px(20), box.bottom - high - layout.px(2)
    boxes = []
    for width in widths:
        boxes.append(Box(x, y, width, high))
        x += width + gap
    return tuple(boxes)


def draw_row_of(canvas: Canvas, box: Box, row: Row, settings: Settings, *, focused: bool) -> None:
    """Draw a setting with its values, the one that is set filled."""
    theme = canvas.theme
    draw_row(canvas, box, selected=focused)
    boxes = value_boxes(canvas.layout, box, row)
    middle = (box.y + boxes[0].y) // 2 if canvas.layout.large_type else box.centre[1]
    at = (box.x + canvas.px(20), middle + size_px(canvas, Role.BODY_STRONG) * 0.34)
    draw_text(canvas, row.value, at, Role.BODY_STRONG, theme.text)
    now = chosen_value(row, settings)
    for index, (place, words) in enumerate(zip(boxes, WORDS[row], strict=True)):
        on = index == now
        if on:
            edge = theme.accent if theme.plain else theme.line2
            plate = Plate(
                radius=place.h // 2, fill=theme.bg, edge=edge, edge_px=1.5 * canvas.layout.pitch
            )
            draw_plate(canvas, place, plate)
        role, colour = (Role.SECOND_STRONG, theme.text) if on else (Role.SECOND, theme.text2)
        y = place.centre[1] + size_px(canvas, role) * 0.34
        draw_text(canvas, words, (place.centre[0], y), role, colour, anchor=Anchor.CENTRE)


def draw_action(canvas: Canvas, box: Box, words: tuple[str, str], *, focused: bool) -> None:
    """Draw something to do: its title and a second line."""
    theme = canvas.theme
    draw_row(canvas, box, selected=focused)
    x, middle = box.x + canvas.px(20), box.centre[1]
    draw_text(canvas, words[0], (x, middle - canvas.tpx(4)), Role.BODY_STRONG, theme.text)
    room = Box(x, middle + canvas.tpx(1), box.w - canvas.px(40), canvas.tpx(24))
    draw_fitted(canvas, words[1], room, Role.SECOND, theme.text2)

"""Buttons and the focus ring (LOOK 5)."""

from dataclasses import dataclass

from game.theme import Role, Theme, mixed
from game.view.canvas import Canvas
from game.view.chip import Part, draw_parts, parts_width
from game.view.layout import Box
from game.view.shape import Plate, draw_plate
from game.view.text import draw_text, size_px, text_width


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """A pill: one primary a screen; ``hint`` names its key or says what follows.

    ``parts`` are chips or words after the label; a screen says beside a disabled button why it is.
    """

    label: str
    hint: str = ""
    parts: tuple[Part, ...] = ()
    primary: bool = False
    focused: bool = False
    hovered: bool = False
    pressed: bool = False
    disabled: bool = False


def draw_button(canvas: Canvas, box: Box, button: Button) -> None:
    """Draw a button that fills ``box``."""
    theme = canvas.theme
    if button.pressed and not button.disabled:
        box = box.moved(0, canvas.px(2))
    fill, edge, words, hint = _colours(theme, button)
    plate = Plate(radius=box.h // 2, fill=fill, edge=edge, edge_px=1.5 * max(1, canvas.layout.u))
    draw_plate(canvas, box, plate)
    if button.focused:
        draw_focus(canvas, box, radius=box.h // 2)
    x = box.x + (box.w - _inner_width(canvas, button)) / 2
    baseline = box.y + box.h / 2 + size_px(canvas, Role.BUTTON) * 0.34
    x += draw_text(canvas, button.label, (x, baseline), Role.BUTTON, words)
    if button.hint:
        role = Role.CAPTION_STRONG if button.primary else Role.CAPTION
        x += canvas.tpx(13)
        x += draw_text(canvas, button.hint, (x, baseline), role, hint)
    if button.parts:
        draw_parts(canvas, button.parts, (x + canvas.tpx(12), baseline), Role.BUTTON, words)


def draw_focus(canvas: Canvas, box: Box, *, radius: int) -> None:
    """Draw the focus ring: 2 px of accent, 3 px outside the shape."""
    away, line = canvas.px(3), 2 * canvas.layout.pitch
    outer = box.inset(-away - round(line))
    ring = Plate(
        radius=radius + away + round(line),
        fill=canvas.theme.bg,
        opacity=0,
        edge=canvas.theme.accent,
        edge_px=line,
    )
    draw_plate(canvas, outer, ring)


def _inner_width(canvas: Canvas, button: Button) -> float:
    width = float(text_width(canvas, button.label, Role.BUTTON))
    if button.hint:
        role = Role.CAPTION_STRONG if button.primary else Role.CAPTION
        width += canvas.tpx(13) + text_width(canvas, button.hint, role)
    if button.parts:
        width += canvas.tpx(12) + parts_width(canvas, button.parts, Role.BUTTON)
    return width


def _colours(theme: Theme, button: Button) -> tuple[str, str, str, str]:
    """Return fill, edge, words and hint."""
    if button.primary:
        fill, edge, words, hint = theme.accent, "", theme.on_accent, theme.on_accent
    else:
        fill, edge, words, hint = theme.card, theme.line2, theme.text, theme.text2
    if button.hovered and not button.disabled:
        fill = mixed(fill, "#FFFFFF" if not theme.is_light else theme.line2, 0.06)
    if button.disabled:
        fill, words, hint = (mixed(theme.bg, colour, 0.45) for colour in (fill, words, hint))
        edge = mixed(theme.bg, edge, 0.45) if edge else ""
    return fill, edge, words, hint

"""The rail: the player's own piano at the foot of every quiet screen (LOOK 1.5).

It shows which keys are heard, and which two steer and what they do.
"""

from dataclasses import dataclass

import pygame

from game.theme import Role, mixed
from game.view.canvas import Canvas, opaque, rendered, svg_document
from game.view.keys import is_black, key_boxes
from game.view.layout import Box
from game.view.shape import Plate, draw_glow, draw_plate
from game.view.text import Anchor, draw_text, text_width


@dataclass(frozen=True, slots=True, kw_only=True)
class Steering:
    """What a key does and which one it is: "Back", "lowest key"."""

    does: str
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rail:
    """The instrument from ``lowest`` to ``highest`` pitch, and the pitches sounding now.

    ``low`` and ``high`` are the steering keys at the ends, None where the end does not steer;
    ``caption`` is what stands in the middle ("You are playing middle C").
    """

    lowest: int
    highest: int
    sounding: tuple[int, ...] = ()
    low: Steering | None = None
    high: Steering | None = None
    caption: str = ""


def draw_rail(canvas: Canvas, rail: Rail) -> None:
    """Draw the rail and its hints where the layout has them."""
    box = canvas.layout.rail
    lit = (rail.lowest,) * (rail.low is not None) + (rail.highest,) * (rail.high is not None)
    bed = canvas.pictures.get(
        ("rail", rail.lowest, rail.highest), lambda: _bed(canvas, rail.lowest, rail.highest, box)
    )
    canvas.blit(bed, box.x, box.y)
    boxes = canvas.pictures.value(
        ("rail boxes", rail.lowest, rail.highest, box),
        lambda: key_boxes(rail.lowest, rail.highest, box),
    )
    sounding = tuple(pitch for pitch in rail.sounding if pitch in boxes)
    for pitch in sounding:
        x, y = boxes[pitch].centre
        draw_glow(canvas, (x, y), round(box.h * 0.9), canvas.theme.lamp, 0.75)
    for pitch in dict.fromkeys((*lit, *sounding)):
        _draw_lit(canvas, boxes, pitch)
    _draw_hints(canvas, rail)


def _draw_lit(canvas: Canvas, boxes: dict[int, Box], pitch: int) -> None:
    theme = canvas.theme
    key = boxes[pitch]
    radius = canvas.px(3)
    draw_plate(
        canvas, Box(key.x + 1, key.y, key.w - 1, key.h), Plate(radius=radius, fill=theme.lamp)
    )
    # The black keys beside a lit white one are drawn again on top of it.
    for black in (pitch - 1, pitch + 1):
        if not is_black(pitch) and black in boxes and is_black(black):
            draw_plate(canvas, boxes[black], Plate(radius=radius, fill=theme.key_black))


def _draw_hints(canvas: Canvas, rail: Rail) -> None:
    theme, layout = canvas.theme, canvas.layout
    y, side = layout.hints_y, layout.px(14)
    left, right = layout.px(24), layout.width - layout.px(24)
    mark = (layout.tpx(3), layout.tpx(13))
    if rail.low:
        canvas.surface.fill(theme.lamp, (side - 1, y - mark[0], max(2, layout.px(2)), mark[1]))
        x = left + draw_text(canvas, rail.low.does, (left, y), Role.CAPTION_STRONG, theme.text)
        draw_text(canvas, rail.low.key, (x + layout.tpx(9), y), Role.CAPTION, theme.text3)
    if rail.high:
        at = layout.width - side
        canvas.surface.fill(theme.lamp, (at - 1, y - mark[0], max(2, layout.px(2)), mark[1]))
        x = right - text_width(canvas, rail.high.does, Role.CAPTION_STRONG)
        draw_text(canvas, rail.high.does, (x, y), Role.CAPTION_STRONG, theme.text)
        before = (x - layout.tpx(9), y)
        draw_text(canvas, rail.high.key, before, Role.CAPTION, theme.text3, anchor=Anchor.RIGHT)
    if rail.caption:
        middle = (layout.width / 2, y)
        draw_text(canvas, rail.caption, middle, Role.CAPTION, theme.text3, anchor=Anchor.CENTRE)


def _bed(canvas: Canvas, lowest: int, highest: int, box: Box) -> pygame.Surface:
    body = _bed_svg(canvas, lowest, highest, Box(0, 0, box.w, box.h))
    return opaque(rendered(svg_document((box.w, box.h), body, (0, 0, box.w, box.h))))


def _bed_svg(canvas: Canvas, lowest: int, highest: int, box: Box) -> str:
    theme, u = canvas.theme, canvas.layout.u
    radius = 3 * u
    edge = f'stroke="{theme.line}" stroke-width="{max(1, u):g}"' if theme.plain else ""
    gap = mixed(theme.key, theme.line2, 0.35) if theme.is_light else theme.deep
    parts = [f'<rect width="{box.w}" height="{box.h}" fill="{gap}"/>']
    whites, blacks = [], []
    for pitch, key in key_boxes(lowest, highest, box).items():
        shape = (
            f'<path d="M{key.x + 0.5 * u:g} 0H{key.right - 0.5 * u:g}V{key.h - radius:g}'
            f"q0 {radius:g} {-radius:g} {radius:g}H{key.x + 0.5 * u + radius:g}"
            f'q{-radius:g} 0 {-radius:g} {-radius:g}Z" fill="%s" {edge}/>'
        )
        if is_black(pitch):
            blacks.append(shape % theme.key_black)
        else:
            whites.append(shape % theme.key)
    parts += whites + blacks
    rule = theme.line2 if theme.plain else theme.line
    parts.append(f'<rect width="{box.w}" height="{max(1, u):g}" fill="{rule}"/>')
    return "".join(parts)

"""Two wells, one a press: full to the brim while only the hand knows, at their true height after.

Until the answer is given both look alike, whatever was pressed. Then each falls to its velocity on
one scale; which is higher is seen by place, never by colour.
"""

import math
from dataclasses import dataclass

import pygame

from game.theme import Role, mixed
from game.view.canvas import Canvas
from game.view.layout import Box
from game.view.shape import draw_line
from game.view.text import Anchor, draw_figure, draw_text, text_width

# What the scale shows to either side of the pair, in units of velocity, and beyond the farther one.
AROUND, BEYOND = 16, 6
TICK = 10
TALLEST = 280
VEIL = 0.55
LOWEST, HIGHEST = 0, 127
NAMES = (("first", "second"), ("1st", "2nd"), ("", ""))


@dataclass(frozen=True, slots=True, kw_only=True)
class ForceScale:
    """The presses of one finger: ``arrived`` of two, the latest ``filling`` its well, 0 to 1.

    ``truth`` are both velocities once the answer is given; ``settling`` runs from 0 to 1 while the
    wells fall to them.
    """

    finger: int
    arrived: int = 0
    filling: float = 1.0
    truth: tuple[int, int] | None = None
    settling: float = 1.0


def draw_force_scale(canvas: Canvas, box: Box, scale: ForceScale) -> None:
    """Draw both wells as large as fits into ``box``, and the ruler once the truth is told."""
    theme = canvas.theme
    wells = well_boxes(canvas, box)
    ends = None if scale.truth is None else scale_ends(scale.truth)
    wide = wells[1].x - wells[0].x - canvas.px(6)
    names = next(each for each in NAMES if text_width(canvas, each[1], Role.SECOND) <= wide)
    for index, (well, name) in enumerate(zip(wells, names, strict=True)):
        canvas.blit(_vessel(canvas, well), well.x, well.y)
        if scale.truth is not None and ends is not None:
            level = _share(scale.truth[index], ends)
            _draw_level(canvas, well, scale.finger, 1 + (level - 1) * scale.settling)
        elif index < scale.arrived:
            shown = scale.filling if index == scale.arrived - 1 else 1.0
            _draw_fill(canvas, well, _veiled(canvas, scale.finger), shown)
        at = (well.centre[0], well.bottom + canvas.tpx(22))
        draw_text(canvas, name, at, Role.SECOND, theme.text2, anchor=Anchor.CENTRE)
    if ends is not None and scale.settling >= 1:
        _draw_ruler(canvas, wells, ends)


def prepare_force_scale(canvas: Canvas, box: Box, finger: int) -> None:
    """Make the pictures of every state, so that no press has to wait for them."""
    aside = canvas.onto(pygame.Surface((1, 1)))
    draw_force_scale(aside, box, ForceScale(finger=finger, arrived=2))
    draw_force_scale(aside, box, ForceScale(finger=finger, truth=(60, 64)))


def well_boxes(canvas: Canvas, box: Box) -> tuple[Box, Box]:
    """Return where the wells stand, with room for the ruler to the left and words below."""
    ruler = canvas.tpx(34)
    below = canvas.tpx(30)
    high = min(box.h - below, canvas.px(TALLEST))
    wide = round(min(canvas.px(104), (box.w - ruler) * 0.36, high * 0.6))
    between = round(wide * 0.34)
    left = box.x + ruler + (box.w - ruler - 2 * wide - between) // 2
    first = Box(left, box.y + (box.h - below - high) // 2, wide, high)
    return first, first.moved(wide + between, 0)


def scale_ends(truth: tuple[int, int]) -> tuple[float, float]:
    """Return the velocities at the foot and the brim of the wells."""
    middle = sum(truth) / 2
    half = max(AROUND, abs(truth[1] - truth[0]) / 2 + BEYOND)
    return middle - half, middle + half


def _share(velocity: float, ends: tuple[float, float]) -> float:
    return (velocity - ends[0]) / (ends[1] - ends[0])


def _veiled(canvas: Canvas, finger: int) -> str:
    ground = canvas.theme.bg if canvas.theme.plain else canvas.theme.raised
    return mixed(ground, canvas.theme.finger(finger), VEIL)


def _draw_level(canvas: Canvas, well: Box, finger: int, share: float) -> None:
    colour = canvas.theme.finger(finger)
    top = _draw_fill(canvas, well, colour, share)
    draw_line(canvas, (well.x, top), (well.right, top), canvas.theme.text, max(2, canvas.px(3)))


def _draw_fill(canvas: Canvas, well: Box, colour: str, share: float) -> int:
    """Fill a well from its foot; return the y of the surface."""
    high = round(well.h * min(max(share, 0.0), 1.0))
    picture = canvas.vector(
        ("well fill", well.w, well.h, colour), (well.w, well.h), lambda: _fill(canvas, well, colour)
    )
    top = well.bottom - high
    canvas.surface.blit(picture, (well.x, top), (0, well.h - high, well.w, high))
    return top


def _draw_ruler(canvas: Canvas, wells: tuple[Box, Box], ends: tuple[float, float]) -> None:
    theme, first = canvas.theme, wells[0]
    for tick in range(math.ceil(ends[0] / TICK) * TICK, math.floor(ends[1]) + 1, TICK):
        if not LOWEST <= tick <= HIGHEST:
            continue
        y = first.bottom - _share(tick, ends) * first.h
        right = first.x - canvas.px(6)
        draw_line(canvas, (right - canvas.px(8), y), (right, y), theme.line2, max(1, canvas.px(1)))
        at = (right - canvas.px(14), y + canvas.tpx(5))
        draw_figure(canvas, str(tick), at, Role.AXIS, theme.text3, anchor=Anchor.RIGHT)


def _shape(well: Box, inset: float) -> str:
    """Return the path of a well open at its brim, ``inset`` pixels inside its box."""
    r = well.w * 0.3
    return (
        f"M{inset:g} 0V{well.h - r:g}Q{inset:g} {well.h - inset:g} {r:g} {well.h - inset:g}"
        f"H{well.w - r:g}Q{well.w - inset:g} {well.h - inset:g} {well.w - inset:g} {well.h - r:g}V0"
    )


def _vessel(canvas: Canvas, well: Box) -> pygame.Surface:
    theme, line = canvas.theme, 2 * canvas.layout.u
    ground = theme.bg if theme.plain else theme.card

    def body() -> str:
        return (
            f'<path d="{_shape(well, line / 2)}Z" fill="{ground}"/>'
            f'<path d="{_shape(well, line / 2)}" fill="none" stroke="{theme.line2}" '
            f'stroke-width="{line:g}" stroke-linecap="round"/>'
        )

    return canvas.vector(("well", well.w, well.h), (well.w, well.h), body)


def _fill(canvas: Canvas, well: Box, colour: str) -> str:
    inset = (2 if canvas.theme.plain else 4) * canvas.layout.u
    if canvas.theme.plain:
        return f'<path d="{_shape(well, inset)}Z" fill="{colour}"/>'
    deep = mixed(colour, canvas.theme.bg, 0.35)
    return (
        '<linearGradient id="w" x1="0" y1="0" x2="0" y2="1">'
        f'<stop offset="0" stop-color="{colour}"/><stop offset="1" stop-color="{deep}"/>'
        f'</linearGradient><path d="{_shape(well, inset)}Z" fill="url(#w)"/>'
    )

"""The hit strip: where the latest notes lay about the beat, for those who ask to see it (LOOK 5).

One colour, no tally: a tick with its finger's number that fades. Left is early, right is late.
"""

from dataclasses import dataclass

import pygame

from game.theme import Role
from game.view.canvas import Canvas
from game.view.layout import Box
from game.view.shape import Plate, draw_line, draw_plate
from game.view.text import Anchor, draw_text, text_width

REACH_MS = 60.0
STEPS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """A note: ms late (negative: early), its finger, and how much of it is left to see, 0 to 1."""

    late_ms: float
    finger: int | None
    light: float


@dataclass(frozen=True, slots=True, kw_only=True)
class HitStrip:
    """The latest notes, oldest first."""

    ticks: tuple[Tick, ...] = ()


def strip_height(canvas: Canvas) -> int:
    """Return the height of bar and numbers."""
    return canvas.px(8) + canvas.tpx(22)


def draw_hit_strip(canvas: Canvas, box: Box, strip: HitStrip) -> None:
    """Draw the bar at the foot of ``box``, the numbers above it; beyond 60 ms stands at its end."""
    theme, u = canvas.theme, canvas.layout.u
    words = max(text_width(canvas, "early", Role.AXIS), text_width(canvas, "late", Role.AXIS))
    bar = Box(box.x, box.bottom - canvas.px(8), box.w, canvas.px(8)).inset(
        words + canvas.tpx(12), 0
    )
    plate = Plate(radius=canvas.px(4), fill=theme.card, edge=theme.line2, edge_px=max(1, u))
    draw_plate(canvas, bar, plate)
    middle = bar.x + bar.w / 2
    draw_line(
        canvas,
        (middle, bar.y - canvas.px(4)),
        (middle, bar.bottom + canvas.px(4)),
        theme.text2,
        2 * u,
    )
    foot = bar.bottom + canvas.px(1)
    right = (bar.x - canvas.tpx(10), foot)
    draw_text(canvas, "early", right, Role.AXIS, theme.text3, anchor=Anchor.RIGHT)
    draw_text(canvas, "late", (bar.right + canvas.tpx(10), foot), Role.AXIS, theme.text3)
    for tick in strip.ticks:
        # few steps of fading, so that no frame renders a number anew
        light = round(tick.light * STEPS) / STEPS
        if light > 0:
            share = max(-1.0, min(1.0, tick.late_ms / REACH_MS))
            x = middle + share * (bar.w / 2 - canvas.px(4))
            picture = _sprite(canvas, bar, tick.finger, light)
            canvas.blit(
                picture, round(x - picture.get_width() / 2), bar.bottom - picture.get_height()
            )


def _sprite(canvas: Canvas, bar: Box, finger: int | None, light: float) -> pygame.Surface:
    key = ("hit tick", finger, light)
    return canvas.pictures.get(key, lambda: _tick_picture(canvas, bar, finger, light))


def prepare_hit_strip(canvas: Canvas, box: Box, fingers: tuple[int, ...]) -> None:
    """Make every tick at every step of its fading."""
    aside = canvas.onto(pygame.Surface((1, 1)))
    ticks = tuple(
        Tick(late_ms=0, finger=finger, light=step / STEPS)
        for finger in fingers
        for step in range(1, STEPS + 1)
    )
    draw_hit_strip(aside, box, HitStrip(ticks=ticks))


def _tick_picture(canvas: Canvas, bar: Box, finger: int | None, light: float) -> pygame.Surface:
    theme = canvas.theme
    wide, tall = canvas.tpx(16), strip_height(canvas)
    picture = pygame.Surface((wide, tall), pygame.SRCALPHA, 32)
    line = max(2, canvas.px(3))
    picture.fill(theme.text, ((wide - line) // 2, tall - bar.h, line, bar.h))
    if finger is not None:
        at = (wide / 2, tall - bar.h - canvas.px(4))
        draw_text(
            canvas.onto(picture), str(finger), at, Role.AXIS, theme.text, anchor=Anchor.CENTRE
        )
    picture.set_alpha(round(255 * light))
    return picture

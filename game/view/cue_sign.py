"""A cue that is no hand: a large number in a ring, or a ring to listen by."""

from dataclasses import dataclass

from game.view.canvas import Canvas
from game.view.layout import Box
from game.view.shape import Ring, draw_glow, draw_ring
from game.view.text import draw_middle

RADIUS = 0.3
WAVES = (0.42, 0.66, 0.9)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """``number`` is what is told, None to listen or to wait; ``lit`` while there is a cue."""

    number: int | None
    lit: bool


def draw_sign(canvas: Canvas, box: Box, sign: Sign) -> None:
    """Draw the sign in the middle of a box; without a cue it is a quiet outline."""
    theme, u = canvas.theme, canvas.layout.u
    x, y = box.centre
    radius = round(min(box.w, box.h) * RADIUS)
    if sign.lit:
        draw_glow(canvas, (x, y), round(radius * 1.6), theme.lamp, 0.3)
    edge = theme.accent if sign.lit else theme.line2
    ring = Ring(colour=edge, width=max(2.0, 2.5 * u), fill=theme.card)
    draw_ring(canvas, (x, y), radius, ring)
    if sign.number is not None:
        draw_middle(canvas, str(sign.number), (x, y), (600, radius * 1.2), theme.text)
    elif sign.lit:
        for share in WAVES:
            wave = Ring(colour=theme.text2, width=max(1.5, 2 * u))
            draw_ring(canvas, (x, y), round(radius * share * 0.8), wave)

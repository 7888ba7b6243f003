"""A pearl: one note of a string, a day that was played, a step that is done."""

import math
from dataclasses import dataclass

import pygame

from game.theme import mixed
from game.view.canvas import Canvas
from game.view.shape import draw_glow

STOPS = ((0, "#FFFFFF"), (0.22, "#FBF4E8"), (0.58, "#E6DAC8"), (0.86, "#B7A791"), (1, "#857764"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Pearl:
    """A pearl's look: ``finger`` tints it, only where a deviation clears the usual wobble."""

    finger: int | None = None
    glow: bool = False


def draw_pearl(canvas: Canvas, centre: tuple[float, float], radius: float, pearl: Pearl) -> None:
    """Draw a pearl of ``radius`` pixels around a point, over its light where it glows."""
    if pearl.glow:
        tint = canvas.theme.finger(pearl.finger) if pearl.finger else canvas.theme.lamp
        draw_glow(canvas, centre, round(radius * 2.6), tint, 0.55)
    canvas.blit_centred(pearl_picture(canvas, radius, pearl.finger), *centre)


def pearl_picture(canvas: Canvas, radius: float, finger: int | None = None) -> pygame.Surface:
    """Return the sprite of a pearl, its shadow included; the pearl is in the middle."""
    side = 2 * math.ceil(radius * 1.5 + 1)
    body = _plain if canvas.theme.plain else _lustrous
    return canvas.vector(
        ("pearl", radius, finger), (side, side), lambda: body(canvas, radius, finger, side / 2)
    )


def _plain(canvas: Canvas, radius: float, finger: int | None, c: float) -> str:
    fill = canvas.theme.finger(finger) if finger else "#FFFFFF"
    # A black ring keeps neighbours apart on the thread; small pearls have no room for it.
    width = 2 * canvas.layout.u if radius >= 8 * canvas.layout.u else 0
    return (
        f'<circle cx="{c}" cy="{c}" r="{radius:g}" fill="#000000"/>'
        f'<circle cx="{c}" cy="{c}" r="{radius - width:g}" fill="{fill}"/>'
    )


def _lustrous(canvas: Canvas, radius: float, finger: int | None, c: float) -> str:
    light = canvas.theme.is_light
    if finger:
        colour = canvas.theme.finger(finger)
        shades = (("#FFFFFF", 0.85), ("#FFFFFF", 0.45), ("#FFFFFF", 0), ("#000000", 0.2))
        tints = [mixed(colour, to, share) for to, share in (*shades, ("#000000", 0.42))]
        stops = tuple(zip((0, 0.22, 0.6, 0.88, 1), tints, strict=True))
    else:
        stops = (*STOPS[:-1], (1, "#A08F75")) if light else STOPS
    ramp = "".join(f'<stop offset="{at}" stop-color="{colour}"/>' for at, colour in stops)
    rim = ""
    if light:
        rim = (
            f'<circle cx="{c}" cy="{c}" r="{radius - 0.45:g}" fill="none" '
            f'stroke="{canvas.theme.line2}" stroke-width="0.9"/>'
        )
    down, blur = radius * 0.16, max(radius * 0.16, 0.4)
    dark = 0.16 if light else 0.5
    return (
        "<defs>"
        f'<radialGradient id="p" cx=".42" cy=".40" r=".62" fx=".34" fy=".28">{ramp}'
        "</radialGradient>"
        '<linearGradient id="s" x1="0" y1="0" x2="1" y2="1">'
        '<stop offset="0" stop-color="#E9B8B0" stop-opacity="0"/>'
        '<stop offset=".45" stop-color="#E9B8B0" stop-opacity=".14"/>'
        '<stop offset="1" stop-color="#A9C4E8" stop-opacity=".22"/></linearGradient>'
        f'<filter id="b" x="-60%" y="-60%" width="220%" height="220%">'
        f'<feGaussianBlur stdDeviation="{blur:g}"/></filter>'
        "</defs>"
        f'<circle cx="{c + down * 0.4:g}" cy="{c + down:g}" r="{radius:g}" fill="#000000" '
        f'fill-opacity="{dark}" filter="url(#b)"/>'
        f'<circle cx="{c}" cy="{c}" r="{radius:g}" fill="url(#p)"/>'
        f'<circle cx="{c}" cy="{c}" r="{radius:g}" fill="url(#s)"/>'
        f'<ellipse cx="{c - radius * 0.3:g}" cy="{c - radius * 0.4:g}" rx="{radius * 0.2:g}" '
        f'ry="{radius * 0.13:g}" fill="#FFFFFF" fill-opacity=".75" '
        f'transform="rotate(-38 {c - radius * 0.3:g} {c - radius * 0.4:g})"/>'
        f'<ellipse cx="{c + radius * 0.28:g}" cy="{c + radius * 0.52:g}" rx="{radius * 0.36:g}" '
        f'ry="{radius * 0.17:g}" fill="#FFFFFF" fill-opacity=".14" '
        f'transform="rotate(-32 {c + radius * 0.28:g} {c + radius * 0.52:g})"/>{rim}'
    )

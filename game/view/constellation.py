"""The twenty transitions as a constellation; each star sits nearer the finger it leads to.

A lit star never goes out in a bad week: it is judged again only with enough notes.
"""

import math
from dataclasses import dataclass
from enum import Enum

from engine.exercise import Hand
from game.theme import Role
from game.view.canvas import Canvas
from game.view.chip import Chip, draw_chip
from game.view.layout import Box
from game.view.shape import Ring, draw_disc, draw_glow, draw_ring
from game.view.text import draw_text, text_width

# Where the right hand's fingertips lie, thumb first, as shares of the box.
PLACES = ((0.04, 0.94), (0.19, 0.31), (0.49, 0.06), (0.79, 0.24), (0.95, 0.80))
# How far along its path a star stands, the best place first.
SHARES = (0.66, 0.63, 0.69, 0.60, 0.72, 0.57, 0.75, 0.54, 0.78, 0.52)
WIDEST = 1.6
FLAT = 1.2


class StarState(Enum):
    """How much is known about a transition, and whether it is reliable."""

    RELIABLE = "reliable"
    GATHERING = "gathering"
    FEW = "not enough notes yet"


@dataclass(frozen=True, slots=True, kw_only=True)
class Star:
    """One transition."""

    finger: int
    to_finger: int
    state: StarState


@dataclass(frozen=True, slots=True, kw_only=True)
class Constellation:
    """The transitions of one hand; what is not listed is not drawn."""

    hand: Hand
    stars: tuple[Star, ...]


def draw_constellation(canvas: Canvas, box: Box, value: Constellation) -> None:
    """Draw lines, stars, chips, and the legend at the foot of ``box``."""
    legend = _legend_height(canvas, box)
    radius = round(max(canvas.px(17), canvas.tpx(15)))
    air = max(canvas.px(30), radius)
    high = box.h - legend - 2 * air
    # a hand is not much wider than high, and neither is its sky
    wide = min(box.w - 2 * air, round(high * WIDEST))
    sky = Box(box.x + (box.w - wide) // 2, box.y + air, wide, high)
    key = ("constellation", value, box)
    size = (box.w, box.h)
    picture = canvas.vector(
        key, size, lambda: _svg(canvas, sky, value), view=(box.x, box.y, box.w, box.h)
    )
    canvas.blit(picture, box.x, box.y)
    clear = radius + canvas.px(10)
    for at, star in zip(star_places(sky, value, clear), value.stars, strict=True):
        _draw_star(canvas, at, star.state)
    for finger in range(1, 6):
        at = _place(sky, value.hand, finger)
        draw_disc(canvas, at, radius + canvas.px(3), canvas.theme.card)
        draw_chip(canvas, at, radius, Chip(finger=finger))
    _draw_legend(canvas, Box(box.x, box.bottom - legend, box.w, legend))


def star_places(sky: Box, value: Constellation, clear: float = 0.0) -> list[tuple[float, float]]:
    """Return where each star stands, in the order of ``value.stars``.

    A star that came nearer than ``clear`` pixels to a fingertip, or than half of that to a star
    before it, goes along its path, always in the half of the finger it leads to.
    """
    tips = tip_places(sky, value.hand)

    places: list[tuple[float, float]] = []

    def room(at: tuple[float, float]) -> tuple[float, float]:
        """Return how far fingertips and stars are, no farther than they need to be."""
        from_tips = min(math.dist(at, tip) for tip in tips)
        from_stars = min((math.dist(at, other) for other in places), default=clear)
        return min(clear, from_tips), min(clear / 2, from_stars)

    for star in value.stars:
        ways = [_on_curve(sky, value.hand, star, share) for share in SHARES]
        # of places with equal room the first is taken
        places.append(max(ways, key=room) if clear > 0 else ways[0])
    return places


def tip_places(sky: Box, hand: Hand) -> list[tuple[float, float]]:
    """Return where the five fingertips lie, thumb first."""
    return [_place(sky, hand, finger) for finger in range(1, 6)]


def _place(sky: Box, hand: Hand, finger: int) -> tuple[float, float]:
    x, y = PLACES[finger - 1]
    return sky.x + (1 - x if hand is Hand.LEFT else x) * sky.w, sky.y + y * sky.h


def _bend(sky: Box, hand: Hand, star: Star) -> tuple[float, float]:
    """Control point of a path: to its right on the way there, so there and back lie apart."""
    (x0, y0), (x1, y1) = (_place(sky, hand, f) for f in (star.finger, star.to_finger))
    # Fingers next to each other lie close: their two paths need a wider bow.
    near = abs(star.finger - star.to_finger)
    bow = {1: 0.5, 2: 0.34, 3: 0.26, 4: 0.30}[near]
    side = 1 if hand is Hand.RIGHT else -1
    # in a flat sky long paths would hang out of it
    flat = min(1.0, FLAT * sky.h / max(1, sky.w))
    return (
        (x0 + x1) / 2 + (y1 - y0) * bow * side,
        (y0 + y1) / 2 - (x1 - x0) * bow * side * flat,
    )


def _on_curve(sky: Box, hand: Hand, star: Star, t: float) -> tuple[float, float]:
    (x0, y0), (x1, y1) = (_place(sky, hand, f) for f in (star.finger, star.to_finger))
    bx, by = _bend(sky, hand, star)
    a, b, c = (1 - t) ** 2, 2 * t * (1 - t), t**2
    return a * x0 + b * bx + c * x1, a * y0 + b * by + c * y1


def _svg(canvas: Canvas, sky: Box, value: Constellation) -> str:
    theme, u = canvas.theme, canvas.layout.u
    looks = {
        StarState.RELIABLE: (theme.lamp, 0.62, ""),
        StarState.GATHERING: (theme.lamp, 0.32, f'stroke-dasharray="{2 * u:g} {5 * u:g}"'),
        StarState.FEW: (theme.line2, 0.45, f'stroke-dasharray="{u:g} {5 * u:g}"'),
    }
    parts = [] if theme.plain else [_dust(canvas, sky)]
    for star in value.stars:
        colour, opacity, dashes = looks[star.state]
        (x0, y0), (x1, y1) = (_place(sky, value.hand, f) for f in (star.finger, star.to_finger))
        bx, by = _bend(sky, value.hand, star)
        parts.append(
            f'<path d="M{x0:.1f} {y0:.1f}Q{bx:.1f} {by:.1f} {x1:.1f} {y1:.1f}" fill="none" '
            f'stroke="{colour}" stroke-opacity="{opacity}" stroke-width="{1.4 * u:g}" '
            f'stroke-linecap="round" {dashes}/>'
        )
    return "".join(parts)


def _dust(canvas: Canvas, sky: Box) -> str:
    """Faint points that make it a sky; their places follow the golden ratio, the same each time."""
    points = []
    for index in range(1, 31):
        x = sky.x + (index * 0.618034 % 1) * sky.w
        y = sky.y + (index * 0.754878 % 1) * sky.h
        points.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{0.8 * canvas.layout.u:g}"/>')
    return f'<g fill="{canvas.theme.line2}" fill-opacity="0.5">{"".join(points)}</g>'


def _draw_star(canvas: Canvas, at: tuple[float, float], state: StarState) -> None:
    theme, u = canvas.theme, canvas.layout.u
    match state:
        case StarState.RELIABLE:
            draw_glow(canvas, at, round(15 * u), theme.lamp, 0.6)
            draw_disc(canvas, at, 4.5 * u, theme.accent if theme.is_light else "#FFF8E8")
        case StarState.GATHERING:
            draw_ring(canvas, at, 4 * u, Ring(colour=theme.lamp, width=1.6 * u, fill=theme.card))
        case StarState.FEW:
            draw_ring(canvas, at, 3 * u, Ring(colour=theme.line2, width=1.2 * u, fill=theme.card))


def _legend_rows(canvas: Canvas, box: Box) -> list[list[StarState]]:
    rows: list[list[StarState]] = [[]]
    used = 0
    for state in StarState:
        wide = canvas.tpx(48) + text_width(canvas, state.value, Role.AXIS)
        if rows[-1] and used + wide - canvas.tpx(30) > box.w:
            rows.append([])
            used = 0
        rows[-1].append(state)
        used += wide
    return rows


def _legend_height(canvas: Canvas, box: Box) -> int:
    return len(_legend_rows(canvas, box)) * canvas.tpx(22)


def _draw_legend(canvas: Canvas, box: Box) -> None:
    for index, row in enumerate(_legend_rows(canvas, box)):
        y = box.y + index * canvas.tpx(22) + canvas.tpx(14)
        x = float(box.x)
        for state in row:
            _draw_star(canvas, (x + canvas.px(6), y - canvas.tpx(5)), state)
            x += canvas.tpx(18)
            x += draw_text(canvas, state.value, (x, y), Role.AXIS, canvas.theme.text2)
            x += canvas.tpx(30)

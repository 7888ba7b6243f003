"""A still surface: one held finger's key as water, flat while it is down, rippled where it came up.

A ripple is a damped wave with flattened rings, its size by the time lost, which stands below in ms.
"""

import math
from dataclasses import dataclass

import numpy as np

from game.theme import Role, mixed
from game.view.canvas import Canvas
from game.view.layout import Box
from game.view.text import Anchor, draw_text, text_width

# The time lost at which a ripple is as large as it gets.
LARGEST_S = 0.4
GLINTS = 6
STEP_PX = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Wave:
    """A ripple: where it began as a share of the surface's width, and for how long it was."""

    at: float
    lost_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class StillSurface:
    """One finger's surface; ``filled`` is false where no key is down.

    ``late`` is the share of the width, from the left, before its key was down.
    """

    finger: int
    waves: tuple[Wave, ...] = ()
    late: float = 0.0
    filled: bool = True


def surface_y(box: Box) -> int:
    """Return the y of the water's line in a row."""
    return box.y + round(box.h * 0.26)


def draw_still_surface(canvas: Canvas, box: Box, surface: StillSurface) -> None:
    """Draw a surface across ``box``, a row with room for the time lost below the line."""
    # the water ends with its row: what spreads beyond is cut
    air, side = canvas.px(10), 1
    size = (box.w + 2 * side, box.h + 2 * air)
    picture = canvas.vector(
        ("still surface", surface, box.w, box.h),
        size,
        lambda: _svg(canvas, Box(0, 0, box.w, box.h), surface),
        view=(-side, -air, *size),
    )
    canvas.blit(picture, box.x - side, box.y - air)
    _draw_times(canvas, box, surface)


def _draw_times(canvas: Canvas, box: Box, surface: StillSurface) -> None:
    """Draw the ms below the ripples, the longest first, as far as there is room."""
    taken: list[tuple[float, float]] = []
    y = surface_y(box) + canvas.px(29) + canvas.tpx(14)
    if y > box.bottom:
        return
    for wave in sorted(surface.waves, key=lambda each: -each.lost_s):
        words = lost_words(wave.lost_s)
        half = text_width(canvas, words, Role.AXIS_STRONG) / 2 + canvas.tpx(4)
        x = box.x + wave.at * box.w
        x = min(max(x, box.x + half), box.right - half)
        if all(x + half <= left or x - half >= right for left, right in taken):
            draw_text(
                canvas, words, (x, y), Role.AXIS_STRONG, canvas.theme.text, anchor=Anchor.CENTRE
            )
            taken.append((x - half, x + half))


def lost_words(lost_s: float) -> str:
    """Return "310 ms", and from a second on "1.2 s"."""
    return f"{lost_s:.1f} s" if lost_s >= 0.9995 else f"{lost_s * 1e3:.0f} ms"


def _svg(canvas: Canvas, box: Box, surface: StillSurface) -> str:
    theme, u = canvas.theme, canvas.layout.u
    colour = theme.finger(surface.finger)
    y, left = surface_y(box), surface.late * box.w
    if not surface.filled:
        return (
            f'<path d="M0 {y}H{box.w}" stroke="{mixed(theme.bg, colour, 0.6)}" '
            f'stroke-width="{1.5 * u:g}" stroke-dasharray="{2 * u:g} {7 * u:g}" '
            'stroke-linecap="round"/>'
        )
    parts = [_body(canvas, Box(round(left), y, box.w - round(left), box.h - y), colour)]
    if surface.late:
        parts.append(
            f'<path d="M0 {y}H{left:.1f}" stroke="{colour}" stroke-width="{1.5 * u:g}" '
            f'stroke-dasharray="{2 * u:g} {7 * u:g}" stroke-linecap="round"/>'
        )
    parts += [_rings(canvas, wave, (wave.at * box.w, y), colour) for wave in surface.waves]
    points = " ".join(f"{x:.1f},{line:.2f}" for x, line in _line(canvas, box, surface, left))
    parts.append(
        f'<polyline points="{points}" fill="none" stroke="{colour}" '
        f'stroke-width="{2.2 * u:g}" stroke-linejoin="round"/>'
    )
    return "".join(parts)


def _body(canvas: Canvas, water: Box, colour: str) -> str:
    """Return the water below the line, fading into the ground, with a few glints of light."""
    theme, u = canvas.theme, canvas.layout.u
    if theme.plain:
        return ""
    deep = min(water.h, 48 * u)
    rng = np.random.default_rng(water.w + sum(map(ord, colour)))
    glints = []
    for row in range(GLINTS):
        x, wide = rng.uniform(0.02, 0.85) * water.w, rng.uniform(16, 60) * u
        y = water.y + deep * (0.2 + 0.6 * row / GLINTS)
        glints.append(f"M{water.x + x:.1f} {y:.1f}h{min(wide, water.w - x):.1f}")
    strong = 0.34 if theme.is_light else 0.3
    return (
        '<linearGradient id="w" x1="0" y1="0" x2="0" y2="1">'
        f'<stop offset="0" stop-color="{colour}" stop-opacity="{strong}"/>'
        f'<stop offset="1" stop-color="{colour}" stop-opacity="0"/></linearGradient>'
        f'<rect x="{water.x}" y="{water.y}" width="{water.w}" height="{deep:.1f}" fill="url(#w)"/>'
        f'<path d="{"".join(glints)}" stroke="{colour}" stroke-opacity="0.28" '
        f'stroke-width="{u:g}" fill="none"/>'
    )


def _size(wave: Wave) -> float:
    """Return how large a ripple is drawn, 0.3 to 1."""
    return 0.3 + 0.7 * min(math.sqrt(wave.lost_s / LARGEST_S), 1.0)


def _line(
    canvas: Canvas, box: Box, surface: StillSurface, left: float
) -> list[tuple[float, float]]:
    """Return the water's line: flat, and a damped wave about each ripple."""
    u = canvas.layout.u
    x = np.arange(left, box.w + STEP_PX, STEP_PX).clip(max=box.w)
    y = np.full_like(x, surface_y(box))
    for wave in surface.waves:
        size, away = _size(wave), x - wave.at * box.w
        width, length = 34 * u * size, 30 * u
        y -= 11 * u * size * np.exp(-((away / width) ** 2)) * np.cos(2 * math.pi * away / length)
    return list(zip(x.tolist(), y.tolist(), strict=True))


def _rings(canvas: Canvas, wave: Wave, at: tuple[float, float], colour: str) -> str:
    u, size = canvas.layout.u, _size(wave)
    x, y = at[0], at[1] + 15 * u
    count = 4 if size > 0.6 else 3
    rings = []
    for ring in range(count):
        rx = 62 * u * size * (ring + 1) / count
        ry = min(rx * 0.21, 12 * u)
        opacity = 0.95 - 0.7 * ring / count
        rings.append(
            f'<ellipse cx="{x:.1f}" cy="{y:.1f}" rx="{rx:.1f}" ry="{ry:.1f}" '
            f'stroke-opacity="{opacity:.2f}"/>'
        )
    return f'<g fill="none" stroke="{colour}" stroke-width="{1.3 * u:g}">{"".join(rings)}</g>'

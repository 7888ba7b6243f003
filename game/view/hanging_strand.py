"""The string of pearls at play: it hangs, and every note that landed is simply in its place."""

from dataclasses import dataclass

import numpy as np
import pygame

from game.view.canvas import Canvas
from game.view.layout import Box
from game.view.pearl import Pearl, draw_pearl
from game.view.shape import Ring, draw_glow, draw_ring

SAG = 0.12
RIPPLE_PHASES = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class HangingStrand:
    """A run being played: ``landed`` of ``length`` notes are on the string.

    ``landing`` goes from 0 to 1 while the last pearl falls into place (180 ms), ``ripple`` while
    its ring spreads (900 ms, once); 1 means at rest. With reduced motion both stay 1.
    """

    length: int
    landed: int
    landing: float = 1
    ripple: float = 1


def strand_points(canvas: Canvas, box: Box, length: int) -> tuple[tuple[float, float], ...]:
    """Return where the pearls hang inside a box, at equal lengths along a parabola."""
    return canvas.pictures.value(("strand", box, length), lambda: _hung(box, length))


def _hung(box: Box, length: int) -> tuple[tuple[float, float], ...]:
    sag = min(SAG * box.w, box.h * 0.86)
    x = np.linspace(-1, 1, 801)
    y = sag * (1 - x**2)
    way = np.concatenate([[0], np.cumsum(np.hypot(np.diff(x * box.w / 2), np.diff(y)))])
    # Half a pitch of string is left at either end, where it is tied.
    at = (np.arange(length) + 0.5) / length * way[-1]
    where = np.interp(at, way, x)
    middle = box.x + box.w / 2
    return tuple((middle + v * box.w / 2, box.y + sag * (1 - v**2)) for v in where)


def pearl_radius(canvas: Canvas, box: Box, length: int) -> int:
    """Return the radius at which ``length`` pearls hang without touching, 4 to 16 units."""
    return round(min(canvas.px(16), max(box.w / length * 0.42, canvas.px(4))))


def draw_hanging_strand(canvas: Canvas, box: Box, strand: HangingStrand) -> None:
    """Draw the string across ``box``: the thread and empty beads once, the pearls each frame."""
    points = strand_points(canvas, box, strand.length)
    radius = pearl_radius(canvas, box, strand.length)
    key = ("hanging", box, strand.length)
    air = canvas.px(8)
    size = (box.w + 2 * air, box.h + 2 * air)
    thread = canvas.vector(
        key, size, lambda: _thread_svg(canvas, box, points), view=(-air, -air, *size)
    )
    canvas.blit(thread, box.x - air, box.y - air)
    if not strand.landed:
        return
    x, y = points[strand.landed - 1]
    y -= (1 - strand.landing) ** 2 * canvas.px(26)
    draw_glow(canvas, (x, y), round(radius * 3.2), canvas.theme.lamp, 0.32)
    if strand.ripple < 1:
        _draw_ripple(canvas, points[strand.landed - 1], radius, strand.ripple)
    pearl = Pearl()
    for point in (*points[: strand.landed - 1], (x, y)):
        draw_pearl(canvas, point, radius, pearl)


def prepare_hanging_strand(canvas: Canvas, box: Box, length: int) -> None:
    """Render thread, pearl and every phase of the ripple, so that no note has to wait for it."""
    aside = canvas.onto(pygame.Surface((1, 1)))
    for phase in range(RIPPLE_PHASES + 1):
        strand = HangingStrand(length=length, landed=1, ripple=phase / RIPPLE_PHASES)
        draw_hanging_strand(aside, box, strand)


def _draw_ripple(canvas: Canvas, point: tuple[float, float], radius: int, ripple: float) -> None:
    # Sprites are kept by phase, so the phase comes in whole steps.
    phase = round(ripple * RIPPLE_PHASES) / RIPPLE_PHASES
    for ring in range(3):
        reach = radius * (1.5 + phase * 1.4 + ring * 0.75)
        opacity = round((1 - phase) * (0.85, 0.55, 0.3)[ring], 2)
        draw_ring(
            canvas,
            point,
            reach,
            Ring(colour=canvas.theme.lamp, width=1.5 * canvas.layout.u, opacity=opacity),
        )


def _thread_svg(canvas: Canvas, box: Box, points: tuple[tuple[float, float], ...]) -> str:
    theme, u = canvas.theme, canvas.layout.u
    sag = min(SAG * box.w, box.h * 0.86)
    bead = 3.2 * u
    beads = "".join(
        f'<circle cx="{x - box.x:.2f}" cy="{y - box.y:.2f}" r="{bead:g}"/>' for x, y in points
    )
    ends = "".join(f'<circle cx="{x}" cy="0" r="{3.6 * u:g}"/>' for x in (0, box.w))
    # A quadratic whose control point lies twice the sag below is that parabola.
    return (
        f'<path d="M0 0Q{box.w / 2:g} {2 * sag:g} {box.w} 0" fill="none" stroke="{theme.line2}" '
        f'stroke-width="{1.4 * u:g}"/><g fill="{theme.bg}" stroke="{theme.line2}" '
        f'stroke-width="{1.3 * u:g}">{beads}</g><g fill="{theme.bg}" stroke="{theme.text3}" '
        f'stroke-width="{1.5 * u:g}">{ends}</g>'
    )

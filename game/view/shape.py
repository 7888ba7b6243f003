"""Rounded rectangles, glows and rings: the few shapes that many views share.

A rounded rectangle is rendered once a style and stretched from nine pieces, so a card of any size
costs no rendering.
"""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pygame

from game.view.canvas import Canvas
from game.view.layout import Box


@dataclass(frozen=True, slots=True, kw_only=True)
class Plate:
    """A rounded rectangle: lengths in pixels, colours ``#RRGGBB``, opacity 0 to 1."""

    radius: int
    fill: str
    edge: str = ""
    edge_px: float = 1
    opacity: float = 1
    shadow: bool = False


def draw_plate(canvas: Canvas, box: Box, plate: Plate) -> None:
    """Draw a rounded rectangle that fills ``box``; a shadow falls outside it."""
    margin = _shadow_margin(canvas, plate)
    picture = canvas.pictures.get(
        ("plate", box.w, box.h, plate), lambda: _stretched(canvas, box, plate, margin)
    )
    canvas.blit(picture, box.x - margin, box.y - margin)


def _shadow_margin(canvas: Canvas, plate: Plate) -> int:
    return canvas.px(20) if plate.shadow and not canvas.theme.plain else 0


def _stretched(canvas: Canvas, box: Box, plate: Plate, margin: int) -> pygame.Surface:
    radius = min(plate.radius, box.w // 2, box.h // 2)
    corner = radius + 2 * margin + 1
    side = 2 * corner + 1
    small = canvas.vector(
        ("plate", plate, radius), (side, side), lambda: _plate_svg(canvas, plate, radius, margin)
    )
    w, h = box.w + 2 * margin, box.h + 2 * margin
    if w < 2 * corner or h < 2 * corner:
        return canvas.vector(
            ("plate whole", plate, w, h), (w, h), lambda: _whole_svg(canvas, plate, (w, h), margin)
        )
    field = pygame.Surface((w, h), pygame.SRCALPHA, 32)
    xs, ys = _slices(corner, w), _slices(corner, h)
    for from_x, from_w, to_x, to_w in xs:
        for from_y, from_h, to_y, to_h in ys:
            if to_w > 0 and to_h > 0:
                piece = small.subsurface((from_x, from_y, from_w, from_h))
                field.blit(pygame.transform.scale(piece, (to_w, to_h)), (to_x, to_y))
    return field


def _slices(corner: int, length: int) -> tuple[tuple[int, int, int, int], ...]:
    """Return (from, size, to, size) of the first, stretched and last piece along one side."""
    return (
        (0, corner, 0, corner),
        (corner, 1, corner, length - 2 * corner),
        (corner + 1, corner, length - corner, corner),
    )


def _plate_svg(canvas: Canvas, plate: Plate, radius: int, margin: int) -> str:
    side = 2 * (radius + 2 * margin + 1) + 1
    return _whole_svg(canvas, plate, (side, side), margin, radius)


def _whole_svg(
    canvas: Canvas, plate: Plate, size: tuple[int, int], margin: int, radius: float | None = None
) -> str:
    w, h = size[0] - 2 * margin, size[1] - 2 * margin
    r = min(plate.radius, w / 2, h / 2) if radius is None else radius
    inset = plate.edge_px / 2 if plate.edge else 0
    edge = f'stroke="{plate.edge}" stroke-width="{plate.edge_px:g}"' if plate.edge else ""
    shadow = ""
    if margin:
        blur, down = 5 * canvas.layout.u, 6 * canvas.layout.u
        shadow = (
            f'<filter id="s" x="-50%" y="-50%" width="200%" height="200%">'
            f'<feGaussianBlur stdDeviation="{blur:g}"/></filter>'
            f'<rect x="{margin}" y="{margin + down:g}" width="{w}" height="{h}" rx="{r:g}" '
            f'fill="#6B4A10" fill-opacity="0.10" filter="url(#s)"/>'
        )
    return (
        f'{shadow}<rect x="{margin + inset:g}" y="{margin + inset:g}" '
        f'width="{w - 2 * inset:g}" height="{h - 2 * inset:g}" rx="{max(r - inset, 0):g}" '
        f'fill="{plate.fill}" fill-opacity="{plate.opacity:g}" {edge}/>'
    )


def draw_glow(
    canvas: Canvas, centre: tuple[float, float], radius: int, colour: str, strength: float = 0.5
) -> None:
    """Draw light that falls off to nothing at ``radius`` pixels; none in a plain theme."""
    if canvas.theme.plain or radius < 1:
        return
    canvas.blit_centred(glow_picture(canvas, radius, colour, strength), *centre)


def glow_picture(canvas: Canvas, radius: int, colour: str, strength: float) -> pygame.Surface:
    """Return the sprite of ``draw_glow``."""

    def make() -> pygame.Surface:
        share = np.minimum(_away(2 * radius) / radius, 1)
        # The curve ends level: a straight ramp shows its rim.
        return _tinted(colour, strength * (1 - share**2) ** 3)

    return canvas.pictures.get(("glow", radius, colour, strength), make)


def _away(side: int) -> npt.NDArray[np.float64]:
    """Return each pixel's distance from the middle of a square, shape (side, side)."""
    line = np.arange(side) - (side - 1) / 2
    away: npt.NDArray[np.float64] = np.hypot(line[:, None], line[None, :])
    return away


def _tinted(colour: str, alpha: npt.NDArray[np.float64]) -> pygame.Surface:
    """Return one colour with an opacity a pixel, 0 to 1."""
    surface = pygame.Surface(alpha.shape, pygame.SRCALPHA, 32)
    surface.fill(colour)
    pygame.surfarray.pixels_alpha(surface)[:] = np.rint(alpha * 255).astype(np.uint8)
    return surface


@dataclass(frozen=True, slots=True, kw_only=True)
class Ring:
    """A circle's line, its width and dashes in pixels; ``fill`` "none" leaves it hollow."""

    colour: str
    width: float
    fill: str = "none"
    opacity: float = 1
    dashes: str = ""


def draw_ring(canvas: Canvas, centre: tuple[float, float], radius: float, ring: Ring) -> None:
    """Draw a circle around a point; kept as a sprite."""
    # Half-pixel radii, or a swelling ring would make a sprite for every phase.
    radius = round(radius * 2) / 2
    side = 2 * math.ceil(radius + ring.width / 2 + 1)

    def body() -> str:
        return (
            f'<circle cx="{side / 2}" cy="{side / 2}" r="{radius:g}" fill="{ring.fill}" '
            f'stroke="{ring.colour}" stroke-width="{ring.width:g}" '
            f'opacity="{ring.opacity:g}" stroke-dasharray="{ring.dashes}"/>'
        )

    key = ("ring", radius, ring)
    if ring.dashes:
        picture = canvas.vector(key, (side, side), body)
    else:
        picture = canvas.pictures.get(key, lambda: _ring_picture(side, radius, ring))
    canvas.blit_centred(picture, *centre)


def _ring_picture(side: int, radius: float, ring: Ring) -> pygame.Surface:
    """Return a ring by coverage: many phases are needed, and SVG takes ten times as long."""
    away = _away(side)
    line = np.zeros_like(away)
    if ring.width:
        line = np.clip(ring.width / 2 + 0.5 - np.abs(away - radius), 0, min(1, ring.width))
    if ring.fill == "none":
        return _tinted(ring.colour, line * ring.opacity)
    disc = np.clip(radius + 0.5 - away, 0, 1)
    alpha = line + disc * (1 - line)
    share = np.divide(line, alpha, out=np.zeros_like(line), where=alpha > 0)
    surface = _tinted(ring.fill, alpha * ring.opacity)
    colours = pygame.surfarray.pixels3d(surface)
    fill, stroke = (np.array(pygame.Color(name)[:3]) for name in (ring.fill, ring.colour))
    colours[:] = np.rint(fill + (stroke - fill) * share[..., None]).astype(np.uint8)
    return surface


def draw_disc(
    canvas: Canvas, centre: tuple[float, float], radius: float, colour: str, opacity: float = 1
) -> None:
    """Draw a filled circle; kept as a sprite."""
    ring = Ring(colour=colour, width=0, fill=colour, opacity=opacity)
    draw_ring(canvas, centre, radius, ring)


def draw_line(
    canvas: Canvas,
    start: tuple[float, float],
    end: tuple[float, float],
    colour: str,
    width: float,
) -> None:
    """Draw an upright or level line of whole pixels; others by ``pygame.draw.aaline``."""
    thick = max(1, round(width))
    (x0, y0), (x1, y1) = start, end
    if round(x0) == round(x1):
        top, bottom = sorted((round(y0), round(y1)))
        canvas.surface.fill(colour, (round(x0 - thick / 2), top, thick, bottom - top))
    elif round(y0) == round(y1):
        left, right = sorted((round(x0), round(x1)))
        canvas.surface.fill(colour, (left, round(y0 - thick / 2), right - left, thick))
    else:
        pygame.draw.aaline(canvas.surface, colour, start, end, thick)

"""Rounded rectangles, glows and rings: the few shapes that many views share.

A rounded rectangle is rendered once a style and stretched from nine pieces, so a card of any size
costs no rendering.
"""

import math
from dataclasses import dataclass

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

    def body() -> str:
        # Thirteen stops of a curve that ends level: a straight ramp shows its rim.
        stops = "".join(
            f'<stop offset="{k / 12:.3f}" stop-color="{colour}" '
            f'stop-opacity="{strength * _fall(k / 12):.4f}"/>'
            for k in range(13)
        )
        return (
            f'<radialGradient id="g">{stops}</radialGradient>'
            f'<circle cx="{radius}" cy="{radius}" r="{radius}" fill="url(#g)"/>'
        )

    return canvas.vector(("glow", radius, colour, strength), (2 * radius, 2 * radius), body)


def _fall(distance: float) -> float:
    return (1 - distance**2) ** 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Ring:
    """A circle's line, its width and dashes in pixels; ``fill`` "none" leaves it hollow."""

    colour: str
    width: float
    fill: str = "none"
    opacity: float = 1
    dashes: str = ""


def draw_ring(
    canvas: Canvas,
    centre: tuple[float, float],
    radius: float,
    ring: Ring,
) -> None:
    """Draw a circle around a point; kept as a sprite."""
    # Half-pixel radii would make a sprite for every phase of a swelling ring.
    radius = round(radius * 2) / 2
    side = 2 * math.ceil(radius + ring.width / 2 + 1)
    dash = f'stroke-dasharray="{ring.dashes}"' if ring.dashes else ""

    def body() -> str:
        return (
            f'<circle cx="{side / 2}" cy="{side / 2}" r="{radius:g}" fill="{ring.fill}" '
            f'stroke="{ring.colour}" stroke-width="{ring.width:g}" '
            f'opacity="{ring.opacity:g}" {dash}/>'
        )

    canvas.blit_centred(canvas.vector(("ring", radius, ring), (side, side), body), *centre)


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

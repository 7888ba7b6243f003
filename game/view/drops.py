"""The drops of the finger that plays: a row of them on the beat, and one that falls.

A drop falls with the beat and never with the finger, so that nothing at play tells early from late.
Afterwards each drop stands where its stroke was, over the rings of the beats.
"""

import math
from dataclasses import dataclass

import pygame

from game.theme import mixed
from game.view.canvas import Canvas
from game.view.layout import Box
from game.view.still_surface import surface_y

HEIGHT, RING = 26, 19
FALLS_FROM = 30
RIPPLE_PHASES = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class DropRow:
    """Drops as shares of the row's width: ``beats`` are rings on the water, ``drops`` hang above.

    ``landed`` beats have brought their drop already and are drawn in full; None for all. There is
    room for at least ``room_for`` of them, so that they keep their size while they come.
    """

    finger: int
    beats: tuple[float, ...] = ()
    drops: tuple[float, ...] = ()
    landed: int | None = None
    room_for: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class FallingDrop:
    """The drop on its way: ``at`` across the row, ``fallen`` 0 to 1; ``ring`` 0 to 1 after that."""

    finger: int
    at: float
    fallen: float = 1.0
    ring: float | None = None


def draw_drop_row(canvas: Canvas, box: Box, row: DropRow) -> None:
    """Draw a row of drops and rings across ``box``, a row as ``draw_still_surface`` has it."""
    y, theme = surface_y(box), canvas.theme
    thick = max(1, round(canvas.layout.u))
    canvas.surface.fill(mixed(theme.bg, theme.line2, 0.7), (box.x, y, box.w, thick))
    landed = len(row.beats) if row.landed is None else row.landed
    room = box.w / max(len(row.beats), len(row.drops), row.room_for)
    for index, beat in enumerate(row.beats):
        faint = index >= landed
        canvas.blit_centred(_ring(canvas, row.finger, room, faint=faint), box.x + beat * box.w, y)
    high = _height(canvas, room)
    for drop in row.drops:
        canvas.blit_centred(
            drop_picture(canvas, row.finger, high), box.x + drop * box.w, y - high * 0.62
        )


def draw_falling(canvas: Canvas, box: Box, drop: FallingDrop, *, room: float) -> None:
    """Draw the drop that falls, or the ring it leaves; ``room`` is the width between two drops."""
    x, y = box.x + drop.at * box.w, surface_y(box)
    if drop.ring is not None:
        phase = round(drop.ring * RIPPLE_PHASES)
        if 0 < phase < RIPPLE_PHASES:
            canvas.blit_centred(_spreading(canvas, drop.finger, room, phase), x, y)
        return
    high = _height(canvas, room)
    up = (1 - drop.fallen**2) * canvas.px(FALLS_FROM)
    canvas.blit_centred(drop_picture(canvas, drop.finger, high), x, y - high * 0.62 - up)


def prepare_drops(canvas: Canvas, box: Box, row: DropRow) -> None:
    """Render drop, rings and every phase of the spreading one, so that no beat has to wait."""
    aside = canvas.onto(pygame.Surface((1, 1)))
    draw_drop_row(aside, box, row)
    room = box.w / max(len(row.beats), row.room_for)
    _ring(canvas, row.finger, room, faint=True)
    drop_picture(canvas, row.finger, _height(canvas, room))
    for phase in range(1, RIPPLE_PHASES):
        _spreading(canvas, row.finger, room, phase)


def drop_picture(canvas: Canvas, finger: int, height: int) -> pygame.Surface:
    """Return a drop's sprite, ``height`` pixels tall from tip to foot."""
    wide = round(height * 0.62)
    size = (wide + 4, height + 4)

    def body() -> str:
        theme = canvas.theme
        colour = theme.finger(finger)
        r, w, h = wide / 2, wide + 4, height
        shape = (
            f"M{w / 2:g} 2C{w / 2 + r * 0.28:g} {2 + h * 0.3:g} {w / 2 + r:g} {2 + h * 0.46:g} "
            f"{w / 2 + r:g} {2 + h - r:g}A{r:g} {r:g} 0 0 1 {w / 2 - r:g} {2 + h - r:g}"
            f"C{w / 2 - r:g} {2 + h * 0.46:g} {w / 2 - r * 0.28:g} {2 + h * 0.3:g} {w / 2:g} 2Z"
        )
        if theme.plain:
            return f'<path d="{shape}" fill="{colour}"/>'
        dark = mixed(colour, "#000000", 0.3)
        pale = mixed(colour, "#FFFFFF", 0.35)
        rim = f'stroke="{mixed(colour, theme.text, 0.45)}"' if theme.is_light else ""
        return (
            '<radialGradient id="d" cx=".38" cy=".62" r=".75">'
            f'<stop offset="0" stop-color="{pale}"/><stop offset=".5" stop-color="{colour}"/>'
            f'<stop offset="1" stop-color="{dark}"/></radialGradient>'
            f'<path d="{shape}" fill="url(#d)" {rim}/>'
            f'<ellipse cx="{w / 2 - r * 0.42:g}" cy="{2 + h - r * 0.95:g}" rx="{r * 0.16:g}" '
            f'ry="{r * 0.36:g}" fill="#FFFFFF" fill-opacity="0.8"/>'
        )

    return canvas.vector(("drop", finger, height), size, body)


def _height(canvas: Canvas, room: float) -> int:
    return max(6, round(min(canvas.px(HEIGHT), room * 1.15)))


def _ring(canvas: Canvas, finger: int, room: float, *, faint: bool) -> pygame.Surface:
    """Return the flattened ring of a beat; faint while its drop is still to come."""
    rx = min(canvas.px(RING), room * 0.46) * (0.5 if faint else 1.0)
    return _ellipse(canvas, finger, rx, 0.4 if faint else 0.75)


def _spreading(canvas: Canvas, finger: int, room: float, phase: int) -> pygame.Surface:
    share = phase / RIPPLE_PHASES
    rx = min(canvas.px(RING), room * 0.46) * (1 + 1.3 * share)
    return _ellipse(canvas, finger, rx, round(0.7 * (1 - share), 2))


def _ellipse(canvas: Canvas, finger: int, rx: float, opacity: float) -> pygame.Surface:
    rx = max(round(rx * 2) / 2, 2.0)
    ry, line = max(rx * 0.2, 1.5), 1.3 * canvas.layout.u
    size = (2 * math.ceil(rx + line), 2 * math.ceil(ry + line))
    colour = canvas.theme.finger(finger)
    return canvas.vector(
        ("drop ring", finger, rx, opacity),
        size,
        lambda: (
            f'<ellipse cx="{size[0] / 2}" cy="{size[1] / 2}" rx="{rx:g}" ry="{ry:g}" fill="none" '
            f'stroke="{colour}" stroke-opacity="{opacity:g}" stroke-width="{line:g}"/>'
        ),
    )

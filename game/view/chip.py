"""Finger chips, and lines of words with chips and arrows among them.

A finger is a number first and a colour second (LOOK 5): filled where it is in focus, hollow where
it is in play. The arrow of 4 to 5 is drawn, since the font has none.
"""

import math
from dataclasses import dataclass

import pygame

from game.theme import Role
from game.view.canvas import Canvas
from game.view.text import Anchor, draw_middle, draw_text, size_px, text_width

CHIP_GAP = 5
# Arrow length and the space on either side of it, in radii of the chips.
SHAFT, BETWEEN = 1.7, 0.42


@dataclass(frozen=True, slots=True, kw_only=True)
class Chip:
    """A finger's chip; ``finger`` 1 to 5, ``filled`` where the finger is in focus."""

    finger: int
    filled: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Transition:
    """From one finger to the next: chip, arrow, chip."""

    finger: int
    to_finger: int


Part = str | Chip | Transition


def draw_chip(canvas: Canvas, centre: tuple[float, float], radius: float, chip: Chip) -> None:
    """Draw a chip of ``radius`` pixels around a point."""
    canvas.blit_centred(chip_picture(canvas, radius, chip), *centre)


def chip_picture(canvas: Canvas, radius: float, chip: Chip) -> pygame.Surface:
    """Return a chip's sprite, number included."""

    def make() -> pygame.Surface:
        colour = canvas.theme.finger(chip.finger)
        side = 2 * math.ceil(radius + 1)
        line = 1.5 * max(canvas.layout.u, radius / 14)
        rim = f'r="{radius:g}" fill="{colour}"'
        if not chip.filled:
            rim = f'r="{radius - line / 2:g}" fill="none" stroke="{colour}" stroke-width="{line:g}"'
        disc = f'<circle cx="{side / 2}" cy="{side / 2}" {rim}/>'
        picture = canvas.vector(("chip disc", radius, chip), (side, side), lambda: disc).copy()
        # In the light theme 2 and 4 are too pale for small numbers: a hollow chip's is ink.
        hollow = canvas.theme.text if canvas.theme.is_light else colour
        ink = canvas.theme.on_finger(chip.finger) if chip.filled else hollow
        face = (700, max(radius * 1.42, 11))
        draw_middle(canvas.onto(picture), str(chip.finger), (side / 2, side / 2), face, ink)
        return picture

    return canvas.pictures.get(("chip", radius, chip), make)


def draw_arrow(canvas: Canvas, left: float, y: float, length: float, colour: str) -> None:
    """Draw an arrow to the right, its shaft at ``y``; ``length`` in pixels."""
    w, h = math.ceil(length), math.ceil(length * 0.8)
    line = 1.7 * length / 16

    def body() -> str:
        tip, mid, head = w - line, h / 2, length * 0.28
        return (
            f'<path d="M{line:g} {mid:g}H{tip:g}M{tip - head:g} {mid - head:g}'
            f'L{tip:g} {mid:g}L{tip - head:g} {mid + head:g}" fill="none" stroke="{colour}" '
            f'stroke-width="{line:g}" stroke-linecap="round" stroke-linejoin="round"/>'
        )

    canvas.blit(canvas.vector(("arrow", length, colour), (w, h), body), left, y - h / 2)


def draw_transition(
    canvas: Canvas, left: float, y: float, radius: float, pair: Transition
) -> float:
    """Draw chip, arrow, chip around height ``y``; return the x past it."""
    between, length = radius * BETWEEN, radius * SHAFT
    draw_chip(canvas, (left + radius, y), radius, Chip(finger=pair.finger))
    draw_arrow(canvas, left + 2 * radius + between, y, length, canvas.theme.text)
    last = left + 3 * radius + 2 * between + length
    draw_chip(canvas, (last, y), radius, Chip(finger=pair.to_finger))
    return last + radius


def transition_width(radius: float) -> float:
    """Return the width that ``draw_transition`` takes."""
    return radius * (4 + 2 * BETWEEN + SHAFT)


def chip_radius(canvas: Canvas, role: Role) -> float:
    """Return the radius of a chip that stands among words of this role."""
    return round(size_px(canvas, role) * 0.62)


def parts_width(canvas: Canvas, parts: tuple[Part, ...], role: Role) -> float:
    """Return the width of a line of words and chips in pixels."""
    radius = chip_radius(canvas, role)
    gap = canvas.tpx(CHIP_GAP)
    widths = []
    for part in parts:
        match part:
            case str():
                widths.append(float(text_width(canvas, part, role)))
            case Chip():
                widths.append(2 * radius)
            case Transition():
                widths.append(transition_width(radius))
    return sum(widths) + gap * (len(parts) - 1)


def draw_parts(
    canvas: Canvas,
    parts: tuple[Part, ...],
    at: tuple[float, float],
    role: Role,
    colour: str,
    *,
    anchor: Anchor = Anchor.LEFT,
) -> float:
    """Draw words, chips and transitions on one baseline; return the x past the line."""
    radius = chip_radius(canvas, role)
    gap = canvas.tpx(CHIP_GAP)
    x = at[0] - parts_width(canvas, parts, role) * anchor.value
    middle = at[1] - size_px(canvas, role) * 0.33
    for part in parts:
        match part:
            case str():
                x += draw_text(canvas, part, (x, at[1]), role, colour)
            case Chip():
                draw_chip(canvas, (x + radius, middle), radius, part)
                x += 2 * radius
            case Transition():
                x = draw_transition(canvas, x, middle, radius, part)
        x += gap
    return x - gap

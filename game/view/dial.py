"""The dose as a dial: minutes done, planned and to spare on an arc of 220 degrees."""

import math
from dataclasses import dataclass

from game.theme import Role
from game.view.canvas import Canvas
from game.view.layout import Box
from game.view.text import Anchor, draw_text, text_width

SWEEP = 220.0
DROP = math.sin(math.radians((SWEEP - 180) / 2))  # how far the ends hang, in radii
SMALLEST_RADIUS = 44


@dataclass(frozen=True, slots=True, kw_only=True)
class Dial:
    """Today's minutes: ``limit`` at most, ``done`` already, ``planned`` in this session."""

    limit: int
    planned: float
    done: float = 0

    @property
    def left(self) -> float:
        """Minutes that may still be played today."""
        return max(0.0, self.limit - self.done)


def draw_dial(canvas: Canvas, box: Box, dial: Dial) -> None:
    """Draw the dial as large as fits into ``box``, its words inside the arc or, if large, below.

    Where the box has no room for an arc that can be read, the words stand alone.
    """
    spare = max(dial.left - dial.planned, 0)
    full = dial.left <= 0
    words = "" if full else f"{dial.planned:.0f} planned, {spare:.0f} to spare"
    radius, centre = _geometry(canvas, box, below=False)
    below = text_width(canvas, words, Role.SECOND) > radius * 1.5
    if below:
        radius, centre = _geometry(canvas, box, below=True)
    x, y = centre
    if radius >= canvas.tpx(SMALLEST_RADIUS):
        _draw_arc(canvas, box, dial, (radius, centre))
        foot = y + radius * DROP
    else:
        # the words alone, in the middle
        foot = box.y + max(0, (box.h - canvas.tpx(104)) / 2) - canvas.tpx(8)
    theme = canvas.theme
    head = (x, foot + canvas.tpx(44)) if below else (x, y - canvas.tpx(12))
    figure, meaning = (dial.done, "played today") if full else (dial.left, "left today")
    draw_text(canvas, f"{figure:.0f} min", head, Role.VERDICT, theme.text, anchor=Anchor.CENTRE)
    first = (x, head[1] + canvas.tpx(25))
    draw_text(canvas, meaning, first, Role.SECOND, theme.text2, anchor=Anchor.CENTRE)
    if full:
        return
    last = (x, max(foot + canvas.tpx(4), first[1] + canvas.tpx(24)))
    draw_text(canvas, words, last, Role.SECOND, theme.text2, anchor=Anchor.CENTRE)


def _draw_arc(canvas: Canvas, box: Box, dial: Dial, arc: tuple[float, tuple[float, float]]) -> None:
    radius, (x, y) = arc
    picture = canvas.vector(
        ("dial", dial, box),
        (box.w, box.h),
        lambda: _svg(canvas, radius, (x, y), dial),
        view=(box.x, box.y, box.w, box.h),
    )
    canvas.blit(picture, box.x, box.y)
    for minute in range(0, dial.limit + 1, _every(dial.limit)):
        angle = _angle(minute / dial.limit)
        away = radius + canvas.px(6) + canvas.tpx(15)
        at = (x + math.cos(angle) * away, y + math.sin(angle) * away + canvas.tpx(5))
        draw_text(canvas, str(minute), at, Role.AXIS, canvas.theme.text3, anchor=Anchor.CENTRE)


def _every(limit: int) -> int:
    return 5 if limit <= 40 else 10 if limit <= 80 else 30


def _geometry(canvas: Canvas, box: Box, *, below: bool) -> tuple[float, tuple[float, float]]:
    """Return radius and middle of the arc, labels above it and words inside or below."""
    label = canvas.tpx(20)
    foot = canvas.tpx(100) if below else canvas.tpx(10)
    radius = min((box.h - label - foot) / (1 + DROP), box.w / 2 - canvas.tpx(36))
    return radius, (box.x + box.w / 2, box.y + label + radius)


def _angle(share: float) -> float:
    """Return the angle in radians, clockwise from the right, of a share of the sweep."""
    return math.radians(180 - (SWEEP - 180) / 2 + share * SWEEP)


def _arc(radius: float, centre: tuple[float, float], start: float, end: float) -> str:
    a, b = _angle(start), _angle(end)
    large = 1 if (end - start) * SWEEP > 180 else 0
    x, y = centre
    return (
        f"M{x + radius * math.cos(a):.2f} {y + radius * math.sin(a):.2f}"
        f"A{radius:.2f} {radius:.2f} 0 {large} 1 "
        f"{x + radius * math.cos(b):.2f} {y + radius * math.sin(b):.2f}"
    )


def _svg(canvas: Canvas, radius: float, centre: tuple[float, float], dial: Dial) -> str:
    theme, u = canvas.theme, canvas.layout.u

    def arc(start: float, end: float, colour: str, width: float = 10 * u) -> str:
        if end - start < 1e-6:
            return ""
        return (
            f'<path d="{_arc(radius, centre, start, end)}" fill="none" stroke="{colour}" '
            f'stroke-width="{width:g}" stroke-linecap="round"/>'
        )

    done = min(1.0, dial.done / dial.limit)
    planned = min(1.0, (dial.done + dial.planned) / dial.limit)
    parts = [arc(0, 1, theme.line)]
    if theme.plain:
        # Without greys, what is to spare is an outline.
        parts.append(arc(0, 1, theme.card, 7 * u))
    parts += [arc(0, planned, theme.lamp), arc(0, done, theme.line2)]
    for minute in range(1, dial.limit):
        long = minute % 5 == 0
        if dial.limit > 60 and not long:
            continue
        angle = _angle(minute / dial.limit)
        inner, outer = radius - (27 if long else 22) * u, radius - 16 * u
        c, s = math.cos(angle), math.sin(angle)
        x, y = centre
        colour = theme.text2 if long else theme.line2
        parts.append(
            f'<path d="M{x + inner * c:.2f} {y + inner * s:.2f}L{x + outer * c:.2f} '
            f'{y + outer * s:.2f}" stroke="{colour}" stroke-width="{(1.5 if long else 1) * u:g}"/>'
        )
    return "".join(parts)

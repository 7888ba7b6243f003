"""Where things stand at any window size and any size of type (LOOK 4 and 9).

Shapes scale by ``u`` (1 at 1280 x 720, in steps of 1/8), words by ``t``; ``px`` and ``tpx`` turn a
length of the 1280 x 720 drawing into pixels. Nothing here knows pygame: a ``Box`` is four whole
numbers, which pygame takes as a rectangle.
"""

import itertools
import math
from dataclasses import dataclass
from typing import NamedTuple, Self

WIDTH, HEIGHT = 1280, 720
TEXT_PERCENTS = (100, 125, 150, 200)
SMALLEST = (1024, 600)


class Box(NamedTuple):
    """A rectangle in whole pixels: left, top, width, height."""

    x: int
    y: int
    w: int
    h: int

    @property
    def right(self) -> int:
        """The first pixel column past the right edge."""
        return self.x + self.w

    @property
    def bottom(self) -> int:
        """The first pixel row past the lower edge."""
        return self.y + self.h

    @property
    def centre(self) -> tuple[int, int]:
        """The middle, rounded down."""
        return self.x + self.w // 2, self.y + self.h // 2

    def inset(self, dx: int, dy: int | None = None) -> Self:
        """Return the box with ``dx`` taken off left and right, ``dy`` off top and bottom."""
        dy = dx if dy is None else dy
        return type(self)(self.x + dx, self.y + dy, self.w - 2 * dx, self.h - 2 * dy)

    def moved(self, dx: int, dy: int) -> Self:
        """Return the box of the same size elsewhere."""
        return type(self)(self.x + dx, self.y + dy, self.w, self.h)

    def below(self, y: int) -> Self:
        """Return what is left of the box from ``y`` down."""
        return type(self)(self.x, y, self.w, self.bottom - y)

    def columns(self, shares: tuple[float, ...], space: int) -> tuple[Self, ...]:
        """Split from left to right by ``shares`` with ``space`` between; nothing is lost."""
        spans = _spans(self.x, self.w, shares, space)
        return tuple(type(self)(start, self.y, size, self.h) for start, size in spans)

    def rows(self, shares: tuple[float, ...], space: int) -> tuple[Self, ...]:
        """Split from top to bottom by ``shares`` with ``space`` between; nothing is lost."""
        spans = _spans(self.y, self.h, shares, space)
        return tuple(type(self)(self.x, start, self.w, size) for start, size in spans)

    def contains(self, x: float, y: float) -> bool:
        """Return True where the point lies inside, for the mouse."""
        return self.x <= x < self.right and self.y <= y < self.bottom


def _spans(start: int, length: int, shares: tuple[float, ...], space: int) -> list[tuple[int, int]]:
    free = length - space * (len(shares) - 1)
    total = sum(shares)
    edges = [0.0]
    for share in shares:
        edges.append(edges[-1] + share / total * free)
    return [
        (start + round(a) + i * space, round(b) - round(a))
        for i, (a, b) in enumerate(itertools.pairwise(edges))
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Scale and the fixed areas of one window size; make it with ``layout_for``.

    ``top_bar``, ``content`` and ``rail`` belong to quiet screens; ``play_bar``, ``stage`` and
    ``keyboard`` to a game while it is played. ``hints_y`` and ``play_hints_y`` are baselines.
    """

    width: int
    height: int
    u: float
    t: float
    text_percent: int
    compact: bool
    space: int
    padding: int
    top_bar: Box
    content: Box
    hints_y: int
    rail: Box
    play_bar: Box
    stage: Box
    play_hints_y: int
    keyboard: Box

    def px(self, length: float) -> int:
        """Return a shape's length in pixels; what is not 0 stays at least 1."""
        return max(1, round(length * self.u)) if length > 0 else round(length * self.u)

    def tpx(self, length: float) -> int:
        """Return a length that goes with words (line pitch, baseline) in pixels."""
        return round(length * self.t)

    @property
    def pitch(self) -> float:
        """Scale of things that hold words and shapes: the larger of ``u`` and ``t``."""
        return max(self.u, self.t)

    @property
    def large_type(self) -> bool:
        """True from 150 % on: columns stack, tabs become one menu."""
        return self.text_percent >= 150


def layout_for(width: int, height: int, text_percent: int = 100) -> Layout:
    """Return the layout of a window of ``width`` x ``height`` pixels.

    Parameters
    ----------
    width, height : pixels; sizes below 1024 x 600 are laid out as 1024 x 600 and cut by the window
    text_percent : the player's choice, one of ``TEXT_PERCENTS``
    """
    width, height = max(width, SMALLEST[0]), max(height, SMALLEST[1])
    u = math.floor(min(width / WIDTH, height / HEIGHT) * 8) / 8
    t = max(u, 1.0) * text_percent / 100
    compact = width < 1180 or height < 680
    margin, space, padding, rail = (24, 12, 20, 32) if compact else _scaled(u, (48, 16, 28, 40))
    across = width - 2 * margin if compact else min(width - 2 * margin, round(1184 * u))
    left = (width - across) // 2
    bar = max(round((56 if compact else 72) * u), round(30 * t))
    hints = max(round(40 * u), round(28 * t))
    keys = round(160 * u)
    content_top = bar + (8 if compact else round(16 * u))
    content = Box(left, content_top, across, height - rail - hints - content_top)
    stage_bottom = height - keys - hints
    return Layout(
        width=width,
        height=height,
        u=u,
        t=t,
        text_percent=text_percent,
        compact=compact,
        space=space,
        padding=padding,
        top_bar=Box(left, 0, across, bar),
        content=content,
        hints_y=height - rail - round(13 * u),
        rail=Box(0, height - rail, width, rail),
        play_bar=Box(left, 0, across, bar),
        stage=Box(left, bar, across, stage_bottom - bar),
        play_hints_y=height - keys - round(20 * u),
        keyboard=Box(0, height - keys, width, keys),
    )


def _scaled(u: float, lengths: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(round(length * u) for length in lengths)

"""A figure that never walks alone: value, unit, interval, and the usual range it lies in."""

from dataclasses import dataclass

from game.theme import Role
from game.view.axis import Axis, axis_around, label
from game.view.band import band_svg
from game.view.canvas import Canvas
from game.view.layout import Box
from game.view.text import Anchor, draw_text, size_px, text_width


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A result in words: "11.2", "ms", "9.8 to 12.8"."""

    value: str
    unit: str
    interval: str = ""


def draw_result(canvas: Canvas, at: tuple[float, float], figure: Figure, width: int) -> int:
    """Draw a large figure with unit and interval; return the last baseline.

    Where ``width`` does not hold all three, the interval goes on a line of its own.
    """
    theme = canvas.theme
    x, y = at
    x += draw_text(canvas, figure.value, at, Role.RESULT, theme.text) + canvas.tpx(8)
    x += draw_text(canvas, figure.unit, (x, y), Role.UNIT, theme.text2) + canvas.tpx(20)
    if not figure.interval:
        return round(y)
    if x + text_width(canvas, figure.interval, Role.BODY) > at[0] + width:
        x, y = at[0], y + canvas.tpx(30)
    draw_text(canvas, figure.interval, (x, y), Role.BODY, theme.text2)
    return round(y)


def result_baseline(canvas: Canvas) -> float:
    """Return how far below its top a large figure stands."""
    return size_px(canvas, Role.RESULT) * 0.84


def result_height(canvas: Canvas, figure: Figure, width: int) -> int:
    """Return the height of ``draw_result`` down to its last baseline."""
    across = (
        text_width(canvas, figure.value, Role.RESULT)
        + text_width(canvas, figure.unit, Role.UNIT)
        + text_width(canvas, figure.interval, Role.BODY)
        + canvas.tpx(28)
    )
    second = canvas.tpx(30) if figure.interval and across > width else 0
    return round(result_baseline(canvas)) + second


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """A value with its 95 % interval and, where known, the player's usual range; one unit."""

    value: float
    low: float
    high: float
    usual: tuple[float, float] | None = None


def interval_axis(interval: Interval, *, most: int = 5) -> Axis:
    """Return a ruler that holds interval and usual range."""
    values = (interval.low, interval.high, interval.value, *(interval.usual or ()))
    return axis_around(values, most=most, whole=True)


def draw_interval(canvas: Canvas, box: Box, interval: Interval, axis: Axis | None = None) -> None:
    """Draw band, line and dot inside ``box``, without a ruler: the small glyph."""
    axis = axis or axis_around(
        (interval.low, interval.high, interval.value, *(interval.usual or ()))
    )
    picture = canvas.vector(
        ("interval", interval, axis),
        (box.w, box.h),
        lambda: _glyph_svg(canvas, (box.w, box.h), interval, axis, ruled=False),
    )
    canvas.blit(picture, box.x, box.y)


def ruled_height(canvas: Canvas) -> int:
    """Return the height that ``draw_ruled_interval`` takes."""
    return canvas.px(34) + canvas.tpx(18)


def draw_ruled_interval(canvas: Canvas, box: Box, interval: Interval, axis: Axis) -> None:
    """Draw band, line and dot on a ruler with figures below it."""
    air = canvas.tpx(8)
    # Half of an outer figure stands past its tick: it may use half the card's padding.
    ends = (text_width(canvas, label(tick), Role.AXIS) // 2 for tick in axis.ticks)
    box = box.inset(max(0, max(ends, default=0) - canvas.layout.padding // 2), 0)
    size = (box.w + 2 * air, canvas.px(34))
    picture = canvas.vector(
        ("ruled interval", interval, axis),
        size,
        lambda: _glyph_svg(canvas, size, interval, axis, ruled=True, air=air),
    )
    canvas.blit(picture, box.x - air, box.y)
    y = box.y + canvas.px(30) + canvas.tpx(14)
    for tick in axis.ticks:
        x = box.x + axis.share(tick) * box.w
        draw_text(canvas, label(tick), (x, y), Role.AXIS, canvas.theme.text3, anchor=Anchor.CENTRE)


def _glyph_svg(
    canvas: Canvas,
    size: tuple[int, int],
    interval: Interval,
    axis: Axis,
    *,
    ruled: bool,
    air: int = 0,
) -> str:
    theme, u = canvas.theme, canvas.layout.u
    left, wide = (air, size[0] - 2 * air) if ruled else (6 * u, size[0] - 12 * u)
    y = 12 * u if ruled else size[1] / 2
    half = 11 * u if ruled else size[1] / 2 - u

    def x(value: float) -> float:
        return left + axis.share(value) * wide

    parts = []
    if interval.usual:
        start, end = (x(value) for value in interval.usual)
        rect = (
            f'rect x="{start:.1f}" y="{y - half:.1f}" width="{end - start:.1f}" '
            f'height="{2 * half:.1f}" rx="{min(6 * u, half):.1f}"'
        )
        parts.append(band_svg(theme, rect, u))
    if ruled:
        parts.append(
            f'<path d="M{left} {y}H{left + wide}" stroke="{theme.line2}" stroke-width="{u:g}"/>'
        )
        parts += [
            f'<path d="M{x(tick):.1f} {y + half * 0.7:.1f}v{6 * u:.1f}" stroke="{theme.line2}" '
            f'stroke-width="{1.3 * u:g}"/>'
            for tick in axis.ticks
        ]
    colour = theme.accent if ruled else theme.text
    width, radius = (4 * u, 6 * u) if ruled else (2.4 * u, 5 * u)
    parts.append(
        f'<path d="M{x(interval.low):.1f} {y:.1f}H{x(interval.high):.1f}" stroke="{colour}" '
        f'stroke-width="{width:g}" stroke-linecap="round"/>'
        f'<circle cx="{x(interval.value):.1f}" cy="{y:.1f}" r="{radius:g}" fill="{colour}" '
        f'stroke="{theme.card}" stroke-width="{2 * u:g}"/>'
    )
    return "".join(parts)

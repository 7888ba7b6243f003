"""Early and late about the beat, by place: early left, late right; by finger, and note by note."""

import math
from dataclasses import dataclass
from itertools import pairwise

from game.theme import Role
from game.view.axis import Axis, label
from game.view.band import grid_colour
from game.view.canvas import Canvas
from game.view.finger_time import FingerTime, draw_chips, middles, rows_svg, values_of
from game.view.layout import Box
from game.view.text import Anchor, draw_text, text_width

REACHES_MS = (20.0, 30.0, 40.0, 50.0, 60.0, 80.0, 100.0, 120.0, 150.0, 200.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class AsynchronyChart:
    """One row a finger, in order; times from zero, negative early."""

    rows: tuple[FingerTime, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TapsChart:
    """The notes of each round in order, ms from zero; None for one that was not played."""

    rounds: tuple[tuple[float | None, ...], ...]


def draw_asynchrony_chart(canvas: Canvas, box: Box, chart: AsynchronyChart) -> None:
    """Draw a dot with its interval a finger, its SD at the right, and the ruler below."""
    theme = canvas.theme
    axis = axis_about_zero(values_of(chart.rows))
    chips = canvas.px(44)
    figures = text_width(canvas, "SD 188 ms", Role.SECOND) + canvas.tpx(14)
    area = _area(canvas, Box(box.x + chips, box.y, box.w - chips - figures, box.h))
    picture = canvas.vector(
        ("asynchronies", chart, box),
        (box.w, box.h),
        lambda: _ruler_svg(canvas, area, axis) + rows_svg(canvas, area, chart.rows, axis),
        view=(box.x, box.y, box.w, box.h),
    )
    canvas.blit(picture, box.x, box.y)
    draw_chips(canvas, box.x, area, chart.rows)
    for row, y in zip(chart.rows, middles(area, chart.rows), strict=True):
        baseline = y + canvas.tpx(6)
        if row.median_ms is None:
            draw_text(canvas, "too few to say", (area.x, baseline), Role.AXIS, theme.text3)
        elif row.sd_ms is not None:
            words = f"SD {row.sd_ms:.0f} ms"
            end = (box.right, baseline)
            draw_text(canvas, words, end, Role.SECOND, theme.text, anchor=Anchor.RIGHT)
    _draw_ruler_words(canvas, area, axis)


def draw_taps_chart(canvas: Canvas, box: Box, chart: TapsChart) -> None:
    """Draw every note as a dot, the first at the top, a gap between two rounds."""
    played = tuple(late for each in chart.rounds for late in each if late is not None)
    axis = axis_about_zero(played)
    area = _area(canvas, box)
    picture = canvas.vector(
        ("taps", chart, box),
        (box.w, box.h),
        lambda: _ruler_svg(canvas, area, axis) + _taps_svg(canvas, area, chart, axis),
        view=(box.x, box.y, box.w, box.h),
    )
    canvas.blit(picture, box.x, box.y)
    _draw_ruler_words(canvas, area, axis)


def axis_about_zero(values: tuple[float, ...]) -> Axis:
    """Return a ruler of three ticks that reaches as far to the left as to the right."""
    widest = max((abs(value) for value in values), default=0.0)
    reach = next((each for each in REACHES_MS if each >= widest), math.ceil(widest / 100) * 100.0)
    return Axis(low=-reach, high=reach, ticks=(-reach, 0.0, reach))


def _area(canvas: Canvas, box: Box) -> Box:
    head, foot = canvas.tpx(22), canvas.tpx(24)
    return Box(box.x, box.y + head, box.w, box.h - head - foot).inset(canvas.tpx(16), 0)


def _draw_ruler_words(canvas: Canvas, area: Box, axis: Axis) -> None:
    """Draw which side is which above, and the figures below; every second where large."""
    theme = canvas.theme
    y = area.y - canvas.tpx(8)
    draw_text(canvas, "early", (area.x, y), Role.AXIS, theme.text3)
    draw_text(canvas, "late", (area.right, y), Role.AXIS, theme.text3, anchor=Anchor.RIGHT)
    foot = area.bottom + canvas.tpx(20)
    for tick in axis.ticks:
        sign = "+" if tick > 0 else ""
        at = (area.x + axis.share(tick) * area.w, foot)
        draw_text(canvas, sign + label(tick), at, Role.AXIS, theme.text3, anchor=Anchor.CENTRE)


def _ruler_svg(canvas: Canvas, area: Box, axis: Axis) -> str:
    theme, u = canvas.theme, canvas.layout.u
    parts = []
    for tick in axis.ticks:
        x = area.x + axis.share(tick) * area.w
        # zero is what all is compared with: a whole line
        line = (
            f'stroke="{theme.line2}" stroke-width="{1.5 * u:g}"'
            if tick == 0
            else f'stroke="{grid_colour(theme)}" stroke-width="{u:g}" '
            f'stroke-dasharray="{2 * u:g} {4 * u:g}"'
        )
        parts.append(f'<path d="M{x:.1f} {area.y}V{area.bottom}" {line}/>')
    return "".join(parts)


def _taps_svg(canvas: Canvas, area: Box, chart: TapsChart, axis: Axis) -> str:
    theme, u = canvas.theme, canvas.layout.u
    count = sum(len(each) for each in chart.rounds)
    space = canvas.px(16)
    pitch = (area.h - space * max(0, len(chart.rounds) - 1)) / max(1, count)
    radius = min(4 * u, max(1.8 * u, pitch * 0.42))
    parts, y = [], float(area.y)
    for each in chart.rounds:
        path = []
        for late in each:
            y += pitch
            if late is None:
                path.append("")
                continue
            x = area.x + axis.share(late) * area.w
            path.append(f"{x:.1f} {y - pitch / 2:.1f}")
            parts.append(
                f'<circle cx="{x:.1f}" cy="{y - pitch / 2:.1f}" r="{radius:g}" '
                f'fill="{theme.text}"/>'
            )
        lines = "".join(f"M{one}L{other}" for one, other in pairwise(path) if one and other)
        # under the dots: where the hand wandered
        parts.insert(
            0, f'<path d="{lines}" fill="none" stroke="{theme.line2}" stroke-width="{u:g}"/>'
        )
        y += space
    return "".join(parts)

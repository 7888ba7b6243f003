"""Where the taps of a calibration lay: a dot a tap, piled up; the middle and its interval."""

import math
from dataclasses import dataclass

from game.theme import Role
from game.view.axis import Axis, axis_around, label
from game.view.band import band_svg, grid_colour
from game.view.canvas import Canvas
from game.view.layout import Box
from game.view.text import Anchor, draw_text, text_width

MOST_PILES = 14
WIDTHS_MS = (2, 5, 10, 20, 50)


@dataclass(frozen=True, slots=True, kw_only=True)
class TapHistogram:
    """Taps in ms late (negative: early); the ``middle`` that is offered, with its interval."""

    taps_ms: tuple[float, ...]
    middle_ms: float | None = None
    low_ms: float | None = None
    high_ms: float | None = None


def draw_tap_histogram(canvas: Canvas, box: Box, chart: TapHistogram) -> None:
    """Draw the dots above a ruler in ms; the interval as a band named in place."""
    theme = canvas.theme
    if not chart.taps_ms:
        return
    axis = axis_around((*chart.taps_ms, 0.0), most=4, whole=True)
    head, foot = canvas.tpx(26), canvas.tpx(28)
    area = Box(box.x, box.y + head, box.w, box.h - head - foot).inset(canvas.tpx(16), 0)
    picture = canvas.vector(
        ("tap histogram", chart, box),
        (box.w, box.h),
        lambda: _svg(canvas, area, chart, axis),
        view=(box.x, box.y, box.w, box.h),
    )
    canvas.blit(picture, box.x, box.y)
    for tick in axis.ticks:
        at = (area.x + axis.share(tick) * area.w, area.bottom + canvas.tpx(22))
        draw_text(canvas, label(tick), at, Role.AXIS, theme.text3, anchor=Anchor.CENTRE)
    if chart.middle_ms is not None:
        words = "your middle, and how sure it is"
        half = text_width(canvas, words, Role.AXIS) / 2
        x = area.x + axis.share(chart.middle_ms) * area.w
        x = min(max(x, area.x + half), area.right - half)
        y = area.y - canvas.tpx(8)
        draw_text(canvas, words, (x, y), Role.AXIS, theme.text2, anchor=Anchor.CENTRE)


def piles(taps_ms: tuple[float, ...]) -> tuple[int, dict[int, int]]:
    """Return the width of a pile in ms and how many taps each holds, by number from 0 ms."""
    spread = max(taps_ms) - min(taps_ms)
    width = next((each for each in WIDTHS_MS if spread <= MOST_PILES * each), WIDTHS_MS[-1])
    found: dict[int, int] = {}
    for late in taps_ms:
        number = math.floor(late / width)
        found[number] = found.get(number, 0) + 1
    return width, found


def _svg(canvas: Canvas, area: Box, chart: TapHistogram, axis: Axis) -> str:
    theme, u = canvas.theme, canvas.layout.u

    def x(value: float) -> float:
        return area.x + axis.share(value) * area.w

    parts = [
        f'<path d="M{x(tick):.1f} {area.y}V{area.bottom}" stroke="{grid_colour(theme)}" '
        f'stroke-width="{u:g}" stroke-dasharray="{2 * u:g} {4 * u:g}"/>'
        for tick in axis.ticks
    ]
    if chart.middle_ms is not None and chart.low_ms is not None and chart.high_ms is not None:
        wide = x(chart.high_ms) - x(chart.low_ms)
        rect = (
            f'rect x="{x(chart.low_ms):.1f}" y="{area.y}" width="{wide:.1f}" height="{area.h}" '
            f'rx="{6 * u:g}"'
        )
        parts.append(band_svg(theme, rect, u))
        parts.append(
            f'<path d="M{x(chart.middle_ms):.1f} {area.y}V{area.bottom}" stroke="{theme.accent}" '
            f'stroke-width="{2.4 * u:g}"/>'
        )
    width, found = piles(chart.taps_ms)
    column = x(width) - x(0)
    radius = min(14 * u, 0.44 * column, 0.44 * area.h / (max(found.values()) + 1))
    for number, count in sorted(found.items()):
        centre = x((number + 0.5) * width)
        parts += [
            f'<circle cx="{centre:.1f}" cy="{area.bottom - radius * (2.1 * level + 1.2):.1f}" '
            f'r="{radius:.2f}" fill="{theme.text}" stroke="{theme.card}" '
            f'stroke-width="{0.8 * u:g}"/>'
            for level in range(count)
        ]
    parts.append(
        f'<path d="M{area.x} {area.bottom}H{area.right}" stroke="{theme.line2}" '
        f'stroke-width="{u:g}"/>'
    )
    return "".join(parts)

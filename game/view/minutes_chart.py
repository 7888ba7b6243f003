"""Minutes at the keys, week by week: bars from nothing up, with the most there may be."""

from dataclasses import dataclass

from game.theme import Role
from game.view.axis import axis_around, label
from game.view.canvas import Canvas
from game.view.layout import Box
from game.view.text import Anchor, draw_text, text_width


@dataclass(frozen=True, slots=True, kw_only=True)
class MinutesChart:
    """Minutes of each week with its name; the last week is the one now."""

    minutes: tuple[float, ...]
    names: tuple[str, ...]


def draw_minutes_chart(canvas: Canvas, box: Box, chart: MinutesChart) -> None:
    """Draw a bar a week; names stand under as many as have room, counted back from the last."""
    if not chart.minutes:
        return
    theme = canvas.theme
    gutter, foot = canvas.tpx(34), canvas.tpx(22)
    area = Box(box.x + gutter, box.y + canvas.tpx(6), box.w - gutter, box.h - foot)
    area = Box(area.x, area.y, area.w, area.h - canvas.tpx(6))
    axis = axis_around((0.0, max(*chart.minutes, 1.0)), most=3, whole=True)
    picture = canvas.vector(
        ("minutes", chart, area),
        (area.w, area.h),
        lambda: _svg(canvas, area, chart, axis.high),
        view=(area.x, area.y, area.w, area.h),
    )
    canvas.blit(picture, area.x, area.y)
    for tick in (axis.low, axis.high):
        y = area.bottom - axis.share(tick) * area.h + canvas.tpx(5)
        at = (area.x - canvas.tpx(10), y)
        draw_text(canvas, label(tick), at, Role.AXIS, theme.text3, anchor=Anchor.RIGHT)
    pitch = _pitch(canvas, area, chart)
    wide = text_width(canvas, "wk 88", Role.AXIS) + canvas.tpx(24)
    every = max(1, -(-wide // max(1, round(pitch))))
    for index in range(len(chart.minutes) - 1, -1, -every):
        below = (area.x + (index + 0.5) * pitch, box.bottom - canvas.tpx(2))
        draw_text(canvas, chart.names[index], below, Role.AXIS, theme.text3, anchor=Anchor.CENTRE)


def _pitch(canvas: Canvas, area: Box, chart: MinutesChart) -> float:
    # a few weeks stand close together at the left, not stretched over the whole card
    return min(area.w / len(chart.minutes), max(canvas.px(60), canvas.tpx(60)))


def _svg(canvas: Canvas, area: Box, chart: MinutesChart, most: float) -> str:
    theme, u = canvas.theme, canvas.layout.u
    pitch = _pitch(canvas, area, chart)
    wide = min(18 * u, pitch * 0.6)
    parts = [
        f'<path d="M{area.x} {area.y + 1}H{area.right}" stroke="{theme.line2}" '
        f'stroke-width="{u:g}" stroke-dasharray="{2 * u:g} {5 * u:g}"/>'
    ]
    for index, minutes in enumerate(chart.minutes):
        high = minutes / most * (area.h - 2)
        if high <= 0:
            continue
        x = area.x + (index + 0.5) * pitch - wide / 2
        now = index == len(chart.minutes) - 1
        colour = theme.accent if now else theme.text3
        parts.append(
            f'<rect x="{x:.1f}" y="{area.bottom - high:.1f}" width="{wide:.1f}" '
            f'height="{high:.1f}" rx="{min(4 * u, high / 2):.1f}" fill="{colour}" '
            f'fill-opacity="{1 if now or theme.plain else 0.8}"/>'
        )
    parts.append(
        f'<path d="M{area.x} {area.bottom - 0.5}H{area.right}" stroke="{theme.line2}" '
        f'stroke-opacity="0.6" stroke-width="{u:g}"/>'
    )
    return "".join(parts)

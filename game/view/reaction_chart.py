"""Reaction time per finger: a dot with its interval on one ruler, a row each."""

from dataclasses import dataclass

from game.theme import Role
from game.view.axis import Axis, axis_around, label
from game.view.band import grid_colour
from game.view.canvas import Canvas
from game.view.finger_time import FingerTime, draw_chips, middles, rows_svg, values_of
from game.view.layout import Box
from game.view.text import Anchor, draw_text, text_width


@dataclass(frozen=True, slots=True, kw_only=True)
class ReactionChart:
    """One row a finger, in order."""

    rows: tuple[FingerTime, ...]


def draw_reaction_chart(canvas: Canvas, box: Box, chart: ReactionChart) -> None:
    """Draw rows with chips left and figures right, and a ruler in ms at the foot."""
    theme = canvas.theme
    values = values_of(chart.rows) or (300.0, 900.0)
    axis = axis_around(values, most=4, whole=True)
    foot, chips = canvas.tpx(26), canvas.px(44)
    figures = text_width(canvas, "1888 ms", Role.SECOND_STRONG) + canvas.tpx(14)
    area = Box(box.x + chips, box.y, box.w - chips - figures, box.h - foot)
    picture = canvas.vector(
        ("reactions", chart, box),
        (box.w, box.h),
        lambda: _svg(canvas, area, chart, axis),
        view=(box.x, box.y, box.w, box.h),
    )
    canvas.blit(picture, box.x, box.y)
    draw_chips(canvas, box.x, area, chart.rows)
    for row, y in zip(chart.rows, middles(area, chart.rows), strict=True):
        baseline = y + canvas.tpx(6)
        if row.median_ms is None:
            start = (area.x + canvas.tpx(4), baseline)
            draw_text(canvas, "too few to say", start, Role.AXIS, theme.text3)
            continue
        words = f"{row.median_ms:.0f} ms"
        end = (box.right, baseline)
        draw_text(canvas, words, end, Role.SECOND_STRONG, theme.text, anchor=Anchor.RIGHT)
        if row.ends_ms is None:
            dot = area.x + axis.share(row.median_ms) * area.w
            _draw_few(canvas, area, (dot, baseline))
    for tick in axis.ticks:
        at = (area.x + axis.share(tick) * area.w, box.bottom - canvas.tpx(4))
        draw_text(canvas, label(tick), at, Role.AXIS, theme.text3, anchor=Anchor.CENTRE)


def _draw_few(canvas: Canvas, area: Box, dot: tuple[float, float]) -> None:
    """Say why a dot has no line: at its right, else at its left, else below it."""
    words = "too few for an interval"
    wide = text_width(canvas, words, Role.AXIS)
    x, y = dot[0] + canvas.tpx(12), dot[1]
    if x + wide > area.right:
        x = dot[0] - canvas.tpx(12) - wide
    if x < area.x:
        x = min(max(dot[0] - wide / 2, area.x), area.right - wide)
        y += canvas.tpx(15)
    draw_text(canvas, words, (x, y), Role.AXIS, canvas.theme.text3)


def _svg(canvas: Canvas, area: Box, chart: ReactionChart, axis: Axis) -> str:
    theme, u = canvas.theme, canvas.layout.u
    parts = []
    for tick in axis.ticks:
        x = area.x + axis.share(tick) * area.w
        parts.append(
            f'<path d="M{x:.1f} {area.y}V{area.bottom}" stroke="{grid_colour(theme)}" '
            f'stroke-width="{u:g}" stroke-dasharray="{2 * u:g} {4 * u:g}"/>'
        )
    return "".join(parts) + rows_svg(canvas, area, chart.rows, axis)

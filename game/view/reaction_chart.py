"""Reaction time per finger: a dot with its interval on one ruler, a row each."""

from dataclasses import dataclass

from game.theme import Role
from game.view.axis import Axis, axis_around, label
from game.view.band import grid_colour
from game.view.canvas import Canvas
from game.view.chip import Chip, draw_chip
from game.view.layout import Box
from game.view.text import Anchor, draw_text, text_width


@dataclass(frozen=True, slots=True, kw_only=True)
class Reaction:
    """A finger's median reaction time in ms with its interval; None: too few to say."""

    finger: int
    median_ms: float | None = None
    low_ms: float | None = None
    high_ms: float | None = None

    @property
    def ends_ms(self) -> tuple[float, float] | None:
        """The interval, None where there is none."""
        return None if self.low_ms is None or self.high_ms is None else (self.low_ms, self.high_ms)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReactionChart:
    """One row a finger, in order."""

    rows: tuple[Reaction, ...]


def draw_reaction_chart(canvas: Canvas, box: Box, chart: ReactionChart) -> None:
    """Draw rows with chips left and figures right, and a ruler in ms at the foot."""
    theme = canvas.theme
    medians = [row.median_ms for row in chart.rows if row.median_ms is not None]
    ends = [end for row in chart.rows for end in row.ends_ms or ()]
    values = (*medians, *ends) or (300.0, 900.0)
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
    pitch = area.h / max(1, len(chart.rows))
    radius = round(min(14 * canvas.layout.pitch, pitch * 0.42))
    for index, row in enumerate(chart.rows):
        y = area.y + pitch * (index + 0.5)
        mark = (box.x + canvas.px(16), y)
        draw_chip(canvas, mark, radius, Chip(finger=row.finger, filled=row.median_ms is not None))
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
    pitch = area.h / max(1, len(chart.rows))
    for index, row in enumerate(chart.rows):
        if row.median_ms is None:
            continue
        y = area.y + pitch * (index + 0.5)
        given = row.ends_ms or (row.median_ms, row.median_ms)
        low, high = (area.x + axis.share(value) * area.w for value in given)
        middle = area.x + axis.share(row.median_ms) * area.w
        parts.append(
            f'<path d="M{low:.1f} {y:.1f}H{high:.1f}" stroke="{theme.text2}" '
            f'stroke-width="{2.4 * u:g}" stroke-linecap="round"/><circle cx="{middle:.1f}" '
            f'cy="{y:.1f}" r="{6 * u:g}" fill="{theme.text}" stroke="{theme.card}" '
            f'stroke-width="{2 * u:g}"/>'
        )
    return "".join(parts)

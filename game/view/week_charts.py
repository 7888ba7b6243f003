"""Two small charts of weeks: the tempo ceiling as steps, and minutes played against the most."""

from dataclasses import dataclass

import pygame

from game.theme import Role, mixed
from game.view.axis import label
from game.view.band import grid_colour
from game.view.canvas import Canvas
from game.view.layout import Box
from game.view.shape import Plate, draw_plate
from game.view.text import Anchor, draw_text


@dataclass(frozen=True, slots=True, kw_only=True)
class TempoStep:
    """A tempo held from ``start`` on (0 to 1 across the chart), with a reason where one is due."""

    start: float
    bpm: float
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TempoChart:
    """The way a tempo ceiling went; ``most`` is the highest the player's plan allows."""

    steps: tuple[TempoStep, ...]
    most: float


def draw_tempo_chart(canvas: Canvas, box: Box, chart: TempoChart) -> None:
    """Draw steps in accent over their ground, with the limit dotted; labels in bpm."""
    theme = canvas.theme
    gutter = canvas.tpx(26)
    area = Box(box.x + gutter, box.y + canvas.tpx(6), box.w - gutter, box.h - canvas.tpx(12))
    low = min(step.bpm for step in chart.steps)
    span = max(chart.most - low, 1)

    def y(bpm: float) -> float:
        return area.bottom - (bpm - low) / span * area.h * 0.92 - area.h * 0.08

    picture = canvas.vector(
        ("tempo", chart, box),
        (box.w, box.h),
        lambda: _tempo_svg(canvas, area, chart, {s.bpm: y(s.bpm) for s in chart.steps}),
        view=(box.x, box.y, box.w, box.h),
    )
    canvas.blit(picture, box.x, box.y)
    top = y(chart.most)
    canvas.blit(_dotted(canvas, area.w), area.x, top)
    shown: list[float] = []
    for bpm in (chart.most, chart.steps[-1].bpm, low):
        if all(abs(y(bpm) - other) >= canvas.tpx(15) for other in shown):
            shown.append(y(bpm))
            at = (area.x - canvas.tpx(8), y(bpm) + canvas.tpx(5))
            draw_text(canvas, label(bpm), at, Role.AXIS, theme.text3, anchor=Anchor.RIGHT)
    for step in chart.steps:
        if step.reason:
            above = (area.x + step.start * area.w, y(step.bpm) - canvas.tpx(22))
            draw_text(canvas, step.reason, above, Role.AXIS, theme.text2, anchor=Anchor.CENTRE)


def _tempo_svg(canvas: Canvas, area: Box, chart: TempoChart, ys: dict[float, float]) -> str:
    theme, u = canvas.theme, canvas.layout.u
    corners: list[tuple[float, float]] = []
    starts = [area.x + step.start * area.w for step in chart.steps]
    for start, end, step in zip(starts, [*starts[1:], area.right], chart.steps, strict=True):
        corners += [(start, ys[step.bpm]), (end, ys[step.bpm])]
    line = " ".join(f"{px:.1f},{py:.1f}" for px, py in corners)
    ground = "" if theme.plain else (
        f'<polygon points="{area.x},{area.bottom} {line} {area.right},{area.bottom}" '
        f'fill="{theme.line}" fill-opacity="0.6"/>'
    )  # fmt: skip
    marks = "".join(
        f'<circle cx="{x + 8 * u:.1f}" cy="{ys[step.bpm]:.1f}" r="{4.5 * u:g}" '
        f'fill="{theme.card}" stroke="{theme.text2}" stroke-width="{1.6 * u:g}"/>'
        for x, step in zip(starts, chart.steps, strict=True)
        if step.reason
    )
    return (
        f'{ground}<polyline points="{line}" fill="none" stroke="{theme.accent}" '
        f'stroke-width="{2.5 * u:g}" stroke-linejoin="round"/>{marks}'
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class MinutesChart:
    """Minutes a week by name, the last one being now; ``most`` is the dose of a week."""

    weeks: tuple[tuple[str, float], ...]
    most: float


def draw_minutes_chart(canvas: Canvas, box: Box, chart: MinutesChart) -> None:
    """Draw a bar a week under the dotted limit; names under as many weeks as have room."""
    theme = canvas.theme
    gutter, foot = canvas.tpx(32), canvas.tpx(22)
    area = Box(box.x + gutter, box.y + canvas.tpx(6), box.w - gutter, box.h - foot - canvas.tpx(6))
    high = max([chart.most, *(minutes for _, minutes in chart.weeks)])
    pitch = area.w / max(1, len(chart.weeks))
    wide = max(3, round(min(pitch * 0.5, 28 * canvas.layout.u)))
    for index, (_, minutes) in enumerate(chart.weeks):
        tall = round(minutes / high * area.h)
        left = round(area.x + pitch * (index + 0.5) - wide / 2)
        now = index == len(chart.weeks) - 1
        colour = theme.accent if now else mixed(theme.card, theme.text3, 0.7)
        if tall > 0:
            bar = Box(left, area.bottom - tall, wide, tall)
            draw_plate(canvas, bar, Plate(radius=min(canvas.px(4), tall // 2), fill=colour))
    canvas.surface.fill(theme.line2, (area.x, area.bottom, area.w, max(1, canvas.px(1))))
    most = area.bottom - chart.most / high * area.h
    canvas.blit(_dotted(canvas, area.w), area.x, most)
    for value, y in ((chart.most, most), (0.0, float(area.bottom))):
        at = (area.x - canvas.tpx(8), y + canvas.tpx(5))
        draw_text(canvas, label(value), at, Role.AXIS, theme.text3, anchor=Anchor.RIGHT)
    every = max(1, -(-canvas.tpx(84) // max(1, round(pitch))))
    for index in range(len(chart.weeks) - 1, -1, -every):
        below = (area.x + pitch * (index + 0.5), area.bottom + canvas.tpx(20))
        name = chart.weeks[index][0]
        draw_text(canvas, name, below, Role.AXIS, theme.text3, anchor=Anchor.CENTRE)


def _dotted(canvas: Canvas, wide: int) -> pygame.Surface:
    u = canvas.layout.u
    colour = grid_colour(canvas.theme) if canvas.theme.plain else canvas.theme.line2
    return canvas.vector(
        ("limit", wide),
        (wide, max(2, round(2 * u))),
        lambda: (
            f'<path d="M0 {u:g}H{wide}" stroke="{colour}" stroke-width="{1.2 * u:g}" '
            f'stroke-dasharray="{3 * u:g} {3 * u:g}"/>'
        ),
    )

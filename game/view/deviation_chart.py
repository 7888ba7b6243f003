"""How early or late each note came: fingers as chips, 95 % intervals, the usual wobble as a band.

Early and late are shown by height alone, never by colour.
"""

from dataclasses import dataclass

from game.theme import Role
from game.view.band import band_svg, grid_colour
from game.view.canvas import Canvas
from game.view.chip import Chip, Transition, draw_chip, draw_transition, transition_width
from game.view.laid_strand import grid_x
from game.view.layout import Box
from game.view.text import Anchor, draw_text, text_width

REACHES = (5, 10, 15, 20, 30, 40, 60, 80, 120, 160, 240)


@dataclass(frozen=True, slots=True, kw_only=True)
class Deviation:
    """A note's mean distance from even in ms, late positive, with its interval; None: too few."""

    finger: int | None
    mean_ms: float | None
    low_ms: float = 0
    high_ms: float = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Callout:
    """What stands beside one note: the transition into it, "11 ms late", "7 to 15"."""

    index: int
    words: str
    interval: str = ""
    transition: Transition | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviationChart:
    """One mean per note of the pattern; ``wobble_ms`` is the half height of the usual band."""

    notes: tuple[Deviation, ...]
    wobble_ms: float | None = None
    callout: Callout | None = None


def note_area(canvas: Canvas, box: Box) -> Box:
    """Return the part of a card's inside where notes stand, shared with the laid strand above."""
    gutter = canvas.tpx(30)
    return Box(box.x + gutter, box.y, box.w - gutter, box.h)


def chart_reach_ms(chart: DeviationChart) -> int:
    """Return the labelled distance from 0 in ms."""
    widest = max(
        [abs(v) for n in chart.notes if n.mean_ms is not None for v in (n.low_ms, n.high_ms)]
        + [chart.wobble_ms or 0, 1]
    )
    return next((reach for reach in REACHES if widest <= reach * 1.12), REACHES[-1])


def draw_deviation_chart(canvas: Canvas, box: Box, chart: DeviationChart) -> None:
    """Draw the chart inside ``box``; its card names the unit."""
    area = note_area(canvas, box)
    reach = chart_reach_ms(chart)
    middle = box.y + box.h / 2
    scale = (box.h / 2 - canvas.tpx(24)) / reach
    columns = grid_x(area, len(chart.notes))
    picture = canvas.vector(
        ("deviations", chart, box),
        (box.w, box.h),
        lambda: _ground_svg(canvas, box, chart, scale),
        view=(box.x, box.y, box.w, box.h),
    )
    canvas.blit(picture, box.x, box.y)
    _draw_words(canvas, box, chart, (reach, scale))
    radius = max(7, round(min(10.5 * canvas.layout.pitch, area.w / len(columns) * 0.46)))
    for x, note in zip(columns, chart.notes, strict=True):
        if note.mean_ms is not None and note.finger is not None:
            y = middle - note.mean_ms * scale
            draw_chip(canvas, (x, y), radius, Chip(finger=note.finger))
    if chart.callout:
        _draw_callout(canvas, area, (columns, middle, scale, radius), chart)


def _draw_words(canvas: Canvas, box: Box, chart: DeviationChart, sizes: tuple[int, float]) -> None:
    theme = canvas.theme
    reach, scale = sizes
    area = note_area(canvas, box)
    middle = box.y + box.h / 2
    lift = canvas.tpx(5)
    for value in (reach, 0, -reach):
        words = {1: f"+{reach}", 0: "0", -1: f"\N{MINUS SIGN}{reach}"}[(value > 0) - (value < 0)]
        at = (area.x - canvas.tpx(8), middle - value * scale + lift)
        draw_text(canvas, words, at, Role.AXIS, theme.text3, anchor=Anchor.RIGHT)
    top, foot = middle - reach * scale - canvas.tpx(8), middle + reach * scale + canvas.tpx(24)
    draw_text(canvas, "later", (area.x, top), Role.AXIS, theme.text3)
    draw_text(canvas, "earlier", (area.x, foot), Role.AXIS, theme.text3)
    if chart.wobble_ms:
        words = f"your usual wobble, ±{chart.wobble_ms:.0f} ms"
        y = middle + chart.wobble_ms * scale + canvas.tpx(20)
        at = (area.right - canvas.px(4), y)
        draw_text(canvas, words, at, Role.AXIS, theme.text2, anchor=Anchor.RIGHT)


def _draw_callout(
    canvas: Canvas,
    area: Box,
    places: tuple[tuple[float, ...], float, float, int],
    chart: DeviationChart,
) -> None:
    callout = chart.callout
    if callout is None or (mean := chart.notes[callout.index].mean_ms) is None:
        return
    columns, middle, scale, radius = places
    small = radius * 0.9
    words = text_width(canvas, callout.words, Role.AXIS_STRONG)
    interval = text_width(canvas, callout.interval, Role.AXIS) + canvas.tpx(8)
    chips = transition_width(small) + canvas.tpx(9) if callout.transition else 0
    wide = chips + words + interval
    x, y = columns[callout.index], middle - mean * scale - canvas.px(7) * (1 if mean > 0 else -1)
    beside = radius + canvas.px(10)
    free = [
        left
        for left in (x + beside, x - beside - wide)
        if area.x <= left
        and left + wide <= area.right
        and not _crowded(chart, places, (left, left + wide), y)
    ]
    if free:
        left = free[0]
    else:
        # No room beside its note: on the line above the chart, where "later" stands.
        left = min(max(x, area.x + canvas.tpx(56)), area.right - wide)
        y = area.y + canvas.tpx(9)
    if callout.transition:
        left = draw_transition(canvas, left, y, small, callout.transition) + canvas.tpx(9)
    baseline = y + canvas.tpx(5)
    theme = canvas.theme
    left += draw_text(canvas, callout.words, (left, baseline), Role.AXIS_STRONG, theme.text)
    at = (left + canvas.tpx(8), baseline)
    draw_text(canvas, callout.interval, at, Role.AXIS, theme.text2)


def _crowded(
    chart: DeviationChart,
    places: tuple[tuple[float, ...], float, float, int],
    span: tuple[float, float],
    y: float,
) -> bool:
    """Return True where a note's chip or whisker lies under words at ``span`` and ``y``."""
    columns, middle, scale, radius = places
    return any(
        note.mean_ms is not None
        and span[0] - radius < x < span[1] + radius
        and middle - max(note.high_ms * scale, note.mean_ms * scale + radius) - radius
        < y
        < middle - min(note.low_ms * scale, note.mean_ms * scale - radius) + radius
        for x, note in zip(columns, chart.notes, strict=True)
    )


def _ground_svg(canvas: Canvas, box: Box, chart: DeviationChart, scale: float) -> str:
    theme, u = canvas.theme, canvas.layout.u
    area = note_area(canvas, box)
    middle = box.y + box.h / 2
    reach = chart_reach_ms(chart)
    parts = []
    if chart.wobble_ms:
        half = chart.wobble_ms * scale
        rect = (
            f'rect x="{area.x}" y="{middle - half:.1f}" width="{area.w}" '
            f'height="{2 * half:.1f}" rx="{6 * u:g}"'
        )
        parts.append(band_svg(theme, rect, u))
    parts += [
        f'<path d="M{area.x} {middle - side * reach * scale:.1f}H{area.right}" '
        f'stroke="{grid_colour(theme)}" stroke-width="{u:g}" '
        f'stroke-dasharray="{2 * u:g} {4 * u:g}"/>'
        for side in (-1, 1)
    ]
    parts.append(
        f'<path d="M{area.x} {middle}H{area.right}" stroke="{theme.line2}" '
        f'stroke-width="{1.2 * u:g}"/>'
    )
    columns = grid_x(area, len(chart.notes))
    known = [(x, n) for x, n in zip(columns, chart.notes, strict=True) if n.mean_ms is not None]
    line = " ".join(f"{x:.1f},{middle - (n.mean_ms or 0) * scale:.1f}" for x, n in known)
    parts.append(
        f'<polyline points="{line}" fill="none" stroke="{theme.text3}" stroke-opacity="0.7" '
        f'stroke-width="{1.3 * u:g}"/>'
    )
    for x, note in known:
        colour = theme.finger(note.finger) if note.finger else theme.text2
        parts.append(
            f'<path d="M{x:.1f} {middle - note.low_ms * scale:.1f}'
            f'V{middle - note.high_ms * scale:.1f}" stroke="{colour}" '
            f'stroke-width="{2 * u:g}" stroke-linecap="round"/>'
        )
    return "".join(parts)

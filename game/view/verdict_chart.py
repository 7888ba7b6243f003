"""Evenness by week: points with intervals, the baseline block, the smoothed line and its limits.

The axis is logarithmic and lower is more even: the card's title says so. A week with too little
data is a short dotted dash and takes no part in the line.
"""

from dataclasses import dataclass

from game.theme import Role, Theme
from game.view.axis import Axis, axis_around, label
from game.view.band import band_svg, grid_colour
from game.view.canvas import Canvas
from game.view.layout import Box
from game.view.shape import Plate, draw_plate
from game.view.text import Anchor, draw_text, text_width


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """A week's value and interval in ms; all None where there was too little to count."""

    name: str
    value: float | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LinePoint:
    """The smoothed value of a week (its index) and the limits of no real change, in ms."""

    week: int
    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Reset:
    """A baseline that began anew at a week (its index), with the reason in words."""

    week: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictChart:
    """Weeks in order; the first ``baseline_weeks`` are the baseline, whose value is ``baseline``.

    ``line`` holds the weeks judged so far; None for ``baseline`` while it is still gathered.
    """

    weeks: tuple[Week, ...]
    baseline_weeks: int = 0
    baseline: float | None = None
    line: tuple[LinePoint, ...] = ()
    resets: tuple[Reset, ...] = ()


class _Frame:
    """From weeks and ms to pixels."""

    def __init__(self, canvas: Canvas, box: Box, chart: VerdictChart) -> None:
        gutter, foot = canvas.tpx(26), canvas.tpx(28)
        self.area = Box(box.x + gutter, box.y, box.w - gutter, box.h - foot)
        values = [v for w in chart.weeks for v in (w.low, w.high, w.value) if v is not None]
        values += [v for p in chart.line for v in (p.low, p.high, p.value)]
        if chart.baseline is not None:
            values.append(chart.baseline)
        self.axis: Axis = axis_around(tuple(values) or (5.0, 20.0), log=True)
        self.pitch = self.area.w / max(1, len(chart.weeks))

    def x(self, week: float) -> float:
        return self.area.x + self.pitch * (week + 0.5)

    def y(self, value: float) -> float:
        return self.area.bottom - self.axis.share(value) * self.area.h


def draw_verdict_chart(canvas: Canvas, box: Box, chart: VerdictChart) -> None:
    """Draw the chart inside ``box``; its card says the unit and "lower is more even"."""
    frame = _Frame(canvas, box, chart)
    if chart.baseline_weeks:
        wide = round(frame.pitch * chart.baseline_weeks)
        block = Box(frame.area.x, frame.area.y, wide, frame.area.h)
        plate = Plate(radius=canvas.px(8), fill=_block_fill(canvas.theme))
        draw_plate(canvas, block, plate)
    picture = canvas.vector(
        ("verdict", chart, box),
        (box.w, box.h),
        lambda: _svg(canvas, frame, chart),
        view=(box.x, box.y, box.w, box.h),
    )
    canvas.blit(picture, box.x, box.y)
    _draw_axes(canvas, frame, chart)
    _draw_names(canvas, frame, chart)


def _draw_axes(canvas: Canvas, frame: _Frame, chart: VerdictChart) -> None:
    theme = canvas.theme
    for tick in frame.axis.ticks:
        at = (frame.area.x - canvas.tpx(10), frame.y(tick) + canvas.tpx(5))
        draw_text(canvas, label(tick), at, Role.AXIS, theme.text3, anchor=Anchor.RIGHT)
    # Names stand under every second week or fewer, counted back from the last.
    wide = canvas.tpx(84)
    every = max(2 if len(chart.weeks) > 6 else 1, -(-wide // max(1, round(frame.pitch))))
    for index in range(len(chart.weeks) - 1, -1, -every):
        below = (frame.x(index), frame.area.bottom + canvas.tpx(22))
        name = chart.weeks[index].name
        draw_text(canvas, name, below, Role.AXIS, theme.text3, anchor=Anchor.CENTRE)


def _draw_names(canvas: Canvas, frame: _Frame, chart: VerdictChart) -> None:
    theme, area = canvas.theme, frame.area
    if chart.baseline_weeks:
        count = chart.baseline_weeks
        weeks = f"baseline, {count} week{'s' if count > 1 else ''}"
        at = (area.x + canvas.px(12), area.bottom - canvas.px(8))
        draw_text(canvas, weeks, at, Role.AXIS, theme.text2)
    for reset in chart.resets:
        beside = (frame.x(reset.week - 0.5) + canvas.px(6), area.y + canvas.tpx(14))
        draw_text(canvas, reset.reason, beside, Role.AXIS, theme.text2)
    for index, week in enumerate(chart.weeks):
        if week.value is None and chart.baseline is not None:
            _draw_too_few(canvas, frame, index, inside=index < chart.baseline_weeks)
            break
    if not chart.line:
        return
    last = chart.line[-1]
    right = area.right - canvas.px(4)
    inside = max(frame.y(last.high) + canvas.tpx(16), area.y + canvas.tpx(14))
    _clear_hatching(canvas, (right, inside), "no real change")
    draw_text(
        canvas, "no real change", (right, inside), Role.AXIS, theme.text2, anchor=Anchor.RIGHT
    )
    if last.value < last.low or last.value > last.high:
        below = area.bottom - canvas.px(6)
        above = area.y - canvas.px(2)
        at = (right, below if last.value < last.low else above)
        draw_text(canvas, "real change", at, Role.AXIS_STRONG, theme.accent, anchor=Anchor.RIGHT)


def _clear_hatching(canvas: Canvas, at: tuple[float, float], words: str) -> None:
    """Lay words that end at ``at`` on plain ground, where bands are hatched."""
    if canvas.theme.plain:
        wide = text_width(canvas, words, Role.AXIS) + canvas.tpx(8)
        left, top = round(at[0] - wide + canvas.tpx(4)), round(at[1] - canvas.tpx(14))
        canvas.surface.fill(canvas.theme.card, (left, top, wide, canvas.tpx(19)))


def _draw_too_few(canvas: Canvas, frame: _Frame, index: int, *, inside: bool) -> None:
    """Name the first week of its kind at its foot, on clear ground; the others look the same.

    ``inside``: the week lies in the baseline block, whose own name takes the lowest line.
    """
    theme, x = canvas.theme, frame.x(index)
    low = frame.area.bottom - canvas.px(8) - canvas.tpx(22) * inside
    for line, words in enumerate(("too few", "to count")):
        at = (x, low - canvas.tpx(16 * (1 - line)))
        wide = text_width(canvas, words, Role.AXIS) + canvas.tpx(8)
        ground = Box(round(x - wide / 2), round(at[1]) - canvas.tpx(13), wide, canvas.tpx(18))
        canvas.surface.fill(_block_fill(theme) if inside else theme.card, ground)
        draw_text(canvas, words, at, Role.AXIS, theme.text2, anchor=Anchor.CENTRE)


def _block_fill(theme: Theme) -> str:
    return theme.deep if theme.is_light else theme.raised


def _svg(canvas: Canvas, frame: _Frame, chart: VerdictChart) -> str:
    theme, u = canvas.theme, canvas.layout.u
    area = frame.area
    dots = f'stroke-dasharray="{2 * u:g} {4 * u:g}"'
    parts = [
        f'<path d="M{area.x} {frame.y(tick):.1f}H{area.right}" stroke="{grid_colour(theme)}" '
        f'stroke-width="{u:g}" {dots}/>'
        for tick in frame.axis.ticks
    ]
    parts += _limits(canvas, frame, chart)
    if chart.baseline is not None:
        y = frame.y(chart.baseline)
        parts.append(
            f'<path d="M{area.x} {y:.1f}H{area.right}" stroke="{theme.text3}" '
            f'stroke-width="{1.3 * u:g}" stroke-dasharray="{5 * u:g} {4 * u:g}"/>'
        )
    for reset in chart.resets:
        parts.append(
            f'<path d="M{frame.x(reset.week - 0.5):.1f} {area.y}V{area.bottom}" '
            f'stroke="{theme.text2}" stroke-width="{1.3 * u:g}"/>'
        )
    for index, week in enumerate(chart.weeks):
        last = index == len(chart.weeks) - 1
        parts.append(_week_svg(canvas, frame, chart, (index, week, last)))
    return "".join(parts)


def _limits(canvas: Canvas, frame: _Frame, chart: VerdictChart) -> list[str]:
    if not chart.line:
        return []
    theme, u = canvas.theme, canvas.layout.u
    start = frame.area.x + frame.pitch * chart.baseline_weeks
    xs = [frame.x(point.week) for point in chart.line]
    upper = [f"{x:.1f},{frame.y(p.high):.1f}" for x, p in zip(xs, chart.line, strict=True)]
    lower = [f"{x:.1f},{frame.y(p.low):.1f}" for x, p in zip(xs, chart.line, strict=True)]
    first, last = chart.line[0], chart.line[-1]
    upper = [f"{start:.1f},{frame.y(first.high):.1f}", *upper]
    upper.append(f"{frame.area.right},{frame.y(last.high):.1f}")
    lower = [f"{start:.1f},{frame.y(first.low):.1f}", *lower]
    lower.append(f"{frame.area.right},{frame.y(last.low):.1f}")
    shape = f'polygon points="{" ".join(upper + lower[::-1])}"'
    line = [f"{x:.1f},{frame.y(p.value):.1f}" for x, p in zip(xs, chart.line, strict=True)]
    if chart.baseline is not None:
        line.insert(0, f"{start:.1f},{frame.y(chart.baseline):.1f}")
    return [
        band_svg(theme, shape, u),
        f'<polyline points="{" ".join(line)}" fill="none" stroke="{theme.accent}" '
        f'stroke-width="{3 * u:g}" stroke-linejoin="round" stroke-linecap="round"/>',
    ]


def _week_svg(
    canvas: Canvas, frame: _Frame, chart: VerdictChart, week: tuple[int, Week, bool]
) -> str:
    theme, u = canvas.theme, canvas.layout.u
    index, value, last = week
    x = frame.x(index)
    if value.value is None:
        y = frame.y(chart.baseline) if chart.baseline else frame.area.centre[1]
        return (
            f'<path d="M{x - 5 * u:.1f} {y + 9 * u:.1f}h{10 * u:g}" stroke="{theme.text3}" '
            f'stroke-width="{2 * u:g}" stroke-dasharray="{4 * u:g} {2 * u:g}"/>'
        )
    stroke = ""
    if value.low is not None and value.high is not None:
        stroke = (
            f'<path d="M{x:.1f} {frame.y(value.low):.1f}V{frame.y(value.high):.1f}" '
            f'stroke="{theme.text2}" stroke-opacity="0.75" stroke-width="{2 * u:g}"/>'
        )
    dot = theme.accent if last else theme.text
    return (
        f'{stroke}<circle cx="{x:.1f}" cy="{frame.y(value.value):.1f}" r="{6 * u:g}" '
        f'fill="{dot}" stroke="{theme.card}" stroke-width="{2 * u:g}"/>'
    )

"""How often the second press seemed harder, by how much harder it was: points and fitted curve."""

import math
from dataclasses import dataclass

from game.theme import Role
from game.view.axis import Axis, axis_around, label
from game.view.band import band_svg, grid_colour
from game.view.canvas import Canvas
from game.view.layout import Box
from game.view.text import Anchor, draw_text, text_width

SHARES = (0.0, 0.5, 1.0)
CURVE_STEPS = 80
JND_SIGMA = 0.6744897501960817
LEAST_RANGE = 8.0


@dataclass(frozen=True, slots=True, kw_only=True)
class CurvePoint:
    """Answers to about one difference: in a ``share`` of ``n`` the second seemed harder."""

    difference: float
    share: float
    n: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitted:
    """The curve: threshold and order bias in units of the differences, lapse 0 to 1."""

    threshold: float
    order_bias: float
    lapse: float = 0.0

    def share(self, difference: float) -> float:
        """Return how often the second is said to be the harder."""
        z = (difference - self.order_bias) * JND_SIGMA / self.threshold
        return self.lapse / 2 + (1 - self.lapse) * (1 + math.erf(z / math.sqrt(2))) / 2


@dataclass(frozen=True, slots=True, kw_only=True)
class ForceCurve:
    """Points sized by their answers; ``fitted`` is None where no curve can be told."""

    points: tuple[CurvePoint, ...]
    fitted: Fitted | None = None


def draw_force_curve(canvas: Canvas, box: Box, chart: ForceCurve) -> None:
    """Draw the chart: shares upwards in per cent, differences to the right in the piano's units.

    Shaded is what is told apart in fewer than three of four pairs, order bias left out.
    """
    theme = canvas.theme
    farthest = max((abs(point.difference) for point in chart.points), default=0.0)
    axis = axis_around(_sides(max(farthest, LEAST_RANGE)), most=5)
    left = text_width(canvas, "100 %", Role.AXIS) + canvas.tpx(10)
    foot = canvas.tpx(48)
    head = canvas.tpx(24)
    area = Box(box.x + left, box.y + head, box.w - left - canvas.px(12), box.h - foot - head)
    picture = canvas.vector(
        ("force curve", chart, box),
        (box.w, box.h),
        lambda: _svg(canvas, area, chart, axis),
        view=(box.x, box.y, box.w, box.h),
    )
    canvas.blit(picture, box.x, box.y)
    for share in SHARES:
        words = f"{100 * share:.0f}{' %' if share == 1 else ''}"
        at = (area.x - canvas.tpx(10), area.bottom - share * area.h + canvas.tpx(5))
        draw_text(canvas, words, at, Role.AXIS, theme.text3, anchor=Anchor.RIGHT)
    for tick in axis.ticks:
        below = (area.x + axis.share(tick) * area.w, area.bottom + canvas.tpx(20))
        words = label(abs(tick))
        draw_text(canvas, words, below, Role.AXIS, theme.text3, anchor=Anchor.CENTRE)
    y = area.bottom + canvas.tpx(42)
    draw_text(canvas, "first harder", (area.x, y), Role.AXIS, theme.text2)
    end = (area.right, y)
    draw_text(canvas, "second harder", end, Role.AXIS, theme.text2, anchor=Anchor.RIGHT)
    _name_band(canvas, area, chart, axis)


def _name_band(canvas: Canvas, area: Box, chart: ForceCurve, axis: Axis) -> None:
    if chart.fitted is None:
        return
    words = "shaded: hard to tell apart"
    middle = area.x + axis.share(chart.fitted.order_bias) * area.w
    half = text_width(canvas, words, Role.AXIS) / 2
    x = min(max(middle, area.x + half), area.right - half)
    at = (x, area.y - canvas.tpx(9))
    draw_text(canvas, words, at, Role.AXIS, canvas.theme.text3, anchor=Anchor.CENTRE)


def _sides(farthest: float) -> tuple[float, float]:
    return -farthest, farthest


def _svg(canvas: Canvas, area: Box, chart: ForceCurve, axis: Axis) -> str:
    theme, u = canvas.theme, canvas.layout.u

    def x(difference: float) -> float:
        return area.x + axis.share(difference) * area.w

    def y(share: float) -> float:
        return area.bottom - share * area.h

    parts = []
    if chart.fitted is not None:
        bias, jnd = chart.fitted.order_bias, chart.fitted.threshold
        low, high = max(bias - jnd, axis.low), min(bias + jnd, axis.high)
        shape = (
            f'rect x="{x(low):.1f}" y="{area.y}" width="{x(high) - x(low):.1f}" height="{area.h}"'
        )
        parts.append(band_svg(theme, shape, u))
    grid = (
        f'stroke="{grid_colour(theme)}" stroke-width="{u:g}" stroke-dasharray="{2 * u:g} {4 * u:g}"'
    )
    parts += [f'<path d="M{area.x} {y(share):.1f}H{area.right}" {grid}/>' for share in SHARES]
    parts.append(
        f'<path d="M{x(0):.1f} {area.y}V{area.bottom}" stroke="{theme.line2}" '
        f'stroke-width="{u:g}"/>'
    )
    if chart.fitted is not None:
        fitted = chart.fitted
        steps = [
            axis.low + (axis.high - axis.low) * step / CURVE_STEPS
            for step in range(CURVE_STEPS + 1)
        ]
        line = "L".join(f"{x(each):.1f} {y(fitted.share(each)):.1f}" for each in steps)
        parts.append(
            f'<path d="M{line}" fill="none" stroke="{theme.accent}" stroke-width="{3 * u:g}" '
            'stroke-linejoin="round"/>'
        )
    parts += [
        f'<circle cx="{x(point.difference):.1f}" cy="{y(point.share):.1f}" '
        f'r="{_radius(point.n) * u:.1f}" fill="{theme.text}" stroke="{theme.card}" '
        f'stroke-width="{2 * u:g}"/>'
        for point in chart.points
    ]
    return "".join(parts)


def _radius(n: int) -> float:
    """Return a dot's radius: its area goes with the answers."""
    return min(3.0 + 1.6 * math.sqrt(n), 14.0)

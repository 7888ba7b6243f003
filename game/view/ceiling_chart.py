"""The tempo ceiling by day: a line in steps, since a ceiling is kept until it is changed."""

from dataclasses import dataclass

from game.theme import Role
from game.view.axis import label
from game.view.canvas import Canvas
from game.view.layout import Box
from game.view.text import Anchor, draw_text


@dataclass(frozen=True, slots=True, kw_only=True)
class CeilingChart:
    """Ceilings in bpm on days counted from the first; ``names`` stand under the first and last."""

    days: tuple[int, ...]
    bpm: tuple[float, ...]
    names: tuple[str, str] = ("", "")


def draw_ceiling_chart(canvas: Canvas, box: Box, chart: CeilingChart) -> None:
    """Draw the steps with lowest and highest ceiling at the side; nothing without a day."""
    if not chart.days:
        return
    gutter, foot = canvas.tpx(34), canvas.tpx(22) if any(chart.names) else 0
    area = Box(box.x + gutter, box.y + canvas.tpx(6), box.w - gutter, box.h - foot)
    area = Box(area.x, area.y, area.w, area.h - canvas.tpx(6))
    low, high = min(chart.bpm), max(chart.bpm)
    if high - low < 1:
        low, high = low - 4, high + 4
    picture = canvas.vector(
        ("ceiling", chart, area),
        (area.w, area.h + 4),
        lambda: _svg(canvas, area, chart, (low, high)),
        view=(area.x, area.y - 2, area.w, area.h + 4),
    )
    canvas.blit(picture, area.x, area.y - 2)
    theme = canvas.theme
    for bpm in sorted({min(chart.bpm), chart.bpm[-1], max(chart.bpm)}):
        y = _y(area, bpm, (low, high)) + canvas.tpx(5)
        beside = area.x - canvas.tpx(10)
        # of labels that would touch, the one that counts now stays
        crowded = abs(_y(area, bpm, (low, high)) - _y(area, chart.bpm[-1], (low, high)))
        if bpm == chart.bpm[-1] or crowded >= canvas.tpx(18):
            at = (beside, y)
            draw_text(canvas, label(round(bpm)), at, Role.AXIS, theme.text3, anchor=Anchor.RIGHT)
    baseline = box.bottom - canvas.tpx(2)
    draw_text(canvas, chart.names[0], (area.x, baseline), Role.AXIS, theme.text3)
    last = (area.right, baseline)
    draw_text(canvas, chart.names[1], last, Role.AXIS, theme.text3, anchor=Anchor.RIGHT)


def _y(area: Box, bpm: float, span: tuple[float, float]) -> float:
    low, high = span
    air = area.h * 0.12
    return area.bottom - air - (bpm - low) / (high - low) * (area.h - 2 * air)


def _svg(canvas: Canvas, area: Box, chart: CeilingChart, span: tuple[float, float]) -> str:
    theme, u = canvas.theme, canvas.layout.u
    whole = max(1, chart.days[-1])
    path, last = "", 0.0
    for day, bpm in zip(chart.days, chart.bpm, strict=True):
        x = area.x + day / whole * area.w
        y = _y(area, bpm, span)
        path += f"M{x:.1f} {y:.1f}" if not path else f"H{x:.1f}V{y:.1f}"
        last = y
    path += f"H{area.right}"
    fill = "none" if theme.plain else theme.line
    return (
        f'<path d="{path}V{area.bottom}H{area.x}Z" fill="{fill}" fill-opacity="0.45"/>'
        f'<path d="{path}" fill="none" stroke="{theme.accent}" stroke-width="{2.5 * u:g}" '
        f'stroke-linejoin="round"/>'
        f'<circle cx="{area.right - 4 * u:.1f}" cy="{last:.1f}" r="{4 * u:g}" '
        f'fill="{theme.accent}"/>'
        f'<path d="M{area.x} {area.bottom}H{area.right}" stroke="{theme.line2}" '
        f'stroke-opacity="0.6" stroke-width="{u:g}"/>'
    )

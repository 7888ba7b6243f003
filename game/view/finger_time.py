"""A finger's median time with its interval, and the rows of dots and lines that show them."""

from collections.abc import Sequence
from dataclasses import dataclass

from game.view.axis import Axis
from game.view.canvas import Canvas
from game.view.chip import Chip, draw_chip
from game.view.layout import Box


@dataclass(frozen=True, slots=True, kw_only=True)
class FingerTime:
    """A finger's median in ms with its 95 % interval and SD; None: too few to say."""

    finger: int
    median_ms: float | None = None
    low_ms: float | None = None
    high_ms: float | None = None
    sd_ms: float | None = None

    @property
    def ends_ms(self) -> tuple[float, float] | None:
        """The interval, None where there is none."""
        return None if self.low_ms is None or self.high_ms is None else (self.low_ms, self.high_ms)


def values_of(rows: Sequence[FingerTime]) -> tuple[float, ...]:
    """Return all that the ruler must reach, in ms: medians and ends of intervals."""
    medians = (row.median_ms for row in rows if row.median_ms is not None)
    return (*medians, *(end for row in rows for end in row.ends_ms or ()))


def middles(area: Box, rows: Sequence[FingerTime]) -> tuple[float, ...]:
    """Return the height of each row's middle in ``area``."""
    pitch = area.h / max(1, len(rows))
    return tuple(area.y + pitch * (index + 0.5) for index in range(len(rows)))


def draw_chips(canvas: Canvas, x: int, area: Box, rows: Sequence[FingerTime]) -> None:
    """Draw each row's finger at ``x``; hollow where nothing can be said of it."""
    radius = round(min(14 * canvas.layout.pitch, area.h / max(1, len(rows)) * 0.42))
    for row, y in zip(rows, middles(area, rows), strict=True):
        chip = Chip(finger=row.finger, filled=row.median_ms is not None)
        draw_chip(canvas, (x + canvas.px(16), y), radius, chip)


def rows_svg(canvas: Canvas, area: Box, rows: Sequence[FingerTime], axis: Axis) -> str:
    """Return a dot on its interval for each finger of which there is something to say."""
    theme, u = canvas.theme, canvas.layout.u
    parts = []
    for row, y in zip(rows, middles(area, rows), strict=True):
        if row.median_ms is None:
            continue
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

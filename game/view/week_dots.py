"""The days of a week on a thread: played, today, planned, or rest; rest is part of the plan."""

from dataclasses import dataclass
from enum import Enum

from game.theme import Role
from game.view.canvas import Canvas
from game.view.layout import Box
from game.view.pearl import Pearl, draw_pearl
from game.view.shape import Ring, draw_disc, draw_glow, draw_line, draw_ring
from game.view.text import Anchor, draw_text, text_width


class DayState(Enum):
    """What a day was or is to be."""

    PLAYED = "played"
    TODAY = "today"
    PLANNED = "planned"
    REST = "rest"


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekDots:
    """Seven days from Monday; ``names`` are short, ``today`` an index or None."""

    days: tuple[DayState, ...]
    names: tuple[str, ...] = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
    today: int | None = None


def week_dots_height(canvas: Canvas) -> int:
    """Return the height that ``draw_week_dots`` takes in pixels."""
    return canvas.px(33) + canvas.tpx(26)


def draw_week_dots(canvas: Canvas, box: Box, week: WeekDots) -> None:
    """Draw days across ``box`` with their names below; one letter each where there is no room."""
    theme, u = canvas.theme, canvas.layout.u
    y = box.y + canvas.px(18)
    edge = canvas.px(18)
    pitch = (box.w - 2 * edge) / (len(week.days) - 1)
    widest = max(text_width(canvas, name, Role.AXIS_STRONG) for name in week.names)
    short = widest + canvas.tpx(4) > pitch
    draw_line(canvas, (box.x + edge, y), (box.right - edge, y), theme.line2, max(1, u))
    for index, (day, name) in enumerate(zip(week.days, week.names, strict=True)):
        x = box.x + edge + index * pitch
        _draw_day(canvas, (x, y), day)
        today = index == week.today
        role = Role.AXIS_STRONG if today else Role.AXIS
        colour = theme.text if today else theme.text3
        below = (x, y + canvas.px(15) + canvas.tpx(20))
        words = name[0] if short else name
        draw_text(canvas, words, below, role, colour, anchor=Anchor.CENTRE)


def _draw_day(canvas: Canvas, at: tuple[float, float], day: DayState) -> None:
    theme, u = canvas.theme, canvas.layout.u
    match day:
        case DayState.PLAYED:
            draw_pearl(canvas, at, round(10 * u), Pearl())
        case DayState.TODAY:
            draw_glow(canvas, at, round(24 * u), theme.lamp, 0.4)
            draw_ring(canvas, at, 10 * u, Ring(colour=theme.accent, width=2 * u, fill=theme.card))
        case DayState.PLANNED:
            draw_ring(canvas, at, 9 * u, Ring(colour=theme.line2, width=1.5 * u, fill=theme.card))
        case DayState.REST:
            draw_disc(canvas, at, 3.5 * u, theme.line2)

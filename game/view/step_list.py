"""Today's steps on one thread: a pearl with its light is now, a ring to come, a pearl done."""

from dataclasses import dataclass
from enum import Enum

from game.theme import Role
from game.view.canvas import Canvas
from game.view.card import draw_row
from game.view.chip import Part, draw_parts, parts_width
from game.view.layout import Box
from game.view.pearl import Pearl, draw_pearl
from game.view.shape import Ring, draw_line, draw_ring
from game.view.text import Anchor, draw_fitted, draw_text, text_width


class StepState(Enum):
    """Where a step stands in the session."""

    DONE = "done"
    NOW = "now"
    TO_COME = "to come"
    RESTING = "not today"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A step's title, its second line of words and chips, and how long it takes, None for no say.

    Words at the end of the second line that have no room after its chips are left out.
    """

    title: str
    second: tuple[Part, ...]
    minutes: int | None
    state: StepState


@dataclass(frozen=True, slots=True, kw_only=True)
class StepList:
    """Steps in order; the one at play now is raised. ``focused`` is an index for the keyboard."""

    steps: tuple[Step, ...]
    focused: int | None = None


def step_pitch(canvas: Canvas) -> int:
    """Return the height of one row: 74, in the compact layout 60, and enough for the words."""
    layout = canvas.layout
    return max(60 if layout.compact else layout.px(74), layout.tpx(60))


def draw_step_list(canvas: Canvas, box: Box, value: StepList) -> tuple[Box, ...]:
    """Draw the steps from the top of ``box``; return each one's box, for the mouse."""
    theme, layout = canvas.theme, canvas.layout
    boxes = _rows(canvas, box, value)
    x = box.x + canvas.px(40)
    for step, place in zip(value.steps, boxes, strict=True):
        draw_row(canvas, place, selected=step.state is StepState.NOW, marked=False)
    if boxes:
        ends = (x, boxes[0].centre[1]), (x, boxes[-1].centre[1])
        draw_line(canvas, *ends, theme.line2, max(1, 1.3 * layout.u))
    for index, (step, place) in enumerate(zip(value.steps, boxes, strict=True)):
        _draw_mark(canvas, (x, place.centre[1]), step.state, focused=index == value.focused)
        if place.h < step_pitch(canvas) - canvas.px(6):
            _draw_line_of_words(canvas, place, step)
        else:
            _draw_words(canvas, place, step)
    return boxes


def _rows(canvas: Canvas, box: Box, value: StepList) -> tuple[Box, ...]:
    """Return each step's row; where not all have room for two lines, only the one at play has."""
    pitch, gap, count = step_pitch(canvas), canvas.px(6), len(value.steps)
    if count * pitch - gap <= box.h:
        return tuple(Box(box.x, box.y + i * pitch, box.w, pitch - gap) for i in range(count))
    now = [step.state is StepState.NOW for step in value.steps]
    low = (box.h - sum(now) * pitch) // max(1, count - sum(now))
    if low < canvas.tpx(30):
        low = pitch = box.h // count
    rows, y = [], box.y
    for is_now in now:
        high = pitch if is_now else low
        rows.append(Box(box.x, y, box.w, high - min(gap, high // 8)))
        y += high
    return tuple(rows)


def _draw_line_of_words(canvas: Canvas, place: Box, step: Step) -> None:
    """Draw a step in one line: its title, then as much of the second line as has room, minutes."""
    theme, layout = canvas.theme, canvas.layout
    left, right = place.x + layout.px(80), place.right - layout.px(24)
    quiet = step.state in (StepState.DONE, StepState.RESTING)
    baseline = place.centre[1] + layout.tpx(6)
    colour = theme.text2 if quiet else theme.text
    left += draw_text(canvas, step.title, (left, baseline), Role.LIST, colour) + layout.tpx(14)
    right -= _draw_minutes(canvas, step, (right, baseline))
    if left + parts_width(canvas, step.second, Role.SECOND) <= right - layout.tpx(14):
        draw_parts(canvas, step.second, (left, baseline), Role.SECOND, theme.text3)


def _draw_mark(canvas: Canvas, at: tuple[int, int], state: StepState, *, focused: bool) -> None:
    theme, u = canvas.theme, canvas.layout.u
    match state:
        case StepState.NOW:
            draw_pearl(canvas, at, round(13 * u), Pearl(glow=True))
        case StepState.DONE:
            draw_pearl(canvas, at, round(10 * u), Pearl())
        case StepState.TO_COME | StepState.RESTING:
            ring = Ring(colour=theme.line2, width=1.5 * u, fill=theme.bg)
            draw_ring(canvas, at, 10 * u, ring)
    if focused:
        draw_ring(canvas, at, 17 * u, Ring(colour=theme.accent, width=2 * u))


def _draw_words(canvas: Canvas, place: Box, step: Step) -> None:
    theme, layout = canvas.theme, canvas.layout
    left, right = place.x + layout.px(80), place.right - layout.px(24)
    middle = place.centre[1]
    quiet = step.state in (StepState.DONE, StepState.RESTING)
    title = (left, middle - layout.tpx(4))
    draw_text(canvas, step.title, title, Role.LIST, theme.text2 if quiet else theme.text)
    second = _fitting(canvas, step.second, right - left)
    wide = parts_width(canvas, second, Role.SECOND)
    figures = text_width(canvas, "88 min", Role.LIST) + layout.tpx(12) if step.minutes else 0
    # A long second line gets the whole row: the minutes then stand beside the title.
    long = left + wide > right - figures
    colour = theme.text3 if quiet else theme.text2
    if left + wide > right and all(isinstance(part, str) for part in second):
        room = Box(left, middle + layout.tpx(2), right - left, place.bottom - middle)
        draw_fitted(canvas, " ".join(map(str, second)), room, Role.SECOND, colour)
    else:
        draw_parts(canvas, second, (left, middle + layout.tpx(19)), Role.SECOND, colour)
    _draw_minutes(canvas, step, (right, title[1] if long else middle + layout.tpx(6)))


def _draw_minutes(canvas: Canvas, step: Step, at: tuple[int, int]) -> int:
    """Draw how long a step takes, ending at a point; return the width."""
    if step.minutes is None:
        return 0
    theme, (right, baseline) = canvas.theme, at
    wide = draw_text(canvas, "min", at, Role.SECOND, theme.text3, anchor=Anchor.RIGHT)
    wide += canvas.tpx(6)
    figure = theme.text if step.state is StepState.NOW else theme.text2
    place = (right - wide, baseline)
    return wide + draw_text(
        canvas, str(step.minutes), place, Role.LIST, figure, anchor=Anchor.RIGHT
    )


def _fitting(canvas: Canvas, parts: tuple[Part, ...], room: int) -> tuple[Part, ...]:
    chips = any(not isinstance(part, str) for part in parts)
    while chips and isinstance(parts[-1], str) and parts_width(canvas, parts, Role.SECOND) > room:
        parts = parts[:-1]
    return parts

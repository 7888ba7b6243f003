"""A take that waits: nothing is lost by going on or by stopping."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from engine.session.state import Leave, Paused, Resume
from engine.session.world import Link
from game.input import Clicked, Given, Intent, Pointed
from game.screens.choices import choose
from game.screens.foot import draw_foot
from game.screens.games import game_of
from game.screens.heading import (
    button_h,
    draw_buttons,
    draw_heading,
    exercise_words,
    title_of,
)
from game.screens.screen import NOTHING, Moment, Wish, go_to
from game.theme import Role
from game.view.button import Button
from game.view.canvas import Canvas
from game.view.layout import Box, Layout
from game.view.progress_dots import (
    ProgressDots,
    StringsDone,
    draw_progress_dots,
    draw_strings_done,
)
from game.view.text import draw_paragraph

# The hand that paused may still be on its way: keys count again after this.
SETTLES_NS = 400_000_000
AWAY = "The piano went away. Plug it in again; then go on."
BACK_AGAIN = "The piano is back. Go on when you like."
DONE_Y = 124


@dataclass(frozen=True, slots=True, kw_only=True)
class PausedScreen:
    """``focus`` is 0 for Go on, 1 for Stop here."""

    name: str = "paused"
    focus: int = 0

    def update(self, moment: Moment, given: Sequence[Given]) -> Wish:
        """Go on or stop here."""
        state = moment.state
        if not isinstance(state, Paused):
            return NOTHING
        now_ns = moment.now_ns
        if now_ns - state.since_ns < SETTLES_NS:
            given = [each for each in given if isinstance(each, Pointed | Clicked)]
        if Intent.BACK in given:
            return Wish(inputs=(Leave(now_ns),))
        choice = choose(boxes(moment.layout), self.focus, given)
        if choice.chosen == 0 and not away(moment):
            return Wish(inputs=(Resume(now_ns),))
        if choice.chosen == 1:
            return Wish(inputs=(Leave(now_ns),))
        return go_to(self, replace(self, focus=choice.focus))

    def draw(self, canvas: Canvas, moment: Moment) -> None:
        """Draw the pause."""
        state = moment.state
        canvas.clear()
        if not isinstance(state, Paused):
            return
        step = state.playing.step
        draw_heading(canvas, moment, title_of(step), exercise_words(step))
        draw_words(canvas, "Paused. Nothing is lost.", _words(moment, state))
        _draw_done(canvas, state)
        draw_ways_on(canvas, moment, self.focus, ready=not away(moment))


def _draw_done(canvas: Canvas, state: Paused) -> None:
    """Draw how many parts are kept so far; nothing where the trial is one part."""
    done, total = state.playing.task.parts
    if game_of(state.playing.step.task).strings:
        column = _column(canvas.layout)
        y = column.y + round(DONE_Y * canvas.layout.t)
        draw_strings_done(canvas, column.x, y, StringsDone(done=done, total=total))
    elif total > 1:
        draw_dots(canvas, ProgressDots(done=done, total=total))


def draw_dots(canvas: Canvas, dots: ProgressDots) -> None:
    """Draw how far something is, above the buttons."""
    layout = canvas.layout
    column, pitch = _column(layout), round(22 * layout.u)
    y = column.y + round(DONE_Y * layout.t)
    width = min(column.w, pitch * dots.total)
    left = column.x + layout.px(6) - pitch // 2
    draw_progress_dots(canvas, Box(left, y - 6, width, 12), dots)


def draw_words(canvas: Canvas, opening: str, words: str) -> None:
    """Draw what stands above the dots and the buttons."""
    theme, column = canvas.theme, _column(canvas.layout)
    at = (column.x, column.y)
    y = draw_paragraph(canvas, opening, at, column.w, Role.VERDICT, theme.text)
    at = (column.x, y + canvas.layout.tpx(8))
    draw_paragraph(canvas, words, at, column.w, Role.BODY, theme.text2)


def draw_ways_on(canvas: Canvas, moment: Moment, focus: int, *, ready: bool) -> None:
    """Draw Go on, which waits until ``ready``, Stop here, and the foot with what its keys do."""
    key = "highest key" if moment.steering else "Enter"
    buttons = (
        Button(
            label="Go on",
            hint=key if ready and focus == 0 else "",
            primary=True,
            disabled=not ready,
        ),
        Button(label="Stop here"),
    )
    draw_buttons(canvas, boxes(canvas.layout), buttons, focus)
    high = ("Go on" if ready else "", "Stop here")[focus]
    draw_foot(canvas, moment, low="Stop here", high=high)


def away(moment: Moment) -> bool:
    """Say whether the instrument is unplugged now."""
    return moment.world.port.link in (Link.LOST, Link.NO_SERVICE)


def boxes(layout: Layout) -> list[Box]:
    """Return where Go on and Stop here stand."""
    column, height = _column(layout), button_h(layout)
    y = min(column.y + round(170 * layout.t), layout.content.bottom - height)
    row = Box(column.x, y, min(column.w, round(460 * layout.pitch)), height)
    return list(row.columns((1.25, 1), layout.space))


def _column(layout: Layout) -> Box:
    """Return the column that holds the words and buttons of a pause."""
    content = layout.content
    y = content.y + round(content.h * (0.04 if layout.large_type else 0.26))
    return Box(content.x, y, min(content.w, round(760 * layout.pitch)), content.bottom - y)


def _words(moment: Moment, state: Paused) -> str:
    again = game_of(state.playing.step.task).resumes
    if not state.unplugged:
        return again
    return AWAY if away(moment) else f"{BACK_AGAIN} {again}"

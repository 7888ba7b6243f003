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
DONE_Y = 124
BACK_AGAIN = "The piano is back. Go on when you like."


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
        theme, layout = canvas.theme, canvas.layout
        step = state.playing.step
        draw_heading(canvas, moment, title_of(step), exercise_words(step))
        column = column_of(layout)
        opening = "Paused. Nothing is lost."
        y = draw_paragraph(
            canvas, opening, (column.x, column.y), column.w, Role.VERDICT, theme.text
        )
        y += layout.tpx(8)
        draw_paragraph(
            canvas, _words(moment, state), (column.x, y), column.w, Role.BODY, theme.text2
        )
        _draw_done(canvas, state)
        gone = away(moment)
        hint = confirm_hint(moment, focused=not gone and self.focus == 0)
        buttons = (
            Button(label="Go on", hint=hint, primary=True, disabled=gone),
            Button(label="Stop here"),
        )
        draw_buttons(canvas, boxes(layout), buttons, self.focus)
        high = ("" if gone else "Go on", "Stop here")[self.focus]
        draw_foot(canvas, moment, low="Stop here", high=high)


def _draw_done(canvas: Canvas, state: Paused) -> None:
    """Draw how many parts are kept so far; nothing where the trial is one part."""
    done, total = state.playing.task.parts
    if game_of(state.playing.step.task).strings:
        column = column_of(canvas.layout)
        y = column.y + round(DONE_Y * canvas.layout.t)
        draw_strings_done(canvas, column.x, y, StringsDone(done=done, total=total))
    elif total > 1:
        draw_dots(canvas, ProgressDots(done=done, total=total))


def draw_dots(canvas: Canvas, dots: ProgressDots) -> None:
    """Draw how far something is, above the buttons."""
    layout = canvas.layout
    column, pitch = column_of(layout), round(22 * layout.u)
    y = column.y + round(DONE_Y * layout.t)
    width = min(column.w, pitch * dots.total)
    left = column.x + layout.px(6) - pitch // 2
    draw_progress_dots(canvas, Box(left, y - 6, width, 12), dots)


def confirm_hint(moment: Moment, *, focused: bool) -> str:
    """Return which key chooses a button: nothing where another has the focus, or it waits."""
    if not focused:
        return ""
    return "highest key" if moment.steering else "Enter"


def away(moment: Moment) -> bool:
    """Say whether the instrument is unplugged now."""
    return moment.world.port.link in (Link.LOST, Link.NO_SERVICE)


def boxes(layout: Layout) -> list[Box]:
    """Return where Go on and Stop here stand."""
    column, height = column_of(layout), button_h(layout)
    y = min(column.y + round(170 * layout.t), layout.content.bottom - height)
    row = Box(column.x, y, min(column.w, round(460 * layout.pitch)), height)
    return list(row.columns((1.25, 1), layout.space))


def column_of(layout: Layout) -> Box:
    """Return the column that holds the words and buttons of a pause."""
    content = layout.content
    y = content.y + round(content.h * (0.04 if layout.large_type else 0.26))
    return Box(content.x, y, min(content.w, round(760 * layout.pitch)), content.bottom - y)


def _words(moment: Moment, state: Paused) -> str:
    again = game_of(state.playing.step.task).resumes
    if not state.unplugged:
        return again
    return AWAY if away(moment) else f"{BACK_AGAIN} {again}"

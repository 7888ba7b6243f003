"""A take that waits: nothing is lost by going on or by stopping."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from engine.session.state import Leave, Paused, Resume
from engine.session.world import Link
from engine.tasks.heavier import HeavierState
from engine.tasks.pearls import PearlsState
from engine.tasks.still_water import StillWaterState
from engine.tasks.which_finger import WhichFingerState
from game.input import Clicked, Given, Intent, Pointed
from game.screens.choices import choose
from game.screens.foot import draw_foot
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
RESTS = {
    PearlsState: "The string you were on begins again; those before it are kept.",
    WhichFingerState: "The last cue comes again; those before it are kept.",
    HeavierState: "The pair you were on begins again; those before it are kept.",
    StillWaterState: "The round you were on begins again; those before it are kept.",
}
ELSE = "What you were on begins again; all before it is kept."


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
        column = _column(layout)
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
        hint = "highest key" if moment.steering else "Enter"
        buttons = (
            Button(label="Go on", hint="" if gone else hint, primary=True, disabled=gone),
            Button(label="Stop here"),
        )
        draw_buttons(canvas, boxes(layout), buttons, self.focus)
        draw_foot(canvas, moment, low="Stop here", high="" if gone else "Go on")


def _draw_done(canvas: Canvas, state: Paused) -> None:
    """Draw what is kept so far: the strings, or the cues answered."""
    layout, task = canvas.layout, state.playing.task
    column = _column(layout)
    y = column.y + round(124 * layout.t)
    match task:
        case PearlsState():
            strings = StringsDone(done=task.runs_kept, total=task.task.runs)
            draw_strings_done(canvas, column.x, y, strings)
        case HeavierState():
            _draw_dots(canvas, y, ProgressDots(done=len(task.pairs), total=task.task.pairs))
        case WhichFingerState():
            dots = ProgressDots(done=len(task.responses), total=task.task.cues)
            _draw_dots(canvas, y, dots)
        case StillWaterState():
            _draw_dots(canvas, y, ProgressDots(done=task.turn, total=len(task.task.fingers)))


def _draw_dots(canvas: Canvas, y: int, dots: ProgressDots) -> None:
    layout = canvas.layout
    column, pitch = _column(layout), round(22 * layout.u)
    width = min(column.w, pitch * dots.total)
    left = column.x + layout.px(6) - pitch // 2
    draw_progress_dots(canvas, Box(left, y - 6, width, 12), dots)


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
    content = layout.content
    y = content.y + round(content.h * (0.04 if layout.large_type else 0.26))
    return Box(content.x, y, min(content.w, round(760 * layout.pitch)), content.bottom - y)


def _words(moment: Moment, state: Paused) -> str:
    rests = RESTS.get(type(state.playing.task), ELSE)
    if not state.unplugged:
        return rests
    return AWAY if away(moment) else f"{BACK_AGAIN} {rests}"

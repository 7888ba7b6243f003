"""The calibration at play: a ring, and a dot for each tap; whether early or late is never shown."""

from collections.abc import Sequence
from dataclasses import dataclass

from engine.session.state import Pause, Playing
from engine.tasks.on_the_beat import OnTheBeatState
from game.input import Given, Intent
from game.screens.at_play import ring_of
from game.screens.beat_words import quiet_of
from game.screens.foot import draw_play_foot
from game.screens.heading import draw_heading, title_of
from game.screens.screen import NOTHING, Moment, Wish
from game.theme import Role
from game.view.canvas import Canvas
from game.view.layout import Box
from game.view.metronome import Metronome, draw_metronome, prepare_metronome, ring_radius
from game.view.progress_dots import ProgressDots, draw_progress_dots
from game.view.text import Anchor, draw_text

RING, LARGE_RING = 1.8, 1.9


@dataclass(frozen=True, slots=True, kw_only=True)
class CalibrationScreen:
    """One picture of the task's state and the time."""

    name: str = "calibration"

    def update(self, moment: Moment, given: Sequence[Given]) -> Wish:
        """Escape pauses; no single key of the piano does anything but tap."""
        if isinstance(moment.state, Playing) and Intent.BACK in given:
            return Wish(inputs=(Pause(moment.now_ns),))
        return NOTHING

    def draw(self, canvas: Canvas, moment: Moment) -> None:
        """Draw the moment."""
        state = moment.state
        canvas.clear()
        if not isinstance(state, Playing) or not isinstance(state.task, OnTheBeatState):
            return
        task = state.task
        draw_heading(canvas, moment, title_of(state.step), "any one key, with the clicks")
        _draw_ring(canvas, moment, task)
        _draw_words(canvas, moment, task)
        total = task.current.stretch.paced
        done = total if task.enough else min(task.tapped, total)
        draw_progress_dots(canvas, dots_box(canvas), ProgressDots(done=done, total=total))
        draw_play_foot(canvas, moment)


def dots_box(canvas: Canvas) -> Box:
    """Return where the taps are counted, without a figure."""
    content = canvas.layout.content
    return Box(content.x, content.bottom - canvas.px(40), content.w, canvas.px(20))


def ring_scale(canvas: Canvas) -> float:
    """Return how much larger the ring is than beside a staff."""
    return LARGE_RING if canvas.layout.large_type else RING


def ring_place(canvas: Canvas) -> tuple[float, float]:
    """Return where the ring stands: in the middle, with room for two lines below."""
    content = canvas.layout.content
    room = dots_box(canvas).y - content.y - canvas.tpx(60) - canvas.px(30)
    least = ring_radius(canvas, ring_scale(canvas)) + canvas.px(8)
    return content.centre[0], content.y + max(room * 0.5, least)


def prepare_calibration(canvas: Canvas, tempo_bpm: float) -> None:
    """Make all that moves at play."""
    prepare_metronome(canvas, Metronome(bpm=round(tempo_bpm), scale=ring_scale(canvas)))


def _draw_ring(canvas: Canvas, moment: Moment, task: OnTheBeatState) -> None:
    quiet = quiet_of(task, moment.now_ns, still=moment.world.settings.reduced_motion)
    scale = ring_scale(canvas)
    ring = ring_of(moment, task.clicks, task.task.tempo_bpm, quiet=quiet, scale=scale)
    draw_metronome(canvas, ring_place(canvas), ring)


def _draw_words(canvas: Canvas, moment: Moment, task: OnTheBeatState) -> None:
    theme = canvas.theme
    opening, more = "Tap with each click.", "Any one key, as you would play."
    if task.enough:
        opening, more = "That was the last click.", "Let the hand rest."
    elif moment.now_ns < task.current.opens_ns:
        opening = "Four clicks to listen, then tap."
    x, y = ring_place(canvas)
    y += ring_radius(canvas, ring_scale(canvas)) + canvas.px(40) + canvas.tpx(20)
    draw_text(canvas, opening, (x, y), Role.OPENING, theme.text, anchor=Anchor.CENTRE)
    y += canvas.tpx(26)
    if y < dots_box(canvas).y - canvas.px(4):
        draw_text(canvas, more, (x, y), Role.SECOND, theme.text2, anchor=Anchor.CENTRE)

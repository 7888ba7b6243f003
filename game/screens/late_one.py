"""The Late One at play: a silent run, the mark, and only then which of its notes came late."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import pygame

from engine.exercise import FINGER_NAMES
from engine.session.state import Answer, BlockPlan, Pause, Playing
from engine.tasks.late_one import COUNTED, LateOneState, Marked, deviations_ms
from game.input import Given, Intent
from game.screens.at_play import draw_hints, draw_play_heading, pause_words, sounding_keys
from game.screens.choices import choose
from game.screens.heading import exercise_words, heading_baseline, title_of
from game.screens.screen import NOTHING, Moment, Wish, go_to
from game.screens.strip import home_keys, keys_in_view, octave
from game.screens.words import about_minutes
from game.theme import Role
from game.view.canvas import Canvas
from game.view.keyboard import Keyboard, draw_keyboard, prepare_keyboard
from game.view.late_row import LateRow, draw_late_row, moved_of, place_boxes
from game.view.layout import Box, Layout
from game.view.shape import Ring, draw_ring
from game.view.text import Anchor, draw_paragraph, draw_text, text_width


class Words(NamedTuple):
    """What stands above the row: what to do, and one line below it."""

    opening: str
    more: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LateOneScreen:
    """``focus`` is the note in focus for the computer keyboard; the piano's keys need none."""

    name: str = "late_one"
    focus: int = 0

    def update(self, moment: Moment, given: Sequence[Given]) -> Wish:
        """Escape pauses; while there is something to mark, arrows, Enter and mouse mark it."""
        state = moment.state
        if not isinstance(state, Playing) or not isinstance(state.task, LateOneState):
            return NOTHING
        if Intent.BACK in given:
            return Wish(inputs=(Pause(moment.now_ns),))
        if not state.task.to_mark:
            return go_to(self, replace(self, focus=0))
        places = place_boxes(row_box(moment.layout), len(state.task.task.pitches))
        choice = choose(places, self.focus, given)
        if choice.chosen is not None:
            return Wish(inputs=(Answer(choice.chosen, moment.now_ns),))
        return go_to(self, replace(self, focus=choice.focus))

    def draw(self, canvas: Canvas, moment: Moment) -> None:
        """Draw the moment."""
        state = moment.state
        if not isinstance(state, Playing) or not isinstance(state.task, LateOneState):
            canvas.clear()
            return
        task, step = state.task, state.step
        canvas.blit(_still(canvas, moment, step), 0, 0)
        _draw_count(canvas, task)
        words = words_of(task)
        area = words_box(canvas.layout, clicks=task.clicks is not None)
        y = draw_paragraph(
            canvas, words.opening, (area.x, area.y), area.w, Role.OPENING, canvas.theme.text
        )
        draw_paragraph(canvas, words.more, (area.x, y), area.w, Role.BODY, canvas.theme.text2)
        _draw_speed(canvas, moment, task)
        draw_late_row(canvas, row_box(canvas.layout), self._row(task))
        _draw_keys(canvas, moment, task, step)

    def _row(self, task: LateOneState) -> LateRow:
        fingers = task.task.fingers
        shown = task.shown
        if shown is None:
            return LateRow(
                fingers=fingers,
                landed=len(task.onsets_ns),
                asking=task.to_mark,
                focus=self.focus,
            )
        off_ms = deviations_ms(shown.onsets_ns)
        moved, _ = moved_of(off_ms, ioi_ms(shown))
        return LateRow(
            fingers=fingers,
            landed=len(fingers),
            moved=moved,
            latest=off_ms.index(max(off_ms)),
            marked=shown.marked,
        )


def ioi_ms(run: Marked) -> float:
    """Return the mean time between the notes of a run, ms."""
    return max(1.0, (run.onsets_ns[-1] - run.onsets_ns[0]) / 1e6 / (len(run.onsets_ns) - 1))


def words_of(task: LateOneState) -> Words:
    """Return what is said now."""
    shown = task.shown
    if shown is not None:
        off_ms = deviations_ms(shown.onsets_ns)
        _, factor = moved_of(off_ms, ioi_ms(shown))
        name = FINGER_NAMES[task.task.fingers[off_ms.index(max(off_ms))]]
        times = f", drawn {factor} times larger" if factor > 1 else ""
        return Words(f"The {name} came latest.", f"Left is early, right is late{times}.")
    if task.to_mark:
        return Words("Which note came late?", "Press its key once more.")
    if task.onsets_ns:
        return Words("Listen with the hand.", "Nothing sounds; feel when each key goes down.")
    again = "Once more from the thumb. " if task.broken else ""
    return Words(
        f"{again}Four clicks give the speed.",
        "Then play the notes in turn, evenly.",
    )


def words_box(layout: Layout, *, clicks: bool) -> Box:
    """Return where the words stand: at the left of the four clicks, if there are any."""
    stage = layout.stage
    beside = 4 * round(34 * layout.pitch) + layout.space if clicks else 0
    return Box(stage.x, stage.y + layout.px(12), stage.w - beside, round(stage.h * 0.3))


def row_box(layout: Layout) -> Box:
    """Return where the row of notes lies."""
    stage = layout.stage
    top = stage.y + max(round(stage.h * 0.26), layout.px(12) + layout.tpx(66))
    foot = layout.play_hints_y - layout.tpx(22)
    width = min(stage.w, round(1000 * layout.pitch))
    return Box(stage.x + (stage.w - width) // 2, top, width, max(foot - top, layout.px(60)))


def _still(canvas: Canvas, moment: Moment, step: BlockPlan) -> pygame.Surface:
    return canvas.layer(
        ("late one", step.exercise, step.hand, moment.world.device is None),
        lambda layer: _paint_still(layer, moment, step),
    )


def _paint_still(canvas: Canvas, moment: Moment, step: BlockPlan) -> None:
    right = canvas.layout.play_bar.right - text_width(canvas, "Run 15 of 15", Role.SECOND)
    draw_play_heading(canvas, title_of(step), exercise_words(step), right - canvas.tpx(16))
    ways = pause_words(steers=moment.world.device is not None)
    draw_hints(canvas, [words for words in ways if "4 seconds" not in words])


def _draw_count(canvas: Canvas, task: LateOneState) -> None:
    layout = canvas.layout
    total = task.task.rounds
    done = len(task.rounds) - (task.shown is not None)
    at = (layout.play_bar.right, heading_baseline(layout))
    words = f"Run {min(done + 1, total)} of {total}"
    draw_text(canvas, words, at, Role.SECOND, canvas.theme.text2, anchor=Anchor.RIGHT)


def _draw_speed(canvas: Canvas, moment: Moment, task: LateOneState) -> None:
    """Draw the four clicks as rings that fill one after the other."""
    clicks, theme, layout = task.clicks, canvas.theme, canvas.layout
    if clicks is None:
        return
    done = sum(moment.now_ns >= clicks.due_ns(click) for click in range(COUNTED))
    radius = round(11 * layout.pitch)
    y = layout.stage.y + layout.px(16) + radius + layout.px(8)
    for click in range(COUNTED):
        x = layout.stage.right - radius - (COUNTED - 1 - click) * (2 * radius + layout.px(12))
        fill = theme.lamp if click < done else theme.bg
        draw_ring(canvas, (x, y), radius, Ring(colour=theme.line2, width=1.5, fill=fill))


def _draw_keys(canvas: Canvas, moment: Moment, task: LateOneState, step: BlockPlan) -> None:
    begun = task.onsets_ns or task.rounds
    canvas_keys = keyboard_of(moment, step, task.shift if begun else None)
    sounding = sounding_keys(moment)
    draw_keyboard(canvas, canvas.layout.keyboard, replace(canvas_keys, sounding=sounding))


def keyboard_of(moment: Moment, step: BlockPlan, shift: int | None = None) -> Keyboard:
    """Return the keys in view with the run's own as home keys.

    ``shift`` is where the hand lies; null where it is asked to lie.
    """
    pattern = step.exercise.patterns[0]
    if shift is None or shift % 12:
        shift = octave(moment, pattern)
    lowest, highest = keys_in_view(moment, pattern, shift)
    home = tuple(key for key in home_keys(pattern, shift) if key.finger in step.fingers)
    return Keyboard(lowest=lowest, highest=highest, home=home)


def draw_ahead(canvas: Canvas, moment: Moment, box: Box, step: BlockPlan) -> None:
    """Draw what will happen: a row with one note late; and prepare the keyboard."""
    prepare_keyboard(canvas, canvas.layout.keyboard, keyboard_of(moment, step))
    _still(canvas, moment, step)
    aside = canvas.onto(pygame.Surface((1, 1)))
    ahead = LateRow(fingers=step.fingers, landed=1)
    for row in (ahead, replace(ahead, landed=len(step.fingers), asking=True)):
        draw_late_row(aside, row_box(canvas.layout), row)
    fingers, late = step.fingers, max(0, len(step.fingers) - 2)
    moved = tuple(0.3 if index == late else 0.0 for index in range(len(fingers)))
    height = min(box.h, canvas.px(300))
    inside = Box(box.x, box.y + (box.h - height) // 2, box.w, height)
    row = LateRow(fingers=fingers, landed=len(fingers), moved=moved, latest=late)
    draw_late_row(canvas, inside, row)


HOW = "Press the key of the late one again; the piano stays silent, so that only the hand can tell."


def facts(step: BlockPlan) -> tuple[str, ...]:
    """Return the lines below the introduction."""
    sounds = "If the piano still sounds, turn its volume down."
    return (f"{step.hand.capitalize()} hand, {step.cues} runs, {about_minutes(step)}", sounds)

"""Still Water at play: five surfaces that stay calm, and drops that fall with the beat.

The water shows where the keys are while a round waits for them; once it runs, nothing here tells a
key that stayed down from one that came up, nor early from late.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import pygame

from engine.exercise import FINGER_NAMES, Exercise
from engine.session.beginning import task_of
from engine.session.state import BlockPlan, Pause, Playing
from engine.tasks.still_water import Flowing, Resting, Settling, StillWaterState
from game.input import Given, Intent
from game.screens.at_play import draw_hints, draw_play_heading, sounding_keys
from game.screens.heading import heading_baseline, title_of
from game.screens.screen import NOTHING, Moment, Wish
from game.screens.still_water_rows import (
    Places,
    draw_drop,
    draw_rows,
    draw_time,
    places_in,
    prepare_rows,
)
from game.screens.still_water_words import roles_words
from game.screens.strip import home_keys, keys_in_view, octave
from game.screens.today_lines import pace_words
from game.theme import Role
from game.view.canvas import Canvas
from game.view.keyboard import Keyboard, draw_keyboard, prepare_keyboard
from game.view.layout import Box
from game.view.text import Anchor, draw_figure, draw_text, leading_px, text_width


class Words(NamedTuple):
    """What stands above the water: who plays, and one line below it; ``seconds`` of rest left."""

    opening: str
    more: str
    seconds: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StillWaterScreen:
    """A pure picture of the task's state and the time."""

    name: str = "still_water"

    def update(self, moment: Moment, given: Sequence[Given]) -> Wish:
        """Escape pauses; no single key of the piano does anything but play."""
        if isinstance(moment.state, Playing) and Intent.BACK in given:
            return Wish(inputs=(Pause(moment.now_ns),))
        return NOTHING

    def draw(self, canvas: Canvas, moment: Moment) -> None:
        """Draw the moment."""
        state = moment.state
        if not isinstance(state, Playing) or not isinstance(state.task, StillWaterState):
            canvas.clear()
            return
        task, step = state.task, state.step
        knows_ends = moment.world.device is not None
        canvas.blit(_still(canvas, step, knows_ends=knows_ends), 0, 0)
        _draw_count(canvas, task)
        _draw_words(canvas, words_of(task, moment.now_ns))
        places = play_places(canvas)
        draw_rows(canvas, places, task, moment.now_ns)
        reduced = moment.world.settings.reduced_motion
        draw_drop(canvas, places, task, moment.now_ns, still=reduced)
        draw_time(canvas, places, task, moment.now_ns)
        _draw_keys(canvas, moment, task)


def words_of(task: StillWaterState, now_ns: int) -> Words:
    """Return what is said at a moment; nothing of how the round goes."""
    roles = roles_words(task.playing, task.held)
    match task.phase:
        case Resting(until_ns=until_ns):
            left_s = max(0, -(-(until_ns - now_ns) // 1_000_000_000))
            following = f"Then the {FINGER_NAMES[task.playing]} plays."
            return Words("Rest the hand.", following, seconds=left_s)
        case Settling():
            drops = "Hold them quietly; the drops begin."
            return Words(roles, drops if task.task.tempo_bpm else "Hold them quietly; then play.")
        case Flowing():
            return Words(roles, "If anything cramps, lift the hand.")
        case _:
            then = "the drops begin" if task.task.tempo_bpm else "play, as evenly as is comfortable"
            return Words(roles, f"Press the held keys down softly; then {then}.")


def play_places(canvas: Canvas) -> Places:
    """Return where the water is at play: below the words, above the hints."""
    layout = canvas.layout
    top = _words_top(canvas) + _words_height(canvas)
    foot = layout.play_hints_y - layout.tpx(18) - layout.px(4)
    box = Box(layout.content.x, top, layout.content.w, foot - top)
    return places_in(canvas, box, words=True)


def prepare_still_water(canvas: Canvas, moment: Moment, step: BlockPlan) -> None:
    """Make all that play needs while the player still reads what comes, once a step."""
    keyboard = _keyboard(moment, step.exercise)
    key = ("still water ahead", step.exercise.id, step.tempo_bpm, step.fingers, keyboard)
    canvas.pictures.value(key, lambda: _prepared(canvas, step, keyboard))
    _still(canvas, step, knows_ends=moment.world.device is not None)


def _prepared(canvas: Canvas, step: BlockPlan, keyboard: Keyboard) -> bool:
    aside = canvas.onto(pygame.Surface((1, 1)))
    task = task_of(step, seed=0, at_ns=0)
    if isinstance(task, StillWaterState):
        prepare_rows(aside, play_places(aside), task)
    prepare_keyboard(aside, canvas.layout.keyboard, keyboard)
    return True


def _words_top(canvas: Canvas) -> int:
    return canvas.layout.stage.y + canvas.px(0 if canvas.layout.large_type else 6)


def _words_height(canvas: Canvas) -> int:
    return leading_px(canvas, Role.OPENING) + leading_px(canvas, Role.BODY) + canvas.px(6)


def _draw_words(canvas: Canvas, words: Words) -> None:
    theme, left = canvas.theme, canvas.layout.content.x
    y = _words_top(canvas) + round(leading_px(canvas, Role.OPENING) * 0.8)
    x = left + draw_text(canvas, words.opening, (left, y), Role.OPENING, theme.text)
    if words.seconds is not None:
        at = (x + canvas.tpx(14), y)
        draw_figure(canvas, f"{words.seconds}", at, Role.OPENING, theme.text2)
    y += leading_px(canvas, Role.BODY)
    draw_text(canvas, words.more, (left, y), Role.BODY, theme.text2)


def _draw_count(canvas: Canvas, task: StillWaterState) -> None:
    bar, total = canvas.layout.play_bar, len(task.task.fingers)
    words = f"Round {min(task.turn + 1, total)} of {total}"
    at = (bar.right, heading_baseline(canvas.layout))
    draw_text(canvas, words, at, Role.SECOND, canvas.theme.text2, anchor=Anchor.RIGHT)


def _still(canvas: Canvas, step: BlockPlan, *, knows_ends: bool) -> pygame.Surface:
    return canvas.layer(
        ("still water", step.hand, step.tempo_bpm, knows_ends),
        lambda layer: _paint_still(layer, step, knows_ends=knows_ends),
    )


def _paint_still(canvas: Canvas, step: BlockPlan, *, knows_ends: bool) -> None:
    words = f"{step.hand} hand, {pace_words(step)}"
    right = canvas.layout.play_bar.right - text_width(canvas, "Round 5 of 5", Role.SECOND)
    draw_play_heading(canvas, title_of(step), words, right - canvas.tpx(16))
    pause = f"Pause: Esc{', or both outermost keys' if knows_ends else ''}"
    draw_hints(canvas, (f"Lift the hand: the round ends. {pause}", pause))


def _draw_keys(canvas: Canvas, moment: Moment, task: StillWaterState) -> None:
    # with no hand on them yet, the keys are shown where it is asked to lie
    lies = task.phase.octaves if isinstance(task.phase, Settling | Flowing) else None
    keyboard = _keyboard(moment, task.task.exercise, lies)
    sounding = sounding_keys(moment)
    draw_keyboard(canvas, canvas.layout.keyboard, replace(keyboard, sounding=sounding))


def _keyboard(moment: Moment, exercise: Exercise, lies: int | None = None) -> Keyboard:
    pattern = exercise.patterns[0]
    if lies is None:
        lies = octave(moment, pattern)
    lowest, highest = keys_in_view(moment, pattern, lies)
    return Keyboard(lowest=lowest, highest=highest, home=home_keys(pattern, lies))

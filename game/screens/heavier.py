"""Heavier or Lighter? at play: two wells, a question, and for a moment the truth; never a verdict.

Nothing tells how hard a press was until the answer is given, and nothing ever calls an answer
right or not: after it the two forces stand side by side.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pygame

from engine.adaptation.force_level import Guidance
from engine.exercise import FINGER_NAMES
from engine.session.state import Answer, BlockPlan, Pause, Playing
from engine.tasks.heavier import (
    FIRST,
    LONG_REST_NS,
    SECOND,
    Heavier,
    HeavierState,
    Pair,
    Stroke,
    begin,
)
from game.input import Clicked, Given, Intent
from game.screens.at_play import draw_hints, pause_words, sounding_keys
from game.screens.heading import heading_baseline, title_of
from game.screens.heavier_places import Places, answer_at, places, shift, shown_key
from game.screens.heavier_sides import draw_sides
from game.screens.screen import NOTHING, Moment, Wish
from game.screens.strip import home_keys, keys_in_view
from game.theme import Role
from game.view.canvas import Canvas
from game.view.chip import Chip, draw_chip
from game.view.force_scale import ForceScale, draw_force_scale, prepare_force_scale
from game.view.hand import LitHand, draw_hand
from game.view.keyboard import Keyboard, Sounding, draw_keyboard, prepare_keyboard
from game.view.layout import Box
from game.view.progress_dots import ProgressDots, draw_progress_dots
from game.view.text import (
    Anchor,
    draw_fitted,
    draw_paragraph,
    draw_text,
    paragraph_height,
)

FILLS_NS = 180_000_000
SETTLES_NS = 320_000_000
SOME_VELOCITY = 60
WITH_KEYS = {Intent.PREVIOUS: FIRST, Intent.NEXT: SECOND}
HOW_TO_ANSWER = (
    "Answer with any key beside the finger\N{RIGHT SINGLE QUOTATION MARK}s own, the arrow keys or "
    "a click",
    "Answer with any other key, the arrow keys or a click",
    "A key, an arrow key or a click",
)
UNITS = "in this piano\N{RIGHT SINGLE QUOTATION MARK}s units of 0 to 127"


@dataclass(frozen=True, slots=True, kw_only=True)
class HeavierScreen:
    """A pure picture of the trial and the time."""

    name: str = "heavier"

    def update(self, moment: Moment, given: Sequence[Given]) -> Wish:
        """Take an answer by arrow key or mouse; Escape pauses, keys of the piano go to the game."""
        state = moment.state
        if not isinstance(state, Playing) or not isinstance(state.task, HeavierState):
            return NOTHING
        if Intent.BACK in given:
            return Wish(inputs=(Pause(moment.now_ns),))
        if not state.task.asks:
            return NOTHING
        key = shown_key(moment, state.task, state.step)
        sides = places(moment.layout, moment, state.step, key).sides
        for each in given:
            said = _said(each, sides)
            if said is not None:
                return Wish(inputs=(Answer(said, moment.now_ns),))
        return NOTHING

    def draw(self, canvas: Canvas, moment: Moment) -> None:
        """Draw the moment."""
        state = moment.state
        if not isinstance(state, Playing) or not isinstance(state.task, HeavierState):
            canvas.clear()
            return
        task, step = state.task, state.step
        where = places(canvas.layout, moment, step, shown_key(moment, task, step))
        canvas.blit(_still(canvas, where, step), 0, 0)
        _draw_moving(canvas, moment, where, (task, step))


def _draw_moving(
    canvas: Canvas, moment: Moment, where: Places, played: tuple[HeavierState, BlockPlan]
) -> None:
    task, step = played
    _draw_pairs(canvas, task)
    draw_force_scale(canvas, where.wells, scale_of(task, moment))
    _draw_words(canvas, where.words, task, task.shown(moment.now_ns))
    _draw_keys(canvas, moment, task, step)
    if task.asks:
        draw_sides(canvas, where.sides, where.key)
    _draw_hints(canvas, moment, asks=task.asks)


def _said(given: Given, sides: tuple[Box, Box]) -> int | None:
    if isinstance(given, Clicked):
        return answer_at(sides, given.x, given.y)
    return WITH_KEYS.get(given) if isinstance(given, Intent) else None


def scale_of(task: HeavierState, moment: Moment) -> ForceScale:
    """Return the wells as they are to be seen."""
    finger, still = task.task.finger, moment.world.settings.reduced_motion
    pair = task.shown(moment.now_ns)
    if pair is not None:
        settling = 1.0 if still else min(1.0, max(0, moment.now_ns - pair.at_ns) / SETTLES_NS)
        truth = (pair.first, pair.second)
        return ForceScale(finger=finger, arrived=2, truth=truth, settling=settling)
    filling = 1.0
    if task.strokes and not still:
        filling = min(1.0, max(0, moment.now_ns - task.strokes[-1].at_ns) / FILLS_NS)
    return ForceScale(finger=finger, arrived=len(task.strokes), filling=filling)


def words_of(task: HeavierState, pair: Pair | None) -> tuple[str, str]:
    """Return the large line and the one below it."""
    if pair is not None:
        return truth_words(pair), UNITS
    match len(task.strokes):
        case 0:
            return "Press twice.", {
                Guidance.CLOSER: "Let the two come a little closer to each other.",
                Guidance.APART: "Let the two lie a little further apart.",
                Guidance.AS_THEY_ARE: "Nearly alike, but not the same.",
            }[task.guidance]
        case 1:
            return "And once more.", "Nearly alike, but not the same."
        case _:
            return (
                "Which was harder?",
                "To the left: the first. To the right: the second.",
            )


def truth_words(pair: Pair) -> str:
    """Return what the piano knows: which press was harder and by how much."""
    if not pair.difference:
        return "Both alike."
    name = "second" if pair.difference > 0 else "first"
    return f"The {name}, by {abs(pair.difference)}."


def prepare_heavier(canvas: Canvas, moment: Moment, step: BlockPlan, key: int) -> None:
    """Make all that a pair needs at play, once a step and window: each of its moments is drawn."""
    where = places(canvas.layout, moment, step, key)
    now_ns, finger = moment.now_ns, step.fingers[0]
    spec = Heavier(hand=step.hand, finger=finger, key=key, pairs=step.cues)
    one = Stroke(at_ns=now_ns, velocity=SOME_VELOCITY)
    pair = Pair(first=SOME_VELOCITY, second=SOME_VELOCITY, said=FIRST, at_ns=now_ns)
    empty = begin(spec, now_ns)
    moments = (
        empty,
        replace(empty, strokes=(one,)),
        replace(empty, strokes=(one, one)),
        replace(empty, pairs=(pair,)),
    )

    def make() -> bool:
        _still(canvas, where, step)
        aside = canvas.onto(pygame.Surface((1, 1)))
        for each in moments:
            _draw_moving(aside, moment, where, (each, step))
        prepare_force_scale(canvas, where.wells, finger)
        prepare_keyboard(canvas, canvas.layout.keyboard, _keyboard(moment, step, key, ()))
        return True

    canvas.pictures.value(("heavier ahead", finger, step.hand, step.cues, key), make)


def _still(canvas: Canvas, where: Places, step: BlockPlan) -> pygame.Surface:
    return canvas.layer(
        ("heavier", step.fingers, step.hand), lambda layer: _paint_still(layer, where, step)
    )


def _paint_still(canvas: Canvas, where: Places, step: BlockPlan) -> None:
    layout, theme = canvas.layout, canvas.theme
    y = heading_baseline(layout)
    draw_text(canvas, title_of(step), (layout.play_bar.x, y), Role.GAME, theme.text)
    if where.hand is not None:
        draw_hand(canvas, where.hand, LitHand(hand=step.hand, lit=step.fingers[0]))


def _draw_pairs(canvas: Canvas, task: HeavierState) -> None:
    bar, total = canvas.layout.play_bar, task.task.pairs
    right, y = bar.right, heading_baseline(canvas.layout)
    if not canvas.layout.large_type:
        wide = round(total * 12 * canvas.layout.u)
        dots = Box(right - wide, y - canvas.tpx(14), wide, canvas.px(16))
        draw_progress_dots(canvas, dots, ProgressDots(done=len(task.pairs), total=total))
        right -= wide + canvas.tpx(16)
    words = f"Pair {min(len(task.pairs) + 1, total)} of {total}"
    at = (right, y)
    draw_text(canvas, words, at, Role.SECOND, canvas.theme.text2, anchor=Anchor.RIGHT)


def _draw_words(canvas: Canvas, box: Box, task: HeavierState, pair: Pair | None) -> None:
    theme, layout = canvas.theme, canvas.layout
    finger = task.task.finger
    radius = round(20 * layout.pitch)
    large, below = words_of(task, pair)
    gap = canvas.tpx(14)
    tall = paragraph_height(canvas, large, Role.VERDICT, box.w)
    # The first line stays where it is, however many lines follow it.
    y = box.y + max(0, round((box.h - 2 * radius - gap - tall - canvas.tpx(54)) * 0.45))
    draw_chip(canvas, (box.x + radius, y + radius), radius, Chip(finger=finger))
    x = box.x + 2 * radius + canvas.tpx(12)
    name = FINGER_NAMES[finger]
    room = Box(x, y, box.right - x, 2 * radius)
    draw_fitted(canvas, name[:1].upper() + name[1:], room, Role.OPENING, theme.text2)
    at = (box.x, y + 2 * radius + gap)
    y = draw_paragraph(canvas, large, at, box.w, Role.VERDICT, theme.text)
    y += canvas.tpx(4)
    # Large words may leave no room for it: what stands above the keys says the same.
    if not task.asks or y + paragraph_height(canvas, below, Role.BODY, box.w) <= box.bottom:
        draw_paragraph(canvas, below, (box.x, y), box.w, Role.BODY, theme.text2)


def _keyboard(
    moment: Moment, step: BlockPlan, key: int, sounding: tuple[Sounding, ...]
) -> Keyboard:
    pattern, moved = step.exercise.patterns[0], shift(step, key)
    lowest, highest = keys_in_view(moment, pattern, moved)
    home = tuple(each for each in home_keys(pattern, moved) if each.pitch == key)
    return Keyboard(lowest=lowest, highest=highest, home=home, sounding=sounding)


def _draw_keys(canvas: Canvas, moment: Moment, task: HeavierState, step: BlockPlan) -> None:
    keyboard = _keyboard(moment, step, shown_key(moment, task, step), sounding_keys(moment))
    draw_keyboard(canvas, canvas.layout.keyboard, keyboard)


def _draw_hints(canvas: Canvas, moment: Moment, *, asks: bool) -> None:
    pauses = pause_words(steers=moment.world.device is not None)
    ways: tuple[str, ...] = HOW_TO_ANSWER
    if not asks:
        ways = tuple(
            words.replace("4 seconds", f"{LONG_REST_NS // 10**9} seconds") for words in pauses
        )
    draw_hints(canvas, ways, "The piano is silent; the hand tells")

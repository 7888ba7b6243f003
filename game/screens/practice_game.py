"""One game before it is practised freely: what is played, how fast, which finger, how long."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from engine.session.world import StartPractice, World
from game.input import Clicked, Given, Intent
from game.screens.choices import choose
from game.screens.foot import draw_foot
from game.screens.heading_lines import draw_heading
from game.screens.options import Option, Options, draw_options, foot_row, in_row
from game.screens.practice_rows import (
    Part,
    fits,
    part_boxes,
    parts_of,
    picked_value,
    reached,
    row_box,
    row_of,
)
from game.screens.practice_steps import (
    Chosen,
    faster,
    longer,
    other_exercise,
    other_finger,
    slower,
)
from game.screens.range import RangeScreen
from game.screens.readiness import MISSING, Readiness, minutes_today, readiness
from game.screens.screen import NOTHING, Moment, Pop, Push, Wish, go_to
from game.screens.top_bar import draw_top_bar
from game.screens.value_row import draw_value_row
from game.screens.words import TITLES, hand_words
from game.theme import Role
from game.view.canvas import Canvas
from game.view.card import Card, draw_card
from game.view.layout import Box
from game.view.text import draw_fitted

LABELS = {Readiness.NO_RANGE: "Find its range", Readiness.NO_INSTRUMENT: "Find the piano"}


@dataclass(frozen=True, slots=True, kw_only=True)
class PracticeGameScreen:
    """The choice so far; ``focus`` counts what can be changed, then Begin and Back.

    It opens with the focus on Begin, which -1 stands for: nothing needs to be changed.
    """

    chosen: Chosen
    focus: int = -1

    @property
    def name(self) -> str:
        """The screen's name."""
        return "practice-game"

    def update(self, moment: Moment, given: Sequence[Given]) -> Wish:
        """Change the choice, begin, or go back to the games."""
        if Intent.BACK in given:
            return Wish(go=Pop())
        world, layout = moment.world, moment.layout
        parts = parts_of(self.chosen, world)
        focus = len(parts) if self.focus < 0 else self.focus
        places = part_boxes(layout, parts, self.chosen, world)
        for each in given:
            if isinstance(each, Clicked):
                picked = picked_value(each, layout, (parts, places), (self.chosen, world))
                if picked is not None:
                    return go_to(self, replace(self, chosen=picked))
        choice = choose((*places, *_options(moment).boxes), focus, given)
        moved = choice.focus != focus
        here = replace(self, focus=choice.focus) if moved else self
        if choice.chosen is None:
            return go_to(self, here)
        if choice.chosen < len(parts):
            return go_to(self, here.changed(parts[choice.chosen], world))
        return _begin(self.chosen, world) if choice.chosen == len(parts) else Wish(go=Pop())

    def changed(self, part: Part, world: World) -> "PracticeGameScreen":
        """Return the screen with one thing changed to its next value."""
        chosen = self.chosen
        match part:
            case Part.EXERCISE:
                chosen = other_exercise(chosen, reached(world))
            case Part.SLOWER:
                chosen = slower(chosen)
            case Part.FASTER:
                chosen = faster(chosen)
            case Part.FINGER:
                chosen = other_finger(chosen)
            case Part.LENGTH:
                chosen = longer(chosen)
        return replace(self, chosen=chosen)

    def draw(self, canvas: Canvas, moment: Moment) -> None:
        """Draw the choice, and what it comes to."""
        canvas.clear()
        layout, world = canvas.layout, moment.world
        draw_top_bar(canvas, moment)
        step = self.chosen.step
        words = "" if layout.large_type else step.why
        draw_heading(canvas, TITLES[step.task], words)
        parts = parts_of(self.chosen, world)
        focus = len(parts) if self.focus < 0 else self.focus
        if parts:
            first, last = (row_box(layout, parts, part) for part in (parts[0], parts[-1]))
            side = layout.px(10)
            around = Box(first.x, first.y, first.w, last.bottom - first.y).inset(-side)
            draw_card(canvas, around, Card())
        for index, (part, box) in enumerate(
            zip(parts, part_boxes(layout, parts, self.chosen, world), strict=True)
        ):
            if part is Part.FASTER:
                continue
            pair = part is Part.SLOWER
            ringed = {index: 0, index + 1: 2}.get(focus) if pair else None
            row = replace(row_of(part, self.chosen, world), ringed=ringed)
            wide = row_box(layout, parts, part) if pair else box
            if not fits(layout, wide, row) and row.chosen is not None:
                row = replace(row, words=(row.words[row.chosen],), chosen=0)
            draw_value_row(canvas, wide, row, focused=focus == index or ringed is not None)
        options = _options(moment)
        draw_options(canvas, options, focus - len(parts))
        _draw_beside(canvas, moment, options, self.chosen)
        focused = focus - len(parts)
        high = options.options[focused].label if focused >= 0 else "Change"
        draw_foot(canvas, moment, low="Back", high=high)


def _options(moment: Moment) -> Options:
    ready = readiness(moment.world)
    resting = ready is Readiness.RESTING
    begin = Option(label=LABELS.get(ready, "Begin"), primary=True, disabled=resting)
    return in_row(moment.layout, (begin, Option(label="Back")), foot_row(moment.layout))


def _begin(chosen: Chosen, world: World) -> Wish:
    from game.screens.device import DeviceScreen

    match readiness(world):
        case Readiness.READY:
            return Wish(requests=(StartPractice(chosen.step),))
        case Readiness.NO_RANGE:
            return Wish(go=Push(RangeScreen()))
        case Readiness.NO_INSTRUMENT:
            return Wish(go=Push(DeviceScreen()))
        case Readiness.RESTING:
            return NOTHING


def beside(chosen: Chosen, world: World) -> tuple[str, str]:
    """Return the two sentences beside Begin: how long it takes, and how much is left today."""
    ready = readiness(world)
    if world.message:
        return world.message, ""
    if ready is not Readiness.READY:
        return MISSING[ready]
    step = chosen.step
    minutes = max(1, round(step.minutes))
    first = f"{hand_words(step.hand).capitalize()}, about {minutes} min."
    if world.plan is None:
        return first, ""
    left = max(0, round(world.plan.dose_minutes - minutes_today(world)))
    return first, f"{left} of {world.plan.dose_minutes:g} minutes left today."


def _draw_beside(canvas: Canvas, moment: Moment, options: Options, chosen: Chosen) -> None:
    layout, theme = canvas.layout, canvas.theme
    last = options.boxes[-1]
    x = last.right + layout.px(20)
    wide = layout.content.right - x
    first, second = beside(chosen, moment.world)
    middle, line = last.centre[1], layout.tpx(24)
    if wide < layout.tpx(150):
        return
    if layout.large_type:
        alone = Box(x, middle - line // 2, wide, line)
        draw_fitted(canvas, first, alone, Role.SECOND, theme.text2)
        return
    draw_fitted(canvas, first, Box(x, middle - line, wide, line), Role.SECOND, theme.text2)
    draw_fitted(canvas, second, Box(x, middle, wide, line), Role.SECOND, theme.text3)

"""Today: the steps of the session, the dose, the week so far, and the last score."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from engine.session.world import StartSession
from game.input import Given, Intent
from game.screens.choices import choose
from game.screens.foot import draw_foot
from game.screens.options import Option, Options, draw_options, foot_row, in_row
from game.screens.pages import Paint, draw_page, turned, with_more
from game.screens.places import Place
from game.screens.range import RangeScreen, range_wanted
from game.screens.readiness import Readiness, readiness, words_beside
from game.screens.screen import NOTHING, Moment, Push, Replace, Transition, Wish
from game.screens.today_cards import draw_dose, draw_last_week, draw_this_week
from game.screens.today_steps import (
    day_words,
    draw_greeting,
    draw_steps,
    steps_a_page,
    steps_below_greeting,
    steps_of,
)
from game.screens.top_bar import device_wanted, draw_top_bar, ways_from
from game.theme import Role
from game.view.canvas import Canvas
from game.view.layout import Box
from game.view.text import draw_text, text_width

BEGIN = "Begin"
LABELS = {Readiness.NO_RANGE: "Find its range", Readiness.NO_INSTRUMENT: "Find the piano"}


@dataclass(frozen=True, slots=True, kw_only=True)
class TodayScreen:
    """Today's plan and where the player stands; ``asked`` once the piano's ends were asked for."""

    focus: int = 0
    page: int = 0
    asked: bool = False

    @property
    def name(self) -> str:
        """The screen's name."""
        return "today"

    def update(self, moment: Moment, given: Sequence[Given]) -> Wish:
        """Begin, turn the page, go to another place, or ask for the piano's ends."""
        if (away := self._left(moment, given)) is not None:
            return Wish(go=away)
        options = _options(moment, self.page)
        ways = ways_from(moment.layout, Place.TODAY)
        choice = choose((*options.boxes, *(way.box for way in ways)), self.focus, given)
        if choice.chosen is None:
            moved = replace(self, focus=choice.focus)
            return NOTHING if moved == self else Wish(go=Replace(moved))
        if choice.chosen >= len(options.boxes):
            return Wish(go=ways[choice.chosen - len(options.boxes)].go(Place.TODAY))
        if choice.chosen > 0:
            page = turned(self.page, _pages(moment))
            return Wish(go=Replace(replace(self, page=page, focus=choice.focus)))
        return self._main(moment)

    def _left(self, moment: Moment, given: Sequence[Given]) -> Transition | None:
        from game.screens.welcome import WelcomeScreen

        if not self.asked and (ask := range_wanted(moment)) is not None:
            return Push(ask, below=replace(self, asked=True))
        if (device := device_wanted(moment.layout, given)) is not None:
            return device
        return Replace(WelcomeScreen(asked=True)) if Intent.BACK in given else None

    def _main(self, moment: Moment) -> Wish:
        """Return what the main button does: begin, or mend what is missing."""
        from game.screens.welcome import WelcomeScreen

        match readiness(moment.world):
            case Readiness.READY if moment.world.plan is not None:
                return Wish(requests=(StartSession(),))
            case Readiness.NO_RANGE:
                return Wish(go=Push(RangeScreen()))
            case Readiness.NO_INSTRUMENT:
                return Wish(go=Replace(WelcomeScreen(asked=True)))
            case _:
                return NOTHING

    def draw(self, canvas: Canvas, moment: Moment) -> None:
        """Draw the day."""
        canvas.clear()
        options = _options(moment, self.page)
        ways, tab = ways_from(canvas.layout, Place.TODAY), self.focus - len(options.boxes)
        focused = ways[tab] if 0 <= tab < len(ways) else None
        draw_top_bar(canvas, moment, active=Place.TODAY, focused=focused)
        draw_page(canvas, moment, _pages(moment), self.page)
        draw_options(canvas, options, self.focus)
        _draw_beside(canvas, moment, options)
        option = options.options[self.focus % len(options.boxes)]
        chosen = focused.words if focused else "" if option.disabled else option.label
        draw_foot(canvas, moment, low="Players", high=chosen)


def _options(moment: Moment, page: int) -> Options:
    ready = readiness(moment.world)
    disabled = ready is Readiness.RESTING or moment.world.plan is None
    label = LABELS.get(ready, BEGIN)
    begin = Option(label=label, primary=True, disabled=disabled and label == BEGIN)
    options = with_more((begin,), _pages(moment), page)
    return in_row(moment.layout, options, foot_row(moment.layout))


def _pages(moment: Moment) -> tuple[Paint, ...]:
    if not moment.layout.large_type:
        return (_draw_whole,)
    plan = moment.world.plan
    many = steps_a_page(moment.layout)
    count = len(steps_of(plan)) if plan else 0
    first = steps_below_greeting(moment.layout, day_words(moment.world))
    steps = [partial(_draw_some_steps, first=each) for each in range(first, count, many)]
    return (_draw_welcome, *steps, _draw_dose_alone, _draw_weeks)


def _draw_whole(canvas: Canvas, moment: Moment, area: Box) -> None:
    layout = canvas.layout
    wide = round(area.w * (0.6 if not layout.compact else 0.59))
    left = Box(area.x, area.y, wide, area.h)
    head = draw_greeting(canvas, moment, left)
    draw_steps(canvas, moment, Box(left.x, head, left.w, left.bottom - head))
    x = area.x + wide + layout.px(48) if not layout.compact else left.right + layout.px(28)
    right = Box(x, area.y + layout.px(8), area.right - x, layout.content.bottom - area.y)
    right = Box(right.x, right.y, right.w, right.h - layout.px(12))
    low = layout.tpx(72) + layout.px(33) + round(layout.padding * 0.7)
    last_high = layout.tpx(100) + layout.padding
    rest = right.h - low - last_high - 2 * layout.space
    dose, week, last = right.rows((rest, low, last_high), layout.space)
    draw_dose(canvas, moment, dose)
    draw_this_week(canvas, moment, week)
    draw_last_week(canvas, moment, last)


def _draw_welcome(canvas: Canvas, moment: Moment, area: Box) -> None:
    y = draw_greeting(canvas, moment, area)
    below = Box(area.x, y, area.w, area.bottom - y)
    most = steps_below_greeting(canvas.layout, day_words(moment.world))
    draw_steps(canvas, moment, below, most=most)


def _draw_some_steps(canvas: Canvas, moment: Moment, area: Box, *, first: int) -> None:
    draw_steps(canvas, moment, area, first=first)


def _draw_dose_alone(canvas: Canvas, moment: Moment, area: Box) -> None:
    draw_dose(canvas, moment, area)


def _draw_weeks(canvas: Canvas, moment: Moment, area: Box) -> None:
    week, last = area.rows((1, 1.25), canvas.layout.space)
    draw_this_week(canvas, moment, week)
    draw_last_week(canvas, moment, last)


def _draw_beside(canvas: Canvas, moment: Moment, options: Options) -> None:
    layout, theme = canvas.layout, canvas.theme
    x = options.boxes[-1].right + layout.px(20)
    right = layout.content.x + round(layout.content.w * 0.6)
    middle = options.boxes[-1].centre[1]
    lines = words_beside(moment.world, steers=moment.steering is not None)
    if x + max(text_width(canvas, line, Role.SECOND) for line in lines) > right:
        return
    draw_text(canvas, lines[0], (x, middle - layout.tpx(4)), Role.SECOND, theme.text2)
    draw_text(canvas, lines[1], (x, middle + layout.tpx(18)), Role.SECOND, theme.text3)

"""Settings: how Evenhand looks and sounds, and the ways to the instrument, players and About."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from engine.record import Settings, Task
from engine.session.world import ChangeSettings, StartPractice, World
from game.input import Clicked, Given
from game.screens.about import AboutScreen
from game.screens.choices import choose
from game.screens.device import DeviceScreen
from game.screens.foot import draw_foot
from game.screens.leaving import left
from game.screens.paging import NOWHERE, draw_more, more_box
from game.screens.places import Place
from game.screens.readiness import Readiness, readiness
from game.screens.screen import NOTHING, Moment, Push, Replace, Wish, go_to
from game.screens.settings_panels import TARGETS, Action, Target, page_with, pages_of
from game.screens.settings_rows import WORDS, Row, changed, picked, row_of
from game.screens.top_bar import Way, draw_top_bar, ways_from
from game.screens.value_row import draw_opening_row, draw_value_row, value_boxes
from game.screens.words import signed
from game.view.canvas import Canvas
from game.view.card import Card, draw_card
from game.view.layout import Box, Layout


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsScreen:
    """The rows; ``focus`` runs through what can be changed or opened, More, and the tabs."""

    focus: int = 0
    page: int = 0

    @property
    def name(self) -> str:
        """The screen's name."""
        return "settings"

    def update(self, moment: Moment, given: Sequence[Given]) -> Wish:
        """Change a value, look after the instrument, or go to another place."""
        layout, world = moment.layout, moment.world
        if (away := left(moment, given)) is not None:
            return Wish(go=away)
        boxes = self._boxes(layout)
        new = _clicked(given, layout, boxes, world.settings)
        if new is not None:
            return Wish(requests=(ChangeSettings(new),)) if new != world.settings else NOTHING
        choice = choose(boxes, self.focus, given)
        here = self._at(layout, choice.focus)
        if choice.chosen is None:
            return go_to(self, here)
        return here.chosen(moment, choice.chosen)

    def chosen(self, moment: Moment, index: int) -> Wish:
        """Return what one of the targets does."""
        if index < len(TARGETS):
            return _wish(self, TARGETS[index], moment.world)
        if index == len(TARGETS):
            return Wish(go=Replace(self.turned(moment.layout)))
        way = ways_from(moment.layout, Place.SETTINGS)[index - len(TARGETS) - 1]
        return Wish(go=way.go(Place.SETTINGS))

    def turned(self, layout: Layout) -> "SettingsScreen":
        """Return the screen with its next page, and the focus on that page's first row."""
        pages = pages_of(layout)
        page = (self.page + 1) % len(pages)
        return replace(self, page=page, focus=TARGETS.index(pages[page][0].targets[0]))

    def _at(self, layout: Layout, focus: int) -> "SettingsScreen":
        """Return the screen with the focus elsewhere, and the page on which that is."""
        last = len(TARGETS)
        if focus == last and len(pages_of(layout)) == 1:
            # there is no other page: the focus goes on in the direction it came from
            focus = last + 1 if self.focus < focus else last - 1
        page = page_with(layout, TARGETS[focus]) if focus < last else self._page(layout)
        return replace(self, focus=focus, page=page)

    def _page(self, layout: Layout) -> int:
        return self.page % len(pages_of(layout))

    def _boxes(self, layout: Layout) -> tuple[Box, ...]:
        """Return the places of everything, those of other pages without area."""
        pages = pages_of(layout)
        page = self._page(layout)
        here = {
            target: box
            for panel in pages[page]
            for target, box in zip(panel.targets, panel.boxes, strict=True)
        }
        more = more_box(layout, last=page == len(pages) - 1) if len(pages) > 1 else NOWHERE
        ways = (way.box for way in ways_from(layout, Place.SETTINGS))
        return (*(here.get(target, NOWHERE) for target in TARGETS), more, *ways)

    def draw(self, canvas: Canvas, moment: Moment) -> None:
        """Draw the panels of the open page."""
        canvas.clear()
        layout, world = canvas.layout, moment.world
        way = self._way(layout)
        draw_top_bar(canvas, moment, active=Place.SETTINGS, focused=way)
        pages, page = pages_of(layout), self._page(layout)
        now = TARGETS[self.focus] if self.focus < len(TARGETS) else None
        for panel in pages[page]:
            draw_card(canvas, panel.box, Card(title=panel.title))
            for target, box in zip(panel.targets, panel.boxes, strict=True):
                if isinstance(target, Row):
                    row = row_of(target, world.settings)
                    draw_value_row(canvas, box, row, focused=target is now)
                else:
                    words = (target.value, second_line(target, world))
                    draw_opening_row(canvas, box, words, focused=target is now)
        turning = self.focus == len(TARGETS)
        draw_more(canvas, page, len(pages), focused=turning)
        high = "Change" if isinstance(now, Row) else "More" if turning else "Open"
        draw_foot(canvas, moment, low="Back to today", high=high)

    def _way(self, layout: Layout) -> Way | None:
        ways, index = ways_from(layout, Place.SETTINGS), self.focus - len(TARGETS) - 1
        return ways[index % len(ways)] if index >= 0 else None


def second_line(action: Action, world: World) -> str:
    """Return what stands below an action's title."""
    match action:
        case Action.PIANO:
            return f"{world.port.piano or 'None yet'}: keys, range, timing"
        case Action.LATENCY:
            return latency_words(world)
        case Action.PLAYERS:
            who = f"{world.person.name} plays" if world.person else "No one yet"
            return f"{who}: change, or add one"
        case Action.ABOUT:
            return "What it is, and what it cannot tell"


def latency_words(world: World) -> str:
    """Return the kept delay with its interval, or that it is not measured yet."""
    kept = world.settings.calibration(world.port.name)
    if kept is None:
        return "Not measured yet: tap along for a minute"
    span = f"{signed(kept.low_ms)} to {signed(kept.high_ms)}"
    return f"{signed(kept.latency_ms)} ms ({span}), from {kept.taps} taps"


def _wish(here: SettingsScreen, target: Target, world: World) -> Wish:
    from game.screens.welcome import WelcomeScreen

    match target:
        case Row():
            new = changed(target, world.settings)
            return Wish(go=Replace(here), requests=(ChangeSettings(new),))
        case Action.PIANO:
            return Wish(go=Push(DeviceScreen(), below=here))
        case Action.LATENCY:
            return _calibrating(here, world)
        case Action.PLAYERS:
            return Wish(go=Replace(WelcomeScreen(asked=True)))
        case Action.ABOUT:
            return Wish(go=Push(AboutScreen(), below=here))


def _calibrating(here: SettingsScreen, world: World) -> Wish:
    """Return the way to the calibration, or to the instrument where none can be tapped."""
    steps = (step for step in world.practice_steps if step.task is Task.CALIBRATION)
    step = next(steps, None)
    if step is None or readiness(world) is not Readiness.READY:
        return Wish(go=Push(DeviceScreen(), below=here))
    return Wish(go=Replace(here), requests=(StartPractice(step),))


def _clicked(
    given: Sequence[Given], layout: Layout, boxes: Sequence[Box], settings: Settings
) -> Settings | None:
    """Return the settings with the value that was clicked, or None where none was."""
    for each in given:
        for target, box in zip(TARGETS, boxes, strict=False):
            if not isinstance(each, Clicked) or not isinstance(target, Row):
                continue
            for index, value in enumerate(value_boxes(layout, box, WORDS[target])):
                if box.contains(each.x, each.y) and value.contains(each.x, each.y):
                    return picked(target, index, settings)
    return None

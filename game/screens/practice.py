"""Practise: the seven games, each to be played freely; nothing here enters the weekly score."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from engine.record import Task
from engine.session.state import BlockPlan
from engine.session.world import World
from game.input import Given
from game.screens.choices import choose
from game.screens.foot import draw_foot
from game.screens.heading_lines import draw_heading
from game.screens.leaving import left
from game.screens.paging import NOWHERE, draw_more, more_box
from game.screens.places import Place
from game.screens.practice_game import PracticeGameScreen
from game.screens.practice_places import boxes_on, card_of, page_of, pages_of
from game.screens.practice_steps import GAMES, chosen_of
from game.screens.screen import Moment, Push, Replace, Wish, go_to
from game.screens.top_bar import Way, draw_top_bar, ways_from
from game.screens.value_row import draw_opening_row
from game.screens.words import TITLES
from game.view.canvas import Canvas
from game.view.card import Card, draw_card
from game.view.layout import Box, Layout

TITLE = "Play freely."
WORDS = "Choose a game. Its minutes belong to today; nothing of it enters your weekly score."
LINES = {
    Task.PEARLS: "Every note as even as the one before",
    Task.ON_THE_BEAT: "With the clicks, then on without them",
    Task.WHICH_FINGER: "A finger lights up: press with that one",
    Task.STILL_WATER: "One finger plays, the others stay down",
    Task.HEAVIER: "Two silent presses: which was harder?",
    Task.LATE_ONE: "A silent run: which note came late?",
    Task.SLOW_ROAD: "A passage, slow enough to stay easy",
}
NOT_YET = {Task.STILL_WATER: "From your fifth sitting: holding keys comes later"}


@dataclass(frozen=True, slots=True, kw_only=True)
class PractiseScreen:
    """The games; ``focus`` runs through them, More, and the tabs."""

    focus: int = 0
    page: int = 0

    @property
    def name(self) -> str:
        """The screen's name."""
        return "practise"

    def update(self, moment: Moment, given: Sequence[Given]) -> Wish:
        """Open a game, turn the page, or go to another place."""
        layout = moment.layout
        if (away := left(moment, given)) is not None:
            return Wish(go=away)
        choice = choose(self._boxes(layout), self.focus, given)
        here = self._at(layout, choice.focus)
        if choice.chosen is None:
            return go_to(self, here)
        if choice.chosen < len(GAMES):
            return here.opened(offered(moment.world, GAMES[choice.chosen]))
        if choice.chosen == len(GAMES):
            return go_to(self, self.turned(layout))
        way = ways_from(layout, Place.PRACTISE)[choice.chosen - len(GAMES) - 1]
        return Wish(go=way.go(Place.PRACTISE))

    def opened(self, step: BlockPlan | None) -> Wish:
        """Return the way to a game, or none where it is not open."""
        if step is None:
            return Wish(go=Replace(self))
        return Wish(go=Push(PracticeGameScreen(chosen=chosen_of(step)), below=self))

    def turned(self, layout: Layout) -> "PractiseScreen":
        """Return the screen with its next page, and the focus on that page's first game."""
        page = (self.page + 1) % pages_of(layout)
        first = next(game for game in range(len(GAMES)) if page_of(layout, game) == page)
        return replace(self, page=page, focus=first)

    def _at(self, layout: Layout, focus: int) -> "PractiseScreen":
        """Return the screen with the focus elsewhere, and the page on which that is."""
        last = len(GAMES)
        if focus == last and pages_of(layout) == 1:
            focus = last + 1 if self.focus < focus else last - 1
        page = page_of(layout, focus) if focus < last else self.page % pages_of(layout)
        return replace(self, focus=focus, page=page)

    def _boxes(self, layout: Layout) -> tuple[Box, ...]:
        pages = pages_of(layout)
        page = self.page % pages
        more = more_box(layout, last=page == pages - 1) if pages > 1 else NOWHERE
        ways = (way.box for way in ways_from(layout, Place.PRACTISE))
        return (*boxes_on(layout, page), more, *ways)

    def draw(self, canvas: Canvas, moment: Moment) -> None:
        """Draw the games that are on the open page."""
        canvas.clear()
        layout, world = canvas.layout, moment.world
        draw_top_bar(canvas, moment, active=Place.PRACTISE, focused=self._way(layout))
        page, pages = self.page % pages_of(layout), pages_of(layout)
        if not layout.large_type:
            draw_heading(canvas, TITLE, world.message or WORDS)
            draw_card(canvas, card_of(layout), Card())
        for index, box in enumerate(boxes_on(layout, page)):
            if box.w:
                _draw_game(canvas, box, world, GAMES[index], focused=index == self.focus)
        turning = self.focus == len(GAMES)
        draw_more(canvas, page, pages, focused=turning)
        shut = self.focus < len(GAMES) and offered(world, GAMES[self.focus]) is None
        high = "" if shut else "More" if turning else "Open"
        draw_foot(canvas, moment, low="Back to today", high=high)

    def _way(self, layout: Layout) -> Way | None:
        ways, index = ways_from(layout, Place.PRACTISE), self.focus - len(GAMES) - 1
        return ways[index % len(ways)] if index >= 0 else None


def offered(world: World, task: Task) -> BlockPlan | None:
    """Return a game as it is offered today, or None."""
    return next((step for step in world.practice_steps if step.task is task), None)


def line_of(world: World, task: Task) -> str:
    """Return what stands below a game: what it is about, or why it is not open."""
    if offered(world, task) is not None:
        return LINES[task]
    if not world.practice_steps:
        return "It opens when a player is chosen"
    return NOT_YET.get(task, "It is not open today")


def _draw_game(canvas: Canvas, box: Box, world: World, task: Task, *, focused: bool) -> None:
    words = (TITLES[task], line_of(world, task))
    open_ = offered(world, task) is not None
    draw_opening_row(canvas, box, words, focused=focused, open_=open_)

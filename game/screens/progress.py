"""Progress: what the weeks say, in words first; the twenty transitions; tempo and minutes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from game.input import Given
from game.screens.choices import choose
from game.screens.foot import draw_foot
from game.screens.leaving import left
from game.screens.pages import turning_words
from game.screens.paging import NOWHERE, draw_more, more_box
from game.screens.places import Place
from game.screens.progress_cards import (
    draw_ceiling,
    draw_evenness,
    draw_minutes,
    draw_sky,
    draw_verdict,
    draw_verdict_page,
)
from game.screens.progress_layout import pages_of, progress_places, takes_box
from game.screens.screen import NOTHING, Moment, Push, Replace, Wish, go_to
from game.screens.takes import TakesScreen
from game.screens.top_bar import draw_top_bar, ways_from
from game.view.button import Button, draw_button
from game.view.canvas import Canvas
from game.view.card import Card, draw_card
from game.view.layout import Box, Layout


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgressScreen:
    """The record; ``focus`` runs through the pages, then the way to the takes and the tabs."""

    focus: int = 0

    @property
    def name(self) -> str:
        """The screen's name."""
        return "progress"

    def update(self, moment: Moment, given: Sequence[Given]) -> Wish:
        """Turn pages, or go to another place."""
        if (away := left(moment, given)) is not None:
            return Wish(go=away)
        choice = choose(_boxes(moment.layout, self.focus), self.focus, given)
        pages = pages_of(moment.layout)
        if choice.chosen is None:
            return go_to(self, replace(self, focus=choice.focus))
        if choice.chosen == pages:
            return Wish(go=Push(TakesScreen(), below=replace(self, focus=pages)))
        if choice.chosen > pages:
            ways = ways_from(moment.layout, Place.PROGRESS)
            return Wish(go=ways[choice.chosen - pages - 1].go(Place.PROGRESS))
        turned = choice.chosen if choice.chosen != self.focus else (self.focus + 1) % pages
        return Wish(go=Replace(replace(self, focus=turned))) if pages > 1 else NOTHING

    def draw(self, canvas: Canvas, moment: Moment) -> None:
        """Draw the page that is open."""
        layout, world = canvas.layout, moment.world
        pages = pages_of(layout)
        page = self.focus if self.focus < pages else 0
        ways = ways_from(layout, Place.PROGRESS)
        way = ways[(self.focus - pages - 1) % len(ways)] if self.focus > pages else None
        takes = self.focus == pages
        canvas.clear()
        draw_top_bar(canvas, moment, active=Place.PROGRESS, focused=way)
        places = progress_places(layout)
        if places.verdict[0] == page:
            draw = draw_verdict_page if layout.large_type else draw_verdict
            draw(canvas, places.verdict[1], world)
        for draw, (on, box) in (
            (draw_evenness, places.evenness),
            (draw_sky, places.sky),
            (draw_ceiling, places.ceiling),
            (draw_minutes, places.minutes),
        ):
            if on == page:
                draw(canvas, box, world)
        _draw_takes(canvas, moment, focused=takes)
        draw_more(canvas, page, pages, focused=way is None and not takes and pages > 1)
        high = "Open" if way or takes else turning_words(page, pages)[0] if pages > 1 else ""
        draw_foot(canvas, moment, low="Back to today", high=high)


def _draw_takes(canvas: Canvas, moment: Moment, *, focused: bool) -> None:
    """Draw the way to the takes: a button, in a card of its own where all is on one page."""
    box, label = takes_box(canvas.layout), "Your takes"
    if pages_of(canvas.layout) == 1:
        kept = len(moment.world.takes)
        inside = draw_card(canvas, box, Card(title=label, scope=f"the last {kept}" if kept else ""))
        high = min(max(48, canvas.tpx(48)), inside.h)
        top = inside.y + (inside.h - high + canvas.px(8)) // 2
        box, label = Box(inside.x, top, inside.w, high), "See and hear"
    draw_button(canvas, box, Button(label=label, focused=focused))


def _boxes(layout: Layout, focus: int) -> tuple[Box, ...]:
    """Return a box for each page (the way to it is the button More), the takes and each tab."""
    pages = pages_of(layout)
    page = focus if focus < pages else 0
    turning = (page + 1) % pages if pages > 1 else -1
    more = more_box(layout, last=page == pages - 1)
    leaves = [more if each == turning else NOWHERE for each in range(pages)]
    tabs = (way.box for way in ways_from(layout, Place.PROGRESS))
    return (*leaves, takes_box(layout), *tabs)

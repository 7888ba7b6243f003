"""Progress: what the weeks say, in words first; the twenty transitions; tempo and minutes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from game.input import Given, Intent
from game.screens.choices import choose
from game.screens.foot import draw_foot
from game.screens.pages import turning_words
from game.screens.paging import NOWHERE, draw_more, more_box
from game.screens.places import Place, screen_at
from game.screens.progress_cards import (
    draw_ceiling,
    draw_evenness,
    draw_minutes,
    draw_sky,
    draw_verdict,
    draw_verdict_page,
)
from game.screens.progress_layout import pages_of, progress_places
from game.screens.range import range_wanted
from game.screens.screen import NOTHING, Moment, Push, Replace, Wish, go_to
from game.screens.top_bar import draw_top_bar, tab_boxes
from game.view.canvas import Canvas
from game.view.layout import Box, Layout


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgressScreen:
    """The record; ``focus`` runs through the pages, then the tabs."""

    focus: int = 0

    @property
    def name(self) -> str:
        """The screen's name."""
        return "progress"

    def update(self, moment: Moment, given: Sequence[Given]) -> Wish:
        """Turn pages, or go to another place."""
        if (ask := range_wanted(moment)) is not None:
            return Wish(go=Push(ask))
        if Intent.BACK in given:
            return Wish(go=Replace(screen_at(Place.TODAY)))
        choice = choose(_boxes(moment.layout, self.focus), self.focus, given)
        pages = pages_of(moment.layout)
        if choice.chosen is None:
            return go_to(self, replace(self, focus=choice.focus))
        if choice.chosen >= pages:
            return Wish(go=Replace(screen_at(_WAYS[choice.chosen - pages])))
        turned = choice.chosen if choice.chosen != self.focus else (self.focus + 1) % pages
        return Wish(go=Replace(replace(self, focus=turned))) if pages > 1 else NOTHING

    def draw(self, canvas: Canvas, moment: Moment) -> None:
        """Draw the page that is open."""
        layout, world = canvas.layout, moment.world
        pages = pages_of(layout)
        page = self.focus if self.focus < pages else 0
        way = _WAYS[(self.focus - pages) % len(_WAYS)] if self.focus >= pages else None
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
        draw_more(canvas, page, pages, focused=way is None and pages > 1)
        high = "Open" if way else turning_words(page, pages)[0] if pages > 1 else ""
        draw_foot(canvas, moment, low="Back to today", high=high)


_WAYS = (Place.TODAY, Place.SETTINGS)


def _boxes(layout: Layout, focus: int) -> tuple[Box, ...]:
    """Return a box for each page (the way to it is the button More) and each tab."""
    pages = pages_of(layout)
    page = focus if focus < pages else 0
    turning = (page + 1) % pages if pages > 1 else -1
    more = more_box(layout, last=page == pages - 1)
    leaves = [more if each == turning else NOWHERE for each in range(pages)]
    tabs = dict(zip(Place, tab_boxes(layout), strict=True))
    return (*leaves, *(tabs[way] for way in _WAYS))

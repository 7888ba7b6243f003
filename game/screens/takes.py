"""Your takes: what was played lately, by day, the newest first; each can be played again."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from engine.session.world import OpenTake
from game.input import Given, Intent
from game.screens.choices import choose
from game.screens.foot import draw_foot
from game.screens.heading import draw_heading
from game.screens.paging import draw_more, more_box
from game.screens.range import range_wanted
from game.screens.replay import ReplayScreen
from game.screens.screen import NOTHING, Moment, Pop, Push, Wish, go_to
from game.screens.takes_list import Day, Row, draw_day, draw_take, pages_of
from game.theme import Role
from game.view.canvas import Canvas
from game.view.layout import Box
from game.view.text import draw_paragraph

NONE_YET = "What you play is kept whole. It will be listed here, and you can hear and see it again."


@dataclass(frozen=True, slots=True, kw_only=True)
class TakesScreen:
    """One page of the list; ``focus`` runs through its takes, then the button to the next page."""

    page: int = 0
    focus: int = 0

    @property
    def name(self) -> str:
        """The screen's name."""
        return "takes"

    def update(self, moment: Moment, given: Sequence[Given]) -> Wish:
        """Open a take, turn the page, or go back."""
        if (ask := range_wanted(moment)) is not None:
            return Wish(go=Push(ask))
        if Intent.BACK in given:
            return Wish(go=Pop())
        pages = _pages(moment)
        rows = _rows(pages[self.page % len(pages)])
        if not rows:
            return NOTHING
        choice = choose(_boxes(moment, self.page), self.focus, given)
        if choice.chosen is None:
            return go_to(self, replace(self, focus=choice.focus))
        if choice.chosen >= len(rows):
            return go_to(self, TakesScreen(page=(self.page + 1) % len(pages)))
        here = replace(self, focus=choice.chosen)
        wanted = OpenTake(rows[choice.chosen].take.trial_id)
        return Wish(go=Push(ReplayScreen(), below=here), requests=(wanted,))

    def draw(self, canvas: Canvas, moment: Moment) -> None:
        """Draw the page that is open."""
        canvas.clear()
        pages = _pages(moment)
        page = self.page % len(pages)
        takes = len(moment.world.takes)
        said = f"The last {takes}. Open one to see and hear it again." if takes > 1 else ""
        draw_heading(canvas, moment, "Your takes", said)
        if not takes:
            content = canvas.layout.content
            wide = min(content.w, canvas.tpx(760))
            draw_paragraph(canvas, NONE_YET, content[:2], wide, Role.OPENING, canvas.theme.text)
        row = 0
        for each in pages[page]:
            if isinstance(each, Day):
                draw_day(canvas, each)
            else:
                draw_take(canvas, each, moment.world, focused=row == self.focus)
                row += 1
        draw_more(canvas, page, len(pages), focused=row == self.focus)
        high = "See and hear it" if self.focus < row else "Turn the page"
        draw_foot(canvas, moment, low="Back to progress", high=high if takes else "")


def _pages(moment: Moment) -> tuple[tuple[Day | Row, ...], ...]:
    return pages_of(moment.layout, moment.world)


def _rows(page: Sequence[Day | Row]) -> tuple[Row, ...]:
    return tuple(each for each in page if isinstance(each, Row))


def _boxes(moment: Moment, page: int) -> tuple[Box, ...]:
    pages = _pages(moment)
    page %= len(pages)
    more = more_box(moment.layout, last=page == len(pages) - 1)
    boxes = [each.box for each in _rows(pages[page])]
    return (*boxes, more) if len(pages) > 1 else tuple(boxes)

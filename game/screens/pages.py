"""Screens that do not fit at once, in a small window or large type, show one page at a time.

A button turns the page, so that keys, piano and mouse all reach it.
"""

from collections.abc import Callable, Sequence

from game.screens.options import Option, above_foot
from game.screens.screen import Moment
from game.view.canvas import Canvas
from game.view.layout import Box

Paint = Callable[[Canvas, Moment, Box], None]
MORE = "More"
FROM_START = "From the start"


def with_more(options: Sequence[Option], pages: Sequence[Paint], page: int) -> tuple[Option, ...]:
    """Return the options with the one that turns the page, where there is more than one."""
    if len(pages) < 2:
        return tuple(options)
    label, hint = turning_words(page, len(pages))
    return (*options, Option(label=label, hint=hint))


def turning_words(page: int, pages: int) -> tuple[str, str]:
    """Return what the button that turns the page says, and where one is."""
    page %= pages
    return FROM_START if page == pages - 1 else MORE, f"{page + 1} of {pages}"


def turned(page: int, pages: Sequence[Paint]) -> int:
    """Return the page that comes next, the first after the last."""
    return (page + 1) % max(1, len(pages))


def draw_page(canvas: Canvas, moment: Moment, pages: Sequence[Paint], page: int) -> None:
    """Draw one page into the content above the buttons."""
    pages[page % len(pages)](canvas, moment, above_foot(canvas.layout))

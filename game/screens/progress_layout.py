"""Where things stand on Progress, and on which page."""

from dataclasses import dataclass

from game.screens.paging import more_box
from game.view.layout import Box, Layout

Placed = tuple[int, Box]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgressPlaces:
    """The page and the box of each part."""

    verdict: Placed
    evenness: Placed
    sky: Placed
    ceiling: Placed
    minutes: Placed


def takes_box(layout: Layout) -> Box:
    """Return where the way to the takes stands: beside More, else in the row of small cards."""
    more = more_box(layout)
    if pages_of(layout) > 1:
        room = more_box(layout, last=True).x - layout.space - layout.content.x
        return Box(layout.content.x, more.y, min(layout.tpx(230), room), more.h)
    return _lower(layout)[2]


def pages_of(layout: Layout) -> int:
    """Return how many pages Progress has: one, two in a small window, five with large type."""
    if layout.large_type:
        return 5
    return 2 if layout.compact else 1


def progress_places(layout: Layout) -> ProgressPlaces:
    """Return where things stand."""
    content, space = layout.content, layout.space
    body = Box(content.x, content.y, content.w, more_box(layout).y - space - content.y)
    if layout.large_type:
        return ProgressPlaces(
            verdict=(0, body),
            evenness=(1, body),
            sky=(2, body),
            ceiling=(3, body),
            minutes=(4, body),
        )
    if layout.compact:
        left, right = body.columns((735, 424), space)
        verdict, evenness = _under(layout, left)
        upper, lower = body.rows((1, 1), space)
        return ProgressPlaces(
            verdict=(0, verdict),
            evenness=(0, evenness),
            sky=(0, right),
            ceiling=(1, upper),
            minutes=(1, lower),
        )
    ceiling, minutes, _ = _lower(layout)
    upper = Box(content.x, content.y + layout.px(8), content.w, ceiling.y - space - content.y)
    upper = Box(upper.x, upper.y, upper.w, upper.h - layout.px(8))
    left, right = upper.columns((735, 424), round(space * 1.5))
    verdict, evenness = _under(layout, left)
    return ProgressPlaces(
        verdict=(0, verdict),
        evenness=(0, evenness),
        sky=(0, right),
        ceiling=(0, ceiling),
        minutes=(0, minutes),
    )


def _lower(layout: Layout) -> tuple[Box, Box, Box]:
    """Return the row of small cards: ceiling, minutes, takes."""
    content, low = layout.content, max(layout.px(148), layout.tpx(132))
    row = Box(content.x, content.bottom - low, content.w, low)
    ceiling, minutes, takes = row.columns((452, 468, 232), layout.space)
    return ceiling, minutes, takes


def _under(layout: Layout, column: Box) -> tuple[Box, Box]:
    """Split a column into the words of the verdict and what is below them."""
    # a narrow column takes two lines of words
    high = layout.tpx(42) + layout.tpx(26) * (1 + layout.compact) + layout.px(16)
    words = Box(column.x, column.y, column.w, high)
    return words, Box(column.x, words.bottom, column.w, column.bottom - words.bottom)

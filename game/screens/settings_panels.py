"""Where the rows of Settings stand: in three panels, on as many pages as they need."""

from dataclasses import dataclass
from enum import Enum

from game.screens.paging import more_box
from game.screens.settings_rows import LOOK, SOUND, Row
from game.view.layout import Box, Layout


class Action(Enum):
    """What Settings opens, by its title."""

    PIANO = "Your piano"
    LATENCY = "Delay of the clicks"
    PLAYERS = "Players"
    ABOUT = "About Evenhand"


Target = Row | Action
GROUPS: tuple[tuple[str, tuple[Target, ...]], ...] = (
    ("Look", LOOK),
    ("Sound", SOUND),
    ("Instrument and players", tuple(Action)),
)
TARGETS = tuple(target for _, targets in GROUPS for target in targets)


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """A card with its title, and what stands in it, each with its place."""

    title: str
    box: Box
    targets: tuple[Target, ...]
    boxes: tuple[Box, ...]


def pages_of(layout: Layout) -> tuple[tuple[Panel, ...], ...]:
    """Return the panels of each page."""
    if layout.large_type:
        return _large(layout)
    area = layout.content
    top = Box(area.x, area.y + layout.px(8), area.w, _high(layout, len(LOOK)))
    low = top.bottom + layout.space
    last = Box(area.x, low, area.w, _high(layout, len(Action) // 2))
    fits = last.bottom <= area.bottom
    if not fits:
        last = Box(area.x, top.y, area.w, last.h)
    halves = top.columns((1, 1), layout.space)
    above = tuple(
        _panel(layout, *group, half) for group, half in zip(GROUPS[:2], halves, strict=True)
    )
    below = _panel(layout, *GROUPS[2], last, columns=2)
    return ((*above, below),) if fits else (above, (below,))


def page_with(layout: Layout, target: Target) -> int:
    """Return the page on which something stands."""
    pages = pages_of(layout)
    return next(
        number
        for number, panels in enumerate(pages)
        if any(target in panel.targets for panel in panels)
    )


def _large(layout: Layout) -> tuple[tuple[Panel, ...], ...]:
    area = layout.content
    body = Box(area.x, area.y, area.w, more_box(layout).y - layout.px(10) - area.y)
    room = body.h - _head(layout) - layout.px(6)
    pages = []
    for title, targets in GROUPS:
        # what opens has two lines
        least = layout.tpx(49 if targets == tuple(Action) else 43)
        most = max(1, room // least)
        parts = -(-len(targets) // most)
        size = -(-len(targets) // parts)
        for first in range(0, len(targets), size):
            pages.append((_panel(layout, title, targets[first : first + size], body),))
    return tuple(pages)


def _panel(
    layout: Layout, title: str, targets: tuple[Target, ...], box: Box, *, columns: int = 1
) -> Panel:
    side, rows = layout.px(8), -(-len(targets) // columns)
    pitch = _pitch(layout)
    if layout.large_type:
        pitch = min(layout.tpx(58), (box.h - _head(layout) - layout.px(6)) // rows)
    shelf = Box(box.x + side, box.y + _head(layout), box.w - 2 * side, box.h)
    across = shelf.columns((1,) * columns, layout.space)
    boxes = tuple(
        Box(column.x, shelf.y + index // columns * pitch, column.w, pitch - layout.px(4))
        for index in range(len(targets))
        for column in (across[index % columns],)
    )
    title = "" if layout.large_type and layout.compact else title
    return Panel(title=title, box=box, targets=targets, boxes=boxes)


def _pitch(layout: Layout) -> int:
    return max(52 if layout.compact else layout.px(58), layout.tpx(52))


def _head(layout: Layout) -> int:
    """Return the height above the rows; in a small window large type leaves no room for a title."""
    if layout.large_type and layout.compact:
        return layout.px(8)
    return round(max(layout.padding * 0.95 + layout.tpx(7), layout.tpx(26))) + layout.tpx(12)


def _high(layout: Layout, rows: int) -> int:
    return _head(layout) + rows * _pitch(layout) + layout.px(8)

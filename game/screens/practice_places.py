"""Where the seven games stand on Practise: two columns, in large type as many as fit a page."""

from game.screens.heading_lines import heading_height
from game.screens.paging import NOWHERE, more_box
from game.screens.practice_steps import GAMES
from game.view.layout import Box, Layout

COLUMNS = 2


def pages_of(layout: Layout) -> int:
    """Return how many pages the games take."""
    return -(-len(GAMES) // a_page(layout))


def page_of(layout: Layout, game: int) -> int:
    """Return the page of a game, by its place in the list."""
    return game // a_page(layout)


def a_page(layout: Layout) -> int:
    """Return how many games one page holds."""
    if not layout.large_type:
        return len(GAMES)
    most = max(1, _body(layout).h // layout.tpx(54))
    pages = -(-len(GAMES) // most)
    return -(-len(GAMES) // pages)


def boxes_on(layout: Layout, page: int) -> tuple[Box, ...]:
    """Return each game's place; those of other pages have no area."""
    body, many = _body(layout), a_page(layout)
    columns = 1 if layout.large_type else COLUMNS
    lines = -(-many // columns)
    pitch = min(body.h // lines, max(layout.px(84), layout.tpx(64)))
    across = body.columns((1,) * columns, layout.space)
    boxes = []
    for game in range(len(GAMES)):
        if page_of(layout, game) != page:
            boxes.append(NOWHERE)
            continue
        place = game % many
        column = across[place // lines]
        y = body.y + place % lines * pitch
        boxes.append(Box(column.x, y, column.w, pitch - layout.px(6)))
    return tuple(boxes)


def _body(layout: Layout) -> Box:
    area = layout.content
    if layout.large_type:
        top = area.y + layout.px(4)
        return Box(area.x, top, area.w, more_box(layout).y - layout.px(10) - top)
    top = area.y + heading_height(layout) + layout.px(20)
    side = layout.px(10)
    return Box(area.x + side, top + side, area.w - 2 * side, area.bottom - top - 2 * side)


def card_of(layout: Layout) -> Box:
    """Return the card around the games, where they are all on one page."""
    boxes, side = boxes_on(layout, 0), layout.px(10)
    right = max(box.right for box in boxes)
    top, left = boxes[0].y, boxes[0].x
    bottom = max(box.bottom for box in boxes)
    return Box(left - side, top - side, right - left + 2 * side, bottom - top + 2 * side)

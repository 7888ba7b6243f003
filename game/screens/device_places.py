"""Where things stand on the instrument's page: on one page, in large type on four."""

from dataclasses import dataclass

from game.screens.options import Option, Options, foot_row, in_row, option_height
from game.screens.paging import NOWHERE
from game.view.layout import Box, Layout

PAGES = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class DevicePlaces:
    """The boxes of one page; those of other pages have no area."""

    heading: Box = NOWHERE
    keys: Box = NOWHERE
    last: Box = NOWHERE
    messages: Box = NOWHERE
    way: Box = NOWHERE


def pages_of(layout: Layout) -> int:
    """Return how many pages there are."""
    return PAGES if layout.large_type else 1


def places_of(layout: Layout, page: int) -> DevicePlaces:
    """Return where things stand on a page."""
    area = layout.content
    foot = foot_row(layout).y - layout.space
    if layout.large_type:
        body = Box(area.x, area.y + layout.px(4), area.w, foot - area.y - layout.px(4))
        if page == 0:
            keys, last = body.rows((1, 2.3 if layout.compact else 1.8), layout.space)
            return DevicePlaces(keys=keys, last=last)
        if page == 1:
            return DevicePlaces(messages=body)
        return DevicePlaces(way=body) if page == 2 else DevicePlaces(heading=body)
    head = layout.px(8) + layout.tpx(44) + layout.tpx(52)
    keys_top = area.y + head
    high = round((foot - keys_top) * 0.42)
    keys = Box(area.x, keys_top, area.w, high)
    low = Box(area.x, keys.bottom + layout.space, area.w, foot - keys.bottom - layout.space)
    last, messages, way = low.columns((0.8, 1, 1.15), layout.space)
    heading = Box(area.x, area.y, area.w, head)
    return DevicePlaces(heading=heading, keys=keys, last=last, messages=messages, way=way)


def placed(layout: Layout, options: tuple[Option, ...], page: int) -> Options:
    """Return where the buttons stand: in a row at the foot, in large type on the last page.

    The last two options, More and Back, are always at the foot.
    """
    if not layout.large_type:
        return in_row(layout, options, foot_row(layout))
    foot = in_row(layout, options[-2:], foot_row(layout))
    own = options[:-2]
    if page != PAGES - 1:
        return Options(options=(*own, *foot.options), boxes=(*(NOWHERE,) * len(own), *foot.boxes))
    body = places_of(layout, page).heading
    high, space = option_height(layout), layout.px(14)
    rows = -(-len(own) // 2)
    top = body.bottom - rows * high - (rows - 1) * space
    columns = Box(body.x, top, body.w, high).columns((1, 1), layout.space)
    boxes = tuple(
        columns[index % 2].moved(0, index // 2 * (high + space)) for index in range(len(own))
    )
    return Options(options=(*own, *foot.options), boxes=(*boxes, *foot.boxes))

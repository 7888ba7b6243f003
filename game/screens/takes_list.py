"""The list of takes cut into pages: where each day and each take stands, and how it looks."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from engine.session.world import TakeSummary, World
from game.screens.paging import more_box
from game.screens.replay_words import (
    day_words,
    exercise_words,
    length_words,
    local_of,
    title_words,
)
from game.theme import Role
from game.view.canvas import Canvas
from game.view.card import draw_row, draw_rule
from game.view.layout import Box, Layout
from game.view.text import Anchor, draw_fitted, draw_text, leading_px


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A day's heading and its place."""

    words: str
    box: Box


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One take and its place."""

    take: TakeSummary
    box: Box


def pages_of(layout: Layout, world: World) -> tuple[tuple[Day | Row, ...], ...]:
    """Return the pages, one at least; a day that goes on has its heading again."""
    pages: list[tuple[Day | Row, ...]] = []
    page: list[Day | Row] = []
    bottom = more_box(layout).y - layout.space
    y = layout.content.y
    for day, takes in _by_day(world):
        words = day_words(day, world.today)
        headed = False
        for take in takes:
            high = _row_height(layout) + (0 if headed else _day_height(layout))
            if page and y + high > bottom:
                pages.append(tuple(page))
                page, y, headed = [], layout.content.y, False
            if not headed:
                page.append(Day(words=words, box=_box(layout, y, _day_height(layout))))
                y, headed = y + _day_height(layout), True
            page.append(Row(take=take, box=_box(layout, y, _row_height(layout))))
            y += _row_height(layout)
    return (*pages, tuple(page))


def _by_day(world: World) -> Iterator[tuple[date, Iterator[TakeSummary]]]:
    return groupby(world.takes, key=lambda take: local_of(take, world).date())


def _box(layout: Layout, y: int, high: int) -> Box:
    return Box(layout.content.x, y, layout.content.w, high)


def _day_height(layout: Layout) -> int:
    return layout.tpx(36)


def _row_height(layout: Layout) -> int:
    if layout.large_type:
        return layout.tpx(58 if layout.compact else 86)
    return max(layout.px(64), layout.tpx(58))


def draw_day(canvas: Canvas, day: Day) -> None:
    """Draw a day's name over a rule."""
    y = day.box.bottom - canvas.tpx(11)
    draw_text(canvas, day.words, (day.box.x, y), Role.CARD_TITLE, canvas.theme.text)
    draw_rule(canvas, day.box.x, day.box.right, day.box.bottom - 1)


def draw_take(canvas: Canvas, row: Row, world: World, *, focused: bool) -> None:
    """Draw when, what, its main figure and how long; the row in focus is raised."""
    draw_row(canvas, row.box.inset(0, canvas.px(2)), selected=focused)
    time = f"{local_of(row.take, world):%H:%M}"
    if canvas.layout.large_type:
        _draw_tall(canvas, row, time)
    else:
        _draw_wide(canvas, row, time)


def _draw_wide(canvas: Canvas, row: Row, time: str) -> None:
    theme, take = canvas.theme, row.take
    inside = row.box.inset(canvas.px(18), canvas.px(5))
    when, what, said, long = inside.columns((0.07, 0.47, 0.34, 0.12), canvas.layout.space)
    first, second = what.rows((0.54, 0.46), 0)
    draw_fitted(canvas, time, when, Role.BODY, theme.text2)
    draw_fitted(canvas, title_words(take), first, Role.LIST, theme.text)
    draw_fitted(canvas, exercise_words(take), second, Role.SECOND, theme.text2)
    draw_fitted(canvas, take.said, said, Role.SECOND, theme.text)
    middle = long.y + long.h / 2 + canvas.tpx(5)
    words = length_words(take.seconds)
    draw_text(canvas, words, (long.right, middle), Role.CAPTION, theme.text3, anchor=Anchor.RIGHT)


def _draw_tall(canvas: Canvas, row: Row, time: str) -> None:
    theme, take = canvas.theme, row.take
    inside = row.box.inset(canvas.px(18), canvas.px(4))
    # a small window names the exercise only once the take is open
    lines = inside.rows((1.1, 1) if canvas.layout.compact else (1.1, 1, 1), 0)
    wide = draw_text(
        canvas,
        f"{time}, {length_words(take.seconds)}",
        (inside.right, lines[0].y + leading_px(canvas, Role.CAPTION)),
        Role.CAPTION,
        theme.text3,
        anchor=Anchor.RIGHT,
    )
    first = Box(lines[0].x, lines[0].y, lines[0].w - wide - canvas.tpx(12), lines[0].h)
    draw_fitted(canvas, title_words(take), first, Role.LIST, theme.text)
    if len(lines) == 3:
        draw_fitted(canvas, exercise_words(take), lines[1], Role.SECOND, theme.text2)
    draw_fitted(canvas, take.said, lines[-1], Role.SECOND, theme.text)

"""About: what Evenhand is, what it cannot tell, and its licences; on pages where it must."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from game.input import Given, Intent
from game.screens.about_words import PARTS, TITLE, licence_words, paragraphs
from game.screens.choices import choose
from game.screens.foot import draw_foot
from game.screens.options import Option, Options, draw_options, foot_row, in_row
from game.screens.pages import turning_words
from game.screens.screen import Moment, Pop, Replace, Wish, go_to
from game.screens.top_bar import draw_top_bar
from game.theme import Role
from game.view.canvas import Canvas
from game.view.card import Card, draw_card
from game.view.layout import Box, Layout
from game.view.text import draw_fitted, draw_paragraph, leading_px, paragraph_height

ALL = len(PARTS)


@dataclass(frozen=True, slots=True, kw_only=True)
class AboutScreen:
    """The pages; ``focus`` counts the buttons: More, where there is one, and Back."""

    focus: int = 0
    page: int = 0

    @property
    def name(self) -> str:
        """The screen's name."""
        return "about"

    def update(self, moment: Moment, given: Sequence[Given]) -> Wish:
        """Turn the page, or go back."""
        if Intent.BACK in given:
            return Wish(go=Pop())
        options = _options(moment.layout, self.page)
        choice = choose(options.boxes, self.focus, given)
        here = replace(self, focus=choice.focus)
        if choice.chosen is None:
            return go_to(self, here)
        if choice.chosen == len(options.boxes) - 1:
            return Wish(go=Pop())
        pages = len(pages_of(moment.layout))
        return Wish(go=Replace(replace(here, page=(self.page + 1) % pages)))

    def draw(self, canvas: Canvas, moment: Moment) -> None:
        """Draw one page."""
        canvas.clear()
        draw_top_bar(canvas, moment)
        layout = canvas.layout
        pages = pages_of(layout)
        parts = pages[self.page % len(pages)]
        area = layout.content
        foot = foot_row(layout)
        body = Box(area.x, area.y + layout.px(8), area.w, foot.y - layout.space - area.y)
        body = Box(body.x, body.y, body.w, body.h - layout.px(8))
        if not layout.large_type:
            words = licence_words()
            high = paragraph_height(canvas, words, Role.CAPTION, body.w)
            body = Box(body.x, body.y, body.w, body.h - high - layout.px(6))
            at = (body.x, body.bottom + layout.px(6))
            draw_paragraph(canvas, words, at, body.w, Role.CAPTION, canvas.theme.text3)
        if parts == (ALL,):
            inside = draw_card(canvas, body, Card(title="Licences"))
            at = (inside.x, inside.y)
            words = licence_words()
            draw_paragraph(canvas, words, at, inside.w, Role.SECOND, canvas.theme.text2)
        for part, box in zip(parts, _boxes(layout, body, len(parts)), strict=False):
            if part != ALL:
                _draw_part(canvas, box, part)
        options = _options(layout, self.page)
        draw_options(canvas, options, self.focus)
        high_key = options.options[self.focus % len(options.options)].label
        draw_foot(canvas, moment, low="Back", high=high_key, caption=TITLE)


def pages_of(layout: Layout) -> tuple[tuple[int, ...], ...]:
    """Return the parts of each page; after them, with large type, the licences."""
    if layout.large_type:
        return tuple((part,) for part in range(ALL + 1))
    small = layout.compact or layout.text_percent > 100
    return ((0, 1), (2, 3)) if small else ((0, 1, 2, 3),)


def _options(layout: Layout, page: int) -> Options:
    pages = len(pages_of(layout))
    back = Option(label="Back")
    if pages == 1:
        return in_row(layout, (back,), foot_row(layout))
    label, hint = turning_words(page, pages)
    return in_row(layout, (Option(label=label, hint=hint), back), foot_row(layout))


def _boxes(layout: Layout, body: Box, count: int) -> tuple[Box, ...]:
    if count == 1:
        return (body,)
    rows = body.rows((1,) * (count // 2), layout.space)
    return tuple(box for row in rows for box in row.columns((1, 1), layout.space))


def _draw_part(canvas: Canvas, box: Box, part: int) -> None:
    """Draw one part; where its sentences are too long for body size, a little smaller."""
    theme, layout = canvas.theme, canvas.layout
    title, sentences = paragraphs(part)
    inside = draw_card(canvas, box, Card(title=title))
    gap = layout.px(9)
    for role in (Role.BODY, Role.SECOND):
        heights = [paragraph_height(canvas, each, role, inside.w) for each in sentences]
        if sum(heights) + gap * (len(sentences) - 1) <= inside.h + layout.px(12):
            y = inside.y
            for words in sentences:
                at = (inside.x, y)
                y = draw_paragraph(canvas, words, at, inside.w, role, theme.text2) + gap
            return
    room = Box(inside.x, inside.y, inside.w, inside.h + leading_px(canvas, Role.CAPTION) // 2)
    draw_fitted(canvas, " ".join(sentences), room, Role.SECOND, theme.text2)

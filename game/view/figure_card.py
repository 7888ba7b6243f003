"""A card with one large figure, its unit and interval, and what it means in words below."""

from dataclasses import dataclass

from game.theme import Role
from game.view.canvas import Canvas
from game.view.card import Card, card_head, draw_card
from game.view.interval_glyph import Figure, draw_result, result_baseline, result_height
from game.view.layout import Box
from game.view.text import draw_paragraph, paragraph_height


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureCard:
    """A card's title, its figure (None where there is none yet) and the words below it."""

    title: str
    figure: Figure | None
    words: str


def figure_card_height(canvas: Canvas, width: int, card: FigureCard) -> int:
    """Return how high the card is with all its words."""
    inner = width - 2 * canvas.layout.padding
    below = paragraph_height(canvas, card.words, Role.CAPTION, inner) + canvas.tpx(10)
    figure = 0 if card.figure is None else result_height(canvas, card.figure, inner)
    return card_head(canvas) + figure + below + canvas.layout.padding


def draw_figure_card(canvas: Canvas, box: Box, card: FigureCard) -> Box:
    """Draw the card at the top of ``box``, as high as it has to be; return where it stands."""
    height = min(figure_card_height(canvas, box.w, card), box.h)
    place = Box(box.x, box.y, box.w, height)
    inside = draw_card(canvas, place, Card(title=card.title))
    y = inside.y
    if card.figure is not None:
        at = (inside.x, inside.y + result_baseline(canvas))
        y = draw_result(canvas, at, card.figure, inside.w) + canvas.tpx(10)
    draw_paragraph(canvas, card.words, (inside.x, y), inside.w, Role.CAPTION, canvas.theme.text2)
    return place

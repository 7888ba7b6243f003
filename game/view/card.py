"""Cards, rows, wells and the top bar's words: the panels that hold everything else."""

from dataclasses import dataclass

from game.theme import Role
from game.view.canvas import Canvas
from game.view.layout import Box
from game.view.shape import Plate, draw_plate
from game.view.text import Anchor, draw_text, text_width


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A panel's title, and its scope or unit, which stands right (LOOK 5)."""

    title: str = ""
    scope: str = ""


def draw_card(canvas: Canvas, box: Box, card: Card) -> Box:
    """Draw a card; return the area inside its padding and below its title.

    Where title and scope do not fit on one line, the scope goes on a second one.
    """
    theme, layout = canvas.theme, canvas.layout
    plate = Plate(
        radius=canvas.px(16),
        fill=theme.card,
        edge=theme.line,
        edge_px=2 * layout.pitch if theme.plain else max(1, layout.u),
        shadow=theme.is_light,
    )
    draw_plate(canvas, box, plate)
    inside = box.inset(layout.padding, layout.padding)
    if not card.title:
        return inside
    y = box.y + _title_baseline(canvas)
    width = draw_text(canvas, card.title, (inside.x, y), Role.CARD_TITLE, theme.text)
    if card.scope:
        needed = width + canvas.tpx(16) + text_width(canvas, card.scope, Role.CAPTION)
        if needed <= inside.w:
            draw_text(
                canvas,
                card.scope,
                (inside.right, y),
                Role.CAPTION,
                theme.text3,
                anchor=Anchor.RIGHT,
            )
        else:
            y += canvas.tpx(21)
            draw_text(canvas, card.scope, (inside.x, y), Role.CAPTION, theme.text3)
    top = y + canvas.tpx(14)
    return Box(inside.x, top, inside.w, inside.bottom - top)


def card_head(canvas: Canvas) -> int:
    """Return the height from a card's top to its content where title and scope share a line."""
    return _title_baseline(canvas) + canvas.tpx(14)


def _title_baseline(canvas: Canvas) -> int:
    layout = canvas.layout
    return round(max(layout.padding * 0.95 + layout.tpx(7), layout.tpx(26)))


def draw_row(canvas: Canvas, box: Box, *, selected: bool, marked: bool = True) -> None:
    """Draw a list row's ground: raised with an accent bar where selected, else nothing."""
    if not selected:
        return
    theme = canvas.theme
    plate = Plate(
        radius=canvas.px(12),
        fill=theme.raised,
        edge=theme.line,
        edge_px=2 * canvas.layout.u if theme.plain else max(1, canvas.layout.u),
        shadow=theme.is_light,
    )
    draw_plate(canvas, box, plate)
    if marked:
        height = round(box.h * 0.56)
        bar = Box(box.x, box.y + (box.h - height) // 2, canvas.px(3), height)
        draw_plate(canvas, bar, Plate(radius=canvas.px(1.5), fill=theme.accent))


def draw_well(canvas: Canvas, box: Box) -> None:
    """Draw a sunken field, for text entry and keyboards."""
    theme = canvas.theme
    plate = Plate(radius=canvas.px(12), fill=theme.deep, edge=theme.line2, edge_px=1.5)
    draw_plate(canvas, box, plate)


def draw_rule(canvas: Canvas, left: float, right: float, y: float) -> None:
    """Draw a hairline between rows or under a heading."""
    thick = max(1, round(canvas.layout.u))
    canvas.surface.fill(
        canvas.theme.line, (round(left), round(y), max(0, round(right - left)), thick)
    )

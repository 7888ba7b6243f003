"""A plain screen's heading: one large line and a sentence or two below it."""

from game.theme import Role
from game.view.canvas import Canvas
from game.view.layout import Box, Layout
from game.view.text import draw_fitted, draw_paragraph, leading_px, wrapped

WIDEST = 860


def heading_height(layout: Layout) -> int:
    """Return the height kept for a heading with one line of words below it, two in large type."""
    return layout.px(8) + layout.tpx(48) + layout.tpx(8) + layout.tpx(27) * (1 + layout.large_type)


def draw_heading(
    canvas: Canvas, title: str, words: str, *, area: Box | None = None, lines: int = 1
) -> int:
    """Draw the heading at the top of ``area``, else of the content; return the y below its words.

    A title that is too wide for its ``lines`` grows smaller.
    """
    layout, theme = canvas.layout, canvas.theme
    area = area or layout.content
    line = leading_px(canvas, Role.GREETING)
    needed = min(lines, len(wrapped(canvas, title, Role.GREETING, area.w)))
    box = Box(area.x, area.y + layout.px(8), area.w, needed * line)
    draw_fitted(canvas, title, box, Role.GREETING, theme.text)
    top = box.bottom + layout.tpx(8)
    wide = min(area.w, layout.tpx(WIDEST))
    return draw_paragraph(canvas, words, (area.x, top), wide, Role.BODY, theme.text2)

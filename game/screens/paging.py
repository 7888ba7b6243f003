"""Pages where a small window or large type leaves room for less at a time."""

from game.screens.options import option_height
from game.screens.pages import turning_words
from game.view.button import Button, draw_button
from game.view.canvas import Canvas
from game.view.layout import Box, Layout

NOWHERE = Box(-1, -1, 0, 0)  # what is on another page cannot be pointed at


def more_box(layout: Layout, *, last: bool = False) -> Box:
    """Return where the button to the next page stands: at the right end of the content's foot."""
    content, height = layout.content, option_height(layout)
    width = layout.tpx(290 if last else 180)
    return Box(content.right - width, content.bottom - height, width, height)


def draw_more(canvas: Canvas, page: int, pages: int, *, focused: bool = False) -> None:
    """Draw the button to the next page, which says where one is; nothing for a single page."""
    if pages > 1:
        label, hint = turning_words(page, pages)
        button = Button(label=label, hint=hint, focused=focused)
        draw_button(canvas, more_box(canvas.layout, last=page == pages - 1), button)

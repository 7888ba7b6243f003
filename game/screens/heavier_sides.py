"""The two sides of the finger's key, to be answered at: which press was harder."""

from engine.tasks.heavier import FIRST
from game.theme import Role
from game.view.canvas import Canvas
from game.view.layout import Box
from game.view.shape import Plate, draw_line, draw_plate
from game.view.text import draw_text, size_px, text_width

LABELS = (
    ("The first was harder", "The second was harder"),
    ("The first", "The second"),
    ("First", "Second"),
)

ARROW, GAP = 18, 10


def draw_sides(canvas: Canvas, sides: tuple[Box, Box], key: Box) -> None:
    """Draw a plate above the keys of each side of ``key``, and a line along them."""
    theme, keys = canvas.theme, canvas.layout.keyboard
    thick = max(2, canvas.px(3))
    # both say it in the same words
    labels = next((pair for pair in LABELS if _fit(canvas, sides, pair)), LABELS[-1])
    for said, (box, words) in enumerate(zip(sides, labels, strict=True)):
        plate = Plate(
            radius=box.h // 2, fill=theme.card, edge=theme.line2, edge_px=1.5 * canvas.layout.u
        )
        draw_plate(canvas, box, plate)
        _draw_label(canvas, box, words, to_left=said == FIRST)
        start, end = (keys.x, key.x) if said == FIRST else (key.right, keys.right)
        draw_line(canvas, (start, keys.y), (end, keys.y), theme.accent, thick)


def _fit(canvas: Canvas, sides: tuple[Box, Box], labels: tuple[str, str]) -> bool:
    taken = canvas.tpx(ARROW + GAP) + 2 * canvas.px(16)
    return all(
        text_width(canvas, words, Role.BUTTON) + taken <= box.w
        for words, box in zip(labels, sides, strict=True)
    )


def _draw_label(canvas: Canvas, box: Box, words: str, *, to_left: bool) -> None:
    theme, arrow, gap = canvas.theme, canvas.tpx(ARROW), canvas.tpx(GAP)
    whole = text_width(canvas, words, Role.BUTTON) + gap + arrow
    x, y = box.centre[0] - whole / 2, box.centre[1]
    baseline = y + size_px(canvas, Role.BUTTON) * 0.34
    picture = canvas.vector(
        ("side arrow", arrow, to_left, theme.text),
        (arrow, arrow),
        lambda: _arrow(arrow, theme.text, to_left=to_left),
    )
    if to_left:
        canvas.blit(picture, x, y - arrow / 2)
        draw_text(canvas, words, (x + arrow + gap, baseline), Role.BUTTON, theme.text)
    else:
        draw_text(canvas, words, (x, baseline), Role.BUTTON, theme.text)
        canvas.blit(picture, x + whole - arrow, y - arrow / 2)


def _arrow(side: int, colour: str, *, to_left: bool) -> str:
    turn = f'transform="translate({side}, 0) scale(-1, 1)"' if to_left else ""
    line, mid, head = side * 0.11, side / 2, side * 0.3
    tip = side - line
    return (
        f'<path {turn} d="M{line:g} {mid:g}H{tip:g}M{tip - head:g} {mid - head:g}'
        f'L{tip:g} {mid:g}L{tip - head:g} {mid + head:g}" fill="none" stroke="{colour}" '
        f'stroke-width="{line:g}" stroke-linecap="round" stroke-linejoin="round"/>'
    )

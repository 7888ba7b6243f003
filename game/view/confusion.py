"""Which finger was meant and which one played: five by five, counted."""

from dataclasses import dataclass

from game.theme import Role, contrast, mixed
from game.view.canvas import Canvas
from game.view.chip import Chip, draw_chip
from game.view.layout import Box
from game.view.shape import Plate, draw_plate
from game.view.text import Anchor, draw_middle, draw_text, size_px


@dataclass(frozen=True, slots=True, kw_only=True)
class Confusion:
    """Counts by (meant, played) for the ``fingers`` in play; ``counts[i][j]``, same order."""

    fingers: tuple[int, ...]
    counts: tuple[tuple[int, ...], ...]


def draw_confusion(canvas: Canvas, box: Box, value: Confusion) -> None:
    """Draw rows of the finger meant and columns of the finger that played; shade by row share."""
    theme = canvas.theme
    count = len(value.fingers)
    words = canvas.tpx(22)
    head = max(canvas.px(34), canvas.tpx(30))
    side = round(canvas.tpx(58))
    if canvas.layout.large_type:
        # Large words would take the cells' room: "played" stands before its chips, not above.
        words, head = 0, min(head, box.h // (count + 1))
    cell = min((box.h - words - head) // count, (box.w - side - head) // count)
    cell = min(cell, round(64 * canvas.layout.pitch))
    left = box.x + side + head
    top = box.y + words + head
    if words:
        above = (left + cell * count / 2, box.y + canvas.tpx(13))
        draw_text(canvas, "played", above, Role.AXIS, theme.text3, anchor=Anchor.CENTRE)
    else:
        before = (box.x, box.y + head / 2 + canvas.tpx(5))
        draw_text(canvas, "played", before, Role.AXIS, theme.text3)
    beside = (box.x, top + cell * count / 2 + canvas.tpx(5))
    draw_text(canvas, "meant", beside, Role.AXIS, theme.text3)
    radius = round(min(head * 0.36, cell * 0.44))
    for index, finger in enumerate(value.fingers):
        middle = cell * (index + 0.5)
        draw_chip(canvas, (left + middle, box.y + words + head / 2), radius, Chip(finger=finger))
        draw_chip(canvas, (box.x + side + head / 2, top + middle), radius, Chip(finger=finger))
    for row, counts in enumerate(value.counts):
        for column, number in enumerate(counts):
            place = Box(left + column * cell, top + row * cell, cell, cell).inset(canvas.px(2))
            _draw_cell(canvas, place, (number, sum(counts)), meant=row == column)


def _draw_cell(canvas: Canvas, place: Box, share: tuple[int, int], *, meant: bool) -> None:
    theme = canvas.theme
    number, total = share
    weight = number / total if total else 0.0
    plate = Plate(
        radius=canvas.px(6),
        fill=mixed(theme.card, theme.text2, round(weight * 0.8, 2)),
        # The diagonal, where both agree, is outlined: it must not rest on shade alone.
        edge=theme.line2 if meant else theme.line if not theme.plain else "",
        edge_px=(2 if meant else 1) * max(1, canvas.layout.u),
    )
    draw_plate(canvas, place, plate)
    if not total:
        return
    strong = max((theme.text, theme.card), key=lambda ink: contrast(ink, plate.fill))
    ink = strong if number else theme.text3
    size = min(size_px(canvas, Role.SECOND), place.h * 0.5)
    draw_middle(canvas, str(number), place.centre, (600 if number else 400, size), ink)

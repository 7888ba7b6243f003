"""The notes of one short run in a row: waiting, landed, and after the mark where they really came.

While it is played every landed note stands in its place, whatever its timing. Afterwards the notes
are moved by how early (left) or late (right) they came, enlarged by ``factor``.
"""

from dataclasses import dataclass

from game.theme import Role
from game.view.canvas import Canvas
from game.view.chip import Chip, draw_chip
from game.view.layout import Box
from game.view.pearl import Pearl, draw_pearl
from game.view.shape import Ring, draw_glow, draw_line, draw_ring
from game.view.text import Anchor, draw_text

SMALL, LARGE = 9, 40


@dataclass(frozen=True, slots=True, kw_only=True)
class LateRow:
    """One run: a finger each note, how many have ``landed``, and what is known of it.

    ``moved`` are shares of the distance between two notes by which each is drawn aside, empty
    while nothing is shown; ``latest`` and ``marked`` are indices, None while nothing is shown.
    ``asking`` fills the chips: each can be chosen; ``focus`` is the one in focus.
    """

    fingers: tuple[int, ...]
    landed: int = 0
    moved: tuple[float, ...] = ()
    latest: int | None = None
    marked: int | None = None
    asking: bool = False
    focus: int | None = None


def moved_of(deviations_ms: tuple[float, ...], ioi_ms: float) -> tuple[tuple[float, ...], int]:
    """Return how far each note is drawn aside, in distances, and how many times that is enlarged.

    The farthest is drawn a third of a distance aside at most.
    """
    farthest = max(abs(each) for each in deviations_ms) / ioi_ms
    factor = max(1, min(20, int(0.34 / farthest))) if farthest > 0 else 1
    most = 0.34
    return tuple(max(-most, min(most, factor * each / ioi_ms)) for each in deviations_ms), factor


def place_boxes(box: Box, count: int) -> tuple[Box, ...]:
    """Return where each note can be chosen: its column of the row."""
    return box.columns((1.0,) * count, 0)


def draw_late_row(canvas: Canvas, box: Box, row: LateRow) -> None:
    """Draw the row into a box: the pearls on their line, the chips below."""
    theme, count = canvas.theme, len(row.fingers)
    columns = place_boxes(box, count)
    chip = round(min(max(18 * canvas.layout.pitch, canvas.tpx(15)), columns[0].w * 0.24))
    words, gap = canvas.tpx(32), canvas.px(14)
    room = (box.h - words - 2 * chip - gap) / 2
    radius = round(max(SMALL, min(LARGE * canvas.layout.pitch, columns[0].w * 0.24, room)))
    # as one group in the middle of the box
    top = box.y + max(0, (box.h - 2 * radius - gap - 2 * chip - words) // 2)
    line_y = top + radius
    chip_y = line_y + radius + gap + chip
    first, last = columns[0].centre[0], columns[-1].centre[0]
    draw_line(canvas, (first, line_y), (last, line_y), theme.line2, max(1.0, 1.5 * canvas.layout.u))
    for index, (finger, column) in enumerate(zip(row.fingers, columns, strict=True)):
        x = column.centre[0]
        aside = row.moved[index] * column.w if row.moved else 0.0
        _draw_note(canvas, (x, line_y), radius, (row, index, aside))
        filled = row.asking or index < row.landed or bool(row.moved)
        draw_chip(canvas, (x, chip_y), chip, Chip(finger=finger, filled=filled))
        if row.focus == index and row.asking:
            draw_ring(canvas, (x, chip_y), chip + canvas.px(6), Ring(colour=theme.accent, width=2))
        said = _said(row, index)
        if said:
            at = (x, chip_y + chip + canvas.tpx(24))
            draw_text(canvas, said, at, Role.CAPTION_STRONG, theme.text, anchor=Anchor.CENTRE)


def _said(row: LateRow, index: int) -> str:
    here = [index == row.latest, index == row.marked]
    return {
        (True, True): "latest, your mark",
        (True, False): "latest",
        (False, True): "your mark",
    }.get((here[0], here[1]), "")


def _draw_note(
    canvas: Canvas, at: tuple[float, float], radius: int, which: tuple[LateRow, int, float]
) -> None:
    row, index, aside = which
    x, y = at
    theme = canvas.theme
    if index >= row.landed and not row.moved:
        ring = Ring(colour=theme.line2, width=max(1.0, 1.5 * canvas.layout.u), fill=theme.bg)
        draw_ring(canvas, at, radius, ring)
        return
    if row.moved and abs(aside) >= 2:
        draw_ring(canvas, at, radius, Ring(colour=theme.line2, width=1.5, dashes="4 4"))
    if index == row.latest:
        draw_glow(canvas, (x + aside, y), round(radius * 2.2), theme.lamp, 0.4)
    draw_pearl(canvas, (x + aside, y), radius, Pearl())

"""Late notes by finger: pearls for runs in which its note came latest, rings where marked."""

from dataclasses import dataclass

from game.theme import Role
from game.view.canvas import Canvas
from game.view.chip import Chip, draw_chip
from game.view.layout import Box
from game.view.pearl import Pearl, draw_pearl
from game.view.shape import Ring, draw_ring
from game.view.text import Anchor, draw_text, text_width


@dataclass(frozen=True, slots=True, kw_only=True)
class TallyRow:
    """One finger: runs in which its note came latest, was marked, and ``both`` at once."""

    finger: int
    latest: int
    marked: int
    both: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LateTally:
    """One row a finger, in the order of the run."""

    rows: tuple[TallyRow, ...]


def draw_late_tally(canvas: Canvas, box: Box, tally: LateTally) -> None:
    """Draw rows: pearls in rings (late and marked), pearls alone (late), rings alone (marked)."""
    theme = canvas.theme
    legend = canvas.tpx(30)
    area = Box(box.x, box.y, box.w, box.h - legend)
    pitch = area.h / max(1, len(tally.rows))
    chip = round(min(14 * canvas.layout.pitch, pitch * 0.4))
    left = area.x + 2 * chip + canvas.px(24)
    words = text_width(canvas, "10 latest, 10 marked", Role.SECOND) + canvas.tpx(14)
    most = max(1, *(row.latest + row.marked - row.both for row in tally.rows))
    room = area.right - words - left
    radius = max(4.0, min(12 * canvas.layout.u, pitch * 0.24, room / most / 3.2))
    step = min(3.2 * radius, room / most)
    for index, row in enumerate(tally.rows):
        y = area.y + pitch * (index + 0.5)
        draw_chip(canvas, (area.x + chip, y), chip, Chip(finger=row.finger))
        kinds = (
            *((True, True),) * row.both,
            *((True, False),) * (row.latest - row.both),
            *((False, True),) * (row.marked - row.both),
        )
        for place, (late, marked) in enumerate(kinds):
            _draw_run(canvas, (left + radius * 1.6 + place * step, y), radius, (late, marked))
        said = f"{row.latest} latest, {row.marked} marked"
        at = (area.right, round(y) + canvas.tpx(6))
        draw_text(canvas, said, at, Role.SECOND, theme.text2, anchor=Anchor.RIGHT)
    _draw_legend(canvas, box, radius)


def _draw_run(
    canvas: Canvas, at: tuple[float, float], radius: float, kind: tuple[bool, bool]
) -> None:
    late, marked = kind
    if late:
        draw_pearl(canvas, at, radius, Pearl())
    if marked:
        ring = Ring(colour=canvas.theme.accent, width=max(1.5, 1.8 * canvas.layout.u))
        draw_ring(canvas, at, radius * 1.45, ring)


def _draw_legend(canvas: Canvas, box: Box, radius: float) -> None:
    x, y = float(box.x), box.bottom - canvas.tpx(8)
    for kind, words in (
        ((True, True), "latest and marked"),
        ((True, False), "latest"),
        ((False, True), "marked"),
    ):
        wide = 3 * radius + canvas.tpx(6) + text_width(canvas, words, Role.CAPTION)
        if x + wide > box.right:
            return
        _draw_run(canvas, (x + radius * 1.5, y - canvas.tpx(5)), radius, kind)
        at = (round(x + 3 * radius + canvas.tpx(6)), round(y))
        x = at[0] + draw_text(canvas, words, at, Role.CAPTION, canvas.theme.text3) + canvas.tpx(22)

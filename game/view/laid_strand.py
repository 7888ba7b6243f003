"""The string afterwards, laid on the even grid; distances enlarged by a factor that is stated."""

from dataclasses import dataclass

from game.view.canvas import Canvas
from game.view.chip import Chip, draw_chip
from game.view.layout import Box
from game.view.pearl import Pearl, draw_pearl
from game.view.shape import Ring, draw_line, draw_ring

FACTORS = (16, 8, 4, 2, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class LaidNote:
    """One note: its finger, and how far it lay from even in ms (late positive).

    ``deviation_ms`` is None where too few notes were hit; ``clear`` means that the interval of the
    deviation lies wholly outside the usual wobble.
    """

    finger: int | None
    deviation_ms: float | None
    clear: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LaidStrand:
    """The mean of a block's runs; ``ioi_ms`` is the even grid's step, ``factor`` enlarges."""

    notes: tuple[LaidNote, ...]
    ioi_ms: float
    factor: int


def fitting_factor(deviations_ms: tuple[float, ...], ioi_ms: float) -> int:
    """Return the largest enlargement that keeps every pearl within 0.45 of a grid step."""
    widest = max((abs(d) for d in deviations_ms), default=0.0)
    for factor in FACTORS:
        if widest * factor <= 0.45 * ioi_ms:
            return factor
    return 1


def grid_x(box: Box, count: int) -> tuple[float, ...]:
    """Return where the notes of an even run stand across a box, shared by chart and strand."""
    pitch = box.w / count
    return tuple(box.x + pitch * (i + 0.5) for i in range(count))


def pearl_x(box: Box, strand: LaidStrand) -> tuple[float, ...]:
    """Return where each pearl lies; a note without a deviation stands for itself on the grid."""
    pitch = box.w / len(strand.notes)
    return tuple(
        x + _moved(strand, note.deviation_ms or 0.0) * pitch
        for x, note in zip(grid_x(box, len(strand.notes)), strand.notes, strict=True)
    )


def strand_radius(canvas: Canvas, box: Box, count: int) -> int:
    """Return the radius of a pearl of ``count`` in a box."""
    return max(4, round(min(12 * canvas.layout.u, box.w / count * 0.36)))


def thread_y(canvas: Canvas, box: Box, count: int) -> int:
    """Return the height of the thread in a box."""
    return _heights(canvas, box, count)[3]


def _heights(canvas: Canvas, box: Box, count: int) -> tuple[int, int, int, int]:
    """Return a chip's radius, the grid lines' reach, the chips' distance below, the thread's y."""
    chip = max(7, round(min(10.5 * canvas.layout.pitch, box.w / count * 0.44)))
    reach = min(canvas.px(26), (box.h - 2 * chip) // 2)
    apart = min(chip + reach + canvas.px(14), box.h - chip - reach)
    return chip, reach, apart, box.y + (box.h - apart - chip + reach) // 2


def _moved(strand: LaidStrand, deviation_ms: float) -> float:
    """Return how many grid steps a pearl is moved."""
    return deviation_ms / strand.ioi_ms * strand.factor


def draw_laid_strand(canvas: Canvas, box: Box, strand: LaidStrand) -> None:
    """Draw grid, thread, dashed rings where clear pearls would be, pearls, and chips below."""
    theme, u = canvas.theme, canvas.layout.u
    columns = grid_x(box, len(strand.notes))
    pitch = box.w / len(strand.notes)
    radius = strand_radius(canvas, box, len(strand.notes))
    chip, reach, apart, y = _heights(canvas, box, len(strand.notes))
    draw_line(canvas, (box.x, y), (box.right, y), theme.line2, max(1, 1.2 * u))
    for x in columns:
        draw_line(canvas, (x, y - reach), (x, y + reach), theme.line, max(1, 1.4 * u))
    for x, note in zip(columns, strand.notes, strict=True):
        at = None if note.deviation_ms is None else x + _moved(strand, note.deviation_ms) * pitch
        if at is None or note.clear:
            ring = Ring(
                colour=theme.text2 if at is not None else theme.line2,
                width=1.3 * u,
                dashes=f"{2.4 * u:g} {3 * u:g}",
            )
            draw_ring(canvas, (x, y), radius - 1, ring)
        if at is not None:
            tint = note.finger if note.clear else None
            draw_pearl(canvas, (at, y), radius, Pearl(finger=tint, glow=note.clear))
        if note.finger is not None:
            where = (x, y + apart)
            draw_chip(canvas, where, chip, Chip(finger=note.finger, filled=note.clear))

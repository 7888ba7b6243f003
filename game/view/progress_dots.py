"""How far a block has come: trials on a thread, or strings of pearls."""

from dataclasses import dataclass

from game.view.canvas import Canvas
from game.view.layout import Box
from game.view.pearl import Pearl, draw_pearl
from game.view.shape import Ring, draw_line, draw_ring


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgressDots:
    """``done`` of ``total`` trials; the next one is ringed unless all are done."""

    done: int
    total: int


def draw_progress_dots(canvas: Canvas, box: Box, dots: ProgressDots) -> None:
    """Draw the dots centred in ``box``, 22 units apart or as close as it needs."""
    theme, u = canvas.theme, canvas.layout.u
    pitch = min(22 * u, box.w / dots.total)
    x = box.x + (box.w - pitch * (dots.total - 1)) / 2
    y = box.centre[1]
    draw_line(canvas, (x, y), (x + pitch * (dots.total - 1), y), theme.line2, max(1, u))
    radius = max(2, round(min(6 * u, pitch * 0.36)))
    for index in range(dots.total):
        at = (x + pitch * index, y)
        if index < dots.done:
            draw_pearl(canvas, at, radius, Pearl())
        elif index == dots.done:
            ring = Ring(colour=theme.accent, width=2 * u, fill=theme.bg)
            draw_ring(canvas, at, radius, ring)
        else:
            ring = Ring(colour=theme.line2, width=1.3 * u, fill=theme.bg)
            draw_ring(canvas, at, radius * 0.5, ring)


@dataclass(frozen=True, slots=True, kw_only=True)
class StringsDone:
    """``done`` of ``total`` strings; ``running`` while another is being played."""

    done: int
    total: int
    running: bool = False


def strings_done_width(canvas: Canvas, strings: StringsDone) -> int:
    """Return the width that ``draw_strings_done`` takes in pixels."""
    return canvas.px(34) * strings.total


def draw_strings_done(canvas: Canvas, left: float, y: float, strings: StringsDone) -> None:
    """Draw three small pearls a string, an accent ring for the one at play, dashes to come."""
    theme, u = canvas.theme, canvas.layout.u
    pitch, step = canvas.px(34), 8 * u
    for index in range(strings.total):
        start = left + index * pitch
        if index < strings.done:
            for bead in range(3):
                draw_pearl(canvas, (start + step * (bead + 0.5), y), round(4 * u), Pearl())
        elif index == strings.done and strings.running:
            for bead in range(3):
                ring = Ring(colour=theme.accent, width=1.5 * u)
                draw_ring(canvas, (start + step * (bead + 0.5), y), 3.2 * u, ring)
        else:
            draw_line(canvas, (start, y), (start + 3 * step, y), theme.line2, 1.5 * u)

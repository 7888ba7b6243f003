"""The notes to come on a line that moves past a mark; nothing on it judges.

With the clicks it moves by the beat, alone by the notes played. A dot above a note is a click, so
that where the dots end can be seen coming. What has passed the mark is a small ring, whatever its
timing.
"""

from dataclasses import dataclass

import pygame

from game.theme import Role
from game.view.canvas import Canvas
from game.view.chip import Chip, draw_chip
from game.view.layout import Box
from game.view.shape import Ring, draw_disc, draw_line, draw_ring
from game.view.text import Anchor, draw_text

MARK = 0.26
PITCH, WIDE_PITCH = 78, 104


@dataclass(frozen=True, slots=True, kw_only=True)
class BeatLane:
    """``paced`` notes with clicks, then ``alone`` without, by ``fingers`` gone through again.

    ``position`` is the note at the mark, between two while the lane moves, below 0 in the
    count-in of ``count_in`` clicks; ``subdivision`` notes come on a click.
    """

    fingers: tuple[int, ...]
    paced: int
    alone: int
    position: float
    subdivision: int = 1
    count_in: int = 4


def lane_height(canvas: Canvas) -> int:
    """Return the height that the lane takes: clicks above, chips below."""
    return canvas.px(42) + 2 * _radius(canvas)


def draw_beat_lane(canvas: Canvas, box: Box, lane: BeatLane) -> None:
    """Draw the lane across ``box``; notes beyond its ends are not seen."""
    theme, u = canvas.theme, canvas.layout.u
    mark = box.x + round(MARK * box.w)
    radius = _radius(canvas)
    y = box.bottom - radius - canvas.px(6)
    wide = max(canvas.px(56), 2 * radius + canvas.px(14))
    column = canvas.vector(
        ("lane mark", wide, box.h), (wide, box.h), lambda: _mark_svg(canvas, wide, box.h)
    )
    canvas.blit(column, mark - column.get_width() // 2, box.y)
    draw_line(canvas, (box.x, y), (box.right, y), theme.line2, max(1, u))
    pitch = canvas.px(WIDE_PITCH if canvas.layout.large_type else PITCH)
    first = -lane.count_in * lane.subdivision
    for note in range(first, lane.paced + lane.alone):
        x = mark + (note - lane.position) * pitch
        if not box.x + radius <= x <= box.right - radius:
            continue
        if note < lane.paced and note % lane.subdivision == 0:
            _draw_click(canvas, (x, y - radius - canvas.px(16)), past=note < lane.position - 0.5)
        if note >= 0:
            _draw_note(canvas, (x, y), lane, note)
    _draw_end(canvas, box, lane, mark, pitch)


def prepare_beat_lane(canvas: Canvas, box: Box, lane: BeatLane) -> None:
    """Make every chip of the lane, at rest and at the mark."""
    aside = canvas.onto(pygame.Surface((1, 1)))
    for finger in set(lane.fingers):
        for filled in (True, False):
            draw_chip(aside, (0, 0), _radius(canvas), Chip(finger=finger, filled=filled))
    draw_beat_lane(aside, box, lane)


def _radius(canvas: Canvas) -> int:
    return round(21 * max(canvas.layout.u, canvas.layout.t * 0.8))


def _draw_note(canvas: Canvas, at: tuple[float, float], lane: BeatLane, note: int) -> None:
    theme, u = canvas.theme, canvas.layout.u
    off = note - lane.position
    if off < -0.5:
        ring = Ring(colour=theme.line2, width=1.4 * u, fill=theme.bg)
        draw_ring(canvas, at, 5 * u, ring)
        return
    radius = _radius(canvas)
    # the line does not run through a hollow chip
    draw_disc(canvas, at, radius, theme.bg)
    finger = lane.fingers[note % len(lane.fingers)]
    draw_chip(canvas, at, radius, Chip(finger=finger, filled=off <= 0.5))


def _draw_click(canvas: Canvas, at: tuple[float, float], *, past: bool) -> None:
    theme, u = canvas.theme, canvas.layout.u
    if past:
        draw_ring(canvas, at, 3.5 * u, Ring(colour=theme.line2, width=1.2 * u))
    else:
        draw_disc(canvas, at, 4 * u, theme.lamp)


def _draw_end(canvas: Canvas, box: Box, lane: BeatLane, mark: int, pitch: int) -> None:
    """Say from where on the hand is alone, as long as that lies ahead."""
    if not lane.alone:
        return
    x = mark + (lane.paced - lane.position) * pitch - _radius(canvas)
    words = "without clicks"
    room = box.right - canvas.tpx(120)
    if mark + pitch * 0.6 < x < room:
        y = box.bottom - 2 * _radius(canvas) - canvas.px(17)
        draw_text(canvas, words, (x, y), Role.CAPTION, canvas.theme.text3, anchor=Anchor.LEFT)


def _mark_svg(canvas: Canvas, wide: int, height: int) -> str:
    theme = canvas.theme
    if theme.plain:
        edge = 2 * canvas.layout.u
        return (
            f'<rect x="{edge / 2:g}" y="{edge / 2:g}" width="{wide - edge:g}" '
            f'height="{height - edge:g}" fill="none" stroke="{theme.text}" '
            f'stroke-width="{edge:g}"/>'
        )
    return (
        '<linearGradient id="m" x1="0" y1="0" x2="0" y2="1">'
        + "".join(
            f'<stop offset="{at}" stop-color="{theme.lamp}" stop-opacity="{opacity}"/>'
            for at, opacity in ((0, 0), (0.25, 0.16), (0.75, 0.16), (1, 0))
        )
        + f'</linearGradient><rect width="{wide}" height="{height}" fill="url(#m)"/>'
    )

"""The notation after a run: early and late by place above each note, colour only where it is clear.

Above a note stands a tick where an even note lies, and a dot that is moved to the left for early
and to the right for late. A note that stands out is tinted with its finger's colour and has its ms.
"""

from dataclasses import dataclass
from itertools import pairwise

import pygame

from content.engraving import Strip
from game.theme import Role
from game.view.canvas import Canvas
from game.view.chip import Chip, draw_chip
from game.view.shape import draw_disc, draw_line
from game.view.staff import copy_part, lines_picture, part_picture
from game.view.text import Anchor, draw_middle, draw_text, size_px, text_width

# Of the distance between two notes: a dot never reaches the next note's tick.
REACH = 0.45
# A finger's numeral takes at most this much of the way to the next note.
NUMERAL_SHARE = 0.62
NUMERAL_LEADING = 1.5


@dataclass(frozen=True, slots=True, kw_only=True)
class ColouredNote:
    """One note: its finger and how far from even it came, in ms, late positive.

    ``deviation_ms`` is None where it was not played or too seldom; ``clear`` tints it.
    """

    finger: int | None
    deviation_ms: float | None
    clear: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ColouredStaff:
    """A strip with one note a target, ``space`` pixels from line to line.

    ``ioi_ms`` is the time from note to note and ``factor`` enlarges deviations, as on the strand;
    ``fingers`` shows the numerals of all notes.
    """

    strip: Strip
    space: int
    notes: tuple[ColouredNote, ...]
    ioi_ms: float
    factor: int
    fingers: bool = True


def coloured_height(canvas: Canvas, staff: ColouredStaff) -> int:
    """Return the height that ``draw_coloured_staff`` takes, in pixels."""
    return _above(canvas, staff) + round(staff.strip.height * staff.space)


def note_x(staff: ColouredStaff, index: int) -> float:
    """Return where a note's head stands, in pixels from the strip's left edge."""
    return staff.strip.notes[index].x * staff.space


def draw_coloured_staff(canvas: Canvas, at: tuple[int, int], staff: ColouredStaff) -> None:
    """Draw a strip with its left edge and the top of its figures at ``at``."""
    theme, strip, space = canvas.theme, staff.strip, staff.space
    left, top = at[0], at[1] + _above(canvas, staff)
    canvas.blit(lines_picture(canvas, strip, space), left, top)
    beams = part_picture(canvas, strip, space, "beams", theme.text2)
    for beam in strip.beams:
        copy_part(canvas, beams, beam.extent, (left, top), space)
    past = float("-inf")
    for index, (engraved, note) in enumerate(zip(strip.notes, staff.notes, strict=True)):
        picture = part_picture(canvas, strip, space, "notes", _colour(canvas, note))
        copy_part(canvas, picture, engraved.extent, (left, top), space)
        x = left + note_x(staff, index)
        y = top - _numerals(canvas, staff) - _lane(canvas) / 2
        _draw_mark(canvas, (x, y), note, staff)
        past = _draw_ms(canvas, (x, y), note, past)
        if note.finger is not None and staff.fingers:
            _draw_finger(canvas, (x, top - _numerals(canvas, staff) / 2), note, staff)


def prepare_coloured_staff(canvas: Canvas, staff: ColouredStaff) -> None:
    """Render a strip's pictures, so that no frame of a replay has to."""
    draw_coloured_staff(canvas.onto(pygame.Surface((1, 1))), (0, 0), staff)


def _colour(canvas: Canvas, note: ColouredNote) -> str:
    theme = canvas.theme
    if note.deviation_ms is None:
        return theme.line2
    return theme.finger(note.finger) if note.clear and note.finger else theme.text2


def _draw_mark(
    canvas: Canvas, at: tuple[float, float], note: ColouredNote, staff: ColouredStaff
) -> None:
    if note.deviation_ms is None:
        return
    theme, u = canvas.theme, canvas.layout.u
    (x, y), pitch = at, _pitch(staff)
    moved = note.deviation_ms / staff.ioi_ms * staff.factor * pitch
    dot_x = x + min(max(moved, -REACH * pitch), REACH * pitch)
    half = _lane(canvas) * 0.38
    colour = _colour(canvas, note)
    draw_line(canvas, (x, y - half), (x, y + half), theme.line2, max(1, u))
    draw_line(canvas, (x, y), (dot_x, y), colour, max(1.5, 2 * u))
    draw_disc(canvas, (dot_x, y), max(2, 2.6 * u) * (1.6 if note.clear else 1), colour)


def _draw_ms(canvas: Canvas, at: tuple[float, float], note: ColouredNote, past: float) -> float:
    """Draw a clear note's ms where the one before, which ends at ``past``, leaves room."""
    if note.deviation_ms is None or not note.clear:
        return past
    words, role = signed(note.deviation_ms), Role.AXIS_STRONG
    half = text_width(canvas, words, role) / 2
    if at[0] - half < past + canvas.tpx(4):
        return past
    where = (at[0], at[1] - _lane(canvas) / 2 - canvas.px(2))
    draw_text(canvas, words, where, role, canvas.theme.text, anchor=Anchor.CENTRE)
    return at[0] + half


def signed(ms: float) -> str:
    """Return whole ms with their sign: "+16" is late."""
    whole = round(abs(ms))
    if not whole:
        return "0"
    return f"+{whole}" if ms > 0 else f"\N{MINUS SIGN}{whole}"


def _draw_finger(
    canvas: Canvas, at: tuple[float, float], note: ColouredNote, staff: ColouredStaff
) -> None:
    size = numeral_px(canvas, _pitch(staff))
    if note.clear and note.finger:
        radius = min(size * 0.66, _pitch(staff) * 0.56)
        draw_chip(canvas, at, round(radius), Chip(finger=note.finger))
    else:
        draw_middle(canvas, f"{note.finger}", at, (600, size), canvas.theme.text3)


def numeral_px(canvas: Canvas, pitch: float) -> float:
    """Return the size of a finger's numeral where notes are ``pitch`` pixels apart."""
    return min(size_px(canvas, Role.CARD_TITLE), max(14.0, pitch * NUMERAL_SHARE))


def _numerals(canvas: Canvas, staff: ColouredStaff) -> float:
    return numeral_px(canvas, _pitch(staff)) * NUMERAL_LEADING if staff.fingers else 0


def _lane(canvas: Canvas) -> int:
    return canvas.px(18)


def _above(canvas: Canvas, staff: ColouredStaff) -> int:
    """Return the height of what stands above the strip: ms, marks, fingers."""
    return height_above(canvas, numeral_px(canvas, _pitch(staff)) if staff.fingers else 0)


def height_above(canvas: Canvas, numeral_px: float) -> int:
    """Return the height above a strip whose fingers' numerals have this size; 0 for none."""
    figures = size_px(canvas, Role.AXIS_STRONG) + canvas.px(2)
    return round(figures + _lane(canvas) + numeral_px * NUMERAL_LEADING)


def _pitch(staff: ColouredStaff) -> float:
    """Return the least distance between two neighbouring notes, in pixels."""
    places = [note_x(staff, index) for index in range(len(staff.notes))]
    return min((b - a for a, b in pairwise(places)), default=40.0)

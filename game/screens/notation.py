"""The exercise engraved and coloured in place: which notes came early or late, after a run.

A whole pattern stands on one line, in a card, or over a page on the lines that let its fingers
stand largest. Engraving is done once for each room and kept.
"""

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Protocol

from content.engraving import Strip, engraved
from engine.exercise import Pattern
from game.view.canvas import Canvas
from game.view.coloured_staff import (
    ColouredNote,
    ColouredStaff,
    coloured_height,
    draw_coloured_staff,
    height_above,
    numeral_px,
)
from game.view.layout import Box
from game.view.staff import staff_space

# Staff spaces that a note, a bar line, and clef with time signature take at least.
NOTE_SPACES, BAR_SPACES, HEAD_SPACES = 2.05, 1.2, 7.0
# The height of a strip, in staff spaces.
LINE_SPACES = 9.5
WHOLE_PATTERN = 99
BEATS_A_BAR = 2
MOST_LINES = 3
LEAST_SPACE = 9


class Deviating(Protocol):
    """A target with its deviation from even."""

    @property
    def finger(self) -> int | None:
        """The finger that is to play it."""
        ...

    @property
    def mean_ms(self) -> float | None:
        """How late it came, in ms; None where nothing is known."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Notation:
    """A pattern with one coloured note a target; ``ioi_ms`` and ``factor`` as on the strand."""

    pattern: Pattern
    notes: tuple[ColouredNote, ...]
    ioi_ms: float
    factor: int


def notation_of(
    pattern: Pattern,
    notes: Sequence[Deviating],
    named: Collection[int],
    scale: tuple[float, int],
) -> Notation:
    """Return a pattern with its deviations; the notes at the places ``named`` are tinted."""
    coloured = tuple(
        ColouredNote(finger=each.finger, deviation_ms=each.mean_ms, clear=index in named)
        for index, each in enumerate(notes)
    )
    return Notation(pattern=pattern, notes=coloured, ioi_ms=scale[0], factor=scale[1])


def line_of(
    canvas: Canvas, notation: Notation, box: Box, *, fingers: bool = False
) -> ColouredStaff:
    """Return the whole pattern on one line across ``box``, as large as it fits."""
    pattern = notation.pattern
    bars = pattern.targets[-1].onset_beat / BEATS_A_BAR
    least = len(pattern.targets) * NOTE_SPACES + bars * BAR_SPACES + HEAD_SPACES
    space = min(staff_space(canvas), int(box.w / least))
    while True:
        strip = engraved_for(canvas, pattern, box.w / space, WHOLE_PATTERN)[0]
        staff = _staff(notation, strip, space, 0, fingers=fingers)
        if space <= 4 or coloured_height(canvas, staff) <= box.h:
            return staff
        space -= 1


def engraved_for(canvas: Canvas, pattern: Pattern, width: float, bars: int) -> tuple[Strip, ...]:
    """Return a pattern engraved to ``width`` staff spaces a line; made once and kept."""
    return canvas.pictures.value(
        ("engraved", pattern, width, bars),
        lambda: engraved(pattern, width=width, bars_per_strip=bars),
    )


def lines_of(
    canvas: Canvas, notation: Notation, width: int, *, bars: int = 2, space: int | None = None
) -> tuple[ColouredStaff, ...]:
    """Return the pattern on lines of ``bars`` bars, ``width`` pixels wide.

    ``space`` is the pixels from line to line; as large as at play unless given.
    """
    space = space or staff_space(canvas)
    staves, first = [], 0
    for strip in engraved_for(canvas, notation.pattern, width / space, bars):
        staves.append(_staff(notation, strip, space, first, fingers=True))
        first += len(strip.notes)
    return tuple(staves)


def _staff(
    notation: Notation, strip: Strip, space: int, first: int, *, fingers: bool
) -> ColouredStaff:
    return ColouredStaff(
        strip=strip,
        space=space,
        notes=notation.notes[first : first + len(strip.notes)],
        ioi_ms=notation.ioi_ms,
        factor=notation.factor,
        fingers=fingers,
    )


def draw_line_in(canvas: Canvas, box: Box, notation: Notation, *, fingers: bool = False) -> None:
    """Draw the whole pattern on one line, in the middle of ``box``."""
    staff = line_of(canvas, notation, box, fingers=fingers)
    air = max(0, box.h - coloured_height(canvas, staff))
    draw_coloured_staff(canvas, (box.x, box.y + air // 2), staff)


def fitting_lines(canvas: Canvas, notation: Notation, box: Box) -> tuple[ColouredStaff, ...]:
    """Return the pattern on as few lines as give the fingers the largest numerals in ``box``."""
    # a closing note alone in its bar stands on the line before it
    bars = max(1, math.ceil(notation.pattern.targets[-1].onset_beat / BEATS_A_BAR))
    tried = [math.ceil(bars / lines) for lines in range(1, MOST_LINES + 1)]
    # engraving takes time: weighed before, done once
    rooms = {count: _room(canvas, notation.pattern, box, count) for count in tried}
    each = max(rooms, key=lambda count: rooms[count][0])
    space = rooms[each][1]
    while space >= LEAST_SPACE:
        staves = lines_of(canvas, notation, box.w, bars=each, space=space)
        if sum(coloured_height(canvas, one) for one in staves) <= box.h:
            return staves
        space -= 1
    return (line_of(canvas, notation, box, fingers=True),)


def _room(canvas: Canvas, pattern: Pattern, box: Box, bars: int) -> tuple[float, int]:
    """Return the numerals' size on lines of ``bars`` bars, and the staff's space, in pixels.

    Nothing where the staff would be too small to read.
    """
    line_beats = bars * BEATS_A_BAR
    notes = sum(target.onset_beat < line_beats for target in pattern.targets)
    width = notes * NOTE_SPACES + bars * BAR_SPACES + HEAD_SPACES
    lines = max(1, math.ceil(pattern.targets[-1].onset_beat / line_beats))
    size = numeral_px(canvas, box.w * NOTE_SPACES / width)
    high = (box.h / lines - height_above(canvas, size)) / LINE_SPACES
    space = min(staff_space(canvas), int(box.w / width), int(high))
    return (size, space) if space >= LEAST_SPACE else (0, 0)


def draw_lines_in(canvas: Canvas, box: Box, notation: Notation) -> None:
    """Draw the pattern over as many lines as let it stand largest."""
    staves = fitting_lines(canvas, notation, box)
    heights = [coloured_height(canvas, staff) for staff in staves]
    gap = min((box.h - sum(heights)) // (len(staves) + 1), canvas.px(40))
    y = box.y + max(0, box.h - sum(heights) - gap * (len(staves) - 1)) // 2
    for staff, height in zip(staves, heights, strict=True):
        draw_coloured_staff(canvas, (box.x, y), staff)
        y += height + gap

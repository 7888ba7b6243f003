"""A take without runs as a piano roll: keys up the side, seconds along, the harder the thicker."""

from dataclasses import dataclass

from game.theme import Role
from game.view.band import grid_colour
from game.view.canvas import Canvas
from game.view.keys import key_name
from game.view.layout import Box
from game.view.text import Anchor, draw_text, leading_px, text_width

LOUDEST = 127
THINNEST = 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class RollNote:
    """One note: when it began and how long it was held, in seconds; pitch and velocity."""

    at_s: float
    seconds: float
    pitch: int
    velocity: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PianoRoll:
    """At least one note, over ``seconds``."""

    notes: tuple[RollNote, ...]
    seconds: float


def roll_area(canvas: Canvas, box: Box, roll: PianoRoll) -> Box:
    """Return the part of a box where the notes lie, between the key names and the seconds."""
    names = max(text_width(canvas, key_name(pitch), Role.AXIS) for pitch in _pitches(roll))
    left, foot = names + canvas.tpx(12), leading_px(canvas, Role.AXIS) + canvas.px(4)
    return Box(box.x + left, box.y, box.w - left, box.h - foot)


def roll_x(area: Box, roll: PianoRoll, at_s: float) -> float:
    """Return where a moment lies across the notes' area."""
    return area.x + area.w * at_s / roll.seconds


def draw_piano_roll(canvas: Canvas, box: Box, roll: PianoRoll) -> None:
    """Draw a row for each key that was played, the highest on top."""
    theme, area = canvas.theme, roll_area(canvas, box, roll)
    picture = canvas.vector(
        ("roll", roll, area),
        (area.w, area.h),
        lambda: _notes_svg(canvas, area, roll),
        view=(area.x, area.y, area.w, area.h),
    )
    canvas.blit(picture, area.x, area.y)
    row = area.h / len(_pitches(roll))
    lift, last = canvas.tpx(5), float("inf")
    for pitch in _pitches(roll):
        y = _row_y(area, roll, pitch) + lift
        # where rows are closer than words, every other name is left out
        if last - y >= leading_px(canvas, Role.AXIS) * 0.9 or row >= leading_px(canvas, Role.AXIS):
            at = (area.x - canvas.tpx(8), y)
            draw_text(canvas, key_name(pitch), at, Role.AXIS, theme.text3, anchor=Anchor.RIGHT)
            last = y
    foot = box.bottom - canvas.px(2)
    for second in range(0, int(roll.seconds) + 1, _step(canvas, area, roll)):
        words = f"{second} s" if not second else f"{second}"
        where = (roll_x(area, roll, second), foot)
        draw_text(canvas, words, where, Role.AXIS, theme.text3, anchor=Anchor.CENTRE)


def _pitches(roll: PianoRoll) -> tuple[int, ...]:
    return tuple(sorted({note.pitch for note in roll.notes}))


def _row_y(area: Box, roll: PianoRoll, pitch: int) -> float:
    pitches = _pitches(roll)
    return area.bottom - (pitches.index(pitch) + 0.5) * area.h / len(pitches)


def _step(canvas: Canvas, area: Box, roll: PianoRoll) -> int:
    room = text_width(canvas, "00 s", Role.AXIS) + canvas.tpx(12)
    step = 1
    while area.w * step / roll.seconds < room:
        step *= 2
    return step


def _notes_svg(canvas: Canvas, area: Box, roll: PianoRoll) -> str:
    theme, u = canvas.theme, canvas.layout.u
    row = min(area.h / len(_pitches(roll)), 40 * u)
    parts = [
        f'<path d="M{area.x} {_row_y(area, roll, pitch):.1f}H{area.right}" '
        f'stroke="{grid_colour(theme)}" stroke-width="{u:g}" '
        f'stroke-dasharray="{2 * u:g} {4 * u:g}"/>'
        for pitch in _pitches(roll)
    ]
    for note in roll.notes:
        thick = row * 0.8 * (THINNEST + (1 - THINNEST) * note.velocity / LOUDEST)
        x, y = roll_x(area, roll, note.at_s), _row_y(area, roll, note.pitch)
        wide = max(area.w * note.seconds / roll.seconds - 1, thick / 2)
        parts.append(
            f'<rect x="{x:.1f}" y="{y - thick / 2:.1f}" width="{wide:.1f}" '
            f'height="{thick:.1f}" rx="{min(thick / 2, 4 * u):.1f}" fill="{theme.lamp}"/>'
        )
    return "".join(parts)

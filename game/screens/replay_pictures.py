"""How a replay looks: the notation above, the string or the piano roll below, and the playhead.

All that stands still is painted once a part; a frame adds the playhead, its words and the keys.
"""

from dataclasses import dataclass, replace

import numpy as np

from engine.session.world import Replay
from game.replaying import Part
from game.screens.foot import draw_foot
from game.screens.heading import button_row, draw_buttons, draw_heading
from game.screens.notation import Notation, lines_of
from game.screens.replay_words import (
    day_words,
    exercise_words,
    left_out_words,
    local_of,
    note_words,
    part_words,
    title_words,
)
from game.screens.screen import Moment
from game.theme import Role
from game.view.button import Button
from game.view.canvas import Canvas
from game.view.card import Card, card_head, draw_card
from game.view.coloured_staff import (
    ColouredNote,
    ColouredStaff,
    coloured_height,
    draw_coloured_staff,
    note_x,
    prepare_coloured_staff,
)
from game.view.laid_strand import (
    LaidNote,
    LaidStrand,
    draw_laid_strand,
    fitting_factor,
    pearl_x,
    strand_radius,
    thread_y,
)
from game.view.layout import Box, Layout
from game.view.piano_roll import PianoRoll, RollNote, draw_piano_roll, roll_area, roll_x
from game.view.shape import Ring, draw_line, draw_ring
from game.view.staff import draw_now
from game.view.text import Anchor, draw_figure, draw_paragraph, draw_text, leading_px, text_width


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A part of the open take at one moment of its replay."""

    replay: Replay
    part: Part
    index: int
    count: int
    at_s: float
    moving: bool
    speed: float
    focus: int


def replay_boxes(layout: Layout) -> list[Box]:
    """Return where the buttons stand: play, speed, previous, next."""
    return button_row(layout, (1.25, 1.0, 1.0, 1.0))


def draw_nothing(canvas: Canvas, moment: Moment, said: str) -> None:
    """Draw why there is nothing to replay."""
    canvas.clear()
    draw_heading(canvas, moment, "Replay", "")
    content = canvas.layout.content
    draw_paragraph(canvas, said, content[:2], content.w, Role.OPENING, canvas.theme.text)
    draw_foot(canvas, moment, low="Back to your takes")


def draw_replay(canvas: Canvas, moment: Moment, shown: Shown) -> None:
    """Draw the whole screen."""
    if moment.world.settings.reduced_motion and shown.moving:
        # the playhead goes from note to note instead of gliding
        note = shown.part.notes[shown.part.sounding_at(shown.at_s)]
        shown = replace(shown, at_s=note.at_s)
    staves = _staves(canvas, shown)
    line, within = _line_at(staves, shown)
    key = ("replay", shown.replay.summary.trial_id, shown.index, line)
    still = canvas.layer(key, lambda still: _paint(still, shown, staves, line))
    canvas.blit(still, 0, 0)
    summary = shown.replay.summary
    when = local_of(summary, moment.world)
    day = day_words(when.date(), moment.world.today)
    words = f"{exercise_words(summary)}. {day}, {when:%H:%M}."
    if _untitled(canvas, staves):
        words = f"{part_words(shown.part, shown.index, shown.count)}, {_scale_words(shown.part)}"
    draw_heading(canvas, moment, title_words(summary), words, chip=False)
    if within is not None:
        top = _staff_top(canvas)
        x = canvas.layout.content.x + note_x(staves[line], within)
        draw_now(canvas, (x, top), coloured_height(canvas, staves[line]))
    _draw_playhead(canvas, shown, _inside(canvas, staves))
    _draw_words(canvas, shown, _inside(canvas, staves))
    draw_buttons(canvas, replay_boxes(canvas.layout), _buttons(moment, shown), shown.focus)
    _draw_foot(canvas, moment, shown)


def _buttons(moment: Moment, shown: Shown) -> list[Button]:
    hint = "highest key" if moment.steering and not shown.focus else ""
    what = "string" if shown.part.pattern else "part"
    what = "" if moment.layout.large_type else what
    alone = shown.count == 1
    return [
        Button(label="Pause" if shown.moving else "Play", hint=hint, primary=True),
        Button(label=f"{shown.speed:.0%}".replace("%", " %"), hint="speed"),
        Button(label="Previous", hint=what, disabled=alone),
        Button(label="Next", hint=what, disabled=alone),
    ]


def _draw_foot(canvas: Canvas, moment: Moment, shown: Shown) -> None:
    caption = ""
    if shown.moving:
        keys = frozenset(
            note.pitch
            for note in shown.part.notes
            if note.at_s <= shown.at_s < note.at_s + note.seconds
        )
        moment, caption = replace(moment, sounding=keys), "As you played it"
    high = _buttons(moment, shown)[shown.focus].label
    draw_foot(canvas, moment, low="Back to your takes", high=high, caption=caption)


def _staves(canvas: Canvas, shown: Shown) -> tuple[ColouredStaff, ...]:
    """Return the notation of a string, line by line; none without a pattern."""
    part = shown.part
    if part.pattern is None:
        return ()
    key = ("replay staves", shown.replay.summary.trial_id, shown.index)
    pattern = part.pattern

    def make() -> tuple[ColouredStaff, ...]:
        strand = _strand(part)
        notes = tuple(
            ColouredNote(finger=each.finger, deviation_ms=each.deviation_ms, clear=each.clear)
            for each in strand.notes
        )
        written = Notation(pattern=pattern, notes=notes, ioi_ms=strand.ioi_ms, factor=strand.factor)
        staves = lines_of(canvas, written, canvas.layout.content.w)
        for staff in staves:
            prepare_coloured_staff(canvas, staff)
        return staves

    return canvas.pictures.value(key, make)


def _strand(part: Part) -> LaidStrand:
    deviations = part.deviations_ms()
    fingers = part.pattern.fingers if part.pattern else ()
    known = tuple(each for each in deviations if each is not None)
    return LaidStrand(
        notes=tuple(
            LaidNote(finger=finger, deviation_ms=late_ms, clear=index in part.clear)
            for index, (finger, late_ms) in enumerate(zip(fingers, deviations, strict=True))
        ),
        ioi_ms=part.ioi_ms,
        factor=fitting_factor(known, part.ioi_ms),
    )


def _roll(part: Part) -> PianoRoll:
    notes = (
        RollNote(at_s=each.at_s, seconds=each.seconds, pitch=each.pitch, velocity=each.velocity)
        for each in part.notes
    )
    return PianoRoll(notes=tuple(notes), seconds=part.seconds)


def _line_at(staves: tuple[ColouredStaff, ...], shown: Shown) -> tuple[int, int | None]:
    """Return the line of notation to show, and the note on it that sounds, if it is a target."""
    part = shown.part
    sounding = part.sounding_at(shown.at_s)
    target = part.notes[sounding].target
    before = [note.target for note in part.notes[: sounding + 1] if note.target is not None]
    first, place = 0, before[-1] if before else 0
    for line, staff in enumerate(staves):
        if place < first + len(staff.notes):
            return line, None if target is None else place - first
        first += len(staff.notes)
    return 0, None


def _staff_top(canvas: Canvas) -> int:
    return canvas.layout.content.y - canvas.px(4)


def _body(canvas: Canvas, staves: tuple[ColouredStaff, ...]) -> Box:
    """Return where the card with the string or the roll stands."""
    layout = canvas.layout
    content, row = layout.content, replay_boxes(layout)[0]
    top = content.y
    if staves:
        tallest = max(coloured_height(canvas, staff) for staff in staves)
        top = _staff_top(canvas) + tallest + canvas.px(10)
    return Box(content.x, top, content.w, row.y - layout.space - top)


def _inside(canvas: Canvas, staves: tuple[ColouredStaff, ...]) -> Box:
    """Return the inside of the card below its title."""
    layout, box = canvas.layout, _body(canvas, staves)
    inside = box.inset(layout.padding, layout.padding)
    if _untitled(canvas, staves):
        return inside
    top = box.y + card_head(canvas)
    return Box(inside.x, top, inside.w, inside.bottom - top)


def _untitled(canvas: Canvas, staves: tuple[ColouredStaff, ...]) -> bool:
    """Say whether the card's title stands below, beside the words, where room is short."""
    return canvas.layout.large_type and bool(staves)


def _paint(canvas: Canvas, shown: Shown, staves: tuple[ColouredStaff, ...], line: int) -> None:
    part = shown.part
    box = _body(canvas, staves)
    title, scope = part_words(part, shown.index, shown.count), _scale_words(part)
    if _untitled(canvas, staves):
        title, scope = "", ""
    draw_card(canvas, box, Card(title=title, scope=scope))
    area = _music_area(canvas, _inside(canvas, staves))
    if part.pattern is None:
        draw_piano_roll(canvas, area, _roll(part))
        return
    draw_laid_strand(canvas, area, _strand(part))
    draw_coloured_staff(canvas, (canvas.layout.content.x, _staff_top(canvas)), staves[line])


def _scale_words(part: Part) -> str:
    if part.pattern is None:
        return "the thicker, the harder it was struck"
    times = _strand(part).factor
    return f"distance drawn {times} times larger" if times > 1 else "distance as played"


def _music_area(canvas: Canvas, inside: Box) -> Box:
    words = leading_px(canvas, Role.OPENING) + canvas.px(4)
    return Box(inside.x, inside.y, inside.w, inside.h - words)


def _draw_words(canvas: Canvas, shown: Shown, inside: Box) -> None:
    part, theme = shown.part, canvas.theme
    y = inside.bottom - canvas.tpx(4)
    note = part.notes[part.sounding_at(shown.at_s)]
    wide = draw_text(canvas, note_words(part, note), (inside.x, y), Role.OPENING, theme.text)
    figures = f"{shown.at_s:.1f} of {part.seconds:.1f} s"
    right = inside.right
    if inside.x + wide + canvas.tpx(140) < right:
        at = (right, y)
        draw_figure(canvas, figures, at, Role.CAPTION, theme.text2, anchor=Anchor.RIGHT)
        right -= canvas.tpx(130)
    why = left_out_words(part)
    x = inside.x + wide + canvas.tpx(24)
    if why and x + text_width(canvas, why, Role.CAPTION) < right:
        draw_text(canvas, why, (x, y), Role.CAPTION, theme.text3)


def _draw_playhead(canvas: Canvas, shown: Shown, inside: Box) -> None:
    part, theme, u = shown.part, canvas.theme, canvas.layout.u
    area = _music_area(canvas, inside)
    if part.pattern is None:
        roll = _roll(part)
        notes = roll_area(canvas, area, roll)
        x = roll_x(notes, roll, shown.at_s)
        draw_line(canvas, (x, notes.y), (x, notes.bottom), theme.accent, max(2, 2 * u))
        return
    strand = _strand(part)
    count, places = len(strand.notes), pearl_x(area, strand)
    known = [(note.at_s, places[note.target]) for note in part.notes if note.target is not None]
    times, xs = zip(*known, (part.seconds + 1e-6, area.right), strict=True)
    # it meets every pearl at the moment that its note is heard
    x = float(np.interp(shown.at_s, times, xs))
    y, reach = thread_y(canvas, area, count), canvas.px(34)
    draw_line(canvas, (x, y - reach), (x, y + reach), theme.accent, max(2, 2 * u))
    sounding = part.notes[part.sounding_at(shown.at_s)]
    if sounding.target is not None and sounding.deviation_ms is not None:
        radius = strand_radius(canvas, area, count) + canvas.px(4)
        ring = Ring(colour=theme.accent, width=max(1.5, 2 * u))
        draw_ring(canvas, (places[sounding.target], y), radius, ring)

"""The staff strip at play: what was played dims, what sounds now is lit, fingering above.

A strip is rendered once, in white, before the trial; its three colours are made by tinting, and a
frame copies each note from the colour it has come to (LOOK 10.4).
"""

from dataclasses import dataclass

import pygame

from content.engraving import Extent, Strip
from game.theme import Role
from game.view.canvas import Canvas
from game.view.chip import Chip, draw_chip
from game.view.text import Anchor, draw_sized, size_px

NUMERAL_RISE = 3.0  # staff spaces from the top line to the numerals' baseline
NOW_WIDTH = 56


@dataclass(frozen=True, slots=True, kw_only=True)
class Staff:
    """A strip, the fingers of its notes, and how far it has been played.

    ``played`` notes are done and the next one is lit, unless ``waiting`` (before the count-in).
    """

    strip: Strip
    fingers: tuple[int | None, ...]
    played: int = 0
    waiting: bool = False


def staff_space(canvas: Canvas) -> int:
    """Return a staff space in pixels: 15, in the compact layout 13."""
    return 13 if canvas.layout.compact else canvas.px(15)


def staff_width(canvas: Canvas) -> float:
    """Return how many staff spaces a strip may be wide to fill the content's width."""
    return canvas.layout.content.w / staff_space(canvas)


def staff_height(canvas: Canvas, strip: Strip) -> int:
    """Return the height that ``draw_staff`` takes, numerals included, in pixels."""
    below = strip.height - strip.staff_top + _rise(canvas, strip) + 0.6
    return round(below * staff_space(canvas)) + _head(canvas)


def draw_staff(canvas: Canvas, at: tuple[int, int], staff: Staff) -> None:
    """Draw a strip with its left edge and the top of its numerals at ``at``."""
    space = staff_space(canvas)
    strip = staff.strip
    numerals = at[1] + _head(canvas)
    left = at[0]
    top = round(numerals + (_rise(canvas, strip) - strip.staff_top) * space)
    now = None if staff.waiting or staff.played >= len(strip.notes) else staff.played
    canvas.blit(lines_picture(canvas, strip, space), left, top)
    if now is not None:
        draw_now(canvas, (left + strip.notes[now].x * space, at[1]), staff_height(canvas, strip))
    theme = canvas.theme
    colours = (theme.text, theme.accent, theme.played)
    beams = {c: part_picture(canvas, strip, space, "beams", c) for c in colours[::2]}
    notes = {c: part_picture(canvas, strip, space, "notes", c) for c in colours}
    order = {note.id: index for index, note in enumerate(strip.notes)}
    for beam in strip.beams:
        colour = _colour(canvas, order[beam.last_id], staff.played, None)
        copy_part(canvas, beams[colour], beam.extent, (left, top), space)
    for index, note in enumerate(strip.notes):
        colour = _colour(canvas, index, staff.played, now)
        copy_part(canvas, notes[colour], note.extent, (left, top), space)
        finger = staff.fingers[index]
        if finger is not None:
            _draw_numeral(canvas, (left + note.x * space, numerals), finger, (index, staff, now))


def prepare_staff(canvas: Canvas, strip: Strip) -> None:
    """Render a strip's pictures and numerals in all their states, so that no frame has to."""
    aside = canvas.onto(pygame.Surface((1, 1)))
    for shift in range(5):
        fingers = tuple((index + shift) % 5 + 1 for index in range(len(strip.notes)))
        for played in (0, 1, len(strip.notes)):
            draw_staff(aside, (0, 0), Staff(strip=strip, fingers=fingers, played=played))


def _head(canvas: Canvas) -> int:
    """Return the height kept for the numerals: two staff spaces, more where they are larger."""
    return max(2 * staff_space(canvas), round(1.02 * size_px(canvas, Role.NUMERAL)))


def _rise(canvas: Canvas, strip: Strip) -> float:
    """Staff spaces from the numerals' baseline to the top line; high notes push them up."""
    highest = min(note.extent.top for note in strip.notes)
    air = 0.9 if not canvas.theme.is_light else 1.2
    return max(NUMERAL_RISE, strip.staff_top - highest + air)


def _colour(canvas: Canvas, index: int, played: int, now: int | None) -> str:
    if index == now:
        return canvas.theme.accent
    return canvas.theme.played if index < played else canvas.theme.text


def copy_part(
    canvas: Canvas, picture: pygame.Surface, extent: Extent, at: tuple[int, int], space: int
) -> None:
    """Copy one note or beam from a strip's picture onto the strip whose corner is ``at``."""
    left, top = int(extent.left * space), int(extent.top * space)
    area = (left, top, round(extent.right * space) - left, round(extent.bottom * space) - top)
    canvas.surface.blit(picture, (at[0] + left, at[1] + top), area)


def _size(strip: Strip, space: int) -> tuple[int, int]:
    return round(strip.width * space), round(strip.height * space)


def lines_picture(canvas: Canvas, strip: Strip, space: int) -> pygame.Surface:
    """Return a strip's lines and signs, ``space`` pixels from line to line."""
    theme = canvas.theme
    return canvas.vector(
        ("staff lines", strip),
        _size(strip, space),
        lambda: (
            f'<g color="{theme.staff}">{strip.staff}</g><g color="{theme.text}">{strip.signs}</g>'
        ),
        view=strip.view,
    )


def part_picture(
    canvas: Canvas, strip: Strip, space: int, piece: str, colour: str
) -> pygame.Surface:
    """Return a strip's "notes" or "beams" alone, in one colour."""

    def make() -> pygame.Surface:
        body = strip.notes_svg if piece == "notes" else strip.beams_svg
        white = canvas.vector(
            ("staff", piece, strip),
            _size(strip, space),
            lambda: f'<g color="#FFFFFF">{body}</g>',
            view=strip.view,
        ).copy()
        r, g, b, _ = pygame.Color(colour)
        white.fill((r, g, b, 255), special_flags=pygame.BLEND_RGBA_MULT)
        return white

    return canvas.pictures.get(("staff", piece, strip, space, colour), make)


def draw_now(canvas: Canvas, at: tuple[float, float], height: int) -> None:
    """Draw the soft column around the note at ``at[0]``, downwards from ``at[1]``."""
    theme = canvas.theme
    width = canvas.px(NOW_WIDTH)
    stroke = f'stroke="{theme.accent}" stroke-width="2"' if theme.plain else ""

    def body() -> str:
        if theme.plain:
            edges = f'x="1" y="1" width="{width - 2}" height="{height - 2}"'
            return f'<rect {edges} fill="none" {stroke}/>'
        return (
            '<linearGradient id="n" x1="0" y1="0" x2="0" y2="1">'
            f'<stop offset="0" stop-color="{theme.lamp}" stop-opacity="0"/>'
            f'<stop offset=".25" stop-color="{theme.lamp}" stop-opacity=".2"/>'
            f'<stop offset=".8" stop-color="{theme.lamp}" stop-opacity=".2"/>'
            f'<stop offset="1" stop-color="{theme.lamp}" stop-opacity="0"/></linearGradient>'
            f'<rect width="{width}" height="{height}" fill="url(#n)"/>'
        )

    canvas.blit(
        canvas.vector(("now column", width, height), (width, height), body),
        at[0] - width / 2,
        at[1],
    )


def _draw_numeral(
    canvas: Canvas, at: tuple[float, float], finger: int, state: tuple[int, Staff, int | None]
) -> None:
    index, staff, now = state
    theme = canvas.theme
    size = size_px(canvas, Role.NUMERAL)
    done = index < staff.played
    if theme.is_light and not done:
        radius = round(size * (0.68 if index == now else 0.58))
        draw_chip(canvas, (at[0], at[1] - size * 0.33), radius, Chip(finger=finger))
        return
    colour = theme.text3 if done else theme.finger(finger)
    face = (600, size * 1.22 if index == now else size)
    draw_sized(canvas, str(finger), at, face, colour, anchor=Anchor.CENTRE)

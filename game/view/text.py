"""Words on a surface: one line, a figure in cells, a paragraph, a line that fits.

Text is rendered at three times its size and shrunk, which spaces 14 to 18 px text evenly, and kept.
``y`` is always the baseline. No text is smaller than 14 px.
"""

from dataclasses import dataclass
from enum import Enum

import pygame

from game.theme import Role
from game.view.canvas import Canvas
from game.view.layout import Box

SMALLEST_PX = 14
OVERSAMPLE = 3


class Anchor(Enum):
    """Which point of a line of text stands at x."""

    LEFT = 0.0
    CENTRE = 0.5
    RIGHT = 1.0


def size_px(canvas: Canvas, role: Role) -> float:
    """Return a role's type size in pixels at this layout."""
    return max(role.value.size * canvas.layout.t, SMALLEST_PX)


def leading_px(canvas: Canvas, role: Role) -> int:
    """Return the distance from baseline to baseline in pixels."""
    return round(size_px(canvas, role) * role.value.leading)


def text_width(canvas: Canvas, words: str, role: Role) -> int:
    """Return the width of one line in pixels."""
    return _width(canvas, words, role.value.weight, size_px(canvas, role))


def draw_text(
    canvas: Canvas,
    words: str,
    at: tuple[float, float],
    role: Role,
    colour: str,
    *,
    anchor: Anchor = Anchor.LEFT,
) -> int:
    """Draw one line with its baseline at ``at[1]``; return its width in pixels."""
    return draw_sized(
        canvas, words, at, (role.value.weight, size_px(canvas, role)), colour, anchor=anchor
    )


def draw_sized(
    canvas: Canvas,
    words: str,
    at: tuple[float, float],
    face: tuple[int, float],
    colour: str,
    *,
    anchor: Anchor = Anchor.LEFT,
) -> int:
    """Draw one line in a face of (weight, size in pixels); for numbers inside shapes."""
    if not words:
        return 0
    weight, px = face
    width = _width(canvas, words, weight, px)
    picture = _line(canvas, words, weight, px, colour)
    font = canvas.pictures.font(weight, round(px * OVERSAMPLE))
    rise = (font.get_ascent() + _lift(font)) // OVERSAMPLE
    canvas.blit(picture, at[0] - width * anchor.value - 1, at[1] - rise)
    return width


def draw_middle(
    canvas: Canvas, words: str, centre: tuple[float, float], face: tuple[int, float], colour: str
) -> None:
    """Draw one line whose capitals and digits stand centred on a point."""
    # Capital height of Atkinson Hyperlegible Next is 0.668 of the size.
    baseline = centre[1] + face[1] * 0.334
    draw_sized(canvas, words, (centre[0], baseline), face, colour, anchor=Anchor.CENTRE)


def draw_figure(
    canvas: Canvas,
    figure: str,
    at: tuple[float, float],
    role: Role,
    colour: str,
    *,
    anchor: Anchor = Anchor.LEFT,
) -> int:
    """Draw a changing figure with each digit in a cell as wide as the widest; return the width."""
    cell = max(text_width(canvas, digit, role) for digit in "0123456789")
    widths = [cell if c.isdigit() else text_width(canvas, c, role) for c in figure]
    x = at[0] - sum(widths) * anchor.value
    for character, width in zip(figure, widths, strict=True):
        draw_text(canvas, character, (x + width / 2, at[1]), role, colour, anchor=Anchor.CENTRE)
        x += width
    return sum(widths)


def wrapped(canvas: Canvas, words: str, role: Role, width: int) -> tuple[str, ...]:
    """Break words into lines no wider than ``width`` pixels; a newline always breaks.

    A single word that is wider stands alone on its line and sticks out: it is never cut.
    """
    lines: list[str] = []
    for paragraph in words.split("\n"):
        line = ""
        for word in paragraph.split(" "):
            longer = f"{line} {word}" if line else word
            if line and text_width(canvas, longer, role) > width:
                lines.append(line)
                line = word
            else:
                line = longer
        lines.append(line)
    return tuple(lines)


def paragraph_height(canvas: Canvas, words: str, role: Role, width: int) -> int:
    """Return the height in pixels that ``draw_paragraph`` takes."""
    return len(wrapped(canvas, words, role, width)) * leading_px(canvas, role)


def draw_paragraph(
    canvas: Canvas,
    words: str,
    at: tuple[float, float],
    width: int,
    role: Role,
    colour: str,
) -> int:
    """Draw words in lines from the top edge ``at[1]``; return the y below the last line."""
    pitch = leading_px(canvas, role)
    size = size_px(canvas, role)
    y = at[1] + (pitch + size * 0.68) / 2
    for line in wrapped(canvas, words, role, width):
        draw_text(canvas, line, (at[0], y), role, colour)
        y += pitch
    return round(y - (pitch + size * 0.68) / 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitted:
    """How words were made to fit: their lines, size in pixels, and whether all of them show."""

    lines: tuple[str, ...]
    size_px: float
    whole: bool


def draw_fitted(canvas: Canvas, words: str, box: Box, role: Role, colour: str) -> Fitted:
    """Draw words inside a box: on one line, else wrapped, else smaller down to 14 px.

    Only where even that is too long is the last line closed with an ellipsis; ``whole`` is then
    False, so that a screen can offer the rest.
    """
    weight, size = role.value.weight, size_px(canvas, role)
    while True:
        pitch = round(size * role.value.leading)
        room = max(1, box.h // pitch)
        lines = _broken(canvas, words, (weight, size), box.w)
        fits = len(lines) <= room and all(
            _width(canvas, line, weight, size) <= box.w for line in lines
        )
        if fits or size <= SMALLEST_PX:
            break
        size = max(size - 1, SMALLEST_PX)
    kept = lines[:room]
    if not fits:
        kept = (*kept[:-1], _shortened(canvas, kept[-1], (weight, size), box.w))
    y = box.y + (box.h - pitch * len(kept)) / 2 + (pitch + size * 0.68) / 2
    for line in kept:
        draw_sized(canvas, line, (box.x, y), (weight, size), colour)
        y += pitch
    return Fitted(lines=kept, size_px=size, whole=fits)


def _broken(canvas: Canvas, words: str, face: tuple[int, float], width: int) -> tuple[str, ...]:
    lines, line = [], ""
    for word in words.split(" "):
        longer = f"{line} {word}" if line else word
        if line and _width(canvas, longer, *face) > width:
            lines.append(line)
            line = word
        else:
            line = longer
    return (*lines, line)


def _shortened(canvas: Canvas, line: str, face: tuple[int, float], width: int) -> str:
    while line and _width(canvas, line + "…", *face) > width:
        line = line[:-1].rstrip()
    return line + "…"


def _width(canvas: Canvas, words: str, weight: int, px: float) -> int:
    def measured() -> int:
        font = canvas.pictures.font(weight, round(px * OVERSAMPLE))
        return round(font.size(words)[0] / OVERSAMPLE)

    return canvas.pictures.value(("width", words, weight, px), measured)


def _lift(font: pygame.font.Font) -> int:
    """Rows to add above so that the baseline falls between two shrunk rows."""
    return -font.get_ascent() % OVERSAMPLE


def _line(canvas: Canvas, words: str, weight: int, px: float, colour: str) -> pygame.Surface:
    def make() -> pygame.Surface:
        font = canvas.pictures.font(weight, round(px * OVERSAMPLE))
        large = font.render(words, True, colour)
        w, h = large.get_size()
        # One pixel of air left and right, so that no overhang is cut by the shrinking.
        room_w = -(-w // OVERSAMPLE) + 2
        room_h = -(-(h + _lift(font)) // OVERSAMPLE)
        field = pygame.Surface((room_w * OVERSAMPLE, room_h * OVERSAMPLE), pygame.SRCALPHA, 32)
        r, g, b, _ = pygame.Color(colour)
        field.fill((r, g, b, 0))
        field.blit(large, (OVERSAMPLE, _lift(font)), special_flags=pygame.BLEND_RGBA_MAX)
        return pygame.transform.smoothscale(field, (room_w, room_h))

    return canvas.pictures.get(("text", words, weight, px, colour), make)

"""The keyboard at play: two octaves, home chips, and each sounding key in its finger's colour."""

from dataclasses import dataclass, replace

import pygame

from game.theme import mixed
from game.view.canvas import Canvas, opaque
from game.view.chip import Chip, draw_chip
from game.view.keys import is_black, key_boxes
from game.view.layout import Box
from game.view.shape import Ring, draw_glow, draw_ring
from game.view.text import draw_middle


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeKey:
    """A key on which a finger rests."""

    pitch: int
    finger: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sounding:
    """A key that sounds, or fades after it: ``light`` 1 while held, to 0 over 160 ms."""

    pitch: int
    finger: int | None = None
    light: float = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Keyboard:
    """The keys from ``lowest`` to ``highest`` pitch; both are best white keys."""

    lowest: int
    highest: int
    home: tuple[HomeKey, ...] = ()
    sounding: tuple[Sounding, ...] = ()


def draw_keyboard(canvas: Canvas, box: Box, keyboard: Keyboard) -> None:
    """Draw the keyboard across ``box``; the bed is kept, only lit keys are drawn each frame."""
    still = (keyboard.lowest, keyboard.highest, keyboard.home)
    boxes = canvas.pictures.value(
        ("keyboard boxes", still[:2], box), lambda: key_boxes(*still[:2], box)
    )
    bed = canvas.pictures.get(("keyboard", still, box), lambda: _bed(canvas, box, keyboard))
    canvas.blit(bed, box.x, box.y)
    homes = {home.pitch: home.finger for home in keyboard.home}
    for key in keyboard.sounding:
        if key.pitch in boxes:
            _draw_sounding(canvas, boxes, key, homes.get(key.pitch))
    rule = canvas.theme.line2 if canvas.theme.plain else canvas.theme.line
    canvas.surface.fill(rule, (box.x, box.y, box.w, max(1, round(canvas.layout.u))))


def prepare_keyboard(canvas: Canvas, box: Box, keyboard: Keyboard) -> None:
    """Render the bed and every home key lit, so that no note has to wait for it."""
    aside = canvas.onto(pygame.Surface((1, 1)))
    for home in keyboard.home:
        lit = (Sounding(pitch=home.pitch, finger=home.finger),)
        draw_keyboard(aside, box, replace(keyboard, sounding=lit))


def _draw_sounding(canvas: Canvas, boxes: dict[int, Box], key: Sounding, home: int | None) -> None:
    box = boxes[key.pitch]
    finger = key.finger if key.finger is not None else home
    colour = canvas.theme.lamp if finger is None else canvas.theme.finger(finger)
    light = key.light
    if light >= 1:
        draw_glow(canvas, (box.centre[0], box.y + box.h * 0.55), round(box.h * 0.62), colour, 0.3)
    neighbours = tuple(
        boxes[pitch].moved(-box.x, -box.y)
        for pitch in (key.pitch - 1, key.pitch + 1)
        if not is_black(key.pitch) and pitch in boxes and is_black(pitch)
    )
    picture = canvas.vector(
        ("lit key", box.w, box.h, neighbours, colour),
        (box.w, box.h),
        lambda: _lit_svg(canvas, box, neighbours, colour),
    )
    # The black neighbours in it lie on the bed's own, so fading the whole fades only the light.
    picture.set_alpha(round(255 * light))
    canvas.blit(picture, box.x, box.y)
    if finger is not None and light > 0.5:
        radius = _chip_radius(canvas, box)
        where = _chip_place(canvas, box)
        ink = canvas.theme.on_finger(finger)
        draw_ring(canvas, where, radius * 1.2, Ring(colour=ink, width=2 * canvas.layout.u))
        draw_middle(canvas, str(finger), where, (700, radius * 1.42), ink)
    elif home is not None:
        draw_chip(canvas, _chip_place(canvas, box), _chip_radius(canvas, box), Chip(finger=home))


def _chip_radius(canvas: Canvas, key: Box) -> int:
    return max(9, round(min(17 * canvas.layout.pitch, key.w * 0.4)))


def _chip_place(canvas: Canvas, key: Box) -> tuple[float, float]:
    return key.centre[0], key.bottom - max(canvas.px(34), _chip_radius(canvas, key) * 1.5)


def _lit_svg(canvas: Canvas, box: Box, neighbours: tuple[Box, ...], colour: str) -> str:
    theme, u = canvas.theme, canvas.layout.u
    radius = 7 * u
    fill = "url(#k)" if not theme.plain else colour
    blacks = "".join(
        f'<rect x="{black.x}" y="{-radius:g}" width="{black.w}" height="{black.h + radius:g}" '
        f'rx="{radius * 0.8:g}" fill="{theme.key_black}"/>'
        for black in neighbours
    )
    # Light fades towards the fallboard, as the lamp stands over the player's end of the key.
    return (
        f'<linearGradient id="k" x1="0" y1="0" x2="0" y2="1">'
        f'<stop offset="0" stop-color="{mixed(colour, theme.deep, 0.32)}"/>'
        f'<stop offset=".5" stop-color="{colour}"/></linearGradient>'
        f'<rect x="{0.8 * u:g}" y="{-radius:g}" '
        f'width="{box.w - 1.6 * u:g}" height="{box.h + radius - u:g}" rx="{radius:g}" '
        f'fill="{fill}"/>{blacks}'
    )


def _bed(canvas: Canvas, box: Box, keyboard: Keyboard) -> pygame.Surface:
    home = frozenset(key.pitch for key in keyboard.home)
    boxes = key_boxes(keyboard.lowest, keyboard.highest, Box(0, 0, box.w, box.h))
    picture = canvas.vector(
        ("keyboard bed", keyboard.lowest, keyboard.highest, home, box.w, box.h),
        (box.w, box.h),
        lambda: _bed_svg(canvas, boxes, home, box),
    ).copy()
    for key in keyboard.home:
        if key.pitch in boxes:
            place = boxes[key.pitch]
            radius = _chip_radius(canvas, place)
            chip = Chip(finger=key.finger)
            draw_chip(canvas.onto(picture), _chip_place(canvas, place), radius, chip)
    return opaque(picture)


def _bed_svg(canvas: Canvas, boxes: dict[int, Box], home: frozenset[int], box: Box) -> str:
    theme, u = canvas.theme, canvas.layout.u
    radius = 7 * u
    lit = {True: theme.deep, False: theme.line}[theme.is_light]
    lit = mixed(theme.key, theme.text, 0.2) if theme.plain else lit
    edge = f'stroke="{theme.line}" stroke-width="{1.5 * u:g}"' if theme.plain else ""
    whites, blacks = [], []
    for pitch, key in boxes.items():
        if is_black(pitch):
            blacks.append(
                f'<rect x="{key.x}" y="{-radius:g}" width="{key.w}" '
                f'height="{key.h + radius:g}" rx="{radius * 0.8:g}" fill="{theme.key_black}"/>'
            )
        else:
            fill = lit if pitch in home else theme.key
            whites.append(
                f'<rect x="{key.x + 0.8 * u:g}" y="{-radius:g}" width="{key.w - 1.6 * u:g}" '
                f'height="{key.h + radius - u:g}" rx="{radius:g}" fill="{fill}" {edge}/>'
            )
    shade = ""
    if not theme.plain:
        dark = 0.10 if theme.is_light else 0.28
        tone = "#6B4A10" if theme.is_light else "#000000"
        shade = (
            '<linearGradient id="d" x1="0" y1="0" x2="0" y2="1">'
            f'<stop offset="0" stop-color="{tone}" stop-opacity="{dark}"/>'
            f'<stop offset="1" stop-color="{tone}" stop-opacity="0"/></linearGradient>'
            f'<rect width="{box.w}" height="{box.h * 0.6:g}" fill="url(#d)"/>'
        )
    gap = mixed(theme.key, theme.line2, 0.4) if theme.is_light else theme.deep
    return (
        f'<rect width="{box.w}" height="{box.h}" fill="{gap}"/>{"".join(whites)}{shade}'
        f"{''.join(blacks)}"
    )

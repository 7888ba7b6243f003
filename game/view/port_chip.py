"""The instrument's chip in the top bar, with its live light; and Evenhand's own mark."""

from dataclasses import dataclass

from game.theme import Role, mixed
from game.view.canvas import Canvas
from game.view.layout import Box
from game.view.shape import Plate, draw_disc, draw_glow, draw_line, draw_plate
from game.view.text import draw_text, text_width


@dataclass(frozen=True, slots=True, kw_only=True)
class PortChip:
    """An instrument's name and state in words; ``connected`` False greys the light.

    ``live`` is True while a note sounds: then the light shines.
    """

    name: str
    state: str = "connected"
    connected: bool = True
    live: bool = False


def draw_port_chip(canvas: Canvas, right: int, middle: int, chip: PortChip) -> Box:
    """Draw the chip with its right end at ``right``, centred on ``middle``; return its box."""
    theme = canvas.theme
    name = text_width(canvas, chip.name, Role.CAPTION_STRONG)
    state = text_width(canvas, chip.state, Role.CAPTION)
    light, gap = canvas.px(54), canvas.tpx(9) if chip.name else 0
    width = light + name + gap + state + canvas.px(20)
    height = max(canvas.px(38), canvas.tpx(30))
    box = Box(right - width, middle - height // 2, width, height)
    plate = Plate(
        radius=height // 2,
        fill=theme.card,
        edge=theme.line,
        edge_px=max(1, canvas.layout.u),
        shadow=theme.is_light,
    )
    draw_plate(canvas, box, plate)
    _draw_light(canvas, (box.x + canvas.px(29), middle), chip)
    x, y = box.x + light, middle + canvas.tpx(5)
    x += draw_text(canvas, chip.name, (x, y), Role.CAPTION_STRONG, theme.text)
    draw_text(canvas, chip.state, (x + gap, y), Role.CAPTION, theme.text2)
    return box


def _draw_light(canvas: Canvas, centre: tuple[int, int], chip: PortChip) -> None:
    theme = canvas.theme
    x, y = centre
    key = (canvas.px(8), canvas.px(16))
    if chip.live:
        draw_glow(canvas, centre, canvas.px(20), theme.lamp, 0.55)
    side = mixed(theme.card, theme.text3, 0.35)
    middle = theme.lamp if chip.connected else theme.line2
    for index, colour in ((-1, side), (1, side), (0, middle)):
        left = x - key[0] // 2 + index * (key[0] + 1)
        plate = Plate(radius=canvas.px(2), fill=colour)
        draw_plate(canvas, Box(left, y - key[1] // 2, *key), plate)


def draw_logo(canvas: Canvas, left: int, baseline: int) -> int:
    """Draw five pearls on a thread and the name; return the x past it."""
    theme, u = canvas.theme, canvas.layout.u
    y = baseline - canvas.tpx(6)
    step = 11 * u
    start = left + 5 * u
    draw_line(canvas, (start, y), (start + 4 * step, y), theme.line2, max(1, 1.3 * u))
    for bead in range(5):
        colour = theme.accent if bead == 2 else theme.text
        draw_disc(canvas, (start + bead * step, y), (5 if bead == 2 else 3.8) * u, colour)
    x = left + canvas.px(66)
    return x + draw_text(canvas, "Evenhand", (x, baseline), Role.OPENING, theme.text)

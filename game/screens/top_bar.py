"""The top bar of every quiet screen: the name, the tabs, and the instrument with its live light."""

from engine.session.world import Link, PortStatus
from game.screens.places import Place
from game.screens.screen import Moment
from game.theme import Role
from game.view.button import draw_focus
from game.view.canvas import Canvas
from game.view.layout import Box, Layout
from game.view.port_chip import PortChip, draw_logo, draw_port_chip
from game.view.shape import Plate, draw_disc, draw_line, draw_plate
from game.view.text import Anchor, draw_text, text_width

PLACES = tuple(Place)
# How wide each tab's word is at 17 px: places for the mouse are known without drawing.
WIDTHS = {Place.TODAY: 47, Place.PROGRESS: 70, Place.SETTINGS: 63}
SAID = {
    Link.NO_SERVICE: "no MIDI",
    Link.LISTENING: "listening",
    Link.CONNECTED: "connected",
    Link.LOST: "unplugged",
    Link.COMPUTER_KEYBOARD: "not measured",
    Link.VIRTUAL: "playing by itself",
}


def baseline_of(layout: Layout) -> int:
    """Return the baseline of the top bar's words."""
    return layout.top_bar.y + layout.top_bar.h // 2 + layout.tpx(7)


def tab_boxes(layout: Layout) -> tuple[Box, ...]:
    """Return where the tabs stand, at least 48 high."""
    wordless = layout.large_type
    x = layout.top_bar.x + (layout.px(88) if wordless else layout.px(66) + layout.tpx(185))
    if layout.compact and not wordless:
        x = layout.top_bar.x + layout.px(66) + layout.tpx(140)
    gap = layout.tpx(20 if wordless else 35)
    height = min(max(48, layout.tpx(48)), layout.top_bar.h)
    boxes = []
    for place in PLACES:
        width = layout.tpx(WIDTHS[place])
        boxes.append(Box(x, layout.top_bar.y + (layout.top_bar.h - height) // 2, width, height))
        x += width + gap
    return tuple(boxes)


def chip_box(layout: Layout) -> Box:
    """Return where the instrument's chip stands at most, for the mouse."""
    left = tab_boxes(layout)[-1].right + layout.tpx(24)
    bar = layout.top_bar
    return Box(left, bar.y, bar.right - left, bar.h)


def draw_top_bar(
    canvas: Canvas, moment: Moment, *, active: Place | None = None, focused: Place | None = None
) -> None:
    """Draw the bar; without an ``active`` place it has no tabs."""
    layout = canvas.layout
    y = baseline_of(layout)
    if layout.large_type:
        _draw_mark(canvas)
    else:
        draw_logo(canvas, layout.top_bar.x, y)
    if active is not None:
        for place, box in zip(PLACES, tab_boxes(layout), strict=True):
            _draw_tab(canvas, box, place, on=place is active)
            if place is focused:
                ring = box.inset(-layout.px(10), max(0, (box.h - layout.tpx(40)) // 2))
                draw_focus(canvas, ring, radius=layout.px(8))
    _draw_chip(canvas, moment)


def _draw_mark(canvas: Canvas) -> None:
    """Draw the pearls of the logo alone, where large words leave no room for the name."""
    layout, theme = canvas.layout, canvas.theme
    step, y = layout.u * 12, layout.top_bar.centre[1]
    x = layout.top_bar.x + 5 * layout.u
    draw_line(canvas, (x, y), (x + 4 * step, y), theme.line2, max(1, 1.3 * layout.u))
    for bead in range(5):
        colour = theme.accent if bead == 2 else theme.text
        draw_disc(canvas, (x + bead * step, y), (5.5 if bead == 2 else 4.2) * layout.u, colour)


def _draw_tab(canvas: Canvas, box: Box, place: Place, *, on: bool) -> None:
    theme = canvas.theme
    role, colour = (Role.CARD_TITLE, theme.text) if on else (Role.TAB, theme.text2)
    y = baseline_of(canvas.layout)
    draw_text(canvas, place.value, (box.centre[0], y), role, colour, anchor=Anchor.CENTRE)
    if on:
        bar = Box(box.x, y + canvas.tpx(12), box.w, max(2, canvas.px(3)))
        draw_plate(canvas, bar, Plate(radius=bar.h // 2, fill=theme.accent))


def _draw_chip(canvas: Canvas, moment: Moment) -> None:
    layout, bar = canvas.layout, canvas.layout.top_bar
    area = chip_box(layout)
    chip = chip_of(moment.world.port, live=bool(moment.sounding))
    room = area.w - layout.px(54) - layout.px(20)
    state = text_width(canvas, chip.state, Role.CAPTION) + layout.tpx(9)
    name = chip.name
    if text_width(canvas, name, Role.CAPTION_STRONG) + state > room and name:
        chip = PortChip(name=name, state="", connected=chip.connected, live=chip.live)
        chip = _shortened(canvas, chip, room - layout.tpx(9))
    draw_port_chip(canvas, bar.right, bar.centre[1], chip)


def _shortened(canvas: Canvas, chip: PortChip, room: int) -> PortChip:
    name = chip.name
    while len(name) > 1 and text_width(canvas, name, Role.CAPTION_STRONG) > room:
        name = name.removesuffix("…")[:-1].rstrip() + "…"
    return PortChip(name=name, state="", connected=chip.connected, live=chip.live)


def chip_of(port: PortStatus, *, live: bool) -> PortChip:
    """Return the chip that tells how the instrument stands."""
    connected = port.link in (Link.CONNECTED, Link.VIRTUAL, Link.COMPUTER_KEYBOARD)
    name = port.name if connected or port.link is Link.LOST else ""
    return PortChip(
        name=name or ("" if connected else "No piano yet"),
        state=SAID[port.link],
        connected=connected,
        live=live and connected,
    )

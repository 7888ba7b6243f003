"""The top bar of every quiet screen: the name, the tabs, and the instrument with its live light.

In large type the tabs are one menu (LOOK 9). The instrument's chip leads to its page, by mouse.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from engine.session.world import Link, PortStatus
from game.input import Clicked, Given
from game.screens.places import Place, screen_at
from game.screens.screen import Moment, Push, Replace, Transition
from game.theme import Role
from game.view.button import draw_focus
from game.view.canvas import Canvas
from game.view.layout import Box, Layout
from game.view.port_chip import PortChip, draw_logo, draw_port_chip
from game.view.shape import Plate, draw_disc, draw_line, draw_plate
from game.view.text import Anchor, draw_text, text_width

PLACES = tuple(Place)
# How wide each tab's word is at 17 px: places for the mouse are known without drawing.
WIDTHS = {Place.TODAY: 47, Place.PRACTISE: 68, Place.PROGRESS: 70, Place.SETTINGS: 63}
MARK = 22  # the room of the sign that says that a word opens a menu
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """A way from one main place to another; ``place`` is null for the menu of large type."""

    box: Box
    place: Place | None

    @property
    def words(self) -> str:
        """What it is called."""
        return self.place.value if self.place else "Menu"

    def go(self, active: Place) -> Transition:
        """Return where it leads from the place that is open."""
        from game.screens.menu import MenuScreen

        return Replace(screen_at(self.place) if self.place else MenuScreen(active=active))


def ways_from(layout: Layout, active: Place) -> tuple[Way, ...]:
    """Return the ways to the other places: the other tabs, in large type one menu."""
    if layout.large_type:
        return (Way(box=menu_box(layout, active), place=None),)
    tabs = zip(PLACES, tab_boxes(layout), strict=True)
    return tuple(Way(box=box, place=place) for place, box in tabs if place is not active)


def tab_boxes(layout: Layout) -> tuple[Box, ...]:
    """Return where the tabs stand, at least 48 high; in large type there are none."""
    x = layout.top_bar.x + layout.px(66) + layout.tpx(140 if layout.compact else 185)
    boxes = []
    for place in PLACES:
        width = layout.tpx(WIDTHS[place])
        boxes.append(_in_bar(layout, x, width))
        x += width + layout.tpx(28 if layout.compact else 35)
    return tuple(boxes)


def menu_box(layout: Layout, active: Place) -> Box:
    """Return where the menu stands in large type: the word of the open place, and its sign."""
    return _in_bar(layout, layout.top_bar.x + layout.px(88), layout.tpx(WIDTHS[active] + MARK))


def _in_bar(layout: Layout, x: int, width: int) -> Box:
    bar = layout.top_bar
    height = min(max(48, layout.tpx(48)), bar.h)
    return Box(x, bar.y + (bar.h - height) // 2, width, height)


def chip_box(layout: Layout) -> Box:
    """Return where the instrument's chip stands at most, for the mouse."""
    bar = layout.top_bar
    if layout.large_type:
        left = menu_box(layout, Place.PROGRESS).right + layout.tpx(24)
    else:
        left = tab_boxes(layout)[-1].right + layout.tpx(24)
    return Box(left, bar.y, bar.right - left, bar.h)


def device_wanted(layout: Layout, given: Sequence[Given]) -> Transition | None:
    """Return the way to the instrument's page where its chip was clicked."""
    from game.screens.device import DeviceScreen

    area = chip_box(layout)
    clicked = any(isinstance(each, Clicked) and area.contains(each.x, each.y) for each in given)
    return Push(DeviceScreen()) if clicked else None


def draw_top_bar(
    canvas: Canvas, moment: Moment, *, active: Place | None = None, focused: Way | None = None
) -> None:
    """Draw the bar; without an ``active`` place it has no tabs."""
    layout = canvas.layout
    if layout.large_type:
        _draw_mark(canvas)
    else:
        draw_logo(canvas, layout.top_bar.x, baseline_of(layout))
    if active is not None:
        if layout.large_type:
            box = menu_box(layout, active)
            word = Box(box.x, box.y, layout.tpx(WIDTHS[active]), box.h)
            _draw_tab(canvas, word, active, on=True)
            _draw_menu_sign(canvas, box)
        else:
            for place, box in zip(PLACES, tab_boxes(layout), strict=True):
                _draw_tab(canvas, box, place, on=place is active)
        if focused is not None:
            box = focused.box
            ring = box.inset(-layout.px(10), max(0, (box.h - layout.tpx(40)) // 2))
            draw_focus(canvas, ring, radius=layout.px(8))
    _draw_chip(canvas, moment)


def _draw_menu_sign(canvas: Canvas, box: Box) -> None:
    """Draw the sign at the right end that says that a word opens a menu."""
    half, thick = canvas.tpx(5), max(1.5, 1.8 * canvas.layout.t)
    x, y = box.right - half - canvas.tpx(2), baseline_of(canvas.layout) - canvas.tpx(4)
    colour = canvas.theme.text2
    draw_line(canvas, (x - half, y - half // 2), (x, y + half // 2), colour, thick)
    draw_line(canvas, (x, y + half // 2), (x + half, y - half // 2), colour, thick)


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
    name = port.piano if connected or port.link is Link.LOST else ""
    return PortChip(
        name=name or ("" if connected else "No piano yet"),
        state=SAID[port.link],
        connected=connected,
        live=live and connected,
    )

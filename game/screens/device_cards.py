"""The parts of the instrument's page: its keys, the last one, the messages, and its way in."""

from engine.session.world import Link, World
from game.screens.device_heard import Heard
from game.screens.foot import ends
from game.screens.screen import Moment
from game.screens.welcome_piano import piano_words, technical_words
from game.screens.words import capital, listed
from game.theme import Role, mixed
from game.view.canvas import Canvas
from game.view.card import Card, draw_card, draw_well
from game.view.keyboard import Keyboard, Sounding, draw_keyboard
from game.view.keys import key_name
from game.view.layout import Box
from game.view.text import Anchor, draw_fitted, draw_paragraph, draw_text, leading_px, wrapped

APIS = {"alsa": "ALSA", "jack": "JACK", "core": "CoreMIDI", "winmm": "Windows MIDI"}
# A key that was heard keeps this much of its light, so that a silent one is found.
HEARD_LIGHT = 0.3
SILENT = (Link.NO_SERVICE, Link.LISTENING, Link.LOST)


def draw_keys(canvas: Canvas, moment: Moment, box: Box, heard: Heard) -> None:
    """Draw the whole keyboard: keys that sound shine, those heard before glow a little."""
    lowest, highest = ends(moment.world)
    lowest, highest = min(lowest, *heard.keys, lowest), max(highest, *heard.keys, highest)
    draw_well(canvas, box)
    inside = box.inset(canvas.px(12))
    dim = (Sounding(pitch=pitch, light=HEARD_LIGHT) for pitch in sorted(heard.keys))
    lit = (Sounding(pitch=pitch) for pitch in sorted(moment.sounding))
    keyboard = Keyboard(lowest=lowest, highest=highest, sounding=(*dim, *lit))
    draw_keyboard(canvas, inside, keyboard)


def draw_last(canvas: Canvas, box: Box, heard: Heard, world: World) -> None:
    """Draw the newest key by its name, its velocity, and how much was heard; or why none was."""
    theme, layout = canvas.theme, canvas.layout
    if heard.last is None:
        title, words = "The last key", "Press any key: its name and its velocity stand here."
        if layout.large_type and world.port.link in SILENT:
            # the page has no other heading in large type
            title, sentences = piano_words(world)
            words = technical_words(world) or sentences[0]
        inside = draw_card(canvas, box, Card(title=title))
        draw_paragraph(canvas, words, (inside.x, inside.y), inside.w, Role.SECOND, theme.text2)
        return
    inside = draw_card(canvas, box, Card(title="The last key", scope=f"{heard.notes} heard"))
    line = leading_px(canvas, Role.VERDICT)
    name = Box(inside.x, inside.y, inside.w, line)
    draw_fitted(canvas, capital(key_name(heard.last.pitch)), name, Role.VERDICT, theme.text)
    y = name.bottom + layout.tpx(22)
    velocity = f"velocity {heard.last.velocity} of 127"
    draw_text(canvas, velocity, (inside.x, y), Role.BODY, theme.text2)
    many = len(heard.keys)
    keys = f"{many} different key{'s' if many > 1 else ''} so far"
    if y + layout.tpx(25) <= inside.bottom + layout.px(8):
        draw_text(canvas, keys, (inside.x, y + layout.tpx(25)), Role.SECOND, theme.text3)


def draw_messages(canvas: Canvas, box: Box, heard: Heard) -> None:
    """Draw the last messages, the newest first; the older, the quieter."""
    theme = canvas.theme
    inside = draw_card(canvas, box, Card(title="What arrived", scope="newest first"))
    pitch = leading_px(canvas, Role.SECOND)
    most = max(1, (inside.h + canvas.px(10)) // pitch)
    if not heard.messages:
        at = (inside.x, inside.y)
        draw_paragraph(canvas, "Nothing yet.", at, inside.w, Role.SECOND, theme.text2)
    y = inside.y + canvas.tpx(16)
    for age, words in enumerate(heard.messages[:most]):
        # never below the contrast of a caption
        colour = mixed(theme.text, theme.text3, min(1, age / max(1, most - 1)))
        role = Role.SECOND_STRONG if age == 0 else Role.SECOND
        draw_text(canvas, words, (inside.x, y), role, colour)
        y += pitch


def draw_way(canvas: Canvas, box: Box, world: World) -> None:
    """Draw how the instrument is reached, line by line: a name and what is known."""
    theme = canvas.theme
    inside = draw_card(canvas, box, Card(title="How it is connected"))
    pitch = leading_px(canvas, Role.SECOND)
    names = canvas.tpx(76)
    y = inside.y
    for name, words in way_lines(world):
        lines = wrapped(canvas, words, Role.SECOND, inside.w - names)
        if y + pitch > inside.bottom + canvas.px(16):
            return
        at = y + canvas.tpx(16)
        draw_text(canvas, name, (inside.x, at), Role.CAPTION, theme.text3)
        for line in lines:
            if y + pitch > inside.bottom + canvas.px(16):
                return
            where = (inside.x + names, y + canvas.tpx(16))
            draw_text(canvas, line, where, Role.SECOND, theme.text, anchor=Anchor.LEFT)
            y += pitch


def way_lines(world: World) -> tuple[tuple[str, str], ...]:
    """Return what is known of the instrument's way in: the reason first where there is none."""
    port, device = world.port, world.device
    found: list[tuple[str, str]] = []
    if reason := technical_words(world):
        found.append(("Reason", reason))
    if port.heard:
        found.append(("Inputs", listed(port.heard)))
    if port.name:
        found.append(("Port", port.name))
    if port.link in (Link.CONNECTED, Link.LOST):
        api = device.api if device else world.settings.port_api
        found.append(("System", APIS.get(api, api)))
        found.append(("Keys", range_words(world)))
        found.append(("Output", port.output or port.no_output or "none: nothing can be sent to it"))
    if port.link is Link.COMPUTER_KEYBOARD:
        found.append(("Keys", "A to K, C to C; not measured"))
    return tuple(found)


def range_words(world: World) -> str:
    """Return the instrument's range, or that it is not known."""
    device = world.device
    if device is None:
        return "lowest and highest not known yet"
    count = device.highest - device.lowest + 1
    return f"{count}, {key_name(device.lowest)} to {key_name(device.highest)}"

"""The card of the welcome that tells how the piano stands and what to do."""

import re

from engine.session.world import Link, World
from game.screens.screen import Moment
from game.screens.words import listed
from game.theme import Role
from game.view.canvas import Canvas
from game.view.card import Card, draw_card
from game.view.keys import key_name
from game.view.layout import Box
from game.view.text import draw_fitted, draw_paragraph, leading_px, wrapped

PLUG = "Plug a piano in by USB and switch it on; it is found by itself."
DEMO = "To look first, close this and type evenhand demo: a virtual pianist plays eight weeks."


def draw_piano(canvas: Canvas, moment: Moment, box: Box) -> None:
    """Draw headline and sentences in a card; its foot is left free for buttons."""
    theme, layout = canvas.theme, canvas.layout
    inside = draw_card(canvas, box, Card(title="Your piano"))
    head, sentences = piano_words(moment.world)
    lines = min(2, len(wrapped(canvas, head, Role.UNIT, inside.w)))
    high = lines * leading_px(canvas, Role.UNIT)
    room = Box(inside.x, inside.y + layout.px(6), inside.w, high)
    draw_fitted(canvas, head, room, Role.UNIT, theme.text)
    y = room.bottom + layout.px(10)
    role = Role.SECOND
    technical = technical_words(moment.world)
    most = None if not layout.large_type else 1 if technical else 2
    for words in sentences[:most]:
        y = draw_paragraph(canvas, words, (inside.x, y), inside.w, role, theme.text2)
        y += layout.px(10)
    if technical:
        at = (inside.x, y + layout.px(2))
        draw_paragraph(canvas, technical, at, inside.w, Role.AXIS, theme.text3)


def piano_words(world: World) -> tuple[str, tuple[str, ...]]:
    """Return a headline and sentences on how the instrument stands."""
    port = world.port
    match port.link:
        case Link.LISTENING if port.heard:
            which = f"Listening to {listed(port.heard)}."
            return "Press any key on your piano.", (which, "The one that speaks is remembered.")
        case Link.LISTENING | Link.NO_SERVICE:
            return "No piano is connected.", (PLUG, DEMO)
        case Link.CONNECTED:
            return f"{port.piano} is connected.", _ends(world)
        case Link.LOST:
            again = "Plug it in again; nothing else is needed, and nothing is lost."
            return f"{port.piano} was unplugged.", (again,)
        case Link.COMPUTER_KEYBOARD:
            keys = "A S D F G H J K play the white keys from C, the row above the black ones."
            limits = "Its times cannot be measured, so nothing counts for your score."
            return "You play on the computer keyboard.", (keys, limits)
        case Link.VIRTUAL:
            return "A virtual pianist plays.", ("What you see is measured like your own playing.",)


def technical_words(world: World) -> str:
    """Return what the computer says about why it found no piano, empty where it says nothing."""
    port = world.port
    if port.heard or port.link not in (Link.LISTENING, Link.NO_SERVICE):
        return ""
    reason = re.sub("'([^']*)'", r"‘\1’", port.reason)  # noqa: RUF001
    return reason if not reason or reason.endswith(".") else f"{reason}."


def _ends(world: World) -> tuple[str, ...]:
    device = world.device
    if device is None:
        return ("Press any key, and it asks for its lowest and highest one.",)
    ends = f"from {key_name(device.lowest)} to {key_name(device.highest)}"
    steer = "The highest key goes on, the lowest goes back; the white keys beside them move."
    return (f"Its keys go {ends}.", steer)

"""What the instrument's page has heard since it was opened: a frozen value that grows by events."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from engine.take import Control, Event, NoteOff, NoteOn, PortLost
from game.screens.words import capital
from game.view.keys import key_name

KEPT = 8
PEDALS = {64: "Sustain pedal", 66: "Sostenuto pedal", 67: "Soft pedal"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """The last messages, newest first; the keys that were pressed, and how many notes they made.

    ``last`` is the newest note-on.
    """

    messages: tuple[str, ...] = ()
    keys: frozenset[int] = frozenset()
    notes: int = 0
    last: NoteOn | None = None

    def after(self, events: Sequence[Event]) -> "Heard":
        """Return what was heard with more events."""
        heard = self
        for event in events:
            messages = (message_words(event), *heard.messages)[:KEPT]
            heard = replace(heard, messages=messages)
            if isinstance(event, NoteOn):
                keys = heard.keys | {event.pitch}
                heard = replace(heard, keys=keys, notes=heard.notes + 1, last=event)
        return heard


def message_words(event: Event) -> str:
    """Return one message in words."""
    match event:
        case NoteOn():
            return f"{capital(key_name(event.pitch))} down, velocity {event.velocity}"
        case NoteOff():
            return f"{capital(key_name(event.pitch))} up"
        case Control(number=number) if number in PEDALS:
            return f"{PEDALS[number]} {_depth(event.value)}"
        case Control():
            return f"Controller {event.number}, value {event.value}"
        case PortLost():
            return "The connection ended"


def _depth(value: int) -> str:
    if value in (0, 127):
        return "down" if value else "up"
    return f"at {value} of 127"

"""From pygame's events and the piano's outer keys to what the player wants, free of any device.

During a take no single key steers; that is the session's own rule, so ``App`` asks for no steering
then.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import pygame

from engine.take import Event, NoteOn

BLACK = frozenset({1, 3, 6, 8, 10})
# The home row plays the white keys from C, the row above it the black ones.
INSTRUMENT_KEYS = {
    key: 60 + offset
    for offset, key in enumerate(
        (
            pygame.K_a, pygame.K_w, pygame.K_s, pygame.K_e, pygame.K_d, pygame.K_f, pygame.K_t,
            pygame.K_g, pygame.K_y, pygame.K_h, pygame.K_u, pygame.K_j, pygame.K_k,
        )
    )
}  # fmt: skip


class Intent(StrEnum):
    """What the player wants."""

    CONFIRM = "confirm"
    BACK = "back"
    NEXT = "next"
    PREVIOUS = "previous"
    ERASE = "erase"
    FULLSCREEN = "fullscreen"
    QUIT = "quit"


@dataclass(frozen=True, slots=True)
class Typed:
    """Text that was typed."""

    text: str


@dataclass(frozen=True, slots=True)
class Pointed:
    """The mouse moved to a place, in pixels."""

    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Clicked:
    """The mouse was clicked at a place, in pixels."""

    x: int
    y: int


Given = Intent | Typed | Pointed | Clicked

KEYS = {
    pygame.K_RETURN: Intent.CONFIRM,
    pygame.K_KP_ENTER: Intent.CONFIRM,
    pygame.K_ESCAPE: Intent.BACK,
    pygame.K_DOWN: Intent.NEXT,
    pygame.K_RIGHT: Intent.NEXT,
    pygame.K_TAB: Intent.NEXT,
    pygame.K_UP: Intent.PREVIOUS,
    pygame.K_LEFT: Intent.PREVIOUS,
    pygame.K_BACKSPACE: Intent.ERASE,
    pygame.K_F11: Intent.FULLSCREEN,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SteeringKeys:
    """The keys at both ends of the piano, as pitches: outermost, and the white ones beside them."""

    lowest: int
    highest: int

    @property
    def second_lowest(self) -> int:
        """The white key above the lowest."""
        return _white(self.lowest + 1, 1)

    @property
    def second_highest(self) -> int:
        """The white key below the highest."""
        return _white(self.highest - 1, -1)

    def intent(self, pitch: int) -> Intent | None:
        """Return what a key of the piano asks for outside a take."""
        return {
            self.second_lowest: Intent.PREVIOUS,
            self.second_highest: Intent.NEXT,
            self.lowest: Intent.BACK,
            self.highest: Intent.CONFIRM,
        }.get(pitch)


def given_of(event: pygame.event.Event) -> Given | None:
    """Return what one pygame event means; None for those that mean nothing."""
    match event.type:
        case pygame.QUIT:
            return Intent.QUIT
        case pygame.KEYDOWN:
            back = event.key == pygame.K_TAB and event.mod & pygame.KMOD_SHIFT
            return Intent.PREVIOUS if back else KEYS.get(event.key)
        case pygame.TEXTINPUT:
            return Typed(event.text)
        case _:
            return _of_mouse(event)


def _of_mouse(event: pygame.event.Event) -> Pointed | Clicked | None:
    if event.type == pygame.MOUSEMOTION:
        return Pointed(*event.pos)
    if event.type == pygame.MOUSEBUTTONDOWN and event.button == 1:
        return Clicked(*event.pos)
    return None


def steered(events: Sequence[Event], keys: SteeringKeys | None) -> list[Intent]:
    """Return what the piano's own keys ask for; nothing while its range is not known."""
    if keys is None:
        return []
    intents = (keys.intent(each.pitch) for each in events if isinstance(each, NoteOn))
    return [intent for intent in intents if intent is not None]


def message_of(event: pygame.event.Event) -> bytes | None:
    """Return the MIDI message of a computer key that plays a note, down or up."""
    if event.type not in (pygame.KEYDOWN, pygame.KEYUP) or event.key not in INSTRUMENT_KEYS:
        return None
    is_down = event.type == pygame.KEYDOWN
    return bytes((0x90 if is_down else 0x80, INSTRUMENT_KEYS[event.key], 64))


def _white(pitch: int, step: int) -> int:
    return pitch + step if pitch % 12 in BLACK else pitch

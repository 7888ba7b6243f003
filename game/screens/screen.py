"""What a screen is: it reads the moment, says what it wants, and draws without changing anything.

A screen is a frozen value; a moved selection is another screen (``Replace``). Screens of a running
session go with its state (``game.screens.router``) and only give inputs.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from engine.session.state import Input, State
from engine.session.world import Request, Step, World
from game.input import Given, SteeringKeys
from game.sound import Note
from game.view.canvas import Canvas
from game.view.layout import Layout


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """All that a screen may know: where things stand, which keys sound, when, and how large.

    ``steering`` are the piano's keys that steer now, null during a take or while they are unknown;
    ``audible`` says whether a cue that sounds can be heard.
    """

    step: Step
    sounding: frozenset[int]
    now_ns: int
    layout: Layout
    steering: SteeringKeys | None
    audible: bool = True

    @property
    def world(self) -> World:
        """What is known beside the session."""
        return self.step.world

    @property
    def state(self) -> State | None:
        """The session's state, null outside a session."""
        return self.step.state


@dataclass(frozen=True, slots=True)
class Stay:
    """Nothing moves."""


@dataclass(frozen=True, slots=True)
class Push:
    """Show another screen above this one; ``below`` is this one changed, if it is to change."""

    screen: "Screen"
    below: "Screen | None" = None


@dataclass(frozen=True, slots=True)
class Pop:
    """Go back to the screen below."""


@dataclass(frozen=True, slots=True)
class Replace:
    """Show another screen, or this one changed, in this one's place."""

    screen: "Screen"


@dataclass(frozen=True, slots=True)
class Quit:
    """Close Evenhand."""


Transition = Stay | Push | Pop | Replace | Quit
STAY = Stay()


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a screen wants: where to go, inputs for the session, requests for the runner.

    ``sounds`` is a passage to be heard, each note at its sample; ``hush`` ends the one before.
    """

    go: Transition = STAY
    inputs: tuple[Input, ...] = ()
    requests: tuple[Request, ...] = ()
    sounds: tuple[Note, ...] = ()
    hush: bool = False


NOTHING = Wish()


def go_to(shown: "Screen", wanted: "Screen") -> Wish:
    """Return the wish to show a screen changed, or no wish where it is the same."""
    return Wish(go=Replace(wanted)) if wanted != shown else NOTHING


class Screen(Protocol):
    """A whole window state."""

    @property
    def name(self) -> str:
        """The screen's name, as its picture is called."""
        ...

    def update(self, moment: Moment, given: Sequence[Given]) -> Wish:
        """Return what this screen wants after what was given."""
        ...

    def draw(self, canvas: Canvas, moment: Moment) -> None:
        """Draw the moment; two draws of one moment are one picture."""
        ...


def moves(screen: Screen) -> bool:
    """Say whether a screen's picture changes by itself: it has a ``moving`` that is true now."""
    return bool(getattr(screen, "moving", False))

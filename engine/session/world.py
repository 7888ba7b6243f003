"""What the screens know beside the session's state, and what they may ask the runner for.

A screen never writes the state: what it wants kept or changed is a request, a frozen value that
the runner carries out between trials.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from engine.exercise import Hand
from engine.progress.transitions import TransitionState
from engine.progress.week import Weekly
from engine.record import Device, Person, Settings
from engine.session.state import SessionPlan, State
from engine.take import Event


class Link(StrEnum):
    """How the instrument stands."""

    NO_SERVICE = "no_service"
    LISTENING = "listening"
    CONNECTED = "connected"
    LOST = "lost"
    COMPUTER_KEYBOARD = "computer_keyboard"
    VIRTUAL = "virtual"


@dataclass(frozen=True, slots=True, kw_only=True)
class PortStatus:
    """The instrument's port: ``name`` when there is one, ``reason`` when there is none.

    ``heard`` are the inputs listened to while no one has spoken yet.
    """

    link: Link
    name: str = ""
    reason: str = ""
    heard: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A take that a killed session left in the journal; ``key`` names it in requests.

    ``player`` is the name of the one who played it.
    """

    key: str
    player: str
    started_utc: datetime
    title: str
    notes: int
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Practice:
    """Minutes at the keys on one day, and the tempo ceiling it ended with."""

    local_date: date
    minutes: float
    ceiling_bpm: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """All that a screen may show beside the session's state.

    ``local_hour`` (0 to 23) and ``utc_offset_min`` are of the moment when it was last read.
    """

    today: date
    people: tuple[Person, ...]
    person: Person | None
    port: PortStatus
    device: Device | None
    settings: Settings
    plan: SessionPlan | None = None
    weekly: Weekly | None = None
    transitions: tuple[TransitionState, ...] = ()
    practice: tuple[Practice, ...] = ()
    found: tuple[Found, ...] = ()
    message: str = ""
    local_hour: int = 12
    utc_offset_min: int = 0


@dataclass(frozen=True, slots=True)
class AddPlayer:
    """Keep a new player and choose her."""

    name: str
    hand: Hand


@dataclass(frozen=True, slots=True)
class ChoosePlayer:
    """Make a known player the one who plays."""

    person_id: UUID


@dataclass(frozen=True, slots=True)
class SetRange:
    """The lowest and the highest key of the instrument, as pitches."""

    lowest: int
    highest: int


@dataclass(frozen=True, slots=True)
class UseComputerKeyboard:
    """Play on the computer keyboard: notes are unmeasured and never enter evenness."""


@dataclass(frozen=True, slots=True)
class ListenAgain:
    """Forget the port and listen to all inputs for one that speaks."""


@dataclass(frozen=True, slots=True)
class StartSession:
    """Begin today's plan."""


@dataclass(frozen=True, slots=True)
class EndSession:
    """Put the ended session away and return to the day's view."""


@dataclass(frozen=True, slots=True)
class KeepFound:
    """Measure and keep a take found in the journal."""

    key: str


@dataclass(frozen=True, slots=True)
class DropFound:
    """Put a found take away without measuring it."""

    key: str


@dataclass(frozen=True, slots=True)
class ChangeSettings:
    """Keep new settings."""

    settings: Settings


Request = (
    AddPlayer
    | ChoosePlayer
    | SetRange
    | UseComputerKeyboard
    | ListenAgain
    | StartSession
    | EndSession
    | KeepFound
    | DropFound
    | ChangeSettings
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Where one step of the runner led; ``events`` are what the piano said since the last one."""

    state: State | None
    world: World
    events: tuple[Event, ...] = ()

"""What the screens know beside the session's state, and what they may ask the runner for.

A screen never writes the state: what it wants kept or changed is a request, a frozen value that
the runner carries out between trials.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from engine.exercise import Direction, Exercise, Hand
from engine.measures.evenness import Evenness
from engine.progress.transitions import TransitionState
from engine.progress.week import Weekly
from engine.record import Device, Person, Settings, Task
from engine.session.state import BlockPlan, SessionPlan, State
from engine.take import Event, Take


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

    ``heard`` are the inputs listened to while no one has spoken yet. ``output`` is the name of the
    piano that clicks and silence can be sent to, and ``no_output`` says why there is none.
    """

    link: Link
    name: str = ""
    reason: str = ""
    heard: tuple[str, ...] = ()
    output: str = ""
    no_output: str = ""

    @property
    def piano(self) -> str:
        """The piano's own name: ALSA and JACK put a port behind it that often says it again."""
        first, colon, rest = self.name.partition(":")
        return first if first and colon and rest.startswith(first) else self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A take that a killed session left in the journal; ``key`` names it in requests.

    ``player`` is the name of the one who played it, ``title`` the exercise's.
    """

    key: str
    player: str
    started_utc: datetime
    task: Task
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
class TakeSummary:
    """One kept take as a list shows it; ``said`` is its main figure in words, or why it has none.

    ``seconds`` are those at the keys, pauses left out; ``direction`` is null without runs.
    """

    trial_id: UUID
    started_utc: datetime
    task: Task
    title: str
    hand: Hand
    tempo_bpm: float | None
    notes: int
    seconds: float
    said: str
    direction: Direction | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Replay:
    """One kept take opened for looking at: its notes and, for runs, what was measured.

    ``take.notes`` are in seconds from the take's first message; ``found`` is null for a task
    without runs.
    """

    summary: TakeSummary
    take: Take
    exercise: Exercise
    direction: Direction | None
    found: Evenness | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TimingCheck:
    """What this computer adds to a note's time, measured by itself; ``done`` of ``events`` so far.

    ``way`` names the path that was measured; the figures are null until it is over: SD of a single
    time stamp of the driver and of our own arrival stamp, and the largest error, in ms. ``passed``
    is null while it runs; ``said`` is the sentence that goes with it.
    """

    way: str
    events: int
    done: int = 0
    driver_sd_ms: float | None = None
    arrival_sd_ms: float | None = None
    worst_ms: float | None = None
    passed: bool | None = None
    said: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """All that a screen may show beside the session's state.

    ``local_hour`` (0 to 23) and ``utc_offset_min`` are of the moment when it was last read;
    ``practice_steps`` holds one step of each game that is open, ``exercises`` what can be played.
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
    takes: tuple[TakeSummary, ...] = ()
    replay: Replay | None = None
    timing: TimingCheck | None = None
    practice_steps: tuple[BlockPlan, ...] = ()
    exercises: tuple[Exercise, ...] = ()


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
class StartPractice:
    """Begin a session of one chosen step: free practice, or a calibration; nothing is scored."""

    step: BlockPlan


@dataclass(frozen=True, slots=True)
class OpenTake:
    """Open a kept take for its replay; ``CloseTake`` puts it away."""

    trial_id: UUID


@dataclass(frozen=True, slots=True)
class CloseTake:
    """Put the open take away."""


@dataclass(frozen=True, slots=True)
class CheckTiming:
    """Measure what this computer adds to a note's time; ``World.timing`` follows it."""


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
    | StartPractice
    | OpenTake
    | CloseTake
    | CheckTiming
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

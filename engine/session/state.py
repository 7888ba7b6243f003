"""Session > Block > Trial as frozen states, and what may happen to them.

A block is introduced (``Ready``), played (``Playing``, ``Paused``), asked about (``Asking``),
measured by the runner (``Measuring``) and looked at (``Reviewing``). A hand that tires has a rest
(``Resting``); the session ends in ``Ended``.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from engine.adaptation.tiring import Strain
from engine.exercise import Direction, Exercise, Hand
from engine.measures.evenness import Evenness
from engine.measures.judgement.discrimination import Discrimination
from engine.record import Task
from engine.take import Event
from engine.tasks.play import Play
from engine.tasks.slow_road_found import SlowRoadFound

if TYPE_CHECKING:
    # only their names are needed here: the first picture does not wait for every game's measures
    from engine.tasks.calibration import CalibrationFound
    from engine.tasks.heavier_found import HeavierFound
    from engine.tasks.late_one_kept import LateOneFound
    from engine.tasks.on_the_beat_found import BeatFound
    from engine.tasks.still_water_found import StillWaterFound

    # What one game's measures said: one type a game.
    Found = (
        Evenness
        | Discrimination
        | HeavierFound
        | StillWaterFound
        | LateOneFound
        | BeatFound
        | CalibrationFound
        | SlowRoadFound
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockPlan:
    """One step of today's session.

    ``direction`` and ``tempo_bpm`` are null where the game has none. ``runs`` and
    ``max_attempts`` count runs, ``cues`` whatever else the game asks for (cues, rounds, pairs);
    ``fingers`` are those in play and ``level_json`` is the game's own level, null for the first
    time. ``scored`` says whether it enters the weekly score: evenness checks after the two
    sittings of familiarisation do; ``why`` is one sentence for the player; ``ceiling_bpm`` is the
    tempo that this step may not pass.
    """

    task: Task
    exercise: Exercise
    hand: Hand
    minutes: float
    scored: bool
    why: str
    direction: Direction | None = None
    tempo_bpm: float | None = None
    ceiling_bpm: float | None = None
    runs: int = 0
    max_attempts: int = 0
    fingers: tuple[int, ...] = ()
    cues: int = 0
    level_json: str | None = None
    dwelling: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionPlan:
    """Today's blocks in order; ``seed`` is where all chance of the session comes from.

    ``outer`` are the lowest and the highest pitch of the instrument, which pause a take when both
    are held for a second; null while they are not known. ``dose_minutes`` is the most that today
    may hold and ``played_minutes`` what it holds already; ``no_check`` says why today has no
    evenness check, if it has none.
    """

    blocks: tuple[BlockPlan, ...]
    seed: int
    dose_minutes: float
    measured: bool
    outer: tuple[int, int] | None = None
    played_minutes: float = 0.0
    no_check: str = ""


class End(StrEnum):
    """Why a session ended."""

    DONE = "done"
    LEFT = "left"
    PAIN = "pain"
    DOSE = "dose"
    TIRED = "tired"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a block said: what was found, or the reason why nothing was.

    ``next_tempo_bpm`` and ``next_level_json`` are where the adaptation stands now; ``because``
    says so to the player. ``strain`` is what the runs say of how the evenness holds, and ``tired``
    that it has decayed on this day.
    """

    plan: BlockPlan
    found: "Found | None" = None
    refused: str | None = None
    next_tempo_bpm: float | None = None
    next_level_json: str | None = None
    because: str = ""
    warnings: tuple[str, ...] = ()
    strain: Strain | None = None
    tired: bool = False

    @property
    def evenness(self) -> Evenness | None:
        """What was found, where that is evenness."""
        if isinstance(self.found, SlowRoadFound):
            return self.found.evenness
        return self.found if isinstance(self.found, Evenness) else None

    @property
    def discrimination(self) -> Discrimination | None:
        """What was found, where that is finger discrimination."""
        return self.found if isinstance(self.found, Discrimination) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where in the plan a state stands; ``ordinal`` counts the trials of this block from 0.

    ``played_ns`` is the time spent at the keys so far today, pauses left out; ``rests`` counts
    those that a tired hand was given.
    """

    plan: SessionPlan
    block: int = 0
    ordinal: int = 0
    played_ns: int = 0
    rests: int = 0

    @property
    def step(self) -> BlockPlan:
        """The block that is being played or comes next."""
        return self.plan.blocks[self.block]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready:
    """A step is introduced and waits for ``Begin``; ``step`` may differ from the plan (slower)."""

    place: Place
    step: BlockPlan


@dataclass(frozen=True, slots=True, kw_only=True)
class Playing:
    """A take is being played; ``outer_since_ns`` is when both outermost keys went down.

    ``before_end`` is the task before one of them did, while no other key came after it: what one
    of them meant is taken back where the other follows.
    """

    place: Place
    step: BlockPlan
    task: Play
    started_ns: int
    last_event_ns: int
    down: frozenset[int] = frozenset()
    outer_since_ns: int | None = None
    before_end: Play | None = None
    paused_ns: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Paused:
    """The same take, waiting; nothing is lost by leaving or going on."""

    playing: Playing
    since_ns: int
    unplugged: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """The take is over: "Did anything pull or curl?"."""

    place: Place
    step: BlockPlan
    task: Play


@dataclass(frozen=True, slots=True, kw_only=True)
class Measuring:
    """The answer is in; the runner measures the take and says ``Measured``."""

    place: Place
    step: BlockPlan
    task: Play
    pulled: bool
    pain: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewing:
    """What was measured is shown; ``Again``, ``Slower`` or ``Next`` goes on.

    ``pulled`` is what was answered of the hand.
    """

    place: Place
    step: BlockPlan
    outcome: Outcome
    pulled: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Resting:
    """A rest for a tired hand, before the step that ``then`` introduces.

    ``until_ns`` is when it may go on; null until the first ``Passed`` starts the rest.
    """

    then: Ready
    until_ns: int | None = None

    @property
    def place(self) -> Place:
        """Where in the plan it stands: before the next step."""
        return self.then.place

    @property
    def step(self) -> BlockPlan:
        """The step that comes next."""
        return self.then.step


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """The session is over; ``outcomes`` are kept by the runner, not here."""

    place: Place
    end: End


State = Ready | Playing | Paused | Asking | Measuring | Reviewing | Resting | Ended


@dataclass(frozen=True, slots=True)
class Begin:
    """The player is ready: the trial starts at ``at_ns``."""

    at_ns: int


@dataclass(frozen=True, slots=True)
class Heard:
    """The instrument said something."""

    event: Event


@dataclass(frozen=True, slots=True)
class Passed:
    """Nothing that happened before ``now_ns`` is still on its way."""

    now_ns: int


@dataclass(frozen=True, slots=True)
class Pause:
    """Asked for on the screen."""

    at_ns: int


@dataclass(frozen=True, slots=True)
class Answer:
    """Answered on the screen, not at the keys; ``choice`` counts from 0 as the game counts."""

    choice: int
    at_ns: int


@dataclass(frozen=True, slots=True)
class Resume:
    """Go on after a pause."""

    at_ns: int


@dataclass(frozen=True, slots=True)
class Leave:
    """Stop here; what is complete is kept."""

    at_ns: int


@dataclass(frozen=True, slots=True)
class Report:
    """The answer to "Did anything pull or curl?"; pain ends the session."""

    pulled: bool
    pain: bool


@dataclass(frozen=True, slots=True)
class Measured:
    """The runner has measured and kept the take."""

    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Next:
    """On to the next step."""


@dataclass(frozen=True, slots=True)
class Again:
    """The same step once more, or ``step`` in its place: slower, one spot of it, fewer fingers."""

    step: BlockPlan | None = None


Input = Begin | Heard | Passed | Pause | Answer | Resume | Leave | Report | Measured | Next | Again

"""The frozen values that storage keeps and sessions read.

Rows are only added: a change is a new value with the same ``id`` where noted, and the latest wins.
Times are aware UTC; a session's ``local_date`` alone fixes its day and ISO week.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from engine.exercise import Direction, Hand


class Role(StrEnum):
    """The two kinds of person."""

    PLAYER = "player"
    TEACHER = "teacher"


class Task(StrEnum):
    """The rules a block is played by."""

    WARM_UP = "warm_up"
    EVENNESS_CHECK = "evenness_check"
    PEARLS = "pearls"
    ON_THE_BEAT = "on_the_beat"
    WHICH_FINGER = "which_finger"
    STILL_WATER = "still_water"
    HEAVIER = "heavier"
    LATE_ONE = "late_one"
    SLOW_ROAD = "slow_road"
    CALM_END = "calm_end"
    CALIBRATION = "calibration"

    @property
    def silent(self) -> bool:
        """Whether the piano is to be silent while it is played, so that only the hand tells."""
        return self in (Task.STILL_WATER, Task.HEAVIER, Task.LATE_ONE)

    @property
    def loose(self) -> bool:
        """Whether it is played only to move the hand, so that nothing of it counts."""
        return self in LOOSE


LOOSE = frozenset({Task.WARM_UP, Task.CALM_END, Task.CALIBRATION})


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A player or a teacher; ``hand`` is the one that a player trains."""

    id: UUID
    name: str
    role: Role
    hand: Hand
    created_utc: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """An instrument by its port name; MIDI cannot tell its range, so two keys do (pitches)."""

    id: UUID
    name: str
    api: str
    lowest: int
    highest: int
    created_utc: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One sitting; ``seed`` is where its chance comes from, ``device_id`` null for no piano."""

    id: UUID
    person_id: UUID
    device_id: UUID | None
    started_utc: datetime
    utc_offset_min: int
    local_date: date
    seed: int
    app_version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """What is compared only with itself: the key of every series of results."""

    exercise_id: str
    exercise_version: int
    hand: Hand
    direction: Direction
    tempo_bpm: float
    device_id: UUID | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """One exercise at one level, with one take.

    ``level`` is in the task's own unit: the tempo in bpm, or for Which Finger? the time allowed in
    s that its staircase had come to at the end. ``direction`` is null for a task without runs.
    ``scored`` is true for what enters the weekly score: evenness checks after familiarisation on
    a measuring instrument. ``task_json`` holds what the task needs to be measured again (cues and
    their times).
    """

    id: UUID
    session_id: UUID
    block: int
    ordinal: int
    task: Task
    exercise_id: str
    exercise_version: int
    hand: Hand
    direction: Direction | None
    tempo_bpm: float | None
    level: float | None
    scored: bool
    started_utc: datetime
    task_json: str = "{}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One number that a trial's measures said, or the reason why there is none."""

    measure: str
    measure_version: int
    unit: str
    value: float | None
    n: int
    standard_error: float | None = None
    low: float | None = None
    high: float | None = None
    hand: Hand | None = None
    direction: Direction | None = None
    run: int | None = None
    finger: int | None = None
    to_finger: int | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SelfReport:
    """The answer to "Did anything pull or curl?" after a block."""

    session_id: UUID
    block: int
    pulled: bool
    pain: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AdaptationState:
    """Where a player's level stands on one track; ``state_json`` belongs to the procedure."""

    person_id: UUID
    track: str
    state_json: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BaselineReset:
    """A person's decision to start a new baseline, with the reason drawn on the chart."""

    person_id: UUID
    local_date: date
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RunValue:
    """One run's raw sdIOI (ddof 1, ms) on its day; ``sd_ioi_ms`` is null for an invalid run."""

    local_date: date
    session_id: UUID
    cell: Cell
    run: int
    sd_ioi_ms: float | None
    mean_ioi_ms: float | None
    noise_floor_ms: float


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptResult:
    """One result with the day, the session and the trial it belongs to."""

    local_date: date
    session_id: UUID
    trial_id: UUID
    task: Task
    scored: bool
    result: Result


class ThemeChoice(StrEnum):
    """The themes a person can choose."""

    DARK = "dark"
    LIGHT = "light"
    HIGH_CONTRAST = "high_contrast"


class ClickChoice(StrEnum):
    """Where the metronome's clicks come from; ``SHOWN`` is the ring alone."""

    SPEAKERS = "speakers"
    PIANO = "piano"
    SHOWN = "shown"


class VoiceChoice(StrEnum):
    """When Evenhand sounds the notes played itself; ``AUTO``: for the computer keyboard only."""

    AUTO = "auto"
    ON = "on"
    OFF = "off"


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """The delay between click and note on one instrument: signed, the median of ``taps`` taps.

    ``latency_ms`` is positive where notes seem late; ``low_ms`` to ``high_ms`` is its 95 %
    interval. It holds for one ``port_name`` and one way of clicking, and corrects mean
    asynchronies only: evenness never needs it.
    """

    port_name: str
    clicks: ClickChoice
    latency_ms: float
    low_ms: float
    high_ms: float
    taps: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What one computer remembers; never what was measured.

    ``type_scale`` multiplies every type size (1 to 2); ``volume`` is 0 to 1; ``hit_strip`` shows
    early and late at play in On the Beat; ``calibrations`` holds at most one a port and choice of
    clicks.
    """

    player_id: UUID | None = None
    port_name: str = ""
    port_api: str = ""
    theme: ThemeChoice = ThemeChoice.DARK
    type_scale: float = 1.0
    reduced_motion: bool = False
    volume: float = 0.8
    muted: bool = False
    clicks: ClickChoice = ClickChoice.SPEAKERS
    voice: VoiceChoice = VoiceChoice.AUTO
    hit_strip: bool = False
    calibrations: tuple[Calibration, ...] = ()

    def calibration(self, port_name: str) -> Calibration | None:
        """Return the delay of one instrument with the clicks as chosen; None while unknown."""
        return next(
            (
                each
                for each in self.calibrations
                if (each.port_name, each.clicks) == (port_name, self.clicks)
            ),
            None,
        )

    def calibrated(self, calibration: Calibration) -> "Settings":
        """Return the settings with a calibration in the place of the one there was."""
        key = (calibration.port_name, calibration.clicks)
        others = (each for each in self.calibrations if (each.port_name, each.clicks) != key)
        return replace(self, calibrations=(*others, calibration))

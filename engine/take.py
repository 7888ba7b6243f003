"""One response as captured, and the events decoded from it; never edited afterwards.

Conventions: ``delta_ns`` is the driver's own delta as received, ``arrival_ns`` our clock in the
callback's first line. Live events carry ``at_ns`` on our clock; a take's notes are float64 seconds
from its first message, made of the driver's deltas unless ``Timing.source`` says otherwise.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from engine.note import NoteArray

RAW_DTYPE = np.dtype(
    [
        ("delta_ns", "<i8"),
        ("arrival_ns", "<i8"),
        ("port", "u1"),
        ("status", "u1"),
        ("data1", "u1"),
        ("data2", "u1"),
    ]
)
RawArray = npt.NDArray[np.void]


class RawMessage(NamedTuple):
    """One message as the driver gave it; ``port`` counts the take's inputs from 0."""

    arrival_ns: int
    delta_ns: int
    data: bytes
    port: int = 0


@dataclass(frozen=True, slots=True)
class NoteOn:
    """A key went down."""

    at_ns: int
    pitch: int
    velocity: int


@dataclass(frozen=True, slots=True)
class NoteOff:
    """A key came up."""

    at_ns: int
    pitch: int


@dataclass(frozen=True, slots=True)
class Control:
    """A controller moved: 64 is the sustain pedal."""

    at_ns: int
    number: int
    value: int


@dataclass(frozen=True, slots=True)
class PortLost:
    """The instrument was unplugged or its driver went away."""

    at_ns: int


Event = NoteOn | NoteOff | Control | PortLost


class TimeSource(StrEnum):
    """Which clock carries a take's intervals."""

    DRIVER = "driver"
    ARRIVAL = "arrival"
    FILE = "file"
    UNMEASURED = "unmeasured"


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """How far a take's times can be trusted; all in ms.

    ``grid_ms`` is the step of the time stamps (0 where none is seen), ``jitter_ms`` the SD of
    single time stamps that the source adds to the onsets; ``arrival_jitter_ms`` the SD of arrival
    against driver time, which says how late our own thread ran and enters no number.
    """

    source: TimeSource
    grid_ms: float = 0.0
    jitter_ms: float = 0.0
    arrival_jitter_ms: float | None = None
    resets: int = 0

    @property
    def noise_floor_ms(self) -> float:
        """SD that the time stamps alone add to an inter-onset interval (SCIENCE 7.1)."""
        return float(np.sqrt(self.grid_ms**2 / 6 + 2 * self.jitter_ms**2))


@dataclass(frozen=True, slots=True, kw_only=True)
class Take:
    """One recorded response: the raw messages, the notes they decode to, and the facts of capture.

    ``warnings`` are sentences for people; ``interrupted`` is set when the port was lost.
    """

    raw: RawArray
    notes: NoteArray
    timing: Timing
    ports: tuple[str, ...] = ()
    api: str = ""
    sysex_count: int = 0
    pedal_used: bool = False
    interrupted: bool = False
    warnings: tuple[str, ...] = field(default=())

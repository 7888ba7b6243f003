"""What the thread that sends to the piano is asked for, and what it reports: frozen values."""

from dataclasses import dataclass

from engine.midi.port import Port
from engine.tasks.clicks import Clicks


@dataclass(frozen=True, slots=True)
class Connect:
    """Open the output of the instrument whose input is ``played``, also when it comes later."""

    played: Port


@dataclass(frozen=True, slots=True)
class Disconnect:
    """Give the output back; ``gone`` when its instrument was unplugged."""

    gone: bool = False


@dataclass(frozen=True, slots=True)
class SetLocal:
    """Set Local Control of the instrument ``played``, opened for it where it is not open.

    Where it is not there, on is tried until it is.
    """

    played: Port
    on: bool


@dataclass(frozen=True, slots=True)
class Play:
    """Click from here on; None stops. ``volume`` is 0 to 1, and at 0 nothing is sent."""

    clicks: Clicks | None
    volume: float


@dataclass(frozen=True, slots=True)
class SendNow:
    """Send one message."""

    data: bytes


@dataclass(frozen=True, slots=True)
class Stop:
    """End the thread."""


Wish = Connect | Disconnect | SetLocal | Play | SendNow | Stop


@dataclass(frozen=True, slots=True)
class Opened:
    """The output of ``played`` is open."""

    played: Port


@dataclass(frozen=True, slots=True)
class NoOutput:
    """There is none, or it has gone; said once."""

    played: Port
    reason: str


@dataclass(frozen=True, slots=True)
class LocalSet:
    """Local Control was set, twice, and the messages have left this computer."""

    played: Port
    on: bool


@dataclass(frozen=True, slots=True)
class Sent:
    """A note went out at ``at_ns``; ``due_ns`` is when a click was due, None for what is none."""

    at_ns: int
    data: bytes
    due_ns: int | None = None


Report = Opened | NoOutput | LocalSet | Sent

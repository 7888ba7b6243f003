"""The one source of time: a protocol and the clock that tests turn by hand.

The real clock is made in ``game/clocks.py`` and handed over; nothing below ``game`` reads one.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """What every part that needs time is given."""

    def now_ns(self) -> int:
        """Return monotonic time in ns; only differences mean anything."""
        ...

    def now_utc(self) -> datetime:
        """Return the wall clock as an aware datetime in UTC."""
        ...


@dataclass(slots=True)
class ManualClock:
    """A clock that stands still until it is told to move."""

    ns: int
    started_utc: datetime
    _started_ns: int = -1

    def __post_init__(self) -> None:
        self._started_ns = self.ns

    def now_ns(self) -> int:
        """Return the time it was set to, in ns."""
        return self.ns

    def now_utc(self) -> datetime:
        """Return the start moved on by as much as the monotonic time has moved."""
        return self.started_utc + timedelta(microseconds=(self.ns - self._started_ns) // 1000)

    def advance_ns(self, duration_ns: int) -> None:
        """Move on by ``duration_ns``; a negative step raises ValueError."""
        if duration_ns < 0:
            raise ValueError(f"a clock cannot run back: {duration_ns} ns")
        self.ns += duration_ns

"""The real clock, made only by the composition root and the commands."""

import time
from datetime import UTC, datetime


class SystemClock:
    """The machine's monotonic and wall clocks."""

    def now_ns(self) -> int:
        """Return monotonic ns, the clock that arrival stamps are made of."""
        return time.perf_counter_ns()

    def now_utc(self) -> datetime:
        """Return the wall clock as an aware datetime in UTC."""
        return datetime.now(UTC)

"""The real clock, made only by the composition root and the commands."""

import time
from datetime import UTC, datetime, timedelta


class SystemClock:
    """The machine's monotonic and wall clocks."""

    def now_ns(self) -> int:
        """Return monotonic ns, the clock that arrival stamps are made of."""
        return time.perf_counter_ns()

    def now_utc(self) -> datetime:
        """Return the wall clock as an aware datetime in UTC."""
        return datetime.now(UTC)


class LaterClock:
    """The machine's monotonic clock with another date: the evening that a demo goes on from."""

    def __init__(self, started_utc: datetime) -> None:
        self._started_utc = started_utc
        self._started_ns = time.perf_counter_ns()

    def now_ns(self) -> int:
        """Return monotonic ns."""
        return time.perf_counter_ns()

    def now_utc(self) -> datetime:
        """Return the evening moved on by as much as the monotonic clock has moved."""
        passed_us = (time.perf_counter_ns() - self._started_ns) // 1000
        return self._started_utc + timedelta(microseconds=passed_us)

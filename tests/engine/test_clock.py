"""The clock that tests turn by hand."""

from datetime import UTC, datetime, timedelta

import pytest

from engine.clock import ManualClock

START = datetime(2026, 11, 2, 18, 0, tzinfo=UTC)


def test_both_its_times_move_together():
    clock = ManualClock(ns=5, started_utc=START)
    clock.advance_ns(1_500_000_000)
    assert clock.now_ns() == 1_500_000_005
    assert clock.now_utc() == START + timedelta(seconds=1.5)


def test_it_never_runs_back():
    with pytest.raises(ValueError, match="cannot run back"):
        ManualClock(ns=5, started_utc=START).advance_ns(-1)

"""The timing check as a screen asks for it."""

import pytest

from engine.midi.timing_check import TimingRun
from engine.runner.timing import Timing, this_computers
from engine.session.world import TimingCheck
from game.clocks import SystemClock

RUNNING = TimingCheck(way="x", events=200, done=3)
OVER = TimingCheck(way="x", events=200, done=200, passed=True)


class Run:
    """A check whose progress is told by the test."""

    def __init__(self):
        self.now, self.did = TimingCheck(way="", events=200), []

    def start(self):
        self.did.append("start")

    def progress(self):
        return self.now

    def close(self):
        self.did.append("close")


@pytest.fixture
def runs():
    return []


@pytest.fixture
def timing(runs):
    def new_run(api):
        runs.append(Run())
        runs[-1].did.append(api)
        return runs[-1]

    return Timing(new_run)


def test_nothing_is_told_before_it_is_asked_for(timing):
    assert timing.follow() is None
    timing.close()


def test_a_check_that_runs_goes_on_and_one_that_is_over_is_begun_anew(timing, runs):
    assert timing.begin("jack").passed is None
    assert runs[0].did == ["jack", "start"]
    runs[0].now = RUNNING
    assert timing.begin("jack") == timing.follow() == RUNNING
    assert len(runs) == 1
    runs[0].now = OVER
    assert timing.follow() == OVER
    assert timing.begin("alsa").done == 0
    assert runs[1].did == ["alsa", "start"]
    timing.close()
    assert runs[1].did[-1] == "close"


def test_this_computers_own_check_can_be_made_for_any_system():
    assert isinstance(this_computers(SystemClock(), "jack"), TimingRun)

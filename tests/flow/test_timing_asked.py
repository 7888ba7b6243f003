"""The timing check is asked for by a screen and followed by the world."""

import sys
from pathlib import Path

import pytest

from engine.session.world import CheckTiming, TimingCheck

sys.path.insert(0, str(Path(__file__).parent))
from sittings import House


@pytest.fixture
def house(tmp_path):
    house = House(tmp_path)
    yield house
    house.close()


def test_a_virtual_piano_has_no_timing_to_measure(house):
    world = house.ask(CheckTiming()).world
    assert world.timing is None
    assert world.message == "A virtual piano takes no time: there is nothing to measure."
    assert house.give().world.timing is None


def test_the_world_follows_the_check_from_step_to_step(house):
    checks = [TimingCheck(way="x", events=200, done=done) for done in (0, 50, 120)]

    class Run:
        now, did = checks[0], ["made"]

        def start(self):
            self.did.append("started")

        def progress(self):
            return self.now

        def close(self):
            self.did.append("closed")

    run = Run()
    house.runner.close()
    house.store.close()
    house.new_timing_run = lambda _api: run
    house.open()
    assert house.ask(CheckTiming()).world.timing == checks[0]
    run.now = checks[1]
    assert house.give().world.timing == checks[1]
    run.now = checks[2]
    assert house.ask(CheckTiming()).world.timing == checks[2]
    house.runner.close()
    assert run.did == ["made", "started", "closed"]

"""A pianist whose evenness decays within a sitting: a break, then the end; nothing is lost."""

from pathlib import Path

import numpy as np
import pytest

from engine.pianist import Pianist
from engine.pianist.model import Change
from engine.record import Task
from engine.session.advance import BREAK_NS
from engine.session.state import End, Ended, Ready, Resting
from engine.session.world import EndSession, StartSession
from game.rehearsal import Rehearsal
from tests.flow.sittings import House

DAY_NS = 24 * 3600 * 10**9
STEADY = Pianist()


@pytest.fixture
def house(tmp_path: Path):
    house = House(tmp_path)
    house.add_player()
    # one day that the next can be compared with
    house.play_session(STEADY, seed=1)
    house.clock.advance_ns(DAY_NS)
    house.give()
    yield house
    house.close()


def sat_through(house: House, pianist: Pianist, frame_ns: int = 50_000_000):
    """Play today's plan; return the breaks (begun, gone on, before which task) and the end."""
    house.ask(StartSession())
    rehearsal = Rehearsal(pianist, house.inbox.put, np.random.default_rng(2))
    breaks, begun_ns = [], None
    while not isinstance(house.runner.state, Ended):
        house.clock.advance_ns(frame_ns)
        before = house.runner.state
        state = house.give(*rehearsal.act(before, house.clock.now_ns())).state
        if isinstance(state, Resting) and not isinstance(before, Resting):
            begun_ns = house.clock.now_ns()
        if isinstance(before, Resting) and isinstance(state, Ready):
            breaks.append((begun_ns, house.clock.now_ns(), state.step.task))
    return breaks, house.runner.state


def tiring(per_min: float) -> Pianist:
    """A pianist whose scatter grows by this much of itself a minute."""
    return Pianist(change=Change(fatigue_per_min=per_min))


@pytest.mark.parametrize("frame_ns", [20_000_000, 50_000_000])
def test_a_steady_hand_has_no_break(house: House, frame_ns: int):
    breaks, ended = sat_through(house, STEADY, frame_ns)
    assert breaks == []
    assert ended.end is End.DONE


def test_a_hand_that_tires_rests_for_three_minutes_and_goes_on(house: House):
    breaks, ended = sat_through(house, tiring(0.5))
    [(begun_ns, on_ns, after)] = breaks
    assert after is Task.LATE_ONE
    assert 0 <= on_ns - begun_ns - BREAK_NS < 5 * 10**9
    assert ended.end is End.DONE


def test_a_hand_that_tires_again_has_played_enough_and_its_takes_are_kept(house: House):
    before = len(house.runner.world.takes)
    breaks, ended = sat_through(house, tiring(0.8))
    assert len(breaks) == 1
    assert ended.end is End.TIRED
    assert ended.place.step.task is Task.PEARLS
    house.ask(EndSession())
    takes = house.runner.world.takes
    assert takes[0].task is Task.PEARLS
    assert len(takes) - before == ended.place.block + 1

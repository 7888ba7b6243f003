"""A pianist whose evenness decays within a sitting: a rest, then the end; nothing is lost."""

from pathlib import Path

import numpy as np
import pytest

from engine.pianist import Pianist
from engine.pianist.model import Change
from engine.record import Task
from engine.runner.judging.runs import KNOWN_DAYS
from engine.session.advance import REST_NS
from engine.session.state import Begin, End, Ended, Leave, Ready, Resting
from engine.session.world import EndSession, StartPractice, StartSession
from game.rehearsal import Rehearsal
from tests.flow.sittings import House

DAY_NS = 24 * 3600 * 10**9
STEADY = Pianist()


@pytest.fixture
def house(tmp_path: Path):
    house = House(tmp_path)
    house.add_player()
    # days that the next can be compared with
    for day in range(KNOWN_DAYS):
        house.play_session(STEADY, seed=1 + day)
        house.clock.advance_ns(DAY_NS)
        house.give()
    yield house
    house.close()


def sat_through(house: House, pianist: Pianist, frame_ns: int = 50_000_000):
    """Play today's plan; return the rests (begun, gone on, before which task) and the end."""
    house.ask(StartSession())
    rehearsal = Rehearsal(pianist, house.inbox.put, np.random.default_rng(2))
    rests, begun_ns = [], None
    while not isinstance(house.runner.state, Ended):
        house.clock.advance_ns(frame_ns)
        before = house.runner.state
        state = house.give(*rehearsal.act(before, house.clock.now_ns())).state
        if isinstance(state, Resting) and not isinstance(before, Resting):
            begun_ns = house.clock.now_ns()
        if isinstance(before, Resting) and isinstance(state, Ready):
            rests.append((begun_ns, house.clock.now_ns(), state.step.task))
    return rests, house.runner.state


def tiring(per_min: float) -> Pianist:
    """A pianist whose scatter grows by this much of itself a minute."""
    return Pianist(change=Change(fatigue_per_min=per_min))


@pytest.mark.parametrize("frame_ns", [20_000_000, 50_000_000])
def test_a_steady_hand_has_no_rest(house: House, frame_ns: int):
    rests, ended = sat_through(house, STEADY, frame_ns)
    assert rests == []
    assert ended.end is End.DONE


def test_a_hand_that_tires_rests_for_three_minutes_and_goes_on(house: House):
    rests, ended = sat_through(house, tiring(0.5))
    [(begun_ns, on_ns, after)] = rests
    assert after is ended.place.plan.blocks[4].task
    assert ended.place.plan.blocks[3].task is Task.PEARLS
    assert 0 <= on_ns - begun_ns - REST_NS < 5 * 10**9
    assert ended.end is End.DONE


def test_a_hand_that_tires_again_has_played_enough_and_its_takes_are_kept(house: House):
    before = len(house.runner.world.takes)
    rests, ended = sat_through(house, tiring(0.8))
    assert len(rests) == 1
    assert ended.end is End.TIRED
    assert ended.place.step.task is Task.PEARLS
    house.ask(EndSession())
    takes = house.runner.world.takes
    assert takes[0].task is Task.PEARLS
    assert len(takes) - before == ended.place.block + 1


def test_a_rest_that_was_left_is_taken_up_and_a_spent_hand_has_the_day_off(house: House):
    house.ask(StartSession())
    rehearsal = Rehearsal(tiring(0.8), house.inbox.put, np.random.default_rng(2))
    while not isinstance(house.runner.state, Resting):
        house.clock.advance_ns(50_000_000)
        house.give(*rehearsal.act(house.runner.state, house.clock.now_ns()))
    until_ns = house.give().state.until_ns
    house.give(Leave(house.clock.now_ns()))
    house.ask(EndSession())
    state = house.ask(StartSession()).state
    assert isinstance(state, Resting)
    assert state.until_ns == until_ns
    assert state.step.task is Task.WARM_UP
    house.clock.advance_ns(REST_NS)
    assert isinstance(house.give(Begin(house.clock.now_ns())).state, Ready)
    while not isinstance(house.runner.state, Ended):
        house.clock.advance_ns(50_000_000)
        house.give(*rehearsal.act(house.runner.state, house.clock.now_ns()))
    assert house.runner.state.end is End.TIRED
    for start in (StartSession(), StartPractice(house.runner.world.practice_steps[0])):
        house.ask(EndSession())
        state = house.ask(start).state
        assert isinstance(state, Ended)
        assert state.end is End.TIRED
    house.ask(EndSession())
    house.clock.advance_ns(DAY_NS)
    house.give()
    assert isinstance(house.ask(StartSession()).state, Ready)

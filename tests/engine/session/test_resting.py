"""A hand that tires rests before the next step; one that tires again has played enough today."""

from dataclasses import replace

import pytest

from engine.session.advance import REST_NS, advance, opening
from engine.session.state import (
    Again,
    Begin,
    End,
    Ended,
    Leave,
    Next,
    Outcome,
    Passed,
    Place,
    Ready,
    Resting,
    Reviewing,
)
from tests.engine.session.test_advance import S, plan

TODAY = plan()


def reviewing(*, block: int = 3, tired: bool = True, **place: int) -> Reviewing:
    where = Place(plan=TODAY, block=block, **place)
    outcome = Outcome(plan=where.step, tired=tired)
    return Reviewing(place=where, step=where.step, outcome=outcome)


def test_a_hand_that_holds_goes_straight_on():
    assert isinstance(advance(reviewing(tired=False), Next()), Ready)


@pytest.mark.parametrize("way", [Next(), Again()])
def test_a_tired_hand_rests_for_three_minutes(way: Next | Again):
    state = advance(reviewing(), way)
    assert isinstance(state, Resting)
    assert state.step == (TODAY.blocks[4] if way == Next() else TODAY.blocks[3])
    assert advance(state, Begin(10**15)) == state
    state = advance(state, Passed(5 * S))
    assert advance(state, Passed(90 * S)) == state
    assert advance(state, Begin(5 * S + REST_NS - 1)) == state
    ready = advance(state, Begin(5 * S + REST_NS))
    assert isinstance(ready, Ready)
    assert ready.place.rests == 1
    assert ready.step == state.step


def test_the_rest_may_be_the_end():
    state = advance(advance(reviewing(), Next()), Leave(0))
    assert state == Ended(place=state.place, end=End.LEFT)


def test_tired_a_second_time_ends_the_day():
    for way in (Next(), Again()):
        state = advance(reviewing(rests=1), way)
        assert isinstance(state, Ended)
        assert state.end is End.TIRED
    assert isinstance(advance(reviewing(rests=1, tired=False), Next()), Ready)


def test_the_last_step_and_a_spent_dose_need_no_rest():
    last = advance(reviewing(block=len(TODAY.blocks) - 1), Next())
    assert isinstance(last, Ended)
    assert last.end is End.DONE
    spent = replace(reviewing(), place=replace(reviewing().place, played_ns=25 * 60 * S))
    over = advance(spent, Again())
    assert isinstance(over, Ended)
    assert over.end is End.DOSE


def test_a_session_opens_without_a_rest():
    assert opening(TODAY).place.rests == 0

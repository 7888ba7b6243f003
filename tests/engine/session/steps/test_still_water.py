"""When Still Water is offered, and what it asks for."""

from dataclasses import replace

import pytest

from content.loader import load_exercises
from engine.adaptation.water_level import WaterLevel
from engine.exercise import Hand
from engine.record import Task
from engine.session.advance import advance, opening
from engine.session.beginning import task_of
from engine.session.standing import Standing
from engine.session.state import Again, Outcome, Ready, Reviewing, SessionPlan
from engine.session.steps.still_water import step


def offered(sessions_before=4, level=None, hand=Hand.RIGHT):
    levels = {} if level is None else {Task.STILL_WATER: level.to_json()}
    standing = Standing(
        hand=hand, sessions_before=sessions_before, tempo_bpm=60, ceiling_bpm=66, levels=levels
    )
    return step(standing, load_exercises())


@pytest.mark.parametrize("sessions", [0, 1, 2, 3])
def test_not_in_the_first_four_sittings(sessions):
    assert offered(sessions) is None


def test_the_first_time_one_finger_holds_at_one_drop_a_second():
    first = offered()
    assert (first.tempo_bpm, first.fingers, first.cues) == (60.0, (2, 3, 4, 5, 1), 5)
    task = task_of(first, seed=1, at_ns=0).task
    assert (task.held, task.tempo_bpm) == (1, 60.0)
    assert first.minutes == pytest.approx((5 * (20 + 1.5 + 2) + 4 * 20) / 60)


def test_later_it_asks_for_what_the_level_says():
    later = offered(level=WaterLevel(held=4, tempo_bpm=66.0), hand=Hand.LEFT)
    task = task_of(later, seed=1, at_ns=0).task
    assert (task.held, task.tempo_bpm, task.hand) == (4, 66.0, Hand.LEFT)


def test_the_own_pace_has_no_drops_and_takes_less_time():
    alone = offered(level=WaterLevel(held=4, calmed=True, own_pace=True))
    assert alone.tempo_bpm is None
    assert alone.minutes < offered().minutes


def reviewing(level):
    played = offered(level=level)
    plan = SessionPlan(blocks=(played,), seed=1, dose_minutes=25, measured=True)
    ready = opening(plan)
    assert isinstance(ready, Ready)
    outcome = Outcome(plan=played, next_level_json=WaterLevel(held=3, calm=1).to_json())
    return Reviewing(place=ready.place, step=played, outcome=outcome)


def test_fewer_fingers_asked_for_stand_and_else_the_adaptation_does():
    state = reviewing(WaterLevel(held=3))
    again = advance(state, Again())
    assert WaterLevel.from_json(again.step.level_json) == WaterLevel(held=3, calm=1)
    fewer = replace(state.step, level_json=WaterLevel(held=2).to_json())
    assert advance(state, Again(fewer)).step.level_json == fewer.level_json
    slower = replace(state.step, tempo_bpm=54.0)
    slow = advance(state, Again(slower)).step
    assert (slow.tempo_bpm, slow.level_json) == (54.0, state.outcome.next_level_json)

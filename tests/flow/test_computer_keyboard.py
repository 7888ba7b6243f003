"""What is played on the computer keyboard is kept, and enters no measure and no level."""

from dataclasses import replace

import pytest

from engine.exercise import Hand
from engine.pianist import Pianist
from engine.record import Task
from engine.session.state import Leave, Reviewing
from engine.session.world import EndSession, Link
from engine.storage.store import Store
from tests.flow.sittings import House


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    """Every game that is open, once, with few cues."""
    house = House(tmp_path_factory.mktemp("keyboard"), link=Link.COMPUTER_KEYBOARD)
    house.add_player()
    for step in house.runner.world.practice_steps:
        few = replace(step, cues=min(step.cues, 10), runs=min(step.runs, 2))
        state = house.play_step(few, Pianist(), seed=2)
        assert isinstance(state, Reviewing)
        assert state.outcome.refused
        assert state.outcome.found is None or step.task in (Task.PEARLS, Task.SLOW_ROAD)
        house.give(Leave(house.clock.now_ns()))
        house.ask(EndSession())
    yield house
    house.close()


def kept(store: Store, person_id):
    for session in store.sessions(person_id):
        for trial in store.trials(session.id):
            yield trial, store.results(trial.id)


def test_no_row_has_a_value_and_each_says_why(house):
    trials = [*kept(house.store, house.runner.world.person.id)]
    assert len(trials) == len(house.runner.world.practice_steps)
    for trial, rows in trials:
        valued = [row.measure for row in rows if row.value is not None]
        if trial.direction is None or trial.task is Task.ON_THE_BEAT:
            assert (trial.task, valued) == (trial.task, [])
            assert rows
            assert all("computer keyboard" in row.reason for row in rows)


def test_no_level_moves_and_no_later_trial_pools_it(house):
    person = house.runner.world.person
    assert house.store.adaptations(person.id) == {}
    for task in Task:
        assert house.store.task_texts(person.id, task, Hand.RIGHT, most=20) == []


def test_the_day_asks_for_no_force_that_no_key_tells(tmp_path):
    for link, there in ((Link.COMPUTER_KEYBOARD, False), (Link.VIRTUAL, True)):
        (tmp_path / link).mkdir()
        house = House(tmp_path / link, link=link)
        house.add_player()
        tasks = set()
        for _ in range(8):
            tasks |= {step.task for step in house.runner.world.plan.blocks}
            warm_up = house.runner.world.plan.blocks[0]
            house.play_step(replace(warm_up, runs=1), Pianist(), seed=1)
            house.give(Leave(house.clock.now_ns()))
            house.ask(EndSession())
            house.clock.advance_ns(24 * 3600 * 10**9)
            house.runner.step()
        assert (Task.HEAVIER in tasks) == there
        house.close()

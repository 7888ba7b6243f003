"""Slow Road through the whole loop, over days: the road kept agrees with Sakai's rule."""

from dataclasses import replace

import numpy as np
import pytest

from engine.adaptation.roads import Roads
from engine.exercise import Direction
from engine.exercise.spot import around
from engine.measures import evenness
from engine.measures.results import results as evenness_results
from engine.midi.capture import take_of
from engine.pianist import Pianist, Rhythm
from engine.pianist.model import Slips
from engine.record import Task
from engine.runner import recovery
from engine.session.state import (
    Again,
    Asking,
    Begin,
    Ended,
    Leave,
    Next,
    Pause,
    Paused,
    Playing,
    Ready,
    Report,
    Reviewing,
)
from engine.session.world import EndSession, KeepFound, StartPractice
from game.rehearsal import Rehearsal
from game.screens.loop_spot import loop_ways
from tests.flow.sittings import House

DAY_NS = 86_400_000_000_000
# Every run is clean without slips: there is no curve of her own to be held to.
STEADY = Pianist(rhythm=Rhythm(onset_sd_ms=5, clock_sd_ms=0))
FIVE = "five-finger-c-right"


@pytest.fixture
def house(tmp_path):
    house = House(tmp_path)
    house.add_player()
    yield house
    house.close()


def step(house: House, task: Task = Task.SLOW_ROAD):
    return next(s for s in house.runner.world.practice_steps if s.task is task)


def until(house: House, done, pianist: Pianist = STEADY, seed: int = 3, frame_ns=20_000_000):
    rehearsal = Rehearsal(pianist, house.inbox.put, np.random.default_rng(seed))
    while not done(house.runner.state):
        house.clock.advance_ns(frame_ns)
        house.runner.step(rehearsal.act(house.runner.state, house.clock.now_ns()))
    return house.runner.state


def played(house: House, *, pulled=False, pain=False, pianist=STEADY, planned=None, runs=3):
    """Play a short trial of the road as it is asked for now, and answer; return the state."""
    planned = planned or replace(step(house), runs=runs, max_attempts=runs + 1)
    house.ask(StartPractice(planned))
    house.give(Begin(house.clock.now_ns()))
    until(house, lambda state: isinstance(state, Asking), pianist, frame_ns=50_000_000)
    house.give(Report(pulled=pulled, pain=pain))
    return house.runner.state


def put_away(house: House) -> None:
    if not isinstance(house.runner.state, Ended):
        house.give(Leave(house.clock.now_ns()))
    house.ask(EndSession())


def next_day(house: House, days: int = 1) -> None:
    put_away(house)
    house.clock.advance_ns(days * DAY_NS)
    house.runner.step()


def road(house: House, spot: str = FIVE):
    kept = house.store.adaptations(house.runner.world.person.id)
    return Roads.resumed(kept.get("slow_road:right")).of(spot)


def trials(house: House):
    (person,) = house.store.people()
    found = [t for s in house.store.sessions(person.id) for t in house.store.trials(s.id)]
    return sorted(found, key=lambda trial: trial.started_utc)


def rows(house: House, trial):
    return {row.measure: row for row in house.store.results(trial.id) if row.run is None}


def test_a_fortnight_with_three_clean_days_offers_a_step_and_a_pull_takes_it_back(house):
    for _ in range(3):
        state = played(house)
        assert isinstance(state, Reviewing)
        assert state.step.tempo_bpm == 53  # 80 % of the first ceiling, 66 bpm
        assert state.outcome.found.clean_runs == 3
        next_day(house)
    assert len(road(house).clean_days) == 3
    next_day(house, 11)
    assert step(house).tempo_bpm == 59
    state = played(house, pulled=True)
    assert state.outcome.because == (
        "Something pulled or curled: back to 53 bpm, and fourteen quiet days from here."
    )
    assert [each.bpm for each in road(house).milestones] == [53, 59, 53]
    last = trials(house)[-1]
    assert rows(house, last)["slow_road_tempo"].value == 53
    assert last.tempo_bpm == 59
    # the ladder of Pearls hears of every pull, and its ceiling is the road's
    next_day(house)
    assert step(house).tempo_bpm <= house.runner.world.plan.blocks[0].ceiling_bpm


def test_the_row_kept_agrees_with_the_truth(house):
    state = played(house, runs=10)
    found = state.outcome.evenness
    # white noise of 5 ms on every onset: the IOIs have 5 times the root of 2
    assert found.cell.low_ms < 5 * 2**0.5 < found.cell.high_ms
    kept = rows(house, trials(house)[-1])
    assert kept["sd_ioi"].value == found.cell.sd_ioi_ms
    assert kept["slow_road_tempo"].value == 53
    assert kept["slow_road_tempo"].n == 1


def test_pain_ends_the_day_and_the_road_goes_two_steps_down(house):
    state = played(house, pain=True, pulled=True)
    assert isinstance(state, Ended)
    assert road(house).tempo_bpm == 42
    assert "slow_road_tempo" not in rows(house, trials(house)[-1])


def test_a_slip_in_every_run_is_no_clean_day(house):
    state = played(house, pianist=replace(STEADY, slips=Slips(miss_rate=0.04)), runs=6)
    assert state.outcome.found.clean_runs < 6
    assert road(house).clean_days == ()
    assert "came clean" in state.outcome.because


def test_a_pull_in_pearls_puts_the_pattern_on_the_road(house):
    pearls = replace(step(house, Task.PEARLS), runs=2, max_attempts=2)
    played(house, planned=pearls, pulled=True)
    assert road(house).tempo_bpm == 48
    assert road(house).last_date is None
    next_day(house)
    assert any(block.task is Task.SLOW_ROAD for block in house.runner.world.plan.blocks)
    assert step(house).why == "Something pulled here. Slowly enough, nothing does."


def test_pain_in_the_warm_up_puts_its_pattern_on_the_road_too(house):
    warm_up = replace(house.runner.world.plan.blocks[0], runs=2, max_attempts=2)
    played(house, planned=warm_up, pain=True)
    assert road(house).tempo_bpm == 39


def test_a_pull_in_the_check_puts_its_way_of_the_scale_on_the_road(house):
    check = next(b for b in house.runner.world.plan.blocks if b.task is Task.EVENNESS_CHECK)
    played(house, planned=replace(check, runs=2, max_attempts=2), pulled=True)
    assert road(house, "scale-c-right@up:1-15").tempo_bpm == 48
    put_away(house)
    planned = step(house)
    assert planned.exercise.id == "scale-c-right@up:1-15"
    state = played(house)
    assert state.outcome.evenness.cell.n_runs == 3


def test_a_spot_is_looped_and_the_plan_goes_on(house):
    late = Pianist(rhythm=Rhythm(onset_sd_ms=4, transition_late_ms=((4, 5, 18.0),)))
    pearls = replace(step(house, Task.PEARLS), runs=6, max_attempts=6)
    state = played(house, planned=pearls, pianist=late)
    ladder = house.store.adaptations(house.runner.world.person.id)["pearls:right"]
    (way,) = loop_ways(state)
    house.give(way.gives)
    assert isinstance(house.runner.state, Ready)
    state = until(house, lambda s: isinstance(s, Reviewing), late)
    assert state.step.exercise.id == "five-finger-c-right@loop:3-7"
    assert state.step.tempo_bpm == 48
    found = state.outcome.evenness
    assert found.cell.n_runs == 6
    assert found.flags[0].key in (5, (4, 5))
    # a spot says nothing about the tempo, but its rows are kept
    assert house.store.adaptations(house.runner.world.person.id)["pearls:right"] == ladder
    last = trials(house)[-1]
    assert (last.exercise_id, last.scored, last.ordinal) == (state.step.exercise.id, False, 1)
    house.give(Next())
    assert isinstance(house.runner.state, Ended)


def test_again_after_a_pull_is_asked_for_more_slowly(house):
    played(house, pulled=True)
    house.give(Again())
    assert house.runner.state.step.tempo_bpm == 47


def spot_step(house: House):
    planned = step(house)
    spot = around(planned.exercise, Direction.LOOP, 4)
    return replace(planned, exercise=spot, runs=3, max_attempts=4)


def test_a_spot_without_a_road_of_its_own_begins_one_where_it_was_played(house):
    played(house, planned=spot_step(house))
    kept = road(house, "five-finger-c-right@loop:3-7")
    assert (kept.tempo_bpm, kept.origin_bpm) == (53, pytest.approx(53 / 0.8))


def test_measured_again_from_the_take_a_spot_says_the_same(house):
    state = played(house, planned=spot_step(house))
    last = trials(house)[-1]
    raw = house.store.take(last.id).raw
    take = take_of(raw, ports=("Virtual piano",), api="virtual", interrupted=False, measured=True)
    exercise = house.runner._parts.exercises[last.exercise_id]
    again = evenness.measure(take, exercise, tempo_bpm=last.tempo_bpm)
    assert evenness_results(again) == evenness_results(state.outcome.evenness)


@pytest.mark.parametrize("frame_ns", [4_166_667, 50_000_000])
def test_the_same_rows_at_other_frame_rates(tmp_path, frame_ns):
    found = []
    for name, ns in (("one", 16_666_667), ("other", frame_ns)):
        (tmp_path / name).mkdir()
        house = House(tmp_path / name)
        house.add_player()
        planned = replace(step(house), runs=3, max_attempts=3)
        house.play_step(planned, STEADY, seed=5, frame_ns=ns)
        kept = house.store.results(trials(house)[-1].id)
        found.append([(row.measure, row.run, row.finger, row.value) for row in kept])
        found.append(road(house))
        house.close()
    assert found[:2] == found[2:]


def test_a_pause_in_the_middle_loses_that_string_only(house):
    house.ask(StartPractice(replace(step(house), runs=3, max_attempts=6)))
    until(house, lambda s: isinstance(s, Playing) and (s.task.runs_kept, s.task.landed) == (1, 9))
    house.give(Pause(house.clock.now_ns()))
    assert isinstance(house.runner.state, Paused)
    state = until(house, lambda s: isinstance(s, Reviewing))
    assert state.outcome.evenness.cell.n_runs == 3


def test_who_leaves_keeps_the_strings_and_moves_no_road(house):
    house.ask(StartPractice(replace(step(house), runs=5, max_attempts=6)))
    until(house, lambda s: isinstance(s, Playing) and (s.task.runs_kept, s.task.landed) == (3, 9))
    house.give(Leave(house.clock.now_ns()))
    assert sum(row.run is not None for row in house.store.results(trials(house)[-1].id)) > 0
    assert road(house) is None


def test_a_killed_take_of_a_spot_is_found_and_kept(tmp_path):
    house = House(tmp_path)
    house.add_player()
    house.ask(StartPractice(spot_step(house)))
    until(house, lambda s: isinstance(s, Playing) and (s.task.runs_kept, s.task.landed) == (2, 9))
    house.close()
    again = House(tmp_path)
    (found,) = again.runner.world.found
    assert found.title.startswith("3-4-5-4-3 of five fingers on C")
    assert not recovery.offer(again.runner._parts).message
    again.ask(KeepFound(found.key))
    (trial,) = trials(again)
    assert trial.exercise_id == "five-finger-c-right@loop:3-7"
    again.close()


def test_a_pull_on_the_beat_begins_a_road_no_faster_than_what_pulled(house):
    #  four notes a beat on the road, one on the beat: 72 beats are 72 notes, as slow as may be
    planned = step(house, Task.ON_THE_BEAT)
    house.ask(StartPractice(planned))
    until(house, lambda state: isinstance(state, Asking))
    house.give(Report(pulled=True, pain=False))
    kept = house.store.adaptations(house.runner.world.person.id)
    (road,) = Roads.from_json(kept["slow_road:right"]).roads
    assert (planned.tempo_bpm, road.spot) == (72, FIVE)
    assert (road.origin_bpm, road.tempo_bpm) == (18, 20)

"""What is chosen for free practice stays within its limits and becomes a step."""

from dataclasses import replace

import pytest

from engine.record import Task
from engine.session.beginning import task_of
from game.screens.practice_steps import (
    GAMES,
    LENGTHS,
    SLOWEST_BPM,
    chosen_of,
    exercises_for,
    faster,
    longer,
    other_exercise,
    other_finger,
    slower,
)
from tests.practising import steps
from tests.worlds import EXERCISES

KNOWN = tuple(EXERCISES.values())


def chosen(task, **changes):
    return chosen_of(steps(**changes)[task])


def repeated(change, times, first):
    for _ in range(times):
        first = change(first)
    return first


@pytest.mark.parametrize("task", GAMES)
def test_nothing_chosen_is_the_step_as_offered_and_never_scored(task):
    offered = steps()[task]
    step = chosen_of(offered).step
    assert (step.task, step.exercise, step.tempo_bpm) == (
        offered.task,
        offered.exercise,
        offered.tempo_bpm,
    )
    assert (step.runs, step.cues, step.fingers) == (offered.runs, offered.cues, offered.fingers)
    assert step.minutes == pytest.approx(offered.minutes)
    assert not step.scored


@pytest.mark.parametrize("task", GAMES)
def test_the_tempo_never_passes_its_limit(task):
    here = repeated(faster, 60, chosen(task))
    assert here.tempo_bpm == here.limit_bpm or here.tempo_bpm is None


def test_pearls_goes_up_to_the_ceiling_and_slow_road_to_what_it_asks():
    assert chosen(Task.PEARLS).limit_bpm == 74
    road = chosen(Task.SLOW_ROAD)
    assert faster(road) == road


def test_the_tempo_goes_down_by_two_and_stops():
    pearls = chosen(Task.PEARLS)
    assert slower(pearls).tempo_bpm == pearls.tempo_bpm - 2
    assert repeated(slower, 99, pearls).tempo_bpm == SLOWEST_BPM


def test_a_game_without_a_tempo_has_none():
    heavier = chosen(Task.HEAVIER)
    assert slower(heavier) == faster(heavier) == heavier


def test_the_finger_comes_round_and_becomes_the_step():
    heavier = chosen(Task.HEAVIER)
    seen = {repeated(other_finger, times, heavier).step.fingers for times in range(5)}
    assert seen == {(1,), (2,), (3,), (4,), (5,)}
    pearls = chosen(Task.PEARLS)
    assert other_finger(pearls) == pearls


@pytest.mark.parametrize("task", [Task.PEARLS, Task.SLOW_ROAD, Task.WHICH_FINGER, Task.LATE_ONE])
def test_twice_the_length_takes_twice_as_long(task):
    offered = chosen(task)
    double = longer(offered)
    assert double.step.runs == 2 * offered.step.runs
    assert double.step.cues == 2 * offered.step.cues or task in (Task.PEARLS, Task.SLOW_ROAD)
    assert double.step.minutes == pytest.approx(2 * offered.step.minutes)
    assert repeated(longer, len(LENGTHS), offered) == offered


def test_attempts_keep_what_they_have_to_spare():
    offered = chosen(Task.PEARLS).step
    double = longer(chosen(Task.PEARLS)).step
    assert double.max_attempts - double.runs == offered.max_attempts - offered.runs


def test_slower_takes_longer():
    for task in (Task.PEARLS, Task.ON_THE_BEAT):
        here = chosen(task)
        assert slower(here).step.minutes > here.step.minutes


def test_pearls_is_played_with_every_exercise_of_the_hand():
    pearls = chosen(Task.PEARLS)
    known = exercises_for(pearls.offered, KNOWN)
    assert {each.id for each in known} >= {"five-finger-c-right", "scale-c-right"}
    assert pearls.exercise in known
    other = other_exercise(pearls, KNOWN).step
    assert other.exercise.id != pearls.exercise.id
    assert other.direction is other.exercise.patterns[0].direction
    assert other.dwelling == ()
    assert repeated(lambda each: other_exercise(each, KNOWN), len(known), pearls) == pearls


def test_what_is_made_for_the_player_stands_before_the_list():
    scale, five = EXERCISES["scale-c-right"], EXERCISES["five-finger-c-right"]
    offered = replace(steps()[Task.PEARLS], exercise=replace(five, id="made"))
    assert exercises_for(offered, (five, scale)) == (offered.exercise, five, scale)
    offered = replace(offered, exercise=scale)
    assert exercises_for(offered, (five, scale)) == (five, scale)


def test_other_games_keep_their_exercise():
    road = steps()[Task.SLOW_ROAD]
    assert exercises_for(road, KNOWN) == (road.exercise,)
    assert exercises_for(steps()[Task.PEARLS], ()) == (steps()[Task.PEARLS].exercise,)


@pytest.mark.parametrize("change", [slower, faster, longer, other_finger])
@pytest.mark.parametrize("task", GAMES)
def test_whatever_is_chosen_can_be_begun(task, change):
    assert not task_of(change(chosen(task)).step, seed=1, at_ns=0).over

"""Today's plan: what it holds, in which order, and how long."""

from dataclasses import replace

import pytest

from engine.record import Task
from engine.session.plan import (
    DOSE_MINUTES,
    FIRST_GAMES,
    MOST_GAMES,
    MOST_MINUTES,
    TURNS,
    plan_today,
    steps_for,
)
from tests.worlds import EXERCISES, standing


def tasks(**changes):
    blocks = plan_today(standing(**changes), EXERCISES, seed=1, outer=(21, 108)).blocks
    return [block.task for block in blocks]


def test_a_day_begins_with_a_warm_up_and_ends_calmly():
    found = tasks(days_before=3)
    assert (found[0], found[-1]) == (Task.WARM_UP, Task.CALM_END)
    assert found[1:4] == [Task.EVENNESS_CHECK, Task.EVENNESS_CHECK, Task.PEARLS]


def test_the_first_day_has_one_game_to_meet_beside_pearls():
    assert tasks(days_before=0)[4:-1] == list(FIRST_GAMES)


@pytest.mark.parametrize("day", range(1, 9))
def test_every_day_stays_within_its_minutes(day):
    plan = plan_today(standing(days_before=day), EXERCISES, seed=1, outer=(21, 108))
    assert sum(block.minutes for block in plan.blocks) <= MOST_MINUTES < DOSE_MINUTES
    games = [b.task for b in plan.blocks if b.task in TURNS]
    assert 1 <= len(games) <= MOST_GAMES
    assert len(set(games)) == len(games)


def test_every_game_has_its_turn():
    seen = {task for day in range(1, 13) for task in tasks(days_before=day, sessions_before=day)}
    offered = {step.task for step in steps_for(standing(), EXERCISES)}
    assert set(TURNS) & offered <= seen


def test_what_can_be_practised_is_one_step_a_game():
    offered = [step.task for step in steps_for(standing(), EXERCISES)]
    assert len(set(offered)) == len(offered)
    assert Task.PEARLS in offered


def test_no_step_is_above_the_ceiling():
    low = standing(tempo_bpm=44, ceiling_bpm=48, days_before=3)
    plan = plan_today(low, EXERCISES, seed=1, outer=(21, 108))
    steps = (*plan.blocks, *steps_for(low, EXERCISES))
    # one or two notes come on a beat there, four on that of the ceiling
    beats = (Task.ON_THE_BEAT, Task.STILL_WATER, Task.CALIBRATION)
    assert all(s.tempo_bpm is None or s.tempo_bpm <= 48 or s.task in beats for s in steps)
    assert all(2 * s.tempo_bpm <= 4 * 48 for s in steps if s.task in beats[:2])
    assert plan.no_check.startswith("No check today: it is played at 60 bpm, above your ceiling")


def test_a_keyboard_too_small_for_the_scale_has_no_check():
    plan = plan_today(standing(), EXERCISES, seed=1, outer=(60, 83))
    assert "do not fit" in plan.no_check
    assert Task.EVENNESS_CHECK not in {block.task for block in plan.blocks}


def test_only_checks_after_two_sittings_on_a_measuring_instrument_are_scored():
    def scored(**how):
        known = {k: v for k, v in how.items() if k != "measured"}
        measured = how.get("measured", True)
        plan = plan_today(standing(**known), EXERCISES, seed=1, measured=measured)
        return {block.task for block in plan.blocks if block.scored}

    assert scored(sessions_before=2) == {Task.EVENNESS_CHECK}
    assert scored(sessions_before=1) == set()
    assert scored(sessions_before=9, measured=False) == set()


def test_a_missing_exercise_is_named():
    with pytest.raises(KeyError, match="five-finger-c-right"):
        plan_today(replace(standing()), {"scale-c-right": EXERCISES["scale-c-right"]}, seed=1)


def pearls(**changes):
    plan = plan_today(standing(**changes), EXERCISES, seed=1, outer=(21, 108))
    return next(block for block in plan.blocks if block.task is Task.PEARLS)


def test_pearls_dwells_on_the_weakest_transition_that_it_plays():
    dwelt = pearls(dwelling=((1, 5), (5, 4), (4, 5)))
    assert dwelt.exercise.id == "five-finger-c-right@dwell:54x1"
    assert not dwelt.scored
    longer = len(dwelt.exercise.patterns[0].targets)
    assert dwelt.minutes == pytest.approx(10 * (longer / 4 * 60 / dwelt.tempo_bpm + 2) / 60)
    assert pearls(dwelling=()).exercise.id == "five-finger-c-right"
    assert pearls(dwelling=((1, 5),)).exercise.id == "five-finger-c-right"

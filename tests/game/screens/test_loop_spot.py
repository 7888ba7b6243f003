"""Loop this spot: which note, how slowly, and where it is not offered."""

from dataclasses import replace

import numpy as np

from engine.exercise import Direction
from engine.record import Task
from engine.session.advance import advance
from engine.session.state import Ready
from game.input import Intent
from game.screens.after import Seen
from game.screens.loop_spot import loop_ways, place_of
from game.screens.pearls_after import PearlsAfterScreen
from tests.moments import moment


def spot_of(state):
    (way,) = loop_ways(state)
    return way.gives.step


def unflagged(state, runs):
    """Return the state with nothing named, and these deviations (ms) in every run."""
    found = state.outcome.evenness
    valid = [run for run in found.runs if run.valid]
    changed = tuple(
        replace(run, deviation_ms=np.array(values)) for run, values in zip(valid, runs, strict=True)
    )
    return replace(
        state, outcome=replace(state.outcome, found=replace(found, flags=(), runs=changed))
    )


def test_the_spot_that_stands_out_at_four_fifths_of_the_tempo():
    state = moment("reviewing_pearls").state
    step = spot_of(state)
    assert step.exercise.id == "five-finger-c-right@loop:3-7"
    assert (step.tempo_bpm, step.runs, step.task) == (48, 6, Task.PEARLS)
    assert step.direction is Direction.LOOP
    assert not step.scored
    assert step.dwelling == ((4, 5),)
    assert step.why == "Only ring finger to little finger, slowly, there and back."


def test_it_is_the_last_way_on_and_leads_to_the_spot():
    at = moment("reviewing_pearls")
    (given,) = PearlsAfterScreen(seen=Seen(focus=3)).update(at, [Intent.CONFIRM]).inputs
    ready = advance(at.state, given)
    assert isinstance(ready, Ready)
    assert ready.step.exercise.id == "five-finger-c-right@loop:3-7"
    assert ready.place.block == at.state.place.block


def test_after_a_check_it_is_a_string_of_pearls():
    state = moment("reviewing_pearls").state
    check = replace(state, step=replace(state.step, task=Task.EVENNESS_CHECK, level_json="{}"))
    step = spot_of(check)
    assert step.task is Task.PEARLS
    assert step.level_json is None


def test_where_the_words_name_nothing_no_spot_is_offered():
    assert loop_ways(moment("reviewing_evenness_check").state) == ()


def test_a_spot_of_a_spot_is_not_offered():
    state = moment("reviewing_pearls").state
    looped = replace(state, step=spot_of(state))
    assert loop_ways(looped) == ()


def test_nothing_is_looped_after_the_warm_up_or_without_a_figure():
    warm = moment("reviewing_warm_up").state
    assert loop_ways(warm) == ()
    state = moment("reviewing_pearls").state
    assert loop_ways(replace(state, outcome=replace(state.outcome, found=None))) == ()
    assert loop_ways(replace(state, step=replace(state.step, direction=None))) == ()
    assert loop_ways(replace(state, step=replace(state.step, tempo_bpm=None))) == ()


def noisy(rng, mean_ms):
    return np.array(mean_ms) + rng.normal(0, 1, 33)


def test_one_of_many_intervals_that_clears_is_no_spot():
    rng = np.random.default_rng(3)
    state = moment("reviewing_pearls").state
    runs = sum(run.valid for run in state.outcome.evenness.runs)
    mean_ms = np.zeros(33)
    mean_ms[[0, 9, 20, 32]] = 30, 5, -9, 40
    far = unflagged(state, [noisy(rng, mean_ms) for _ in range(runs)])
    assert place_of(far.outcome.evenness, far.step.exercise.patterns[0]) is None
    assert loop_ways(far) == ()


def test_nothing_is_offered_where_nothing_clears_even():
    state = moment("reviewing_pearls").state
    runs = sum(run.valid for run in state.outcome.evenness.runs)
    # by turns early and late: every mean is 0 give or take
    even = unflagged(state, [np.full(33, 3.0 * (-1) ** run) for run in range(runs)])
    assert loop_ways(even) == ()


def test_a_place_without_known_fingers_is_looped_without_a_name():
    state = moment("reviewing_pearls").state
    pattern = state.step.exercise.patterns[0]
    bare = replace(
        pattern, targets=tuple(replace(target, finger=None) for target in pattern.targets)
    )
    exercise = replace(state.step.exercise, patterns=(bare,))
    unnamed = replace(state, step=replace(state.step, exercise=exercise))
    step = spot_of(unnamed)
    assert step.why == "Only this spot, slowly, there and back."
    assert step.dwelling == ()
    assert step.exercise.title == "Notes 3 to 7 of five fingers on C, right hand"
    assert loop_ways(unnamed)[0].button.parts == ()


def test_it_is_never_faster_and_never_below_20():
    state = moment("reviewing_pearls").state
    slow = replace(state, step=replace(state.step, tempo_bpm=22.0))
    assert spot_of(slow).tempo_bpm == 20
    slowest = replace(state, step=replace(state.step, tempo_bpm=20.0))
    assert spot_of(slowest).tempo_bpm == 20

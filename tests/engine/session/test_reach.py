from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.loader import load_exercises
from engine.exercise import Direction, Hand
from engine.record import Task
from engine.session.plan import steps_for
from engine.session.reach import held_together, octave_on, octaves, only_pausing
from engine.session.standing import Standing

FIVE, SCALE = (60, 62, 64, 65, 67), (60, 72, 84)
EXERCISES = load_exercises()


def step(task: Task, hand: Hand = Hand.RIGHT):
    standing = Standing(hand=hand, sessions_before=9, tempo_bpm=60, ceiling_bpm=66)
    return next(each for each in steps_for(standing, EXERCISES) if each.task is task)


@pytest.mark.parametrize(
    ("pitches", "outer", "lies"),
    [
        (FIVE, (21, 108), 0),
        (FIVE, (48, 72), 0),
        (FIVE, (36, 60), -12),
        ((48, 55), (48, 72), 12),
        (SCALE, (36, 84), -12),
        (SCALE, (48, 72), -12),
        (SCALE, (53, 77), 0),
    ],
)
def test_the_nearest_octave_that_leaves_the_ends_free(pitches, outer, lies):
    assert octave_on(pitches, outer) == lies


@given(st.integers(21, 84), st.integers(24, 87), st.integers(24, 90), st.integers(0, 30))
def test_every_octave_fits_and_none_is_left_out(lowest, wide, low, span):
    outer = (lowest, lowest + wide)
    fits = [
        by for by in range(-120, 145, 12) if outer[0] <= low + by and low + span + by <= outer[1]
    ]
    assert sorted(octaves((low, low + span), outer)) == fits


@pytest.mark.parametrize("lowest", range(21, 84))
@pytest.mark.parametrize("hand", list(Hand))
def test_five_fingers_lie_between_the_ends_of_every_keyboard_of_25_keys(lowest, hand):
    outer = (lowest, lowest + 24)
    pitches = EXERCISES[f"five-finger-c-{hand}"].patterns[0].pitches
    lies = octave_on(pitches, outer)
    assert outer[0] < min(pitches) + lies
    assert max(pitches) + lies < outer[1]


def test_an_outermost_key_is_a_note_of_a_run_only_where_the_run_reaches_it():
    pearls = step(Task.PEARLS)
    assert only_pausing(pearls, (21, 108)) == {21, 108}
    assert only_pausing(pearls, (36, 96)) == {96}
    assert only_pausing(pearls, (48, 72)) == {72}
    scale = replace(pearls, exercise=EXERCISES["scale-c-right"], direction=Direction.UP)
    assert only_pausing(scale, (36, 84)) == frozenset()
    assert only_pausing(scale, (53, 77)) == {53, 77}


def test_where_any_key_answers_only_the_finger_s_own_may_not_be_outermost():
    ring = replace(step(Task.HEAVIER), fingers=(4,))
    assert only_pausing(ring, (48, 72)) == frozenset()
    assert only_pausing(replace(ring, fingers=(1,)), (48, 72)) == {48, 72}
    assert only_pausing(replace(ring, fingers=(1,)), (21, 108)) == {108}


@pytest.mark.parametrize(
    ("notes", "pausing"),
    [
        (((48, 0.0, 1.5), (72, 0.1, 1.6)), {0, 1}),
        (((48, 0.0, 0.2), (72, 0.3, 0.5)), set()),
        (((48, 0.0, 1.5), (60, 0.05, 0.3), (72, 0.1, 1.6)), {2}),
        (((72, 0.0, 0.2), (72, 0.3, 0.4), (50, 0.35, 0.5)), set()),
        (((60, 0.0, 0.2), (72, 0.3, 2.0), (48, 0.4, 1.9), (60, 3.0, 3.1)), {1, 2}),
    ],
)
def test_both_ends_held_together_are_no_notes(notes, pausing):
    pitches, onset_s, offset_s = zip(*notes, strict=True)
    assert held_together((48, 72), pitches, onset_s, offset_s) == pausing


def test_in_the_calibration_any_key_is_tapped():
    assert only_pausing(step(Task.CALIBRATION), (48, 72)) == frozenset()

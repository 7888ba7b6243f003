"""Flags: what is named, what is not, how it is said; how seldom is in tests/evidence/flags.py."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.exercise import Direction, Exercise, Hand
from engine.measures.crossing import Crossing
from engine.measures.evenness import measure
from engine.measures.flag_words import about_flags
from engine.measures.flags import ERROR_RATE, Flag, error_shares
from engine.measures.group_lateness import lateness, together, weigh
from engine.measures.note_groups import FlagKind, note_groups
from engine.note import NoteArray, note_array
from engine.take import TimeSource
from tests.engine.measures.playing import (
    DOWN,
    SCALE_FINGERS,
    UP,
    exercise,
    five_finger,
    pattern,
    runs_of,
    scale,
    take,
)

UNDER = np.isin(np.arange(15), (3, 7, 10))
RING = np.isin(np.arange(33) % 8, (3, 5))


def wobble(runs: int, notes: int = 15, sd_ms: float = 8.0, seed: int = 4) -> np.ndarray:
    return np.random.default_rng(seed).normal(0, sd_ms, (runs, notes))


def on_grid(off_ms: np.ndarray, ioi_ms: float = 250.0) -> np.ndarray:
    return off_ms + ioi_ms * np.arange(off_ms.shape[1])


def flags_of(
    off_ms: np.ndarray, of: Exercise | None = None, *, ioi_ms: float = 250.0
) -> tuple[Flag, ...]:
    of = of or scale()
    pitches = of.patterns[0].pitches
    return measure(take(runs_of(on_grid(off_ms, ioi_ms).tolist(), pitches)), of).flags


def test_an_even_player_has_no_flag():
    assert flags_of(np.zeros((5, 15))) == ()
    assert flags_of(np.zeros((1, 15))) == ()


def test_a_robot_that_is_late_exactly_is_named_without_a_division_by_0():
    (flag,) = flags_of(np.zeros((5, 15)) + 24.0 * UNDER)
    assert flag.key is Crossing.UNDER
    assert flag.late_ms == pytest.approx(24.0, abs=1e-6)
    assert flag.high_ms - flag.low_ms < 0.2


def test_late_crossings_are_one_flag_with_its_notes_and_runs():
    #  1 2 3 1 2 3 4 1 2 3 1 2 3 4 5
    #        !       !     !
    (flag,) = flags_of(wobble(5) + 24.0 * UNDER)
    assert (flag.kind, flag.key) == (FlagKind.CROSSING, Crossing.UNDER)
    assert (flag.hand, flag.direction) == (Hand.RIGHT, Direction.UP)
    assert (flag.n, flag.runs, flag.places) == (15, 5, (3, 7, 10))
    assert flag.low_ms < 24 < flag.high_ms


def test_what_came_when_in_words():
    (under,) = flags_of(wobble(5, sd_ms=3.0) + 24.0 * UNDER)
    late = replace(under, late_ms=24.2, low_ms=18.4, high_ms=30.0)
    assert about_flags([late]) == [
        "Right hand, up: your thumb comes 24 ms late when it passes under (95 % 18 to 30) "
        "beside the run's other notes; 15 notes in 5 runs."
    ]
    early = replace(under, late_ms=-9.6, low_ms=-14.2, high_ms=-5.1, runs=1, n=3)
    over = replace(early, key=Crossing.OVER, direction=Direction.DOWN)
    after = replace(early, kind=FlagKind.TRANSITION, key=(3, 4))
    alone = replace(early, kind=FlagKind.FINGER, key=4, hand=Hand.LEFT)
    assert about_flags([over, after, alone]) == [
        "Right hand, down: the finger that passes over your thumb comes 10 ms early "
        "(95 % 5 to 14) beside the run's other notes; 3 notes in one run.",
        "Right hand, up: your ring finger comes 10 ms early after the middle finger "
        "(95 % 5 to 14) beside the run's other notes; 3 notes in one run.",
        "Left hand, up: your ring finger comes 10 ms early (95 % 5 to 14) beside the run's other "
        "notes; 3 notes in one run.",
    ]


def test_a_late_ring_finger_is_one_flag_and_not_its_two_transitions():
    (flag,) = flags_of(wobble(6, 33) + 12.0 * RING, five_finger())
    assert (flag.kind, flag.key) == (FlagKind.FINGER, 4)
    assert flag.n == 48


def test_a_transition_is_named_and_not_the_finger_it_leads_to():
    into = np.isin(np.arange(33) % 8, (5,))  # 5 to 4, the way back
    (flag,) = flags_of(wobble(6, 33) + 14.0 * into, five_finger())
    assert (flag.kind, flag.key) == (FlagKind.TRANSITION, (5, 4))


def test_two_causes_are_two_flags_each_given_the_other():
    index = np.isin(np.arange(15), (1, 4, 8, 11))
    found = flags_of(wobble(12, sd_ms=4.0) + 24.0 * UNDER + 14.0 * index)
    assert [flag.key for flag in found] == [Crossing.UNDER, (1, 2)]
    assert [flag.late_ms for flag in found] == pytest.approx([24, 14], abs=2)


def test_what_nobody_hears_is_not_named_however_sure():
    assert flags_of(wobble(10, sd_ms=0.5) + 5.0 * UNDER) == ()
    assert flags_of(wobble(10, sd_ms=0.5) + 8.0 * UNDER)
    assert flags_of(wobble(10, sd_ms=0.5) + 8.0 * UNDER, ioi_ms=500.0) == ()  # JND 12.5 ms


def test_a_single_late_place_is_nobodys_habit():
    last_ring = np.isin(np.arange(15), (13,))
    assert flags_of(wobble(10) + 30.0 * last_ring) == ()
    assert flags_of(wobble(10) + 30.0 * np.isin(np.arange(15), (14,))) == ()


def test_drift_and_a_slowing_at_the_phrases_ends_are_no_flag():
    interval = np.arange(14) - 6.5
    slowing = np.concatenate([[0], np.cumsum(12.0 * (interval / 6.5) ** 2)])
    drifting = np.concatenate([[0], np.cumsum(1.5 * interval)])
    for runs in (3, 10):
        assert flags_of(wobble(runs) + slowing) == ()
        assert flags_of(wobble(runs) + drifting) == ()


def test_fingers_and_transitions_wait_for_three_runs():
    off_ms = wobble(3, 33, sd_ms=2.0) + 30.0 * RING
    assert flags_of(off_ms[:2], five_finger()) == ()
    assert [flag.key for flag in flags_of(off_ms, five_finger())] == [4]


def test_a_missing_note_takes_nothing_with_it():
    onset_ms = on_grid(wobble(5) + 24.0 * UNDER)
    notes = np.delete(runs_of(onset_ms.tolist(), UP), 15 + 7)  # a crossing of the second run
    (flag,) = measure(take(notes), scale()).flags
    assert (flag.key, flag.n) == (Crossing.UNDER, 14)
    (alone,) = measure(
        take(np.delete(runs_of(on_grid(40.0 * UNDER[None]).tolist(), UP), 5)), scale()
    ).flags
    assert (alone.key, alone.n) == (Crossing.UNDER, 3)


def test_runs_that_do_not_count_and_times_that_cannot_be_trusted_flag_nothing():
    notes = runs_of(on_grid(wobble(5) + 24.0 * UNDER).tolist(), UP)
    assert measure(take(notes), scale()).flags
    assert measure(take(notes), scale(), tempo_bpm=120).flags == ()  # every run is off the tempo
    unmeasured = take(notes)
    timing = replace(unmeasured.timing, source=TimeSource.UNMEASURED)
    assert measure(replace(unmeasured, timing=timing), scale()).flags == ()
    drowned = replace(unmeasured.timing, jitter_ms=20.0)
    assert measure(replace(unmeasured, timing=drowned), scale()).flags == ()
    assert measure(take(note_array([], [])), scale()).flags == ()


def test_a_short_pattern_has_too_little_to_compare_with():
    short = exercise("short", Hand.RIGHT, pattern(Direction.UP, UP[:9], SCALE_FINGERS[:9]))
    assert flags_of(wobble(5, 9, sd_ms=1.0) + 40.0 * UNDER[:9], short) == ()


def test_two_cells_share_the_reports_error_rate():
    both = [*on_grid(wobble(5) + 24.0 * UNDER), *on_grid(wobble(5, seed=9))]
    notes = runs_of([row.tolist() for row in both], UP)
    notes = notes.copy()
    notes["pitch"][75:] = np.tile(DOWN, 5)
    (flag,) = measure(take(notes), scale()).flags
    assert (flag.direction, flag.key) == (Direction.UP, Crossing.UNDER)


@pytest.mark.parametrize("runs", [1, 2, 3, 20])
@pytest.mark.parametrize("of", [scale(), five_finger()])
def test_the_shares_add_up_to_the_error_rate(of: Exercise, runs: int):
    inner = range(1, len(of.patterns[0].targets) - 1)
    shares = error_shares(note_groups(of.hand, of.patterns[0], inner), runs, ERROR_RATE)
    judged = sum(shares)
    crossing = of.id.startswith("scale")
    assert judged == pytest.approx(ERROR_RATE if crossing or runs >= 3 else 0.0)


def test_generalised_least_squares_as_the_textbook_has_it():
    # X'V^-1 X b = X'V^-1 y, with V the motor's white noise and a clock of half its SD
    off_ms = wobble(1)[:, 1:-1]
    step, groups = np.arange(1.0, 14), UNDER[None, 1:-1].astype(float)
    weighed = weigh(step, off_ms, groups)
    assert weighed is not None
    onward = step - 1
    v = np.linalg.inv(np.eye(13) + 0.25 * np.minimum.outer(onward, onward))
    x = np.column_stack([onward**power for power in range(4)] + [groups[0]])
    inverse = np.linalg.inv(x.T @ v @ x)
    beta = inverse @ x.T @ v @ off_ms[0]
    rest = off_ms[0] - x @ beta
    (its,) = lateness(weighed)
    assert its.late_ms == pytest.approx(beta[-1])
    assert its.se_ms == pytest.approx(np.sqrt(rest @ v @ rest / 8 * inverse[-1, -1]))
    assert its.free == 8
    (jointly,) = together(weighed, [0])
    assert jointly.late_ms == pytest.approx(its.late_ms)
    assert jointly.se_ms == pytest.approx(its.se_ms)


def test_the_error_is_the_larger_of_the_runs_scatter_and_the_other_notes_habits():
    step, groups = np.arange(1.0, 14), UNDER[None, 1:-1].astype(float)
    scattered, habit = wobble(5)[:, 1:-1], np.tile(wobble(1)[:, 1:-1], (5, 1))
    (free_of_habits,) = lateness(weigh(step, scattered - scattered.mean(axis=0), groups))
    assert free_of_habits.free == 4 * 9
    (nothing_but_habits,) = lateness(weigh(step, habit, groups))
    assert nothing_but_habits.free == 8
    (once,) = lateness(weigh(step, habit[:1], groups))
    assert nothing_but_habits.se_ms == pytest.approx(once.se_ms)  # five times the same is once


@settings(max_examples=25, deadline=None)
@given(
    shift_s=st.floats(0, 1000),
    octaves=st.integers(-1, 1),
    seed=st.integers(0, 50),
)
def test_neither_a_shift_nor_another_octave_changes_a_flag(shift_s: float, octaves: int, seed: int):
    notes = runs_of(on_grid(wobble(5, seed=seed) + 24.0 * UNDER).tolist(), UP)
    moved = notes.copy()
    moved["onset_s"] += shift_s
    moved["offset_s"] += shift_s
    moved["pitch"] = [int(pitch) + 12 * octaves for pitch in notes["pitch"]]
    assert_alike(measure(take(moved), scale()).flags, measure(take(notes), scale()).flags)


@settings(max_examples=25, deadline=None)
@given(factor=st.floats(0.4, 0.95), seed=st.integers(0, 50))
def test_at_another_tempo_lateness_scales(factor: float, seed: int):
    # above 240 ms of IOI the audible share scales too; so both tempos are slow ones
    off_ms = wobble(5, sd_ms=16.0, seed=seed) + 60.0 * UNDER
    slow, fast = flags_of(off_ms, ioi_ms=640.0), flags_of(factor * off_ms, ioi_ms=640.0 * factor)
    assert_alike(fast, slow, factor)


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 50), at=st.integers(1, 73))
def test_an_extra_note_changes_no_flag(seed: int, at: int):
    notes = runs_of(on_grid(wobble(5, seed=seed) + 24.0 * UNDER).tolist(), UP)
    extra = note_array([float(notes["onset_s"][at]) + 0.1], [100])
    more: NoteArray = np.sort(np.concatenate([notes, extra]), order="onset_s")
    assert_alike(measure(take(more), scale()).flags, measure(take(notes), scale()).flags)


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 50))
def test_a_mirrored_left_hand_has_the_mirrored_flags(seed: int):
    off_ms = wobble(5, seed=seed) + 24.0 * UNDER
    mirror = [120 - pitch for pitch in UP]
    left = exercise("left", Hand.LEFT, pattern(Direction.DOWN, mirror, SCALE_FINGERS))
    mirrored = flags_of(off_ms, left)
    assert {flag.hand for flag in mirrored} == {Hand.LEFT}
    assert_alike(mirrored, flags_of(off_ms))


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 50))
def test_earlier_is_later_reflected(seed: int):
    off_ms = wobble(5, seed=seed) + 24.0 * UNDER
    for one, other in zip(flags_of(-off_ms), flags_of(off_ms), strict=True):
        assert one.key == other.key
        assert one.late_ms == pytest.approx(-other.late_ms)


def assert_alike(some: tuple[Flag, ...], others: tuple[Flag, ...], factor: float = 1.0) -> None:
    assert [flag.key for flag in some] == [flag.key for flag in others]
    for one, other in zip(some, others, strict=True):
        assert (one.n, one.runs, one.places) == (other.n, other.runs, other.places)
        assert one.late_ms == pytest.approx(factor * other.late_ms, abs=1e-6)
        assert one.high_ms == pytest.approx(factor * other.high_ms, abs=1e-6)

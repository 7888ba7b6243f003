import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.exercise import Direction, Hand
from engine.measures.evenness import measure
from engine.measures.independence.ordinary import home_of, independence
from engine.note import note_array
from engine.pianist import Pianist, Rhythm, Slips, Touch, play
from engine.take import TimeSource, Timing
from tests.engine.measures.playing import DOWN, LOOP, UP, five_finger, played, scale, take


def told(notes, exercise):
    return independence(notes, measure(take(notes), exercise))


def test_a_scale_up_and_down_has_two_parts():
    notes = played(UP, DOWN, UP, DOWN, UP, hold=0.8)
    up, down = told(notes, scale())
    assert (up.hand, up.direction, up.n_runs) == (Hand.RIGHT, Direction.UP, 3)
    assert (down.direction, down.n_runs) == (Direction.DOWN, 2)
    assert (up.refused, up.unintended) == (None, None)
    assert [(each.finger, each.to_finger) for each in down.carry_over] == [
        (1, 3), (1, 4), (2, 1), (3, 2), (4, 3), (5, 4),
    ]  # fmt: skip
    #  the same velocity throughout, and every IOI alike
    assert up.coupling.reason == ("not estimable: every finger struck each key with one velocity")
    assert {cost.reason is None or "machine" in cost.reason for cost in up.swap} == {True}


def test_only_valid_runs_count():
    broken_off = UP[:9]
    (part,) = told(played(UP, broken_off, UP), scale())
    assert part.n_runs == 2
    assert sum(each.long_overlap.n for each in part.carry_over) == 2 * 14


def test_without_a_valid_run_it_is_refused():
    notes = played(UP, UP)
    found = measure(take(notes), scale(), tempo_bpm=200)
    (part,) = independence(notes, found)
    assert part.refused == part.coupling.reason == "not estimable: no valid run"
    assert (part.carry_over, part.swap, part.unintended, part.n_runs) == ((), (), None, 0)


def test_a_computer_keyboard_is_refused():
    notes = played(UP, UP)
    shown = take(notes)
    unmeasured = type(shown)(
        raw=shown.raw, notes=notes, timing=Timing(source=TimeSource.UNMEASURED)
    )
    (part,) = independence(notes, measure(unmeasured, scale()))
    assert part.refused == (
        "not estimable: played where times cannot be measured (computer keyboard)"
    )


def test_another_exercise_has_no_part():
    assert told(played([50, 51, 52, 50]), scale()) == ()


def test_five_fingers_know_whose_key_came_down():
    #  run 1: the little finger's G comes with the third F; run 2: E stands for the second D
    notes = played(LOOP, LOOP, hold=0.8)
    pitch = notes["pitch"].copy()
    pitch[33 + 7] = 64
    changed = note_array(
        np.append(notes["onset_s"], [notes["onset_s"][13] + 0.01, notes["onset_s"][20] + 0.02]),
        np.append(pitch, [67, 61]),
        offset_s=np.append(notes["offset_s"], [notes["onset_s"][13] + 0.06, 5.2]),
    )
    (part,) = told(changed, five_finger())
    assert part.n_runs == 2
    found = part.unintended
    assert found.strokes == (10, 16, 16, 16, 8)
    assert found.touched[5 - 1][4 - 1] == 1
    assert found.touched[3 - 1][2 - 1] == 1
    assert np.sum(found.notes) == 2
    assert found.elsewhere == 1


def test_home_keys_of_a_pattern():
    assert home_of(five_finger().patterns[0]) == {60: 1, 62: 2, 64: 3, 65: 4, 67: 5}
    assert home_of(scale().patterns[0]) is None


def test_a_hand_of_known_coupling_and_overlap_through_the_whole_take():
    exercise = scale()
    pianist = Pianist(
        rhythm=Rhythm(transition_late_ms=((3, 4, 15.0),)),
        touch=Touch(velocity_coupling=0.6, overlap=0.4, overlap_sd=0.1),
    )
    rng = np.random.default_rng(7)
    notes = play(pianist, exercise, Direction.UP, 60, 20, rng).notes
    (part,) = told(notes, exercise)
    assert part.coupling.low < 0.6 < part.coupling.high
    #  KOR > .5 lies one SD out: 15.9 %; of 280 transitions, three SEs are 6.6 %
    hits = sum(each.long_overlap.hits for each in part.carry_over)
    n = sum(each.long_overlap.n for each in part.carry_over)
    assert hits / n == pytest.approx(0.1587, abs=0.066)
    dearest = max(part.swap, key=lambda each: each.cost_ms)
    assert (dearest.finger, dearest.to_finger) == (3, 4)
    assert dearest.low_ms > 0


def test_shift_octave_and_order_change_nothing():
    rng = np.random.default_rng(8)
    notes = play(Pianist(), five_finger(), Direction.LOOP, 60, 4, rng).notes
    order = rng.permutation(len(notes))
    moved = note_array(
        notes["onset_s"][order] + 64.0,
        notes["pitch"][order] + 12,
        offset_s=notes["offset_s"][order] + 64.0,
        velocity=notes["velocity"][order],
    )
    (first,), (again,) = told(notes, five_finger()), told(moved, five_finger())
    assert again.carry_over == first.carry_over
    assert again.unintended == first.unintended
    assert again.coupling == first.coupling
    for one, other in zip(first.swap, again.swap, strict=True):
        assert other.cost_ms == pytest.approx(one.cost_ms, abs=1e-6)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 100_000), st.sampled_from([scale(), five_finger()]))
def test_any_take_has_figures_that_can_be_or_none(seed, exercise):
    rng = np.random.default_rng(seed)
    slips = Slips(miss_rate=0.1, substitute_rate=0.05, extra_rate=0.1, bounce_rate=0.05)
    touch = Touch(overlap=0.5, overlap_sd=0.8, velocity_sd=(20.0,) * 5)
    pianist = Pianist(slips=slips, touch=touch, rhythm=Rhythm(onset_sd_ms=60.0))
    direction = exercise.patterns[0].direction
    notes = play(pianist, exercise, direction, 90, 4, rng).notes
    wild = note_array(
        notes["onset_s"],
        notes["pitch"],
        offset_s=np.where(rng.random(len(notes)) < 0.2, np.nan, notes["offset_s"]),
        velocity=notes["velocity"],
    )
    for part in told(wild, exercise):
        if part.coupling.low is not None:
            assert -1 <= part.coupling.low <= part.coupling.value <= part.coupling.high <= 1
        for each in part.carry_over:
            assert (each.long_overlap is None) == (each.crowded is None)
        if part.unintended is not None:
            for touched, came in zip(part.unintended.touched, part.unintended.notes, strict=True):
                assert all(a <= b for a, b in zip(touched, came, strict=True))
                assert all(a <= n for a, n in zip(touched, part.unintended.strokes, strict=True))

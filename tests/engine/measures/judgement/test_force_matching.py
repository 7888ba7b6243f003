import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.measures.judgement.force_matching import MatchedForce, force_matching

ERRORS = st.lists(st.integers(-20, 20), min_size=10, max_size=30)


def matched(errors, *, finger=2, to_finger=4, velocity=60):
    return [
        MatchedForce(
            finger=finger, to_finger=to_finger, velocity=velocity, to_velocity=velocity + error
        )
        for error in errors
    ]


def test_constant_and_variable_error_by_hand():
    #  2 4 6 8 10 twice: mean 6, squares 2 x 40, SD root of 80 / 9; t with 9 is 2.2622
    (found,) = force_matching(matched([2, 4, 6, 8, 10] * 2))
    sd = math.sqrt(80 / 9)
    assert (found.finger, found.to_finger, found.n) == (2, 4, 10)
    assert found.constant.value == 6
    assert found.constant.high - 6 == pytest.approx(2.2622 * sd / math.sqrt(10), rel=1e-3)
    assert found.variable.value == pytest.approx(sd)
    # chi-square with 9: 2.7004 and 19.0228
    assert found.variable.low == pytest.approx(sd * math.sqrt(9 / 19.0228), rel=0.01)
    assert found.variable.high == pytest.approx(sd * math.sqrt(9 / 2.7004), rel=0.01)


def test_a_perfect_match_has_no_error():
    (found,) = force_matching(matched([0] * 10))
    for error in (found.constant, found.variable):
        assert (error.value, error.low, error.high) == (0, 0, 0)


def test_a_pair_is_directed():
    there = matched([3] * 12)
    back = matched([-3] * 12, finger=4, to_finger=2)
    assert [(f.finger, f.to_finger, f.constant.value) for f in force_matching(back + there)] == [
        (2, 4, 3),
        (4, 2, -3),
    ]


def test_nine_matches_are_not_enough():
    (found,) = force_matching(matched([1] * 9))
    assert (found.constant, found.variable) == (None, None)
    assert found.reason == "Not enough yet: 10 matches are needed, 9 were played."
    assert force_matching([]) == ()


def test_intervals_cover_the_truth():
    rng = np.random.default_rng(5)
    covered = np.zeros(2)
    for _ in range(600):
        errors = rng.normal(4.0, 6.0, 20).round().astype(int).tolist()
        (found,) = force_matching(matched(errors))
        covered += [
            found.constant.low <= 4.0 <= found.constant.high,
            found.variable.low <= 6.0 <= found.variable.high,
        ]
    assert covered / 600 == pytest.approx([0.95, 0.95], abs=0.027)


@given(ERRORS, st.integers(-20, 20))
def test_the_level_of_force_changes_nothing(errors, louder):
    assert force_matching(matched(errors)) == force_matching(matched(errors, velocity=60 + louder))


@given(ERRORS, st.integers(-20, 20))
def test_a_constant_more_is_constant_error_alone(errors, more):
    (one,), (other,) = (
        force_matching(matched(errors)),
        force_matching(matched([error + more for error in errors])),
    )
    assert other.constant.value == pytest.approx(one.constant.value + more)
    assert other.variable.value == pytest.approx(one.variable.value)


@given(ERRORS)
def test_the_order_of_matches_changes_nothing(errors):
    assert force_matching(matched(errors)) == force_matching(matched(errors[::-1]))


def test_impossible_matches_are_refused():
    with pytest.raises(ValueError, match="fingers are 1 to 5, not 2 and 6"):
        matched([0], to_finger=6)
    with pytest.raises(ValueError, match="velocities are 1 to 127, not 60 and 0"):
        matched([-60])

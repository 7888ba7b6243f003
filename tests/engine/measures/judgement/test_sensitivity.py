from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.measures.judgement.sensitivity import d_prime, sensitivities


def pair(a_a, a_b, b_a, b_b):
    """Confusions of fingers 2 and 4 alone, two by two."""
    counts = np.zeros((5, 5), np.int64)
    counts[1, 1], counts[1, 3], counts[3, 1], counts[3, 3] = a_a, a_b, b_a, b_b
    return counts


ANSWERS = st.integers(10, 60)


def test_d_prime_by_hand():
    #  H = 20.5 / 26 = .7885, z = .8010; F = 5.5 / 26 = .2115, z = -.8010
    assert d_prime(20, 25, 5, 25) == pytest.approx(1.602, abs=0.001)


def test_hautus_correction_is_log_linear():
    #  30 faultless answers to each: a share of 30.5 in 31
    assert d_prime(30, 30, 0, 30) == pytest.approx(2 * NormalDist().inv_cdf(30.5 / 31))
    assert d_prime(0, 0, 0, 0) == 0


def test_guessing_is_no_sensitivity():
    (found,) = sensitivities(pair(15, 15, 15, 15))
    assert found.d_prime == 0
    assert found.low == pytest.approx(-found.high)
    assert (found.finger, found.to_finger, found.n) == (2, 4, 60)


def test_the_standard_error_is_that_of_gourevitch_and_galanter():
    #  25 + 25 answers, p = .7885: p (1 - p) / (25 phi(.801)^2) = .0796 each
    (found,) = sensitivities(pair(20, 5, 5, 20))
    assert found.standard_error == pytest.approx((2 * 0.0799) ** 0.5, abs=0.001)


def test_the_interval_closes_on_the_truth_with_many_answers():
    normal = NormalDist()
    n = 100_000
    hits, alarms = round(n * normal.cdf(0.6)), round(n * normal.cdf(-1.4))
    (found,) = sensitivities(pair(hits, n - hits, alarms, n - alarms))
    assert found.d_prime == pytest.approx(2.0, abs=1e-3)
    assert found.high - found.low == pytest.approx(2 * 1.96 * found.standard_error, rel=0.01)


def test_a_finger_never_taken_for_the_other_leaves_the_interval_open():
    (found,) = sensitivities(pair(30, 0, 3, 27))
    assert found.high is None
    assert found.low < found.d_prime
    (swapped,) = sensitivities(pair(0, 30, 27, 3))
    assert swapped.low is None
    assert swapped.d_prime == pytest.approx(-found.d_prime)
    assert swapped.high == pytest.approx(-found.low)


def test_nine_answers_to_a_finger_are_not_enough():
    (found,) = sensitivities(pair(8, 1, 5, 25))
    assert (found.d_prime, found.low, found.n) == (None, None, 39)
    assert found.reason == "Not enough yet: 10 answers to each of the two are needed, 9 were given."


def test_only_fingers_that_were_cued_make_a_pair():
    counts = pair(15, 5, 5, 15)
    counts[1, 0] = 7  # the thumb was pressed, never asked for
    (found,) = sensitivities(counts)
    assert found.n == 40
    assert sensitivities(np.zeros((5, 5), np.int64)) == ()
    assert len(sensitivities(np.full((5, 5), 9))) == 10


@given(ANSWERS, ANSWERS, ANSWERS, ANSWERS)
def test_which_finger_is_called_the_first_changes_nothing(a_a, a_b, b_a, b_b):
    (one,), (other,) = (
        sensitivities(pair(a_a, a_b, b_a, b_b)),
        sensitivities(pair(b_b, b_a, a_b, a_a)),
    )
    assert one.d_prime == pytest.approx(other.d_prime, abs=1e-9)
    assert (one.low, one.high) == pytest.approx((other.low, other.high), abs=1e-9)


@given(ANSWERS, ANSWERS, ANSWERS, ANSWERS, st.integers(0, 40))
def test_other_fingers_answers_change_nothing(a_a, a_b, b_a, b_b, others):
    counts = pair(a_a, a_b, b_a, b_b)
    more = counts.copy()
    more[1, 2] = more[3, 0] = others
    assert sensitivities(more) == sensitivities(counts)


@given(ANSWERS, st.integers(0, 60), ANSWERS, st.integers(0, 60))
def test_the_interval_holds_the_value(a_a, a_b, b_b, b_a):
    (found,) = sensitivities(pair(a_a, a_b, b_a, b_b))
    assert found.low is None or found.low < found.d_prime
    assert found.high is None or found.high > found.d_prime


def test_impossible_counts_are_refused():
    with pytest.raises(ValueError, match="5 x 5 counts"):
        sensitivities(np.zeros((2, 2), np.int64))
    with pytest.raises(ValueError, match="5 x 5 counts"):
        sensitivities(-np.eye(5, dtype=np.int64))
    with pytest.raises(ValueError, match="no more answers than cues: 3 of 2"):
        d_prime(3, 2, 0, 2)

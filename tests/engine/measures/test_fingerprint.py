"""Who played: nearest profiles, and what cannot be compared."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from engine.measures.fingerprint import fingerprint_distance, identified

PROFILES = arrays(np.float64, 15, elements=st.floats(-50, 50))


def test_a_distance_by_hand():
    assert fingerprint_distance(np.array([1.0, 2, 3]), np.array([1.0, 5, 7])) == pytest.approx(5)


@given(PROFILES, PROFILES, PROFILES)
def test_a_distance_is_one(a, b, c):
    assert fingerprint_distance(a, a) == 0
    assert fingerprint_distance(a, b) == fingerprint_distance(b, a)
    way_round = fingerprint_distance(a, b) + fingerprint_distance(b, c)
    assert fingerprint_distance(a, c) <= way_round + 1e-9


@given(PROFILES, PROFILES, st.floats(0.1, 10), st.floats(-100, 100))
def test_a_common_shift_changes_nothing_and_pace_scales(a, b, pace, shift):
    far = fingerprint_distance(a, b)
    assert fingerprint_distance(a + shift, b + shift) == pytest.approx(far, abs=1e-9)
    assert fingerprint_distance(pace * a, pace * b) == pytest.approx(pace * far, abs=1e-9)


def test_a_note_never_hit_makes_nobody_more_alike():
    a, b = np.zeros(4), np.full(4, 2.0)
    assert fingerprint_distance(a, b) == 4
    a[1] = np.nan
    assert fingerprint_distance(a, b) == pytest.approx(4)


def test_the_nearest_is_named_with_its_margin():
    known = {"far": np.full(4, 9.0), "near": np.full(4, 1.0), "between": np.full(4, 3.0)}
    found = identified(np.zeros(4), known)
    assert (found.name, found.distance_ms, found.margin_ms) == ("near", 2, 4)
    assert identified(np.zeros(4), {"only": np.ones(4)}).margin_ms is None


def test_of_two_as_near_the_first():
    assert identified(np.zeros(2), {"b": np.ones(2), "a": -np.ones(2)}).name == "b"


def test_eight_pianists_are_told_apart_in_their_second_session():
    """SCIENCE 8, test 7, at its smallest; the full one is in tests/evidence."""
    rng = np.random.default_rng(7)
    templates = rng.normal(0, 4, (8, 15))
    first, second = (templates + rng.normal(0, 5 / 15**0.5, (8, 15)) for _ in range(2))
    known = {str(k): each for k, each in enumerate(first)}
    assert [identified(each, known).name for each in second] == list(known)


@pytest.mark.parametrize(
    ("a", "b", "words"),
    [
        (np.zeros(3), np.zeros(4), r"one pattern are needed, got shapes \(3,\) and \(4,\)"),
        (np.zeros((2, 3)), np.zeros((2, 3)), "one pattern are needed"),
        (np.array([1.0, np.nan, np.nan]), np.zeros(3), "1 of 3 notes in common"),
        (np.zeros(0), np.zeros(0), "0 of 0 notes in common"),
    ],
)
def test_what_cannot_be_compared(a, b, words):
    with pytest.raises(ValueError, match=words):
        fingerprint_distance(a, b)


def test_nobody_is_known():
    with pytest.raises(ValueError, match="no profile is known"):
        identified(np.zeros(3), {})

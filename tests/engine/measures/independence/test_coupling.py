import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.measures.independence.coupling import correlation, coupling, residuals
from engine.measures.independence.run_notes import RunNotes
from engine.pianist.chain import chained
from tests.engine.measures.playing import five_finger, scale

UP, FIVE = scale().patterns[0], five_finger().patterns[0]


def run_notes(velocity, pattern=UP):
    onset_s = np.arange(velocity.size).reshape(velocity.shape) * 0.25
    return RunNotes(
        pattern=pattern, onset_s=onset_s, offset_s=onset_s + 0.2, velocity=velocity.astype(float)
    )


def spread(seed, runs=6, notes=15):
    return np.random.default_rng(seed).integers(50, 80, (runs, notes)).astype(np.float64)


def test_a_correlation_by_hand():
    #  r = .5 over 28 pairs: z = .549306, reach 1.96 / sqrt(25 * .75) = .452634
    t = np.arange(28) * 2 * math.pi / 28
    found = correlation(np.cos(t), np.cos(t - math.pi / 3))
    assert found.value == pytest.approx(0.5)
    assert found.low == pytest.approx(math.tanh(0.549306 - 0.452634), abs=1e-5)
    assert found.high == pytest.approx(math.tanh(0.549306 + 0.452634), abs=1e-5)
    assert found.n == 28
    assert found.reason is None


def test_away_from_a_chain_it_is_fishers_own_interval():
    t = np.arange(28) * 2 * math.pi / 28
    found = correlation(np.cos(t), np.sin(t))
    assert found.value == pytest.approx(0, abs=1e-12)
    assert (found.low, found.high) == pytest.approx((-math.tanh(1.96 / 5), math.tanh(1.96 / 5)))


def test_means_of_finger_and_key_are_taken_out():
    #  a loud thumb and a soft ring finger, note by note alike: nothing is left
    habit = np.array([90, 60, 60, 30, 60] * 3, float)
    wobble = spread(1)
    residual, freedom = residuals(habit + wobble, UP)
    np.testing.assert_allclose(residual, wobble - wobble.mean(axis=0))
    assert freedom == pytest.approx(1 - 15 / 90)
    #  the five-finger pattern strikes each key several times a run: five means of 33 notes
    _, freedom = residuals(spread(2, runs=1, notes=33), FIVE)
    assert freedom == pytest.approx(1 - 5 / 33)


def test_pairs_beside_a_missed_note_are_left_out():
    velocity = spread(3)
    velocity[2, 7] = np.nan
    assert coupling(run_notes(velocity)).n == 6 * 14 - 2


@settings(max_examples=40)
@given(st.integers(0, 1000), st.integers(-20, 20), st.permutations(range(6)))
def test_louder_playing_and_the_order_of_runs_change_nothing(seed, louder, order):
    velocity = spread(seed)
    first = coupling(run_notes(velocity))
    for other in (velocity + louder, velocity[list(order)], velocity + 3 * np.arange(15)):
        again = coupling(run_notes(other))
        assert again.value == pytest.approx(first.value, abs=1e-9)
        assert again.low == pytest.approx(first.low, abs=1e-9)
    assert first.low < first.value < first.high


def test_a_hand_that_moves_as_one_is_wholly_coupled():
    velocity = 60 + np.arange(6.0)[:, None] + np.zeros(15)
    found = coupling(run_notes(velocity))
    assert found.value == found.apart == pytest.approx(1)
    assert found.low is None


def test_a_loudness_that_wanders_is_told_from_coupled_fingers():
    rng = np.random.default_rng(12)
    coupled = 64 + 4 * chained(rng.standard_normal((10, 15)), 0.5)
    louder = 64 + 3 * rng.standard_normal((10, 1)) + 4 * rng.standard_normal((10, 15))
    steady, wandering = coupling(run_notes(coupled)), coupling(run_notes(louder))
    assert steady.low > 0.2
    assert not steady.wandering
    #  9 of the 25 units of variance belong to the whole run, near and far
    assert wandering.wandering
    assert wandering.apart > 0.2


@pytest.mark.parametrize(
    ("velocity", "says"),
    [
        (np.full((5, 15), 64.0), "every finger struck each key with one velocity"),
        (spread(1, runs=1), "0 pairs of neighbouring notes on keys struck more than once, 4"),
    ],
)
def test_what_cannot_be_told(velocity, says):
    found = coupling(run_notes(velocity))
    assert found.value is None
    assert found.reason.startswith("not estimable: ")
    assert says in found.reason


def test_four_pairs_have_a_correlation_and_no_interval():
    three = correlation(np.array([1.0, 2, 3]), np.array([1.0, 2, 4]))
    assert three.reason == (
        "not estimable: 3 pairs of neighbouring notes on keys struck more than once, 4 are needed"
    )
    four = correlation(np.array([1.0, 2, 3, 4]), np.array([1.0, 2, 4, 3]), freedom=0.5)
    assert four.value == pytest.approx(0.8)
    assert four.low is None

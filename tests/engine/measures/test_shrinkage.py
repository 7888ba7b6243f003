import numpy as np
import pytest

from engine.measures.shrinkage import shrunk


def test_noise_alone_is_shrunk_away():
    rng = np.random.default_rng(1)
    found = shrunk(rng.normal(0, 2, 2000), np.full(2000, 2.0))
    assert np.abs(found.value).max() < 1


def test_shrinking_brings_values_nearer_to_the_truth():
    rng = np.random.default_rng(2)
    truth = rng.normal(0, 3, 2000)
    seen = truth + rng.normal(0, 3, 2000)
    found = shrunk(seen, np.full(2000, 3.0))
    assert np.mean((found.value - truth) ** 2) < 0.6 * np.mean((seen - truth) ** 2)
    covered = (found.low <= truth) & (truth <= found.high)
    assert covered.mean() == pytest.approx(0.95, abs=0.02)


def test_what_is_certain_stays():
    found = shrunk(np.array([10.0, -10.0]), np.array([0.01, 0.01]))
    assert found.value == pytest.approx([10, -10], rel=1e-4)


def test_a_least_spread_keeps_pooling_from_inventing_evidence():
    values, errors = np.zeros(5), np.full(5, 10.0)
    assert shrunk(values, errors).high == pytest.approx(np.zeros(5))
    assert (shrunk(values, errors, least_sd=3).high > 5).all()


def test_no_error_is_refused():
    with pytest.raises(ValueError, match="above 0"):
        shrunk(np.array([1.0]), np.array([0.0]))


def test_nothing_in_nothing_out():
    assert shrunk(np.zeros(0), np.zeros(0)).value.size == 0

"""The noise that an sdIOI asks for: SCIENCE 8.5 and plain simulation."""

import numpy as np
import pytest

from engine.pianist import expected_run_sd, expected_take_sd, white_noise_for


def simulated_runs(n_intervals: int, runs: int) -> np.ndarray:
    onset = np.random.default_rng(5).standard_normal((runs, n_intervals + 1))
    return np.diff(onset, axis=1).std(axis=1, ddof=1)


def test_science_8_5_mean_of_runs():
    assert 5.657 * expected_run_sd(14) == pytest.approx(8.07, abs=0.005)
    assert white_noise_for(8.07, 14) == pytest.approx(5.657, abs=0.004)


@pytest.mark.parametrize("n_intervals", [2, 3, 7, 14, 32])
def test_mean_of_runs_is_exact(n_intervals: int):
    simulated = simulated_runs(n_intervals, 200_000)
    error = 3 * simulated.std() / np.sqrt(len(simulated))
    assert expected_run_sd(n_intervals) == pytest.approx(simulated.mean(), abs=error)


@pytest.mark.parametrize(
    ("n_intervals", "runs", "within"),
    [(14, 10, 0.0015), (14, 3, 0.0015), (32, 10, 0.0015), (8, 10, 0.002), (2, 10, 0.011)],
)
def test_mean_of_takes(n_intervals: int, runs: int, within: float):
    simulated = simulated_runs(n_intervals, 300_000)
    medians = np.median(simulated.reshape(-1, runs), axis=1)
    expected = expected_take_sd(n_intervals, runs)
    assert expected == pytest.approx(medians.mean(), rel=within)


def test_a_single_run_is_its_own_median():
    assert expected_take_sd(14, 1) == pytest.approx(expected_run_sd(14), rel=2e-4)


@pytest.mark.parametrize(("n_intervals", "apart"), [(14, 0.0058), (32, 0.0026)])
def test_runs_and_takes_lie_equally_far_from_what_was_asked(n_intervals: int, apart: float):
    noise_ms = white_noise_for(8.0, n_intervals, 10)
    assert noise_ms * expected_run_sd(n_intervals) == pytest.approx(8.0 * (1 + apart), rel=5e-4)
    assert noise_ms * expected_take_sd(n_intervals, 10) == pytest.approx(
        8.0 * (1 - apart), rel=5e-4
    )


def test_noise_is_proportional_to_what_was_asked():
    assert white_noise_for(16.0, 14, 10) == pytest.approx(2 * white_noise_for(8.0, 14, 10))
    assert white_noise_for(0.0, 14, 10) == 0


def test_one_interval_has_no_sd():
    with pytest.raises(ValueError, match="at least 2 intervals, got 1"):
        expected_run_sd(1)

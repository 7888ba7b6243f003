"""Lines, leverage, irregularity and instability against the numbers of SCIENCE 8."""

import numpy as np
import pytest

from engine.measures.fingers import by_group
from engine.measures.lines import fit_lines, row_means, row_sds
from engine.measures.profile import Profile, profile

RANK = np.arange(1.0, 16)
GOLDEN_MS = np.array(
    [[0, 128, 250, 371, 505, 622, 750, 880, 998, 1125, 1251, 1379, 1497, 1625, 1757.0]]
)
TEMPLATE_MS = np.array([0, -2, 1, 3, 8, -4, -3, 1, -2, 2, 4, -3, -4, -1, 9.3])


def fitted(noise: np.ndarray):
    lines = fit_lines(RANK, noise)
    return profile(lines.residual, lines.hat)


def uncorrected_ms(found: Profile) -> float:
    """Return the irregularity as papers have it, with the bias that noise gives it."""
    return np.sqrt((found.mean_ms**2).mean())


def test_the_golden_line():
    lines = fit_lines(RANK, GOLDEN_MS)
    assert lines.slope[0] == pytest.approx(125.1429, abs=5e-5)
    intercept = GOLDEN_MS[0] - lines.residual[0] - lines.slope[0] * RANK
    assert intercept == pytest.approx(np.full(15, -125.2762), abs=5e-5)
    assert lines.residual[0, 4] == pytest.approx(4.562, abs=5e-4)
    lacking = GOLDEN_MS.copy()
    lacking[0, 6] = np.nan
    assert fit_lines(RANK, lacking).slope[0] == pytest.approx(125.1401, abs=5e-5)


def test_leverage_of_15_notes():
    hat = fit_lines(RANK, GOLDEN_MS).hat[0]
    wanted = [0.242, 0.195, 0.156, 0.124, 0.099, 0.081, 0.070, 0.067]
    assert hat[:8] == pytest.approx(wanted, abs=6e-4)
    assert hat[::-1] == pytest.approx(hat)
    assert (1 - hat).mean() == pytest.approx(0.8667, abs=5e-5)


def test_sds_say_their_freedom():
    ioi = np.diff(GOLDEN_MS)
    assert row_sds(ioi, ddof=1)[0] == pytest.approx(5.4030, abs=5e-5)
    assert row_sds(ioi, ddof=0)[0] == pytest.approx(5.2065, abs=5e-5)
    assert np.isnan(row_sds(np.array([[1.0, np.nan]]), ddof=1)[0])
    assert np.isnan(row_means(np.array([[np.nan, np.nan]]))[0])


def test_noise_alone_is_recovered_and_makes_no_irregularity():
    rng = np.random.default_rng(3)
    sets = [fitted(rng.normal(0, 5, (15, 15))) for _ in range(1500)]
    instability = np.sqrt(np.mean([found.instability_ms**2 for found in sets]))
    raw = np.mean([uncorrected_ms(found) for found in sets])
    assert instability == pytest.approx(5.0, abs=0.03)
    assert raw == pytest.approx(1.18, abs=0.03)
    assert np.mean([found.irregularity_ms for found in sets]) < 0.4


def test_a_template_is_recovered_without_the_bias_of_noise():
    rng = np.random.default_rng(4)
    true = fit_lines(RANK, TEMPLATE_MS[None]).residual[0]
    assert np.sqrt((true**2).mean()) == pytest.approx(3.940, abs=5e-4)
    sets = [fitted(TEMPLATE_MS + rng.normal(0, 5, (15, 15))) for _ in range(400)]
    assert np.mean([uncorrected_ms(found) for found in sets]) == pytest.approx(4.10, abs=0.05)
    assert np.mean([found.irregularity_ms for found in sets]) == pytest.approx(3.93, abs=0.05)
    likeness = [np.corrcoef(found.mean_ms, true)[0, 1] for found in sets]
    assert np.mean(likeness) == pytest.approx(0.960, abs=0.01)


def test_the_sd_at_each_note_is_corrected_for_leverage():
    onset_ms = np.random.default_rng(6).normal(0, 5, (6, 15)) + 250 * RANK
    lines = fit_lines(RANK, onset_ms)
    found = profile(lines.residual, lines.hat)
    by_hand = lines.residual.std(axis=0, ddof=1) / np.sqrt(1 - lines.hat[0])
    assert found.sd_ms == pytest.approx(by_hand)
    assert found.instability_ms == pytest.approx(np.sqrt((by_hand**2).mean()))


def test_one_run_has_no_profile():
    assert fitted(np.zeros((1, 15))) is None


def test_a_target_never_played_takes_no_part():
    residual = np.random.default_rng(5).normal(0, 1, (4, 5))
    residual[:, 2] = np.nan
    found = profile(residual, np.where(np.isnan(residual), np.nan, 0.1))
    assert np.isnan(found.mean_ms[2])
    assert not found.mean_ms.flags.writeable


def test_groups_have_the_standard_error_of_their_runs():
    values = np.array([[1.0, 2, 10], [3, 4, np.nan], [5, 6, 10]])
    one, other = by_group(values, [1, 1, 2])
    assert (one.key, one.n, one.mean_ms) == (1, 6, 3.5)
    assert one.sd_ms == pytest.approx(np.std([1, 2, 3, 4, 5, 6], ddof=1))
    assert one.se_ms == pytest.approx(2 / 3**0.5)
    assert one.high_ms - one.mean_ms == pytest.approx(4.3027 * one.se_ms, rel=1e-4)
    assert (other.n, other.mean_ms, other.sd_ms) == (2, 10, 0)


def test_groups_without_values_or_key_are_left_out():
    assert by_group(np.full((2, 2), np.nan), [1, None]) == []
    (alone,) = by_group(np.array([[7.0, 1.0]]), [3, None])
    assert (alone.n, alone.mean_ms, alone.sd_ms, alone.se_ms) == (1, 7.0, None, None)


def test_the_interval_of_a_finger_holds_the_truth_95_times_in_100():
    rng = np.random.default_rng(6)
    held = 0
    for _ in range(1000):
        (found,) = by_group(rng.normal(0, 5, (8, 4)), [1, 1, 1, 1])
        held += found.low_ms < 0 < found.high_ms
    assert held / 1000 == pytest.approx(0.95, abs=0.02)

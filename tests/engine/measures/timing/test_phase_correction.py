import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.measures.timing.pairing import pair
from engine.measures.timing.phase_correction import bounded_gls, longest_stretch, measure
from engine.measures.timing.phase_likelihood import fit
from engine.pianist.tapping import Tapper, asynchronies_s, tap


def trials(alpha=0.4, *, count=8, taps=30, seed=1, **more):
    rows = asynchronies_s(
        Tapper(alpha=alpha, **more), trials=count, taps=taps, rng=np.random.default_rng(seed)
    )
    return list(rows - 0.03)


def by_the_letter(asynchrony):
    """SCIENCE 3.3 with whole matrices, one sequence: alpha, clock and motor variance."""
    b, before = asynchrony[1:], asynchrony[:-1]
    z = before @ b / (before @ before)
    for _ in range(20):
        d = b - before * z
        k = np.cov(d[:-1], d[1:])
        k12 = min(k[0, 1], 0.0)
        k11 = max((k[0, 0] + k[1, 1]) / 2, -3 * k12)
        n = len(d)
        c = k11 * np.eye(n) + k12 * (np.eye(n, k=1) + np.eye(n, k=-1))
        old, z = z, before @ np.linalg.solve(c, b) / (before @ np.linalg.solve(c, before))
        if abs(z - old) < 1e-3:
            break
    return 1 - z, k11 + 2 * k12, -k12


@pytest.mark.parametrize("alpha", [0.2, 0.5, 0.9])
def test_the_bounded_fit_is_that_of_science_3_3_to_the_letter(alpha):
    off_ms = 1e3 * (np.array(trials(alpha, count=40)) + 0.03)
    found = bounded_gls(off_ms)
    wanted = np.array([by_the_letter(row) for row in off_ms])
    assert found.alpha == pytest.approx(wanted[:, 0])
    assert found.clock_variance == pytest.approx(wanted[:, 1])
    assert found.motor_variance == pytest.approx(wanted[:, 2])


def test_the_motor_is_bounded_by_the_clock():
    #  mostly motor noise: without the bound its variance would pass the clock's
    found = bounded_gls(np.array(trials(0.3, count=60, clock_sd_ms=3.0, motor_sd_ms=12.0)) + 0.03)
    assert np.all(found.motor_variance <= found.clock_variance * (1 + 1e-9))
    assert np.any(found.motor_variance > found.clock_variance * (1 - 1e-9))
    assert np.all(found.motor_variance >= 0)


def test_the_likelihood_is_that_of_the_whole_covariance_matrix():
    #  best values found by the module, tried against a deviance written out with whole matrices
    rows = np.array(trials(0.4, count=20)) * 1e3
    likely = fit(list(rows))
    free = np.linalg.svd(np.ones((30, 1)))[0][:, 1:]
    seen = rows @ free

    def deviance(alpha, clock, motor):
        #  A = X + M with X' = a X + T - alpha M, summed far back
        a = 1 - alpha
        back = np.arange(400)
        clock_weight = np.array([(a ** back[lag:]) @ (a ** back[: 400 - lag]) for lag in range(30)])
        m_weight = np.concatenate([[1.0], -alpha * a ** back[:-1]])
        motor_weight = np.array([m_weight[lag:] @ m_weight[: 400 - lag] for lag in range(30)])
        lags = clock * clock_weight + motor * motor_weight
        index = np.arange(30)
        inside = free.T @ lags[np.abs(index[:, None] - index)] @ free
        quadratic = np.einsum("ij,jk,ik->", seen, np.linalg.inv(inside), seen)
        return 20 * np.linalg.slogdet(inside)[1] + quadratic

    at = (likely.alpha, likely.clock_variance, likely.motor_variance)
    lowest = deviance(*at)
    for step in ((0.01, 0, 0), (-0.01, 0, 0), (0, 3, 0), (0, -3, 0), (0, 0, 2), (0, 0, -2)):
        assert deviance(*np.add(at, step)) > lowest
    assert likely.low < likely.alpha < likely.high


def test_alpha_is_found_again():
    found = measure(trials(0.4, count=15))
    assert found.alpha == pytest.approx(0.4, abs=0.12)
    assert found.low < 0.4 < found.high
    assert found.low < found.likelihood_alpha < found.high
    assert found.clock_sd_ms == pytest.approx(10, abs=1.5)
    assert found.motor_sd_ms == pytest.approx(5, abs=2)
    assert len(found.by_trial) == 15
    assert found.alpha == pytest.approx(np.mean(found.by_trial))
    assert found.standard_error == pytest.approx(np.std(found.by_trial, ddof=1) / 15**0.5)
    assert found.caveat is None


def test_trials_that_are_early_in_different_ways_are_told():
    early_s = np.linspace(-0.04, 0.04, 15)
    found = measure(
        [row + early for row, early in zip(trials(0.6, count=15), early_s, strict=True)]
    )
    assert found.alpha < 0.3
    assert found.likelihood_alpha == pytest.approx(0.6, abs=0.2)
    assert found.caveat is not None
    assert "the likelihood's value and interval stand" in found.caveat


def test_a_whole_trial_goes_from_taps_to_alpha():
    rng = np.random.default_rng(9)
    tapper = Tapper(alpha=0.5, asynchrony_ms=(-30.0,) * 5, double_rate=0.02)
    taps = [tap(tapper, ioi_s=0.6, paced=42, alone=0, rng=rng) for _ in range(15)]
    found = measure([pair(each.onset_s, each.stimulus_s).asynchrony_s for each in taps])
    assert found.beats == 15 * 40
    assert found.low < 0.5 < found.high


def test_a_missed_beat_leaves_the_longest_stretch():
    row = np.array([np.nan, 1, 2, np.nan, 3, 4, 5, np.nan, 6, 7, 8])
    assert longest_stretch(row).tolist() == [3, 4, 5]
    assert longest_stretch(np.full(3, np.nan)).tolist() == []
    gappy = trials(count=6, taps=50)
    for row in gappy:
        row[[0, 1, 30]] = np.nan
    assert measure(gappy).beats == 6 * 28


seeds = st.integers(0, 10_000)


@settings(max_examples=3, deadline=None)
@given(seeds, st.floats(0.5, 2.0), st.floats(-0.1, 0.1))
def test_scale_and_offset_leave_alpha_alone(seed, scale, offset_s):
    rows = trials(count=5, seed=seed)
    one, other = measure(rows), measure([row * scale + offset_s for row in rows])
    assert other.alpha == pytest.approx(one.alpha, abs=1e-9)
    assert other.likelihood_alpha == pytest.approx(one.likelihood_alpha, abs=1e-3)
    assert other.clock_sd_ms == pytest.approx(one.clock_sd_ms * scale)


@settings(max_examples=3, deadline=None)
@given(seeds, st.permutations(range(5)))
def test_the_order_of_trials_changes_nothing(seed, order):
    rows = trials(count=5, seed=seed)
    one, other = measure(rows), measure([rows[index] for index in order])
    assert other.alpha == pytest.approx(one.alpha)
    assert other.high == pytest.approx(one.high, abs=1e-3)


def test_the_likelihood_keeps_the_motor_below_the_clock():
    tapper = Tapper(alpha=0.5, clock_sd_ms=3, motor_sd_ms=15)
    off_s = asynchronies_s(tapper, trials=15, taps=30, rng=np.random.default_rng(8))
    found = fit(list(off_s))
    assert found.motor_variance == pytest.approx(found.clock_variance, rel=1e-4)


def test_a_machine_early_and_late_by_turns_is_not_estimable():
    found = measure([0.02 * (-1.0) ** np.arange(30)] * 5)
    assert found.alpha is None
    assert found.clock_sd_ms is None
    assert found.reason.startswith("not estimable: each asynchrony of a trial follows exactly")


def test_identity_perfect_tapping_is_not_estimable():
    found = measure([np.zeros(30)] * 5)
    assert found.alpha is None
    assert found.reason.startswith("not estimable: the asynchronies of a trial do not vary at all")


def test_too_few_or_too_short_trials_are_refused_in_words():
    found = measure([*trials(count=3), trials(count=1)[0][:12]])
    assert found.reason == "not estimable: at least 4 trials are needed, 3 can be used"
    assert found.refused == (
        None,
        None,
        None,
        "12 beats in a row were answered, at least 20 are needed",
    )
    assert (found.trials, found.beats) == (3, 90)


def test_an_infinite_asynchrony_is_refused():
    with pytest.raises(ValueError, match="must be finite, or NaN"):
        measure([np.array([0.0, np.inf])])

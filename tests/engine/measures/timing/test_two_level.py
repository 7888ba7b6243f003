import math
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.measures.timing.two_level import (
    CHI_SQUARE_99,
    autocovariances,
    measure,
    moment_variances,
    pooled_moments,
    refusals,
    remove_line,
)
from engine.measures.timing.variance_components import CHI_SQUARE_95, mean_squares
from engine.pianist.tapping import Tapper, continuation_iois_s


def trials(tapper=None, *, count=8, iois=40, ioi_s=0.5, seed=1):
    rows = continuation_iois_s(
        tapper or Tapper(), ioi_s=ioi_s, trials=count, iois=iois, rng=np.random.default_rng(seed)
    )
    return [np.concatenate([[0.0], np.cumsum(row)]) for row in rows]


def test_identity_a_metronome_is_not_estimable():
    found = measure([0.5 * np.arange(40)] * 4)
    for part in (found.clock, found.motor):
        assert part.sd_ms is None
        assert part.reason == "not estimable: the intervals do not vary at all, as no hand taps"
    assert found.mean_ioi_ms == pytest.approx(500)


def test_one_run_played_again_to_the_microsecond_is_not_estimable():
    run = trials(count=1, iois=30)[0]
    found = measure([run] * 5, repeated=True)
    for part in (found.clock, found.motor):
        assert part.sd_ms is None
        assert part.reason == "not estimable: the intervals do not vary at all, as no hand taps"


def test_what_recurs_at_each_place_costs_a_run_of_freedom():
    rows = np.array([np.diff(onset_s) for onset_s in trials(count=4, iois=20)])
    inner = rows - rows.mean(axis=0)
    squares, other = mean_squares(rows, repeated=True), mean_squares(inner)
    assert (squares.weight == 3).all()
    assert squares.square == pytest.approx(other.square * 4 / 3)
    plain = [autocovariances(row[None]) for row in inner]
    lag0, lag1 = (float(np.mean([pair[lag] for pair in plain])) * 4 / 3 for lag in (0, 1))
    assert pooled_moments(rows, repeated=True) == pytest.approx((lag0 + 2 * lag1, -lag1))


def test_golden_autocovariances_by_hand():
    #  IOIs 1 3 2 6: mean 3, off it -2 0 -1 3; squares 14, products 0 0 -3
    lag0, lag1 = autocovariances(np.array([[1.0, 3, 2, 6]]), detrend=False)
    assert lag0[0] == pytest.approx(14 / 3)
    assert lag1[0] == pytest.approx(-3 / 3)
    #  the line has slope 7 / 5: left over .1 .7 -1.7 .9, squares 4.2, products .07 -1.19 -1.53
    lag0, lag1 = autocovariances(np.array([[1.0, 3, 2, 6]]))
    assert lag0[0] == pytest.approx(4.2 / 2)
    assert lag1[0] == pytest.approx(-2.65 / 3)
    clock, motor = moment_variances(lag0, lag1)
    assert (clock[0], motor[0]) == pytest.approx((2.1 - 5.3 / 3, 2.65 / 3))


@pytest.mark.parametrize(
    ("iois", "motor_ms2", "clock_ms2"),
    [(14, 38.26, 80.63), (30, 31.44, 90.45), (100, 26.98, 97.04)],
)
def test_moments_have_the_expectation_that_algebra_gives(iois, motor_ms2, clock_ms2):
    #  E[x' A x] = trace(A covariance), worked out apart from this code; SCIENCE 3.2, line removed
    rows = np.eye(iois)
    covariance = 100 * rows + 25 * (2 * rows - np.eye(iois, k=1) - np.eye(iois, k=-1))
    left = remove_line(rows) @ covariance @ remove_line(rows)
    assert -np.trace(left, 1) / (iois - 1) == pytest.approx(motor_ms2, abs=0.005)
    ioi_ms = 1e3 * continuation_iois_s(
        Tapper(), ioi_s=0.5, trials=4000, iois=iois, rng=np.random.default_rng(iois)
    )
    clock, motor = moment_variances(*autocovariances(ioi_ms))
    assert motor.mean() == pytest.approx(motor_ms2, abs=4 * motor.std() / 63)
    assert clock.mean() == pytest.approx(clock_ms2, abs=4 * clock.std() / 63)


def test_a_drift_breaks_the_moments_unless_its_line_is_removed():
    ioi_ms = 1e3 * continuation_iois_s(
        Tapper(drift_ms_per_tap=0.3),
        ioi_s=0.5,
        trials=1000,
        iois=100,
        rng=np.random.default_rng(3),
    )
    _, broken = moment_variances(*autocovariances(ioi_ms, detrend=False))
    _, mended = moment_variances(*autocovariances(ioi_ms))
    assert broken.mean() < -40
    assert mended.mean() == pytest.approx(27, abs=2)


def test_clock_and_motor_are_found_again():
    found = measure(trials(Tapper(clock_sd_ms=12, motor_sd_ms=7), count=30, iois=60))
    assert found.clock.sd_ms == pytest.approx(12, abs=1)
    assert found.motor.sd_ms == pytest.approx(7, abs=0.7)
    assert found.clock.low_ms < 12 < found.clock.high_ms
    assert found.motor.low_ms < 7 < found.motor.high_ms
    #  the SE of a lag's covariance is about 242 ms² / sqrt(1800) = 5.7; clock = lag 0 + 2 lag 1
    assert found.moment_motor_ms2 == pytest.approx(49, abs=3 * 5.7)
    assert found.moment_clock_ms2 == pytest.approx(144, abs=6 * 5.7)
    assert (found.trials, found.iois) == (30, 1800)
    assert found.refused == (None,) * 30


def test_trials_of_different_lengths_are_pooled():
    both = trials(count=20, iois=40) + trials(count=20, iois=25, seed=2)
    found = measure(both)
    assert found.iois == 20 * 65
    assert found.clock.low_ms < 10 < found.clock.high_ms
    assert found.motor.low_ms < 5 < found.motor.high_ms


def test_the_likelihood_is_that_of_the_whole_covariance_matrix():
    #  the deviance of the diagonal form against that of the full one, line projected out
    rows = [np.diff(onset_s) * 1e3 for onset_s in trials(count=3, iois=20)]
    squares = mean_squares(rows)
    line = np.stack([np.ones(20), np.arange(20.0)], axis=1)
    free = np.linalg.svd(line)[0][:, 2:]
    wanted = []
    for clock, motor in ((100.0, 25.0), (50.0, 80.0)):
        covariance = (clock + 2 * motor) * np.eye(20)
        covariance -= motor * (np.eye(20, k=1) + np.eye(20, k=-1))
        inside = free.T @ covariance @ free
        seen = np.array(rows) @ free
        quadratic = np.einsum("ij,jk,ik->", seen, np.linalg.inv(inside), seen)
        wanted.append(3 * np.linalg.slogdet(inside)[1] + quadratic)
    found = [squares.deviance(100.0, 25.0), squares.deviance(50.0, 80.0)]
    assert found == pytest.approx(wanted)


def test_the_levels_are_those_of_chi_square():
    assert pytest.approx(NormalDist().inv_cdf(0.975) ** 2) == CHI_SQUARE_95
    assert pytest.approx(-2 * math.log(0.01)) == CHI_SQUARE_99


def test_an_interval_ends_where_the_likelihood_has_fallen_by_its_level():
    onsets = trials(count=6, iois=30, seed=5)
    found = measure(onsets)
    squares = mean_squares([np.diff(onset_s) * 1e3 for onset_s in onsets])
    lowest = squares.deviance(found.clock.sd_ms**2, found.motor.sd_ms**2)
    for end_ms in (found.clock.low_ms, found.clock.high_ms):
        motors = np.linspace(0, 200, 20_001)
        risen = min(squares.deviance(end_ms**2, float(motor)) for motor in motors) - lowest
        assert risen == pytest.approx(3.841, abs=0.001)


@pytest.mark.parametrize(
    ("ratio", "counts"), [(0.66, False), (0.68, True), (1.49, True), (1.51, False)]
)
def test_an_interval_far_from_the_median_says_that_a_tap_was_missed_or_doubled(ratio, counts):
    row = np.full(30, 0.4)
    row[7] *= ratio
    (reason,) = refusals([row])
    assert (reason is None) is counts


@pytest.mark.parametrize(("pace", "counts"), [(1.09, True), (1.11, False), (0.89, False)])
def test_a_trial_over_10_percent_off_the_others_is_refused(pace, counts):
    others = [np.full(30, 0.4)] * 4
    assert (refusals([*others, pace * others[0]])[-1] is None) is counts


def test_without_motor_noise_the_motor_is_not_estimable_but_bounded_from_above():
    found = measure(trials(Tapper(motor_sd_ms=0.0), seed=6))
    assert found.moment_motor_ms2 < 0
    assert found.motor.sd_ms is None
    assert found.motor.low_ms == 0
    assert 0 < found.motor.high_ms < 5
    assert found.motor.reason.startswith("not estimable: no variation of the hand was found;")
    assert found.motor.reason.endswith(f"it is at most {found.motor.high_ms:.1f} ms")
    assert found.clock.sd_ms == pytest.approx(10, abs=1.5)


def test_without_clock_noise_the_clock_is_not_estimable_but_bounded_from_above():
    found = measure(trials(Tapper(clock_sd_ms=0.0), seed=2))
    assert found.clock.sd_ms is None
    assert found.clock.reason.startswith("not estimable: no variation of the clock was found;")
    assert found.motor.sd_ms == pytest.approx(5, abs=0.7)


def test_the_rounding_of_time_stamps_is_taken_off_the_motor():
    onsets = trials(Tapper(motor_sd_ms=6), count=60, iois=60)
    stamped = [np.round(onset_s / 0.01) * 0.01 for onset_s in onsets]
    raw, corrected = measure(stamped), measure(stamped, stamp_step_s=0.01)
    assert raw.motor.sd_ms**2 - corrected.motor.sd_ms**2 == pytest.approx(100 / 12, rel=1e-3)
    assert raw.clock.sd_ms == pytest.approx(corrected.clock.sd_ms, rel=1e-3)
    assert raw.moment_motor_ms2 - corrected.moment_motor_ms2 == pytest.approx(100 / 12)
    assert corrected.motor.sd_ms == pytest.approx(6, abs=0.5)


def test_a_hand_no_less_steady_than_the_stamps_is_not_estimable():
    onsets = trials(Tapper(motor_sd_ms=1.0), count=8)
    found = measure(onsets, stamp_step_s=0.02)
    assert found.motor.sd_ms is None
    assert "beyond the time stamps'" in found.motor.reason


def test_what_recurs_in_runs_of_one_pattern_is_taken_out():
    template_s = 0.008 * np.random.default_rng(3).standard_normal(41)
    runs = [onset_s + template_s for onset_s in trials(count=30)]
    plain, without = measure(runs), measure(runs, repeated=True)
    assert plain.motor.sd_ms > 8
    assert without.motor.sd_ms == pytest.approx(5, abs=0.7)
    assert without.clock.sd_ms == pytest.approx(10, abs=1)
    assert without.moment_motor_ms2 == pytest.approx(25, abs=7)


def test_intervals_that_swing_to_and_fro_are_said_to_be_ill_described():
    #  a swell every six taps, which is neither a clock's nor a hand's
    swell_s = 0.012 * np.cumsum(np.sin(2 * np.pi * np.arange(41) / 6))
    plain = trials(count=8)
    assert measure(plain).caveat is None
    assert "describe them badly" in measure([onset_s + swell_s for onset_s in plain]).caveat


rows = st.integers(0, 10_000)


@settings(max_examples=6, deadline=None)
@given(rows, st.integers(-1000, 1000))
def test_a_shift_in_time_changes_nothing(seed, shift_s):
    onsets = trials(seed=seed, count=4, iois=30)
    one, other = measure(onsets), measure([onset_s + shift_s for onset_s in onsets])
    assert other.moment_motor_ms2 == pytest.approx(one.moment_motor_ms2, abs=1e-5)
    assert other.motor.high_ms == pytest.approx(one.motor.high_ms, abs=1e-3)
    assert other.clock.high_ms == pytest.approx(one.clock.high_ms, abs=1e-3)


@settings(max_examples=6, deadline=None)
@given(rows, st.floats(0.5, 2.0))
def test_variances_scale_with_the_square_of_the_tempo(seed, scale):
    onsets = trials(seed=seed, count=4, iois=30)
    one, other = measure(onsets), measure([onset_s * scale for onset_s in onsets])
    assert other.moment_clock_ms2 == pytest.approx(one.moment_clock_ms2 * scale**2)
    assert other.clock.high_ms == pytest.approx(one.clock.high_ms * scale, rel=1e-4)
    assert other.motor.high_ms == pytest.approx(one.motor.high_ms * scale, rel=1e-4)


@settings(max_examples=6, deadline=None)
@given(rows, st.permutations(range(4)))
def test_the_order_of_trials_changes_nothing(seed, order):
    onsets = trials(seed=seed, count=4, iois=30)
    one, other = measure(onsets), measure([onsets[index] for index in order])
    assert other.moment_motor_ms2 == pytest.approx(one.moment_motor_ms2)
    assert other.motor.high_ms == pytest.approx(one.motor.high_ms, rel=1e-6)


def test_three_trials_are_too_few():
    found = measure(trials(count=3))
    wanted = "not estimable: at least 4 trials are needed, 3 can be used"
    assert found.clock.reason == found.motor.reason == wanted


def test_four_short_trials_are_too_few():
    found = measure(trials(count=4, iois=20))
    assert found.motor.reason == "not estimable: at least 116 intervals are needed, there are 80"


def test_short_trials_count_where_they_are_many():
    assert measure(trials(count=16, iois=15)).clock.sd_ms is not None


def test_a_missed_tap_a_short_trial_and_another_tempo_refuse_the_trial():
    good = trials(count=5)
    missed = np.delete(good[0], 10)
    found = measure([*good, missed, good[0][:10], good[0] * 1.2])
    assert found.refused[:5] == (None,) * 5
    assert found.refused[5:] == (
        "1 of 39 intervals far too short or long: a tap was missed or doubled",
        "9 intervals, at least 12 are needed",
        "20 % slower than the other trials",
    )
    assert found.trials == 5


def test_no_trial_at_all_is_answered_in_words():
    found = measure([])
    assert found.mean_ioi_ms is None
    assert found.clock.reason == "not estimable: at least 4 trials are needed, 0 can be used"


def test_impossible_arguments_are_refused():
    with pytest.raises(ValueError, match="trial 1: onsets must be one row of finite"):
        measure([np.array([0.0, np.nan])])
    with pytest.raises(ValueError, match="trial 2: onsets must follow each other"):
        measure([np.arange(3.0), np.array([0.0, 0.0])])
    with pytest.raises(ValueError, match="stamp_step_s is -1"):
        measure([], stamp_step_s=-1)
    with pytest.raises(ValueError, match="must have equally many notes"):
        measure(trials(count=4) + trials(count=4, iois=30), repeated=True)


def test_pooling_weighs_trials_by_their_intervals():
    short, long = np.diff(trials(count=1, iois=20)[0]), np.diff(trials(count=1, iois=60)[0])
    _, pooled = pooled_moments([short, long])
    apart = [moment_variances(*autocovariances(row[None]))[1][0] for row in (short, long)]
    assert pooled == pytest.approx(0.25 * apart[0] + 0.75 * apart[1])

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import gammaincinv

from engine.measures.timing.asynchrony import (
    calibration_s,
    expected_resultant,
    measure,
    resultant,
    unstable_rate,
)
from engine.pianist.tapping import Tapper, tap

BEAT = 0.6 * np.arange(12)
LATE_MS = np.array([-31, -24, -40, -28, -35, -22, -30, -26, -38, -29], float)
RESPONSES = BEAT + np.concatenate([[0.2, 0.1], LATE_MS / 1e3])


def test_identity_perfect_tapping():
    found = measure(BEAT, BEAT)
    assert (found.n, found.missed, found.extra) == (10, 0, 0)
    assert found.median_ms == pytest.approx(0, abs=1e-9)
    assert found.sd_ms == pytest.approx(0, abs=1e-9)
    assert found.resultant == pytest.approx(1)
    assert found.unstable_rate == pytest.approx(0, abs=1e-9)


def test_golden_by_hand():
    #  sorted -40 -38 -35 -31 -30 -29 -28 -26 -24 -22: median -29.5, ranks 2 and 9 of 10;
    #  mean -30.3, squares about it 310.1
    found = measure(RESPONSES, BEAT)
    assert found.median_ms == pytest.approx(-29.5)
    assert (found.low_ms, found.high_ms) == pytest.approx((-38, -24))
    assert found.sd_ms == pytest.approx(math.sqrt(310.1 / 9))
    assert found.unstable_rate == pytest.approx(10 * math.sqrt(310.1 / 10))
    #  chi-square with 9 degrees of freedom: 2.7004 and 19.0228
    assert found.independent == pytest.approx(10)
    assert found.sd_low_ms == pytest.approx(found.sd_ms * math.sqrt(9 / 19.0228), rel=1e-4)
    assert found.sd_high_ms == pytest.approx(found.sd_ms * math.sqrt(9 / 2.7004), rel=1e-4)


def test_both_intervals_of_taps_that_follow_each_other_by_hand():
    beat = 0.6 * np.arange(22)
    late_ms = np.array(
        [-30, -24, -21, -27, -26, -34, -37, -31, -35, -28, -22, -25, -19, -26, -33, -38, -34, -36,
         -29, -27.0]
    )  # fmt: skip
    found = measure(beat + np.append([0.2, 0.1], late_ms / 1e3), beat)
    off = late_ms - late_ms.mean()
    seen = (off[1:] * off[:-1]).mean() / (off**2).mean()
    r = (20 * seen + 1) / 17
    assert 0.6 < r < 0.8
    worth, freedom = 20 * (1 - r) / (1 + r), 19 * (1 - r**2) / (1 + r**2)
    assert found.independent == pytest.approx(worth)
    sd_ms = late_ms.std(ddof=1) * math.sqrt((1 - 1 / 20) / (1 - 1 / worth))
    low, high = 2 * gammaincinv(freedom / 2, [0.025, 0.975])
    assert found.sd_low_ms == pytest.approx(sd_ms * math.sqrt(freedom / high))
    assert found.sd_high_ms == pytest.approx(sd_ms * math.sqrt(freedom / low))
    #  of 20 the 6th and 15th hold the median, 4.5 ranks from the middle; so many more by r
    ranks = math.floor(10.5 - 4.5 * math.sqrt((1 + r) / (1 - r)))
    assert ranks < 1
    assert (found.low_ms, found.high_ms) == (None, None)


@pytest.mark.parametrize(("sd_ms", "r"), [(10, 0.9945), (20, 0.978), (30, 0.952)])
def test_the_resultant_of_normal_asynchronies_is_as_in_science_3_1(sd_ms, r):
    assert expected_resultant(sd_ms / 1e3, 0.6) == pytest.approx(r, abs=0.0006)
    drawn = np.random.default_rng(3).normal(0, sd_ms / 1e3, 20_000)
    assert resultant(drawn, 0.6) == pytest.approx(r, abs=0.001)


def test_opposite_phases_have_no_resultant():
    assert resultant(np.array([0.0, 0.3]), 0.6) == pytest.approx(0, abs=1e-12)


def test_unstable_rate_is_ten_population_sds():
    hits_s = np.array([0.023, 0.039, 0.023, 0.039])
    assert unstable_rate(hits_s) == pytest.approx(80)
    assert unstable_rate(hits_s, rate=1.5) == pytest.approx(80 / 1.5)


def test_calibration_takes_the_median_of_fifty():
    hits_s = np.concatenate([np.full(30, 0.012), np.full(20, 0.4)])
    assert calibration_s(hits_s) == pytest.approx(0.012)
    assert calibration_s(hits_s[:49]) is None


def test_without_calibration_the_median_has_a_caveat_and_with_it_none():
    plain = measure(RESPONSES, BEAT)
    assert not plain.calibrated
    assert plain.caveat is not None
    assert "until that delay is calibrated" in plain.caveat
    known = measure(RESPONSES, BEAT, latency_s=0.012)
    assert known.calibrated
    assert known.caveat is None
    assert known.median_ms == pytest.approx(plain.median_ms - 12)
    assert known.sd_ms == pytest.approx(plain.sd_ms)


def test_fingers_are_told_apart():
    tapper = Tapper(clock_sd_ms=2, motor_sd_ms=1, asynchrony_ms=(0, -10, -20, -30, -40))
    order = [2, 4] * 30
    trial = tap(
        tapper, ioi_s=0.6, paced=60, alone=0, rng=np.random.default_rng(4), fingers=tuple(order)
    )
    found = measure(trial.onset_s, trial.stimulus_s, fingers=order)
    assert [(each.finger, each.n) for each in found.fingers] == [(2, 29), (4, 29)]
    second, fourth = found.fingers
    assert second.median_ms - fourth.median_ms == pytest.approx(20, abs=2)
    assert second.sd_ms < 6


def test_a_finger_with_one_answer_has_no_sd_and_one_with_none_no_median():
    fingers = [None] * 10 + [3, 5]
    found = measure(RESPONSES[:-1], BEAT, fingers=fingers)
    third, fifth = found.fingers
    assert (third.n, third.sd_ms) == (1, None)
    assert third.median_ms == pytest.approx(-38)
    assert (fifth.n, fifth.median_ms, fifth.sd_ms) == (0, None, None)


def test_missed_and_double_taps_are_counted_as_they_were_made():
    tapper = Tapper(clock_sd_ms=5, motor_sd_ms=3, alpha=0.5, miss_rate=0.1, double_rate=0.1)
    trial = tap(tapper, ioi_s=0.5, paced=200, alone=0, rng=np.random.default_rng(6))
    found = measure(trial.onset_s, trial.stimulus_s)
    assert found.missed == trial.missed[2:].sum()
    assert found.extra == trial.doubled[2:].sum()
    assert found.n == 198 - found.missed


def test_responses_that_follow_each_other_widen_the_interval():
    rng = np.random.default_rng(8)
    stimulus_s = 0.5 * np.arange(82)
    slow, quick = (
        tap(Tapper(alpha=alpha), ioi_s=0.5, paced=82, alone=0, rng=rng) for alpha in (0.3, 1.0)
    )
    worth = [measure(each.onset_s, stimulus_s).independent for each in (slow, quick)]
    assert worth[0] < 40
    assert 60 < worth[1] <= 80


steady = st.lists(st.integers(-90, 90), min_size=12, max_size=12)


@given(steady, st.integers(-1000, 1000))
def test_a_shift_in_time_changes_nothing(late_ms, shift_s):
    response_s = BEAT + np.array(late_ms) / 1e3
    one, other = measure(response_s, BEAT), measure(response_s + shift_s, BEAT + shift_s)
    assert other.median_ms == pytest.approx(one.median_ms, abs=1e-6)
    assert other.sd_ms == pytest.approx(one.sd_ms, abs=1e-6)
    assert other.resultant == pytest.approx(one.resultant, abs=1e-6)


@given(steady, st.floats(0.5, 2.0))
def test_a_scale_of_tempo_scales_the_times_and_leaves_the_phases(late_ms, scale):
    response_s = BEAT + np.array(late_ms) / 1e3
    one, other = measure(response_s, BEAT), measure(response_s * scale, BEAT * scale)
    assert other.median_ms == pytest.approx(one.median_ms * scale, abs=1e-6)
    assert other.sd_ms == pytest.approx(one.sd_ms * scale, abs=1e-6)
    assert other.resultant == pytest.approx(one.resultant, abs=1e-9)


@given(steady, st.permutations(range(14)))
def test_the_order_of_extra_responses_changes_nothing(late_ms, order):
    response_s = np.concatenate([BEAT + np.array(late_ms) / 1e3, [2.1, 3.3]])
    one, other = measure(response_s, BEAT), measure(response_s[list(order)], BEAT)
    assert one == other


def test_under_two_answers_nothing_is_said():
    found = measure(np.array([1.2]), BEAT)
    assert found.median_ms is None
    assert found.reason == "not estimable: at least 2 answered stimuli are needed, 1 of them were"
    assert (found.n, found.missed) == (1, 9)


def test_five_answers_have_a_median_without_an_interval():
    found = measure(RESPONSES[:7], BEAT)
    assert found.n == 5
    assert found.median_ms is not None
    assert (found.low_ms, found.high_ms) == (None, None)


def test_an_uneven_beat_has_no_circular_r():
    stimulus_s = np.cumsum([0.6, 0.6, 0.6, 0.3, 0.6, 0.6])
    found = measure(stimulus_s, stimulus_s)
    assert found.resultant is None
    assert found.expected_resultant is None
    assert found.reason == "no circular R: the stimuli are not evenly spaced"


@pytest.mark.parametrize(("off", "even"), [(0.04, True), (0.06, False)])
def test_a_beat_is_even_within_5_percent(off, even):
    stimulus_s = np.cumsum(0.6 * np.append(np.ones(11), 1 + off))
    assert (measure(stimulus_s, stimulus_s).resultant is not None) is even


def test_impossible_arguments_are_refused():
    with pytest.raises(ValueError, match="3 fingers are named for 12 stimuli"):
        measure(BEAT, BEAT, fingers=(1, 2, 3))
    with pytest.raises(ValueError, match="fingers are 1 to 5"):
        measure(BEAT, BEAT, fingers=(6,) * 12)
    with pytest.raises(ValueError, match="must be finite"):
        measure(np.array([np.inf]), BEAT)
    with pytest.raises(ValueError, match="an unstable rate needs"):
        unstable_rate(np.array([]))
    with pytest.raises(ValueError, match="a rate above 0"):
        unstable_rate(LATE_MS, rate=0)

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.measures.figure import mean_of, slope_of
from engine.measures.independence.rate import rate, ratio


def struck(iki_ms, velocity=None, start_s=0.0):
    """Five quick strokes that do not count, then those with the given intervals."""
    onset_s = start_s + np.cumsum([0, 50, 50, 50, 50, 50, *iki_ms]) / 1e3
    return rate(onset_s, np.full(len(onset_s), 64) if velocity is None else np.array(velocity))


UNEVEN = [190, 210] * 5


def test_ten_intervals_by_hand():
    #  median 200 ms: 5 a second; mean 200, SD sqrt(10 * 100 / 9) = 10.541 ms
    found = struck(UNEVEN, velocity=[127] * 5 + [60, 62] * 5 + [61])
    assert found.rate_hz.value == pytest.approx(5)
    #  order statistics of ten: the 2nd is 190, the 9th 210
    assert (found.rate_hz.low, found.rate_hz.high) == pytest.approx((1000 / 210, 1000 / 190))
    assert found.cv.value == pytest.approx(0.0527046, abs=1e-7)
    #  SE of ln: sqrt(1/18 + .0527046^2/10) = .236291; t(9) = 2.2622: factor 1.70664
    assert found.cv.standard_error == pytest.approx(0.236291, abs=1e-6)
    assert found.cv.high == pytest.approx(0.0527046 * 1.70664, rel=1e-4)
    assert found.cv.low == pytest.approx(0.0527046 / 1.70664, rel=1e-4)
    assert found.rate_hz.standard_error == pytest.approx(1.2533141 * 0.0527046 / 10**0.5, rel=1e-6)
    assert found.velocity.value == pytest.approx(61)
    assert found.velocity_sd == pytest.approx(1)
    assert (found.strokes, found.n, found.short, found.reason) == (16, 10, True, None)
    assert found.lasted_s == pytest.approx(2.25)


def test_a_finger_that_tires_by_hand():
    #  200 to 290 ms in steps of 10: times at the middle of each interval by numpy's polyfit
    iki_ms = np.arange(200, 300, 10)
    found = struck(iki_ms).fatigue_ms_per_s
    middle_s = (np.cumsum([0, *iki_ms])[:-1] + iki_ms / 2) / 1e3
    assert found.value == pytest.approx(np.polyfit(middle_s, iki_ms, 1)[0])
    assert found.low < found.value < found.high


def test_a_slope_by_hand():
    #  y = 0 1 1 on x = 0 1 2: slope 1/2, residuals -1/6 2/6 -1/6, SE sqrt((1/6) / 1 / 2), t(1)
    found = slope_of(np.array([0.0, 1, 2]), np.array([0.0, 1, 1]))
    assert found.value == pytest.approx(0.5)
    assert found.standard_error == pytest.approx((1 / 12) ** 0.5)
    assert found.high - found.value == pytest.approx(12.7062 * (1 / 12) ** 0.5, rel=1e-4)
    assert slope_of(np.array([0.0, 1]), np.array([0.0, 1])).value is None


def test_a_mean_by_hand():
    #  1 2 3: SE 1 / sqrt(3), t(2) = 4.3027
    found = mean_of(np.array([1.0, 2, 3]))
    assert found.value == 2
    assert found.high == pytest.approx(2 + 4.3027 / 3**0.5, rel=1e-4)
    assert mean_of(np.array([7.0])).value == 7
    assert mean_of(np.array([7.0])).low is None
    assert mean_of(np.array([])).value is None


def test_a_metronome_is_even_and_never_tires():
    found = struck([200] * 60)
    assert found.rate_hz.value == pytest.approx(5)
    assert found.cv.value == pytest.approx(0, abs=1e-9)
    assert found.fatigue_ms_per_s.value == pytest.approx(0, abs=1e-6)
    assert not found.short


def test_the_first_five_strokes_do_not_count():
    onset_s = np.cumsum([0, 90, 300, 20, 400, 90, *UNEVEN]) / 1e3
    found = rate(onset_s, np.full(16, 64))
    assert found.rate_hz.value == pytest.approx(5)
    assert found.cv.value == pytest.approx(0.0527046, abs=1e-7)


def test_the_ring_ratio_by_hand():
    four, two = struck([220, 240] * 10), struck([190, 210] * 10)
    found = ratio(four, two)
    assert found.rate.value == pytest.approx(200 / 230)
    assert found.cv.value == pytest.approx(200 / 230)
    error = np.hypot(four.rate_hz.standard_error, two.rate_hz.standard_error)
    assert found.rate.standard_error == pytest.approx(error)
    #  Student with Welch's freedom, between 19 (one alone) and 38 (both): 2.093 to 2.024
    reach = np.log(found.rate.high / found.rate.value) / error
    assert 2.024 < reach < 2.093
    assert found.rate.high / found.rate.value == pytest.approx(found.rate.value / found.rate.low)


def test_a_finger_by_itself_is_one():
    same = struck(UNEVEN)
    assert ratio(same, same).rate.value == 1
    assert ratio(same, same).cv.value == 1


@settings(max_examples=50)
@given(
    st.lists(st.integers(120, 400), min_size=11, max_size=30),
    st.floats(-100, 100),
    st.floats(0.3, 3),
)
def test_shift_changes_nothing_and_tempo_only_the_rate(iki_ms, shift_s, tempo):
    first, later = struck(iki_ms), struck(iki_ms, start_s=shift_s)
    assert later.rate_hz.value == pytest.approx(first.rate_hz.value, rel=1e-6)
    assert later.cv.value == pytest.approx(first.cv.value, rel=1e-6, abs=1e-9)
    slower = struck([tempo * each for each in iki_ms])
    assert slower.rate_hz.value == pytest.approx(first.rate_hz.value / tempo, rel=1e-6)
    assert slower.cv.value == pytest.approx(first.cv.value, rel=1e-6, abs=1e-9)
    #  ms a second: both stretch
    assert slower.fatigue_ms_per_s.value == pytest.approx(
        first.fatigue_ms_per_s.value, rel=1e-6, abs=1e-6
    )


def test_too_few_strokes_have_no_figure():
    found = struck(UNEVEN[:9])
    assert found.reason == (
        "not estimable: 15 strokes, 16 are needed, of which the first 5 do not count"
    )
    assert found.rate_hz.value is found.cv.value is found.fatigue_ms_per_s.value is None
    assert found.velocity.value == 64
    assert ratio(found, struck(UNEVEN)).reason == found.reason
    assert ratio(struck(UNEVEN), found).rate.value is None
    nothing = rate(np.array([]), np.array([]))
    assert (nothing.velocity.value, nothing.lasted_s, nothing.n) == (None, 0.0, 0)


def test_a_machine_has_a_rate_but_no_ratio_of_spreads():
    machine = struck([200] * 20)
    found = ratio(machine, struck(UNEVEN * 2))
    assert found.rate.value == pytest.approx(1)
    assert found.cv.value is None
    assert found.reason == "not estimable: strokes of a machine, without any spread"


def test_impossible_arguments_are_refused():
    with pytest.raises(ValueError, match="of one length"):
        rate(np.array([0.0, 1]), np.array([64]))
    with pytest.raises(ValueError, match="must increase"):
        rate(np.array([0.0, 1, 1]), np.array([64, 64, 64]))

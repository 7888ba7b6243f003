"""Evenness in windows of twelve IOIs."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from engine.measures.windows import windows

ALL = np.ones(13, np.bool_)


def onsets(iois_ms, start_s=0.0):
    return start_s + np.concatenate([[0.0], np.cumsum(iois_ms)]) / 1e3


def sixteenths(count):
    return np.arange(count) / 4


def test_a_metronome_has_no_scatter():
    found = windows(onsets([125.0] * 24), sixteenths(25), np.ones(25, np.bool_))
    assert found.start.tolist() == [0, 12]
    np.testing.assert_allclose(found.sd_ioi_ms, 0, atol=1e-9)
    np.testing.assert_allclose(found.sd_ioi_detrended_ms, 0, atol=1e-9)
    np.testing.assert_allclose(found.deviation_ms, 0, atol=1e-9)
    np.testing.assert_allclose(found.mean_ioi_ms, 125)


def test_alternating_intervals_give_the_sd_worked_out_by_hand():
    #  100 110 100 110 ...  mean 105, twelve squares of 5: sqrt(12 * 25 / 11) = 5.2223
    #  their line: slope 5 * 6 / 143 = 0.20979 a note (sum of index * sign = 6, of squares 143),
    #  residual sum 300 - 30^2 / 143 = 293.706; sqrt(293.706 / 10) = 5.4195
    found = windows(onsets([100.0, 110.0] * 6), sixteenths(13), ALL)
    assert found.sd_ioi_ms[0] == pytest.approx(5.2223, abs=1e-4)
    assert found.sd_ioi_detrended_ms[0] == pytest.approx(5.4195, abs=1e-4)
    assert found.mean_ioi_ms[0] == pytest.approx(105)
    assert found.step_beat[0] == pytest.approx(0.25)


def test_a_steady_slowing_is_not_unevenness():
    #  IOIs of 100, 103, 106 ... lie on a line, their onsets on a parabola
    found = windows(onsets(100 + 3 * np.arange(12.0)), sixteenths(13), ALL)
    assert found.sd_ioi_ms[0] == pytest.approx(3 * np.std(np.arange(12), ddof=1))
    assert found.sd_ioi_detrended_ms[0] == pytest.approx(0, abs=1e-9)
    np.testing.assert_allclose(found.deviation_ms, 0, atol=1e-9)


def test_deviations_are_from_the_parabola_of_polyfit():
    at_s = onsets(np.random.default_rng(4).normal(125, 10, 12), start_s=3600.0)
    found = windows(at_s, sixteenths(13), ALL)
    rank = np.arange(13)
    own = (at_s - at_s[0]) * 1e3
    expected = own - np.polyval(np.polyfit(rank, own, 2), rank)
    np.testing.assert_allclose(found.deviation_ms[0], expected, atol=1e-6)
    # three numbers are fitted, so the leverages of thirteen onsets add up to three
    assert found.hat.sum() == pytest.approx(3)


def test_windows_lie_inside_stretches_of_one_step_all_hit():
    #  sixteenths 0..13, an event not hit, sixteenths, then eighths
    beat = np.concatenate([np.arange(30) / 4, 7.5 + np.arange(15) / 2])
    usable = np.ones(45, np.bool_)
    usable[14] = False
    found = windows(beat / 2, beat, usable)
    assert found.start.tolist() == [0, 15, 30]
    np.testing.assert_allclose(found.step_beat, [0.25, 0.25, 0.5])


def test_windows_do_not_overlap_and_the_rest_belongs_to_none():
    found = windows(onsets([125.0] * 40), sixteenths(41), np.ones(41, np.bool_))
    assert found.start.tolist() == [0, 12, 24]


def test_no_stretch_is_long_enough():
    found = windows(onsets([125.0] * 11), sixteenths(12), np.ones(12, np.bool_))
    assert found.start.shape == (0,)
    assert found.deviation_ms.shape == (0, 13)
    assert found.sd_ioi_ms.shape == (0,)
    assert windows(np.zeros(0), np.zeros(0), np.zeros(0, np.bool_)).start.shape == (0,)


def test_triplets_written_in_decimals_are_of_one_step():
    beat = np.round(np.arange(13) / 3, 3)
    assert windows(beat, beat, ALL).start.tolist() == [0]


@given(
    iois_ms=arrays(np.float64, 12, elements=st.floats(50, 500)),
    shift_s=st.floats(-1e4, 1e4),
    slower=st.floats(0.25, 4),
)
def test_shift_changes_nothing_and_tempo_scales_all(iois_ms, shift_s, slower):
    one = windows(onsets(iois_ms), sixteenths(13), ALL)
    other = windows(onsets(iois_ms) * slower + shift_s, sixteenths(13), ALL)
    for name in ("sd_ioi_ms", "sd_ioi_detrended_ms", "mean_ioi_ms", "deviation_ms"):
        np.testing.assert_allclose(
            getattr(other, name), getattr(one, name) * slower, rtol=1e-6, atol=1e-5
        )


def test_arrays_that_do_not_belong_together_are_refused():
    with pytest.raises(ValueError, match="13 onsets, 12 beats, 13 flags: must be as many"):
        windows(np.arange(13.0), sixteenths(12), ALL)
    with pytest.raises(ValueError, match="onset_beat must rise from event to event"):
        windows(np.arange(13.0), np.zeros(13), ALL)
    with pytest.raises(ValueError, match="a usable event has no onset"):
        windows(np.full(13, np.nan), sixteenths(13), ALL)

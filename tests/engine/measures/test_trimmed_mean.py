import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.measures.trimmed_mean import log_trimmed_mean, trimmed_mean, trimmed_rows

VALUES = st.lists(st.floats(-3, 5), min_size=2, max_size=40)


def test_ten_values_lose_one_at_each_end():
    found = trimmed_mean([2.0, 2.1, 2.2, 2.3, 2.4, 2.5, 2.6, 2.7, 9.0, -5.0])
    assert found.value == pytest.approx(2.35)
    # Winsorised: 2.0 2.0 2.1 ... 2.6 2.7 2.7, squares 0.715 about 2.35; (1 - .2)^2 n = 6.4
    assert found.standard_error == pytest.approx(math.sqrt(0.665 / 9 / 6.4))
    assert found.n == 10


def test_nine_values_are_averaged_whole():
    values = [2.0, 2.1, 2.2, 2.3, 2.4, 2.5, 2.6, 2.7, 9.0]
    found = trimmed_mean(values)
    assert found.value == pytest.approx(np.mean(values))
    assert found.standard_error == pytest.approx(np.std(values, ddof=1) / 3)


def test_equal_values_have_no_error():
    found = trimmed_mean([2.0] * 12)
    assert (found.value, found.standard_error, found.interval()) == (2.0, 0.0, (2.0, 2.0))


def test_the_interval_is_students_with_the_values_kept():
    found = trimmed_mean(np.arange(20.0))
    low, high = found.interval()
    # 20 values, 2 trimmed at each end: 15 degrees of freedom, t = 2.1314
    assert high - low == pytest.approx(2 * 2.1314 * found.standard_error, rel=1e-3)
    assert (low + high) / 2 == pytest.approx(9.5)


def test_one_value_bears_no_error_and_none_bears_nothing():
    alone = trimmed_mean([2.0])
    assert (alone.value, alone.standard_error, alone.interval()) == (2.0, None, None)
    assert trimmed_mean([]) is None
    assert trimmed_mean([math.nan]) is None


def test_the_logarithm_knows_nothing_finer_than_a_hundredth_of_a_ms():
    assert log_trimmed_mean([0.0, 0.01]).value == pytest.approx(math.log(0.01))
    assert math.exp(log_trimmed_mean([4.0, 9.0]).value) == pytest.approx(6.0)
    with pytest.raises(ValueError, match="0 or more, not -1"):
        log_trimmed_mean([2.0, -1.0])


def test_an_infinite_value_is_refused():
    with pytest.raises(ValueError, match="infinite"):
        trimmed_mean([1.0, -math.inf])


def test_many_rows_are_each_row_by_itself():
    rng = np.random.default_rng(1)
    table = rng.normal(size=(30, 24))
    table[np.arange(24) >= rng.integers(1, 25, 30)[:, None]] = np.nan
    table.sort(axis=1)
    found = trimmed_rows(table)
    for row, mean, variance in zip(table, found.mean, found.variance, strict=True):
        alone = trimmed_mean(row)
        assert alone.value == mean
        if alone.n > 1:
            assert alone.standard_error == math.sqrt(variance)


def test_rows_without_a_column_have_no_mean():
    found = trimmed_rows(np.zeros((2, 0)))
    assert np.isnan(found.mean).all()
    assert found.n.tolist() == [0, 0]


@given(VALUES, st.randoms(use_true_random=False))
def test_the_order_of_values_changes_nothing(values, random):
    shuffled = list(values)
    random.shuffle(shuffled)
    assert trimmed_mean(values) == trimmed_mean(shuffled)


@given(VALUES, st.floats(-3, 3), st.floats(0.1, 10))
def test_a_shift_and_a_scale_pass_through(values, shift, scale):
    one = trimmed_mean(values)
    other = trimmed_mean(scale * np.asarray(values) + shift)
    assert other.value == pytest.approx(scale * one.value + shift, abs=1e-9)
    assert other.standard_error == pytest.approx(scale * one.standard_error, abs=1e-6)


@given(st.lists(st.floats(0.5, 50), min_size=2, max_size=30), st.floats(0.1, 10))
def test_another_unit_leaves_the_relative_error(values_ms, scale):
    one, other = log_trimmed_mean(values_ms), log_trimmed_mean(scale * np.asarray(values_ms))
    assert other.value - one.value == pytest.approx(math.log(scale), abs=1e-9)
    assert other.standard_error == pytest.approx(one.standard_error, abs=1e-6)

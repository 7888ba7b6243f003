from datetime import date
from math import log

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.progress.days import columns, days_of, grouped, measured_runs

TUESDAY = date(2026, 1, 6)


def one_group(y):
    return grouped(np.zeros(len(y), np.int64), np.asarray(y, float))


def clock_and_motor(runs, *, seed):
    """sdIOI of ``runs`` runs of 14 IOIs, Wing-Kristofferson with variances 100 and 25 ms^2."""
    rng = np.random.default_rng(seed)
    motor = rng.normal(0, 5, (runs, 15))
    return (rng.normal(0, 10, (runs, 14)) + np.diff(motor, axis=1)).std(axis=1, ddof=1)


def test_a_day_is_the_trimmed_mean_of_ten_runs(one_day):
    y = [2.0, 2.1, 2.2, 2.3, 2.4, 2.5, 2.6, 2.7, 9.0, -5.0]
    (day,) = days_of(columns(one_day(TUESDAY, y)))
    assert day.y == pytest.approx(np.mean([2.0, 2.1, 2.2, 2.3, 2.4, 2.5, 2.6, 2.7]))
    assert (day.valid, day.invalid) == (10, 0)
    assert day.log_ioi == pytest.approx(log(250))
    assert day.floor_ms == pytest.approx(0.4)


def test_eight_runs_count_whole_and_seven_do_not_measure_the_day(one_day):
    eight = [2.0, 2.1, 2.2, 2.3, 2.4, 2.5, 2.6, 4.0]
    (day,) = days_of(columns(one_day(TUESDAY, [*eight, None])))
    assert day.y == pytest.approx(np.mean(eight))
    assert day.invalid == 1
    (short,) = days_of(columns(one_day(TUESDAY, [*eight[:7], None, None])))
    assert short.y is None
    assert (short.valid, short.invalid) == (7, 2)


def test_a_day_of_invalid_runs_alone_is_counted_and_not_measured(one_day):
    (day,) = days_of(columns(one_day(TUESDAY, [None] * 9)))
    assert (day.y, day.valid, day.invalid) == (None, 0, 9)


def test_a_metronomic_run_has_a_logarithm(one_day):
    runs = columns(one_day(TUESDAY, [-np.inf] * 8))
    assert days_of(runs)[0].y == pytest.approx(log(0.01))


def test_cells_and_days_stay_apart(one_day, cell):
    up, down = cell("up"), cell("down")
    runs = [*one_day(TUESDAY, [2.0] * 8, cell=up), *one_day(TUESDAY, [3.0] * 8, cell=down)]
    played = columns(runs)
    by_cell = {played.cells[day.cell]: day.y for day in days_of(played)}
    assert by_cell == {up: pytest.approx(2.0), down: pytest.approx(3.0)}


def test_equal_cells_are_one_cell_whether_or_not_they_are_one_object(one_day, cell):
    runs = [*one_day(TUESDAY, [2.0] * 4, cell=cell()), *one_day(TUESDAY, [2.0] * 4, cell=cell())]
    assert len(columns(runs).cells) == 1
    assert days_of(columns(runs))[0].valid == 8


def test_only_runs_of_measured_days_are_left_for_the_median(one_day):
    runs = [*one_day(TUESDAY, [2.0] * 8), *one_day(date(2026, 1, 7), [9.0] * 7)]
    assert measured_runs(columns(runs)).y == pytest.approx([2.0] * 8)


def test_the_variance_of_a_trimmed_mean_is_what_resampling_finds():
    rng = np.random.default_rng(4)
    sets = rng.standard_t(4, (20_000, 10)) * 0.2
    found = grouped(np.repeat(np.arange(20_000), 10), sets.ravel())
    assert np.sqrt(found.variance.mean()) == pytest.approx(found.mean.std(), rel=0.05)


@pytest.mark.parametrize(("k", "percent", "tolerance"), [(10, 7.8, 0.3), (30, 4.7, 0.2)])
def test_the_median_of_k_runs_errs_as_science_6_1_says(k, percent, tolerance):
    sd = clock_and_motor(6000 * k, seed=5)
    medians = np.exp(grouped(np.repeat(np.arange(6000), k), np.log(sd)).median)
    assert 100 * medians.std() / medians.mean() == pytest.approx(percent, abs=tolerance)


def test_the_trimmed_mean_errs_less_than_the_median():
    found = grouped(np.repeat(np.arange(4000), 10), np.log(clock_and_motor(40_000, seed=6)))
    assert found.mean.std() < 0.92 * found.median.std()


@given(st.lists(st.floats(-3, 5), min_size=1, max_size=30), st.randoms(use_true_random=False))
def test_the_order_of_runs_changes_nothing(y, random):
    shuffled = list(y)
    random.shuffle(shuffled)
    a, b = one_group(y), one_group(shuffled)
    assert (a.mean, a.median) == (b.mean, b.median)


@given(st.lists(st.floats(-3, 5), min_size=2, max_size=30), st.floats(0.1, 10))
def test_a_scale_of_all_runs_shifts_the_day_and_leaves_its_error(y, scale):
    a, b = one_group(y), one_group(np.asarray(y) + log(scale))
    assert b.mean - a.mean == pytest.approx(log(scale), abs=1e-9)
    assert b.median - a.median == pytest.approx(log(scale), abs=1e-9)
    assert b.variance == pytest.approx(a.variance, abs=1e-9)


def test_nan_is_no_value():
    found = one_group([1.0, np.nan, 3.0])
    assert (found.valid[0], found.count[0]) == (2, 3)
    assert found.mean[0] == pytest.approx(2.0)
    assert found.median[0] == pytest.approx(2.0)

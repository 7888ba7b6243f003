import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.measures.trimmed_mean import trimmed_mean
from engine.progress.resampling import day_then_run_interval, resampled_weeks

THREE_DAYS = [np.linspace(2.0, 2.4, 10), np.linspace(2.2, 2.5, 8), np.linspace(1.9, 2.3, 12)]


def a_week(rng, days, *, day_sd=0.1, run_sd=0.2):
    return list(rng.normal(0, day_sd, (days, 1)) + rng.normal(0, run_sd, (days, 10)))


def test_days_without_spread_leave_nothing_to_chance():
    days = [np.full(10, 2.0)] * 3
    assert day_then_run_interval(days, np.random.default_rng(1)) == (2.0, 2.0)


def test_one_day_is_resampled_by_its_runs_alone():
    #  the middle of the samples is the day's own trimmed mean, their spread its standard error
    day = np.random.default_rng(2).normal(2.0, 0.2, 30)
    weeks = resampled_weeks([day], np.random.default_rng(3), draws=4000)
    own = trimmed_mean(day)
    assert weeks.mean() == pytest.approx(own.value, abs=0.01)
    assert weeks.std() == pytest.approx(own.standard_error, rel=0.15)


def test_every_sample_lies_between_the_lowest_and_the_highest_run():
    weeks = resampled_weeks(THREE_DAYS, np.random.default_rng(4), draws=500)
    assert weeks.shape == (500,)
    assert weeks.min() >= 1.9
    assert weeks.max() <= 2.5


def test_days_of_unequal_length_are_drawn_as_often():
    #  two days of one value each: the samples are 0, 1/2 or 1 in the shares 1:2:1
    weeks = resampled_weeks([np.zeros(3), np.ones(30)], np.random.default_rng(5), draws=8000)
    shares = [(weeks == value).mean() for value in (0.0, 0.5, 1.0)]
    assert shares == pytest.approx([0.25, 0.5, 0.25], abs=0.02)


def test_with_twenty_days_it_covers_nearly_as_often_as_it_says():
    rng = np.random.default_rng(6)
    covered = []
    for _ in range(300):
        low, high = day_then_run_interval(a_week(rng, 20), rng, draws=300)
        covered.append(low < 0 < high)
    assert np.mean(covered) == pytest.approx(0.94, abs=0.04)


@given(st.floats(-2, 2), st.integers(0, 50))
def test_a_shift_of_all_runs_shifts_the_interval(shift, seed):
    low, high = day_then_run_interval(THREE_DAYS, np.random.default_rng(seed), draws=50)
    moved = day_then_run_interval(
        [day + shift for day in THREE_DAYS], np.random.default_rng(seed), draws=50
    )
    assert moved == pytest.approx((low + shift, high + shift), abs=1e-9)


@pytest.mark.parametrize("days", [[], [np.array([2.0]), np.array([])]])
def test_a_week_without_runs_is_refused(days):
    with pytest.raises(ValueError, match="needs days, and each of them runs"):
        resampled_weeks(days, np.random.default_rng(1), draws=10)

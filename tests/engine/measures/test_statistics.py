import math

import numpy as np
import pytest

from engine.measures.statistics import (
    median_interval,
    median_ranks,
    sd_interval,
    student_t_quantile,
)


@pytest.mark.parametrize(
    ("n", "ranks", "coverage"),
    [(10, (2, 9), 0.979), (12, (3, 10), 0.961), (15, (4, 12), 0.965), (20, (6, 15), 0.959)],
)
def test_order_statistics_are_those_of_science_6_2(n, ranks, coverage):
    assert median_ranks(n) == ranks
    low, high = ranks
    exact = sum(math.comb(n, k) for k in range(low, high)) * 0.5**n
    assert exact == pytest.approx(coverage, abs=0.0005)


def test_five_values_cannot_cover_95_percent():
    assert median_ranks(5) is None
    assert median_interval([1, 2, 3, 4, 5]) is None
    assert median_interval([3, 1, 2, 6, 5, 4]) == (1, 6)


def test_thousands_of_values_have_ranks_too():
    #  about n/2 - 1.96 sqrt(n)/2; the normal approximation is within one rank of the exact one
    assert median_ranks(30_000) == (14_830, 15_171)
    assert median_ranks(1030) == pytest.approx((515.5 - 31.45, 515.5 + 31.45), abs=1)


def test_the_interval_covers_the_median_as_often_as_binomial_says():
    sets = np.random.default_rng(3).standard_normal((20_000, 10))
    ordered = np.sort(sets, axis=1)
    low, high = median_ranks(10)
    covered = ((ordered[:, low - 1] < 0) & (ordered[:, high - 1] > 0)).mean()
    assert covered == pytest.approx(0.9785, abs=0.004)


@pytest.mark.parametrize(
    ("df", "t"),
    [(1, 12.7062), (2, 4.3027), (3, 3.1824), (5, 2.5706), (7, 2.3646), (8, 2.3060), (30, 2.0423)],
)
def test_students_t_is_that_of_the_printed_tables(df, t):
    assert student_t_quantile(df) == pytest.approx(t, abs=0.001)


@pytest.mark.parametrize(
    ("df", "low", "high"),
    [(1, 0.000982, 5.02389), (5, 0.8312, 12.8325), (9, 2.7004, 19.0228), (99, 73.361, 128.422)],
)
def test_the_interval_of_an_sd_is_that_of_the_printed_chi_squares(df, low, high):
    ends = sd_interval(2.0, df)
    assert ends == pytest.approx((2 * math.sqrt(df / high), 2 * math.sqrt(df / low)), rel=3e-4)


def test_an_sd_of_nothing_has_no_interval():
    assert sd_interval(0.0, 5) == (0.0, 0.0)
    assert sd_interval(1.0, 1)[1] > 20
    with pytest.raises(ValueError, match=r"1 degree of freedom on, not 1\.0, 0"):
        sd_interval(1.0, 0)
    with pytest.raises(ValueError, match=r"not -1\.0, 3"):
        sd_interval(-1.0, 3)

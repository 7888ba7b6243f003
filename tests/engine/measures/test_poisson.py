import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.measures.poisson import gamma_quantile, incomplete_gamma, jeffreys_rate_interval


@pytest.mark.parametrize("x", [1e-6, 0.1, 1.0, 1.6, 3.0, 12.0])
def test_a_half_is_the_error_function(x):
    assert incomplete_gamma(0.5, x) == pytest.approx(math.erf(math.sqrt(x)), abs=1e-14)


@pytest.mark.parametrize(("a", "x"), [(1, 0.3), (3, 9.0), (12, 8.0), (40, 55.0), (60, 30.0)])
def test_whole_numbers_are_a_poisson_tail(a, x):
    #  P(a, x) = P(Poisson(x) >= a), DLMF 8.4.9
    below = sum(math.exp(-x + k * math.log(x) - math.lgamma(k + 1)) for k in range(a))
    assert incomplete_gamma(a, x) == pytest.approx(1 - below, rel=1e-10)


@pytest.mark.parametrize(
    ("events", "low", "high"),
    [
        #  halves of the tabled quantiles of chi squared with 2 events + 1 degrees of freedom
        (0, 0.0, 5.0239 / 2),
        (1, 0.2158 / 2, 9.3484 / 2),
        (2, 0.8312 / 2, 12.8325 / 2),
        (7, 6.2621 / 2, 27.4884 / 2),
    ],
)
def test_intervals_are_those_of_the_chi_squared_tables(events, low, high):
    found = jeffreys_rate_interval(events, 1.0)
    assert found == pytest.approx((low, high), abs=6e-5)
    assert jeffreys_rate_interval(events, 100) == pytest.approx((low / 100, high / 100), abs=1e-6)


@given(st.floats(0.0005, 0.9995), st.floats(0.5, 400))
def test_the_quantile_undoes_the_function(probability, a):
    assert incomplete_gamma(a, gamma_quantile(probability, a)) == pytest.approx(
        probability, abs=1e-10
    )


@given(st.integers(0, 500), st.integers(1, 500))
def test_an_interval_holds_its_rate_even_above_one_a_stroke(events, n):
    low, high = jeffreys_rate_interval(events, n)
    assert 0 <= low <= events / n < high


def test_impossible_arguments_are_refused():
    with pytest.raises(ValueError, match="got -1 in 10"):
        jeffreys_rate_interval(-1, 10)
    with pytest.raises(ValueError, match="exposure > 0"):
        jeffreys_rate_interval(1, 0)
    with pytest.raises(ValueError, match=r"a > 0 and x >= 0"):
        incomplete_gamma(0.5, -1)
    assert incomplete_gamma(2, 0) == 0

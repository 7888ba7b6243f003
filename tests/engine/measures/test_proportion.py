import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.measures.proportion import beta_quantile, incomplete_beta, jeffreys_interval


def test_half_half_is_the_arcsine_law():
    for x in (0.01, 0.2, 0.5, 0.9, 0.999):
        expected = 2 / math.pi * math.asin(math.sqrt(x))
        assert incomplete_beta(x, 0.5, 0.5) == pytest.approx(expected, abs=1e-13)


@pytest.mark.parametrize(("a", "b"), [(3, 9), (1, 1), (12, 2)])
def test_whole_numbers_are_a_binomial_tail(a, b):
    #  I_x(a, b) = P(Bin(a + b - 1, x) >= a), DLMF 8.17.5
    n, x = a + b - 1, 0.37
    tail = sum(math.comb(n, k) * x**k * (1 - x) ** (n - k) for k in range(a, n + 1))
    assert incomplete_beta(x, a, b) == pytest.approx(tail, rel=1e-12)


@pytest.mark.parametrize(("a", "b"), [(5.5, 15.5), (100.5, 3.5), (0.5, 40.5), (500.5, 500.5)])
def test_numeric_integration_agrees(a, b):
    x = a / (a + b) * 0.9
    #  t = u^2 takes the root out of the integrand at 0
    u = (np.arange(200_000) + 0.5) / 200_000 * math.sqrt(x)
    log_beta = math.lgamma(a) + math.lgamma(b) - math.lgamma(a + b)
    density = 2 * np.exp((2 * a - 1) * np.log(u) + (b - 1) * np.log1p(-(u**2)) - log_beta)
    assert incomplete_beta(x, a, b) == pytest.approx(density.mean() * math.sqrt(x), rel=1e-6)


def test_published_jeffreys_intervals():
    #  Brown, Cai and DasGupta 2001, appendix: Jeffreys limits, n = 10 and 20, two places
    assert jeffreys_interval(1, 10) == pytest.approx((0.011, 0.381), abs=0.0006)
    assert jeffreys_interval(5, 10) == pytest.approx((0.224, 0.776), abs=0.0006)
    #  SCIENCE 2.3: 0 of 100 still allows 2.5 %
    low, high = jeffreys_interval(0, 100)
    assert low == 0
    assert high == pytest.approx(0.025, abs=0.0005)


@given(st.integers(1, 300).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_an_interval_holds_its_proportion_and_mirrors(case):
    hits, n = case
    low, high = jeffreys_interval(hits, n)
    assert 0 <= low <= hits / n <= high <= 1
    mirrored = jeffreys_interval(n - hits, n)
    assert (1 - high, 1 - low) == pytest.approx(mirrored, abs=1e-12)


@given(st.floats(0.001, 0.999), st.floats(0.5, 80), st.floats(0.5, 80))
def test_the_quantile_undoes_the_function(probability, a, b):
    x = beta_quantile(probability, a, b)
    assert incomplete_beta(x, a, b) == pytest.approx(probability, abs=1e-9)


def test_impossible_arguments_are_refused():
    with pytest.raises(ValueError, match="3 of 2"):
        jeffreys_interval(3, 2)
    with pytest.raises(ValueError, match=r"0 <= x <= 1"):
        incomplete_beta(1.5, 1, 1)


def test_the_ends_are_0_and_1():
    assert incomplete_beta(0, 2, 3) == 0
    assert incomplete_beta(1, 2, 3) == 1

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.measures.change import (
    reliable_change,
    smallest_detectable_percent,
    standard_error_of_measurement,
)

Y = st.floats(0, 4)
SEM = st.floats(0.01, 0.5)


def test_sem_is_the_spread_of_an_unchanged_person():
    assert standard_error_of_measurement([2.0, 2.1, 2.2, 2.3]) == pytest.approx(
        math.sqrt((0.15**2 + 0.05**2 + 0.05**2 + 0.15**2) / 3)
    )
    assert standard_error_of_measurement([2.0, 2.0]) == 0.0
    assert standard_error_of_measurement([2.0]) is None


def test_smallest_detectable_change_by_hand():
    #  SEM 7.4 %: 1.96 x 1.41421 x .074 = .20512; exp of it 1.2277
    assert smallest_detectable_percent(0.074) == pytest.approx(22.77, abs=0.005)
    assert smallest_detectable_percent(0.0) == 0.0


def test_reliable_change_by_hand():
    #  from 10 to 8 ms with SEM .05: ln .8 = -.22314, / (1.41421 x .05) = -3.156
    found = reliable_change(math.log(10), math.log(8), 0.05)
    assert found.index == pytest.approx(-3.156, abs=0.001)
    assert found.real
    assert found.change_percent == pytest.approx(-20)
    # +-.13859 about -.22314
    assert found.low_percent == pytest.approx(-30.35, abs=0.01)
    assert found.high_percent == pytest.approx(-8.11, abs=0.01)


def test_the_same_value_twice_is_no_change():
    found = reliable_change(2.3, 2.3, 0.07)
    assert (found.index, found.change_percent, found.real) == (0.0, 0.0, False)


@given(Y, Y, SEM)
def test_a_change_is_real_where_it_is_beyond_the_smallest_detectable_one(before, after, sem):
    found = reliable_change(before, after, sem)
    size = 100 * math.expm1(abs(after - before))
    if abs(size - smallest_detectable_percent(sem)) > 1e-6:
        assert found.real == (size > smallest_detectable_percent(sem))


@given(Y, Y, SEM)
def test_there_and_back_is_the_same_with_the_other_sign(before, after, sem):
    there, back = reliable_change(before, after, sem), reliable_change(after, before, sem)
    assert there.index == -back.index


@given(Y, Y, SEM, st.floats(-2, 2))
def test_another_unit_is_the_same_change(before, after, sem, shift):
    one = reliable_change(before, after, sem)
    other = reliable_change(before + shift, after + shift, sem)
    assert other.index == pytest.approx(one.index, abs=1e-6)


def test_impossible_errors_are_refused():
    with pytest.raises(ValueError, match="above 0, not 0"):
        reliable_change(2.0, 2.1, 0.0)
    with pytest.raises(ValueError, match="0 or more, not -1"):
        smallest_detectable_percent(-1.0)

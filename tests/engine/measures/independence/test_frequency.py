import pytest

from engine.measures.independence.frequency import Chance, Frequency
from engine.measures.poisson import jeffreys_rate_interval
from engine.measures.proportion import jeffreys_interval


def test_none_of_a_hundred_still_allows_two_and_a_half_percent():
    low, high = Chance(hits=0, n=100).interval
    assert (low, high) == (0, pytest.approx(0.025, abs=0.0005))
    assert Frequency(events=0, n=100).interval == (0, pytest.approx(0.0251, abs=0.0001))


def test_values_and_their_own_intervals():
    assert Chance(hits=3, n=60).value == 0.05
    assert Chance(hits=3, n=60).interval == jeffreys_interval(3, 60)
    #  a finger can lose its key more than once a stroke; a proportion could not say so
    assert Frequency(events=90, n=60).value == 1.5
    assert Frequency(events=90, n=60).interval == jeffreys_rate_interval(90, 60)


@pytest.mark.parametrize(("hits", "n"), [(4, 3), (-1, 3), (0, 0)])
def test_impossible_chances_are_refused(hits, n):
    with pytest.raises(ValueError, match=f"got {hits} of {n}"):
        Chance(hits=hits, n=n)


@pytest.mark.parametrize(("events", "n"), [(-1, 3), (0, 0)])
def test_impossible_frequencies_are_refused(events, n):
    with pytest.raises(ValueError, match=f"got {events} over {n}"):
        Frequency(events=events, n=n)

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import betaincinv

from engine.measures.judgement.awareness import Asked, Mark, awareness, rank

RUN = st.lists(st.integers(-30, 30).map(float), min_size=2, max_size=7)


def marks(*indices, deviations_ms=(-20.0, 5.0, 0.0, 15.0, -3.0)):
    return [Mark(deviations_ms=deviations_ms, marked=index) for index in indices]


def test_the_latest_note_and_the_note_most_off_are_two_questions():
    #  -20 | 5 | 0 | 15 | -3 : the fourth is the latest, the first is most off
    ranks = [[rank(mark, asked=asked) for mark in marks(0, 1, 2, 3, 4)] for asked in Asked]
    assert ranks == [[0, 0.75, 0.5, 1, 0.25], [1, 0.5, 0, 0.75, 0.25]]


def test_ties_count_half():
    (mark,) = marks(1, deviations_ms=(4.0, 4.0, 4.0, 9.0, 1.0))
    assert rank(mark, asked=Asked.LATEST) == pytest.approx((1 + 2 * 0.5) / 4)


def test_always_right_is_1_and_not_held_for_certain():
    found = awareness(marks(*[3] * 12), asked=Asked.LATEST)
    assert (found.area, found.high, found.standard_error) == (1.0, 1.0, 0.0)
    assert found.low == pytest.approx(0.8147, abs=1e-3)  # Jeffreys of 12 in 12


def test_always_wrong_is_0():
    found = awareness(marks(*[0] * 12), asked=Asked.LATEST)
    assert (found.area, found.low) == (0.0, 0.0)
    assert found.high < 0.2


def test_marking_every_note_as_often_is_chance():
    found = awareness(marks(*[0, 1, 2, 3, 4] * 4), asked=Asked.LATEST)
    assert found.area == pytest.approx(0.5)
    assert found.low + found.high == pytest.approx(1.0)
    # ranks 0, 1/4 ... 1 four times each: variance .125 x 20 / 19, SE its root over 20
    assert found.standard_error == pytest.approx(math.sqrt(0.125 * 20 / 19 / 20))


def test_the_same_rank_every_time_counts_no_more_than_its_comparisons():
    #  the second latest of five, always: at most 4 comparisons a run
    found = awareness(marks(*[1] * 20), asked=Asked.LATEST)
    assert found.area == 0.75
    assert 0.6 < found.low < 0.75 < found.high < 0.86


def test_nine_runs_are_not_enough():
    found = awareness(marks(*[3] * 9), asked=Asked.LATEST)
    assert (found.area, found.n) == (None, 9)
    assert found.reason == "Not enough yet: 10 runs are needed, 9 were marked."


def test_impossible_marks_are_refused():
    with pytest.raises(ValueError, match="not 5 of 5"):
        marks(5)
    with pytest.raises(ValueError, match="not 0 of 1"):
        marks(0, deviations_ms=(1.0,))
    with pytest.raises(ValueError, match="must be finite; leave out a run with a missed note"):
        marks(0, deviations_ms=(1.0, math.nan))


def test_the_interval_by_hand():
    # the marked note is second, third or fourth latest of five: ranks .75, .5 and .25
    runs = [
        Mark(deviations_ms=(4.0, 3.0, 2.0, 1.0, 0.0), marked=k) for k in [1] * 8 + [2] * 2 + [3] * 2
    ]
    found = awareness(runs, asked=Asked.LATEST)
    ranks = np.array([0.75] * 8 + [0.5] * 2 + [0.25] * 2)
    area, variance = 7.5 / 12, ranks.var(ddof=1)
    # at most four comparisons a run; Student's t with 11 degrees of freedom is 2.2010
    effective = 12 * min(area * (1 - area) / variance, 4) * (1.959964 / 2.200985) ** 2
    right, wrong = area * effective + 0.5, (1 - area) * effective + 0.5
    assert found.area == pytest.approx(area)
    assert (found.low, found.high) == pytest.approx(
        tuple(betaincinv(right, wrong, [0.025, 0.975])), abs=1e-4
    )


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(RUN, st.integers(0, 1)), min_size=10, max_size=20))
def test_neither_the_order_of_runs_nor_a_monotone_map_changes_it(runs):
    given_ = [Mark(deviations_ms=tuple(run), marked=index) for run, index in runs]
    mapped = [
        Mark(deviations_ms=tuple(3 + math.atan(each / 10) for each in mark.deviations_ms),
             marked=mark.marked)
        for mark in given_
    ]  # fmt: skip
    one = awareness(given_, asked=Asked.LATEST)
    assert awareness(given_[::-1], asked=Asked.LATEST) == one
    assert awareness(mapped, asked=Asked.LATEST) == one
    assert one.low <= one.area <= one.high


@given(RUN, st.floats(0.1, 10))
def test_how_much_a_note_is_off_knows_no_sign_and_no_unit(run, scale):
    one = Mark(deviations_ms=tuple(run), marked=0)
    other = Mark(deviations_ms=tuple(-scale * each for each in run), marked=0)
    assert rank(one, asked=Asked.MOST_OFF) == rank(other, asked=Asked.MOST_OFF)


@given(RUN, st.permutations(range(7)))
def test_where_in_the_run_the_notes_stood_changes_nothing(run, order):
    places = [place for place in order if place < len(run)]
    one = Mark(deviations_ms=tuple(run), marked=1)
    other = Mark(deviations_ms=tuple(np.asarray(run)[places].tolist()), marked=places.index(1))
    assert rank(one, asked=Asked.LATEST) == pytest.approx(rank(other, asked=Asked.LATEST))

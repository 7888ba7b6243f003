import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.measures.independence.unintended import added, unintended


def told(instructed, instructed_s, pressed=(), pressed_s=()):
    return unintended(
        np.array(instructed, np.intp),
        np.array(instructed_s, np.float64),
        np.array(pressed, np.intp),
        np.array(pressed_s, np.float64),
    )


def test_three_leaks_by_hand():
    #  asked   4     5     4     4
    #  time    0.0   0.2   0.4   0.6
    #  came    5 at .01 (with the first), 3 at .41 and .45 (one stroke, the third), nobody's key
    found = told([4, 5, 4, 4], [0, 0.2, 0.4, 0.6], [5, 3, 3, 0], [0.01, 0.41, 0.45, 0.5])
    assert found.strokes == (0, 0, 0, 3, 1)
    assert found.touched[5 - 1][4 - 1] == 1
    assert found.touched[3 - 1][4 - 1] == 1
    assert found.notes[3 - 1][4 - 1] == 2
    assert (np.sum(found.touched), np.sum(found.notes)) == (2, 3)
    assert (found.elsewhere, found.unclaimed) == (1, 0)
    chance = found.chance(3, 4)
    assert (chance.hits, chance.n) == (1, 3)
    assert found.chance(2, 1) is None


def test_a_leak_just_before_a_stroke_is_that_strokes():
    found = told([2, 3], [0, 0.2], [4, 4], [0.19, 0.1])
    assert found.touched[4 - 1][3 - 1] == 1
    assert found.touched[4 - 1][2 - 1] == 1  # in the middle: the earlier


def test_nothing_unasked_is_nothing():
    found = told([1, 2, 3, 4, 5] * 20, np.arange(100) * 0.2)
    assert found.strokes == (20,) * 5
    assert not np.any(found.touched)
    assert found.chance(1, 2).interval[1] == pytest.approx(0.117, abs=0.002)


def test_without_a_stroke_notes_are_unclaimed():
    found = told([], [], [1, 0], [0.5, 0.6])
    assert (found.unclaimed, found.elsewhere) == (1, 1)
    assert found.strokes == (0,) * 5


def test_takes_are_added_up():
    one = told([4, 4], [0, 0.2], [5], [0.0])
    both = added([one, told([4, 3], [0, 0.2], [5, 0], [0.01, 0.2]), told([], [], [2], [0.1])])
    assert both.strokes == (0, 0, 1, 3, 0)
    assert both.touched[5 - 1][4 - 1] == 2
    assert both.notes[5 - 1][4 - 1] == 2
    assert (both.elsewhere, both.unclaimed) == (1, 1)


takes = st.tuples(
    st.lists(st.integers(1, 5), min_size=1, max_size=12),
    st.lists(st.tuples(st.integers(0, 5), st.integers(0, 3000)), max_size=12),
)


@given(takes, st.randoms(use_true_random=False), st.integers(-50, 50), st.sampled_from([0.5, 2, 4]))
def test_shift_tempo_and_order_change_nothing(take, random, shift, tempo):
    instructed, unasked = take
    #  whole steps of 1/4 s and of 1/1024 s: shifted and stretched they are exact
    at_s = np.arange(len(instructed)) * 0.25
    first = told(instructed, at_s, [f for f, _ in unasked], [t / 1024 for _, t in unasked])
    shuffled = random.sample(unasked, len(unasked))
    again = told(
        instructed,
        (at_s + shift) * tempo,
        [f for f, _ in shuffled],
        [(t / 1024 + shift) * tempo for _, t in shuffled],
    )
    assert again == first
    assert sum(map(sum, first.notes)) + first.elsewhere == len(unasked)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (([1], [0, 1]), "of one length"),
        (([1], [0], [2], []), "of one length"),
        (([0], [0]), "instructed fingers are 1 to 5"),
        (([1], [0], [6], [0]), "0 for no finger's home key"),
        (([1, 2], [1, 0]), "in order of time"),
    ],
)
def test_impossible_arguments_are_refused(arguments, says):
    with pytest.raises(ValueError, match=says):
        told(*arguments)

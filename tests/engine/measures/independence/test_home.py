import numpy as np
import pytest

from engine.measures.independence.home import fingers_of, moved, octave_of, refuse_impossible

HOME = {60: 1, 62: 2, 64: 3, 65: 4, 67: 5}


def test_a_key_is_its_fingers_and_others_are_nobodys():
    assert fingers_of(np.array([60, 61, 67, 72, 0]), HOME).tolist() == [1, 0, 5, 0, 0]


@pytest.mark.parametrize(
    ("pitches", "octave"),
    [
        ([60, 62, 64], 0),
        ([72, 74, 60], 12),
        ([48, 50, 51, 53], -12),
        ([60, 72], 0),  # as many in both: the one that is written
        ([48, 72], -12),  # as many and as far: the lower
        ([61, 63], 0),  # nobody's keys
        ([], 0),
    ],
)
def test_the_octave_is_that_of_most_notes(pitches, octave):
    assert octave_of(np.array(pitches, np.uint8), HOME) == octave


def test_home_keys_move_and_never_leave_the_range():
    assert moved(HOME, 12) == {72: 1, 74: 2, 76: 3, 77: 4, 79: 5}
    assert moved({120: 1, 60: 2}, 12) == {72: 2}


@pytest.mark.parametrize(
    ("home", "says"),
    [
        ({}, "pitches from 0 to 127"),
        ({128: 1}, "pitches from 0 to 127"),
        ({60: 6}, "fingers 1 to 5"),
        ({60: 2, 62: 2}, "one key each"),
    ],
)
def test_impossible_home_keys_are_refused(home, says):
    with pytest.raises(ValueError, match=says):
        refuse_impossible(home)

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.measures.timing.pairing import pair

BEAT = 0.5 * np.arange(6)


def test_each_response_answers_the_nearest_stimulus():
    #  stimuli   |     |     |     |     |     |
    #  responses       |    |       |    |     |
    paired = pair(np.array([0.5, 0.9, 1.6, 1.95, 2.5]), BEAT, reactions=0)
    assert paired.response.tolist() == [-1, 0, 1, 2, 3, 4]
    assert paired.asynchrony_s[1:] == pytest.approx([0, -0.1, 0.1, -0.05, 0])
    assert paired.missed.tolist() == [0]
    assert paired.extra.tolist() == []


def test_of_two_the_nearer_is_the_hit_and_the_other_extra():
    paired = pair(np.array([0.88, 1.03, 1.5]), BEAT, reactions=0)
    assert paired.response.tolist() == [-1, -1, 1, 2, -1, -1]
    assert paired.extra.tolist() == [0]
    assert paired.missed.tolist() == [0, 1, 4, 5]


def test_of_two_equally_near_the_earlier_is_the_hit():
    paired = pair(np.array([1.0625, 0.9375]), BEAT, reactions=0)
    assert paired.response[2] == 1
    assert paired.extra.tolist() == [0]


def test_midway_is_late():
    paired = pair(np.array([0.75]), BEAT, reactions=0)
    assert paired.asynchrony_s[1] == 0.25


def test_half_an_interval_before_the_first_and_after_the_last_still_counts():
    paired = pair(np.array([-0.24, -0.26, 2.74, 2.76]), BEAT, reactions=0)
    assert paired.response[[0, 5]].tolist() == [0, 2]
    assert paired.extra.tolist() == [1, 3]


def test_the_first_two_stimuli_and_what_is_played_to_them_are_left_out():
    #  stimuli   |     |     |     |     |     |
    #  responses  | | |      |     |     |          reactions, and a tap before them
    paired = pair(np.array([-0.4, 0.1, 0.3, 0.6, 1.0, 1.5, 2.0]), BEAT)
    assert paired.response.tolist() == [-1, -1, 4, 5, 6, -1]
    assert paired.extra.tolist() == []
    assert paired.missed.tolist() == [5]
    assert np.isnan(paired.asynchrony_s[:2]).all()


def test_the_beat_may_change():
    stimulus_s = np.array([0.0, 1.0, 1.2])
    paired = pair(np.array([0.45, 1.11]), stimulus_s, reactions=0)
    assert paired.response.tolist() == [0, -1, 1]


responses = st.lists(st.integers(0, 3000).map(lambda ms: (ms + 0.3) / 1000), max_size=20)


@given(responses, st.permutations(range(20)), st.integers(0, 3))
def test_the_order_of_responses_changes_nothing(onsets, order, reactions):
    shuffled = [onsets[index] for index in order if index < len(onsets)]
    one = pair(np.array(onsets), BEAT, reactions=reactions)
    other = pair(np.array(shuffled), BEAT, reactions=reactions)
    assert np.array_equal(one.asynchrony_s, other.asynchrony_s, equal_nan=True)
    assert len(one.extra) == len(other.extra)


@given(responses, st.integers(0, 3))
def test_all_is_accounted_for_one_to_one(onsets, reactions):
    paired = pair(np.array(onsets), BEAT, reactions=reactions)
    used = paired.response[paired.response >= 0]
    assert len(set(used)) == len(used)
    assert len(used) + len(paired.missed) == len(BEAT) - reactions
    left_out = sum(onset <= 0.5 * reactions - 0.25 for onset in onsets) if reactions else 0
    assert len(used) + len(paired.extra) + left_out == len(onsets)
    assert np.abs(paired.hit_s).max(initial=0.0) <= 0.25


@pytest.mark.parametrize(
    ("response", "stimulus", "reactions", "words"),
    [
        ([np.nan], [0, 1], 0, "must be finite"),
        ([0], [1], 0, "at least 2 stimuli, got 1"),
        ([0], [1, 0.5], 0, "follow each other"),
        ([0], [0, 1], 2, "reactions is 2, must be 0 to 1"),
    ],
)
def test_what_cannot_be_paired_is_refused(response, stimulus, reactions, words):
    with pytest.raises(ValueError, match=words):
        pair(np.array(response, float), np.array(stimulus, float), reactions=reactions)

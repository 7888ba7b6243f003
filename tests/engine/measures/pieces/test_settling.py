"""Settling: pairs of one pitch in order, when an event was due, and slips."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.exercise import Hand, Target
from engine.measures.pieces.events import Written, written
from engine.measures.pieces.following import Way, follow, trilling
from engine.measures.pieces.passages import Passage, passages_of, put_together
from engine.measures.pieces.settling import event_times, paired, settle


def line(*pitches: int) -> Written:
    return written(
        [
            Target(
                id=f"n{k}",
                pitch=pitch,
                finger=None,
                onset_beat=float(k),
                duration_beat=1.0,
                hand=Hand.RIGHT,
            )
            for k, pitch in enumerate(pitches)
        ]
    )


SCALE = line(60, 62, 64, 65, 67, 69, 71, 72)


def test_pairs_are_in_order_and_near():
    #  due     0   1       2   3
    #  notes     .9  1.05  2.05
    due_s, onset_s = np.array([0.0, 1, 2, 3]), np.array([0.9, 1.05, 2.05])
    assert paired(due_s, onset_s, 1.0).tolist() == [0, 1, 2, -1]
    assert paired(due_s, onset_s, 0.5).tolist() == [-1, 1, 2, -1]


def test_nothing_pairs_with_nothing():
    assert paired(np.zeros(0), np.zeros(3), 1.0).tolist() == []
    assert paired(np.zeros(2), np.zeros(0), 1.0).tolist() == [-1, -1]


def brute_force(due_s, onset_s, reach_s):
    """The greatest worth of all pairings in order, by trying them all."""
    if not len(due_s) or not len(onset_s):
        return 0.0
    best = max(brute_force(due_s[1:], onset_s, reach_s), brute_force(due_s, onset_s[1:], reach_s))
    worth = 1 - abs(due_s[0] - onset_s[0]) / reach_s
    if worth > 0:
        best = max(best, worth + brute_force(due_s[1:], onset_s[1:], reach_s))
    return best


@given(
    due=st.lists(st.floats(0, 4), max_size=4),
    onset=st.lists(st.floats(0, 4), max_size=4),
)
def test_no_other_pairing_in_order_is_worth_more(due, onset):
    due_s, onset_s = np.sort(due), np.sort(onset)
    found = paired(due_s, onset_s, 1.0)
    there = np.flatnonzero(found >= 0)
    worth = float(np.sum(1 - np.abs(due_s[there] - onset_s[found[there]]) / 1.0))
    assert worth == pytest.approx(brute_force(due_s.tolist(), onset_s.tolist(), 1.0))
    assert np.all(np.diff(found[there]) > 0)


def test_events_between_are_due_between_and_those_outside_at_the_pace_there():
    #  60 . 64 65 | nothing after; a second apart
    times = event_times(np.array([0.0, 2, 3]), np.array([60, 64, 65]), np.array([0, 2, 3]), SCALE)
    np.testing.assert_allclose(times, np.arange(8.0))


def test_of_two_equal_notes_one_missed_the_pace_tells_which():
    #  60 62 64 64 65 67 69: one 64, at the time of the second, which the way took for the first
    score = line(60, 62, 64, 64, 65, 67, 69)
    onset_s, pitch = np.array([0, 1, 3, 4, 5, 6.0]), np.array([60, 62, 64, 65, 67, 69])
    times = event_times(onset_s, pitch, np.array([0, 1, 2, 4, 5, 6]), score)
    np.testing.assert_allclose(times, np.arange(7.0))
    assert settle(onset_s, pitch, times, score).tolist() == [0, 1, -1, 2, 3, 4, 5]


def test_a_held_breath_moves_no_event():
    onset_s = np.array([0, 1, 2, 3, 9, 10, 11, 12.0])
    times = event_times(onset_s, SCALE.pitch, np.arange(8), SCALE)
    np.testing.assert_allclose(times, onset_s)


def test_one_note_is_enough_for_its_own_event_and_none_for_none():
    one = event_times(np.array([5.0]), np.array([64]), np.array([2]), SCALE)
    assert one[2] == 5
    none = event_times(np.array([5.0]), np.array([61]), np.array([2]), SCALE)
    assert np.isnan(none).all()
    assert settle(np.array([5.0]), np.array([61]), none, SCALE).tolist() == [-1] * 8


def test_the_way_leaves_out_a_little_and_jumps_over_much():
    once = SCALE.pitch.tolist()
    for middle, jumps in ((4, 0), (40, 1)):
        score = line(*once, *[30 + k % 7 for k in range(middle)], *once[::-1])
        way = follow(np.arange(16.0), np.array([*once, *once[::-1]]), score)
        assert way.event.tolist() == [*range(8), *range(8 + middle, 16 + middle)]
        assert int(way.jumped.sum()) == jumps


def test_notes_struck_together_share_an_event():
    chords = written(
        [
            Target(
                id=f"{k}.{pitch}",
                pitch=pitch,
                finger=None,
                onset_beat=float(k),
                duration_beat=1.0,
                hand=Hand.RIGHT,
            )
            for k in range(4)
            for pitch in (60, 64, 67)
        ]
    )
    onset_s = np.repeat(np.arange(4.0), 3) + np.tile([0.0, 0.01, 0.02], 4)
    way = follow(onset_s, np.tile([67, 60, 64], 4), chords)
    assert way.event.tolist() == np.repeat(range(4), 3).tolist()


def test_a_trill_comes_back_by_way_of_its_neighbour():
    onset_s = np.arange(7) * 0.1
    pitch = np.array([60, 62, 60, 62, 67, 62, 48])
    assert trilling(onset_s, pitch).tolist() == [False, False, True, True, False, False, False]


def test_a_passage_in_which_nothing_was_right_is_left_out():
    way = Way(np.array([0, 1, 5, 6]), np.array([False, False, True, False]))
    onset_s = np.arange(4.0)
    found = passages_of(onset_s, np.array([60, 62, 50, 50]), way, SCALE)
    assert [(one.first, one.last) for one in found] == [(0, 1)]


def test_the_later_passage_counts_unless_it_hit_clearly_less():
    def passage(note: int, hits: int) -> Passage:
        index = np.full(8, -1)
        index[:hits] = np.arange(note, note + hits)
        return Passage(note, 0, 7, index, np.arange(8.0) + note)

    later, _ = put_together([passage(0, 8), passage(10, 8)], SCALE)
    assert later.tolist() == list(range(10, 18))
    earlier, times = put_together([passage(0, 8), passage(10, 5)], SCALE)
    assert earlier.tolist() == list(range(8))
    assert times[0] == 0

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.measures.independence.chord import chord_spread, chords_of
from engine.note import note_array

NAN = np.nan


def test_three_chords_by_hand():
    #  ms     1    3    5
    onset_s = np.array([[0, 10, 30], [1000, 1004, 1002], [2000, 2020, 2020], [3000, NAN, 3001]])
    found = chord_spread(onset_s / 1e3, (1, 3, 5))
    #  spreads 30, 4, 20; the third chord's last two share a stamp; the fourth is not whole
    assert (found.chords, found.incomplete, found.ties) == (3, 1, 1)
    assert found.mean_ms == pytest.approx(18)
    assert found.median_ms == pytest.approx(20)
    assert found.sd_ms == pytest.approx(13.11488)
    assert found.low_ms is None  # six are needed
    assert [(finger, last.hits, last.n) for finger, last in found.last] == [
        (1, 0, 2),
        (3, 1, 2),
        (5, 1, 2),
    ]
    assert found.cable_ms == 2


def test_a_chord_struck_as_one_has_no_spread_and_no_last():
    found = chord_spread(np.array([[0.5] * 3] * 6), (1, 2, 3))
    assert (found.mean_ms, found.sd_ms, found.low_ms, found.high_ms) == (0, 0, 0, 0)
    assert (found.ties, found.last) == (6, ())


@given(
    st.lists(st.lists(st.integers(0, 60), min_size=3, max_size=3), min_size=1, max_size=9),
    st.integers(-1000, 1000),
    st.sampled_from([0.25, 0.5, 2.0]),
    st.permutations((0, 1, 2)),
)
def test_shift_tempo_and_the_order_of_fingers(onset, shift, tempo, order):
    #  64ths of a second are exact
    onset_s, fingers = np.array(onset) / 64.0, np.array([1, 3, 5])
    first = chord_spread(onset_s, fingers.tolist())
    moved = chord_spread(onset_s + shift, fingers.tolist())
    assert moved == first
    slower = chord_spread(onset_s * tempo, fingers.tolist())
    assert slower.mean_ms == pytest.approx(first.mean_ms * tempo)
    assert slower.last == first.last
    turned = chord_spread(onset_s[:, order], fingers[list(order)].tolist())
    assert sorted(turned.last, key=lambda each: each[0]) == list(first.last)
    assert turned.median_ms == first.median_ms


def test_no_whole_chord_has_no_figure():
    found = chord_spread(np.array([[0.0, NAN]]), (1, 2))
    assert found.reason == "not estimable: no chord was struck with all its fingers"
    assert found.mean_ms is found.sd_ms is found.median_ms is None
    assert chord_spread(np.zeros((0, 2)), (1, 2)).chords == 0


@pytest.mark.parametrize(
    ("onset_s", "fingers", "says"),
    [
        (np.zeros((3, 2)), (1, 2, 3), "a column for each of 3 fingers"),
        (np.zeros((3, 1)), (1,), "two fingers or more"),
        (np.zeros((3, 2)), (2, 2), "each once"),
    ],
)
def test_impossible_arguments_are_refused(onset_s, fingers, says):
    with pytest.raises(ValueError, match=says):
        chord_spread(onset_s, fingers)


@pytest.mark.parametrize(("after_s", "chords"), [(0.249, 1), (0.251, 2)])
def test_a_quarter_of_a_second_later_is_another_chord(after_s, chords):
    notes = note_array([1.0, 1.0 + after_s], [60, 64])
    assert len(chords_of(notes, [60, 64])) == chords


def test_chords_are_found_among_the_notes():
    #  C E G together, a second C with them, a stray D, then C G alone
    notes = note_array([0, 0.01, 0.02, 0.1, 0.12, 1.0, 1.03], [60, 64, 67, 60, 62, 67, 60])
    found = chords_of(notes, (60, 64, 67))
    np.testing.assert_allclose(found, [[0, 0.01, 0.02], [1.03, NAN, 1.0]])
    assert chords_of(notes, (70, 71)).shape == (0, 2)

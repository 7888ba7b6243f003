"""The rule for fingers, case by case as scores have them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.fingering import fingers_of_chord
from engine.exercise import Hand

CEG = [("c", 60), ("e", 64), ("g", 67)]


def fingers(signs: dict[str, list[str]], hand: Hand = Hand.RIGHT, chord=CEG) -> list[int | None]:
    found = fingers_of_chord(chord, signs, hand)
    return [found[name] for name, _ in chord]


def test_a_finger_on_each_note_is_that_notes():
    assert fingers({"c": ["1"], "e": ["3"], "g": ["5"]}) == [1, 3, 5]
    assert fingers({"e": ["2"]}) == [None, 2, None]
    assert fingers({}) == [None, None, None]


@pytest.mark.parametrize(
    ("sign", "finger"),
    [("3", 3), (" 4 ", 4), ("3-1", 3), ("5 \u2013 4", 5), ("2/3", 2), ("(4)", 4), ("2(3)", None),
     ("0", None), ("6", None), ("13", None), ("p", None), ("", None)],
)  # fmt: skip
def test_what_a_sign_says(sign: str, finger: int | None):
    assert fingers({"c": [sign]}, chord=[("c", 60)]) == [finger]


def test_fingers_stacked_on_one_note_are_the_chords_in_either_order():
    for stack in (["1", "3", "5"], ["5", "3", "1"]):
        assert fingers({"c": stack}) == [1, 3, 5]
        assert fingers({"g": stack}, Hand.LEFT) == [5, 3, 1]
    assert fingers({"c": ["1 3 5"]}) == [1, 3, 5]


def test_a_stack_goes_to_the_notes_that_have_none():
    assert fingers({"c": ["1"], "e": ["5", "2"]}) == [1, 2, 5]


def test_fingers_that_do_not_fit_the_chord_replace_one_another():
    assert fingers({"c": ["1", "2"]}) == [1, None, None]
    assert fingers({"c": ["4", "3"]}, chord=[("c", 60)]) == [4]


def test_a_chord_fingered_from_the_wrong_end_is_turned_round():
    assert fingers({"c": ["5"], "e": ["3"], "g": ["1"]}) == [1, 3, 5]
    assert fingers({"c": ["1"], "e": ["3"], "g": ["5"]}, Hand.LEFT) == [5, 3, 1]


def test_a_thumb_on_two_keys_and_a_crossing_inside_stay():
    assert fingers({"c": ["1"], "e": ["1"], "g": ["5"]}) == [1, 1, 5]
    assert fingers({"c": ["2"], "e": ["1"], "g": ["5"]}) == [2, 1, 5]


@given(
    st.permutations([1, 2, 3, 4, 5]), st.permutations([60, 62, 64, 65, 67]), st.sampled_from(Hand)
)
def test_a_full_stack_never_depends_on_the_order_of_signs_or_notes(signs, pitches, hand):
    chord = [(str(pitch), pitch) for pitch in pitches]
    found = fingers_of_chord(chord, {chord[0][0]: [str(sign) for sign in signs]}, hand)
    rising = [found[str(pitch)] for pitch in sorted(pitches)]
    assert rising == sorted(rising, reverse=hand is Hand.LEFT)
    assert set(rising) == {1, 2, 3, 4, 5}

"""Crossings: the standard scale, its mirror, and what is none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.exercise import Hand
from engine.measures.crossing import Crossing, crossings
from tests.engine.measures.playing import FIVE, SCALE_FINGERS, SCALE_UP

UNDER, OVER = Crossing.UNDER, Crossing.OVER
NOTES = st.lists(
    st.tuples(st.none() | st.integers(1, 5), st.integers(21, 108)), min_size=2, max_size=20
)


def arriving(found: tuple[Crossing | None, ...], kind: Crossing) -> list[int]:
    """Return the notes, counted from 1, that arrive by this crossing."""
    return [k + 2 for k, crossing in enumerate(found) if crossing is kind]


def test_a_rising_scale_passes_under_three_times():
    #  1 2 3 1 2 3 4 1 2 3 1 2 3 4 5
    found = crossings(Hand.RIGHT, SCALE_FINGERS, SCALE_UP)
    assert len(found) == 14
    assert arriving(found, UNDER) == [4, 8, 11]
    assert not arriving(found, OVER)


def test_a_falling_scale_passes_over_three_times():
    #  5 4 3 2 1 3 2 1 4 3 2 1 3 2 1
    found = crossings(Hand.RIGHT, SCALE_FINGERS[::-1], SCALE_UP[::-1])
    assert arriving(found, OVER) == [6, 9, 13]
    assert not arriving(found, UNDER)


def test_five_fingers_in_their_place_cross_nowhere():
    fingers = (1, 2, 3, 4, 5, 4, 3, 2, 1)
    assert crossings(Hand.RIGHT, fingers, (*FIVE, 0)) == (None,) * 8


@given(notes=NOTES)
def test_the_left_hand_is_the_mirror(notes: list[tuple[int | None, int]]):
    fingers, pitches = zip(*notes, strict=True)
    mirrored = [-pitch for pitch in pitches]
    assert crossings(Hand.LEFT, fingers, mirrored) == crossings(Hand.RIGHT, fingers, pitches)


@given(notes=NOTES, by=st.integers(-12, 12))
def test_any_octave_crosses_alike(notes: list[tuple[int | None, int]], by: int):
    fingers, pitches = zip(*notes, strict=True)
    higher = [pitch + by for pitch in pitches]
    assert crossings(Hand.LEFT, fingers, higher) == crossings(Hand.LEFT, fingers, pitches)


def test_a_repeated_note_and_an_unknown_finger_are_no_crossing():
    assert crossings(Hand.RIGHT, (2, 1, None, 1), (60, 60, 62, 64)) == (None, None, None)
    assert crossings(Hand.RIGHT, (1,), (60,)) == ()


def test_a_finger_for_every_pitch():
    with pytest.raises(ValueError, match="one finger a pitch, got 2 for 1"):
        crossings(Hand.RIGHT, (1, 2), (60,))

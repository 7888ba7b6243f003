"""Spots: what is cut out, how it is played, and that its id says it for ever."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.loader import exercise, load_exercises
from engine import EvenhandError
from engine.exercise import Direction, Exercise
from engine.exercise.spot import around, cut_of, passage, spot, weakest
from engine.measures import evenness
from engine.pianist import Pianist, play
from engine.pianist.model import Rhythm, Slips
from engine.take import RAW_DTYPE, Take, TimeSource, Timing

FIVE = exercise("five-finger-c-right")
SCALE = exercise("scale-c-right")
PLACES = st.sampled_from(
    [
        (whole, pattern.direction, place)
        for whole in load_exercises().values()
        for pattern in whole.patterns
        for place in range(len(pattern.targets))
    ]
)


def fingers(cut: Exercise) -> str:
    return "".join(str(finger) for finger in cut.patterns[0].fingers)


def test_two_notes_before_to_two_after_there_and_back():
    cut = around(FIVE, Direction.LOOP, 4)
    assert cut.id == "five-finger-c-right@loop:3-7"
    assert cut.title == "3-4-5-4-3 of five fingers on C, right hand"
    assert fingers(cut) == "34543454345434543"
    assert cut.patterns[0].pitches[:5] == (64, 65, 67, 65, 64)
    assert [target.onset_beat for target in cut.patterns[0].targets[:3]] == [0, 0.25, 0.5]
    assert (cut.runs, cut.version, cut.hand) == (6, FIVE.version, FIVE.hand)


def test_the_same_notes_later_in_the_pattern_are_the_same_spot():
    assert around(FIVE, Direction.LOOP, 12) == around(FIVE, Direction.LOOP, 4)


def test_at_the_ends_a_spot_is_shorter():
    assert around(FIVE, Direction.LOOP, 0).id == "five-finger-c-right@loop:1-3"
    assert fingers(around(FIVE, Direction.LOOP, 0)) == "12321232123212321"
    assert around(SCALE, Direction.UP, 14).id == "scale-c-right@up:13-15"


def test_two_notes_are_played_in_turn():
    assert fingers(spot(FIVE, Direction.LOOP, 4, 5)) == "45" * 8 + "4"


def test_the_weakest_transition_is_cut_with_most_notes_around_it():
    assert weakest(FIVE, (4, 5)).id == "five-finger-c-right@loop:3-7"
    assert weakest(SCALE, (3, 1)).id == "scale-c-right@up:2-6"
    assert fingers(weakest(SCALE, (1, 3)))[:5] == "21321"
    assert weakest(FIVE, (1, 5)) is None


@given(PLACES)
def test_a_spot_is_found_by_its_id_and_long_enough_to_be_measured(at):
    whole, direction, place = at
    cut = around(whole, direction, place)
    assert load_exercises()[cut.id] == cut
    pattern = cut.pattern(Direction.LOOP)
    assert 17 <= len(pattern.targets) <= 19
    assert pattern.pitches[0] == pattern.pitches[-1]
    assert {*zip(pattern.pitches, pattern.fingers, strict=True)} <= {
        *zip(whole.pattern(direction).pitches, whole.pattern(direction).fingers, strict=True)
    }


def test_a_library_finds_spots_and_lists_whole_exercises():
    library = load_exercises()
    assert "five-finger-c-right@loop:3-7" in library
    assert len(library) == len([*library]) == 4
    assert not any("@" in each for each in library)


@pytest.mark.parametrize(
    "unknown",
    [
        "five-finger-c-right@loop:3-99",
        "five-finger-c-right@loop:3-3",
        "five-finger-c-right@loop:0-4",
        "five-finger-c-right@up:3-7",
        "five-finger-c-right@round:3-7",
        "five-finger-c-right@loop:3",
        "none@loop:3-7",
        "none",
    ],
)
def test_an_id_that_nothing_answers_to_is_not_found(unknown: str):
    assert unknown not in load_exercises()
    with pytest.raises(EvenhandError, match="there is no exercise"):
        exercise(unknown)


def test_only_the_id_of_a_spot_is_a_cut():
    assert cut_of("five-finger-c-right") is None
    cut = cut_of("scale-c-left@down:4-8")
    assert (cut.base, cut.direction, cut.first, cut.last) == ("scale-c-left", "down", 4, 8)


def test_no_spot_around_a_note_that_is_not_there():
    with pytest.raises(IndexError, match="no note 34"):
        around(FIVE, Direction.LOOP, 33)


def test_a_title_that_begins_with_a_capital_of_its_own_keeps_it():
    assert around(SCALE, Direction.UP, 3).title.startswith("2-3-1-2-3 of C major")


def test_the_measures_hear_a_spot_as_they_hear_a_pattern():
    cut = around(FIVE, Direction.LOOP, 4)
    late = Pianist(
        rhythm=Rhythm(onset_sd_ms=2.0, finger_late_ms=(0, 0, 0, 0, 14)),
        slips=Slips(miss_rate=0.0),
    )
    played = play(late, cut, Direction.LOOP, 48, 6, np.random.default_rng(4))
    timing = Timing(source=TimeSource.DRIVER, jitter_ms=0.3)
    take = Take(raw=np.zeros(0, RAW_DTYPE), notes=played.notes, timing=timing)
    found = evenness.measure(take, cut, tempo_bpm=48)
    assert found.cell.n_runs == 6
    assert found.flags[0].key in (5, (4, 5))
    assert found.flags[0].low_ms > 0


def test_a_whole_pattern_is_an_exercise_of_its_own_where_there_is_another():
    assert passage(FIVE, Direction.LOOP) == FIVE
    up = passage(SCALE, Direction.UP)
    assert up.id == "scale-c-right@up:1-15"
    assert up.title == "Notes 1 to 15 of C major scale, two octaves, right hand"
    assert len(up.patterns[0].targets) == 29

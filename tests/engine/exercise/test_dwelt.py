"""Patterns that dwell on a transition: what is played, how much of it, found by id."""

import pytest

from content.loader import exercise, load_exercises
from engine.exercise import Direction
from engine.exercise.dwelt import dwelling_pattern, dwells_on, dwelt
from engine.exercise.spot import around

FIVE = exercise("five-finger-c-right")
SCALE = exercise("scale-c-right")


def fingers(made, direction=Direction.LOOP):
    return "".join(str(finger) for finger in made.pattern(direction).fingers)


def test_every_4_to_5_comes_once_more():
    made = dwelling_pattern(FIVE, (4, 5))
    assert made.id == "five-finger-c-right@dwell:45x1"
    assert fingers(made) == "1234545432" * 4 + "1"
    assert made.title == "Five fingers on C dwelling on 4 to 5, right hand"
    targets = made.patterns[0].targets
    assert [target.onset_beat for target in targets] == [0.25 * n for n in range(41)]
    assert len({target.id for target in targets}) == 41
    assert (made.runs, made.version, made.tempo_bpm) == (FIVE.runs, FIVE.version, FIVE.tempo_bpm)


def test_a_transition_over_the_seam_of_two_loops_counts_too():
    assert fingers(dwelling_pattern(FIVE, (2, 1))) == "12345432" + "1212345432" * 3 + "121"


@pytest.mark.parametrize("pair", [(1, 2), (2, 3), (3, 4), (4, 5), (5, 4), (4, 3), (3, 2), (2, 1)])
def test_at_most_two_notes_in_five_are_of_the_transition(pair):
    made = dwelling_pattern(FIVE, pair)
    both = (pair, pair[::-1])
    played = made.patterns[0].transitions
    assert sum(each in both for each in played) <= 0.4 * len(made.patterns[0].targets)
    assert played.count(pair) > FIVE.patterns[0].transitions.count(pair)


def test_a_transition_that_is_not_there_cannot_be_dwelt_on():
    assert dwelling_pattern(FIVE, (1, 5)) is None
    assert dwelling_pattern(SCALE, (3, 1)) is None  # downwards it never comes
    with pytest.raises(ValueError, match="cannot dwell"):
        dwelt(FIVE, (4, 5), times=2)


def test_a_library_finds_it_by_its_id():
    library = load_exercises()
    assert library["five-finger-c-right@dwell:45x1"] == dwelling_pattern(FIVE, (4, 5))
    for unknown in (
        "five-finger-c-right@dwell:45x2",
        "five-finger-c-right@dwell:15x1",
        "a@dwell:45x1",
    ):
        assert unknown not in library


def test_a_spot_of_a_dwelling_pattern_is_found_too():
    spot = around(dwelling_pattern(FIVE, (4, 5)), Direction.LOOP, 6)
    assert spot.id == "five-finger-c-right@dwell:45x1@loop:5-9"
    assert fingers(spot)[:5] == "54543"
    assert load_exercises()[spot.id] == spot


def test_only_its_own_id_is_read():
    assert dwells_on("five-finger-c-right") is None
    assert dwells_on("five-finger-c-right@dwell:45x1").pair == (4, 5)
    assert dwells_on("five-finger-c-right@dwell:46x1") is None

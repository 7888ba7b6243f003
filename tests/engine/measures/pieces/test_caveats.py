"""What is said beside the numbers of a piece."""

from dataclasses import replace

import numpy as np
import pytest

from engine.measures.pieces.caveats import about_piece, value_name
from engine.measures.pieces.match import Jump, match_piece
from engine.measures.pieces.piece import measure_piece
from tests.engine.measures.playing import take
from tests.piece_playing import Stroke, as_played, strokes, two_hands

STUDY = two_hands(bars=6)
PLAYED = strokes(STUDY, np.random.default_rng(0))
TAKE = take(as_played(PLAYED).notes)
MATCH = match_piece(TAKE.notes, STUDY)


@pytest.mark.parametrize(
    ("step_beat", "name"),
    [(0.25, "sixteenths"), (2.0, "halves"), (1 / 3, "triplets"), (1.5, "1.5 quarters")],
)
def test_a_step_has_its_name(step_beat, name):
    assert value_name(step_beat) == name


def test_only_some_jumps_are_named_one_by_one():
    jumps = tuple(Jump(10 * k, 4.0 * k, 4.0 * k - 8) for k in range(2, 8))
    said = about_piece(TAKE, replace(MATCH, jumps=jumps))
    assert sum("The player went back from quarter" in line for line in said) == 4
    assert "There are 2 more such places." in said
    on = about_piece(TAKE, replace(MATCH, jumps=(Jump(5, 3.75, 16.0),)))
    assert any("The player went on from quarter 5 to 17" in line for line in on)


def test_an_interrupted_take_and_bounces_are_said():
    assert any(
        "The instrument was lost" in one
        for one in about_piece(replace(TAKE, interrupted=True), MATCH)
    )
    bounced = replace(MATCH, bounces=np.array([3, 4]))
    assert any("after their release 2 times" in one for one in about_piece(TAKE, bounced))


def test_impossible_times_and_touch_are_said_of_pieces_too():
    equal = as_played([replace(one, velocity=64) for one in PLAYED]).notes
    said = about_piece(take(equal), MATCH)
    assert any("notes have velocity 64" in line for line in said)
    slow = as_played([replace(one, at_s=one.at_s * 1e3) for one in PLAYED]).notes
    assert any("read as seconds" in line for line in about_piece(take(slow), MATCH))


def test_faster_than_any_hand_is_said():
    fast = [
        Stroke(at_s=target.onset_beat * 0.16, pitch=target.pitch, target=k)
        for k, target in enumerate(STUDY.targets)
    ]
    found = measure_piece(take(as_played(fast).notes), STUDY)
    assert any("40 ms from note to note is faster than any hand" in one for one in found.warnings)


def test_all_at_once_is_no_piece_but_is_told():
    at_once = as_played([replace(one, at_s=1.0) for one in PLAYED]).notes
    said = about_piece(take(at_once), MATCH)
    assert any("notes came at once; there is no time to measure" in line for line in said)

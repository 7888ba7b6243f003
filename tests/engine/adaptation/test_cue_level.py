"""Kinds of cue take turns where they are answered; each keeps its own time and its own fingers."""

import json
from dataclasses import replace

import pytest

from engine.adaptation.cue_level import CueKind, CueLevel
from engine.adaptation.level import LevelError
from engine.adaptation.staircase import Staircase

QUICK = Staircase(level=0.9)
SLOW = Staircase(level=Staircase().highest_s)


def test_it_begins_with_a_lit_hand_and_all_fingers():
    assert (CueLevel().kind, CueLevel().fingers) == (CueKind.HAND, (1, 2, 3, 4, 5))
    assert CueLevel().staircase == Staircase()


@pytest.mark.parametrize("answered", [0.75, 0.9, 1.0])
def test_three_of_four_answered_give_the_next_kind_its_turn(answered):
    kinds, level = [], CueLevel(counts={CueKind.TONE: 5})
    for _ in range(5):
        kinds.append(level.kind)
        level = level.after(QUICK, answered)
    assert kinds == [*CueKind, CueKind.HAND]


@pytest.mark.parametrize("answered", [None, 0.74, 0.5])
def test_what_is_not_answered_yet_comes_again(answered):
    level = CueLevel().after(QUICK, answered)
    assert (level.kind, level.fingers) == (CueKind.HAND, (1, 2, 3, 4, 5))
    assert level.staircases == {CueKind.HAND: QUICK}


def test_each_kind_keeps_its_own_time():
    level = CueLevel().after(QUICK, 0.8)
    assert level.staircase == Staircase()
    back = replace(level, kind=CueKind.HAND)
    assert back.staircase == QUICK.rested()


def test_a_tone_is_learnt_with_three_fingers_and_one_more_at_a_time():
    level = CueLevel(kind=CueKind.TONE)
    found = [level.fingers]
    for _ in range(2):
        level = level.after(QUICK, 0.8)
        found.append(level.fingers)
    assert found == [(2, 3, 4), (1, 2, 3, 4), (1, 2, 3, 4, 5)]
    assert level.after(QUICK, 0.8).kind is CueKind.HAND


def test_fewer_fingers_come_where_hardly_any_cue_is_answered_in_all_the_time_there_is():
    level = CueLevel()
    for fingers in ((1, 2, 3, 4), (2, 3, 4), (2, 3, 4)):
        level = level.after(SLOW, 0.4)
        assert level.fingers == fingers
    assert CueLevel().after(QUICK, 0.4).fingers == (1, 2, 3, 4, 5)


def test_it_is_kept_and_read_again():
    level = CueLevel(kind=CueKind.TONE).after(QUICK, 0.8)
    assert CueLevel.from_json(level.to_json()) == level
    assert CueLevel.resumed(level.to_json()) == level
    assert CueLevel.resumed(None) == CueLevel()


def test_the_staircase_of_the_first_evenhand_is_that_of_the_lit_hand():
    assert CueLevel.from_json(QUICK.to_json()).staircases == {CueKind.HAND: QUICK}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        '{"schema": 3}',
        '{"schema": 1, "level": "x"}',
        json.dumps({"schema": 2, "kind": "hand", "staircases": {}, "counts": {"hand": 2}}),
        json.dumps({"schema": 2, "kind": "smell", "staircases": {}, "counts": {}}),
    ],
)
def test_what_cannot_be_read_starts_afresh(text):
    with pytest.raises(LevelError, match="starts afresh: the takes themselves are kept"):
        CueLevel.from_json(text)
    assert CueLevel.resumed(text) == CueLevel()

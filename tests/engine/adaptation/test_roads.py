"""The roads of one hand: one a spot, kept and read again."""

from datetime import date

import pytest

from engine.adaptation.ladder import BlockOutcome
from engine.adaptation.level import LevelError
from engine.adaptation.roads import Roads
from engine.adaptation.slow_road import Road

FIRST = date(2026, 3, 2)
ONE = Road.start("one", troubled_bpm=60, on=FIRST)
BLOCK = BlockOutcome(local_date=FIRST, tempo_bpm=48, runs=6, clean_runs=6, pulled=False, pain=False)


def test_each_spot_has_one_road_and_the_latest_is_last():
    roads = Roads().troubled("one", tempo_bpm=60, on=FIRST).troubled("two", tempo_bpm=50, on=FIRST)
    assert [road.spot for road in roads.roads] == ["one", "two"]
    again = roads.troubled("one", tempo_bpm=40, on=FIRST)
    assert [(road.spot, road.tempo_bpm) for road in again.roads] == [("two", 40), ("one", 32)]
    assert again.of("two") == roads.of("two")
    assert again.of("three") is None


def test_what_is_kept_is_read_again():
    walked = ONE.after(BLOCK, limit_bpm=88).road
    roads = Roads(roads=(Road.start("two", troubled_bpm=50, on=FIRST), walked))
    assert Roads.from_json(roads.to_json()) == roads == Roads.resumed(roads.to_json())


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"schema": 2, "roads": []}',
        '{"schema": 1, "roads": [{}]}',
        '{"schema": 1, "roads": [null]}',
        Roads(roads=(ONE,)).to_json().replace("48.0", "8.0"),
        Roads(roads=(ONE,)).to_json().replace("2026-03-02", "a day"),
    ],
)
def test_what_cannot_be_read_is_said_and_begins_again(text: str):
    with pytest.raises(LevelError, match="the takes themselves are kept"):
        Roads.from_json(text)
    assert Roads.resumed(text) == Roads()


def test_nothing_kept_is_no_road():
    assert Roads.resumed(None) == Roads()

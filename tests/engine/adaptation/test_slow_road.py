"""Slow Road: SCIENCE 8 test 20, Sakai's rule day by day, and what holds for any diary."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.adaptation.ladder import BlockOutcome
from engine.adaptation.slow_road import Change, Milestone, Road, start_bpm

FIRST = date(2026, 3, 2)
SPOT = "five-finger-c-right@loop:3-7"
LIMIT = 88.0


def day(number: int) -> date:
    """Return a day of the diary; the first is day 1."""
    return FIRST + timedelta(days=number - 1)


def block(on: int, bpm: float = 48, *, clean: int = 6, pulled: bool = False, pain: bool = False):
    return BlockOutcome(
        local_date=day(on), tempo_bpm=bpm, runs=6, clean_runs=clean, pulled=pulled, pain=pain
    )


def begun(troubled_bpm: float = 60) -> Road:
    return Road.start(SPOT, troubled_bpm=troubled_bpm, on=FIRST)


def walked(*blocks: BlockOutcome, road: Road | None = None, limit: float = LIMIT) -> Road:
    road = road or begun()
    for each in blocks:
        road = road.after(each, limit_bpm=limit).road
    return road


def said(road: Road, given: BlockOutcome, limit: float = LIMIT) -> str:
    return road.after(given, limit_bpm=limit).sentence


FORTNIGHT = [block(each) for each in range(1, 15)]


@pytest.mark.parametrize("original", [40, 52, 60, 63, 66.6, 72, 80, 88, 120])
def test_20_starts_at_80_percent_and_offers_88_to_96_after_14_clean_days(original: float):
    road = begun(original)
    assert 0.8 <= road.tempo_bpm / original < 0.8 + 1 / original
    road = walked(*(block(each, road.tempo_bpm) for each in range(1, 15)), road=road, limit=200)
    assert road.offer_bpm(day(14), limit_bpm=200) is None
    assert 0.88 <= road.offer_bpm(day(15), limit_bpm=200) / original <= 0.96


def test_20_a_symptom_on_day_15_returns_to_the_tempo_before():
    road = walked(*FORTNIGHT)
    assert road.asks_bpm(day(15), limit_bpm=LIMIT) == 53
    move = road.after(block(15, 53, pulled=True), limit_bpm=LIMIT)
    assert (move.change, move.road.tempo_bpm, move.road.since) == (Change.BACK, 48, day(15))
    assert move.sentence == (
        "Something pulled or curled: back to 48 bpm, and fourteen quiet days from here."
    )
    assert move.road.offer_bpm(day(28), limit_bpm=LIMIT) is None
    again = walked(*(block(each) for each in range(16, 20)), road=move.road)
    assert again.offer_bpm(day(28), limit_bpm=LIMIT) is None
    assert again.offer_bpm(day(29), limit_bpm=LIMIT) == 53


def diaries(days, *kinds, least=0):
    """Return lists of (days later, how fast, clean runs, (pulled, pain), ceiling, elsewhere)."""
    chosen = map(st.sampled_from, kinds)
    return st.lists(st.tuples(st.integers(*days), *chosen), min_size=least, max_size=70)


HOWS = ["asked", "slower", "a little faster", "much faster"]
QUIET, PULLED, HURT = (False, False), (True, False), (False, True)
RESTLESS = diaries(
    (-3, 9), HOWS, [0, 5, 6], [QUIET] * 6 + [PULLED, HURT], [40.0, 60.5, 88.0], [None, 30.0, 60.0]
)
# most steps up come in these
CALM = diaries(
    (1, 6), ["asked"] * 9 + HOWS, [6], [QUIET] * 29 + [PULLED], [200.0], [None], least=20
)
DIARIES = RESTLESS | CALM
FASTER = {"asked": 1, "slower": 0.8, "a little faster": 1.1, "much faster": 1.5}


@given(DIARIES, st.floats(20, 200))
def test_20_never_two_rises_in_14_days_whatever_the_diary(diary, original):
    road, on, rises = begun(original), 1, []
    for later, how, clean, (pulled, pain), limit, elsewhere in diary:
        on = max(1, on + later)
        asked = road.asks_bpm(day(on), limit_bpm=limit)
        assert asked <= limit
        bpm = asked * FASTER[how]
        before, played = road, block(on, bpm, clean=clean, pulled=pulled, pain=pain)
        road = road.after(played, limit_bpm=limit).road
        if pulled or pain:
            assert road.tempo_bpm <= before.tempo_bpm
            assert road.tempo_bpm < bpm or road.tempo_bpm == 20
        if road.tempo_bpm > before.tempo_bpm:
            assert road.tempo_bpm <= min(limit, before.tempo_bpm * 1.2) * 1.000001
            assert not pulled
            assert not pain
            rises.append(road.last_date)
        if elsewhere:
            slowed = road.troubled(elsewhere, on=day(on))
            assert slowed.tempo_bpm <= road.tempo_bpm
            road = slowed
        stood = [each.bpm for each in road.milestones]
        assert stood[-1] == road.tempo_bpm
        assert all(before != after for before, after in pairwise(stood))
    assert all(b - a >= timedelta(days=14) for a, b in pairwise(rises))


def test_the_days_are_counted_from_the_first_one_on_the_road():
    road = walked(block(6))
    assert (road.since, road.day(day(6)), road.day(day(10))) == (day(6), 1, 5)


def test_a_first_block_with_an_early_date_does_not_go_before_the_trouble():
    assert walked(block(-5)).since == FIRST


def test_the_offer_is_taken_by_playing_it():
    road = walked(*FORTNIGHT)
    move = road.after(block(15, 53), limit_bpm=LIMIT)
    assert move.change is Change.RISE
    assert move.road.earlier_bpm == (48,)
    assert move.road.clean_days == (day(15),)
    assert move.road.milestones == (
        Milestone(on=FIRST, bpm=48),
        Milestone(on=day(15), bpm=53),
    )
    assert move.sentence == ("Nothing pulled today. 13 quiet days to go before a step of 6 bpm.")


def test_a_fifth_more_may_be_tried_and_no_more():
    road = walked(*FORTNIGHT)
    assert walked(block(15, 57.6), road=road).tempo_bpm == 57.6
    assert walked(block(15, 58), road=road).tempo_bpm == 48


def test_an_offer_stays_until_it_is_taken():
    road = walked(*FORTNIGHT, block(15), block(16, 40))
    assert road.tempo_bpm == 48
    assert road.asks_bpm(day(20), limit_bpm=LIMIT) == 53


def test_faster_without_an_offer_is_no_rise():
    assert walked(block(1), block(2), block(3), block(4, 53)).tempo_bpm == 48


def test_three_clean_days_are_needed():
    road = walked(block(1), block(2), block(14))
    assert road.offer_bpm(day(15), limit_bpm=LIMIT) == 53
    two = walked(block(1), block(2, clean=5), block(14))
    assert two.offer_bpm(day(40), limit_bpm=LIMIT) is None
    assert said(two, block(14, clean=6)) == (
        "Nothing pulled today. One more clean day, then a step of 5 bpm."
    )


def test_clean_days_of_long_ago_no_longer_speak():
    road = walked(*FORTNIGHT)
    assert road.offer_bpm(day(39), limit_bpm=LIMIT) == 53
    assert road.offer_bpm(day(40), limit_bpm=LIMIT) is None
    assert road.clean_days_left(day(42)) == 3


def test_a_day_is_clean_only_when_all_its_blocks_were():
    assert walked(block(1), block(1, clean=5)).clean_days == ()
    assert walked(block(1, clean=5), block(1)).clean_days == ()
    assert walked(block(1, clean=5), block(2)).clean_days == (day(2),)


def test_a_day_played_only_slower_is_no_clean_day():
    assert walked(block(1, 40)).clean_days == ()
    assert walked(block(1), block(1, 40)).clean_days == (day(1),)
    assert walked(block(1), block(1, 40, clean=3)).clean_days == ()


def test_a_pull_on_the_first_tempo_goes_a_tenth_down():
    road = walked(block(1), block(2, pulled=True))
    assert (road.tempo_bpm, road.since, road.clean_days) == (43, day(2), ())


def test_a_pull_while_playing_slower_goes_below_that():
    assert walked(block(1, 30, pulled=True)).tempo_bpm == 27


def test_a_pull_makes_the_fortnight_begin_anew():
    road = walked(*FORTNIGHT[:9], block(10, pulled=True), *(block(d, 43) for d in range(11, 15)))
    assert road.offer_bpm(day(23), limit_bpm=LIMIT) is None
    assert road.offer_bpm(day(24), limit_bpm=LIMIT) == 48


def test_pain_goes_two_steps_down():
    road = walked(*FORTNIGHT, *(block(each, 53) for each in range(15, 29)), block(29, 59))
    assert road.earlier_bpm == (48, 53)
    hurt = road.after(block(30, 59, pulled=True, pain=True), limit_bpm=LIMIT)
    assert hurt.road.tempo_bpm == 48
    assert hurt.sentence.startswith("It hurt: back to 48 bpm")
    assert walked(block(31, 48, pain=True), road=hurt.road).tempo_bpm == 38


def test_nothing_goes_below_20():
    road = walked(block(1, 20, pulled=True), road=Road.start(SPOT, troubled_bpm=25, on=FIRST))
    assert road.tempo_bpm == 20
    assert said(road, block(2, 20, pulled=True)).startswith(
        "Something pulled or curled: 20 bpm stays"
    )
    with pytest.raises(ValueError, match="20 bpm or more"):
        replace(road, tempo_bpm=19)
    assert start_bpm(10) == 20


def test_no_step_leads_above_the_ceiling():
    road = walked(*FORTNIGHT, limit=50)
    assert road.offer_bpm(day(15), limit_bpm=50) == 50
    assert road.offer_bpm(day(15), limit_bpm=48) is None
    assert road.asks_bpm(day(15), limit_bpm=44) == 44
    assert walked(block(15, 44), road=begun(), limit=44).clean_days == (day(15),)
    assert said(road, block(15), 48) == (
        "Nothing pulled today. 48 bpm is your ceiling; the road rests there."
    )


def test_trouble_elsewhere_slows_the_road_and_begins_anew():
    road = walked(*FORTNIGHT, block(15, 53))
    slowed = road.troubled(55, on=day(16))
    assert (slowed.tempo_bpm, slowed.origin_bpm, slowed.earlier_bpm) == (44, 60, ())
    assert (slowed.since, slowed.clean_days) == (day(16), ())
    faster = road.troubled(80, on=day(3))
    assert (faster.tempo_bpm, faster.origin_bpm, faster.since) == (53, 80, day(15))
    assert faster.earlier_bpm == (48,)


def test_a_road_is_under_way_until_the_tempo_that_troubled():
    assert begun().under_way
    assert not replace(begun(), tempo_bpm=60).under_way


def test_what_is_said():
    road = walked(block(1), block(2), block(3))
    assert said(road, block(5)) == (
        "Nothing pulled today. Nine quiet days to go before a step of 5 bpm."
    )
    assert said(road, block(13)) == (
        "Nothing pulled today. One quiet day to go before a step of 5 bpm."
    )
    assert said(road, block(14)) == (
        "Nothing pulled today. The fourteen days are full: tomorrow 53 bpm is there to try."
    )
    assert said(road, block(15)) == (
        "Nothing pulled today. The fourteen days are full: next time 53 bpm is there to try."
    )
    assert said(road, block(5, 40)) == "Nothing pulled, taken slowly. 48 bpm still stands."
    assert said(road, block(5, clean=4)) == (
        "Nothing pulled today; four of six strings came clean. 48 bpm stays."
    )
    assert said(road, block(5, clean=0)) == (
        "Nothing pulled today; none of six strings came clean. 48 bpm stays."
    )
    nothing = replace(block(5, clean=0), runs=0)
    assert said(road, nothing) == "Nothing pulled today; no string was played. 48 bpm stays."


def test_a_block_with_an_earlier_date_counts_on_the_last_day():
    assert walked(block(9), block(3)).last_date == day(9)

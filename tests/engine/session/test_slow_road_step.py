"""Slow Road's step: which spot, which tempo, and when there is none."""

from dataclasses import replace
from datetime import timedelta

import pytest

from content.loader import load_exercises
from engine.adaptation.roads import Roads
from engine.adaptation.slow_road import Road
from engine.exercise import Direction, Hand
from engine.record import Task
from engine.session.advance import advance
from engine.session.state import Again, Ready
from engine.session.steps.slow_road import chosen, step
from tests import worlds_road
from tests.worlds import TODAY, standing

LIBRARY = load_exercises()
SPOT = worlds_road.SPOT


def kept(*roads: Road, **changes):
    levels = {Task.SLOW_ROAD: Roads(roads=roads).to_json()}
    return standing(**{"levels": levels, "today": TODAY, "ceiling_bpm": 88.0, **changes})


def test_a_new_road_begins_at_the_weakest_transition_at_80_percent_of_the_ceiling():
    planned = step(standing(dwelling=((4, 5), (5, 4)), ceiling_bpm=74, today=TODAY), LIBRARY)
    assert planned.exercise.id == SPOT
    assert planned.tempo_bpm == 60
    assert planned.direction is Direction.LOOP
    assert not planned.scored
    assert planned.why == "From ring to little finger, slowly enough that nothing pulls."
    road = Roads.from_json(planned.level_json).of(SPOT)
    assert (road.tempo_bpm, road.origin_bpm, road.last_date) == (60, 74, None)


@pytest.mark.parametrize(
    ("pair", "spot", "why"),
    [
        ((3, 1), "scale-c-right@up:2-6", "From middle finger to thumb, slowly enough"),
        ((1, 3), "scale-c-right@down:4-8", "From thumb to middle finger, slowly enough"),
    ],
)
def test_a_crossing_is_cut_from_the_scale(pair, spot, why):
    planned = step(standing(dwelling=(pair,), today=TODAY), LIBRARY)
    assert planned.exercise.id == spot
    assert planned.why.startswith(why)


def test_a_transition_that_nothing_plays_is_passed_over():
    assert step(standing(dwelling=((1, 5),), today=TODAY), LIBRARY) is None
    planned = step(standing(dwelling=((1, 5), (4, 5)), today=TODAY), LIBRARY)
    assert planned.exercise.id == SPOT


def test_a_road_under_way_comes_before_a_new_one():
    planned = step(kept(worlds_road.road(3, rises=0), dwelling=((2, 3),)), LIBRARY)
    assert (planned.exercise.id, planned.tempo_bpm) == (SPOT, 48)
    assert planned.why == "Slowly enough that nothing pulls or curls."


def test_where_something_pulled_last_comes_first():
    roads = Roads(roads=(worlds_road.road(3, rises=0),)).troubled(
        "five-finger-c-right", tempo_bpm=60, on=TODAY
    )
    planned = step(kept(*roads.roads), LIBRARY)
    assert planned.exercise.id == "five-finger-c-right"
    assert planned.why == "Something pulled here. Slowly enough, nothing does."


def test_a_spot_that_is_no_longer_in_the_library_is_passed_over():
    gone = Road.start("mine@loop:1-3", troubled_bpm=60, on=TODAY)
    assert step(kept(gone, dwelling=()), LIBRARY) is None


def test_a_road_that_has_arrived_gives_way():
    home = replace(worlds_road.road(3, rises=0), tempo_bpm=60.0)
    assert step(kept(home, dwelling=()), LIBRARY) is None
    assert step(kept(home, dwelling=((4, 5),)), LIBRARY) is None
    assert step(kept(home, dwelling=((4, 5), (2, 3))), LIBRARY).exercise.id != SPOT


def test_the_offer_is_asked_for_on_its_day_and_not_before():
    road = worlds_road.road(14, rises=0)
    day_15 = road.since + timedelta(days=14)
    early = step(kept(road, today=day_15 - timedelta(days=1)), LIBRARY)
    assert early.tempo_bpm == 48
    due = step(kept(road, today=day_15), LIBRARY)
    assert due.tempo_bpm == 53
    assert due.why == "Fourteen quiet days at 48 bpm: today try 53."


def test_no_day_means_no_offer_and_no_step_is_above_the_ceiling():
    road = worlds_road.road(14, rises=0)
    assert step(kept(road, today=None), LIBRARY).tempo_bpm == 48
    assert step(kept(road, today=None, ceiling_bpm=40.0), LIBRARY).tempo_bpm == 40
    assert step(kept(road, ceiling_bpm=40.0), LIBRARY).tempo_bpm == 40


@pytest.mark.parametrize("hand", list(Hand))
def test_chosen_by_oneself_it_is_the_five_finger_pattern(hand):
    planned = chosen(standing(hand=hand, dwelling=(), ceiling_bpm=66, today=None), LIBRARY)
    assert planned.exercise.id == f"five-finger-c-{hand}"
    assert planned.tempo_bpm == 53
    assert planned.minutes == pytest.approx(10 * (33 / 4 * 60 / 53 + 2) / 60)


def test_chosen_again_it_goes_on_where_it_was():
    home = replace(worlds_road.road(3, rises=0, spot="five-finger-c-right"), tempo_bpm=60.0)
    assert chosen(kept(home, dwelling=()), LIBRARY).tempo_bpm == 60
    under_way = worlds_road.road(3, rises=0)
    assert chosen(kept(under_way), LIBRARY).exercise.id == SPOT


def test_again_after_a_pull_is_at_the_tempo_gone_back_to():
    pulled = worlds_road.reviewing(pulled=True)
    ready = advance(pulled, Again())
    assert isinstance(ready, Ready)
    assert (pulled.step.tempo_bpm, ready.step.tempo_bpm) == (59, 53)
    quiet = worlds_road.reviewing()
    assert advance(quiet, Again()).step.tempo_bpm == 59
    nothing = replace(quiet, outcome=replace(quiet.outcome, next_tempo_bpm=None))
    assert advance(nothing, Again()).step.tempo_bpm == 59

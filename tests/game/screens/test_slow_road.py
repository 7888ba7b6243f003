"""Slow Road's screens: the road before and after, its sentences, its ways on, its pictures."""

from dataclasses import replace
from datetime import timedelta

import pytest

from engine.record import Task
from engine.session.state import Again, Leave, Next, Playing
from engine.session.world import Step
from game.input import Intent, SteeringKeys
from game.screens.after import Seen
from game.screens.games import game_of
from game.screens.pearls import PearlsScreen
from game.screens.ready import ReadyScreen
from game.screens.screen import NOTHING, Moment
from game.screens.slow_road import road_line, road_of
from game.screens.slow_road_after import SlowRoadAfterScreen, sentences
from game.screens.today_lines import LINES
from game.theme import DARK, HIGH_CONTRAST, LIGHT
from game.view.layout import layout_for
from tests import worlds_road
from tests.golden_screens import assert_screen
from tests.moments import drawn, given_to
from tests.worlds import START_NS, TODAY, world


def at(state, *, size=(1280, 720), text_percent=100) -> Moment:
    playing = isinstance(state, Playing)
    return Moment(
        step=Step(state=state, world=world()),
        sounding=frozenset({65}) if playing else frozenset(),
        now_ns=START_NS + 21_000_000_000,
        layout=layout_for(*size, text_percent),
        steering=None if playing else SteeringKeys(lowest=21, highest=108),
    )


def refused(reason="The piano was not measured."):
    state = worlds_road.reviewing()
    outcome = replace(state.outcome, found=None, refused=reason, because="")
    return replace(state, outcome=outcome)


def whole(pulled=False):
    """Return an after-screen of the five-finger pattern, which is no spot."""
    return worlds_road.reviewing(
        worlds_road.road(3, rises=0, spot="five-finger-c-right"), pulled=pulled
    )


def test_it_is_introduced_played_as_pearls_and_followed_by_its_road():
    game = game_of(Task.SLOW_ROAD)
    assert (game.play, game.after) == (PearlsScreen, SlowRoadAfterScreen)
    assert LINES[Task.SLOW_ROAD](worlds_road.step()) == "3-4-5-4-3 of five fingers on C, 59 bpm"


def test_three_sentences():
    state = worlds_road.reviewing()
    happened, where, ahead = sentences(state.outcome, state.outcome.found)
    assert happened == "Nothing pulled today."
    assert ahead == "Seven quiet days to go before a step of 6 bpm."
    assert where.startswith("Your little finger comes")
    pulled = worlds_road.reviewing(pulled=True).outcome
    even = replace(pulled.found, evenness=replace(pulled.found.evenness, flags=()))
    assert sentences(pulled, even) == (
        "Something pulled or curled: back to 53 bpm, and fourteen quiet days from here.",
    )


def test_the_road_as_it_is_drawn():
    road = worlds_road.road(5, rises=1)
    drawn_road = road_line(road, TODAY, 88)
    assert [stone.bpm for stone in drawn_road.stones] == [48, 53]
    assert drawn_road.stones[-1].name == f"{road.since.day} {road.since:%b}"
    assert drawn_road.day == road.day(TODAY)
    assert drawn_road.next_bpm == 59
    assert road_line(road, TODAY, 55).next_bpm == 55
    assert road_line(road, TODAY, 53).next_bpm is None
    assert road_line(road, TODAY).next_bpm == 59
    assert set(drawn_road.clean) == {road.day(day) for day in road.clean_days}


def test_next_again_slower_and_back():
    state = worlds_road.reviewing()
    slower = replace(state.step, tempo_bpm=53)
    given = [
        SlowRoadAfterScreen(seen=Seen(focus=focus)).update(at(state), [Intent.CONFIRM]).inputs
        for focus in range(3)
    ]
    assert given == [(Next(),), (Again(),), (Again(slower),)]
    moment = at(state)
    assert SlowRoadAfterScreen().update(moment, [Intent.BACK]).inputs == (Leave(moment.now_ns),)


def test_a_whole_pattern_has_its_spot_to_loop():
    state = whole()
    (given,) = SlowRoadAfterScreen(seen=Seen(focus=3)).update(at(state), [Intent.CONFIRM]).inputs
    assert given.step.exercise.id == "five-finger-c-right@loop:3-7"
    assert given.step.task is Task.PEARLS


def test_elsewhere_nothing_happens_and_nothing_is_drawn():
    state = worlds_road.ready()
    assert SlowRoadAfterScreen().update(at(state), [Intent.CONFIRM]) == NOTHING
    assert drawn(SlowRoadAfterScreen(), at(state)).get_at((100, 100))[:3] == (23, 21, 18)


def test_focus_moves_and_pages_turn_with_large_words():
    large = at(worlds_road.reviewing(), text_percent=200)
    screen = given_to(SlowRoadAfterScreen(), large, Intent.NEXT, Intent.NEXT, Intent.NEXT)
    assert screen.seen.focus == 3
    assert given_to(screen, large, Intent.CONFIRM).seen.page == 1


def test_a_step_without_its_road_is_introduced_without_it():
    state = worlds_road.ready()
    bare = replace(state, step=replace(state.step, level_json=None))
    assert road_of(bare.step) is None
    assert drawn(ReadyScreen(), at(bare)).get_at((900, 120)) == drawn(
        ReadyScreen(), at(bare)
    ).get_at((560, 100))


@pytest.mark.parametrize(
    ("name", "size", "text_percent", "theme"),
    [
        ("dark", (1280, 720), 100, DARK),
        ("1024_light", (1024, 600), 100, LIGHT),
        ("200_contrast", (1280, 720), 200, HIGH_CONTRAST),
    ],
)
def test_pictures_before(name, size, text_percent, theme):
    moment = at(worlds_road.ready(), size=size, text_percent=text_percent)
    assert_screen(drawn(ReadyScreen(), moment, theme), f"SCREEN_ready_slow_road_{name}")


@pytest.mark.parametrize(
    ("name", "size", "text_percent", "page", "theme"),
    [
        ("dark", (1280, 720), 100, 0, DARK),
        ("1024_light", (1024, 600), 100, 0, LIGHT),
        ("200_1_contrast", (1280, 720), 200, 1, HIGH_CONTRAST),
        ("1024_200_2_dark", (1024, 600), 200, 2, DARK),
    ],
)
def test_pictures_after(name, size, text_percent, page, theme):
    moment = at(worlds_road.reviewing(), size=size, text_percent=text_percent)
    screen = SlowRoadAfterScreen(seen=Seen(page=page))
    assert_screen(drawn(screen, moment, theme), f"SCREEN_slow_road_after_{name}")


def test_picture_after_a_pull_with_a_spot_to_loop():
    moment = at(whole(pulled=True))
    assert_screen(drawn(SlowRoadAfterScreen(), moment), "SCREEN_slow_road_after_pulled_dark")


def test_picture_without_a_step():
    assert_screen(drawn(SlowRoadAfterScreen(), at(refused())), "SCREEN_slow_road_after_none_dark")


@pytest.mark.parametrize("text_percent", [100, 200])
def test_too_few_strings_have_no_interval_and_none_no_figure(text_percent):
    few = worlds_road.reviewing(clean=2, runs=3)
    for page in range(3):
        screen = SlowRoadAfterScreen(seen=Seen(page=page))
        assert drawn(screen, at(few, text_percent=text_percent)).get_width() == 1280
    assert few.outcome.evenness.cell.low_ms is None
    found = replace(few.outcome.found, evenness=replace(few.outcome.evenness, runs=(), cells=()))
    none = replace(few, outcome=replace(few.outcome, found=found))
    assert none.outcome.evenness.cell is None
    for page in range(3):
        screen = SlowRoadAfterScreen(seen=Seen(page=page))
        drawn(screen, at(none, text_percent=text_percent))


def test_a_long_wait_is_day_14():
    road = worlds_road.road(3, rises=0)
    assert road_line(road, TODAY + timedelta(days=60), 88).day == 63

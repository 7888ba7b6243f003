"""Your takes: by day and page, opened by piano, keys and mouse."""

from datetime import date, timedelta
from itertools import pairwise

import pytest

from engine.record import Settings, ThemeChoice
from engine.session.world import OpenTake
from engine.take import NoteOn
from game.input import Clicked, Intent
from game.screens.paging import more_box
from game.screens.progress import ProgressScreen
from game.screens.progress_layout import pages_of as progress_pages
from game.screens.progress_layout import takes_box
from game.screens.range import RangeScreen
from game.screens.replay import ReplayScreen
from game.screens.replay_words import day_words, exercise_words, length_words
from game.screens.screen import NOTHING
from game.screens.takes import TakesScreen
from game.screens.takes_list import Day, Row, pages_of
from game.view.layout import layout_for
from tests.game.drawing import drawn
from tests.game.screens.steering import Steered
from tests.golden_screens import assert_screen
from tests.replays import answers, summaries, summary
from tests.worlds import TODAY, first_world, world

HIGHEST, LOWEST, SECOND_HIGHEST = 108, 21, 107
LAYOUTS = [
    (1280, 720, 100),
    (1024, 600, 100),
    (1280, 720, 200),
    (1024, 600, 200),
    (1920, 1080, 100),
]


@pytest.mark.parametrize("how", LAYOUTS)
def test_every_take_stands_once_below_its_day_inside_the_page(how: tuple[int, int, int]):
    layout, shown = layout_for(*how), world(takes=summaries(60))
    pages = pages_of(layout, shown)
    rows = [row for page in pages for row in page if isinstance(row, Row)]
    assert [row.take for row in rows] == list(summaries(60))
    for page in pages:
        assert isinstance(page[0], Day)
        boxes = [each.box for each in page]
        assert all(a.bottom == b.y for a, b in pairwise(boxes))
        assert boxes[-1].bottom <= more_box(layout).y


def test_days_and_lengths_in_words():
    assert day_words(TODAY, TODAY) == "Today"
    assert day_words(TODAY - timedelta(days=1), TODAY) == "Yesterday"
    assert day_words(date(2026, 11, 2), TODAY) == "Monday, 2 November"
    assert day_words(date(2025, 11, 2), TODAY) == "Sunday, 2 November 2025"
    assert [length_words(s) for s in (1, 41.4, 59.4, 61, 150)] == [
        "1 second",
        "41 seconds",
        "59 seconds",
        "1 minute",
        "2 minutes",
    ]


def test_the_exercise_in_words_without_what_it_has_not():
    assert exercise_words(summary()) == "Five fingers on C, right hand, 60 bpm"
    assert exercise_words(summaries()[1]).endswith("upwards, right hand, 60 bpm")
    assert exercise_words(answers().summary) == "Five fingers on C, right hand"


def test_the_piano_alone_reaches_a_take_from_progress_and_comes_back():
    steered = Steered(ProgressScreen(), world(takes=summaries()))
    steered.play(SECOND_HIGHEST, HIGHEST)
    assert steered.screen == TakesScreen()
    steered.play(SECOND_HIGHEST, HIGHEST)
    assert steered.screen == ReplayScreen()
    assert steered.requests == [OpenTake(summaries()[1].trial_id)]
    steered.play(LOWEST)
    assert steered.screen == TakesScreen(focus=1)
    steered.play(LOWEST)
    assert steered.screen == ProgressScreen(focus=1)


def test_pages_turn_round_by_their_button():
    shown = world(takes=summaries())
    pages = pages_of(layout_for(1280, 720), shown)
    steered = Steered(TakesScreen(), shown)
    for page in range(1, len(pages) + 1):
        steered.press("up", "return")
        assert steered.screen == TakesScreen(page=page % len(pages))


def test_the_mouse_opens_a_take_and_turns_the_page():
    shown, layout = world(takes=summaries()), layout_for(1280, 720)
    row = next(each for each in pages_of(layout, shown)[0] if isinstance(each, Row))
    steered = Steered(TakesScreen(), shown).click(row.box)
    assert steered.requests == [OpenTake(summaries()[0].trial_id)]
    assert Steered(TakesScreen(), shown).click(more_box(layout)).screen == TakesScreen(page=1)


def test_one_page_has_no_button_and_none_has_nothing_to_choose():
    one = Steered(TakesScreen(), world(takes=summaries(2)))
    one.press("down", "down")
    assert one.screen == TakesScreen(focus=0)
    nothing = Steered(TakesScreen(), world(takes=()))
    assert nothing.screen.update(nothing.now, [Intent.CONFIRM]) == NOTHING


def test_a_piano_whose_range_is_unknown_is_asked_first():
    unknown = first_world(device=None, takes=summaries())
    on = NoteOn(at_ns=1, pitch=60, velocity=64)
    steered = Steered(TakesScreen(), unknown).give(events=[on])
    assert isinstance(steered.screen, RangeScreen)


@pytest.mark.parametrize("how", LAYOUTS)
def test_progress_leads_there_by_a_click(how: tuple[int, int, int]):
    steered = Steered(
        ProgressScreen(),
        world(takes=summaries(), settings=Settings(type_scale=how[2] / 100)),
        size=how[:2],
        percent=how[2],
    )
    layout = layout_for(*how)
    steered.give(Clicked(*takes_box(layout).centre))
    assert steered.screen == TakesScreen()
    assert steered.below == [ProgressScreen(focus=progress_pages(layout))]


@pytest.mark.parametrize("how", LAYOUTS)
def test_the_way_to_the_takes_and_the_way_to_the_next_page_stand_apart(how: tuple[int, int, int]):
    layout = layout_for(*how)
    takes, more = takes_box(layout), more_box(layout, last=True)
    assert takes.right <= layout.content.right
    assert progress_pages(layout) == 1 or takes.right < more.x


PICTURES = {
    "dark": (TakesScreen(focus=1), {}),
    "1024_light": (
        TakesScreen(page=1, focus=2),
        {"size": (1024, 600), "theme": ThemeChoice.LIGHT},
    ),
    "200_contrast": (
        TakesScreen(focus=1),
        {"percent": 200, "theme": ThemeChoice.HIGH_CONTRAST},
    ),
    "1024_200": (TakesScreen(focus=2), {"size": (1024, 600), "percent": 200}),
}


@pytest.mark.parametrize("name", PICTURES)
def test_the_list_looks_as_it_was_blessed(name: str):
    screen, how = PICTURES[name]
    assert_screen(drawn(screen, world(takes=summaries()), **how), f"SCREEN_takes_{name}")


def test_an_empty_list_says_what_will_be_there():
    assert_screen(drawn(TakesScreen(), world(takes=())), "SCREEN_takes_none")

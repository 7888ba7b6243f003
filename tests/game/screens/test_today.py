"""Today: beginning, what is missing before it can begin, and the ways to the other places."""

from dataclasses import replace

import pytest

from engine.session.plan import plan_today
from engine.session.world import Link, PortStatus, Practice, StartSession
from game.screens.options import foot_row
from game.screens.range import RangeScreen
from game.screens.readiness import Readiness, readiness, words_beside
from game.screens.today import TodayScreen
from game.screens.today_cards import week_dots
from game.screens.today_steps import day_words, steps_a_page, steps_below_greeting, steps_of
from game.screens.top_bar import tab_boxes
from game.view.chip import Transition
from game.view.week_dots import DayState
from tests.game.drawing import drawn, moment
from tests.game.screens.steering import Steered
from tests.golden_screens import assert_screen
from tests.worlds import EXERCISES, TODAY, first_world, nobody, plan, standing, world

HIGHEST, LOWEST, NEXT = 108, 21, 107


def today(**changes):
    return Steered(TodayScreen(), world(**changes))


def test_the_highest_key_begins():
    assert today().play(HIGHEST).requests == [StartSession()]


def test_return_begins():
    assert today().press("return").requests == [StartSession()]


def test_a_click_on_begin_begins():
    here = today()
    here.click(foot_row(here.now.layout)._replace(w=80))
    assert here.requests == [StartSession()]


@pytest.mark.parametrize(("steps", "name"), [(1, "practise"), (2, "progress"), (3, "settings")])
def test_the_piano_goes_to_the_other_places(steps, name):
    assert today().play(*[NEXT] * steps, HIGHEST).screen.name == name


@pytest.mark.parametrize(("steps", "name"), [(1, "practise"), (2, "progress"), (3, "settings")])
def test_the_keyboard_goes_to_the_other_places(steps, name):
    assert today().press(*["down"] * steps, "return").screen.name == name


@pytest.mark.parametrize(("tab", "name"), [(1, "practise"), (2, "progress"), (3, "settings")])
def test_the_mouse_goes_to_the_other_places(tab, name):
    here = today()
    assert here.click(tab_boxes(here.now.layout)[tab]).screen.name == name


def test_the_lowest_key_leads_to_the_players():
    assert today().play(LOWEST).screen.name == "welcome"


def test_large_type_turns_pages_round_and_loses_nothing():
    here = Steered(TodayScreen(focus=1), world(), percent=200)
    pages = {here.screen.page}
    for _ in range(8):
        here.press("return")
        pages.add(here.screen.page)
    assert pages == set(range(len(pages)))
    assert len(pages) > 3
    assert here.requests == []


@pytest.mark.parametrize("size", [(1024, 600), (1280, 720), (1920, 1080)])
def test_large_type_shows_steps_below_the_greeting_already(size):
    layout = moment(world(), size=size, percent=200).layout
    short, long = "Four gentle steps, about 7 minutes.", day_words(first_world())
    below = steps_below_greeting(layout, short)
    assert 0 < below <= steps_a_page(layout)
    assert steps_below_greeting(layout, long) <= below


def test_a_piano_without_a_known_range_is_asked_for_it_once():
    here = Steered(TodayScreen(), world(device=None)).play(60)
    assert here.screen == RangeScreen()
    assert here.below == [TodayScreen(asked=True)]


def test_without_its_range_nothing_begins_and_return_asks():
    here = Steered(TodayScreen(asked=True), world(device=None)).press("return")
    assert here.requests == []
    assert here.screen == RangeScreen()


def test_without_an_instrument_nothing_begins_and_return_leads_to_the_door():
    here = Steered(TodayScreen(), world(port=nobody().port, device=None)).press("return")
    assert here.requests == []
    assert here.screen.name == "welcome"


def test_the_day_is_over_when_its_minutes_are_played():
    played = Practice(local_date=TODAY, minutes=plan().dose_minutes)
    full = world(practice=(played,))
    assert readiness(full) is Readiness.RESTING
    assert Steered(TodayScreen(), full).play(HIGHEST).requests == []
    assert "steps" not in day_words(full)
    assert f"{plan().dose_minutes:g} minutes" in day_words(full)


def test_a_day_that_is_over_does_not_invite_even_without_an_instrument():
    played = Practice(local_date=TODAY, minutes=plan().dose_minutes)
    assert day_words(nobody(plan=plan(), practice=(played,))) == day_words(
        world(practice=(played,))
    )


def test_the_transition_that_the_pattern_dwells_on_is_named():
    pearls = steps_of(plan(dwelling=((4, 5), (3, 4))))[2]
    assert pearls.second == ("Dwelling on", Transition(finger=4, to_finger=5))


def test_transitions_that_the_pattern_does_not_play_are_listened_for_and_said_to_be_the_latest():
    pearls = steps_of(plan(dwelling=((1, 5), (2, 4), (1, 3))))[2]
    first, second = Transition(finger=1, to_finger=5), Transition(finger=2, to_finger=4)
    assert pearls.second == ("Listen for", first, "and", second, "(the latest so far)")


@pytest.mark.parametrize(
    ("link", "wanted"),
    [
        (Link.NO_SERVICE, Readiness.NO_INSTRUMENT),
        (Link.LISTENING, Readiness.NO_INSTRUMENT),
        (Link.LOST, Readiness.NO_INSTRUMENT),
        (Link.CONNECTED, Readiness.NO_RANGE),
        (Link.COMPUTER_KEYBOARD, Readiness.READY),
        (Link.VIRTUAL, Readiness.READY),
    ],
)
def test_what_is_missing_follows_the_instrument(link, wanted):
    port = PortStatus(link=link, name="Roland")
    assert readiness(world(port=port, device=None)) is wanted


def test_an_unplugged_piano_is_named():
    lost = world(port=PortStatus(link=Link.LOST, name="Roland FP-30X"), device=None)
    assert words_beside(lost, steers=False)[0] == "Roland FP-30X was unplugged."


def test_a_message_of_the_store_is_shown_before_anything_else():
    told = world(message="The disk is full.")
    assert words_beside(told, steers=True) == ("The disk is full.", "")


def test_blocks_of_one_task_are_one_step():
    titles = [step.title for step in steps_of(plan())]
    assert titles == ["Warm-up", "Evenness check", "Pearls", "Which Finger?", "A calm end"]
    assert "each way" in steps_of(plan())[1].second[0]


def test_a_tempo_ceiling_below_the_score_tempo_leaves_the_check_out():
    titles = [step.title for step in steps_of(plan(ceiling_bpm=50.0, tempo_bpm=50.0))]
    assert titles == ["Warm-up", "Pearls", "Which Finger?", "A calm end"]


def test_the_week_shows_days_played_and_today():
    # a Thursday; Monday and Wednesday were played
    assert TODAY.weekday() == 3
    dots = week_dots(moment(world()))
    assert dots.days[0] is DayState.PLAYED
    assert dots.days[2] is DayState.PLAYED
    assert dots.days[3] is DayState.TODAY
    assert dots.days[1] is DayState.REST
    played = replace(world(), practice=(Practice(local_date=TODAY, minutes=3.0),))
    assert week_dots(moment(played)).days[3] is DayState.PLAYED


def test_words_from_the_plan_are_set_with_the_apostrophe_of_print():
    told = day_words(world(plan=replace(plan(), no_check="Below the score's tempo.")))
    assert told.endswith("Below the score\N{RIGHT SINGLE QUOTATION MARK}s tempo.")


def test_the_first_day_says_that_nothing_is_scored():
    assert "Nothing is scored" in day_words(first_world())


@pytest.mark.parametrize(
    ("name", "size", "percent"),
    [
        ("eight", (1280, 720), 100),
        ("eight_1024", (1024, 600), 100),
        ("eight_125", (1024, 600), 125),
    ],
)
def test_picture_of_a_day_with_eight_steps(name, size, percent):
    full = plan_today(standing(days_before=3), EXERCISES, seed=1, outer=(21, 108))
    assert len(steps_of(full)) == 8
    picture = drawn(TodayScreen(), world(plan=full), size=size, percent=percent)
    assert_screen(picture, f"SCREEN_today_{name}")

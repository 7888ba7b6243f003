"""Progress: what it says at each stage, and turning its pages."""

from datetime import timedelta

import pytest

from engine.session.world import Practice
from game.screens.pages import turning_words
from game.screens.paging import more_box
from game.screens.progress import ProgressScreen
from game.screens.progress_layout import pages_of
from game.screens.progress_words import (
    ceiling_of,
    chart_of,
    constellation_of,
    minutes_of_weeks,
    reliable_said,
    told,
)
from game.screens.words import headline_of
from game.view.constellation import StarState
from tests.game.screens.steering import Steered
from tests.worlds import CLARA, TODAY, first_world, practice, transitions, world

HIGHEST, LOWEST, NEXT = 108, 21, 107


def test_nothing_yet_says_what_it_takes():
    headline, words = told(first_world())
    assert headline == "Nothing measured yet."
    assert "Three days" in words


def test_the_verdict_comes_with_value_interval_and_score():
    headline, words = told(world())
    week = world().weekly.last_measured
    assert headline == headline_of(week, TODAY) == "No real change."
    value = week.estimate
    figures = f"{value.value_ms:.1f} ms, {value.low_ms:.1f} to {value.high_ms:.1f}"
    assert figures in words
    assert f"{value.score:.0f} of 100" in words


def test_a_baseline_that_gathers_says_how_far_it_is():
    assert told(world(weeks=3))[0] == "Week three of your baseline."


def test_the_running_week_is_not_judged_before_it_can_be():
    shown = chart_of(world().weekly)
    assert shown.weeks[-1].value is not None


def test_a_week_with_too_little_keeps_its_place_and_has_no_part_in_the_line():
    chart = chart_of(world().weekly)
    gaps = [index for index, week in enumerate(chart.weeks) if week.value is None]
    assert gaps == [5]
    assert not set(gaps) & {point.week for point in chart.line}


def test_the_baseline_block_is_its_four_weeks():
    chart = chart_of(world().weekly)
    assert chart.baseline_weeks == 4
    assert chart.baseline == pytest.approx(world().weekly.baseline.value_ms)


def test_before_the_baseline_is_complete_there_is_no_line():
    chart = chart_of(world(weeks=3).weekly)
    assert (chart.baseline_weeks, chart.baseline, chart.line) == (3, None, ())


def test_the_twenty_transitions_become_stars():
    stars = constellation_of(CLARA.hand, transitions()).stars
    assert len(stars) == 20
    lit = sum(star.state is StarState.RELIABLE for star in stars)
    assert reliable_said(transitions()) == f"{lit} of 20 reliable"


def test_minutes_are_summed_by_week_and_weeks_without_any_keep_their_place():
    two = (
        Practice(local_date=TODAY - timedelta(weeks=2), minutes=10.0),
        Practice(local_date=TODAY - timedelta(weeks=2, days=1), minutes=5.0),
        Practice(local_date=TODAY, minutes=7.0),
    )
    assert minutes_of_weeks(two, TODAY).minutes == (15.0, 0.0, 7.0)


def test_the_ceiling_is_told_day_by_day():
    chart = ceiling_of(practice(2))
    assert len(chart.days) == len(chart.bpm) == len(practice(2))
    assert chart.days[0] == 0
    assert ceiling_of(()).days == ()


@pytest.mark.parametrize(("size", "percent", "pages"), [
    ((1280, 720), 100, 1), ((1024, 600), 100, 2), ((1280, 720), 200, 5),
])  # fmt: skip
def test_pages_turn_by_the_piano_and_come_round(size, percent, pages):
    here = Steered(ProgressScreen(), world(), size=size, percent=percent)
    assert pages_of(here.now.layout) == pages
    if pages > 1:
        here.play(*[HIGHEST] * pages)
        assert here.screen == ProgressScreen(focus=0)


def test_the_last_page_leads_to_the_start_and_says_so():
    assert turning_words(1, 5) == ("More", "2 of 5")
    assert turning_words(4, 5) == ("From the start", "5 of 5")
    here = Steered(ProgressScreen(focus=4), world(), percent=200)
    here.click(more_box(here.now.layout, last=True))
    assert here.screen == ProgressScreen(focus=0)


def test_the_lowest_key_leads_back_to_today():
    assert Steered(ProgressScreen(), world()).play(LOWEST).screen.name == "today"


def test_the_tabs_are_reached_by_keys():
    assert Steered(ProgressScreen(), world()).play(NEXT, NEXT, HIGHEST).screen.name == "today"
    assert Steered(ProgressScreen(), world()).press("up", "return").screen.name == "settings"

from datetime import date, timedelta
from math import log
from uuid import UUID

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.exercise import Direction
from engine.progress.verdict import Outcome
from engine.progress.week import friendly_score
from engine.progress.weekly import weekly_scores
from engine.record import BaselineReset, RunValue

MONDAY = date(2026, 1, 5)
TEN_MS = log(10.0)


def outcomes(scores):
    marks = {
        Outcome.NOTHING_PLAYED: ".",
        Outcome.NOT_ENOUGH: "?",
        Outcome.BASELINE: "B",
        Outcome.NO_REAL_CHANGE: "=",
        Outcome.REAL_CHANGE: "!",
    }
    return "".join(marks[week.verdict.outcome] for week in scores.weeks)


def wobbling(weeks, *, sd, seed, gain=0.0):
    """Weekly ln(sdIOI) around 10 ms; after the four of the baseline it falls by ``gain`` in all."""
    rng = np.random.default_rng(seed)
    fall = gain * np.clip((np.arange(weeks) - 3) / 6, 0, 1)
    return list(TEN_MS - fall + rng.normal(0, sd, weeks))


def reset_on(day, reason="new piano"):
    return BaselineReset(person_id=UUID(int=9), local_date=day, reason=reason)


def test_a_stable_player_sees_no_real_change(practice):
    scores = weekly_scores(practice(wobbling(16, sd=0.04, seed=1)))
    assert outcomes(scores) == "BBBB============"
    assert scores.latest.verdict.headline == "No real change this week."
    assert scores.latest.verdict.low_percent < 0 < scores.latest.verdict.high_percent


def test_fifteen_percent_more_even_is_a_real_change(practice):
    scores = weekly_scores(practice(wobbling(20, sd=0.03, seed=2, gain=-log(0.85))))
    assert outcomes(scores).startswith("BBBB=")
    assert outcomes(scores).endswith("!!!!")
    verdict = scores.latest.verdict
    assert 10 < verdict.change_percent < 20
    assert 0 < verdict.low_percent < verdict.change_percent < verdict.high_percent
    assert "more even" in verdict.headline


def test_less_even_is_a_real_change_too_and_asks_for_the_teacher(practice):
    scores = weekly_scores(practice(wobbling(16, sd=0.03, seed=3, gain=-0.25)))
    verdict = scores.latest.verdict
    assert verdict.outcome is Outcome.REAL_CHANGE
    assert verdict.change_percent < 0
    assert "less even" in verdict.headline
    assert "Show this to your teacher or therapist." in verdict.detail
    assert "weeks" in verdict.detail


def test_the_verdict_is_the_ewma_by_hand(practice):
    y = [TEN_MS] * 4 + [TEN_MS - 0.2, TEN_MS - 0.1]
    scores = weekly_scores(practice(y))
    baseline = scores.baseline
    assert baseline.y == pytest.approx(TEN_MS)
    assert baseline.sem == pytest.approx(0.074 * (4 / 7) ** 0.5)
    smoothed = 0.3 * -0.1 + 0.7 * 0.3 * -0.2
    latest = scores.latest
    assert latest.ewma_ms == pytest.approx(10 * np.exp(smoothed))
    assert latest.verdict.change_percent == pytest.approx(100 * (1 - np.exp(smoothed)))
    limit = 2.7 * baseline.sem * (0.3 / 1.7 * (1 - 0.7**4) + (1 - 0.49) ** 2 / 4) ** 0.5
    assert latest.limit_low_ms == pytest.approx(10 * np.exp(-limit))
    assert latest.limit_high_ms == pytest.approx(10 * np.exp(limit))


def test_two_days_are_not_enough(practice):
    scores = weekly_scores(practice([TEN_MS], days=[2]))
    week = scores.latest
    assert week.estimate is None
    assert week.days == 2
    assert "three are needed, two were measured" in week.verdict.detail


def test_a_day_with_seven_runs_is_told(one_day):
    runs = one_day(MONDAY, [TEN_MS] * 10) + one_day(MONDAY + timedelta(days=1), [TEN_MS] * 7)
    detail = weekly_scores(runs).latest.verdict.detail
    assert "three are needed, one was measured" in detail
    assert "one day had fewer" in detail


def test_a_week_of_short_days_alone_measured_none(one_day):
    detail = weekly_scores(one_day(MONDAY, [TEN_MS] * 5)).latest.verdict.detail
    assert "none was measured" in detail


def test_weeks_without_data_keep_their_place(practice):
    #  weeks   B   B       ?   B   B   =
    y = [TEN_MS, TEN_MS, None, TEN_MS, TEN_MS, TEN_MS, TEN_MS]
    scores = weekly_scores(
        practice(y, days=[3, 3, 0, 1, 3, 3, 3]), until=MONDAY + timedelta(weeks=8)
    )
    assert outcomes(scores) == "BB.?BB=.."
    assert [week.monday for week in scores.weeks] == [
        MONDAY + timedelta(weeks=week) for week in range(9)
    ]
    assert scores.weeks[-1].verdict.headline == "Nothing was measured this week."
    # the chart stands still where nothing was measured
    assert scores.weeks[-1].ewma_ms == scores.weeks[6].ewma_ms
    assert scores.last_measured.monday == MONDAY + timedelta(weeks=6)


def test_a_week_is_an_iso_week_of_the_local_date(one_day):
    # Monday 28 December 2026 to Sunday 3 January 2027 are week 53
    days = [date(2026, 12, 28), date(2026, 12, 31), date(2027, 1, 3)]
    runs = [run for day in days for run in one_day(day, [TEN_MS] * 10)]
    (week,) = weekly_scores(runs).weeks
    assert (week.monday, week.number) == (date(2026, 12, 28), 53)
    assert week.estimate.value_ms == pytest.approx(10)


def test_the_value_has_an_interval_a_median_and_a_friendly_number(practice):
    week = weekly_scores(practice([TEN_MS])).latest
    assert week.estimate.value_ms == pytest.approx(10)
    assert week.estimate.low_ms < 10 < week.estimate.high_ms
    assert week.median_ms == pytest.approx(10, rel=0.02)
    assert week.estimate.score == pytest.approx(friendly_score(10))
    assert week.cells[0].estimate == week.estimate


@given(st.floats(0.1, 200), st.floats(1.001, 10))
def test_the_friendly_number_falls_as_the_value_grows(value_ms, factor):
    assert 100 > friendly_score(value_ms) > friendly_score(value_ms * factor) > 0
    assert friendly_score(16) == pytest.approx(50)


def test_the_headline_is_the_mean_over_the_cells_of_the_baseline(practice, cell):
    runs = practice([TEN_MS] * 5, cell=cell(Direction.UP))
    runs += practice([log(12)] * 5, cell=cell(Direction.DOWN))
    runs += practice([None, None, log(30), log(30), log(30)], cell=cell(tempo_bpm=80))
    scores = weekly_scores(runs)
    assert [c.direction for c in scores.cells] == [Direction.DOWN, Direction.UP]
    assert all(c.tempo_bpm == 60 for c in scores.cells)
    assert scores.latest.estimate.value_ms == pytest.approx(120**0.5)
    assert len(scores.latest.cells) == 3


def test_a_week_counts_only_with_all_cells_of_the_baseline(practice, cell):
    runs = practice([TEN_MS] * 6, cell=cell(Direction.UP))
    runs += practice([TEN_MS] * 5, cell=cell(Direction.DOWN))
    assert outcomes(weekly_scores(runs)) == "BBBB=?"


def test_another_tempo_alone_says_so(practice, cell):
    runs = practice([TEN_MS] * 5) + practice([None] * 5 + [TEN_MS], cell=cell(tempo_bpm=80))
    scores = weekly_scores(runs)
    assert outcomes(scores) == "BBBB=?"
    assert "baseline were not played" in scores.latest.verdict.detail


def test_a_reset_starts_a_new_baseline_and_is_drawn(practice):
    runs = practice([TEN_MS] * 6 + [log(8)] * 6)
    reset = reset_on(MONDAY + timedelta(weeks=6))
    scores = weekly_scores(runs, [reset])
    assert outcomes(scores) == "BBBB==BBBB=="
    assert [week.reset for week in scores.weeks].index(reset) == 6
    assert [round(baseline.value_ms) for baseline in scores.baselines] == [10, 8]
    assert scores.baseline is scores.baselines[-1]
    assert scores.latest.verdict.outcome is Outcome.NO_REAL_CHANGE


def test_runs_before_a_reset_in_its_week_belong_to_neither_baseline(practice):
    runs = practice([TEN_MS] * 4 + [log(20)])
    scores = weekly_scores(runs, [reset_on(MONDAY + timedelta(weeks=4, days=2))])
    assert outcomes(scores) == "BBBB?"
    assert scores.latest.days == 2
    assert scores.baseline is None


def test_nothing_is_left_when_all_was_played_before_a_reset_in_its_week(practice):
    scores = weekly_scores(practice([TEN_MS]), [reset_on(MONDAY + timedelta(days=6))])
    assert outcomes(scores) == "."
    assert scores.cells == ()


def test_a_reset_after_the_last_run_shows_its_week(practice):
    scores = weekly_scores(practice([TEN_MS] * 5), [reset_on(MONDAY + timedelta(weeks=6))])
    assert outcomes(scores) == "BBBB=.."
    assert scores.latest.reset is not None
    assert scores.baseline is None
    assert scores.cells == ()


def test_nothing_played_has_no_weeks():
    scores = weekly_scores([])
    assert scores.weeks == ()
    assert scores.latest is None
    assert scores.last_measured is None


@pytest.mark.parametrize(
    ("how", "because"),
    [
        ({"ioi_ms": 262.0}, r"5 % slower than in the baseline"),
        ({"ioi_ms": 240.0}, r"4 % faster than in the baseline"),
        ({"floor_ms": 3.0}, r"30 % of the value"),
    ],
)
def test_the_percentage_is_hidden(practice, how, because):
    runs = practice([TEN_MS] * 4) + practice([None] * 4 + [TEN_MS] * 2, **how)
    verdict = weekly_scores(runs).latest.verdict
    assert verdict.change_percent is None
    assert because in verdict.hidden_because
    assert because in verdict.detail


def test_more_invalid_runs_hide_the_percentage(practice, one_day):
    runs = practice([TEN_MS] * 5)
    friday = MONDAY + timedelta(weeks=4, days=4)
    assert weekly_scores(runs).latest.verdict.hidden_because is None
    three = runs + one_day(friday, [None] * 3)
    assert weekly_scores(three).latest.verdict.hidden_because is None
    four = weekly_scores(runs + one_day(friday, [None] * 4))
    assert "could not be counted" in four.latest.verdict.hidden_because
    assert four.latest.invalid_rate == pytest.approx(4 / 34)


def test_a_noisy_instrument_widens_the_band(practice):
    quiet = weekly_scores(practice([TEN_MS] * 4)).baseline
    noisy = weekly_scores(practice([TEN_MS] * 4, floor_ms=2.0)).baseline
    assert quiet.sem == pytest.approx(0.074 * (4 / 7) ** 0.5)
    assert noisy.sem == pytest.approx(0.2)


WEEKLY = st.lists(st.one_of(st.none(), st.floats(1.5, 4.0)), min_size=1, max_size=9).filter(any)


@settings(max_examples=25, deadline=None)
@given(weeks=WEEKLY, later=st.integers(-200, 200))
def test_whole_weeks_later_nothing_else_changes(practice, weeks, later):
    runs = practice(weeks)
    moved = [at(run, run.local_date + timedelta(weeks=later)) for run in runs]
    a, b = weekly_scores(runs), weekly_scores(moved)
    assert [week.estimate for week in a.weeks] == [week.estimate for week in b.weeks]
    assert [week.verdict for week in a.weeks] == [week.verdict for week in b.weeks]


@settings(max_examples=25, deadline=None)
@given(weeks=WEEKLY, scale=st.floats(0.3, 3))
def test_a_scale_of_all_sdiois_changes_no_verdict(practice, weeks, scale):
    runs = practice(weeks)
    scaled = [at(run, run.local_date, scale=scale) for run in runs]
    a, b = weekly_scores(runs), weekly_scores(scaled)
    assert outcomes(a) == outcomes(b)
    for one, other in zip(a.weeks, b.weeks, strict=True):
        if one.estimate:
            assert other.estimate.value_ms == pytest.approx(scale * one.estimate.value_ms)
            ratio = other.estimate.high_ms / other.estimate.low_ms
            assert ratio == pytest.approx(one.estimate.high_ms / one.estimate.low_ms)


@settings(max_examples=25, deadline=None)
@given(weeks=WEEKLY, random=st.randoms(use_true_random=False))
def test_the_order_of_runs_changes_nothing(practice, weeks, random):
    runs = practice(weeks)
    shuffled = list(runs)
    random.shuffle(shuffled)
    a, b = weekly_scores(runs), weekly_scores(shuffled)
    assert [week.estimate for week in a.weeks] == [week.estimate for week in b.weeks]
    assert outcomes(a) == outcomes(b)
    assert a.cells == b.cells


def at(run, day, *, scale=1.0):
    return RunValue(
        local_date=day,
        session_id=run.session_id,
        cell=run.cell,
        run=run.run,
        sd_ioi_ms=run.sd_ioi_ms * scale,
        mean_ioi_ms=run.mean_ioi_ms,
        noise_floor_ms=run.noise_floor_ms * scale,
    )

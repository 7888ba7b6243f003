from datetime import date, timedelta
from math import exp, log, sqrt

import numpy as np
import pytest

from engine.exercise import Direction
from engine.progress.curve import fit_curve

MONDAY = date(2026, 1, 5)


@pytest.fixture
def played(one_day, cell):
    """Runs of a player with sdIOI = 10 ms (IOI / 250)^slope, wobbling day by day."""

    def runs_of(tempi, *, days=10, slope=-0.5, seed=1, day_sd=0.1, run_sd=0.2):
        rng = np.random.default_rng(seed)
        runs = []
        for bpm in tempi:
            ioi_ms = 15_000 / bpm
            for day in range(days):
                y = log(10) + slope * log(ioi_ms / 250) + rng.normal(0, day_sd)
                values = y + rng.normal(0, run_sd, 10)
                when = MONDAY + timedelta(days=day)
                runs += one_day(when, values, cell=cell(tempo_bpm=bpm), ioi_ms=ioi_ms)
        return runs

    return runs_of


def test_the_curve_finds_the_slope_of_many_tempi(played):
    curve = fit_curve(played([40, 50, 60, 75, 90, 120], days=12))
    assert curve.slope == pytest.approx(-0.5, abs=3 * sqrt(curve.slope_variance))
    assert sqrt(curve.slope_variance) < 0.06
    assert (curve.tempi, curve.days) == (6, 72)
    expected = curve.expected(200)
    assert expected.low_ms < 10 * 0.8**-0.5 < expected.high_ms
    assert curve.day_sd == pytest.approx(0.1, rel=0.25)
    assert curve.run_sd == pytest.approx(0.2, rel=0.1)


def test_one_tempo_has_an_answer_that_widens_with_distance(played):
    curve = fit_curve(played([60]))
    assert (curve.tempi, curve.slope) == (1, pytest.approx(0, abs=1e-9))
    here, near, far = curve.expected(250), curve.expected(240), curve.expected(125)
    assert here.value_ms == pytest.approx(10, rel=0.08)
    assert near.high_ms / near.low_ms == pytest.approx(here.high_ms / here.low_ms, rel=0.15)
    assert far.high_ms / far.low_ms > 10


def test_a_steady_player_meets_the_limit_99_times_in_a_hundred(played):
    curve = fit_curve(played([60, 70, 80], days=20, seed=2))
    limit = curve.expected(250).run_limit_ms
    rng = np.random.default_rng(3)
    runs = np.exp(log(10) + rng.normal(0, sqrt(0.1**2 + 0.2**2), 100_000))
    assert (runs <= limit).mean() == pytest.approx(0.99, abs=0.01)


def test_rho_is_1_for_the_same_hand_and_clears_1_for_another(played):
    curve = fit_curve(played([60, 80], seed=4))
    same = curve.rho([10.0 * exp(0.1 * k) for k in range(-4, 5)], ioi_ms=250)
    assert same.low < 1 < same.high
    worse = curve.rho([14.0] * 10, ioi_ms=250)
    assert worse.value == pytest.approx(1.4, rel=0.08)
    assert worse.low > 1
    assert curve.rho([7.0] * 10, ioi_ms=250).high < 1
    assert curve.rho([], ioi_ms=250) is None


def test_rho_covers_the_truth(played):
    rng = np.random.default_rng(6)
    covered = []
    for seed in range(120):
        curve = fit_curve(played([60, 80], days=6, seed=seed))
        rho = curve.rho(np.exp(log(10) + rng.normal(0, 0.2, 10)).tolist(), ioi_ms=250)
        covered.append(rho.low <= 1 <= rho.high)
    assert np.mean(covered) > 0.9


def test_a_scale_of_all_runs_scales_what_is_expected(one_day):
    y = np.random.default_rng(5).normal(2.3, 0.2, 20)
    one = fit_curve(one_day(MONDAY, y)).expected(250)
    twice = fit_curve(one_day(MONDAY, y + log(2))).expected(250)
    assert twice.value_ms == pytest.approx(2 * one.value_ms)
    assert twice.run_limit_ms == pytest.approx(2 * one.run_limit_ms)


def test_fewer_than_eight_valid_runs_bear_no_curve(one_day):
    assert fit_curve([]) is None
    assert fit_curve(one_day(MONDAY, [2.3] * 7 + [None] * 5)) is None
    assert fit_curve(one_day(MONDAY, [2.3] * 8)) is not None


def test_what_may_not_be_compared_is_refused(one_day, cell):
    runs = one_day(MONDAY, [2.3] * 8, cell=cell(Direction.UP))
    runs += one_day(MONDAY, [2.3] * 8, cell=cell(Direction.DOWN))
    with pytest.raises(ValueError, match="one exercise, hand, direction and instrument"):
        fit_curve(runs)


def test_no_tempo_is_refused(one_day):
    with pytest.raises(ValueError, match="above 0 ms"):
        fit_curve(one_day(MONDAY, [2.3] * 8)).expected(0)

"""A hand that tires is found within its own sitting; a steady one is left to play."""

import math

import numpy as np
import pytest

from engine.adaptation.tiring import FIRST_RUNS, Strain, Tiring, strain_of

EVEN = (0.0,) * FIRST_RUNS


def after(*takes: tuple[float, ...], group: str = "") -> Tiring:
    tiring = Tiring()
    for residuals in takes:
        tiring = tiring.after(Strain(group=group, residuals=residuals))
    return tiring


def test_the_first_six_runs_only_say_what_is_usual_today():
    assert after((math.log(4),) * 6).total == 0.0
    assert after((math.log(4),) * 6, (math.log(4),) * 20).tired is False


def test_a_doubled_sd_is_said_after_a_few_runs():
    assert after(EVEN, (math.log(2),) * 10).tired
    assert not after(EVEN, (math.log(2),) * 3).tired


def test_one_bad_run_or_two_say_nothing():
    assert not after(EVEN, (0.1, 5.0, 0.0, 0.1, 5.0, 5.0)).tired


def test_it_adds_up_over_takes():
    assert not after(EVEN, (0.6,) * 4).tired
    assert after(EVEN, (0.6,) * 4, (0.6,) * 4).tired


def test_more_even_runs_take_it_back():
    assert after(EVEN, (0.6,) * 4, (-0.2,) * 4).total == 0.0


def test_once_said_it_begins_again():
    said = after(EVEN, (math.log(2),) * 10)
    assert said.tired
    calm = said.after(Strain(group="", residuals=(0.0, 0.0)))
    assert not calm.tired
    assert calm.total == 0.0
    assert said.after(Strain(group="", residuals=(math.log(2),) * 10)).tired


def test_what_cannot_be_compared_is_compared_with_its_own():
    scales = Strain(group="scale up 60", residuals=(math.log(8),) * 10)
    pearls = Strain(group="pearls loop 62", residuals=(math.log(16),) * 10)
    assert Tiring().after(scales).after(pearls).total == 0.0


def test_runs_are_measured_against_the_curve_where_there_is_one():
    strain = strain_of([10.0, 20.0, 0.0], cell="a", expected_ms=10.0)
    assert strain == Strain(group="", residuals=(0.0, pytest.approx(math.log(2))))
    assert strain_of([10.0], cell="a") == Strain(group="a", residuals=(math.log(10),))
    assert strain_of([], cell="a") is None


def sittings(count: int, worse: float, *, run_sd: float = 0.1, cell_sd: float = 0.05) -> float:
    """The share called tired of sittings of four takes of ten runs, worse in the last two.

    The SD of a run's 14 IOIs scatters as such an SD does, and truly by ``run_sd``; what the curve
    expects of an exercise is wrong by ``cell_sd``.
    """
    rng = np.random.default_rng(7)
    df, tired = 13 / 1.15, 0
    for _ in range(count):
        tiring = Tiring()
        for take in range(4):
            sd = 0.5 * np.log(rng.chisquare(df, 10) / df) + rng.normal(0, run_sd, 10)
            residuals = sd + rng.normal(0, cell_sd) + (math.log(worse) if take >= 2 else 0)
            tiring = tiring.after(Strain(group="", residuals=tuple(residuals.tolist())))
            if tiring.tired:
                tired += 1
                break
    return tired / count


def test_how_often_a_steady_hand_is_stopped_and_a_tired_one_found():
    assert sittings(1500, 1.0) <= 0.015
    assert sittings(600, 1.5) >= 0.5
    assert sittings(600, 2.0) >= 0.96
    assert sittings(1500, 1.0, run_sd=0.15, cell_sd=0.1) <= 0.05

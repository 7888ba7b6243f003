import math

import numpy as np
import pytest

from engine.progress.baseline import (
    LIMIT_WIDTH,
    ewma,
    ewma_next,
    ewma_se,
    shrunk_sem,
)

PLAYERS = 100_000
WEEKS = np.arange(1, 13)


def stable_players(*, seed=1):
    """Weekly y of players who do not change: 4 weeks of baseline, 12 after it, SEM 1."""
    return np.random.default_rng(seed).standard_normal((PLAYERS, 16))


def deviations(y):
    return y[:, 4:] - y[:, :4].mean(axis=1, keepdims=True)


def alarmed(smoothed, *, sem, width):
    return (np.abs(smoothed) > width * ewma_se(WEEKS, 1.0) * sem).any(axis=1).mean()


def test_stable_players_are_alarmed_as_seldom_as_science_8_18_says():
    d = deviations(stable_players())
    assert 0.07 <= alarmed(ewma(d), sem=1.0, width=2.5) <= 0.09
    single_look = (np.abs(d) > 1.96 * math.sqrt(1 + 1 / 4)).any(axis=1).mean()
    assert 0.41 <= single_look <= 0.45


def test_with_sem_estimated_from_four_weeks_the_wider_limit_keeps_it_so():
    y = 0.074 * stable_players(seed=2)
    sem = np.array([shrunk_sem(weeks) for weeks in y[:5000, :4]])[:, None]
    assert 0.06 <= alarmed(ewma(deviations(y[:5000])), sem=sem, width=LIMIT_WIDTH) <= 0.09


def test_a_true_change_is_found_in_12_weeks_as_often_as_science_6_2_says():
    #  98 % by single looks, 93 % by the EWMA: a change of .15 in ln with SEM 7.4 % known
    d = deviations(0.074 * stable_players(seed=3)) - 0.15
    assert alarmed(ewma(d), sem=0.074, width=2.5) == pytest.approx(0.93, abs=0.01)
    single_look = (np.abs(d) > 1.96 * 0.074 * math.sqrt(1 + 1 / 4)).any(axis=1).mean()
    assert single_look == pytest.approx(0.98, abs=0.01)


def test_the_limit_of_science_6_3_3_term_by_term():
    w, sem = 5, 0.06
    expected = 2.7 * sem * math.sqrt(0.3 / 1.7 * (1 - 0.7 ** (2 * w)) + (1 - 0.7**w) ** 2 / 4)
    assert LIMIT_WIDTH * ewma_se(w, sem) == pytest.approx(expected, rel=1e-12)


def test_the_standard_error_is_the_spread_of_the_ewma():
    smoothed = ewma(deviations(stable_players(seed=4)))
    assert smoothed.std(axis=0) == pytest.approx(ewma_se(WEEKS, 1.0), rel=0.01)


def test_ewma_by_hand():
    assert ewma(np.array([1.0, 0.0, -1.0])) == pytest.approx([0.3, 0.21, -0.153])
    assert ewma_next(0.21, -1.0) == pytest.approx(-0.153)


def test_sem_is_drawn_towards_the_table():
    own = np.std([2.0, 2.1, 2.2, 2.3], ddof=1)
    expected = math.sqrt((3 * own**2 + 4 * 0.074**2) / 7)
    assert shrunk_sem([2.0, 2.1, 2.2, 2.3]) == pytest.approx(expected)
    assert shrunk_sem([2.0, 2.0, 2.0, 2.0]) == pytest.approx(0.074 * math.sqrt(4 / 7))


def test_sem_is_never_below_the_noise_floor():
    assert shrunk_sem([2.0] * 4, floor=0.12) == 0.12

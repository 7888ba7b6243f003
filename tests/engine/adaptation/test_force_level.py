"""The belief about one finger's threshold: known truth, known odds, and what it asks for."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.adaptation.force_level import (
    JND_SIGMA,
    LAPSE,
    MOST_SIGMA,
    RESUMED_SD,
    Belief,
    ForceLevel,
    Guidance,
    guidance,
)
from engine.adaptation.level import LevelError
from engine.pianist.judging import Judge, press_pair, second_harder

BAND = (2.0, 8.0)


def believed(judge: Judge, answers: int, seed: int) -> Belief:
    rng = np.random.default_rng(seed)
    belief = Belief()
    for _ in range(answers):
        first, second = press_pair(judge, 58, rng)
        said = second_harder(judge, first, second, rng)
        belief = belief.after(second - first, second=said)
    return belief


@pytest.mark.parametrize("jnd", [2.0, 4.0, 8.0])
def test_a_known_threshold_is_found_from_100_answers(jnd: float):
    judge = Judge(force_sd=jnd / JND_SIGMA)
    found = [believed(judge, 100, seed).threshold for seed in range(30)]
    assert np.median(found) == pytest.approx(jnd, rel=0.15)


def test_one_answer_is_bayes_rule_to_the_digit():
    # a grid ten times as fine, written out
    z = np.linspace(-6, 6, 20_001)
    sigma = 6.0 * np.exp(0.6 * z)
    said = LAPSE / 2 + (1 - LAPSE) * np.array([(1 + math.erf(5 / s / 2**0.5)) / 2 for s in sigma])
    weights = np.exp(-(z**2) / 2) * said
    mean = float((weights * z).sum() / weights.sum())
    sd = float(np.sqrt((weights * (z - mean) ** 2).sum() / weights.sum()))
    belief = Belief().after(5, second=True)
    assert belief.ln_sigma == pytest.approx(math.log(6.0) + 0.6 * mean, abs=1e-4)
    assert belief.sd == pytest.approx(0.6 * sd, rel=2e-3)
    assert belief.pairs == 1


def test_a_plain_difference_rightly_told_says_little_and_a_missed_one_much():
    told, missed = Belief().after(20, second=True), Belief().after(20, second=False)
    assert told.threshold == pytest.approx(Belief().threshold, rel=0.05)
    assert missed.threshold > 1.4 * Belief().threshold


@given(st.integers(-40, 40), st.booleans())
def test_first_and_second_are_treated_alike(difference: int, second: bool):
    one = Belief().after(difference, second=second)
    other = Belief().after(-difference, second=not second)
    assert one.ln_sigma == pytest.approx(other.ln_sigma)
    assert one.sd == pytest.approx(other.sd)


def test_a_belief_stays_on_its_scale():
    belief = Belief()
    for _ in range(60):
        belief = belief.after(30, second=False)
    assert belief.threshold == pytest.approx(JND_SIGMA * MOST_SIGMA)


def test_the_band_is_half_to_twice_the_threshold():
    low, high = Belief().band
    assert (low, high) == pytest.approx((Belief().threshold / 2, Belief().threshold * 2))


def test_inside_the_band_about_four_of_five_answers_agree():
    # SCIENCE 5.2: the judgement loop aims at 75 to 85 %
    belief = Belief()
    sizes = np.linspace(*belief.band, 201)
    sure = [(1 + math.erf(size / 6.0 / 2**0.5)) / 2 for size in sizes]
    assert 0.75 <= np.mean(sure) <= 0.85


def test_a_finger_learns_nothing_from_another():
    level = ForceLevel().after(4, 3, second=True)
    assert [level.belief(finger).pairs for finger in (1, 2, 3, 4, 5)] == [0, 0, 0, 1, 0]


@given(st.lists(st.tuples(st.integers(1, 5), st.integers(-30, 30), st.booleans()), max_size=12))
def test_a_level_is_kept_whole(answers):
    level = ForceLevel()
    for finger, difference, second in answers:
        level = level.after(finger, difference, second=second)
    assert ForceLevel.from_json(level.to_json()) == level


def test_a_level_of_yesterday_is_less_sure_and_else_the_same():
    level = ForceLevel()
    for _ in range(60):
        level = level.after(2, 4, second=True)
    again = ForceLevel.resumed(level.to_json())
    assert level.belief(2).sd < RESUMED_SD == again.belief(2).sd
    assert again.belief(2).threshold == level.belief(2).threshold
    assert again.belief(1) == level.belief(1)


@pytest.mark.parametrize(
    "text",
    [
        "no JSON",
        "[]",
        "{}",
        '{"schema": 1, "fingers": [[1, 2]]}',
        '{"schema": 1, "fingers": [[1.0, 0.5, 3]]}',
        '{"schema": 9, "fingers": [[1, 1, 1], [1, 1, 1], [1, 1, 1], [1, 1, 1], [1, 1, 1]]}',
    ],
)
def test_what_cannot_be_read_is_refused_and_begun_anew(text: str):
    with pytest.raises(LevelError):
        ForceLevel.from_json(text)
    assert ForceLevel.resumed(text) == ForceLevel()


def test_nothing_kept_begins_with_the_first_level():
    assert ForceLevel.resumed(None) == ForceLevel()


@pytest.mark.parametrize(
    ("differences", "asked"),
    [
        ([], Guidance.AS_THEY_ARE),
        ([9, -9, 9], Guidance.AS_THEY_ARE),
        ([9, -9, 3, 9, -12], Guidance.CLOSER),
        ([9, -8, 3, 9, -12], Guidance.AS_THEY_ARE),
        ([1, 0, -1, 5, 1], Guidance.APART),
        ([1, 2, -1, 5, 1], Guidance.AS_THEY_ARE),
        ([9, 9, 9, 9, 9, 3, 4], Guidance.AS_THEY_ARE),
    ],
)
def test_four_of_the_latest_five_outside_the_band_move_the_player(differences, asked):
    assert guidance(differences, BAND) is asked

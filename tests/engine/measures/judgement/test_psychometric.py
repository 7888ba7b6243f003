import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import ndtr

from engine.measures.judgement.psychometric import SWAPPED, TOO_EASY, TOO_LOOSE, fit


def judged(n, *, sigma=5.93, bias=0.0, lapse=0.02, spread=5.8, seed=1):
    """Differences in velocity and the answers of a judge who is known."""
    rng = np.random.default_rng(seed)
    differences = rng.normal(0, spread, n).round()
    second = rng.random(n) < lapse / 2 + (1 - lapse) * ndtr((differences - bias) / sigma)
    return differences, second


EACH_TEN_TIMES = np.repeat(np.arange(-9.0, 10.0, 3.0), 10)


def in_tenths(*counts):
    """Answers to -9, -6 ... 9, ten of each: how many of the ten were "the second"."""
    return np.concatenate([np.arange(10) < count for count in counts])


def test_a_curve_without_chance_is_found_again():
    #  sigma 6, bias 1, lapse 2 %: .01 + .98 Phi((x - 1) / 6) of a thousand answers at each x
    x = np.arange(-15.0, 16.0, 3.0)
    said = np.round(1000 * (0.01 + 0.98 * ndtr((x - 1) / 6)))
    found = fit(np.repeat(x, 1000), np.concatenate([np.arange(1000) < count for count in said]))
    assert found.threshold.value == pytest.approx(0.6745 * 6, abs=0.02)
    assert found.order_bias.value == pytest.approx(1, abs=0.02)
    assert found.lapse.value == pytest.approx(0.02, abs=0.001)
    assert (found.n, found.discarded, found.reason) == (11_000, 0, None)


def test_many_answers_find_the_judge():
    found = fit(*judged(20_000, bias=2.0, lapse=0.03, spread=8.0))
    # the standard error is .1: the threshold and the lapse lean on each other
    assert found.threshold.value == pytest.approx(4.0, abs=0.3)
    assert found.order_bias.value == pytest.approx(2.0, abs=0.2)
    assert found.threshold.low < 4.0 < found.threshold.high
    assert found.order_bias.low < 2.0 < found.order_bias.high


def test_easy_differences_speak_of_lapses():
    #  half the answers to plain differences, just inside 3 sigma: lapses of 5 % or none
    near, plain = np.repeat(np.arange(-9.0, 10.0, 3.0), 100), np.repeat([-15.0, 15.0], 350)

    def lapses(rate):
        x = np.r_[near, plain]
        rng = np.random.default_rng(3)
        return fit(x, rng.random(1400) < rate / 2 + (1 - rate) * ndtr(x / 6)).lapse

    many, none = lapses(0.05), lapses(0.0)
    assert none.value < many.low
    assert none.high < many.value


def test_differences_beyond_3_sigma_are_discarded():
    differences, answers = judged(100, lapse=0.0, seed=4)
    far, right = np.full(30, 60.0), np.ones(30, bool)
    with_far = fit(np.r_[differences, far], np.r_[answers, right])
    without = fit(differences, answers)
    assert with_far.n == 130
    assert with_far.discarded == without.discarded + 30
    assert with_far.threshold.value == pytest.approx(without.threshold.value, rel=1e-4)


def test_fewer_than_60_answers_are_not_enough():
    found = fit(*judged(59))
    assert found.reason == "Not enough yet: 60 answers are needed, 59 were given."
    assert (found.threshold, found.order_bias, found.lapse) == (None, None, None)
    assert fit(*judged(60)).reason is None


@pytest.mark.parametrize(("answer", "said"), [(True, "second"), (False, "first")])
def test_one_answer_for_all_is_no_judgement(answer, said):
    found = fit(EACH_TEN_TIMES, np.full(70, answer))
    assert found.reason == f"Not estimable: every answer was the {said}."


@pytest.mark.parametrize("difference", [0.0, 5.0])
def test_one_and_the_same_difference_bears_no_curve(difference):
    found = fit(np.full(60, difference), np.arange(60) % 2 == 0)
    assert found.reason == "Not estimable: the differences were all the same."


def test_faultless_answers_bear_no_threshold():
    found = fit(EACH_TEN_TIMES, EACH_TEN_TIMES > 1)
    assert found.reason == TOO_EASY
    assert "Smaller differences are needed" in found.reason
    # one value judged both ways still leaves sigma free to be 0
    assert fit(EACH_TEN_TIMES, in_tenths(0, 0, 0, 5, 10, 10, 10)).reason == TOO_EASY


def test_faultless_but_for_one_lapse_bears_no_threshold_either():
    answers = EACH_TEN_TIMES > 1
    answers[0] = True
    assert fit(EACH_TEN_TIMES, answers).reason == TOO_EASY


def test_guessing_bears_no_threshold():
    found = fit(EACH_TEN_TIMES, in_tenths(5, 5, 6, 4, 5, 5, 5))
    assert found.reason == TOO_LOOSE
    # nor does a liking for one answer
    assert fit(EACH_TEN_TIMES, in_tenths(8, 8, 9, 8, 7, 8, 8)).reason == TOO_LOOSE


def test_swapped_answers_are_said_to_be_so():
    differences, second = judged(100)
    assert fit(differences, ~second).reason == SWAPPED
    assert fit(EACH_TEN_TIMES, EACH_TEN_TIMES < 1).reason == SWAPPED


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 10_000))
def test_the_order_of_trials_changes_nothing(seed):
    differences, second = judged(80, seed=seed)
    order = np.random.default_rng(seed).permutation(80)
    assert fit(differences[order], second[order]) == fit(differences, second)


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 10_000), st.floats(0.01, 100))
def test_another_unit_scales_threshold_and_bias_and_leaves_the_lapse(seed, scale):
    differences, second = judged(80, bias=1.0, seed=seed)
    one, other = fit(differences, second), fit(scale * differences, second)
    assert (one.reason, one.discarded) == (other.reason, other.discarded)
    if one.threshold is not None:
        assert other.threshold.value == pytest.approx(scale * one.threshold.value, rel=1e-3)
        assert other.threshold.high == pytest.approx(scale * one.threshold.high, rel=1e-3)
        assert other.order_bias.value / scale == pytest.approx(one.order_bias.value, abs=1e-2)
        assert other.lapse.value == pytest.approx(one.lapse.value, abs=1e-3)


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 10_000))
def test_first_and_second_changed_about_turn_the_bias_over(seed):
    differences, second = judged(80, bias=1.5, seed=seed)
    one, other = fit(differences, second), fit(-differences, ~second)
    if one.threshold is not None:
        assert other.threshold.value == pytest.approx(one.threshold.value, rel=1e-3)
        assert other.order_bias.value == pytest.approx(-one.order_bias.value, abs=1e-2)


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 10_000))
def test_intervals_hold_their_value(seed):
    found = fit(*judged(80, seed=seed))
    for each in (found.threshold, found.order_bias, found.lapse):
        if each is not None:
            assert each.low <= each.value <= each.high


def test_impossible_answers_are_refused():
    with pytest.raises(ValueError, match="every difference needs its answer"):
        fit(np.zeros(3), [True])
    with pytest.raises(ValueError, match="must be finite"):
        fit([np.nan, 1.0], [True, False])

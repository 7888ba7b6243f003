import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.exercise import Hand
from engine.measures.judgement import discrimination
from engine.measures.judgement.discrimination import (
    Response,
    confusion_matrix,
    information,
    measure,
)
from engine.measures.judgement.discrimination_results import results


def answers(target, pressed, *, n=1, reaction_s=0.5, allowed_s=1.0, unintended=()):
    return [
        Response(
            target=target,
            pressed=pressed,
            reaction_s=reaction_s,
            allowed_s=allowed_s,
            unintended=unintended,
        )
    ] * n


def by_chance(n, *, seed=1, data_sets=4000):
    """Confusion matrices of balanced cues answered at random, shape (data_sets, 5, 5)."""
    rng = np.random.default_rng(seed)
    return rng.multinomial(n // 5, np.full(5, 0.2), size=(data_sets, 5))


PERFECT = [given for finger in range(1, 6) for given in answers(finger, finger, n=40)]


@pytest.mark.parametrize(
    ("n", "bias", "miller_madow"),
    [(25, 0.593, 0.462), (50, 0.278, 0.231), (100, 0.125, 0.115), (200, 0.060, 0.058)],
)
def test_information_bias_at_chance_is_that_of_science_4_4(n, bias, miller_madow):
    plug_in = discrimination.transmitted_information(by_chance(n))
    assert plug_in.mean() == pytest.approx(bias, abs=0.01)
    predicted = discrimination.information_bias(stimuli=5, answers=5, n=n)
    assert predicted == pytest.approx(miller_madow, abs=0.0006)


def test_a_perfect_matrix_transmits_all_there_is():
    bits = discrimination.transmitted_information(np.eye(5, dtype=np.int64) * 20)
    assert bits == pytest.approx(2.3219, abs=5e-5)


def test_information_subtracts_the_bias_and_is_never_negative():
    perfect = information(confusion_matrix(PERFECT))
    assert perfect.bits == pytest.approx(math.log2(5) - 16 / (400 * math.log(2)))
    assert perfect.most_bits == pytest.approx(math.log2(5))
    assert perfect.standard_error == pytest.approx(0, abs=1e-9)
    none = information(np.full((5, 5), 4))
    assert none.bits == 0


def test_the_bias_is_that_of_the_fingers_that_were_cued():
    counts = np.zeros((5, 5), np.int64)
    counts[1, 1] = counts[3, 3] = 50
    # of two fingers 1 bit, less (2 - 1)(2 - 1) / (2 * 100 ln 2)
    assert information(counts).bits == pytest.approx(1 - 1 / (200 * math.log(2)))
    assert information(counts).most_bits == 1


def test_information_standard_error_by_hand():
    counts = np.zeros((5, 5), np.int64)
    counts[0, 0] = counts[1, 1] = 45
    counts[0, 1] = counts[1, 0] = 5
    # log2(.45 / .25) in 90 of 100 answers, log2(.05 / .25) in 10
    often, seldom = math.log2(1.8), math.log2(0.2)
    mean = 0.9 * often + 0.1 * seldom
    squares = 0.9 * often**2 + 0.1 * seldom**2
    assert information(counts).standard_error == pytest.approx(math.sqrt((squares - mean**2) / 100))


def test_information_standard_error_is_the_spread_between_data_sets():
    truth = np.full((5, 5), 0.05) + 0.75 * np.eye(5)
    rng = np.random.default_rng(2)
    sets = np.stack([rng.multinomial(80, row, size=800) for row in truth], axis=1)
    spread = discrimination.transmitted_information(sets).std(ddof=1)
    stated = np.mean([information(counts).standard_error for counts in sets[:100]])
    assert stated == pytest.approx(spread, rel=0.1)


def test_fewer_than_100_answers_are_not_enough():
    shown = information(confusion_matrix(PERFECT[:99]))
    assert shown.bits is None
    assert shown.reason == "Not enough yet: 100 answers are needed, 99 were given."
    assert information(confusion_matrix(PERFECT)).bits is not None


def test_one_finger_in_play_cannot_be_confused():
    shown = information(confusion_matrix(answers(2, 2, n=120)))
    assert shown.bits is None
    assert "One finger" in shown.reason


def test_a_late_answer_is_confusion_but_not_correct():
    late = answers(3, 3, reaction_s=1.2)
    assert not late[0].correct
    measured = measure(late)
    assert measured.confusion[2][2] == 1
    assert measured.accuracy.hits == 0
    assert measured.median_ms is None


def test_no_answer_and_a_key_off_home_are_no_confusion():
    given_ = answers(1, None, reaction_s=None) + answers(1, None) + answers(1, 2)
    measured = measure(given_)
    assert measured.accuracy.n == 3
    assert sum(map(sum, measured.confusion)) == 1


def test_reaction_time_is_the_median_of_correct_answers_in_time():
    times = [0.41, 0.45, 0.52, 0.38, 0.60, 0.47, 0.44, 0.49, 0.55, 0.43]
    given_ = [answers(4, 4, reaction_s=time)[0] for time in times]
    given_ += answers(4, 3, reaction_s=0.1) + answers(4, 4, reaction_s=1.5)
    ring = measure(given_).fingers[0]
    assert ring.finger == 4
    assert ring.median_ms == pytest.approx(460)
    # SCIENCE 6.2: K = 10 gives [x2, x9]
    assert (ring.low_ms, ring.high_ms) == pytest.approx((410, 550))
    assert ring.log_sd == pytest.approx(np.log(times).std(ddof=1))
    assert ring.accuracy.hits == 10
    assert ring.accuracy.n == 12


def test_five_correct_answers_bear_a_median_but_no_interval():
    thumb = measure(answers(1, 1, n=5)).fingers[0]
    assert thumb.median_ms == pytest.approx(500)
    assert thumb.low_ms is None
    assert thumb.high_ms is None


def test_unintended_presses_are_the_share_of_cues_with_any():
    given_ = answers(4, 4, n=8) + answers(4, 4, n=2, unintended=(5, None))
    shown = measure(given_).fingers[0].unintended
    assert (shown.hits, shown.n) == (2, 10)
    assert shown.low < 0.2 < shown.high


def test_rows_hold_every_measure_with_unit_and_interval():
    given_ = PERFECT + answers(4, 5, n=10)
    rows = results(measure(given_), hand=Hand.LEFT)
    assert {row.measure for row in rows} == {
        "reaction_time",
        "reaction_spread",
        "accuracy",
        "confusion",
        "d_prime",
        "information",
        "unintended",
    }
    assert all(row.hand is Hand.LEFT and row.measure_version == 1 for row in rows)
    assert all((row.value is None) == (row.reason is not None) for row in rows)
    cells = {(r.finger, r.to_finger): r for r in rows if r.measure == "confusion"}
    assert len(cells) == 25
    assert cells[4, 5].value == 10
    assert cells[4, 5].n == 50
    ring = next(row for row in rows if row.measure == "accuracy" and row.finger == 4)
    assert ring.unit == "%"
    assert ring.value == pytest.approx(80)
    assert ring.low < 80 < ring.high
    assert next(row.unit for row in rows if row.measure == "reaction_time") == "ms"
    pairs = {(r.finger, r.to_finger): r for r in rows if r.measure == "d_prime"}
    assert len(pairs) == 10
    # 40 of 40 little fingers, 10 of 50 ring cues taken for it: H = .9878, F = .2059
    assert pairs[4, 5].value == pytest.approx(2.2509 + 0.8208, abs=1e-3)
    assert pairs[4, 5].low < pairs[4, 5].value
    assert pairs[4, 5].high is None


def test_no_responses_bear_no_rows():
    assert results(measure([]), hand=Hand.RIGHT) == ()
    assert measure([]) is None


def test_a_null_number_says_why():
    rows = results(measure(answers(2, 1)), hand=Hand.RIGHT)
    reasons = {row.measure: row.reason for row in rows if row.value is None}
    assert set(reasons) == {"reaction_time", "reaction_spread", "information"}


def test_answers_of_earlier_trials_enter_d_prime_and_information_alone():
    few = measure(PERFECT[::20], earlier=confusion_matrix(PERFECT))
    assert few.accuracy.n == 10
    assert few.information.n == 210
    assert {pair.n for pair in few.sensitivity} == {84}


def test_a_sixth_finger_is_refused():
    with pytest.raises(ValueError, match=r"fingers are 1 to 5: 6 was cued"):
        measure(answers(6, 1))


@given(
    st.lists(st.tuples(st.integers(1, 5), st.integers(1, 5)), min_size=1, max_size=60),
    st.permutations(range(5)),
)
def test_renaming_the_answers_leaves_the_information(pairs, order):
    counts = confusion_matrix([answers(a, b)[0] for a, b in pairs])
    renamed = counts[:, list(order)]
    assert discrimination.transmitted_information(renamed) == pytest.approx(
        discrimination.transmitted_information(counts), abs=1e-12
    )


@given(st.lists(st.tuples(st.integers(1, 5), st.integers(1, 5)), min_size=1, max_size=40))
def test_the_order_of_answers_changes_no_row(pairs):
    given_ = [answers(a, b, reaction_s=0.3 + 0.01 * k)[0] for k, (a, b) in enumerate(pairs)]
    assert results(measure(given_), hand=Hand.RIGHT) == results(
        measure(given_[::-1]), hand=Hand.RIGHT
    )

import numpy as np
import pytest

from engine.exercise import Hand
from engine.measures.judgement.awareness import Asked, Mark, awareness
from engine.measures.judgement.awareness_results import awareness_row
from engine.measures.judgement.force_matching import MatchedForce, force_matching
from engine.measures.judgement.psychometric import fit
from engine.measures.judgement.results import force_rows, matching_rows


def test_a_curve_is_three_rows_with_intervals():
    differences = np.repeat(np.arange(-9.0, 10.0, 3.0), 10)
    second = np.concatenate([np.arange(10) < count for count in (1, 2, 3, 5, 7, 8, 9)])
    found = fit(differences, second)
    rows = force_rows(found, hand=Hand.RIGHT, finger=4)
    assert [(row.measure, row.unit) for row in rows] == [
        ("force_jnd", "velocity"),
        ("force_bias", "velocity"),
        ("force_lapse", "%"),
    ]
    assert {(row.hand, row.finger, row.n, row.measure_version) for row in rows} == {
        (Hand.RIGHT, 4, 70, 1)
    }
    assert rows[0].value == found.threshold.value
    assert rows[2].value == pytest.approx(100 * found.lapse.value)
    assert all(row.low <= row.value <= row.high and row.reason is None for row in rows)


def test_a_refused_curve_is_three_nulls_with_the_reason():
    rows = force_rows(fit([1.0], [True]), hand=Hand.LEFT)
    assert {(row.value, row.low, row.reason) for row in rows} == {
        (None, None, "Not enough yet: 60 answers are needed, 1 were given.")
    }


def test_a_matched_pair_is_two_rows():
    matches = [
        MatchedForce(finger=2, to_finger=4, velocity=60, to_velocity=60 + k % 3) for k in range(12)
    ]
    constant, variable = matching_rows(force_matching(matches), hand=Hand.RIGHT)
    assert (constant.measure, variable.measure) == ("constant_error", "variable_error")
    assert (constant.finger, constant.to_finger, constant.n) == (2, 4, 12)
    assert constant.value == pytest.approx(1.0)
    few = matching_rows(force_matching(matches[:3]), hand=Hand.RIGHT)
    assert all(row.value is None and "3 were played" in row.reason for row in few)


def test_awareness_is_one_row():
    marks = [Mark(deviations_ms=(1.0, 2.0, 9.0), marked=2)] * 10
    row = awareness_row(awareness(marks, asked=Asked.LATEST), hand=Hand.LEFT)
    assert (row.measure, row.unit, row.value, row.high, row.n) == ("awareness", "1", 1.0, 1.0, 10)
    null = awareness_row(awareness(marks[:2], asked=Asked.LATEST), hand=Hand.LEFT)
    assert (null.value, null.reason) == (None, "Not enough yet: 10 runs are needed, 2 were marked.")

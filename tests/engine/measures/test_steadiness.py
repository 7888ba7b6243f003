"""Drift and hesitation, apart from unevenness and never instead of it."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.measures.evenness import measure
from engine.measures.steadiness import hesitations, mean_drift, row_medians
from tests.engine.measures.playing import UP, runs_of, scale, take

STEADY_MS = np.array([250, 255, 245, 252, 248, 251, 249, 254, 246, 250, 253, 247, 250, 250.0])


def iois(*rows):
    return np.array(rows, float)


def evenness_of(*ioi_rows):
    onsets = [np.cumsum(np.append(0, row)) for row in ioi_rows]
    return measure(take(runs_of(onsets, UP)), scale())


def waiting(at: int, extra_ms: float) -> np.ndarray:
    row = STEADY_MS.copy()
    row[at] += extra_ms
    return row


def test_a_steady_run_does_not_hesitate():
    assert not hesitations(iois(STEADY_MS, STEADY_MS[::-1])).any()


def test_a_long_wait_is_found_where_it_is():
    late = hesitations(iois(STEADY_MS, waiting(6, 150), STEADY_MS))
    assert np.argwhere(late).tolist() == [[1, 6]]


def test_under_40_percent_is_unevenness():
    assert not hesitations(iois(STEADY_MS, waiting(6, 95), STEADY_MS)).any()


def test_an_uneven_player_must_wait_longer():
    rng = np.random.default_rng(3)
    rough = np.diff(250 * np.arange(15) + rng.normal(0, 25, (8, 15)))
    rough[2, 5] = 380
    assert not hesitations(rough).any()
    rough[2, 5] = 900
    assert np.argwhere(hesitations(rough)).tolist() == [[2, 5]]


def test_a_metronome_with_one_wait_and_notes_at_once():
    assert hesitations(np.append(np.full(9, 125.0), 180)[None]).sum() == 1
    assert not hesitations(np.zeros((2, 14))).any()


@pytest.mark.parametrize(("longest_ms", "waited"), [(30.37, False), (30.39, True)])
def test_of_20_iois_seven_robust_sds_are_the_limit(longest_ms, waited):
    # median 20, median absolute deviation 1: 20 + (4 + 60 / 20) * 1.4826 = 30.378
    row = np.array([19.0] * 9 + [20.0] * 2 + [21.0] * 8 + [longest_ms])
    assert hesitations(row[None]).any() == waited


@pytest.mark.parametrize(("longest_ms", "waited"), [(27.99, False), (28.0, True)])
def test_40_percent_longer_is_the_limit_and_counts(longest_ms, waited):
    assert hesitations(np.append(np.full(19, 20.0), longest_ms)[None]).any() == waited


def test_four_iois_know_no_hesitation():
    assert not hesitations(iois([250, 250, 250, 900])).any()


def test_gaps_take_no_part():
    row = waiting(6, 200)
    row[[2, 9]] = np.nan
    assert np.argwhere(hesitations(iois(row, STEADY_MS))).tolist() == [[0, 6]]
    assert row_medians(iois([np.nan] * 3, [3, np.nan, 1])) == pytest.approx(
        [np.nan, 2], nan_ok=True
    )


def test_the_raw_figure_stands_beside_the_one_without():
    found = evenness_of(STEADY_MS, waiting(6, 150), STEADY_MS)
    run = found.runs[1]
    assert run.hesitations == (7,)
    assert run.sd_ioi_ms == pytest.approx(waiting(6, 150).std(ddof=1))
    assert run.sd_ioi_without_hesitations_ms == pytest.approx(np.delete(STEADY_MS, 6).std(ddof=1))
    assert found.runs[0].hesitations == ()
    assert found.runs[0].sd_ioi_without_hesitations_ms == found.runs[0].sd_ioi_ms
    assert found.cell.n_hesitations == 1
    assert any("hesitated once" in warning for warning in found.warnings)


def test_without_hesitation_both_figures_are_one():
    cell = evenness_of(*[STEADY_MS] * 3).cell
    assert cell.n_hesitations == 0
    assert cell.sd_ioi_without_hesitations_ms == cell.sd_ioi_ms


def test_drift_is_told_in_ms_a_note_with_its_interval():
    rows = [STEADY_MS + slope * np.arange(14) for slope in (1.0, 2.0, 3.0)]
    found = evenness_of(*rows)
    own = np.polyfit(np.arange(14), STEADY_MS, 1)[0]
    assert [run.drift_ms for run in found.runs] == pytest.approx([own + 1, own + 2, own + 3])
    assert found.cell.drift_ms == pytest.approx(own + 2)
    sure = found.cell.drift_uncertainty
    assert sure.se_ms == pytest.approx(1 / 3**0.5)
    assert sure.high_ms - sure.low_ms == pytest.approx(2 * 4.302653 / 3**0.5, rel=1e-6)


def test_one_run_has_a_drift_and_no_interval_and_none_has_none():
    assert mean_drift(np.array([0.5, np.nan])) == (0.5, None)
    assert mean_drift(np.array([np.nan])) == (None, None)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**32 - 1), st.floats(0.2, 5), st.permutations(range(5)))
def test_tempo_and_the_order_of_runs_change_no_hesitation(seed, pace, order):
    rng = np.random.default_rng(seed)
    rows = np.diff(250 * np.arange(15) + rng.normal(0, 10, (5, 15)))
    rows[rng.integers(5), rng.integers(14)] += rng.uniform(80, 400)
    plain = hesitations(rows)
    assert np.array_equal(hesitations(rows * pace), plain)
    assert np.array_equal(hesitations(rows[list(order)]), plain[list(order)])

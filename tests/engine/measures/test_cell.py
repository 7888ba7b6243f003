"""Four averages of one cell, what a listener hears, crossings, and how sure the profile is."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.loader import exercise
from engine.exercise import Direction
from engine.measures.evenness import measure
from engine.measures.lines import fit_lines
from engine.measures.profile import profile
from engine.measures.statistics import student_t_quantile
from engine.note import note_array
from tests.engine.measures.playing import (
    DOWN,
    LOOP,
    UP,
    five_finger,
    played,
    runs_of,
    scale,
    take,
)


def noisy(rng: np.random.Generator, runs: int, sd_ms: float = 8.0, notes: int = 15, ioi_ms=250.0):
    return ioi_ms * np.arange(notes) + rng.normal(0, sd_ms, (runs, notes))


def cell_of(onset_ms, pitches=UP, of=None):
    return measure(take(runs_of(list(onset_ms), pitches)), of or scale()).cell


def test_four_averages_have_four_names():
    onset_ms = noisy(np.random.default_rng(1), 10)
    sds = np.sort(np.diff(onset_ms).std(axis=1, ddof=1))
    cell = cell_of(onset_ms)
    assert cell.sd_ioi_ms == pytest.approx(np.median(sds))
    assert cell.mean_sd_ioi_ms == pytest.approx(sds.mean())
    assert cell.rms_sd_ioi_ms == pytest.approx(np.sqrt((sds**2).mean()))
    inner = np.log(sds[1:-1])
    assert cell.trimmed_sd_ioi_ms == pytest.approx(np.exp(inner.mean()))
    #  Tukey and McLaughlin: the extremes pulled in, 7 degrees of freedom
    winsorised = np.log(np.clip(sds, sds[1], sds[-2]))
    se = winsorised.std(ddof=1) / (0.8 * 10**0.5)
    sure = cell.trimmed_uncertainty
    assert sure.se_ms == pytest.approx(cell.trimmed_sd_ioi_ms * se)
    assert sure.high_ms == pytest.approx(np.exp(inner.mean() + student_t_quantile(7) * se))
    assert cell.sd_ioi_ms < cell.rms_sd_ioi_ms


def test_one_run_is_its_own_average_four_times():
    cell = cell_of(noisy(np.random.default_rng(2), 1))
    (wanted,) = {cell.sd_ioi_ms}
    found = (cell.mean_sd_ioi_ms, cell.rms_sd_ioi_ms, cell.trimmed_sd_ioi_ms)
    assert found == pytest.approx([wanted] * 3)
    assert cell.trimmed_uncertainty is None


def test_nothing_valid_has_no_average():
    cell = measure(take(played(UP, UP)), scale(), tempo_bpm=200).cell
    assert (cell.mean_sd_ioi_ms, cell.rms_sd_ioi_ms, cell.trimmed_sd_ioi_ms) == (None,) * 3
    assert (cell.drift_ms, cell.audibly_uneven, cell.n_hesitations) == (None, None, 0)
    assert cell.refused == "no valid run"


def test_listeners_hear_a_scale_at_8_notes_a_second_that_scatters_by_more_than_10_ms():
    rng = np.random.default_rng(3)
    assert cell_of(noisy(rng, 10, 12, ioi_ms=125)).audibly_uneven is True
    assert cell_of(noisy(rng, 10, 4, ioi_ms=125)).audibly_uneven is False
    assert cell_of(noisy(rng, 10, 12)).audibly_uneven is None


def test_duration_and_overlap_of_a_cell_by_hand():
    onset_s = np.concatenate([np.arange(15) * 0.25 + 6 * k for k in range(3)])
    longer = np.repeat([-0.01, 0, 0.01], 15)
    cell = measure(
        take(note_array(onset_s, UP * 3, offset_s=onset_s + 0.26 + longer)), scale()
    ).cell
    assert cell.duration_mean_ms == pytest.approx(260)
    assert (cell.duration_sd_ms, cell.duration_msd_ms) == pytest.approx((10, 10))
    assert cell.overlap_mean_ms == pytest.approx(10)
    assert (cell.overlap_sd_ms, cell.overlap_msd_ms) == pytest.approx((10, 10))
    assert cell.overlap_share_mean == pytest.approx(0.04)


def test_thumbs_that_pass_under_late_are_told_from_fingers_that_cross_over():
    rng = np.random.default_rng(4)
    up, down = noisy(rng, 12, 3), noisy(rng, 12, 3)
    up[:, [3, 7, 10]] += 12  # the thumb, after the middle and the ring finger
    (under,) = cell_of(up).crossings
    assert (under.key, under.n) == ("under", 36)
    late = 12.0 * np.isin(np.arange(15), [3, 7, 10])
    true = fit_lines(np.arange(1.0, 16), late[None]).residual[0, 1:]
    truth = true[late[1:] > 0].mean() - true[late[1:] == 0].mean()
    assert truth == pytest.approx(12, abs=0.5)
    assert under.mean_ms == pytest.approx(truth, abs=3 * under.se_ms)
    assert under.low_ms > 6
    (over,) = cell_of(down, DOWN).crossings
    assert over.key == "over"
    assert over.low_ms < 0 < over.high_ms


def test_a_crossing_is_measured_against_the_other_notes_of_its_run():
    onset_ms = noisy(np.random.default_rng(5), 4, 5)
    (under,) = cell_of(onset_ms).crossings
    residual = fit_lines(np.arange(1.0, 16), onset_ms).residual
    thumbs = np.isin(np.arange(15), [3, 7, 10])
    others = ~thumbs
    others[0] = False
    off = residual[:, thumbs].mean(axis=1) - residual[:, others].mean(axis=1)
    assert under.mean_ms == pytest.approx(off.mean())
    assert under.se_ms == pytest.approx(off.std(ddof=1) / 2)


def test_five_fingers_in_place_cross_nothing():
    cell = cell_of(noisy(np.random.default_rng(6), 3, notes=33), LOOP, five_finger())
    assert cell.crossings == ()


def test_a_left_hand_passes_under_on_its_way_down():
    left = exercise("scale-c-left")
    pitches = left.pattern(Direction.DOWN).pitches
    (under,) = cell_of(noisy(np.random.default_rng(7), 3), pitches, left).crossings
    assert under.key == "under"


def plain_jackknife(residual, hat, figure):
    runs = len(residual)
    less = [
        figure(profile(np.delete(residual, k, axis=0), np.delete(hat, k, axis=0)))
        for k in range(runs)
    ]
    return np.array(less), lambda values: np.sqrt((runs - 1) * np.var(values))


@pytest.mark.parametrize("gaps", [False, True])
def test_the_error_of_the_profile_is_that_of_leaving_each_run_out(gaps):
    onset_ms = noisy(np.random.default_rng(8), 7) + 15 * np.sin(1.7 * np.arange(15))
    if gaps:
        onset_ms[[0, 3, 5], [4, 9, 14]] = np.nan
    lines = fit_lines(np.arange(1.0, 16), onset_ms)
    found = profile(lines.residual, lines.hat)
    t = student_t_quantile(6)
    less, se = plain_jackknife(lines.residual, lines.hat, lambda each: each.instability_ms)
    assert found.instability.se_ms == pytest.approx(se(less), rel=0.02 if gaps else 1e-9)
    spread = np.exp(t * found.instability.se_ms / found.instability_ms)
    assert found.instability.high_ms == pytest.approx(found.instability_ms * spread)
    assert found.instability.low_ms == pytest.approx(found.instability_ms / spread)
    less, se = plain_jackknife(lines.residual, lines.hat, lambda each: each.irregularity_ms)
    assert found.irregularity.se_ms == pytest.approx(se(less), rel=0.02 if gaps else 1e-9)
    ends = found.irregularity_ms**2 + np.array([-1, 1]) * t * se(less**2)
    assert (found.irregularity.low_ms, found.irregularity.high_ms) == pytest.approx(
        np.sqrt(ends), rel=0.02 if gaps else 1e-9
    )


def test_two_runs_know_no_error_of_the_profile():
    cell = cell_of(noisy(np.random.default_rng(9), 2))
    assert cell.instability_ms is not None
    assert (cell.irregularity_uncertainty, cell.instability_uncertainty) == (None, None)
    assert cell_of(noisy(np.random.default_rng(9), 3)).instability_uncertainty is not None


def test_three_runs_alike_are_sure_of_everything():
    cell = cell_of([noisy(np.random.default_rng(10), 1)[0]] * 3)
    sure = cell.irregularity_uncertainty
    assert sure.se_ms == pytest.approx(0, abs=1e-5)
    assert (sure.low_ms, sure.high_ms) == pytest.approx([cell.irregularity_ms] * 2, rel=1e-6)
    assert cell.instability_ms == pytest.approx(0, abs=1e-5)


@settings(max_examples=20, deadline=None)
@given(
    st.integers(0, 2**32 - 1),
    st.floats(0.5, 2),
    st.floats(-1000, 1000),
    st.sampled_from([-12, 0, 12]),
    st.permutations(range(3)),
)
def test_pace_scales_every_new_number_and_shift_octave_and_extras_none(
    seed, pace, shift_s, octave, order
):
    notes = runs_of(list(noisy(np.random.default_rng(seed), 6)), UP)
    extra = np.array([(0.6, 61), (0.9, 97), (7.1, 66)])[list(order)]
    onset_s = np.append(notes["onset_s"], extra[:, 0]) * pace + shift_s
    pitch = np.append(notes["pitch"], extra[:, 1].astype(int)) + octave
    moved = measure(take(note_array(onset_s, pitch)), scale()).cell
    wanted = [pace * number for number in in_ms(measure(take(notes), scale()).cell)]
    assert in_ms(moved) == pytest.approx(wanted, rel=1e-5, abs=1e-6)


def in_ms(cell) -> list[float]:
    sure = (
        cell.trimmed_uncertainty,
        cell.drift_uncertainty,
        cell.irregularity_uncertainty,
        cell.instability_uncertainty,
    )
    return [
        cell.mean_sd_ioi_ms, cell.rms_sd_ioi_ms, cell.trimmed_sd_ioi_ms, cell.drift_ms,
        cell.sd_ioi_without_hesitations_ms,
        *(number for each in sure for number in (each.se_ms, each.low_ms, each.high_ms)),
        *(each.shrunk_ms for each in cell.fingers),
        *(each.shrunk_high_ms for each in cell.transition_deviations),
        *(each.mean_ms for each in cell.crossings),
    ]  # fmt: skip

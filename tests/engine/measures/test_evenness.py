"""Evenness of drawn takes, of published golden values, and of simulated ones with known truth."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.exercise import Direction
from engine.measures.evenness import Evenness, measure
from engine.note import note_array
from tests.engine.measures.playing import (
    DOWN,
    LOOP,
    UP,
    five_finger,
    noisy,
    played,
    runs_of,
    scale,
    take,
)

GOLDEN_MS = [0, 128, 250, 371, 505, 622, 750, 880, 998, 1125, 1251, 1379, 1497, 1625, 1757]


def numbers(evenness: Evenness) -> list[float]:
    cell = evenness.cell
    assert cell is not None
    return [
        cell.sd_ioi_ms,
        cell.sd_ioi_detrended_ms,
        cell.mean_ioi_ms,
        cell.irregularity_ms,
        cell.instability_ms,
        *(spread.mean_ms for spread in cell.fingers),
        *(spread.mean_ms for spread in cell.transitions),
    ]


def test_the_golden_run():
    result = measure(take(runs_of([GOLDEN_MS], UP)), scale())
    (run,) = result.runs
    assert run.mean_ioi_ms == pytest.approx(125.5)
    assert run.sd_ioi_ms == pytest.approx(5.4030, abs=5e-5)
    assert run.deviation_ms[4] == pytest.approx(4.562, abs=5e-4)
    assert np.sqrt((run.deviation_ms**2).mean()) == pytest.approx(3.1200, abs=5e-5)


def test_the_golden_run_without_its_drift_has_two_degrees_of_freedom_less():
    (run,) = measure(take(runs_of([GOLDEN_MS], UP)), scale()).runs
    ioi_ms, index = np.diff(GOLDEN_MS), np.arange(14)
    left = ioi_ms - np.polyval(np.polyfit(index, ioi_ms, 1), index)
    assert run.sd_ioi_detrended_ms == pytest.approx(np.sqrt((left**2).sum() / 12))


def test_a_metronome_is_perfectly_even_and_is_said_to_be_a_machine():
    result = measure(take(played(*[UP] * 6)), scale())
    assert result.sd_ioi_ms == pytest.approx(0, abs=1e-9)
    assert result.mean_ioi_ms == pytest.approx(250)
    assert result.cell.irregularity_ms == pytest.approx(0, abs=1e-9)
    assert any("machine" in warning for warning in result.warnings)


def test_a_missed_note_never_yields_a_false_35_ms():
    rng = np.random.default_rng(4)
    onset_ms = 125.0 * np.arange(15) + rng.normal(0, 5.6, 15)
    whole = measure(take(runs_of([onset_ms], UP)), scale())
    onset_s = np.delete(onset_ms, 7) / 1000
    lacking = measure(take(note_array(onset_s, np.delete(UP, 7))), scale())
    naive_ms = np.diff(onset_s).std(ddof=1) * 1e3
    assert naive_ms > 25
    assert lacking.runs[0].valid
    assert lacking.sd_ioi_ms == pytest.approx(
        np.delete(np.diff(onset_ms), [6, 7]).std(ddof=1), rel=1e-9
    )
    assert lacking.sd_ioi_ms < 1.5 * whole.sd_ioi_ms


def test_deleting_one_note_a_run_hardly_moves_instability():
    rng = np.random.default_rng(19)
    changes = []
    for _ in range(60):
        runs = noisy(rng, 15, 5.0)
        whole = measure(take(runs_of(runs, UP)), scale())
        onset, pitch, start = [], [], 0.0
        for run in runs:
            gone = rng.integers(15)
            onset += list(start + np.delete(run, gone) / 1000)
            pitch += list(np.delete(UP, gone))
            start += 6.0
        lacking = measure(take(note_array(onset, pitch)), scale())
        assert lacking.sd_ioi_ms < 12
        changes.append(lacking.cell.instability_ms / whole.cell.instability_ms - 1)
    assert np.mean(changes) == pytest.approx(-0.006, abs=0.01)
    assert np.max(np.abs(changes)) < 0.08


def test_a_wrong_key_leaves_both_its_iois_out():
    onset_ms = np.array(GOLDEN_MS, float)
    onset_ms[6] += 40
    pitch = [*UP[:6], 66, *UP[7:]]
    result = measure(take(note_array(onset_ms / 1000, pitch)), scale())
    wanted = np.delete(np.diff(GOLDEN_MS), [5, 6]).std(ddof=1)
    assert result.runs[0].substituted == 1
    assert result.sd_ioi_ms == pytest.approx(wanted)


def test_the_ioi_out_of_a_shared_top_note_is_dropped():
    #  up ... B C B ... down: the top note lasts longer, which is turning, not unevenness
    onset_ms = np.append(250.0 * np.arange(15), 250.0 * np.arange(15, 29) + 100)
    result = measure(take(note_array(onset_ms / 1000, UP + DOWN[1:])), scale())
    assert [run.sd_ioi_ms for run in result.runs] == pytest.approx([0, 0], abs=1e-9)
    assert np.isnan(result.runs[1].deviation_ms[0])


def test_the_ioi_into_a_longer_final_note_is_left_out_and_no_other():
    onset_ms = 250.0 * np.arange(15)
    onset_ms[-1] += 80
    slow_end = take(note_array(onset_ms / 1000, UP))
    assert measure(slow_end, scale(last_beat=1.0)).sd_ioi_ms == pytest.approx(0, abs=1e-9)
    assert measure(slow_end, scale()).sd_ioi_ms > 20


def test_a_long_note_in_the_middle_is_held_for_its_written_time():
    up = scale().patterns[0]
    beats = [target.onset_beat + 0.25 * (k > 5) for k, target in enumerate(up.targets)]
    targets = tuple(
        replace(target, onset_beat=beat) for target, beat in zip(up.targets, beats, strict=True)
    )
    written = replace(scale(), patterns=(replace(up, targets=targets),))
    onset_ms = 1000 * np.array(beats)
    onset_ms[6:] += 40
    (run,) = measure(take(runs_of([onset_ms], UP)), written).runs
    # thirteen steps of 250 ms and one of 540 ms for two: 270
    assert run.sd_ioi_ms == pytest.approx(np.append(np.full(13, 250), 270).std(ddof=1))
    assert run.mean_ioi_ms == pytest.approx(3520 / 14)


@pytest.mark.parametrize(("share", "said"), [(0.049, False), (0.051, True)])
def test_drift_is_said_from_five_percent_of_the_figure(share, said):
    index = np.arange(14) - 6.5
    rough = np.tile([3.0, -3.0], 7)
    rough -= np.polyval(np.polyfit(index, rough, 1), index)
    detrended = np.sqrt((rough**2).sum() / 12)
    slope = np.sqrt((13 * (detrended / (1 - share)) ** 2 - (rough**2).sum()) / (index**2).sum())
    onset_ms = np.cumsum(np.append(0, 250 + rough + slope * index))
    warnings = measure(take(runs_of([onset_ms], UP)), scale()).warnings
    assert any("drifted" in warning for warning in warnings) is said


def test_drift_is_seen_beside_the_detrended_figure():
    rng = np.random.default_rng(2)
    slower = np.cumsum(np.append(0, 250 + 3.0 * np.arange(14)))
    runs = [slower + rng.normal(0, 4, 15) for _ in range(8)]
    result = measure(take(runs_of(runs, UP)), scale())
    assert result.cell.sd_ioi_detrended_ms < 0.7 * result.sd_ioi_ms
    assert any("drifted" in warning for warning in result.warnings)


def test_two_cells_are_never_averaged():
    rng = np.random.default_rng(5)
    up, down = noisy(rng, 3), noisy(rng, 3)
    onset = np.concatenate([run / 1000 + 6 * k for k, run in enumerate([*up, *down])])
    result = measure(take(note_array(onset, UP * 3 + DOWN * 3)), scale())
    assert [(cell.direction, cell.n_runs) for cell in result.cells] == [("up", 3), ("down", 3)]
    assert result.cell is None
    assert result.sd_ioi_ms is None
    assert result.valid
    assert any("More than one way" in warning for warning in result.warnings)


def test_the_figure_is_the_median_over_valid_runs_with_its_order_statistic_interval():
    runs = noisy(np.random.default_rng(6), 10)
    sds = sorted(np.diff(run).std(ddof=1) for run in runs)
    cell = measure(take(runs_of(runs, UP)), scale()).cell
    assert cell.sd_ioi_ms == pytest.approx(np.median(sds))
    assert (cell.low_ms, cell.high_ms) == pytest.approx((sds[1], sds[8]))
    assert cell.se_ms == pytest.approx(1.2533 * np.std(sds, ddof=1) / 10**0.5, rel=1e-4)


def test_five_runs_bear_no_interval_and_one_no_instability():
    runs = noisy(np.random.default_rng(7), 5)
    five = measure(take(runs_of(runs, UP)), scale())
    assert five.cell.low_ms is None
    assert any("too few for an interval" in warning for warning in five.warnings)
    one = measure(take(runs_of(runs[:1], UP)), scale())
    assert one.cell.irregularity_ms is None
    assert one.cell.instability_ms is None


def test_a_finger_that_is_late_is_found_with_an_interval_that_holds_the_truth():
    rng = np.random.default_rng(8)
    runs = noisy(rng, 12, 5.0, LOOP)
    fingers = np.array(five_finger().patterns[0].fingers)
    late = [run + 12.0 * (fingers == 4) for run in runs]
    cell = measure(take(runs_of(late, LOOP)), five_finger()).cell
    ring = next(spread for spread in cell.fingers if spread.key == 4)
    even = 250.0 * np.arange(33) + 12.0 * (fingers == 4)
    rank = np.arange(33)
    truth = (even - np.polyval(np.polyfit(rank, even, 1), rank))[fingers == 4].mean()
    assert ring.n == 96
    assert ring.low_ms < truth < ring.high_ms
    assert ring.low_ms > 0
    into_ring = {spread.key: spread.mean_ms for spread in cell.transition_deviations}
    assert into_ring[3, 4] == pytest.approx(12, abs=3)
    assert into_ring[4, 5] == pytest.approx(-12, abs=3)
    assert len(cell.transitions) == 8


def test_fingers_and_transitions_keep_hand_and_direction():
    result = measure(take(played(*[DOWN] * 6)), scale())
    assert result.cell.direction is Direction.DOWN
    assert {spread.key for spread in result.cell.transitions} == {
        (5, 4), (4, 3), (3, 2), (2, 1), (1, 3), (1, 4),
    }  # fmt: skip


def test_overlap_and_velocity():
    onset_s = np.concatenate([np.arange(15) * 0.25 + 6 * k for k in range(4)])
    overlap_s = np.tile([0.01, 0.03], 30)
    velocity = np.tile([60, 64], 30)
    notes = note_array(onset_s, UP * 4, offset_s=onset_s + 0.25 + overlap_s, velocity=velocity)
    cell = measure(take(notes), scale()).cell
    assert cell.overlap_mean_ms == pytest.approx(20, abs=1)
    assert cell.overlap_sd_ms == pytest.approx(11.5, abs=0.1)
    assert cell.velocity_mean == pytest.approx(62, abs=0.1)
    assert cell.velocity_sd == pytest.approx(2.06, abs=0.02)


@pytest.mark.parametrize(
    ("runs", "wanted"),
    [
        ([UP[:2] + UP[4:]], "2 of 15 notes are missing"),
        ([UP[:6]], "broken off after 6 of 15 notes"),
        ([(*UP[:4], 66, *UP[4:8], 61, *UP[8:11], 70, *UP[11:])], "3 extra notes"),
        ([(*UP[:4], 66, *UP[5:8], 61, *UP[9:])], "2 of 15 notes are missing or another key"),
        ([[p + 24 for p in UP]], "played 2 octaves higher"),
    ],
    ids=["missing", "broken off", "extra", "substituted", "octave"],
)
def test_a_run_that_does_not_count_says_why(runs, wanted):
    result = measure(take(played(UP, UP, *runs)), scale())
    assert [run.valid for run in result.runs] == [True, True, False]
    assert wanted in result.runs[2].invalid_because
    assert result.runs[2].sd_ioi_ms is None
    assert result.invalid_rate == pytest.approx(1 / 3)
    assert result.cell.n_runs == 2


def test_a_run_in_another_tempo_is_left_out():
    slow = played(UP, ioi_s=0.3)
    fast = played(UP, UP, UP)
    onset = np.append(fast["onset_s"], slow["onset_s"] + 40)
    result = measure(take(note_array(onset, UP * 4)), scale())
    assert [run.valid for run in result.runs] == [True, True, True, False]
    assert "17 % slower than the tempo of the other runs" in result.runs[3].invalid_because


@pytest.mark.parametrize(
    ("bpm", "valid"), [(60, True), (66.5, True), (66.8, False), (55, True), (70, False)]
)
def test_a_tempo_that_is_asked_for_decides(bpm, valid):
    result = measure(take(played(UP, UP)), scale(), tempo_bpm=bpm)
    assert [run.valid for run in result.runs] == [valid, valid]
    if not valid:
        assert "slower than the tempo asked for" in result.runs[0].invalid_because
        assert result.invalid_because == "no valid run"
        assert result.sd_ioi_ms is None


def test_white_onset_noise_gives_the_sd_that_science_8_5_says():
    """Onset SD 5.657 ms: RMS 8.28, mean 8.07, median 7.96 over runs."""
    rng = np.random.default_rng(55)
    sds = []
    for _ in range(40):
        runs = noisy(rng, 100, 5.657)
        sds += [run.sd_ioi_ms for run in measure(take(runs_of(runs, UP)), scale()).runs]
    sds = np.array(sds)
    assert np.sqrt((sds**2).mean()) == pytest.approx(8.28, abs=0.12)
    assert sds.mean() == pytest.approx(8.07, abs=0.12)
    assert np.median(sds) == pytest.approx(7.96, abs=0.12)


@pytest.mark.parametrize(
    ("grid_ms", "true_ms", "wanted_ms"),
    [(1, 8.3, 8.26), (5, 4.4, 4.87), (5, 8.3, 8.5), (10, 4.4, 6.1), (10, 14.6, 15.3)],
)
def test_a_coarse_clock_adds_what_science_7_1_says(grid_ms, true_ms, wanted_ms):
    rng = np.random.default_rng(16)
    exact_ms, seen_ms = [], []
    for _ in range(10):
        runs = [125 * np.arange(15) + rng.normal(0, true_ms / 2**0.5, 15) for _ in range(60)]
        coarse = [np.round(run / grid_ms) * grid_ms for run in runs]
        for kept, onsets in ((exact_ms, runs), (seen_ms, coarse)):
            found = measure(take(runs_of(onsets, UP)), scale()).runs
            kept += [run.sd_ioi_ms for run in found if run.sd_ioi_ms]
    # The same runs with and without the grid, so that the draw of the runs falls out.
    added = (np.mean(np.square(seen_ms)) - np.mean(np.square(exact_ms))) / (1 + 1 / 14)
    assert np.sqrt(true_ms**2 + added) == pytest.approx(wanted_ms, abs=0.2)
    if grid_ms == 1:
        assert added < 0.02 * true_ms**2


def test_ten_runs_bear_the_standard_error_of_science_6_1():
    rng = np.random.default_rng(17)
    medians = [
        measure(take(runs_of(noisy(rng, 10, 6.0), UP)), scale()).sd_ioi_ms for _ in range(300)
    ]
    # Pure onset noise: 8.6 %; 300 repetitions know it to 4 % of itself.
    assert np.std(medians) / np.mean(medians) == pytest.approx(0.086, abs=0.012)


ONSETS = st.integers(0, 2**32 - 1)


@settings(max_examples=30, deadline=None)
@given(ONSETS, st.floats(0.4, 2.5), st.floats(-1000, 1000))
def test_pace_scales_every_number_and_shift_none(seed, pace, shift_s):
    notes = runs_of(noisy(np.random.default_rng(seed), 6), UP)
    plain = measure(take(notes), scale())
    moved = note_array(notes["onset_s"] * pace + shift_s, notes["pitch"])
    result = measure(take(moved), scale())
    wanted = [number * pace for number in numbers(plain)]
    assert numbers(result) == pytest.approx(wanted, rel=1e-6, abs=1e-6)
    assert result.cell.cv == pytest.approx(plain.cell.cv, rel=1e-6)


@settings(max_examples=30, deadline=None)
@given(ONSETS, st.sampled_from([-24, -12, 12, 24]), st.permutations(range(3)))
def test_octave_and_extra_notes_change_no_number(seed, octave, order):
    notes = runs_of(noisy(np.random.default_rng(seed), 6), UP)
    plain = measure(take(notes), scale())
    extra = np.array([(0.6, 61), (0.9, 97), (7.1, 66)])[list(order)]
    more = note_array(
        np.append(notes["onset_s"], extra[:, 0]),
        np.append(notes["pitch"], extra[:, 1].astype(int)) + octave,
    )
    result = measure(take(more), scale())
    assert numbers(result) == pytest.approx(numbers(plain), rel=1e-9, abs=1e-9)
    assert result.match.extra == 3

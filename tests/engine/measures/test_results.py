"""Evenness as rows: every number with unit, place and count, or the reason for its absence."""

import numpy as np

from engine.exercise import Hand
from engine.measures.evenness import measure
from engine.measures.results import MEASURE_VERSION, results
from tests.engine.measures.playing import UP, played, runs_of, scale, take

NAMES = {
    "sd_ioi", "sd_ioi_detrended", "mean_ioi", "irregularity", "instability", "finger_deviation",
    "transition", "transition_deviation", "velocity", "velocity_sd", "overlap", "overlap_sd",
    "sd_ioi_mean", "sd_ioi_rms", "sd_ioi_trimmed", "sd_ioi_without_hesitations", "drift",
    "hesitations", "overlap_msd", "overlap_share", "duration", "duration_sd", "duration_msd",
    "crossing_under", "noise_floor", "hits", "missed", "extra", "substituted", "bounces",
    "invalid_rate",
}  # fmt: skip


def rows_of(*runs):
    return results(measure(take(played(*runs)), scale()))


def test_a_take_says_all_its_numbers():
    rng = np.random.default_rng(1)
    onsets = [250 * np.arange(15) + rng.normal(0, 6, 15) for _ in range(8)]
    evenness = measure(take(runs_of(onsets, UP)), scale())
    rows = results(evenness)
    assert {row.measure for row in rows} == NAMES
    assert {row.hand for row in rows} == {Hand.RIGHT}
    assert {row.measure_version for row in rows} == {MEASURE_VERSION}
    assert all(row.value is not None and row.reason is None for row in rows)
    (cell,) = (row for row in rows if row.measure == "sd_ioi" and row.run is None)
    assert (cell.value, cell.low, cell.high) == (
        evenness.sd_ioi_ms, evenness.cell.low_ms, evenness.cell.high_ms,
    )  # fmt: skip
    assert cell.n == 8
    assert [row.run for row in rows if row.measure == "sd_ioi"] == [None, *range(1, 9)]


def test_no_two_rows_say_the_same_thing():
    rows = rows_of(UP, UP, UP)
    places = {(r.measure, r.direction, r.run, r.finger, r.to_finger) for r in rows}
    assert len(places) == len(rows)


def test_a_refused_number_is_null_with_the_reason():
    rows = rows_of(UP, UP, UP[:6])
    (left_out,) = (row for row in rows if row.measure == "sd_ioi" and row.run == 3)
    assert left_out.value is None
    assert left_out.reason == "broken off after 6 of 15 notes"
    assert all((row.value is None) == (row.reason is not None) for row in rows)


def test_one_run_bears_no_instability_and_says_so():
    rows = {row.measure: row for row in rows_of(UP) if row.run is None and row.finger is None}
    assert rows["instability"].value is None
    assert rows["instability"].reason == "fewer than two valid runs"


def test_silence_has_counts_and_a_reason():
    rows = {row.measure: row for row in rows_of()}
    assert rows["hits"].value is None
    assert rows["hits"].reason == "no note was played"
    assert rows["invalid_rate"].value is None
    assert rows["invalid_rate"].reason == "no note was played"


def test_without_releases_the_reason_is_the_releases_and_not_the_runs():
    rng = np.random.default_rng(2)
    notes = runs_of([250 * np.arange(15) + rng.normal(0, 6, 15) for _ in range(8)], UP).copy()
    notes["offset_s"] = np.nan
    rows = {row.measure: row for row in results(measure(take(notes), scale())) if row.run is None}
    for name in ("overlap", "overlap_sd", "overlap_msd", "overlap_share", "duration"):
        assert rows[name].value is None
        assert rows[name].reason == "no release of a key was recorded"
    assert rows["instability"].value is not None


def test_one_run_lacks_instability_for_want_of_runs_even_under_a_noise_floor():
    rng = np.random.default_rng(2)
    notes = runs_of([250 * np.arange(15) + rng.normal(0, 6, 15)], UP)
    rows = {
        row.measure: row
        for row in results(measure(take(notes, jitter_ms=9.0), scale()))
        if row.run is None and row.finger is None
    }
    assert "more than a quarter" in rows["sd_ioi"].reason
    assert rows["instability"].reason == "fewer than two valid runs"

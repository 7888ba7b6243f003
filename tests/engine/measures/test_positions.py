"""Each note by its place: drawn takes with every number worked out by hand."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.measures.evenness import measure
from engine.measures.positions import Positions
from engine.note import note_array
from tests.engine.measures.playing import DOWN, UP, played, scale, take

QUANTITIES = ("deviation_ms", "duration_ms", "overlap_ms", "overlap_share", "velocity")


def places_of(notes, exercise=None) -> Positions:
    found = measure(take(notes), exercise or scale()).cells[0].positions
    assert found is not None
    return found


def drawn(seed: int, runs: int = 5):
    rng = np.random.default_rng(seed)
    onset_s = (np.arange(15) * 0.25 + 6.0 * np.arange(runs)[:, None]).ravel()
    onset_s = onset_s + rng.normal(0, 0.008, len(onset_s))
    offset_s = onset_s + 0.25 + rng.normal(0.01, 0.01, len(onset_s))
    velocity = rng.integers(50, 80, len(onset_s))
    return note_array(onset_s, UP * runs, offset_s=offset_s, velocity=velocity)


def test_a_metronome_has_every_note_in_its_place():
    found = places_of(played(*[UP] * 4, hold=1.1))
    assert found.deviation_ms.mean == pytest.approx(np.zeros(15), abs=1e-9)
    assert found.duration_ms.mean[:14] == pytest.approx(np.full(14, 275))
    assert found.overlap_ms.mean[:14] == pytest.approx(np.full(14, 25))
    assert found.overlap_share.mean[:14] == pytest.approx(np.full(14, 0.1))
    assert found.velocity.mean == pytest.approx(np.full(15, 64))
    for name in QUANTITIES:
        sd = getattr(found, name).sd
        assert sd[~np.isnan(sd)] == pytest.approx(0, abs=1e-9)


def test_the_numbers_of_one_place_by_hand():
    #  three runs; the second note is held 250, 260 and 300 ms and struck 60, 62 and 70
    onset_s = np.concatenate([np.arange(15) * 0.25 + 6 * k for k in range(3)])
    offset_s, velocity = onset_s + 0.25, np.full(45, 64)
    offset_s[[1, 16, 31]] += [0, 0.01, 0.05]
    velocity[[1, 16, 31]] = [60, 62, 70]
    found = places_of(note_array(onset_s, UP * 3, offset_s=offset_s, velocity=velocity))
    length = found.duration_ms
    assert (length.n[1], length.mean[1]) == (3, pytest.approx(270))
    assert length.sd[1] == pytest.approx(np.sqrt(700))
    assert length.se[1] == pytest.approx(np.sqrt(700 / 3))
    assert length.high[1] - 270 == pytest.approx(4.302653 * np.sqrt(700 / 3), rel=1e-6)
    assert 270 - length.low[1] == pytest.approx(length.high[1] - 270)
    assert found.overlap_ms.mean[1] == pytest.approx(20)
    assert found.overlap_share.mean[1] == pytest.approx(0.08)
    assert found.velocity.mean[1] == pytest.approx(64)
    assert found.velocity.sd[1] == pytest.approx(np.sqrt(28))
    assert length.overall_mean == pytest.approx(250 + 60 / 42)
    assert length.mean_sd == pytest.approx(np.sqrt(700) / 14)
    assert length.pooled_sd == pytest.approx(np.sqrt(700 / 14))


def test_the_final_duration_is_dropped_and_that_of_a_shared_turning_note():
    #  up ... B C B ... down without stopping
    onset_s = 0.25 * np.arange(29)
    notes = note_array(onset_s, UP + DOWN[1:], offset_s=onset_s + 0.2)
    up, down = (cell.positions for cell in measure(take(notes), scale()).cells)
    assert np.flatnonzero(np.isnan(up.duration_ms.mean)).tolist() == [14]
    assert np.flatnonzero(np.isnan(down.duration_ms.mean)).tolist() == [0, 14]
    assert np.isnan(down.velocity.mean[0])
    assert np.isnan(up.overlap_ms.mean[14])


def test_a_deviation_is_corrected_for_leverage_in_its_sd_and_not_in_its_error():
    notes = drawn(1, 8)
    found = places_of(notes)
    rows = notes["onset_s"].reshape(8, 15) * 1e3
    rank = np.arange(15)
    residual = np.array([row - np.polyval(np.polyfit(rank, row, 1), rank) for row in rows])
    hat = 1 / 15 + (rank - 7) ** 2 / 280
    raw = residual.std(axis=0, ddof=1)
    assert found.deviation_ms.mean == pytest.approx(residual.mean(axis=0), abs=1e-6)
    assert found.deviation_ms.sd == pytest.approx(raw / np.sqrt(1 - hat), rel=1e-6)
    assert found.deviation_ms.se == pytest.approx(raw / np.sqrt(8), rel=1e-6)


def test_one_run_has_means_and_nothing_else():
    found = places_of(played(UP))
    assert found.duration_ms.mean[0] == pytest.approx(250)
    for column in ("sd", "se", "low", "high"):
        assert np.isnan(getattr(found.duration_ms, column)).all()
    assert found.duration_ms.pooled_sd is None
    assert found.duration_ms.mean_sd is None


def test_notes_never_released_have_no_duration():
    onset_s = 0.25 * np.arange(15)
    found = places_of(note_array(onset_s, UP))
    assert found.duration_ms.n.sum() == 0
    assert found.duration_ms.overall_mean is None


def test_a_missed_note_leaves_its_place_with_one_run_fewer():
    found = places_of(played(UP, UP[:4] + UP[5:], UP))
    assert found.velocity.n.tolist() == [3] * 4 + [2] + [3] * 10
    assert found.overlap_ms.n.tolist() == [3] * 3 + [2, 2] + [3] * 9 + [0]


def test_two_notes_at_once_have_no_share_of_nothing():
    onset_s = 0.25 * np.arange(15)
    onset_s[5] = onset_s[4]
    notes = note_array(onset_s, UP, offset_s=onset_s + 0.2)
    found = places_of(notes)
    assert np.isnan(found.overlap_share.mean[4])
    assert found.overlap_ms.mean[4] == pytest.approx(200)


def test_nothing_valid_has_no_places():
    cells = measure(take(played(UP, UP)), scale(), tempo_bpm=200).cells
    assert [cell.positions for cell in cells] == [None]


def test_the_arrays_are_read_only():
    found = places_of(drawn(2))
    with pytest.raises(ValueError, match="read-only"):
        found.deviation_ms.mean[0] = 1


@settings(max_examples=20, deadline=None)
@given(
    st.integers(0, 2**32 - 1),
    st.floats(0.5, 2),
    st.floats(-1000, 1000),
    st.sampled_from([-12, 0, 12]),
)
def test_pace_scales_times_and_leaves_shares_and_velocity(seed, pace, shift_s, octave):
    notes = drawn(seed)
    moved = note_array(
        notes["onset_s"] * pace + shift_s,
        notes["pitch"].astype(int) + octave,
        offset_s=notes["offset_s"] * pace + shift_s,
        velocity=notes["velocity"],
    )
    plain, other = places_of(notes), places_of(moved)
    for name in QUANTITIES:
        factor = pace if name.endswith("_ms") else 1.0
        for column in ("mean", "sd", "se", "low", "high"):
            wanted = factor * getattr(getattr(plain, name), column)
            assert getattr(getattr(other, name), column) == pytest.approx(
                wanted, rel=1e-5, abs=1e-5, nan_ok=True
            )


def test_places_are_those_of_the_valid_runs_only():
    found = places_of(played(UP, UP, (*UP[:5], 66, *UP[5:8], *UP[11:])))
    assert found.velocity.n.max() == 2

"""What evenness refuses or says beside its figures: coarse stamps, other exercises, machines."""

import numpy as np
import pytest

from engine.measures.evenness import measure
from engine.measures.results import results
from engine.note import note_array
from engine.take import Take, TimeSource, Timing
from tests.engine.measures.playing import (
    LOOP,
    UP,
    noisy,
    played,
    runs_of,
    scale,
    take,
)


def test_the_noise_floor_warns_and_then_refuses():
    notes = runs_of(noisy(np.random.default_rng(9), 10), UP)
    plain = measure(take(notes), scale())
    some = measure(take(notes, jitter_ms=1.0), scale())
    much = measure(take(notes, jitter_ms=3.0), scale())
    assert not any("scatter" in warning for warning in plain.warnings)
    assert any("scatter by 1.4 ms" in warning for warning in some.warnings)
    assert some.sd_ioi_ms == plain.sd_ioi_ms
    assert much.sd_ioi_ms == plain.sd_ioi_ms
    assert "more than a quarter" in much.invalid_because
    (kept,) = (row for row in results(much) if row.measure == "sd_ioi" and row.run is None)
    assert kept.value is None
    assert "more than a quarter" in kept.reason


@pytest.mark.parametrize(("share", "scored"), [(0.249, True), (0.251, False)])
def test_a_quarter_of_the_figure_is_the_limit(share, scored):
    notes = runs_of(noisy(np.random.default_rng(9), 10), UP)
    floor_ms = share * measure(take(notes), scale()).sd_ioi_ms
    assert measure(take(notes, jitter_ms=floor_ms / 2**0.5), scale()).valid is scored


def test_an_unmeasured_instrument_gives_no_figure():
    notes = played(*[UP] * 6)
    unmeasured = Take(raw=take(notes).raw, notes=notes, timing=Timing(source=TimeSource.UNMEASURED))
    result = measure(unmeasured, scale())
    assert result.sd_ioi_ms is None
    assert result.cell.fingers == ()
    assert "cannot be measured" in result.invalid_because
    assert all(run.sd_ioi_ms is None for run in result.runs)
    assert result.match.hit == 90


@pytest.mark.parametrize(
    ("notes", "wanted"),
    [(played(), "no note was played"), (played(LOOP, LOOP), "nothing of scale-c-right")],
)
def test_a_take_that_is_not_the_exercise_gives_no_figure(notes, wanted):
    result = measure(take(notes), scale())
    assert wanted in result.invalid_because
    assert result.cells == ()
    assert result.invalid_rate is None


def test_impossible_playing_is_said_to_be_so():
    fast = measure(take(played(*[UP] * 3, ioi_s=0.03, hold=0.5)), scale())
    assert any("faster than any hand" in warning for warning in fast.warnings)
    onset_s = np.arange(15) * 0.25
    onset_s[5] = onset_s[4] + 0.004
    together = measure(take(note_array(onset_s, UP)), scale())
    assert any("within 10 ms" in warning for warning in together.warnings)


def test_a_bounce_enters_no_ioi():
    plain = played(*[UP] * 3, hold=0.2)
    again = note_array(
        np.append(plain["onset_s"], 0.56),
        np.append(plain["pitch"], UP[2]),
        offset_s=np.append(plain["offset_s"], 0.6),
    )
    result = measure(take(again), scale())
    assert result.sd_ioi_ms == pytest.approx(0, abs=1e-9)
    assert any("a bounce, left out" in warning for warning in result.warnings)


def test_what_the_take_warns_of_is_passed_on():
    quiet = take(played(UP))
    warned = Take(raw=quiet.raw, notes=quiet.notes, timing=quiet.timing, warnings=("Look out.",))
    assert measure(warned, scale()).warnings[0] == "Look out."

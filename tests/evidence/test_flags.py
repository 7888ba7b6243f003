"""Every figure of the flags' evidence, with few repetitions, and what its diaries are made of."""

import numpy as np
import pytest

from engine.measures.evenness import measure
from tests.engine.measures.playing import runs_of, take
from tests.evidence import flags
from tests.flag_diaries import patterns_of_a_day, rows_of
from tests.flag_rates import IOI_MS, LOOP, SCALE, exercise


def test_flags_reach_their_figures():
    missed = [each.row for each in flags.findings(0.01) if not each.holds]
    assert not missed, "\n".join(missed)


def test_the_diaries_hold_what_the_record_keeps_of_a_played_take():
    rng = np.random.default_rng(1)
    for (pattern, runs), which in zip(patterns_of_a_day(), (SCALE, SCALE, LOOP), strict=True):
        off_ms = rng.normal(0, 8, (1, runs, len(pattern.targets)))
        onset_ms = off_ms[0] + IOI_MS * np.arange(off_ms.shape[-1])
        cell = measure(take(runs_of(onset_ms.tolist(), pattern.pitches)), exercise(which)).cell
        rows = rows_of(pattern, off_ms)
        assert {spread.key for spread in cell.transition_deviations} == {*rows}
        for spread in cell.transition_deviations:
            row = rows[spread.key]
            assert spread.n == row.n
            assert spread.mean_ms == pytest.approx(row.mean_ms[0])
            assert spread.se_ms == pytest.approx(row.se_ms[0])

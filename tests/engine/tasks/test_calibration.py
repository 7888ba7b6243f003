"""The calibration: the median of at least 50 taps, signed, drawn towards 0 where it is unsure."""

import numpy as np
import pytest

from engine.pianist.tapping import Tapper
from engine.record import ClickChoice
from engine.tasks.calibration import TAPS, TOO_ERRATIC, calibrating, measure, shrinkage
from engine.tasks.on_the_beat import LEAD_NS, Placed, begin
from tests import worlds_beat

SPEAKERS = ClickChoice.SPEAKERS


def placed() -> Placed:
    return begin(calibrating(), 0).current


def taps_s(late_ms: np.ndarray) -> np.ndarray:
    due_s = np.array([placed().due_ns(note) for note in range(len(late_ms))]) / 1e9
    return due_s + late_ms / 1e3


def measured(late_ms: np.ndarray):
    return measure((placed(),), taps_s(late_ms), "FP-30X", SPEAKERS)


def test_a_count_in_and_sixty_clicks_at_a_hundred():
    task = calibrating()
    assert (task.tempo_bpm, task.stretches[0].paced, task.stretches[0].alone) == (100, TAPS, 0)
    assert placed().clicks.beats == TAPS + 4
    assert placed().from_ns == LEAD_NS


@pytest.mark.parametrize("latency_ms", [-40.0, 0.0, 23.0, 180.0, 400.0])
def test_a_steady_delay_is_found_whatever_its_size(latency_ms: float):
    found = measured(np.full(TAPS, latency_ms))
    given = found.calibration
    assert given.latency_ms == pytest.approx(latency_ms, abs=1e-6)
    assert (given.port_name, given.clicks, given.taps) == ("FP-30X", SPEAKERS, TAPS)
    assert found.median_ms == pytest.approx(latency_ms, abs=1e-6)
    assert found.refused is None


def test_what_is_put_in_is_found_within_its_interval():
    inside = 0
    for seed in range(40):
        tapper = Tapper(clock_sd_ms=12, motor_sd_ms=6, alpha=0.5, asynchrony_ms=(30.0,) * 5)
        done, onset_s, _ = worlds_beat.notes_of(worlds_beat.calibration_plan(), tapper, seed)
        given = measure(done, onset_s, "p", SPEAKERS).calibration
        inside += given.low_ms <= 30 <= given.high_ms
        assert given.latency_ms == pytest.approx(30, abs=20)
    assert inside >= 36


def test_an_unsure_median_is_drawn_towards_zero():
    assert shrinkage(0) == 1
    assert shrinkage(100) == 0.5
    rng = np.random.default_rng(2)
    found = measured(100 + rng.normal(0, 60, TAPS))
    given = found.calibration
    assert 0.8 * found.median_ms < given.latency_ms < found.median_ms
    assert given.low_ms < given.latency_ms < given.high_ms


def test_fewer_than_fifty_taps_say_nothing():
    found = measured(np.full(49, 20.0))
    assert found.calibration is None
    assert found.refused == "49 taps came with the clicks; 50 are needed."
    assert len(found.taps_ms) == 49


def test_taps_all_over_the_beat_say_nothing():
    found = measured(np.linspace(-149, 449, TAPS))
    assert found.calibration is None
    assert found.refused == TOO_ERRATIC


def test_clicks_that_were_not_played_to_their_end_say_nothing():
    found = measure((), np.zeros(0), "p", SPEAKERS)
    assert found.refused == "The clicks were not played to their end."
    assert found.taps_ms == ()

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.midi.grid import Grid, grid_of

MS = 1e6


def deltas_ns(
    rng: np.random.Generator, *, sd_ms: float, step_ms: float = 0.0, jitter_ms: float = 0.0
):
    """Return the deltas of 100 notes of 100 ms at 8 a second, stamped on a grid."""
    on = np.cumsum(np.full(100, 125.0)) + rng.normal(0, sd_ms / np.sqrt(2), 100)
    at = np.sort(np.concatenate([on, on + rng.normal(100, sd_ms, 100)]))
    stamped = np.ceil(at / step_ms) * step_ms if step_ms else at
    found_ms = np.diff(stamped + rng.normal(0, jitter_ms, 200))
    return (found_ms * MS).round().astype(np.int64)


STEPS_MS = (1.0, 64 / 48, 128 / 48, 256 / 44.1, 256 / 48, 10.0, 1024 / 48)


@pytest.mark.parametrize(
    ("step_ms", "sd_ms"),
    # A player much more even than the step falls on two multiples only, and bears no grid.
    [(step_ms, sd_ms) for step_ms in STEPS_MS for sd_ms in (2.0, 7.4, 15.0) if step_ms < 4 * sd_ms],
)
def test_the_step_of_a_driver_is_found(step_ms, sd_ms):
    for seed in range(5):
        rng = np.random.default_rng(seed)
        found = grid_of(deltas_ns(rng, sd_ms=sd_ms, step_ms=step_ms, jitter_ms=0.03))
        assert found.period_ns / MS == pytest.approx(step_ms, rel=1e-3)
        assert found.jitter_ns / MS == pytest.approx(0.03, rel=0.25)


@pytest.mark.parametrize("sd_ms", [0.0, 0.5, 1.0, 2.0, 5.0, 7.4, 15.0])
def test_a_player_without_a_grid_has_none(sd_ms):
    for seed in range(30):
        rng = np.random.default_rng(seed)
        assert grid_of(deltas_ns(rng, sd_ms=sd_ms)) == Grid()


def test_too_few_deltas_bear_no_grid():
    assert grid_of(np.full(20, 5_000_000, np.int64)) == Grid()


@settings(max_examples=50)
@given(st.lists(st.integers(-(10**13), 10**13), max_size=80))
def test_any_deltas_give_an_answer(deltas):
    assert grid_of(np.array(deltas, np.int64)).period_ns >= 0

"""Per finger and per transition: raw and pooled, with what cannot be had."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.measures.evenness import measure
from engine.measures.fingers import Groups, by_group, by_groups
from engine.measures.shrinkage import pooled
from engine.measures.statistics import student_t_quantile
from tests.engine.measures.playing import UP, runs_of, scale, take


def table(seed: int, runs: int = 6, columns: int = 10) -> np.ndarray:
    return np.random.default_rng(seed).normal(0, 5, (runs, columns))


KEYS = [1, 2, 3, 4, 5] * 2


def test_the_pooled_mean_by_hand():
    #  three groups of one column; run means -3, 0, 6 with a standard error of 1 each
    values = np.array([[-3.0, 0, 6]]) + np.array([[-1], [0], [1]]) * 3**0.5
    one, two, three = by_group(values, ["a", "b", "c"])
    assert [each.se_ms for each in (one, two, three)] == pytest.approx([1, 1, 1])
    #  A = mean(9, 0, 36) - 1 = 14; B = 1/3 of 1/15
    drawn = 1 / 45
    assert three.shrunk_ms == pytest.approx(6 * (1 - drawn))
    assert two.shrunk_ms == pytest.approx(0, abs=1e-12)
    error = np.sqrt(1 - drawn + 2 * drawn**2 * 36)
    half = student_t_quantile(2) * error
    assert three.shrunk_high_ms - three.shrunk_ms == pytest.approx(half)
    assert three.shrunk_ms - three.shrunk_low_ms == pytest.approx(half)


def test_pooling_draws_towards_0_and_never_beyond():
    for each in by_group(table(1), KEYS):
        assert abs(each.shrunk_ms) < abs(each.mean_ms)
        assert each.shrunk_ms * each.mean_ms >= 0
        assert each.n == 12


def test_what_is_certain_stays_where_it_is():
    values = np.array([-20.0, 0, 20]) + np.random.default_rng(2).normal(0, 0.01, (5, 3))
    for each in by_group(values, [1, 2, 3]):
        assert each.shrunk_ms == pytest.approx(each.mean_ms, abs=1e-4)


def test_noise_alone_keeps_an_interval_that_says_so():
    values = table(3, 8)
    values -= values.mean(axis=0)
    for each in by_group(values, KEYS):
        assert each.shrunk_low_ms < -0.5
        assert each.shrunk_high_ms > 0.5


@pytest.mark.parametrize(
    ("values", "keys"),
    [
        (table(4, 1, 5), [1, 2, 3, 4, 5]),
        (table(4, 6, 2), [1, 2]),
        (np.ones((6, 5)), [1, 2, 3, 4, 5]),
    ],
    ids=["one run", "two groups", "no scatter at all"],
)
def test_what_cannot_be_pooled_is_none(values, keys):
    for each in by_group(values, keys):
        assert each.mean_ms is not None
        assert (each.shrunk_ms, each.shrunk_low_ms, each.shrunk_high_ms) == (None, None, None)


def test_a_group_seen_in_one_run_only_is_left_out_of_the_pool():
    values = table(5, 4, 4)
    values[1:, 3] = np.nan
    spreads = by_group(values, [1, 2, 3, 4])
    assert spreads[3].shrunk_ms is None
    assert [each.shrunk_ms for each in spreads[:3]] == pytest.approx(
        [each.shrunk_ms for each in by_group(values[:, :3], [1, 2, 3])]
    )


def test_raw_iois_have_no_centre_to_be_drawn_to():
    groups = Groups(values_ms=table(6) + 250, keys=KEYS, centred=False)
    assert all(each.shrunk_ms is None for each in by_groups([groups])[0])
    cell = measure(
        take(runs_of([250 * np.arange(15) + row for row in table(7, 6, 15)], UP)), scale()
    )
    assert all(each.shrunk_ms is None for each in cell.cell.transitions)
    assert all(each.shrunk_ms is not None for each in cell.cell.transition_deviations)


def test_several_parts_at_once_are_each_alone():
    first, second = table(8), table(9, 6, 4)
    together = by_groups([Groups(values_ms=first, keys=KEYS),
                          Groups(values_ms=second, keys=[1, 2, 2, None])])  # fmt: skip
    assert together == [by_group(first, KEYS), by_group(second, [1, 2, 2, None])]


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**32 - 1), st.floats(0.1, 10), st.permutations(range(6)))
def test_pace_scales_and_the_order_of_runs_does_not_matter(seed, pace, order):
    def numbers(values):
        return [
            number
            for each in by_group(values, KEYS)
            for number in (each.mean_ms, each.sd_ms, each.se_ms, each.low_ms, each.high_ms,
                           each.shrunk_ms, each.shrunk_low_ms, each.shrunk_high_ms)
        ]  # fmt: skip

    values = table(seed)
    wanted = [pace * number for number in numbers(values)]
    assert numbers(pace * values[list(order)]) == pytest.approx(wanted, rel=1e-6, abs=1e-9)


def test_pooling_refuses_what_it_cannot_do():
    with pytest.raises(ValueError, match="3 values are needed to pool them, got 2"):
        pooled(np.ones(2), np.ones(2))
    with pytest.raises(ValueError, match="standard error above 0"):
        pooled(np.ones(3), np.array([1.0, 1.0, 0.0]))

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.adaptation.dwelling import SwapCost, dwelling

PAIRS = [(1, 2), (2, 3), (3, 4), (4, 5), (5, 4), (4, 3), (3, 2), (2, 1)]


def costs(values, *, se=1.0, n=48, ioi_ms=200.0):
    return [
        SwapCost(finger=i, to_finger=j, cost_ms=ms, standard_error_ms=se, n=n, ioi_ms=ioi_ms)
        for (i, j), ms in zip(PAIRS, values, strict=False)
    ]


def test_the_weakest_transition_comes_first():
    chosen = dwelling(costs([0, -1, 8, 14, -2, 1, 0, -1]))
    assert chosen.pairs == ((4, 5), (3, 4))
    assert chosen.transitions[0].cost_ms == pytest.approx(13.5, abs=0.5)
    assert chosen.transitions[0].low_ms > 0


def test_no_transition_stands_out_of_the_noise():
    noise = np.random.default_rng(1).normal(0, 2, 8)
    chosen = dwelling(costs(noise.tolist(), se=2.0))
    assert chosen.transitions == ()


def test_noise_seldom_names_a_transition():
    rng = np.random.default_rng(2)
    named = [bool(dwelling(costs(rng.normal(0, 2, 8).tolist(), se=2.0)).pairs) for _ in range(500)]
    assert np.mean(named) < 0.05


def test_early_transitions_are_not_dwelt_on():
    assert dwelling(costs([-12, 0, 0, 0, 0, 0, 0, 0])).pairs == ()


def test_what_nobody_hears_is_not_listened_for():
    small = [0, -1, 4, 5, -2, 1, 0, -1]
    assert dwelling(costs(small, se=0.5)).pairs == ()  # sure, but under 6 ms
    late = [0, -1, 0, 11, -2, 1, 0, -1]
    assert dwelling(costs(late, se=0.5)).pairs == ((4, 5),)
    assert dwelling(costs(late, se=0.5, ioi_ms=500)).pairs == ()  # 2.5 % of a slow note is 12.5 ms


def test_too_few_notes_name_none():
    chosen = dwelling(costs([0, 0, 5, 30], n=39))
    assert chosen.transitions == ()
    assert dwelling([]).transitions == ()


@given(st.permutations(costs([0, -1, 8, 14, -2, 1, 0, -1])), st.floats(1, 3))
def test_neither_order_nor_a_scale_changes_who_is_weakest(given_, scale):
    scaled = [
        SwapCost(
            finger=c.finger,
            to_finger=c.to_finger,
            cost_ms=c.cost_ms * scale,
            standard_error_ms=c.standard_error_ms * scale,
            n=c.n,
            ioi_ms=c.ioi_ms,
        )
        for c in given_
    ]
    assert dwelling(scaled).pairs == ((4, 5), (3, 4))

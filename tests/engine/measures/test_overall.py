"""The headline number of four cells: SCIENCE 8, test 6."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.exercise import Direction, Hand
from engine.measures.overall import CELLS, overall_unevenness

MS = st.floats(0.1, 100)


def test_the_median_of_cell_means_and_not_their_mean():
    found = overall_unevenness(dict(zip(CELLS, (8.0, 9.0, 10.0, 20.0), strict=True)))
    assert found.sd_ioi_ms == 9.5
    assert found.refused is None


def test_four_cells_alike_are_their_own_headline():
    assert overall_unevenness(dict.fromkeys(CELLS, 8.4)).sd_ioi_ms == 8.4


@given(st.permutations([3.0, 8.0, 12.0, 30.0]), MS)
def test_the_order_does_not_matter_and_pace_scales(values, pace):
    cells = {cell: value * pace for cell, value in zip(CELLS, values, strict=True)}
    assert overall_unevenness(cells).sd_ioi_ms == pytest.approx(10 * pace)


@pytest.mark.parametrize("lost", CELLS)
def test_three_cells_are_refused_by_name(lost):
    hand, way = lost
    for lacking in ({}, {lost: None}):
        cells = {cell: 9.0 for cell in CELLS if cell != lost} | lacking
        found = overall_unevenness(cells)
        assert found.sd_ioi_ms is None
        assert found.refused == (
            f"not estimable: both hands are needed, up and down; there is no {hand} hand {way}"
        )


def test_a_loop_is_no_direction_of_a_scale():
    found = overall_unevenness({(hand, Direction.LOOP): 9.0 for hand in Hand})
    assert found.refused.count("hand") == 5

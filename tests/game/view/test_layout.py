"""Scale and areas from 1024 x 600 to 4K (LOOK 9)."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from game.view.layout import TEXT_PERCENTS, Box, layout_for

SIZES = st.tuples(st.integers(1024, 7680), st.integers(600, 4320))


@pytest.mark.parametrize(
    ("size", "u", "t"),
    [
        ((1024, 600), 0.75, 1.0),
        ((1280, 720), 1.0, 1.0),
        ((1366, 768), 1.0, 1.0),
        ((1920, 1080), 1.5, 1.5),
        ((3840, 2160), 3.0, 3.0),
        ((1280, 1024), 1.0, 1.0),
    ],
)
def test_shapes_scale_in_eighths_and_words_never_shrink(size, u, t):
    layout = layout_for(*size)
    assert (layout.u, layout.t) == (u, t)


def test_at_1280_by_720_everything_stands_where_the_look_says():
    layout = layout_for(1280, 720)
    assert layout.content == Box(48, 88, 1184, 552)
    assert layout.rail == Box(0, 680, 1280, 40)
    assert layout.keyboard == Box(0, 560, 1280, 160)
    assert layout.hints_y == 667


def test_large_type_doubles_words_and_not_shapes():
    layout = layout_for(1280, 720, 200)
    assert (layout.u, layout.t) == (1.0, 2.0)
    assert layout.large_type


@given(SIZES, st.sampled_from(TEXT_PERCENTS))
def test_the_areas_tile_the_window_without_touching(size, percent):
    layout = layout_for(*size, percent)
    assert layout.top_bar.bottom <= layout.content.y
    assert layout.content.bottom < layout.hints_y < layout.rail.y
    assert layout.rail.bottom == layout.keyboard.bottom == size[1]
    assert layout.stage.bottom < layout.play_hints_y < layout.keyboard.y
    assert layout.content.x >= 0
    assert layout.content.right <= size[0]
    assert layout.content.h > size[1] / 2


@given(
    st.tuples(*[st.integers(0, 3000)] * 2, *[st.integers(200, 3000)] * 2),
    st.lists(st.floats(0.1, 9), min_size=1, max_size=6),
    st.integers(0, 16),
)
def test_columns_and_rows_lose_nothing(box, shares, space):
    whole = Box(*box)
    columns = whole.columns(tuple(shares), space)
    rows = whole.rows(tuple(shares), space)
    assert columns[0].x == whole.x
    assert columns[-1].right == whole.right
    assert all(b.x - a.right == space for a, b in pairwise(columns))
    assert rows[-1].bottom == whole.bottom

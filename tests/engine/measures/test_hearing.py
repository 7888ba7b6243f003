"""What can be heard: SCIENCE 8, test 13."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.measures.hearing import audible_ms, audibly_uneven


@pytest.mark.parametrize(
    ("ioi_ms", "wanted_ms"), [(100, 6), (239, 6), (240, 6), (400, 10), (1000, 25)]
)
def test_one_displaced_tone(ioi_ms, wanted_ms):
    assert audible_ms(ioi_ms) == pytest.approx(wanted_ms)


@given(st.floats(1, 5000), st.floats(1, 5000))
def test_what_is_heard_never_shrinks_with_the_interval(one_ms, other_ms):
    low, high = sorted((one_ms, other_ms))
    assert audible_ms(low) <= audible_ms(high)


@pytest.mark.parametrize(
    ("sd_ms", "ioi_ms", "wanted"),
    [
        (10.21, 125, False),
        (10.22, 125, True),
        (20.0, 137, True),
        (20.0, 250, None),
        (2.0, 90, None),
        (None, 125, None),
        (20.0, None, None),
    ],
)
def test_an_uneven_scale_is_heard_only_at_the_rate_of_the_listeners(sd_ms, ioi_ms, wanted):
    assert audibly_uneven(sd_ms, ioi_ms) is wanted

import pytest

from engine.measures.fingers import Spread
from engine.measures.independence.swap import swap_costs


def deviation(key, mean_ms, *, se_ms=1.0, shrunk=None):
    value, low, high = shrunk or (None, None, None)
    return Spread(
        key=key,
        n=40,
        mean_ms=mean_ms,
        sd_ms=None,
        se_ms=se_ms,
        low_ms=None,
        high_ms=None,
        shrunk_ms=value,
        shrunk_low_ms=low,
        shrunk_high_ms=high,
    )


def test_a_cost_is_the_shrunk_deviation():
    (cost,) = swap_costs([deviation((3, 4), 9.0, shrunk=(7.0, 2.0, 12.0)), deviation((2, 2), 1.0)])
    assert (cost.finger, cost.to_finger, cost.n) == (3, 4, 40)
    assert (cost.raw_ms, cost.cost_ms, cost.low_ms, cost.high_ms) == (9.0, 7.0, 2.0, 12.0)
    assert cost.reason is None


@pytest.mark.parametrize(
    ("se_ms", "says"),
    [
        (None, "two runs are needed"),
        (0.0, "as a machine plays"),
        (1.0, "3 transitions are needed"),
    ],
)
def test_what_cannot_be_told(se_ms, says):
    (cost,) = swap_costs([deviation((1, 2), 3.0, se_ms=se_ms)])
    assert cost.cost_ms is None
    assert cost.raw_ms == 3.0
    assert cost.reason.startswith("not estimable: ")
    assert says in cost.reason

import numpy as np
import pytest

from engine.exercise import Direction, Hand
from engine.measures.evenness import measure
from engine.measures.independence.holding import HeldKeys, measure_holding
from engine.measures.independence.ordinary import independence
from engine.measures.independence.rate import rate
from engine.measures.independence.results import holding_results, ordinary_results, rate_results
from engine.note import note_array
from engine.pianist import Pianist, play
from engine.pianist.holding import HoldingPianist, hold
from tests.engine.measures.playing import UP, five_finger, played, scale, take

HOME = {60: 1, 62: 2, 64: 3, 65: 4, 67: 5}


def by_name(rows):
    found = {}
    for row in rows:
        found.setdefault(row.measure, []).append(row)
    return found


def test_every_row_has_a_value_or_a_reason():
    rng = np.random.default_rng(1)
    asked = HeldKeys(home=HOME, striking=3, held=(2, 4))
    pianist = HoldingPianist(break_rate=((0.1,) * 5,) * 5, leak_rate=((0.05,) * 5,) * 5)
    notes = play(Pianist(), five_finger(), Direction.LOOP, 60, 3, rng).notes
    nothing = note_array([], [])
    rows = [
        *ordinary_results(independence(notes, measure(take(notes), five_finger()))),
        *holding_results(
            measure_holding(hold(pianist, asked, 12, rng).notes, asked), hand=Hand.LEFT
        ),
        *holding_results(
            measure_holding(hold(pianist, asked, 1, rng).notes, asked), hand=Hand.LEFT
        ),
        *holding_results(measure_holding(nothing, asked), hand=Hand.LEFT),
        *ordinary_results(independence(played(UP), measure(take(played(UP)), scale()))),
    ]
    for row in rows:
        assert (row.value is None) == (row.reason is not None), row
        assert row.hand is not None
        if row.value is not None and row.low is not None:
            assert row.low <= row.value <= row.high


def test_rows_of_an_ordinary_take():
    notes = played(*[UP] * 5, hold=1.7)
    rows = by_name(ordinary_results(independence(notes, measure(take(notes), scale()))))
    first = rows["long_overlap"][0]
    assert (first.finger, first.to_finger, first.value, first.n, first.unit) == (1, 2, 100, 20, "%")
    assert (first.hand, first.direction) == (Hand.RIGHT, Direction.UP)
    assert first.high == 100
    assert len(rows["crowded"]) == len(rows["swap_cost"]) == 6
    assert rows["velocity_coupling"][0].reason.startswith("not estimable")


def test_rows_of_a_held_trial():
    asked = HeldKeys(home=HOME, striking=4, held=(3, 5))
    pianist = HoldingPianist(break_rate=((0.2,) * 5,) * 5)
    found = measure_holding(hold(pianist, asked, 12, np.random.default_rng(2)).notes, asked)
    rows = by_name(holding_results(found, hand=Hand.RIGHT))
    breaks = rows["hold_break"]
    assert [(row.finger, row.to_finger) for row in breaks] == [(4, 3), (4, 5)]
    assert breaks[0].value == pytest.approx(100 * found.held[0].breaks.value)
    assert breaks[0].unit == "per 100"
    assert rows["hold_lost"][1].value == pytest.approx(100 * found.held[1].lost_share)
    assert rows["strike_rate"][0].value == found.rate.rate_hz.value
    assert rows["strike_rate"][0].finger == 4
    #  what held or struck is told otherwise: only 1 and 2 can come down unasked
    assert [(row.finger, row.to_finger) for row in rows["unintended_press"]] == [(4, 1), (4, 2)]


def test_rows_of_one_finger_tapping():
    rows = rate_results(rate(np.arange(40) * 0.2, np.full(40, 60)), hand=Hand.LEFT, finger=2)
    assert {row.finger for row in rows} == {2}
    assert [row.measure for row in rows] == [
        "strike_rate", "strike_cv", "strike_fatigue", "strike_velocity", "strike_velocity_sd",
    ]  # fmt: skip
    assert rows[0].value == pytest.approx(5)


def test_a_refused_trial_is_one_row_with_its_reason():
    asked = HeldKeys(home=HOME, striking=4, held=(3, 5))
    (row,) = holding_results(measure_holding(note_array([], []), asked), hand=Hand.RIGHT)
    assert (row.measure, row.value, row.finger) == ("hold_break", None, 4)
    assert row.reason == "not estimable: the ring finger's key was not struck"

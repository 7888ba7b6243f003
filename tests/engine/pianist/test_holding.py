from dataclasses import replace

import numpy as np
import pytest

from engine.measures.independence.holding import HeldKeys, measure_holding
from engine.pianist import Pianist, Touch
from engine.pianist.chain import chained
from engine.pianist.holding import HoldingPianist, chords, hold, strokes

HOME = {60: 1, 62: 2, 64: 3, 65: 4, 67: 5}
RING = HeldKeys(home=HOME, striking=4, held=(1, 2, 3, 5))


def rates(**of):
    """A matrix of rates, 0 but for those named i_j: finger i at strokes of j."""
    table = np.zeros((5, 5))
    for pair, rate in of.items():
        i, j = pair.removeprefix("f").split("_")
        table[int(i) - 1, int(j) - 1] = rate
    return tuple(tuple(row) for row in table.tolist())


def same(a, b):
    return a.notes.tobytes() == b.notes.tobytes()


def test_a_seed_is_a_trial_for_ever():
    pianist = HoldingPianist(break_rate=rates(f5_4=0.2))
    one, two = (hold(pianist, RING, 10, np.random.default_rng(3)) for _ in range(2))
    assert same(one, two)
    assert not same(one, hold(pianist, RING, 10, np.random.default_rng(4)))


def test_the_truth_is_what_the_notes_say():
    pianist = HoldingPianist(break_rate=rates(f5_4=0.2, f3_4=0.1), lost_ms=90)
    played = hold(pianist, RING, 12, np.random.default_rng(5))
    found = measure_holding(played.notes, RING)
    assert found.rate.strokes == len(played.stroke_s)
    end_s = played.stroke_s[-1]
    for each in found.held:
        true = [one for one in played.breaks if one.finger == each.finger and one.at_s < end_s]
        assert each.breaks.events == len(true)
        lost_s = sum(min(one.at_s + one.lost_s, end_s) - one.at_s for one in true)
        assert each.lost_s == pytest.approx(lost_s, abs=1e-9)
    assert sum(each.breaks.events for each in found.held) > 5


def test_leaks_are_found_again():
    pianist = HoldingPianist(leak_rate=rates(f5_4=0.2, f3_4=0.1))
    asked = HeldKeys(home=HOME, striking=4, held=())
    played = hold(pianist, asked, 12, np.random.default_rng(6))
    found = measure_holding(played.notes, replace(asked, start_s=0.0, end_s=20.0)).unintended
    for finger in (1, 2, 3, 5):
        true = sum(one.finger == finger for one in played.leaks)
        assert found.touched[finger - 1][4 - 1] == true
    assert len(played.leaks) > 5


def test_a_still_hand_breaks_nothing():
    played = hold(HoldingPianist(), RING, 10, np.random.default_rng(7))
    assert played.breaks == played.leaks == ()
    assert len(played.notes) == len(played.stroke_s) + 4


def test_a_metronome_strikes_on_time_and_a_tired_finger_later():
    even = HoldingPianist(iki_cv=(0.0,) * 5, iki_ms=(200.0,) * 5, velocity_sd=(0.0,) * 5)
    at_s, velocity = strokes(even, 2, 10, np.random.default_rng(0))
    np.testing.assert_allclose(at_s, 0.2 * np.arange(len(at_s)))
    assert 10 - 0.2 < at_s[-1] <= 10
    assert set(velocity.tolist()) == {66.0}
    tired = replace(even, fatigue_ms_per_s=(5.0,) * 5)
    at_s, _ = strokes(tired, 2, 10, np.random.default_rng(0))
    np.testing.assert_allclose(np.diff(at_s), 0.2 + 0.005 * at_s[:-1])
    fresher = replace(even, fatigue_ms_per_s=(-10.0,) * 5)
    at_s, _ = strokes(fresher, 2, 15, np.random.default_rng(0))
    assert 14.9 < at_s[-1] <= 15


def test_a_chain_keeps_its_spread_and_has_its_correlation():
    rng = np.random.default_rng(1)
    chain = chained(rng.standard_normal((200, 200)), 0.7)
    assert chain.std() == pytest.approx(1, abs=0.03)
    r = np.corrcoef(chain[:, :-1].ravel(), chain[:, 1:].ravel())[0, 1]
    assert r == pytest.approx(0.7, abs=0.02)
    own = rng.standard_normal(50)
    np.testing.assert_array_equal(chained(own, 0.0), own)


def test_chords_land_as_they_are_told():
    pianist = HoldingPianist(chord_late_ms=(0, 0, 4, 9, 0), chord_sd_ms=0.0)
    onset_s = chords(pianist, (1, 3, 4), 3, 1.0, np.random.default_rng(0))
    np.testing.assert_allclose(onset_s, [[k, k + 0.004, k + 0.009] for k in range(3)])


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"iki_cv": (-0.1,) * 5}, "iki_cv must be finite and not negative"),
        ({"lost_ms": np.inf}, "lost_ms must be finite"),
        ({"leak_rate": rates(f1_2=1.5)}, "leak_rate and break_rate must be 0 to 1"),
        ({"iki_ms": (0.0,) * 5}, "iki_ms must be over 0"),
        ({"velocity_coupling": 1.0}, "between -1 and 1"),
    ],
)
def test_an_impossible_pianist_is_refused(change, says):
    with pytest.raises(ValueError, match=says):
        HoldingPianist(**change)


def test_an_impossible_coupling_of_touch_is_refused():
    with pytest.raises(ValueError, match="velocity_coupling must be between -1 and 1"):
        Pianist(touch=Touch(velocity_coupling=-1.0))

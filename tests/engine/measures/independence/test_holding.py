from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.measures.independence.holding import HeldKeys, measure_holding
from engine.note import note_array
from engine.pianist.holding import HoldingPianist, hold

HOME = {60: 1, 62: 2, 64: 3, 65: 4, 67: 5}
RING = HeldKeys(home=HOME, striking=4, held=(1, 2, 3, 5))


def trial(*held, strokes=61, iki_s=0.2, velocity=64, extra=()):
    """Strikes of the ring finger every 200 ms from 1 s, and (pitch, onset, offset, velocity)."""
    at_s = 1 + iki_s * np.arange(strokes)
    rows = [(65, at, at + 0.08, velocity) for at in at_s.tolist()] + [*held, *extra]
    pitch, onset_s, offset_s, hard = zip(*rows, strict=True)
    return note_array(onset_s, pitch, offset_s=np.array(offset_s, float), velocity=hard)


STILL = [(pitch, 0.0, 20.0, 50) for pitch in (60, 62, 64, 67)]
#  the little finger loses its key at 3.02 s for 100 ms and at 5.01 s for 30 ms
LOSING = [*STILL[:3], (67, 0, 3.02, 50), (67, 3.12, 5.01, 30), (67, 5.04, 20, 40)]


def of(found, finger):
    return next(each for each in found.held if each.finger == finger)


def test_two_breaks_by_hand():
    found = measure_holding(trial(*LOSING), RING)
    little = of(found, 5)
    #  from the first stroke at 1 s to the last at 13 s: sixty strokes, of which the last is the end
    assert (found.start_s, found.end_s) == (1, 13)
    assert (little.breaks.events, little.breaks.n) == (2, 60)
    assert 100 * little.breaks.value == pytest.approx(3.333, abs=0.001)
    #  Gamma(2.5): half of chi squared with 5 df, .8312 and 12.8325
    assert little.breaks.interval == pytest.approx((0.8312 / 120, 12.8325 / 120), abs=1e-5)
    assert little.lost_s == pytest.approx(0.13)
    assert little.lost_share == pytest.approx(0.13 / 12)
    assert (little.repress_n, little.repress_velocity.value) == (2, 35)
    assert [of(found, finger).breaks.events for finger in (1, 2, 3)] == [0, 0, 0]
    assert (found.rate.strokes, found.rate.rate_hz.value) == (61, pytest.approx(5))
    assert found.warnings == ()


def test_a_key_let_go_with_the_last_stroke_is_no_break():
    let_go = [*STILL[:3], (67, 0.0, 13.0, 50)]
    assert of(measure_holding(trial(*let_go), RING), 5).breaks.events == 0
    sooner = [*STILL[:3], (67, 0.0, 12.999, 50)]
    assert of(measure_holding(trial(*sooner), RING), 5).breaks.events == 1


@pytest.mark.parametrize(("until_s", "told"), [(7.01, True), (6.99, False)])
def test_a_key_held_for_less_than_half_the_time_has_no_rate_of_breaks(until_s, told):
    given_up = [*STILL[:3], (67, 0.0, until_s, 50)]
    little = of(measure_holding(trial(*given_up), RING), 5)
    assert (little.breaks is not None) is told
    assert (little.reason is None) is told


def test_a_perfectly_held_trial_loses_nothing():
    found = measure_holding(trial(*STILL), RING)
    for each in found.held:
        assert (each.breaks.events, each.lost_s, each.lost_share, each.repress_n) == (0, 0, 0, 0)
        assert each.repress_velocity.value is each.reason is None
        assert each.breaks.interval == (0, pytest.approx(2.512 / 60, abs=1e-4))
    assert found.refused is None
    assert not np.any(found.unintended.touched)


def test_a_key_never_released_is_held():
    held = [(pitch, 0.0, np.nan, 50) for pitch in (60, 62, 64, 67)]
    assert all(each.lost_s == 0 for each in measure_holding(trial(*held), RING).held)


def test_time_asked_for_cuts_what_counts():
    found = measure_holding(trial(*LOSING), replace(RING, start_s=4.0, end_s=9.0))
    little = of(found, 5)
    assert (little.breaks.events, little.breaks.n) == (1, 25)  # strokes at 4.0, 4.2 ... 8.8
    assert little.lost_s == pytest.approx(0.03)
    assert little.repress_velocity.value == 40
    assert found.warnings == ("It lasted 5.0 s; 10 s are asked for.",)


def test_a_key_that_went_down_late_is_lost_but_not_broken():
    found = of(measure_holding(trial(*STILL[:3], (67, 2.5, 20, 50)), RING), 5)
    assert (found.breaks.events, found.repress_n) == (0, 0)
    assert found.lost_s == pytest.approx(1.5)


def test_a_key_struck_again_without_a_release_is_down_once():
    found = of(measure_holding(trial(*STILL[:3], (67, 0, 20, 50), (67, 4, 20, 50)), RING), 5)
    assert (found.breaks.events, found.lost_s) == (0, 0)


def test_a_key_hardly_held_has_no_rate_of_breaks():
    found = of(measure_holding(trial(*STILL[:3], (67, 0, 4, 50)), RING), 5)
    assert found.breaks is None
    assert found.reason == ("not estimable: the little finger's key was held only 25 % of the time")
    assert found.lost_share == pytest.approx(0.75)
    never = of(measure_holding(trial(*STILL[:3]), RING), 5)
    assert never.reason == "not estimable: the little finger's key was held at no time"
    assert never.lost_share == 1


def test_fingers_that_do_neither_can_leak():
    one = HeldKeys(home=HOME, striking=4, held=(1,))
    leaks = [(67, 2.005, 2.02, 20), (67, 4.0, 4.02, 20), (64, 4.0, 4.02, 20), (66, 4.0, 4.1, 9)]
    found = measure_holding(trial(STILL[0], extra=leaks), one)
    assert found.unintended.touched[5 - 1][4 - 1] == 2
    assert found.unintended.touched[3 - 1][4 - 1] == 1
    assert found.unintended.strokes == (0, 0, 0, 61, 0)
    assert found.unintended.elsewhere == 1


def test_a_bouncing_key_is_one_stroke():
    bounce = [(65, 3.1, 3.15, 20)]  # 20 ms after the release of the stroke at 3.0
    found = measure_holding(trial(*STILL, extra=bounce), RING)
    assert found.rate.strokes == 61


def test_a_take_without_strokes_is_refused():
    found = measure_holding(trial(*STILL, strokes=0), RING)
    assert found.refused == "not estimable: the ring finger's key was not struck"
    assert (found.held, found.rate, found.unintended, found.warnings) == ((), None, None, ())
    once = measure_holding(trial(*STILL, strokes=1), RING)
    assert once.refused == "not estimable: the ring finger's key was struck once"


PIANIST = HoldingPianist(
    break_rate=((0.1, 0.1, 0.1, 0.1, 0.1),) * 5, leak_rate=((0.1,) * 5,) * 5, lost_ms=50
)


def told(found):
    """Return what does not depend on when and how fast it was played, rounding aside."""
    return (
        [(each.finger, each.breaks, each.repress_n, each.repress_velocity) for each in found.held],
        found.unintended,
        found.rate.n,
    )


@settings(max_examples=25, deadline=None)
@given(
    st.integers(0, 10_000),
    st.integers(-5, 500),
    st.sampled_from([0.5, 2.0]),
    st.sampled_from([-24, -12, 0, 12]),
)
def test_shift_tempo_and_octave_change_nothing(seed, shift, tempo, octave):
    asked = HeldKeys(home=HOME, striking=2, held=(3, 4))
    notes = hold(PIANIST, asked, 6.0, np.random.default_rng(seed)).notes
    other = note_array(
        (notes["onset_s"] + shift) * tempo,
        notes["pitch"].astype(int) + octave,
        offset_s=(notes["offset_s"] + shift) * tempo,
        velocity=notes["velocity"],
    )
    first, again = measure_holding(notes, asked), measure_holding(other, asked)
    assert told(again) == told(first)
    assert again.transposition == octave
    for a, b in zip(first.held, again.held, strict=True):
        assert b.lost_share == pytest.approx(a.lost_share, abs=1e-9)
        assert b.lost_s == pytest.approx(a.lost_s * tempo, abs=1e-9)
    assert again.rate.rate_hz.value == pytest.approx(first.rate.rate_hz.value / tempo)
    assert again.rate.cv.value == pytest.approx(first.rate.cv.value)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000), st.randoms(use_true_random=False))
def test_a_mirrored_hand_and_the_order_of_notes_change_nothing(seed, random):
    asked = HeldKeys(home=HOME, striking=3, held=(2, 4))
    notes = hold(PIANIST, asked, 6.0, np.random.default_rng(seed)).notes
    mirror = HeldKeys(
        home={124 - pitch: finger for pitch, finger in HOME.items()}, striking=3, held=(2, 4)
    )
    order = random.sample(range(len(notes)), len(notes))
    other = note_array(
        notes["onset_s"][order],
        124 - notes["pitch"][order],
        offset_s=notes["offset_s"][order],
        velocity=notes["velocity"][order],
    )
    assert measure_holding(other, mirror) == measure_holding(notes, asked)


def test_a_stroke_on_two_channels_is_one_stroke():
    found = measure_holding(trial(*STILL, extra=[(65, 3.0, 3.08, 64)]), RING)
    assert found.rate.strokes == 61


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.floats(0, 8),
            st.one_of(st.just(np.nan), st.floats(-0.1, 9)),
            st.sampled_from([48, 60, 62, 64, 65, 66, 67, 77]),
            st.integers(1, 127),
        ),
        max_size=40,
    )
)
def test_any_notes_have_figures_that_can_be_or_none(rows):
    onset_s, length_s, pitch, velocity = zip(*rows, strict=True) if rows else ((), (), (), ())
    offset_s = np.array(onset_s) + np.array(length_s)
    notes = note_array(onset_s, pitch, offset_s=offset_s, velocity=velocity)
    found = measure_holding(notes, RING)
    assert (found.refused is None) == (found.rate is not None)
    for each in found.held:
        assert -1e-9 <= each.lost_share <= 1 + 1e-9
        assert (each.breaks is None) == (each.reason is not None)
        if each.breaks is not None:
            low, high = each.breaks.interval
            assert 0 <= low <= each.breaks.value <= high


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"home": {}}, "pitches from 0 to 127"),
        ({"home": {60: 1, 62: 2}}, "need home keys"),
        ({"held": (4, 5)}, "strikes or holds, once"),
        ({"held": (5, 5)}, "strikes or holds, once"),
        ({"start_s": 3.0, "end_s": 3.0}, "must end after it starts, got 3.0 to 3.0 s"),
    ],
)
def test_impossible_trials_are_refused(change, says):
    with pytest.raises(ValueError, match=says):
        replace(RING, **change)

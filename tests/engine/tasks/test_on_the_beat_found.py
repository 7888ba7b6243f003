"""What a trial of On the Beat says: asynchronies by finger, and what one finger did alone."""

from dataclasses import replace

import numpy as np
import pytest

from engine.pianist.tapping import Tapper
from engine.record import Calibration, ClickChoice
from engine.tasks.on_the_beat import Placed, Stretch
from engine.tasks.on_the_beat_found import (
    Zero,
    alone_tempo,
    one_finger,
    with_clicks,
)
from tests import worlds_beat

SPEAKERS, PIANO = ClickChoice.SPEAKERS, ClickChoice.PIANO
EXACT = Tapper(clock_sd_ms=0, motor_sd_ms=0, alpha=0.5, asynchrony_ms=(-20, -10, 0, 10, 20))
KNOWN = Calibration(
    port_name="p", clicks=SPEAKERS, latency_ms=30.0, low_ms=26.0, high_ms=36.0, taps=60
)
BEAT_S = 60 / 72


@pytest.fixture
def exact():
    return worlds_beat.notes_of(worlds_beat.step_of(), EXACT)


def found_of(played, clicks=SPEAKERS, calibration=None):
    done, onset_s, pitches = played
    return with_clicks(done[:2], onset_s, pitches, clicks, calibration)


def test_each_finger_has_its_own_asynchrony_and_no_spread(exact):
    found = found_of(exact, PIANO)
    for each, wanted in zip(found.asynchrony.fingers, (-20, -10, 0, 10, 20), strict=True):
        assert each.median_ms == pytest.approx(wanted, abs=1e-3)
        assert each.sd_ms == pytest.approx(0, abs=1e-3)
    assert [each.n for each in found.asynchrony.fingers] == [8, 16, 16, 16, 8]
    assert found.asynchrony.missed == found.asynchrony.extra == 0
    assert found.zero is Zero.PIANO
    assert found.asynchrony.caveat is None
    assert found.beat_ms == pytest.approx(1e3 * BEAT_S)
    assert found.steady == 1.0


def test_the_two_rounds_lie_end_to_end_so_that_the_beat_stays_even(exact):
    found = found_of(exact, PIANO)
    assert found.asynchrony.resultant is not None
    assert found.asynchrony.reason is None
    assert [tap.stretch for tap in found.taps] == [0] * 32 + [1] * 32
    assert [tap.finger for tap in found.taps[:9]] == [1, 2, 3, 4, 5, 4, 3, 2, 1]


def test_what_zero_means(exact):
    assert found_of(exact).zero is Zero.UNKNOWN
    assert found_of(exact).asynchrony.caveat is not None
    assert found_of(exact, calibration=KNOWN).zero is Zero.CALIBRATED
    assert found_of(exact, PIANO, KNOWN).zero is Zero.PIANO


def test_a_known_delay_is_taken_off_and_its_interval_added(exact):
    plain, corrected = found_of(exact), found_of(exact, calibration=KNOWN)
    before, after = plain.asynchrony, corrected.asynchrony
    assert after.median_ms == pytest.approx(before.median_ms - 30)
    assert after.sd_ms == pytest.approx(before.sd_ms)
    below, above = after.median_ms - after.low_ms, after.high_ms - after.median_ms
    assert below == pytest.approx(np.hypot(before.median_ms - before.low_ms, 6))
    assert above == pytest.approx(np.hypot(before.high_ms - before.median_ms, 4))
    thumb = after.fingers[0]
    assert (thumb.low_ms, thumb.high_ms) == pytest.approx((-50 - 6, -50 + 4), abs=1e-3)


def test_piano_clicks_take_nothing_off(exact):
    assert found_of(exact, PIANO, KNOWN).asynchrony == found_of(exact, PIANO).asynchrony


def test_too_few_notes_of_a_finger_have_no_interval_to_widen():
    stretch = Stretch(pitches=(60, 62), fingers=(1, 2), paced=4, alone=0)
    placed = Placed(stretch=stretch, tempo_bpm=60, from_ns=0)
    onset_s = np.array([4.0, 5.01, 6.02, 7.01])
    found = with_clicks((placed,), onset_s, np.array([60, 62, 60, 62]), SPEAKERS, KNOWN)
    assert found.asynchrony.low_ms is None
    assert found.asynchrony.fingers[0].low_ms is None


def test_another_key_leaves_its_place_missed(exact):
    done, onset_s, pitches = exact
    pitches = pitches.copy()
    pitches[5] = 60
    found = found_of((done, onset_s, pitches))
    assert found.asynchrony.missed == 1
    assert found.asynchrony.extra == 0
    assert found.taps[5].late_ms is None
    assert found.steady == pytest.approx(63 / 64)


def test_a_key_that_nobody_asked_for_is_not_heard(exact):
    done, onset_s, pitches = exact
    more = np.append(onset_s, onset_s[3] + 0.001), np.append(pitches, 70)
    order = np.argsort(more[0])
    found = found_of((done, more[0][order], more[1][order]))
    assert found.asynchrony == found_of(exact).asynchrony


def test_any_octave_counts(exact):
    done, onset_s, pitches = exact
    assert found_of((done, onset_s, pitches + 24)).asynchrony == found_of(exact).asynchrony


def test_without_stretches_or_notes_nothing_is_found(exact):
    done, _, _ = exact
    nothing = np.zeros(0), np.zeros(0, np.int64)
    assert with_clicks((), *nothing, SPEAKERS, None) is None
    assert with_clicks(done[:2], *nothing, SPEAKERS, None) is None


def test_fingers_that_are_not_named_are_not_told_apart():
    stretch = Stretch(pitches=(), fingers=(None,), paced=4, alone=0)
    placed = Placed(stretch=stretch, tempo_bpm=60, from_ns=0)
    onset_s = np.array([4.0, 5.01, 6.02, 7.01])
    found = with_clicks((placed,), onset_s, np.array([60, 40, 90, 61]), SPEAKERS, None)
    assert found.asynchrony.n == 4
    assert found.asynchrony.fingers == ()


def test_one_finger_gives_asynchronies_and_the_onsets_after_the_clicks(exact):
    done, onset_s, pitches = exact
    one = one_finger(done[2], onset_s, pitches)
    assert one.finger == 2
    assert one.asynchrony_s == pytest.approx(np.full(24, -0.010), abs=1e-6)
    assert len(one.alone_s) == 32
    assert np.diff(one.alone_s) == pytest.approx(np.full(31, BEAT_S), abs=1e-6)


def test_what_comes_after_the_last_note_alone_is_left_out(exact):
    done, onset_s, pitches = exact
    more = np.append(onset_s, onset_s[-1] + 2.0), np.append(pitches, 62)
    assert len(one_finger(done[2], *more).alone_s) == 32
    open_end = replace(done[2], ended_ns=None)
    assert len(one_finger(open_end, onset_s, pitches).alone_s) == 32


def test_the_tempo_alone_against_the_clicks(exact):
    done, onset_s, pitches = exact
    one = one_finger(done[2], onset_s, pitches)
    slower = alone_tempo(done[2], one.alone_s[0] + (one.alone_s - one.alone_s[0]) * 1.03)
    assert slower.value == pytest.approx(3.0, abs=1e-3)
    assert slower.n == 31
    assert slower.low <= slower.value <= slower.high


def test_too_few_notes_alone_have_no_tempo(exact):
    done, _, _ = exact
    few = alone_tempo(done[2], np.arange(6.0))
    assert few.value is None
    assert few.reason == "5 intervals alone, at least 6 are needed"

"""The virtual port speaks as a driver does, and the real decoder hears what was played."""

from dataclasses import replace

import numpy as np
import pytest

from content.loader import exercise
from engine.exercise import Direction
from engine.midi.capture import raw_array, take_of
from engine.note import note_array
from engine.pianist import Instrument, Pianist, Slips, messages_of, play, raw_of

SLIPPING = Pianist(slips=Slips(miss_rate=0.05, extra_rate=0.05, bounce_rate=0.05))
PLAYED = play(
    SLIPPING, exercise("scale-c-left"), Direction.DOWN, 60, 5, np.random.default_rng(8)
)  # fmt: skip


@pytest.mark.parametrize("note_on_zero", [False, True])
def test_the_decoder_gives_back_the_notes(note_on_zero: bool):
    raw = raw_of(PLAYED.notes, np.random.default_rng(1), Instrument(note_on_zero=note_on_zero))
    assert set(raw["status"]) == ({0x90} if note_on_zero else {0x80, 0x90})
    heard = take_of(raw, ports=("virtual",), api="simulated").notes
    for name in ("pitch", "velocity", "channel"):
        assert heard[name].tolist() == PLAYED.notes[name].tolist()
    for name in ("onset_s", "offset_s"):
        assert heard[name] == pytest.approx(PLAYED.notes[name], abs=2e-9)


def test_the_first_delta_is_nothing_and_the_others_sum_to_the_take():
    delta_ns = PLAYED.raw["delta_ns"]
    assert delta_ns[0] == 0
    assert delta_ns.min() >= 0
    assert delta_ns.sum() == pytest.approx(PLAYED.notes["offset_s"].max() * 1e9, abs=2)


def test_the_callback_is_late_by_its_median_and_never_overtakes():
    long = play(
        SLIPPING, exercise("scale-c-left"), Direction.DOWN, 60, 60, np.random.default_rng(8)
    )
    raw = raw_of(long.notes, np.random.default_rng(1), Instrument(late_ms=2.0, late_log_sd=0.5))
    late_ms = (raw["arrival_ns"] - np.cumsum(raw["delta_ns"])) / 1e6
    assert np.all(np.diff(raw["arrival_ns"]) >= 0)
    assert np.median(late_ms) == pytest.approx(2.0, rel=0.05)
    assert np.log(late_ms).std() == pytest.approx(0.5, rel=0.06)


def test_a_driver_that_stamps_in_whole_milliseconds():
    raw = raw_of(PLAYED.notes, np.random.default_rng(1), Instrument(grid_ns=1_000_000))
    assert set(raw["delta_ns"] % 1_000_000) == {0}
    heard = take_of(raw, ports=("virtual",), api="simulated").notes["onset_s"]
    assert np.abs(heard - PLAYED.notes["onset_s"]).max() < 0.001


def test_a_note_never_released_has_no_release():
    notes = note_array([0.0, 0.5], [60, 62], offset_s=[np.nan, 0.9])
    raw = raw_of(notes, np.random.default_rng(1), Instrument())
    assert raw["status"].tolist() == [0x90, 0x90, 0x80]
    assert raw["data1"].tolist() == [60, 62, 62]


def test_a_release_goes_before_a_strike_on_the_same_instant():
    notes = note_array([0.0, 0.5], [60, 60], offset_s=[0.5, 0.9])
    raw = raw_of(notes, np.random.default_rng(1), Instrument())
    assert raw["status"].tolist() == [0x90, 0x80, 0x90, 0x80]


def test_messages_for_the_inbox_make_the_same_array():
    moved = replace(Instrument(), port=2)
    raw = raw_of(PLAYED.notes, np.random.default_rng(1), moved)
    back, sysex = raw_array(messages_of(raw, 5_000))
    assert sysex == 0
    assert (back["arrival_ns"] - 5_000).tolist() == raw["arrival_ns"].tolist()
    for name in ("delta_ns", "port", "status", "data1", "data2"):
        assert back[name].tolist() == raw[name].tolist()

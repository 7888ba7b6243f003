"""Clicks as notes: what is due when."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.midi.click_line import LATEST_NS, ClickLine, ClickNote
from engine.tasks.clicks import Clicks

NOTE = ClickNote()
MS = 1_000_000
FOUR = Clicks(from_ns=10**9, tempo_bpm=120, beats=4)


def all_of(line, most=100):
    due = []
    while line.due is not None and len(due) < most:
        due.append(line.due)
        line.sent(line.due.at_ns)
    return due


def test_four_clicks_are_four_short_notes_on_their_beats():
    due = all_of(ClickLine(FOUR, 0.8, NOTE, 0))
    assert [(each.at_ns // MS, each.data.hex(), each.click) for each in due] == [
        (1000, "906c66", 0), (1030, "806c00", None), (1500, "906c66", 1), (1530, "806c00", None),
        (2000, "906c66", 2), (2030, "806c00", None), (2500, "906c66", 3), (2530, "806c00", None),
    ]  # fmt: skip


@given(st.integers(0, 3 * 10**9), st.floats(30, 300), st.integers(1, 9))
def test_no_click_is_more_than_20_ms_late_and_none_in_time_is_left_out(now_ns, bpm, beats):
    clicks = Clicks(from_ns=10**9, tempo_bpm=bpm, beats=beats)
    left = [
        each.click for each in all_of(ClickLine(clicks, 1, NOTE, now_ns)) if each.data[0] == 0x90
    ]
    assert left == [k for k in range(beats) if clicks.due_ns(k) >= now_ns - LATEST_NS]


def test_without_a_number_of_beats_they_go_on():
    line = ClickLine(Clicks(from_ns=0, tempo_bpm=60), 1, NOTE, 0)
    assert all_of(line)[-2].at_ns == 49 * 10**9


@pytest.mark.parametrize(("volume", "velocity"), [(1, 127), (0.5, 64), (0.001, 1), (2, 127)])
def test_volume_is_velocity(volume, velocity):
    assert NOTE.on(volume) == bytes((0x90, 108, velocity))


def test_a_note_is_never_longer_than_half_a_beat():
    line = ClickLine(Clicks(from_ns=0, tempo_bpm=3000, beats=2), 1, NOTE, 0)
    assert [each.at_ns / MS for each in all_of(line)] == [0, 10, 20, 30]


def test_what_sounds_can_be_ended():
    line = ClickLine(FOUR, 1, NOTE, 0)
    assert line.ending() is None
    line.sent(10**9)
    assert line.ending() == b"\x80\x6c\x00"
    # what ends a note is never left out, however late it is
    line.skip_until(10**12)
    assert line.due.click is None

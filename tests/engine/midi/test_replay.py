from datetime import UTC, datetime

import pytest

from engine.clock import ManualClock
from engine.midi.capture import raw_array, take_of
from engine.midi.inbox import Inbox
from engine.midi.replay import Replay
from engine.take import RawMessage

MS = 1_000_000


def recorded():
    found = []
    for index in range(40):
        on_ns = index * 125 * MS + (index * 7919 % 11) * MS
        found.append((on_ns, bytes((0x90, 60 + index % 5, 64))))
        found.append((on_ns + 100 * MS, bytes((0x80, 60 + index % 5, 0))))
    found.append((41 * 125 * MS, b"\xf0\x41\xf7"))
    found.append((42 * 125 * MS, b"\xc0\x05"))
    found.sort()
    before_ns = 0
    messages = []
    for at_ns, data in found:
        messages.append(RawMessage(10**10 + at_ns + at_ns % 977, at_ns - before_ns, data))
        before_ns = at_ns
    return raw_array(messages)


@pytest.mark.parametrize("step_ns", [50 * MS, 16_666_667, 4_166_667, 10**12])
def test_the_same_take_comes_out_at_any_frame_rate(step_ns):
    raw, sysex_count = recorded()
    replay = Replay(raw, start_ns=77 * MS)
    inbox = Inbox(ManualClock(0, datetime(2026, 1, 5, tzinfo=UTC)))
    got = []
    now_ns = 0
    while not replay.is_over:
        now_ns += step_ns
        replay.feed(inbox, now_ns)
        got += inbox.drain()
    again, again_count = raw_array(got)
    assert again_count == sysex_count
    assert again["delta_ns"].tolist() == raw["delta_ns"].tolist()
    assert set((again["arrival_ns"] - raw["arrival_ns"]).tolist()) == {
        77 * MS - int(raw["arrival_ns"][0])
    }
    first = take_of(raw, ports=("piano",), api="jack")
    second = take_of(again, ports=("piano",), api="jack")
    assert first.notes.tobytes() == second.notes.tobytes()
    assert first.timing == second.timing


def test_nothing_comes_before_its_time():
    raw, _ = recorded()
    replay = Replay(raw, start_ns=int(raw["arrival_ns"][0]))
    inbox = Inbox(ManualClock(0, datetime(2026, 1, 5, tzinfo=UTC)))
    replay.feed(inbox, int(raw["arrival_ns"][0]) - 1)
    assert inbox.drain() == []
    replay.feed(inbox, int(raw["arrival_ns"][1]))
    assert len(inbox.drain()) == 2
    assert replay.ends_ns == int(raw["arrival_ns"][-1])


def test_an_empty_take_is_over_at_once():
    raw, _ = raw_array([])
    replay = Replay(raw, start_ns=0)
    assert replay.is_over
    assert replay.ends_ns is None

import threading
from datetime import UTC, datetime

from engine.clock import ManualClock
from engine.midi.inbox import Inbox
from engine.take import RawMessage


def clock_at(ns: int) -> ManualClock:
    return ManualClock(ns, datetime(2026, 1, 5, tzinfo=UTC))


def test_the_listener_stamps_arrival_and_keeps_the_drivers_delta():
    clock = clock_at(1_000)
    inbox = Inbox(clock)
    listen = inbox.listener(port=2)
    listen(([0x90, 60, 64], 0.0), None)
    clock.advance_ns(500)
    listen(([0x80, 60, 0], 0.0801234), None)
    assert inbox.drain() == [
        RawMessage(1_000, 0, b"\x90\x3c\x40", 2),
        RawMessage(1_500, 80_123_400, b"\x80\x3c\x00", 2),
    ]


def test_a_drained_inbox_is_empty():
    inbox = Inbox(clock_at(0))
    inbox.put(RawMessage(1, 2, b"\x90\x3c\x40"))
    assert len(inbox.drain()) == 1
    assert inbox.drain() == []


def test_two_threads_lose_nothing_and_each_keeps_its_order():
    inbox = Inbox(clock_at(0))

    def send(port: int) -> None:
        for number in range(2_000):
            inbox.put(RawMessage(number, 0, b"", port))

    threads = [threading.Thread(target=send, args=(port,)) for port in (0, 1)]
    for thread in threads:
        thread.start()
    got: list[RawMessage] = []
    while any(thread.is_alive() for thread in threads):
        got += inbox.drain()
    got += inbox.drain()
    for port in (0, 1):
        assert [m.arrival_ns for m in got if m.port == port] == list(range(2_000))

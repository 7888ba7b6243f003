"""The thread that owns the output: by hand on a clock turned by hand, and once as a thread."""

from datetime import UTC, datetime
from queue import SimpleQueue
from threading import Event

import numpy as np
import pytest

from engine.clock import ManualClock
from engine.midi.click_line import ClickNote
from engine.midi.click_sender import ClickSender
from engine.midi.outgoing import RETRY_NS, SETTLED_NS, UP_NS, Outgoing
from engine.midi.port import Port
from engine.midi.sending import (
    Connect,
    Disconnect,
    LocalSet,
    NoOutput,
    Opened,
    Play,
    SendNow,
    Sent,
    SetLocal,
    Stop,
)
from engine.tasks.clicks import Clicks
from game.clocks import SystemClock
from tests.piano_receivers import Receivers

PIANO, OTHER = Port("alsa", "Piano"), Port("alsa", "Other")
MS = 1_000_000
ON, OFF = ClickNote().on(1), ClickNote().off()


class Moving(ManualClock):
    """Moves on by 20 µs each time it is asked, so that looking at it ends."""

    def now_ns(self):
        self.advance_ns(20_000)
        return self.ns


class Thread:
    """What the thread owns, led by a test."""

    def __init__(self, *pianos):
        self.clock = Moving(ns=0, started_utc=datetime(2026, 11, 2, tzinfo=UTC))
        self.receivers = Receivers(*pianos)
        self.reports = SimpleQueue()
        self.outgoing = Outgoing(self.receivers, self.clock, ClickNote(), self.reports)

    def take(self, *wishes):
        for wish in wishes:
            self.outgoing.take(wish)
        return self.said()

    def said(self):
        return [self.reports.get_nowait() for _ in range(self.reports.qsize())]

    def go_on(self, ms):
        """Let time pass, doing what is due when it is due."""
        ends_ns = self.clock.ns + round(ms * MS)
        while (
            rest_s := self.outgoing.rest_s()
        ) is not None and self.clock.ns + rest_s * 1e9 < ends_ns:
            self.clock.advance_ns(round(rest_s * 1e9))
            self.outgoing.act()
        self.clock.advance_ns(max(0, ends_ns - self.clock.ns))
        return self.said()


@pytest.fixture
def thread():
    thread = Thread(PIANO)
    assert thread.take(Connect(PIANO)) == [Opened(PIANO)]
    return thread


def beats(thread, count=None, bpm=600, from_ms=10):
    return Clicks(from_ns=thread.clock.ns + from_ms * MS, tempo_bpm=bpm, beats=count)


def test_clicks_go_out_on_their_beats_and_their_times_are_told(thread):
    clicks = beats(thread, 4)
    thread.take(Play(clicks, 1))
    reports = thread.go_on(600)
    assert thread.receivers.sent == [("Piano", ON), ("Piano", OFF)] * 4
    told = [each for each in reports if each.due_ns is not None]
    assert [each.due_ns for each in told] == [clicks.due_ns(k) for k in range(4)]
    assert all(0 <= each.at_ns - each.due_ns <= 50_000 for each in told)
    assert thread.outgoing.rest_s() is None


def test_the_thread_is_up_before_a_click_and_not_before_what_ends_it(thread):
    thread.take(Play(beats(thread, 1), 1))
    assert thread.outgoing.rest_s() == pytest.approx(0.010 - UP_NS * 1e-9, abs=2e-4)
    thread.outgoing.act()
    assert thread.receivers.sent == []


def test_another_stretch_ends_the_note_that_sounds(thread):
    thread.take(Play(beats(thread), 1))
    thread.go_on(20)
    assert thread.receivers.drain() == [("Piano", ON)]
    thread.take(Play(beats(thread), 1))
    assert thread.receivers.drain() == [("Piano", OFF)]
    thread.go_on(20)
    thread.take(Play(None, 1))
    assert thread.receivers.drain() == [("Piano", ON), ("Piano", OFF)]
    thread.go_on(1000)
    assert thread.receivers.sent == []


def test_another_volume_goes_on_in_the_same_beat_and_none_is_silence(thread):
    clicks = beats(thread)
    thread.take(Play(clicks, 1))
    thread.go_on(50)
    thread.take(Play(clicks, 0.5))
    thread.go_on(100)
    assert [data[2] for _, data in thread.receivers.drain()] == [127, 0, 64, 0]
    thread.take(Play(clicks, 0))
    thread.go_on(300)
    assert thread.receivers.sent == []
    thread.take(Play(clicks, 1))
    told = [each.due_ns for each in thread.go_on(100) if each.due_ns is not None]
    assert told == [clicks.due_ns(5)]


def test_a_thread_held_up_leaves_out_what_is_too_late(thread):
    clicks = beats(thread, 5)
    thread.take(Play(clicks, 1))
    thread.clock.advance_ns(350 * MS)
    told = [each.due_ns for each in thread.go_on(400) if each.due_ns is not None]
    assert told == [clicks.due_ns(4)]
    thread.take(Play(beats(thread, 1), 1))
    thread.clock.advance_ns(350 * MS)
    thread.outgoing.act()
    assert thread.outgoing.rest_s() is None


def test_local_control_is_told_when_it_has_left(thread):
    assert thread.take(SetLocal(PIANO, on=False)) == []
    assert thread.receivers.local == [("Piano", 0)]
    assert thread.go_on(SETTLED_NS / MS - 1) == []
    assert thread.receivers.local == []
    assert thread.go_on(2) == [LocalSet(PIANO, on=False)]
    # said twice, in case the first was lost
    assert thread.receivers.local == [("Piano", 0)]


def test_only_the_latest_setting_is_said_again(thread):
    thread.take(SetLocal(PIANO, on=False), SetLocal(PIANO, on=True))
    assert thread.go_on(200) == [LocalSet(PIANO, on=True)]
    assert thread.receivers.local == [("Piano", 0), ("Piano", 127), ("Piano", 127)]


def test_a_piano_that_goes_before_it_is_said_again_is_set_back_later(thread):
    thread.take(SetLocal(PIANO, on=True))
    thread.receivers.pianos.clear()
    assert thread.go_on(200) == []
    thread.take(SendNow(ON))
    assert thread.take(SetLocal(PIANO, on=True)) == []
    thread.receivers.pianos.add(PIANO)
    said = thread.go_on(1.2 * RETRY_NS / MS)
    assert Opened(PIANO) in said
    assert LocalSet(PIANO, on=True) in said


def test_an_output_lost_before_it_is_said_again_is_no_setting(thread):
    thread.take(SetLocal(PIANO, on=True))
    thread.receivers.pianos.clear()
    thread.take(SendNow(ON))
    assert thread.go_on(200) == []


def test_a_piano_that_is_not_played_is_set_back_and_let_go():
    thread = Thread(PIANO, OTHER)
    said = thread.take(Connect(PIANO), SetLocal(OTHER, on=True))
    assert said == [Opened(PIANO), LocalSet(OTHER, on=True)]
    assert [each.is_open for each in thread.receivers.opened] == [True, False]
    assert thread.receivers.local == [("Other", 127)] * 2


def test_a_piano_that_is_away_is_set_back_as_soon_as_it_is_there():
    thread = Thread()
    thread.take(SetLocal(OTHER, on=True), SetLocal(PIANO, on=False))
    assert thread.go_on(3 * RETRY_NS / MS) == []
    thread.receivers.pianos.add(OTHER)
    assert thread.go_on(1.2 * RETRY_NS / MS) == [LocalSet(OTHER, on=True)]
    # silence is never made up for later
    thread.receivers.pianos.add(PIANO)
    assert thread.go_on(2 * RETRY_NS / MS) == []


def test_no_output_is_told_once_and_one_that_comes_is_opened():
    thread = Thread()
    reason = "nothing can be sent to Piano."
    assert thread.take(Connect(PIANO)) == [NoOutput(PIANO, reason)]
    assert thread.go_on(3 * RETRY_NS / MS) == []
    thread.take(Play(beats(thread, 1), 1), SendNow(b"\xfe"))
    assert thread.go_on(100) == []
    thread.receivers.pianos.add(PIANO)
    assert thread.go_on(1.2 * RETRY_NS / MS) == [Opened(PIANO)]


def test_an_output_that_goes_is_told_and_opened_again(thread):
    thread.receivers.pianos.clear()
    sent, none = thread.take(SendNow(ON))
    assert isinstance(sent, Sent)
    assert none == NoOutput(PIANO, "Piano is no longer there.")
    assert thread.take(SetLocal(PIANO, on=True)) == []
    thread.receivers.pianos.add(PIANO)
    assert thread.go_on(1.2 * RETRY_NS / MS) == [Opened(PIANO), LocalSet(PIANO, on=True)]


def test_what_was_sent_is_let_through_before_the_port_is_given_back(thread):
    said = thread.take(SetLocal(PIANO, on=True), Disconnect())
    assert said == [LocalSet(PIANO, on=True)]
    assert not thread.receivers.opened[-1].is_open


def test_of_a_piano_unplugged_nobody_knows_what_came_through(thread):
    assert thread.take(SetLocal(PIANO, on=True), Disconnect(gone=True)) == []
    assert thread.go_on(1000) == []


def test_closing_ends_what_sounds_and_gives_everything_back(thread):
    thread.take(Play(beats(thread), 1))
    thread.go_on(20)
    thread.outgoing.close()
    assert thread.receivers.sent == [("Piano", ON), ("Piano", OFF)]
    assert not thread.receivers.opened[-1].is_open
    assert not thread.receivers.is_open
    thread.outgoing.take(Stop())


def test_as_a_thread_its_clicks_are_where_they_belong():
    clock = SystemClock()
    receivers = Receivers(PIANO)
    with ClickSender(receivers, clock) as sender:
        sender.ask(Connect(PIANO))
        clicks = Clicks(from_ns=clock.now_ns() + 50 * MS, tempo_bpm=2400, beats=20)
        sender.ask(Play(clicks, 1))
        Event().wait(0.65)
        reports = sender.drain_reports()
    late_ms = np.array([r.at_ns - r.due_ns for r in reports if isinstance(r, Sent) and r.due_ns])
    late_ms = late_ms * 1e-6
    # a computer held up lets a click go by, and never one without its end
    assert len(late_ms) >= 10
    assert receivers.sent == [("Piano", ON), ("Piano", OFF)] * len(late_ms)
    assert late_ms.min() >= 0
    # the middle one: another program may hold up any of them
    assert np.median(late_ms) < 0.5
    sender.close()
    assert sender.drain_reports() == []

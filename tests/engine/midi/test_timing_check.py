"""What a computer adds to a note's time: known scatters are found, and judged by the rule."""

from datetime import UTC, datetime
from threading import Event
from types import SimpleNamespace

import numpy as np
import pytest

from engine.clock import ManualClock
from engine.midi.errors import MidiPortError
from engine.midi.loopback import ThreadLoop, loop_for
from engine.midi.timing_check import EVENTS, Heard, TimingRun, intervals_ns, judged, note
from engine.take import RawMessage

SENT_NS = 10**12 + np.cumsum(intervals_ns())
QUIET_MS = np.zeros(EVENTS)


def heard(driver_ms=QUIET_MS, arrival_ms=QUIET_MS, *, way="a virtual ALSA port", driver=True):
    """Return what comes of stamps that are late by so much (and by 3 ms, as any way is)."""
    driven_ns = SENT_NS + np.rint((3 + driver_ms) * 1e6).astype(np.int64)
    arrived_ns = SENT_NS + np.rint((3 + arrival_ms) * 1e6).astype(np.int64)
    deltas = np.diff(driven_ns, prepend=driven_ns[0])
    messages = [
        RawMessage(int(arrived), int(delta), note(number), 0)
        for number, (arrived, delta) in enumerate(zip(arrived_ns, deltas, strict=True))
    ]
    return Heard(sent_ns=SENT_NS, messages=tuple(messages), way=way, has_driver=driver)


def scatter(sd_ms, seed=1):
    drawn = np.random.default_rng(seed).normal(0, 1, EVENTS)
    # without a line of its own, and of exactly this SD about one
    drawn = drawn - drawn.mean()
    time = SENT_NS - SENT_NS.mean()
    drawn = drawn - (drawn @ time) / (time @ time) * time
    return drawn / np.sqrt(drawn @ drawn / (EVENTS - 2)) * sd_ms


def test_the_intervals_are_uneven_and_always_the_same():
    assert len(intervals_ns()) == EVENTS
    assert 10e6 <= intervals_ns().min() < 11e6
    assert 24e6 < intervals_ns().max() <= 25e6
    assert (intervals_ns() == intervals_ns()).all()
    assert len({note(number) for number in range(EVENTS)}) == EVENTS


@pytest.mark.parametrize("sd_ms", [0.1, 0.5, 1.0, 2.0])
def test_a_known_scatter_of_the_driver_is_found(sd_ms):
    late_ms = scatter(sd_ms)
    found = judged(heard(late_ms, scatter(0.3, 2) + 6))
    assert found.driver_sd_ms == pytest.approx(sd_ms, rel=1e-3)
    assert found.arrival_sd_ms == pytest.approx(0.3, rel=1e-3)
    assert found.worst_ms == pytest.approx(np.abs(late_ms).max(), rel=1e-2)
    assert (found.events, found.done, found.way) == (EVENTS, EVENTS, "a virtual ALSA port")


@pytest.mark.parametrize(
    ("sd_ms", "passed", "said"),
    [
        (0.55, True, "0.78 ms of this computer's own, less than a tenth of an even player's 8 ms."),
        (0.58, False, "0.82 ms of this computer's own, more than the 0.8 ms that are a tenth of an "
         "even player's 8 ms. Close other programs and measure again."),
        (1.40, False, "more than the 0.8 ms"),
        (1.43, False, "more than the 2.0 ms that are a quarter of an even player's 8 ms."),
    ],
)  # fmt: skip
def test_the_rule_is_a_tenth_and_a_quarter_of_an_even_player(sd_ms, passed, said):
    found = judged(heard(scatter(sd_ms)))
    assert found.passed is passed
    assert said in found.said


def test_a_delay_and_the_drift_of_two_clocks_do_not_count():
    drift_ms = (SENT_NS - SENT_NS[0]) * 1e-6 * 1e-4
    found = judged(heard(scatter(0.2) + drift_ms, drift_ms * 0))
    assert found.driver_sd_ms == pytest.approx(0.2, rel=1e-2)
    assert found.passed


def test_a_period_of_jack_is_a_uniform_scatter():
    period_ns = 256 / 48_000 * 1e9
    stamps = np.ceil(SENT_NS / period_ns) * period_ns
    late_ms = (stamps - SENT_NS) * 1e-6
    found = judged(heard(late_ms, late_ms, way="a virtual JACK port"))
    assert found.driver_sd_ms == pytest.approx(256 / 48 / np.sqrt(12), rel=0.1)
    assert not found.passed
    assert found.said.endswith("JACK stamps once a period; a shorter one stamps better.")


def test_a_lost_note_is_said_and_is_no_pass():
    whole = heard()
    kept = tuple(m for n, m in enumerate(whole.messages) if n not in (10, 120))
    found = judged(Heard(sent_ns=SENT_NS, messages=kept, way="x", has_driver=False))
    assert not found.passed
    assert found.said.startswith("2 of 200 notes did not arrive. An interval")
    assert found.arrival_sd_ms == pytest.approx(0, abs=1e-3)


@pytest.mark.parametrize("kept", [0, 49])
def test_too_few_notes_say_nothing(kept):
    found = judged(
        Heard(sent_ns=SENT_NS, messages=heard().messages[:kept], way="x", has_driver=True)
    )
    assert (found.passed, found.driver_sd_ms, found.arrival_sd_ms) == (False, None, None)
    assert (
        found.said
        == f"{200 - kept} of 200 notes did not arrive. Nothing can be said of their times."
    )


def test_messages_of_others_are_left_out():
    whole = heard(scatter(0.3))
    first_ns = whole.messages[0].arrival_ns
    others = (RawMessage(first_ns, 0, b"\xfe", 0), RawMessage(first_ns, 0, b"\x90\x7f\x7f", 0))
    found = judged(
        Heard(sent_ns=SENT_NS, messages=others + whole.messages, way="x", has_driver=True)
    )
    assert found.driver_sd_ms == pytest.approx(0.3, rel=0.01)


def test_without_a_driver_arrival_is_judged_and_that_is_said():
    found = judged(heard(scatter(9), scatter(0.4, 3), way="x", driver=False))
    assert found.driver_sd_ms is None
    assert found.arrival_sd_ms == pytest.approx(0.4, rel=1e-3)
    assert found.passed
    assert "our own stamps' making" in found.said
    assert "cannot be checked without a virtual port" in found.said


def test_a_driver_that_contradicts_itself_is_not_believed():
    found = judged(heard(np.random.default_rng(1).uniform(0, 3000, EVENTS).cumsum(), scatter(0.4)))
    assert found.driver_sd_ms is None
    assert found.passed
    assert "contradict themselves" in found.said


# --- the thread ----------------------------------------------------------------------------------


class Leaping(ManualClock):
    """Moves on by 30 ms each time it is asked: nothing is ever waited for."""

    def now_ns(self):
        self.advance_ns(30_000_000)
        return self.ns


def leaping():
    return Leaping(ns=10**12, started_utc=datetime(2026, 11, 2, tzinfo=UTC))


def over(run):
    while run.progress().passed is None:
        Event().wait(0.01)
    return run.progress()


def test_each_note_goes_round_and_the_last_word_is_the_judgement():
    loops = []

    def make_loop(listener):
        loops.append(SimpleNamespace(way="round", has_driver=False, closed=False, sent=[]))

        def send(data):
            loops[0].sent.append(data)
            listener((list(data), 0.0), None)

        loops[0].send, loops[0].close = send, lambda: setattr(loops[0], "closed", True)
        return loops[0]

    run = TimingRun(make_loop, leaping())
    assert (run.progress().done, run.progress().passed) == (0, None)
    run.start()
    found = over(run)
    assert loops[0].sent == [note(number) for number in range(EVENTS)]
    # each stamp is one leap after its sending
    assert (found.passed, found.done, found.way) == (True, EVENTS, "round")
    assert found.arrival_sd_ms == pytest.approx(0, abs=1e-6)
    run.close()
    assert loops[0].closed


def test_a_service_that_ends_in_the_middle_is_said():
    sent = []

    def send(data):
        if len(sent) == 20:
            raise MidiPortError("The MIDI service has ended.")
        sent.append(data)

    run = TimingRun(
        lambda _: SimpleNamespace(way="x", has_driver=True, send=send, close=sent.clear), leaping()
    )
    run.start()
    found = over(run)
    assert (found.passed, found.said) == (
        False, "The check could not be finished: The MIDI service has ended."
    )  # fmt: skip
    run.close()
    assert sent == []


def test_it_can_be_broken_off():
    clock = ManualClock(ns=0, started_utc=datetime(2026, 11, 2, tzinfo=UTC))
    closed = Event()
    run = TimingRun(
        lambda _: SimpleNamespace(
            way="x", has_driver=True, send=lambda _data: None, close=closed.set
        ),
        clock,
    )
    run.close()
    run = TimingRun(
        lambda _: SimpleNamespace(
            way="x", has_driver=True, send=lambda _data: None, close=closed.set
        ),
        clock,
    )
    run.start()
    run.close()
    assert closed.is_set()
    assert run.progress().passed is None


def test_what_never_comes_is_not_waited_for_longer_than_a_second():
    run = TimingRun(
        lambda _: SimpleNamespace(
            way="x", has_driver=True, send=lambda _data: None, close=lambda: None
        ),
        leaping(),
    )
    run.start()
    assert over(run).said.startswith("200 of 200 notes did not arrive.")


def test_where_there_is_no_virtual_port_a_thread_is_woken():
    came = []
    done = Event()

    def listener(event, _data):
        came.append(event)
        if len(came) == 3:
            done.set()

    loop = loop_for((), listener)
    assert isinstance(loop, ThreadLoop)
    assert not loop.has_driver
    for number in range(3):
        loop.send(note(number))
    assert done.wait(5)
    loop.close()
    assert [bytes(data) for data, _ in came] == [note(number) for number in range(3)]

"""Real MIDI ports between processes, on a JACK server of our own without a sound card.

Skipped where jackd2 is missing, unless EVENHAND_REQUIRE_JACK is 1: then that is a failure.
"""

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from typing import Any

import numpy as np
import pytest

from engine.midi.capture import raw_array, take_of
from engine.midi.errors import MidiPortError
from engine.midi.inbox import Inbox
from engine.midi.inputs import Inputs, Plugged, Unplugged
from engine.midi.port import OpenInput, Port, find_port, list_ports
from engine.midi.smf import read_smf
from game.clocks import SystemClock
from tests.jack_server import PERIOD, RATE_HZ, Piano, end, jack_server, until

pytestmark = pytest.mark.jack

ROOT = Path(__file__).parents[2]
PERIOD_MS = PERIOD / RATE_HZ * 1e3
# One five-finger loop at 8 notes a second, in samples: start, pitch, length.
LOOP = 8 * 6_000
PATTERN = [
    word
    for index, pitch in enumerate((60, 62, 64, 65, 67, 65, 64, 62))
    for word in (str(index * 6_000), str(pitch), "4800")
]


@pytest.fixture(scope="module", autouse=True)
def server() -> Iterator[None]:
    with jack_server():
        yield


@pytest.fixture
def piano() -> Iterator[Piano]:
    plugged = Piano("TestPiano")
    yield plugged
    plugged.unplug()


@contextmanager
def sequencer(name: str, pattern: list[str] = PATTERN) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(
        ["jack_midiseq", name, str(LOOP), *pattern],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        until(lambda: Port("jack", f"{name}:out") in list_ports().inputs)
        yield process
    finally:
        end(process)


def changes_until(inputs: Inputs, kind: type, within_s: float = 5.0) -> Any:
    seen: list[Any] = []

    def found() -> Any:
        seen.extend(inputs.drain_changes())
        return next((change for change in seen if isinstance(change, kind)), None)

    return until(found, within_s)


def received(inbox: Inbox, count: int) -> list[Any]:
    messages: list[Any] = []

    def enough() -> bool:
        messages.extend(inbox.drain())
        return len(messages) >= count

    until(enough)
    return messages


def test_a_port_is_listed_and_found_by_a_part_of_its_name(piano: Piano):
    inputs = list_ports().inputs
    assert piano.port in inputs
    assert find_port(inputs, "testpi", "jack") == piano.port
    with pytest.raises(MidiPortError, match="there is: 'TestPiano:out'"):
        find_port(inputs, "organ", "jack")


def test_what_is_sent_arrives_in_order_and_nothing_is_filtered(piano: Piano):
    clock = SystemClock()
    inbox = Inbox(clock)
    sent = [
        b"\x90\x3c\x40", b"\xf8", b"\x80\x3c\x00", b"\xfe", b"\xb0\x40\x7f", b"\xf0\x41\x10\xf7",
        b"\x95\x3e\x50", b"\x95\x3e\x00", b"\xc0\x05",
    ]  # fmt: skip
    with Inputs(inbox, clock, wanted=frozenset({piano.port}), apis=("jack",)) as inputs:
        assert changes_until(inputs, Plugged).port == piano.port
        before_ns = clock.now_ns()
        for data in sent:
            piano.send(*data)
        messages = received(inbox, len(sent))
    assert [message.data for message in messages] == sent
    assert all(before_ns < message.arrival_ns < clock.now_ns() for message in messages)
    assert all(message.delta_ns >= 0 for message in messages)


def test_press_any_key_the_one_that_speaks_is_known(piano: Piano):
    other = Piano("OtherPiano")
    clock = SystemClock()
    inbox = Inbox(clock)
    try:
        with Inputs(inbox, clock, apis=("jack",)) as inputs:
            plugged: dict[Port, int] = {}

            def both() -> bool:
                for change in inputs.drain_changes():
                    plugged[change.port] = change.index
                return {piano.port, other.port} <= set(plugged)

            until(both)
            other.send(0x90, 60, 64)
            (message,) = received(inbox, 1)
            assert message.port == plugged[other.port]
            # from here on only that one is heard
            inputs.listen_to(frozenset({other.port}))
            until(lambda: _is_alone(inputs, inbox, piano, other, plugged))
    finally:
        other.unplug()


def _is_alone(inputs: Inputs, inbox: Inbox, quiet: Piano, heard: Piano, plugged: Any) -> bool:
    quiet.send(0x90, 61, 64)
    Event().wait(0.05)
    heard.send(0x90, 62, 64)
    ports = {message.port for message in received(inbox, 1)}
    return ports == {plugged[heard.port]}


def test_unplugged_and_replugged_without_a_restart(piano: Piano):
    clock = SystemClock()
    inbox = Inbox(clock)
    with Inputs(inbox, clock, apis=("jack",)) as inputs:
        first = changes_until(inputs, Plugged)
        for pitch in range(60, 65):
            piano.send(0x90, pitch, 64)
            piano.send(0x80, pitch, 0)
        messages = received(inbox, 10)
        unplugged_ns = clock.now_ns()
        piano.unplug()
        lost = changes_until(inputs, Unplugged)
        assert lost.index == first.index
        assert lost.at_ns - unplugged_ns < 1.2e9
        raw, sysex_count = raw_array(messages)
        take = take_of(
            raw, ports=(first.port.name,), api="jack", sysex_count=sysex_count, interrupted=True
        )
        assert (len(take.notes), take.interrupted) == (5, True)

        again = Piano("TestPiano")
        back = changes_until(inputs, Plugged)
        assert (back.port, back.index) == (first.port, first.index)
        again.send(0x90, 72, 64)
        assert received(inbox, 1)[0].data == b"\x90\x48\x40"
        again.unplug()


def test_a_port_that_has_just_gone_is_refused(piano: Piano):
    piano.unplug()
    with pytest.raises(MidiPortError, match=r"TestPiano:out \(jack\) is no longer there"):
        OpenInput(piano.port, Inbox(SystemClock()).listener(0))


def test_an_input_is_closed_while_it_is_played_without_a_deadlock():
    dense = [word for i in range(100) for word in (str(i * 480), str(i + 10), "240")]
    clock = SystemClock()
    inbox = Inbox(clock)
    with sequencer("Dense", dense):
        for _ in range(10):
            opened = OpenInput(Port("jack", "Dense:out"), inbox.listener(0))
            received(inbox, 1)
            opened.close()


# --- another program as the piano ----------------------------------------------------------------


def record(*arguments: str | Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "game", "record", *map(str, arguments)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_a_sequencer_is_recorded_as_evenly_as_the_period_allows(tmp_path: Path):
    # A server without real-time priority is held up on a busy computer, and all its notes with it:
    # that makes a take slower and less even, never better, so the best of a few is judged.
    errors_ms, spreads_ms = [], []
    with sequencer("Sequencer"):
        for attempt in range(4):
            iois_ms = recorded_iois_ms(tmp_path / f"take-{attempt}.mid")
            loops_ms = np.convolve(iois_ms, np.ones(8), "valid")
            errors_ms.append(abs(np.median(loops_ms) / 8 - 125))
            # four fifths of the IOIs, since the server wakes up late now and then
            off_ms = np.sort(np.abs(iois_ms - 125))[: -len(iois_ms) // 5]
            spreads_ms.append(np.sqrt(np.mean(off_ms**2)))
            if errors_ms[-1] <= 0.3 and spreads_ms[-1] <= 1.05 * PERIOD_MS / 2:
                break
    assert errors_ms[-1] <= 0.3, errors_ms
    # A constant IOI falls on the two multiples of the period about it: SD at most half a period.
    assert spreads_ms[-1] <= 1.05 * PERIOD_MS / 2, spreads_ms


def recorded_iois_ms(out: Path) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Record six seconds of the sequencer and return the IOIs."""
    process = record("--port", "sequencer", "--out", out, "--seconds", "6", "--json")
    stdout, stderr = process.communicate(timeout=30)
    assert (process.returncode, stderr) == (0, "")
    said = json.loads(stdout)
    assert said["port"] == "Sequencer:out"
    assert (said["source"], said["resets"], said["interrupted"]) == ("driver", 0, False)
    take = read_smf(out)
    assert 40 <= len(take.notes) <= 50
    return np.diff(take.notes["onset_s"]) * 1e3


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_ends_the_recording_and_keeps_it(tmp_path: Path, number: signal.Signals):
    out = tmp_path / "take.mid"
    with sequencer("Sequencer"):
        process = record("--port", "sequencer", "--out", out)
        assert process.stderr is not None
        assert process.stderr.readline().startswith("Recording Sequencer:out (jack).")
        Event().wait(1.0)
        process.send_signal(number)
        stdout, _ = process.communicate(timeout=10)
    assert process.returncode == 0
    assert "notes" in stdout
    assert len(read_smf(out).notes) >= 5


def test_a_port_that_goes_away_marks_the_take_and_keeps_it(tmp_path: Path):
    out = tmp_path / "take.mid"
    with sequencer("Sequencer") as piano:
        process = record("--port", "sequencer", "--out", out, "--seconds", "4", "--json")
        Event().wait(2.5)
        end(piano)
        stdout, _ = process.communicate(timeout=15)
    assert process.returncode == 0
    assert json.loads(stdout)["interrupted"]
    take = read_smf(out)
    assert take.interrupted
    assert len(take.notes) >= 5


def test_a_silent_port_writes_nothing(tmp_path: Path, piano: Piano):
    out = tmp_path / "take.mid"
    process = record("--port", piano.port.name, "--out", out, "--seconds", "0.5")
    _, stderr = process.communicate(timeout=15)
    assert process.returncode == 1
    assert "Nothing came from TestPiano:out (jack)" in stderr
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_there_is_not_replaced(tmp_path: Path):
    (tmp_path / "take.json").write_text("mine", "utf-8")
    process = record("--port", "x", "--out", tmp_path / "take.mid", "--seconds", "0.5")
    _, stderr = process.communicate(timeout=15)
    assert process.returncode == 1
    assert "take.json: is there already" in stderr

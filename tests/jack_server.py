"""A JACK server of our own without a sound card, and an instrument plugged into it.

Skipped where jackd2 is missing, unless EVENHAND_REQUIRE_JACK is 1: then that is a failure.
"""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event
from typing import Any

import pytest
import rtmidi

from engine.midi.port import Port, list_ports
from game.clocks import SystemClock

RATE_HZ, PERIOD = 48_000, 256
TOOLS = ("jackd", "jack_midiseq")


def until(condition: Callable[[], Any], within_s: float = 5.0) -> Any:
    """Return the first true answer; fail when none comes in time."""
    clock = SystemClock()
    ends_ns = clock.now_ns() + round(within_s * 1e9)
    while not (answer := condition()):
        assert clock.now_ns() < ends_ns, "it did not happen in time"
        Event().wait(0.02)
    return answer


def end(process: subprocess.Popen[Any]) -> None:
    process.terminate()
    try:
        process.wait(timeout=5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(timeout=5)


@contextmanager
def jack_server(period: int = PERIOD) -> Iterator[None]:
    """Start a server of our own, to be found by all that opens a JACK client meanwhile."""
    missing = [tool for tool in TOOLS if shutil.which(tool) is None]
    if missing:
        reason = f"needs {' and '.join(missing)} (Debian: apt-get install jackd2)"
        if os.environ.get("EVENHAND_REQUIRE_JACK") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    name = f"evenhand-test-{os.getpid()}"
    before = os.environ.get("JACK_DEFAULT_SERVER")
    os.environ["JACK_DEFAULT_SERVER"] = name
    jackd = subprocess.Popen(
        ["jackd", "-n", name, "-r", "-d", "dummy", "-r", str(RATE_HZ), "-p", str(period)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        until(lambda: not any("JACK" in sentence for sentence in list_ports().absent), 15)
        yield
    finally:
        end(jackd)
        if before is None:
            del os.environ["JACK_DEFAULT_SERVER"]
        else:
            os.environ["JACK_DEFAULT_SERVER"] = before


class Piano:
    """An instrument that another program would be: a JACK client with one MIDI output."""

    def __init__(self, name: str) -> None:
        self._output = rtmidi.MidiOut(rtmidi.API_UNIX_JACK, name=name)
        self._output.open_virtual_port("out")
        self.port = Port("jack", f"{name}:out")

    def send(self, *data: int) -> None:
        self._output.send_message(list(data))

    def unplug(self) -> None:
        if not self._output.is_deleted:
            self._output.delete()

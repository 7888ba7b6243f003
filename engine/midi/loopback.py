"""A virtual port of our own, sent to and heard by ourselves; and what there is where none can be.

Notes take the way that a piano's take: through the driver, off the driver's thread, into the
inbox's listener. WinMM has no virtual ports, and some computers have no MIDI service at all. There
a thread of ours is woken as the driver's would be, so that at least our own stamp can be checked.
"""

import os
from queue import SimpleQueue
from threading import Thread
from typing import Any, Protocol

try:
    import rtmidi
except ImportError:
    rtmidi = None

from engine.midi.errors import MidiPortError
from engine.midi.inbox import Listener
from engine.midi.port import CLIENT_NAME, OpenInput, hush_drivers, numbered, service_mark

SPOKEN = {"alsa": "ALSA", "jack": "JACK", "core": "CoreMIDI", "winmm": "Windows MIDI"}


class Loop(Protocol):
    """Hands what is sent to a listener, from another thread.

    Attributes
    ----------
    way : the path in words
    has_driver : whether a driver is on it, with stamps of its own
    """

    way: str
    has_driver: bool

    def send(self, data: bytes) -> None:
        """Send one message; MidiPortError when the service has gone."""
        ...

    def close(self) -> None:
        """Give everything back."""
        ...


class PortLoop:
    """A virtual port of ``api`` and an input that is connected to it.

    MidiPortError where that system has no virtual ports, or no service.
    """

    has_driver = True

    def __init__(self, api: str, listener: Listener) -> None:
        hush_drivers()
        self.way = f"a virtual {SPOKEN.get(api, api)} port"
        self._api = api
        self._service = service_mark(api)
        self._input: OpenInput | None = None
        self._output: Any = None
        # CoreMIDI shows the port's name alone, the others the client's first; either is our own
        name = f"{CLIENT_NAME} timing {os.getpid()}"
        try:
            number = int(rtmidi.get_compiled_api_by_name(api))
            self._output = rtmidi.MidiOut(number, name=name)
            self._output.open_virtual_port(name)
            looking = rtmidi.MidiIn(number, name=CLIENT_NAME)
            ports = numbered(api, looking.get_ports(), own=True)
            looking.delete()
            mine = next((port for _, port in ports if port.name.endswith(name)), None)
            if mine is None:
                raise MidiPortError("its MIDI service does not list it")
            self._input = OpenInput(mine, listener, own=True)
        except (rtmidi.RtMidiError, NotImplementedError, MidiPortError) as error:
            self.close()
            raise MidiPortError(f"This computer cannot make {self.way}: {error}") from error

    def send(self, data: bytes) -> None:
        """Send one message; MidiPortError when the service has gone."""
        if service_mark(self._api) != self._service:
            raise MidiPortError("The MIDI service has ended.")
        self._output.send_message(data)

    def close(self) -> None:
        """Give both ports back; takes some 50 ms."""
        if self._input is not None:
            self._input.close()
        # libjack crashes when a port of a server that has ended is given back, so it is left.
        if self._output is not None and service_mark(self._api) == self._service:
            self._output.close_port()
            self._output.delete()
        self._input = self._output = None


class ThreadLoop:
    """A thread that waits and is woken, and then stamps, as the driver's thread does."""

    has_driver = False
    way = "a waiting thread of Evenhand's own"

    def __init__(self, listener: Listener) -> None:
        self._sent: SimpleQueue[bytes | None] = SimpleQueue()
        self._thread = Thread(
            target=_hand_over, args=(self._sent, listener), name="timing-loop", daemon=True
        )
        self._thread.start()

    def send(self, data: bytes) -> None:
        """Wake the thread with one message."""
        self._sent.put(data)

    def close(self) -> None:
        """End the thread."""
        self._sent.put(None)
        self._thread.join()


def _hand_over(sent: "SimpleQueue[bytes | None]", listener: Listener) -> None:
    while (data := sent.get()) is not None:
        listener((list(data), 0.0), None)


def loop_for(apis: tuple[str, ...], listener: Listener) -> Loop:
    """Return a loop over the first of ``apis`` that has virtual ports, or over a thread alone."""
    for api in apis:
        try:
            return PortLoop(api, listener)
        except MidiPortError:
            continue
    return ThreadLoop(listener)

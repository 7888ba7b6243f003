"""The output that goes back to the piano being played: found by its name, opened, sent to.

An input and an output of one instrument are told apart by the word for their direction at most
(``capture`` and ``playback``, ``MIDIIN2`` and ``MIDIOUT2``, ``out`` and ``in``). Another instrument
is never taken instead: a click that comes out of the wrong one is worse than none.
"""

import re
from collections.abc import Iterable
from difflib import SequenceMatcher
from typing import Any, Protocol

try:
    import rtmidi
except ImportError:
    rtmidi = None

from engine.midi.errors import MidiPortError
from engine.midi.port import (
    CLIENT_NAME,
    Client,
    Port,
    gone,
    held,
    hush_drivers,
    numbered,
    service_mark,
)

DIRECTION = {"in", "input", "out", "output", "capture", "playback"}
# Words that say nothing about which instrument it is; nor does a number after one of them.
GENERAL = DIRECTION | {"midi", "port", "system", "a2j", "bridge", "usb", "alsa", "jack"}
# WinMM's MIDIIN2 and MIDIOUT2; the number in front of a name; [20] and #2, which number copies.
JOINED = re.compile(r"midi(in|out)")
NUMBERING = re.compile(r"^\d+\s*[-:]\s+|#\d+|\[\d+\]")
WORD = re.compile(r"[^\W_]+")


def output_for(outputs: Iterable[Port], played: Port) -> Port | None:
    """Return the output of the instrument whose input is ``played``; None where it has none.

    It is of the same API; among several the one whose name is most alike.
    """
    wanted, whose = _plain(played.name), _instrument(played.name)
    found = [
        port
        for port in outputs
        if port.api == played.api
        and (_plain(port.name) == wanted or (whose and _instrument(port.name) == whose))
    ]

    def alike(port: Port) -> tuple[bool, bool, float]:
        ratio = SequenceMatcher(None, port.name.casefold(), played.name.casefold()).ratio()
        return (port.name == played.name, _plain(port.name) == wanted, ratio)

    return max(found, key=alike, default=None)


def _plain(name: str) -> list[str]:
    """Return the words of a name without those of a direction."""
    joined = JOINED.sub(r"midi \1 ", name.casefold())
    return [word for word in WORD.findall(joined) if word not in DIRECTION]


def _instrument(name: str) -> frozenset[str]:
    """Return the words that say which instrument a port belongs to."""
    words = _plain(NUMBERING.sub(" ", name))
    told = [
        word
        for before, word in zip(["midi", *words], words, strict=False)
        if word not in GENERAL and not (word.isdigit() and before in GENERAL)
    ]
    return frozenset(told)


class Output(Protocol):
    """One open output."""

    def send(self, data: bytes) -> None:
        """Send one message; MidiPortError when it cannot be sent."""
        ...

    def close(self) -> None:
        """Give the port back."""
        ...


class Outputs(Protocol):
    """Where outputs come from: ``SystemOutputs``, or a test."""

    def open_for(self, played: Port) -> Output:
        """Open the output of the instrument whose input is ``played``; MidiPortError if none."""
        ...

    def close(self) -> None:
        """Give everything back."""
        ...


class OpenOutput:
    """One open output of this computer."""

    def __init__(self, port: Port) -> None:
        hush_drivers()
        self._port = port
        self._service = service_mark(port.api)
        self._output: Any = None
        try:
            self._output = rtmidi.MidiOut(
                int(rtmidi.get_compiled_api_by_name(port.api)), name=CLIENT_NAME
            )
            names = self._output.get_ports()
            number = next(n for n, found in numbered(port.api, names) if found == port)
            self._output.open_port(number, name="output")
        except StopIteration:
            self.close()
            raise gone(port) from None
        except rtmidi.RtMidiError as error:
            self.close()
            raise held(port, error) from error

    def send(self, data: bytes) -> None:
        """Send one message; MidiPortError when the port or its service has gone."""
        if self._output is None or service_mark(self._port.api) != self._service:
            raise gone(self._port)
        try:
            self._output.send_message(data)
        except rtmidi.RtMidiError as error:
            raise MidiPortError(
                f"Nothing can be sent to {self._port.name} ({self._port.api}): {error}"
            ) from error

    def close(self) -> None:
        """Give the port back; again does nothing."""
        # libjack crashes when a port of a server that has ended is given back, so it is left.
        if self._output is not None and service_mark(self._port.api) == self._service:
            self._output.close_port()
            self._output.delete()
        self._output = None


class SystemOutputs:
    """The outputs of this computer."""

    def __init__(self) -> None:
        self._clients: dict[str, Client] = {}

    def open_for(self, played: Port) -> OpenOutput:
        """Open the output of the instrument whose input is ``played``.

        MidiPortError where there is none or it cannot be opened.
        """
        client = self._clients.get(played.api)
        if client is None:
            client = self._clients[played.api] = Client(played.api, outputs=True)
        port = output_for(client.ports(), played)
        if port is None:
            raise MidiPortError(
                f"{played.name} can be heard, but nothing can be sent to it: this computer has no "
                "MIDI output of that name."
            )
        return OpenOutput(port)

    def close(self) -> None:
        """Give back what was used for looking."""
        for client in self._clients.values():
            client.close()
        self._clients.clear()

"""The MIDI ports of this computer: listed, named, and opened to be heard.

No MIDI service at all is a normal state, told in a sentence. A port is named without the numbers
that change each time it is plugged in, so that it is known again.

References
----------
RtMidi 5.0: ALSA and WinMM give the message's own time, CoreMIDI and JACK the host's, JACK's once a
period; JACK clients are opened with ``JackNoStartServer``, so no server is ever started from here.
"""

import ctypes
import gc
import os
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import Any

try:
    import rtmidi
    from rtmidi import _rtmidi
except ImportError:
    rtmidi = None

from engine.midi.errors import MidiPortError
from engine.midi.inbox import Listener

CLIENT_NAME = "Evenhand"
LET_THROUGH_S = 0.05
# ALSA ends a name with client:port, WinMM with a running number; both change at each plugging.
CHANGING_NUMBER = {"alsa": re.compile(r" \d+:\d+$"), "winmm": re.compile(r" \d+$")}
ABSENT = {
    "alsa": "ALSA: this computer has no MIDI sequencer; load it with 'sudo modprobe snd-seq'.",
    "jack": "JACK: no server is running; start one if your piano is connected through JACK.",
}
NOT_INSTALLED = (
    "python-rtmidi, which hears the piano, is not installed for this Python: 'make midi' builds "
    "it, or use Python 3.12, which has it ready-made."
)
NO_INPUT = (
    "No MIDI input was found: connect the piano by USB, switch it on, and look again; without one "
    "'evenhand demo' shows everything with a virtual pianist."
)


@dataclass(frozen=True, slots=True, order=True)
class Port:
    """One input or output; ``api`` is one of alsa, jack, core, winmm."""

    api: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """The ports there are now, and for each API without any service a sentence why."""

    inputs: tuple[Port, ...]
    outputs: tuple[Port, ...]
    absent: tuple[str, ...]


def compiled_apis() -> tuple[str, ...]:
    """Return the names of the MIDI systems that this build of RtMidi speaks, best first."""
    if rtmidi is None:
        return ()
    return tuple(
        str(rtmidi.get_api_name(api))
        for api in rtmidi.get_compiled_api()
        if api != rtmidi.API_RTMIDI_DUMMY
    )


def list_ports() -> Listing:
    """Return the inputs and outputs of every compiled API."""
    inputs: list[Port] = []
    outputs: list[Port] = []
    absent: list[str] = [] if rtmidi else [NOT_INSTALLED]
    for api in compiled_apis():
        with Client(api) as client:
            inputs += client.ports()
            if client.absent:
                absent.append(client.absent)
        with Client(api, outputs=True) as client:
            outputs += client.ports()
    return Listing(inputs=tuple(inputs), outputs=tuple(outputs), absent=tuple(absent))


def find_port(ports: Sequence[Port], name: str, api: str | None = None) -> Port:
    """Return the one port called ``name``, or the only one with ``name`` in it, in any case.

    Raises
    ------
    MidiPortError
        for an API that is not there, no such port or several; it lists what there is
    """
    if api is not None and api.casefold() not in compiled_apis():
        known = ", ".join(compiled_apis()) or "none"
        raise MidiPortError(f"MIDI system {api!r} is not built in; there is: {known}.")
    ports = [port for port in ports if api is None or port.api == api.casefold()]
    wanted = name.casefold()
    found = [port for port in ports if port.name.casefold() == wanted]
    found = found or [port for port in ports if wanted in port.name.casefold()]
    if len(found) == 1:
        return found[0]
    if found:
        raise MidiPortError(
            f"Several MIDI inputs match {name!r}: {_listed(found)}. "
            "Give more of the name, or the system with --api."
        )
    if not ports:
        raise MidiPortError(f"There is no MIDI input {name!r}. {NO_INPUT}")
    raise MidiPortError(f"There is no MIDI input {name!r}; there is: {_listed(ports)}.")


def _listed(ports: Iterable[Port]) -> str:
    return ", ".join(f"{port.name!r} ({port.api})" for port in ports)


class Client:
    """Our end of one API, for listing; makes itself anew when the service has gone and come."""

    # A JACK client outlives its server and then lists nothing; so does one without any port.
    EMPTY_SCANS_BEFORE_RENEWAL = 20

    def __init__(self, api: str, *, outputs: bool = False) -> None:
        self._api = api
        self._kind = rtmidi.MidiOut if outputs else rtmidi.MidiIn
        self._client: Any = None
        self._empty_scans = 0
        self._rests = False
        self._service = service_mark(api)
        self.absent = ""
        hush_drivers()

    def __enter__(self) -> "Client":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def ports(self) -> tuple[Port, ...]:
        """Return the ports there are now, our own left out; none where the service is absent."""
        # Asking a JACK server that is not there keeps every thread waiting for 3 ms.
        self._rests = bool(self.absent) and not self._rests
        if self._rests:
            return ()
        service = service_mark(self._api)
        if self._empty_scans % self.EMPTY_SCANS_BEFORE_RENEWAL == 1 or service != self._service:
            self.close()
        self._service = service
        try:
            if self._client is None:
                self._client = self._kind(_number_of(self._api), name=CLIENT_NAME)
            names = self._client.get_ports()
        except rtmidi.RtMidiError as error:
            self.close()
            self.absent = ABSENT.get(self._api, f"{self._api}: {error}")
            return ()
        self.absent = ""
        # Renewal comes one scan after the last port went, then once in a while.
        self._empty_scans = 0 if names else self._empty_scans + 1
        return tuple(port for _, port in numbered(self._api, names))

    def close(self) -> None:
        """Give the client back; the next ``ports`` makes another."""
        # One of a JACK server that has ended is left: libjack would take an open port of the next
        # server's with it, and the piano would look connected and not be heard.
        if self._client is not None and service_mark(self._api) == self._service:
            self._client.delete()
        self._client = None


def service_mark(api: str) -> int | None:
    """Return what changes when a JACK server ends or another begins; None where nothing tells.

    A client of a server that has ended goes on listing the ports it knew.
    """
    if api != "jack" or not hasattr(os, "getuid"):
        return None
    name = os.environ.get("JACK_DEFAULT_SERVER", "default")
    try:
        # The server's socket, where libjack looks for it on Linux.
        return Path(f"/dev/shm/jack_{name}_{os.getuid()}_0").stat().st_ino
    except OSError:
        return None


def numbered(api: str, names: Sequence[str], *, own: bool = False) -> list[tuple[int, Port]]:
    """Return RtMidi's number and the port for each name; a name met again gets ``#2``.

    Ports of Evenhand's are left out unless ``own``.
    """
    found: list[tuple[int, Port]] = []
    met: dict[str, int] = {}
    for number, name in enumerate(names):
        if not own and name.casefold().startswith(CLIENT_NAME.casefold()):
            continue
        plain = CHANGING_NUMBER[api].sub("", name) if api in CHANGING_NUMBER else name
        met[plain] = met.get(plain, 0) + 1
        found.append((number, Port(api, plain if met[plain] == 1 else f"{plain} #{met[plain]}")))
    return found


def gone(port: Port) -> MidiPortError:
    """Return the error of a port that is not there any more."""
    return MidiPortError(f"{port.name} ({port.api}) is no longer there.")


def held(port: Port, error: Exception) -> MidiPortError:
    """Return the error of a port that is there and does not open."""
    return MidiPortError(
        f"{port.name} ({port.api}) cannot be opened: {error} "
        "Close the program that holds it, or plug it in again."
    )


class OpenInput:
    """One open input that calls its listener from the driver's thread until it is closed.

    ``own`` where it is a port of Evenhand's.
    """

    def __init__(self, port: Port, listener: Listener, *, own: bool = False) -> None:
        hush_drivers()
        self._input: Any = None
        self._api = port.api
        self._service = service_mark(port.api)
        try:
            self._input = rtmidi.MidiIn(_number_of(port.api), name=CLIENT_NAME)
            names = self._input.get_ports()
            found = numbered(port.api, names, own=own)
            number = next(number for number, each in found if each == port)
            # Nothing is filtered in the driver: a filtered message takes its delta with it.
            self._input.ignore_types(sysex=False, timing=False, active_sense=False)
            self._input.set_callback(listener)
            self._input.open_port(number, name="input")
        except StopIteration:
            self.close()
            raise gone(port) from None
        except rtmidi.RtMidiError as error:
            self.close()
            raise held(port, error) from error

    def close(self) -> None:
        """Stop listening and give the port back; takes some 50 ms."""
        if self._input is None:
            return
        # RtMidi waits for its thread while it holds the GIL, and its thread may be waiting for the
        # GIL inside our listener: a deadlock. So the listener is taken off first, kept alive, and
        # whoever is inside it let through.
        inside = gc.get_referents(self._input)
        self._input.cancel_callback()
        Event().wait(LET_THROUGH_S)
        del inside
        # libjack crashes when a port of a server that has ended is given back, so it is left.
        if service_mark(self._api) == self._service:
            self._input.close_port()
            self._input.delete()
        self._input = None


def _number_of(api: str) -> int:
    return int(rtmidi.get_compiled_api_by_name(api))


def hush_drivers() -> None:
    """Keep ALSA's and JACK's own remarks off the terminal; we say what is wrong ourselves.

    Their libraries print from their own threads, so standard error is left alone and their error
    handlers are set instead, to a C function that only reads its argument.
    """
    try:
        library = ctypes.CDLL(_rtmidi.__file__)
        quiet = ctypes.CDLL(None).strlen
    except (OSError, TypeError, AttributeError):
        return  # Windows has neither library, and nothing to hush.
    for name in ("jack_set_error_function", "jack_set_info_function", "snd_lib_error_set_handler"):
        setter = getattr(library, name, None)
        if setter is not None:
            setter(quiet)

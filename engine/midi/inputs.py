"""A thread of its own that opens every wanted input as it is plugged in and closes it when it goes.

It owns all that belongs to the driver; others only see frozen values on ``changes`` and send it
frozen values. So plugging, unplugging and replugging need no restart and hold up no frame.
"""

from dataclasses import dataclass
from queue import Empty, SimpleQueue
from threading import Thread

from engine.clock import Clock
from engine.midi.errors import MidiPortError
from engine.midi.inbox import Inbox
from engine.midi.port import Client, OpenInput, Port, compiled_apis

SCAN_PERIOD_S = 0.5


@dataclass(frozen=True, slots=True)
class Plugged:
    """An input is open; its messages carry ``index`` as their port, the same after replugging."""

    at_ns: int
    index: int
    port: Port


@dataclass(frozen=True, slots=True)
class Unplugged:
    """An open input went away; a take being played on it is interrupted."""

    at_ns: int
    index: int
    port: Port


@dataclass(frozen=True, slots=True)
class Refused:
    """An input is there but cannot be opened; said once until it goes or opens."""

    at_ns: int
    port: Port
    reason: str


Change = Plugged | Unplugged | Refused
Wanted = frozenset[Port] | None


@dataclass(frozen=True, slots=True)
class _Stop:
    pass


class Inputs:
    """Listens to the wanted inputs from ``start`` to ``close``.

    Parameters
    ----------
    inbox : where the messages go
    clock : stamps the changes
    wanted : the ports to open, also when they come later; None opens every one ("press any key")
    apis : names of the MIDI systems to look at; None for all
    """

    def __init__(
        self,
        inbox: Inbox,
        clock: Clock,
        *,
        wanted: Wanted = None,
        apis: tuple[str, ...] | None = None,
    ) -> None:
        self.changes: SimpleQueue[Change] = SimpleQueue()
        self._requests: SimpleQueue[Wanted | _Stop] = SimpleQueue()
        scan = _Scan(inbox, clock, self.changes, compiled_apis() if apis is None else apis)
        self._thread = Thread(
            target=_run, args=(scan, self._requests, wanted), name="midi-inputs", daemon=True
        )

    def start(self) -> None:
        """Begin; what is plugged in already is told as ``Plugged`` soon after."""
        self._thread.start()

    def listen_to(self, wanted: Wanted) -> None:
        """Open these ports only, or all for None; those no longer wanted are closed silently."""
        self._requests.put(wanted)

    def drain_changes(self) -> list[Change]:
        """Return what has changed since the last call."""
        return [self.changes.get_nowait() for _ in range(self.changes.qsize())]

    def close(self) -> None:
        """Close every input and wait until the thread has ended."""
        if self._thread.is_alive():
            self._requests.put(_Stop())
            self._thread.join()

    def __enter__(self) -> "Inputs":
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _run(scan: "_Scan", requests: "SimpleQueue[Wanted | _Stop]", wanted: Wanted) -> None:
    while True:
        scan.step(wanted)
        try:
            request = requests.get(timeout=SCAN_PERIOD_S)
        except Empty:
            continue
        if isinstance(request, _Stop):
            scan.close()
            return
        wanted = request


class _Scan:
    """What the thread owns; touched by no other."""

    def __init__(
        self, inbox: Inbox, clock: Clock, changes: "SimpleQueue[Change]", apis: tuple[str, ...]
    ) -> None:
        self._inbox = inbox
        self._clock = clock
        self._changes = changes
        self._clients = [Client(api) for api in apis]
        self._index: dict[Port, int] = {}
        self._open: dict[Port, OpenInput] = {}
        self._refused: set[Port] = set()

    def step(self, wanted: Wanted) -> None:
        present = [port for client in self._clients for port in client.ports()]
        for port in [port for port in self._open if port not in present]:
            at_ns = self._clock.now_ns()
            self._open.pop(port).close()
            self._changes.put(Unplugged(at_ns, self._index[port], port))
        for port in [port for port in self._open if wanted is not None and port not in wanted]:
            self._open.pop(port).close()
        self._refused &= set(present)
        for port in present:
            if port not in self._open and (wanted is None or port in wanted):
                self._try(port)

    def _try(self, port: Port) -> None:
        index = self._index.setdefault(port, len(self._index))
        try:
            self._open[port] = OpenInput(port, self._inbox.listener(index))
        except MidiPortError as error:
            if port not in self._refused:
                self._refused.add(port)
                self._changes.put(Refused(self._clock.now_ns(), port, str(error)))
        else:
            self._refused.discard(port)
            self._changes.put(Plugged(self._clock.now_ns(), index, port))

    def close(self) -> None:
        for opened in self._open.values():
            opened.close()
        self._open.clear()
        for client in self._clients:
            client.close()

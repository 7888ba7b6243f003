"""What this computer itself adds to a note's time, measured by sending notes to itself.

200 notes go out at uneven intervals of 10 to 25 ms, so that no grid of stamps can hide behind an
even beat. They are stamped as a piano's are (``timebase.stamp``), and what the stamps scatter about
a straight line over the moments of sending is the computer's. The line takes off the constant delay
and the drift of two clocks, which no interval between fingers feels.

Conventions
-----------
With SD s of a single stamp, an interval between two notes carries a noise floor of sqrt(2) s. An
even player's intervals scatter by 8 ms. The check is passed up to a tenth of that, 0.8 ms, which is
s = 0.57 ms: 8.00 ms become sqrt(8.00² + 0.80²) = 8.04. From a quarter on, 2.0 ms and s = 1.41 ms,
Evenhand gives such a player no score. No note may be lost.

References
----------
SCIENCE 7.1 for the floor, 7.3 for the loop, the line and the two shares; Jabusch, Vauth and
Altenmüller 2004 for the 8 ms.
"""

from dataclasses import dataclass, replace
from math import sqrt
from queue import SimpleQueue
from threading import Event, Thread
from typing import Protocol

import numpy as np
import numpy.typing as npt

from engine.clock import Clock
from engine.midi.capture import raw_array
from engine.midi.errors import MidiPortError
from engine.midi.inbox import Inbox, Listener
from engine.midi.loopback import Loop
from engine.midi.timebase import stamp
from engine.session.world import TimingCheck
from engine.take import RawMessage, TimeSource

EVENTS = 200
SHORTEST_S, LONGEST_S = 0.010, 0.025
SEED = 7
# What has not come by then is lost.
LAST_WAIT_NS = 1_000_000_000
LOOK_S = 0.02
EVEN_PLAYER_MS = 8.0
PASS_SHARE, REFUSE_SHARE = 0.10, 0.25
FEWEST = 50
CLOSED_WITHIN_S = 2.0
Milliseconds = npt.NDArray[np.float64]


class LoopMaker(Protocol):
    """What makes the loop to be measured."""

    def __call__(self, listener: Listener) -> Loop:
        """Return a loop that hands what it is sent to ``listener``."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What came of one check: when each note was sent, and the messages that arrived."""

    sent_ns: npt.NDArray[np.int64]
    messages: tuple[RawMessage, ...]
    way: str
    has_driver: bool


class TimingRun:
    """One check, on a thread of its own from ``start`` to its end; ask ``progress`` meanwhile."""

    def __init__(self, make_loop: LoopMaker, clock: Clock) -> None:
        self._make_loop = make_loop
        self._clock = clock
        self._told: SimpleQueue[TimingCheck] = SimpleQueue()
        self._latest = TimingCheck(way="", events=EVENTS)
        self._stop = Event()
        self._thread = Thread(target=self._run, name="timing-check", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def progress(self) -> TimingCheck:
        """Return how far it is, and at the end what was found; never waits."""
        for _ in range(self._told.qsize()):
            self._latest = self._told.get_nowait()
        return self._latest

    def close(self) -> None:
        """Break off and give the ports back."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join(CLOSED_WITHIN_S)

    def _run(self) -> None:
        inbox = Inbox(self._clock)
        loop = self._make_loop(inbox.listener(0))
        so_far = TimingCheck(way=loop.way, events=EVENTS)
        sent_ns: list[int] = []
        messages: list[RawMessage] = []
        due_ns = self._clock.now_ns() + np.cumsum(intervals_ns())
        try:
            for number, each_ns in enumerate(due_ns.tolist()):
                if self._stop.wait(max(0, each_ns - self._clock.now_ns()) * 1e-9):
                    return
                sent_ns.append(self._clock.now_ns())
                loop.send(note(number))
                messages += inbox.drain()
                self._told.put(replace(so_far, done=number + 1))
            ends_ns = self._clock.now_ns() + LAST_WAIT_NS
            while len(messages) < EVENTS and self._clock.now_ns() < ends_ns:
                self._stop.wait(LOOK_S)
                messages += inbox.drain()
        except MidiPortError as error:
            said = f"The check could not be finished: {error}"
            self._told.put(replace(so_far, done=len(sent_ns), passed=False, said=said))
            return
        finally:
            loop.close()
        heard = Heard(
            sent_ns=np.array(sent_ns, np.int64),
            messages=tuple(messages),
            way=loop.way,
            has_driver=loop.has_driver,
        )
        self._told.put(judged(heard))


def intervals_ns() -> npt.NDArray[np.int64]:
    """Return the 200 intervals, always the same: uneven, 10 to 25 ms."""
    seconds = np.random.default_rng(SEED).uniform(SHORTEST_S, LONGEST_S, EVENTS)
    return np.rint(seconds * 1e9).astype(np.int64)


def note(number: int) -> bytes:
    """Return the note-on that carries ``number``, 0 to 16,128, in its pitch and velocity."""
    return bytes((0x90, number % 128, 1 + number // 128))


def judged(heard: Heard) -> TimingCheck:
    """Return what the stamps of one check say."""
    raw, _ = raw_array(heard.messages)
    numbers = raw["data1"] + 128 * (raw["data2"].astype(np.int64) - 1)
    ours = (raw["status"] == 0x90) & (numbers >= 0) & (numbers < len(heard.sent_ns))
    lost = len(heard.sent_ns) - len(np.unique(numbers[ours]))
    found = TimingCheck(way=heard.way, events=len(heard.sent_ns), done=len(heard.sent_ns))
    if np.count_nonzero(ours) < FEWEST:
        said = f"{_of(lost, found.events)} Nothing can be said of their times."
        return replace(found, passed=False, said=said)
    sent_ns = heard.sent_ns[numbers[ours]]
    stamps = stamp(raw)
    arrival_ms = _scatter_ms(raw["arrival_ns"][ours].astype(np.int64), sent_ns)
    trusted = heard.has_driver and stamps.timing.source is TimeSource.DRIVER
    used_ms = _scatter_ms(stamps.at_ns[ours], sent_ns) if trusted else arrival_ms
    sd_ms = _sd(used_ms)
    passed = lost == 0 and sqrt(2) * sd_ms <= PASS_SHARE * EVEN_PLAYER_MS
    return replace(
        found,
        driver_sd_ms=sd_ms if trusted else None,
        arrival_sd_ms=_sd(arrival_ms),
        worst_ms=float(np.abs(used_ms).max()),
        passed=passed,
        said=" ".join(_said(heard, lost, sqrt(2) * sd_ms, trusted=trusted)),
    )


def _scatter_ms(stamped_ns: npt.NDArray[np.int64], sent_ns: npt.NDArray[np.int64]) -> Milliseconds:
    """Return how far each stamp is off a straight line over the moments of sending."""
    time_ms = (sent_ns - sent_ns[0]) * 1e-6
    late_ms = (stamped_ns - sent_ns) * 1e-6
    time_ms = time_ms - time_ms.mean()
    late_ms = late_ms - late_ms.mean()
    scatter: Milliseconds = late_ms - (late_ms @ time_ms) / (time_ms @ time_ms) * time_ms
    return scatter


def _sd(scatter_ms: Milliseconds) -> float:
    # a line took two degrees of freedom
    return float(np.sqrt(scatter_ms @ scatter_ms / (len(scatter_ms) - 2)))


def _said(heard: Heard, lost: int, floor_ms: float, *, trusted: bool) -> list[str]:
    even = f"an even player's {EVEN_PLAYER_MS:.0f} ms"
    fine_ms, most_ms = PASS_SHARE * EVEN_PLAYER_MS, REFUSE_SHARE * EVEN_PLAYER_MS
    whose = "this computer's own" if heard.has_driver else "our own stamps' making"
    adds = f"An interval between two notes carries {floor_ms:.2f} ms of {whose}"
    said = [_of(lost, len(heard.sent_ns))] if lost else []
    if floor_ms <= fine_ms:
        said.append(f"{adds}, less than a tenth of {even}.")
    elif floor_ms <= most_ms:
        said.append(f"{adds}, more than the {fine_ms:.1f} ms that are a tenth of {even}.")
    else:
        said.append(f"{adds}, more than the {most_ms:.1f} ms that are a quarter of {even}.")
    if not heard.has_driver:
        said.append("The driver's, which measure, cannot be checked without a virtual port.")
    elif not trusted:
        said.append("The driver's stamps contradict themselves; our own were used.")
    if floor_ms > fine_ms:
        said.append(
            "JACK stamps once a period; a shorter one stamps better."
            if "JACK" in heard.way
            else "Close other programs and measure again."
        )
    return said


def _of(lost: int, events: int) -> str:
    return f"{lost} of {events} notes did not arrive."

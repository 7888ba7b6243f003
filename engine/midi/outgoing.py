"""What the sending thread owns: the open output, the clicks that are due, silence not yet set back.

Led by ``engine.midi.click_sender``, or step by step by a test with a clock turned by hand.
"""

from collections import deque
from queue import SimpleQueue
from threading import Event

from engine.clock import Clock
from engine.midi.click_line import ClickLine, ClickNote
from engine.midi.errors import MidiPortError
from engine.midi.local_control import local_control
from engine.midi.outlet import Output, Outputs
from engine.midi.port import Port
from engine.midi.sending import (
    Connect,
    Disconnect,
    LocalSet,
    NoOutput,
    Opened,
    Play,
    Report,
    SendNow,
    Sent,
    SetLocal,
    Wish,
)
from engine.tasks.clicks import Clicks

# How long before a message the thread is up: a frame being drawn may keep it waiting.
UP_NS = 2_500_000
# The rest is waited for by looking at the clock: 0.2 ms a click costs a core nothing.
LOOKING_NS = 200_000
SHORTEST_WAIT_NS = 100_000
# What was handed to a driver has left this computer by then: JACK takes it once a period. Local
# Control is said again after it, since a JACK server that is held up loses a period and what is in
# it, and a piano that missed "on" would stay silent.
SETTLED_NS = 60_000_000
RETRY_NS = 2_000_000_000


class Outgoing:
    """What the thread owns; touched by no other thread."""

    def __init__(
        self, outputs: Outputs, clock: Clock, note: ClickNote, reports: "SimpleQueue[Report]"
    ) -> None:
        self._outputs = outputs
        self._clock = clock
        self._note = note
        self._reports = reports
        self._played: Port | None = None
        self._output: Output | None = None
        self._said_none = False
        self._line: ClickLine | None = None
        self._playing: Clicks | None = None
        self._to_set_on: set[Port] = set()
        self._retry_ns = 0
        self._settling: deque[tuple[int, SetLocal]] = deque()
        self._wait = Event().wait

    def rest_s(self) -> float | None:
        """Return how long nothing is due; None for as long as nothing is asked."""
        moments = [self._settling[0][0]] if self._settling else []
        if self._line is not None and (due := self._line.due) is not None:
            moments.append(due.at_ns - UP_NS)
        if self._lacks:
            moments.append(self._retry_ns)
        if not moments:
            return None
        return max(0, min(moments) - self._clock.now_ns()) * 1e-9

    @property
    def _lacks(self) -> bool:
        """Whether an output is wanted that is not there yet."""
        return bool(self._to_set_on) or (self._played is not None and self._output is None)

    def act(self) -> None:
        """Do what is due."""
        now_ns = self._clock.now_ns()
        while self._settling and self._settling[0][0] <= now_ns:
            self._say_again(self._settling.popleft()[1])
        if self._lacks and self._retry_ns <= now_ns:
            self._try()
        if self._line is not None:
            self._click(self._line, now_ns)

    def take(self, wish: Wish) -> None:
        """Do what was asked for."""
        match wish:
            case Connect():
                self._disconnect(gone=False)
                self._played, self._said_none = wish.played, False
                self._try()
            case Disconnect():
                self._disconnect(gone=wish.gone)
            case SetLocal():
                self._set_local(wish)
            case Play():
                self._play(wish)
            case SendNow():
                self._send(wish.data)
            case _:
                pass

    def close(self) -> None:
        """End what sounds, see that all has left, and give the ports back."""
        self._disconnect(gone=False)
        self._outputs.close()

    def _try(self) -> None:
        self._retry_ns = self._clock.now_ns() + RETRY_NS
        if self._played is not None and self._output is None:
            try:
                self._output = self._outputs.open_for(self._played)
            except MidiPortError as error:
                self._say_none(self._played, str(error))
            else:
                self._said_none = False
                self._reports.put(Opened(self._played))
        for played in sorted(self._to_set_on):
            self._set_local(SetLocal(played, on=True))

    def _say_none(self, played: Port, reason: str) -> None:
        if not self._said_none:
            self._said_none = True
            self._reports.put(NoOutput(played, reason))

    def _disconnect(self, *, gone: bool) -> None:
        self._stop_line()
        if gone:
            # nobody knows what still came through
            self._settling.clear()
        while self._settling:
            self._wait(SETTLED_NS * 1e-9)
            self._say_again(self._settling.popleft()[1])
            self._wait(SETTLED_NS * 1e-9)
        if self._output is not None:
            self._output.close()
        self._played = self._output = None

    def _set_local(self, wish: SetLocal) -> None:
        self._to_set_on -= {wish.played}
        # what was set before is not said again
        self._settling = deque(each for each in self._settling if each[1].played != wish.played)
        try:
            if wish.played == self._played and self._output is not None:
                _tell(self._output, wish)
                self._settling.append((self._clock.now_ns() + SETTLED_NS, wish))
            else:
                self._tell_other(wish)
        except MidiPortError:
            self._put_off(wish)

    def _tell_other(self, wish: SetLocal) -> None:
        """Set Local Control of a piano that is not the one being played."""
        output = self._outputs.open_for(wish.played)
        try:
            for _ in range(2):
                _tell(output, wish)
                self._wait(SETTLED_NS * 1e-9)
        finally:
            output.close()
        self._reports.put(LocalSet(wish.played, wish.on))

    def _say_again(self, wish: SetLocal) -> None:
        try:
            if self._output is None:
                raise MidiPortError("It has gone.")
            _tell(self._output, wish)
        except MidiPortError:
            self._put_off(wish)
        else:
            self._reports.put(LocalSet(wish.played, wish.on))

    def _put_off(self, wish: SetLocal) -> None:
        """Set a piano back when it is there again; silence is never made up for."""
        if wish.on:
            self._to_set_on |= {wish.played}
            self._retry_ns = self._clock.now_ns() + RETRY_NS

    def _play(self, wish: Play) -> None:
        if wish.clicks is None or wish.volume <= 0:
            self._stop_line()
        elif self._line is not None and wish.clicks == self._playing:
            self._line.volume = wish.volume
        else:
            self._stop_line()
            now_ns = self._clock.now_ns()
            self._line = ClickLine(wish.clicks, wish.volume, self._note, now_ns)
            self._playing = wish.clicks

    def _stop_line(self) -> None:
        ending = self._line.ending() if self._line is not None else None
        self._line = self._playing = None
        if ending is not None:
            self._send(ending)

    def _click(self, line: ClickLine, now_ns: int) -> None:
        line.skip_until(now_ns)
        due = line.due
        if due is None or due.at_ns - UP_NS > now_ns:
            return
        if due.click is not None:
            self._wait_until(due.at_ns, now_ns - (due.at_ns - UP_NS))
        at_ns = self._send(due.data, None if due.click is None else due.at_ns)
        line.sent(at_ns)

    def _wait_until(self, at_ns: int, late_ns: int) -> None:
        """Wait the last moment, having been woken ``late_ns`` late; no wait trusts to do better."""
        while (rest_ns := at_ns - self._clock.now_ns()) > 0:
            wait_ns = rest_ns - LOOKING_NS - late_ns
            if wait_ns > SHORTEST_WAIT_NS:
                self._wait(wait_ns * 1e-9)
                late_ns = max(late_ns, self._clock.now_ns() - (at_ns - rest_ns + wait_ns))

    def _send(self, data: bytes, due_ns: int | None = None) -> int:
        """Send, and return when."""
        at_ns = self._clock.now_ns()
        if self._output is None or self._played is None:
            return at_ns
        # told first, so that no echo is heard before what it is an echo of
        self._reports.put(Sent(at_ns, data, due_ns))
        try:
            self._output.send(data)
        except MidiPortError as error:
            self._output.close()
            self._output = None
            self._say_none(self._played, str(error))
            self._retry_ns = at_ns + RETRY_NS
        return at_ns


def _tell(output: Output, wish: SetLocal) -> None:
    for data in local_control(wish.on):
        output.send(data)

"""A thread of its own that owns the output to the piano: it clicks, and sets Local Control.

Others only send it frozen values and take frozen values from it, as with ``engine.midi.inputs``.
So a click is as exact as this thread, whatever a frame does.
"""

from queue import Empty, SimpleQueue
from threading import Thread

from engine.clock import Clock
from engine.midi.click_line import ClickNote
from engine.midi.outgoing import Outgoing
from engine.midi.outlet import Outputs
from engine.midi.sending import Report, Stop, Wish

CLOSED_WITHIN_S = 3.0


class ClickSender:
    """Owns the output to the piano from ``start`` to ``close``.

    Parameters
    ----------
    outputs : opens outputs; used by the thread alone
    note : what a click is
    """

    def __init__(self, outputs: Outputs, clock: Clock, note: ClickNote | None = None) -> None:
        self.note = note or ClickNote()
        self._wishes: SimpleQueue[Wish] = SimpleQueue()
        self._reports: SimpleQueue[Report] = SimpleQueue()
        outgoing = Outgoing(outputs, clock, self.note, self._reports)
        self._thread = Thread(
            target=_run, args=(outgoing, self._wishes), name="midi-output", daemon=True
        )

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def ask(self, wish: Wish) -> None:
        """Have something done, soon and in order."""
        self._wishes.put(wish)

    def drain_reports(self) -> list[Report]:
        """Return what has happened since the last call."""
        return [self._reports.get_nowait() for _ in range(self._reports.qsize())]

    def close(self) -> None:
        """Do what was asked for, end the click that sounds, and wait until the thread has ended.

        A driver that does not answer is waited for no longer than 3 s.
        """
        if self._thread.is_alive():
            self._wishes.put(Stop())
            self._thread.join(CLOSED_WITHIN_S)

    def __enter__(self) -> "ClickSender":
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _run(outgoing: "Outgoing", wishes: "SimpleQueue[Wish]") -> None:
    while True:
        try:
            wish = wishes.get(timeout=outgoing.rest_s())
        except Empty:
            outgoing.act()
            continue
        if isinstance(wish, Stop):
            outgoing.close()
            return
        outgoing.take(wish)

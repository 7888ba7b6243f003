"""A take played again: its raw messages put into the inbox as time goes on; pure but for the inbox.

Arrival stamps are shifted by one constant, deltas are handed on as received, so what comes out of
the inbox meets the same resets and gives the same take.
"""

from engine.midi.inbox import Inbox
from engine.midi.message import to_bytes
from engine.take import RawArray, RawMessage


class Replay:
    """Plays ``raw`` from ``start_ns`` on; with the first message's own arrival it shifts nothing.

    Parameters
    ----------
    raw : RawArray, shape (n,)
    start_ns : when the first message arrives
    """

    def __init__(self, raw: RawArray, start_ns: int) -> None:
        shift_ns = start_ns - int(raw["arrival_ns"][0]) if len(raw) else 0
        self._messages = [
            RawMessage(arrival_ns + shift_ns, delta_ns, to_bytes((status, data1, data2)), port)
            for delta_ns, arrival_ns, port, status, data1, data2 in raw.tolist()
        ]
        self._next = 0

    @property
    def is_over(self) -> bool:
        """Whether every message has been fed."""
        return self._next == len(self._messages)

    @property
    def ends_ns(self) -> int | None:
        """When the last message arrives; None for an empty take."""
        return self._messages[-1].arrival_ns if self._messages else None

    def feed(self, inbox: Inbox, now_ns: int) -> None:
        """Put every message that has arrived by ``now_ns`` and was not put before."""
        while not self.is_over and self._messages[self._next].arrival_ns <= now_ns:
            inbox.put(self._messages[self._next])
            self._next += 1

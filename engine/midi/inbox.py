"""Where the driver's thread and ours meet: one queue of frozen values, no lock, no shared list."""

from collections.abc import Callable
from queue import SimpleQueue

from engine.clock import Clock
from engine.take import RawMessage

Listener = Callable[[tuple[list[int], float], object], None]


class Inbox:
    """Takes messages from any thread; exactly one thread may drain it."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._messages: SimpleQueue[RawMessage] = SimpleQueue()

    def listener(self, port: int) -> Listener:
        """Return what RtMidi calls for each message of input ``port`` (counted from 0)."""
        now_ns = self._clock.now_ns
        put = self._messages.put

        def on_message(event: tuple[list[int], float], _data: object = None) -> None:
            arrival_ns = now_ns()
            data, delta_s = event
            put(RawMessage(arrival_ns, round(delta_s * 1e9), bytes(data), port))

        return on_message

    def put(self, message: RawMessage) -> None:
        """Add one message, as replay and the computer keyboard do."""
        self._messages.put(message)

    def drain(self) -> list[RawMessage]:
        """Return what has come since the last call, in order of coming."""
        # With one reader the size can only grow between the two calls, so none is waited for.
        return [self._messages.get_nowait() for _ in range(self._messages.qsize())]

"""Our own clicks come back: told from what is played, without ever losing a note that was; pure.

A piano does not send on what it receives. But a keyboard with "MIDI thru", a cable or another
program can, and then each click would be heard as a note. Nothing is dropped on suspicion: before
clicks a *probe* goes out, a note-off of the click's key with a release velocity of its own. It
sounds nowhere, and no player can send it while that key is up. Only where it comes back are clicks
looked for; then each click sent takes away one equal message at most, within 60 ms of it (a loop
through JACK takes two periods, 46 ms where they are long). So even a player who strikes that very
key, that hard, in that instant is heard once, as she played once.

What is taken away keeps its place and its delta, or the driver's sum would break.
"""

from collections import deque

from engine.midi.click_line import ClickNote
from engine.take import RawMessage

PROBE_VELOCITY = 43
PROBE_NS = 100_000_000
ECHO_NS = 60_000_000


class EchoGuard:
    """Knows what was sent; to be told of each message sent and asked about each that came."""

    def __init__(self, note: ClickNote) -> None:
        self._off, self._pitch = 0x80 | note.channel, note.pitch
        self.probe = bytes((self._off, note.pitch, PROBE_VELOCITY))
        self._sent: deque[tuple[int, bytes]] = deque(maxlen=64)
        self._key_down = False
        self.loops = False
        self.count = 0

    def sent(self, at_ns: int, data: bytes) -> None:
        """Take in what went out at ``at_ns``."""
        if data == self.probe:
            # what loops now may not have before, and the other way round
            self.loops = False
        self._sent.append((at_ns, data))

    def without(self, message: RawMessage) -> RawMessage:
        """Return ``message``, or one that says nothing in its place where it is our own."""
        if self._is_own(message):
            self.count += 1
            return RawMessage(message.arrival_ns, message.delta_ns, b"", message.port)
        data = message.data
        if len(data) == 3 and data[1] == self._pitch and data[0] & 0xE0 == 0x80:
            self._key_down = data[0] & 0xF0 == 0x90 and data[2] > 0
        return message

    def _is_own(self, message: RawMessage) -> bool:
        is_probe = message.data == self.probe
        if self._key_down if is_probe else not self.loops:
            return False
        within_ns = PROBE_NS if is_probe else ECHO_NS
        for each in self._sent:
            at_ns, data = each
            if data == message.data and 0 <= message.arrival_ns - at_ns <= within_ns:
                self._sent.remove(each)
                self.loops = True
                return True
        return False

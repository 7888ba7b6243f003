"""Outputs for tests of what goes to the piano: they keep what they were sent."""

from engine.midi.errors import MidiPortError
from engine.midi.port import Port


class Receiver:
    """One open output."""

    def __init__(self, house, played):
        self.house, self.played, self.is_open = house, played, True

    def send(self, data):
        assert self.is_open
        if self.played not in self.house.pianos:
            raise MidiPortError(f"{self.played.name} is no longer there.")
        self.house.sent.append((self.played.name, bytes(data)))

    def close(self):
        assert self.is_open
        self.is_open = False


class Receivers:
    """Where outputs come from; ``pianos`` are those plugged in, ``sent`` is all that they got."""

    def __init__(self, *pianos: Port):
        self.pianos = set(pianos)
        self.sent: list[tuple[str, bytes]] = []
        self.opened: list[Receiver] = []
        self.is_open = True

    def open_for(self, played):
        if played not in self.pianos:
            raise MidiPortError(f"nothing can be sent to {played.name}.")
        self.opened.append(Receiver(self, played))
        return self.opened[-1]

    def close(self):
        self.is_open = False

    def drain(self):
        sent, self.sent = self.sent, []
        return sent

    @property
    def local(self):
        """What Local Control was set to by all that was sent, one value a setting."""
        values = [(name, data[2]) for name, data in self.sent if data[:2] == b"\xb0\x7a"]
        self.sent = [(name, data) for name, data in self.sent if data[1] != 122]
        return values

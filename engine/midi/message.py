"""MIDI bytes in, rows and events out; pure, and no byte string makes it raise.

Conventions
-----------
A row is ``(status, data1, data2)``. Every block of bytes that the driver hands over gives at least
one row, so that no delta is ever lost: a system exclusive message is a row ``(0xF0, 0, 0)``
(counted, its content not kept), a block without a readable message is ``(UNREADABLE, 0, 0)``.
Note-on with velocity 0 is a note-off; all channels are heard; a note-off releases the latest
note-on of its pitch on its port and channel.

References
----------
MIDI 1.0 Detailed Specification, table of status bytes and running status.
"""

from collections.abc import Iterator

from engine.take import Control, Event, NoteOff, NoteOn, RawMessage

Row = tuple[int, int, int]

UNREADABLE = 0
SYSEX = 0xF0
END_OF_SYSEX = 0xF7
FIRST_REAL_TIME = 0xF8
# System exclusive, the two undefined system common messages and tune request.
WITHOUT_DATA = frozenset({SYSEX, 0xF4, 0xF5, 0xF6})
# What comes after these belongs to no message we keep.
SKIPPED = WITHOUT_DATA | {UNREADABLE, END_OF_SYSEX}
SUSTAIN_PEDAL = 64
# 120 all sound off, 123 all notes off; 124 to 127 change the mode and imply 123.
RELEASE_ALL = frozenset({120, 123, 124, 125, 126, 127})


def data_length(status: int) -> int:
    """Return how many data bytes follow ``status`` (0x80 to 0xFF, not system exclusive)."""
    if status < SYSEX:
        return 1 if 0xC0 <= status < 0xE0 else 2
    return {0xF1: 1, 0xF2: 2, 0xF3: 1}.get(status, 0)


def rows(data: bytes) -> list[Row]:
    """Return the messages inside one block of bytes, at least one row.

    Running status holds inside the block only; real-time bytes may stand anywhere in it.
    """
    if len(data) == 3 and 0x80 <= data[0] < SYSEX and data[1] < 0x80 and data[2] < 0x80:
        status = data[0]
        if data_length(status) == 2:
            return [(status, data[1], data[2])]
    return list(_parsed(data)) or [(UNREADABLE, 0, 0)]


def _parsed(data: bytes) -> Iterator[Row]:
    status = UNREADABLE
    kept: list[int] = []
    # The status byte at the end brings out a message that was cut off.
    for byte in (*data, END_OF_SYSEX):
        if byte >= FIRST_REAL_TIME:
            yield (byte, 0, 0)
        elif byte >= 0x80:
            if kept:
                yield (UNREADABLE, 0, 0)
            status, kept = byte, []
            if byte in WITHOUT_DATA:
                yield (byte, 0, 0)
        elif status not in SKIPPED:
            kept.append(byte)
            if len(kept) == data_length(status):
                yield (status, kept[0], sum(kept[1:]))
                # System common messages end running status.
                status, kept = (status if status < SYSEX else UNREADABLE), []


def to_bytes(row: Row) -> bytes:
    """Return the bytes that decode to ``row`` again: what replay hands to the inbox."""
    status, data1, data2 = row
    if status == UNREADABLE:
        return b""
    length = 0 if status == SYSEX else data_length(status)
    return bytes((status, data1, data2)[: 1 + length])


class Decoder:
    """Turns a live stream into events; remembers only which notes sound."""

    def __init__(self) -> None:
        self._sounding: dict[tuple[int, int, int], None] = {}
        self.sysex_count = 0
        self.unreadable_count = 0

    def decode(self, message: RawMessage, at_ns: int) -> tuple[Event, ...]:
        """Return the events of one message, stamped ``at_ns``; often none."""
        events: list[Event] = []
        for status, data1, data2 in rows(message.data):
            match status & 0xF0:
                case 0x80 | 0x90:
                    where = (message.port, status & 0x0F, data1)
                    if status >= 0x90 and data2 > 0:
                        self._sounding[where] = None
                        events.append(NoteOn(at_ns, data1, data2))
                    else:
                        self._sounding.pop(where, None)
                        events.append(NoteOff(at_ns, data1))
                case 0xB0:
                    if data1 in RELEASE_ALL:
                        events += self._released(message.port, status & 0x0F, at_ns)
                    events.append(Control(at_ns, data1, data2))
                case _:
                    self.sysex_count += status == SYSEX
                    self.unreadable_count += status == UNREADABLE
        return tuple(events)

    def _released(self, port: int, channel: int, at_ns: int) -> list[NoteOff]:
        gone = [where for where in self._sounding if where[:2] == (port, channel)]
        for where in gone:
            del self._sounding[where]
        return [NoteOff(at_ns, pitch) for _, _, pitch in gone]

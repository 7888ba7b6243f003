"""The content of one track chunk of a Standard MIDI File, byte for byte.

mido reads tracks too, but forgets the time before a meta event of an unknown kind, so that all
notes after it come early, and takes six times as long.

References
----------
Standard MIDI Files 1.0 (RP-001). Forgiven: a running status that goes on after a meta event, and
system messages that belong in no file.
"""

from dataclasses import dataclass, field

from engine.midi.message import END_OF_SYSEX, SYSEX, data_length

META = 0xFF
TRACK_NAME, SET_TEMPO = 0x03, 0x51
UNDEFINED = frozenset({0xF4, 0xF5, 0xF9, 0xFD})


class BrokenTrackError(Exception):
    """Bytes that are no track; says what is wrong with them."""


@dataclass(slots=True, kw_only=True)
class Track:
    """What a track holds, with its times in ticks from the start.

    Attributes
    ----------
    ticks, rows : of each channel message, in order; three bytes a row: status, data1, data2
    tempo : (tick, microseconds a quarter) of each change
    """

    ticks: list[int] = field(default_factory=list)
    rows: bytearray = field(default_factory=bytearray)
    tempo: list[tuple[int, int]] = field(default_factory=list)
    name: str = ""
    sysex_count: int = 0


def read_track(content: bytes) -> Track:
    """Return what the track holds.

    Raises
    ------
    BrokenTrackError
        where it ends in the middle of a message, or has a byte that cannot stand there
    """
    track = Track()
    try:
        _read(content, track)
    except IndexError:
        raise BrokenTrackError("it ends in the middle of a message") from None
    return track


def _read(content: bytes, track: Track) -> None:
    at, tick, running = 0, 0, 0
    while at < len(content):
        delta = content[at]
        at += 1
        if delta >= 0x80:
            delta, at = _variable(content, at - 1)
        tick += delta
        status = content[at]
        if status < 0x80:
            status = running
        else:
            at += 1
        if status >= SYSEX:
            at = _other(content, at, tick, status, track)
            continue
        if not status:
            raise BrokenTrackError("running status without a status before it")
        running = status
        data1, data2 = content[at], 0
        at += 1
        if not 0xC0 <= status < 0xE0:
            data2 = content[at]
            at += 1
        if (data1 | data2) & 0x80:
            raise BrokenTrackError(f"data byte over 127 after status 0x{status:02x}")
        track.ticks.append(tick)
        track.rows += bytes((status, data1, data2))


def _other(content: bytes, at: int, tick: int, status: int, track: Track) -> int:
    """Take a meta event or a system message; return where the next one begins."""
    if status == META:
        kind = content[at]
        data, at = _block(content, at + 1)
        if kind == SET_TEMPO:
            if len(data) < 3:
                raise BrokenTrackError(f"a tempo of {len(data)} bytes, it must have 3")
            track.tempo.append((tick, int.from_bytes(data[:3], "big")))
        elif kind == TRACK_NAME:
            track.name = data.decode("latin-1") or track.name
        return at
    if status in {SYSEX, END_OF_SYSEX}:
        track.sysex_count += 1
        return _block(content, at)[1]
    if status in UNDEFINED:
        raise BrokenTrackError(f"undefined status byte 0x{status:02x}")
    return at + data_length(status)


def _block(content: bytes, at: int) -> tuple[bytes, int]:
    length, at = _variable(content, at)
    if at + length > len(content):
        raise IndexError
    return content[at : at + length], at + length


def _variable(content: bytes, at: int) -> tuple[int, int]:
    """Return the number of variable length at ``at``, and where it ends."""
    value = 0
    while True:
        byte = content[at]
        at += 1
        value = (value << 7) | (byte & 0x7F)
        if byte < 0x80:
            return value, at

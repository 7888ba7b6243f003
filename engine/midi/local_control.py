"""Local Control: whether a piano's keys sound its own tones, and the mark of one left silent.

Control change 122 parts keyboard and tones (value 0) and joins them again (127). Its keys still
send, and what is sent to it still sounds. MIDI has no answer to it, so whether a piano obeys cannot
be known.

It goes out on all 16 channels. A piano obeys it on its receiving channel only, which its owner can
set apart from the one it sends on, so the channel heard says nothing; the 15 others ignore it. That
is 48 bytes, 15 ms on the slowest cable.

References
----------
MIDI 1.0 Detailed Specification, channel mode messages.
"""

import json
from collections.abc import Iterable

from engine.midi.port import Port

CONTROL_CHANGE = 0xB0
LOCAL_CONTROL = 122
OFF, ON = 0, 127
CHANNELS = 16
SCHEMA = 1


def local_control(on: bool) -> tuple[bytes, ...]:
    """Return the messages that let a piano's keys sound, or silence them."""
    value = ON if on else OFF
    return tuple(
        bytes((CONTROL_CHANGE | channel, LOCAL_CONTROL, value)) for channel in range(CHANNELS)
    )


def marks_to_json(silent: Iterable[Port]) -> bytes:
    """Return the content of the file that names the pianos silenced and not yet set back."""
    ports = [{"api": port.api, "name": port.name} for port in sorted(silent)]
    content = {"schema": SCHEMA, "local_control_off": ports}
    return (json.dumps(content, indent=2, ensure_ascii=False) + "\n").encode(
        errors="backslashreplace"
    )


def marks_from_json(content: bytes) -> frozenset[Port]:
    """Return the pianos that such a file names; none where it cannot be read as one."""
    try:
        read = json.loads(content)
        if read["schema"] != SCHEMA:
            return frozenset()
        named = read["local_control_off"]
        return frozenset(Port(str(each["api"]), str(each["name"])) for each in named)
    except (ValueError, KeyError, TypeError):
        return frozenset()

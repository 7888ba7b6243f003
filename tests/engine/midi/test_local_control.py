"""Local Control in bytes, and the mark of a silenced piano."""

import json

import pytest

from engine.midi.local_control import local_control, marks_from_json, marks_to_json
from engine.midi.port import Port

PIANOS = frozenset({Port("alsa", "Piano"), Port("jack", "Flügel \udcff")})


def test_every_channel_is_told():
    off, on = local_control(False), local_control(True)
    assert off == tuple(bytes((0xB0 + channel, 122, 0)) for channel in range(16))
    assert on == tuple(bytes((0xB0 + channel, 122, 127)) for channel in range(16))


def test_marks_are_read_as_they_were_written():
    content = marks_to_json(PIANOS)
    assert json.loads(content)["schema"] == 1
    assert marks_from_json(content) == PIANOS
    assert marks_from_json(marks_to_json(())) == frozenset()


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff", b"{", b"[]", b"{}", b'{"schema": 2, "local_control_off": [{"api": "a"}]}',
     b'{"schema": 1}', b'{"schema": 1, "local_control_off": [{}]}',
     b'{"schema": 1, "local_control_off": 3}'],
)  # fmt: skip
def test_what_cannot_be_read_names_no_piano(content):
    assert marks_from_json(content) == frozenset()

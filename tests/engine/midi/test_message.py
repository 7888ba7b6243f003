import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.midi.message import SYSEX, UNREADABLE, Decoder, rows, to_bytes
from engine.take import Control, NoteOff, NoteOn, RawMessage

BLOCKS = st.binary(max_size=40)


def events(*blocks: str, port: int = 0):
    decoder = Decoder()
    return [
        event
        for number, block in enumerate(blocks)
        for event in decoder.decode(RawMessage(0, 0, bytes.fromhex(block), port), number)
    ]


@pytest.mark.parametrize(
    ("block", "expected"),
    [
        ("90 3c 40", [(0x90, 60, 64)]),
        ("9f 3c 40", [(0x9F, 60, 64)]),
        ("c0 05", [(0xC0, 5, 0)]),
        ("d3 7f", [(0xD3, 127, 0)]),
        ("e0 00 40", [(0xE0, 0, 64)]),
        # running status inside one block
        ("90 3c 40 3e 41 3c 00", [(0x90, 60, 64), (0x90, 62, 65), (0x90, 60, 0)]),
        ("c0 05 06", [(0xC0, 5, 0), (0xC0, 6, 0)]),
        # a clock between the bytes of a note
        ("90 3c f8 40", [(0xF8, 0, 0), (0x90, 60, 64)]),
        # system exclusive: counted, its content dropped, running status ended
        ("f0 7e 7f 06 01 f7 3c 40", [(SYSEX, 0, 0)]),
        ("f0 7e fe 06 f7 90 3c 40", [(SYSEX, 0, 0), (0xFE, 0, 0), (0x90, 60, 64)]),
        # system common
        ("f2 01 02", [(0xF2, 1, 2)]),
        ("f1 07 3c", [(0xF1, 7, 0)]),
        ("f6", [(0xF6, 0, 0)]),
        ("f4 01 02", [(0xF4, 0, 0)]),
        # damage
        ("", [(UNREADABLE, 0, 0)]),
        ("3c 40", [(UNREADABLE, 0, 0)]),
        ("90 3c", [(UNREADABLE, 0, 0)]),
        ("90 3c 80 3c 00", [(UNREADABLE, 0, 0), (0x80, 60, 0)]),
        ("f7", [(UNREADABLE, 0, 0)]),
    ],
)
def test_rows_of_a_block(block, expected):
    assert rows(bytes.fromhex(block)) == expected


@given(BLOCKS)
def test_no_bytes_make_it_raise_and_every_block_gives_a_row(block):
    found = rows(block)
    assert found
    for status, data1, data2 in found:
        assert status == UNREADABLE or status >= 0x80
        assert max(data1, data2) < 0x80


@given(BLOCKS)
def test_a_row_written_as_bytes_is_the_same_row_again(block):
    for row in rows(block):
        assert rows(to_bytes(row)) == [row]


@given(st.lists(BLOCKS, max_size=20))
def test_the_decoder_never_raises(blocks):
    decoder = Decoder()
    for block in blocks:
        decoder.decode(RawMessage(0, 0, block), 0)


def test_note_on_with_velocity_0_is_a_note_off():
    assert events("90 3c 40", "90 3c 00") == [NoteOn(0, 60, 64), NoteOff(1, 60)]


def test_every_channel_is_heard():
    assert events("95 3c 40", "85 3c 00") == [NoteOn(0, 60, 64), NoteOff(1, 60)]


def test_the_sustain_pedal_is_a_control():
    assert events("b0 40 7f") == [Control(0, 64, 127)]


@pytest.mark.parametrize("number", ["78", "7b", "7c", "7d", "7e", "7f"])
def test_all_notes_off_releases_what_sounds_on_its_channel(number):
    found = events("90 3c 40", "90 40 40", "91 43 40", "80 3c 00", f"b0 {number} 00")
    assert [event for event in found if isinstance(event, NoteOff)] == [
        NoteOff(3, 60),
        NoteOff(4, 64),
    ]


def test_clock_sensing_and_exclusive_give_no_event_and_are_counted():
    decoder = Decoder()
    for block in ("f8", "fe", "f0 01 f7", "f4", "3c"):
        assert decoder.decode(RawMessage(0, 0, bytes.fromhex(block)), 0) == ()
    assert (decoder.sysex_count, decoder.unreadable_count) == (1, 1)

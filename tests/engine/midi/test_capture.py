import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.midi.capture import PEDAL_WARNING, UNMEASURED_WARNING, origin_ns, raw_array, take_of
from engine.take import RawMessage, TimeSource

MS = 1_000_000


def messages(*at_and_bytes: tuple[float, str], late_ms: float = 0.0, start_ns: int = 10**12):
    """Return messages played at these ms, delivered ``late_ms`` later."""
    before = None
    found = []
    for at_ms, block in at_and_bytes:
        delta_ms = 0.0 if before is None else at_ms - before
        before = at_ms
        found.append(
            RawMessage(
                start_ns + round((at_ms + late_ms) * MS),
                round(delta_ms * MS),
                bytes.fromhex(block),
            )
        )
    return found


def take(*at_and_bytes, **facts):
    raw, sysex_count = raw_array(messages(*at_and_bytes))
    return take_of(raw, ports=("piano",), api="jack", sysex_count=sysex_count, **facts)


def test_a_golden_take():
    # SCIENCE 8.1, legato by 10 ms
    onsets = [0, 128, 250, 371, 505, 622, 750, 880, 998, 1125, 1251, 1379, 1497, 1625, 1757]
    played = [(ms, f"90 {60 + i:02x} 40") for i, ms in enumerate(onsets)]
    played += [(ms + 140, f"80 {60 + i:02x} 00") for i, ms in enumerate(onsets)]
    found = take(*sorted(played))
    iois_ms = np.diff(found.notes["onset_s"]) * 1e3
    assert iois_ms.std(ddof=1) == pytest.approx(5.4030, abs=5e-5)
    assert iois_ms.mean() == pytest.approx(125.5)
    assert found.notes["offset_s"] - found.notes["onset_s"] == pytest.approx(np.full(15, 0.14))
    assert found.notes["pitch"].tolist() == list(range(60, 75))
    assert found.timing.source is TimeSource.DRIVER
    assert found.warnings == ()


def test_the_first_message_need_not_be_a_note():
    found = take((0, "f8"), (100, "90 3c 40"))
    assert found.notes["onset_s"].tolist() == pytest.approx([0.1])


def test_a_note_never_released_has_no_offset():
    assert np.isnan(take((0, "90 3c 40")).notes["offset_s"][0])


def test_a_lost_note_off_does_not_shift_the_later_ones():
    found = take((0, "90 3c 40"), (100, "90 3c 41"), (150, "80 3c 00"), (200, "80 3c 00"))
    assert np.isnan(found.notes["offset_s"][0])
    assert found.notes["offset_s"][1] == pytest.approx(0.15)


def test_all_notes_off_ends_what_sounds():
    found = take((0, "90 3c 40"), (10, "91 3c 40"), (50, "b0 7b 00"))
    assert found.notes["offset_s"][0] == pytest.approx(0.05)
    assert np.isnan(found.notes["offset_s"][1])


def test_several_messages_in_one_block_are_of_one_time():
    raw, _ = raw_array(messages((0, "90 3c 40"), (100, "90 3c 00 3e 40 40 40")))
    assert raw["delta_ns"].tolist() == [0, 100 * MS, 0, 0]
    found = take_of(raw, ports=("piano",), api="jack")
    assert found.notes["onset_s"].tolist() == pytest.approx([0, 0.1, 0.1])


def test_system_exclusive_is_counted_and_keeps_its_delta_only():
    raw, sysex_count = raw_array(
        messages((0, "90 3c 40"), (60, "f0 41 10 42 f7"), (100, "90 3e 40"))
    )
    assert sysex_count == 1
    assert raw.tolist()[1][3:] == (0xF0, 0, 0)
    found = take_of(raw, ports=("piano",), api="jack", sysex_count=sysex_count)
    assert found.notes["onset_s"].tolist() == pytest.approx([0, 0.1])


def test_the_sustain_pedal_marks_the_take():
    found = take((0, "b0 40 7f"), (10, "90 3c 40"))
    assert found.pedal_used
    assert PEDAL_WARNING in found.warnings


def test_a_pedal_that_is_only_let_go_marks_nothing():
    assert not take((0, "b0 40 00"), (10, "90 3c 40")).pedal_used


def test_the_computer_keyboard_is_unmeasured_and_timed_by_arrival():
    keyed = [RawMessage(10**9, 0, b"\x90\x3c\x40"), RawMessage(10**9 + 90 * MS, 0, b"\x80\x3c\x00")]
    raw, _ = raw_array(keyed)
    found = take_of(raw, ports=("keyboard",), api="keyboard", measured=False)
    assert found.timing.source is TimeSource.UNMEASURED
    assert found.notes["offset_s"][0] == pytest.approx(0.09)
    assert found.warnings == (UNMEASURED_WARNING,)
    assert origin_ns(raw, measured=False) == 10**9


def test_the_origin_is_when_the_first_message_was_played():
    late = messages((0, "90 3c 40"), late_ms=5) + messages((100, "80 3c 00"))
    late[1] = late[1]._replace(delta_ns=100 * MS)
    raw, _ = raw_array(late)
    assert origin_ns(raw) == 10**12


def test_an_empty_take_has_nothing_and_complains_of_nothing():
    raw, sysex_count = raw_array([])
    found = take_of(raw, ports=("piano",), api="jack", sysex_count=sysex_count)
    assert (len(found.raw), len(found.notes), found.warnings) == (0, 0, ())
    assert origin_ns(raw) == 0


def test_a_take_cannot_be_edited():
    found = take((0, "90 3c 40"))
    with pytest.raises(ValueError, match="read-only"):
        found.raw["status"][0] = 0
    with pytest.raises(ValueError, match="read-only"):
        found.notes["pitch"][0] = 0


def test_a_writeable_array_is_copied():
    raw = raw_array(messages((0, "90 3c 40")))[0].copy()
    found = take_of(raw, ports=("piano",), api="jack")
    raw["data1"] = 0
    assert found.raw["data1"].tolist() == [60]


RAW_MESSAGES = st.builds(
    RawMessage,
    st.integers(0, 10**15),
    st.integers(-(10**12), 10**12),
    st.binary(max_size=6),
    st.integers(0, 3),
)


@given(st.lists(RAW_MESSAGES, max_size=60))
def test_any_messages_give_a_take_and_the_same_one_twice(found):
    raw, sysex_count = raw_array(found)
    first = take_of(raw, ports=("a",), api="jack", sysex_count=sysex_count)
    second = take_of(raw.copy(), ports=("a",), api="jack", sysex_count=sysex_count)
    assert first.notes.tobytes() == second.notes.tobytes()
    assert first.timing == second.timing
    assert (np.diff(first.notes["onset_s"]) >= 0).all()

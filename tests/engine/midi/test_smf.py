import json
import struct
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.midi.capture import PEDAL_WARNING, raw_array, take_of
from engine.midi.errors import MidiFileError
from engine.midi.smf import read_smf, write_smf
from engine.take import RawMessage, Take, TimeSource

MS = 1_000_000
SHARED = Path(__file__).parents[4] / "shared" / "data"


def smf(
    *tracks: str,
    kind: int = 0,
    division: int = 96,
    count: int | None = None,
) -> bytes:
    """Return a file of these track contents in hexadecimal; the end of track is added."""
    data = b"MThd" + struct.pack(
        ">LHHH", 6, kind, len(tracks) if count is None else count, division
    )
    for track in tracks:
        content = bytes.fromhex(track) + b"\x00\xff\x2f\x00"
        data += b"MTrk" + struct.pack(">L", len(content)) + content
    return data


def read(folder: Path, data: bytes) -> Take:
    path = folder / "take.mid"
    path.write_bytes(data)
    return read_smf(path)


def onsets(take: Take) -> list[float]:
    return take.notes["onset_s"].tolist()


# --- reading -------------------------------------------------------------------------------------


def test_a_quarter_is_half_a_second_where_no_tempo_is_given(tmp_path: Path):
    take = read(tmp_path, smf("00 90 3c 40  60 80 3c 40  00 90 3e 40  60 80 3e 40"))
    assert onsets(take) == pytest.approx([0, 0.5])
    assert take.notes["offset_s"].tolist() == pytest.approx([0.5, 1.0])
    assert take.timing.source is TimeSource.FILE
    assert take.timing.grid_ms == pytest.approx(500 / 96)
    assert take.raw["arrival_ns"].tolist() == [0, 500 * MS, 500 * MS, 1000 * MS]
    assert take.raw["delta_ns"].tolist() == [0, 500 * MS, 0, 500 * MS]


def test_running_status_and_velocity_0(tmp_path: Path):
    take = read(tmp_path, smf("00 90 3c 40  60 3c 00  00 3e 40  60 3e 00"))
    assert onsets(take) == pytest.approx([0, 0.5])
    assert take.notes["offset_s"].tolist() == pytest.approx([0.5, 1.0])


def test_the_tempo_map_of_one_track_holds_for_all(tmp_path: Path):
    # 120 bpm for one quarter, then 60 bpm
    tempo = "00 ff 51 03 07 a1 20  60 ff 51 03 0f 42 40"
    notes = "00 90 3c 40  60 3e 40  60 40 40"
    take = read(tmp_path, smf(tempo, notes, kind=1))
    assert onsets(take) == pytest.approx([0, 0.5, 1.5])
    assert take.timing.grid_ms == pytest.approx(1000 / 96)


@pytest.mark.parametrize(
    ("frames", "a_second"), [(24, 24.0), (25, 25.0), (29, 30_000 / 1001), (30, 30.0)]
)
def test_smpte_division_counts_real_time_whatever_the_tempo(tmp_path: Path, frames, a_second):
    division = ((256 - frames) << 8) | 40
    take = read(tmp_path, smf("00 ff 51 03 0f 42 40 00 90 3c 40  28 3e 40", division=division))
    assert onsets(take) == pytest.approx([0, 1 / a_second])


def test_tracks_are_merged_and_keep_their_own_note_offs(tmp_path: Path):
    right = "00 90 3c 40  60 80 3c 00"
    left = "30 90 3c 50  60 80 3c 00"
    take = read(tmp_path, smf(right, left, kind=1))
    assert onsets(take) == pytest.approx([0, 0.25])
    assert take.notes["offset_s"].tolist() == pytest.approx([0.5, 0.75])
    assert take.raw["port"].tolist() == [0, 1, 0, 1]
    assert take.ports == ("track 1", "track 2")


def test_the_pedal_marks_the_take(tmp_path: Path):
    take = read(tmp_path, smf("00 b0 40 7f  00 90 3c 40"))
    assert take.pedal_used
    assert take.warnings == (PEDAL_WARNING,)


def test_system_exclusive_is_counted(tmp_path: Path):
    take = read(tmp_path, smf("00 f0 03 41 10 f7  00 90 3c 40"))
    assert take.sysex_count == 1
    assert len(take.raw) == 1


def test_chunks_of_an_unknown_kind_are_passed_over(tmp_path: Path):
    data = smf("00 90 3c 40")
    data = data[:14] + b"XFIH" + struct.pack(">L", 3) + b"abc" + data[14:]
    assert onsets(read(tmp_path, data)) == [0]


def test_the_time_before_a_meta_event_of_an_unknown_kind_counts(tmp_path: Path):
    # a beat, something that only its maker knows, a note; a beat later another
    data = smf("00 90 3c 40  60 ff 0a 01 00  00 90 3e 40  60 90 40 40")
    assert onsets(read(tmp_path, data)) == pytest.approx([0, 0.5, 1.0])


def test_a_running_status_that_goes_on_after_a_meta_event_is_forgiven(tmp_path: Path):
    data = smf("00 90 3c 40  00 ff 01 01 41  60 3e 40")
    assert read(tmp_path, data).notes["pitch"].tolist() == [60, 62]


def test_a_file_without_a_note_is_an_empty_take(tmp_path: Path):
    assert len(read(tmp_path, smf("00 ff 01 01 41")).notes) == 0


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "the file is empty; Evenhand reads Standard MIDI Files"),
        (b"RIFF and so on for long", "no MIDI header"),
        (b"SMF2CLIP\x00\x40\x00\x00", "MIDI 2.0 clip file"),
        (smf("00 90 3c 40", kind=2), r"independent sequences \(format 2\)"),
        (smf("00 90 3c 40", kind=3), "format 3 does not exist"),
        (smf(), "has no track"),
        (smf("00 90 3c 40", division=0xF060), "time division 0xf060"),
        (smf("00 90 3c 40", division=0), "time division 0x0000"),
        (smf("00 90 3c 40")[:-6], "broken at byte 14"),
        (smf("00 90 3c"), "track 1 is broken"),
        (smf("00 f4"), "track 1 is broken: undefined status byte 0xf4"),
        (smf("00 3c 40"), "track 1 is broken: running status"),
        (smf("00 90 3c 80"), "track 1 is broken: data byte over 127 after status 0x90"),
        (smf("00 ff 51 02 07 a1"), "track 1 is broken: a tempo of 2 bytes"),
        (smf("00 ff 01 7f 41"), "track 1 is broken: it ends in the middle of a message"),
        (smf("ff ff ff 7f 90 3c 40" * 3), "track 1 is broken|longer than a day"),
        (smf(*["00 90 3c 40  8f ff ff 7f 90 3c 40" * 40]), "longer than a day"),
    ],
)
def test_a_wrong_file_is_refused_with_its_name_and_what_to_do(tmp_path: Path, data, said):
    with pytest.raises(MidiFileError, match=said) as caught:
        read(tmp_path, data)
    assert str(caught.value).startswith(str(tmp_path / "take.mid"))


def test_a_missing_file_is_refused(tmp_path: Path):
    with pytest.raises(MidiFileError, match="cannot be read: No such file"):
        read_smf(tmp_path / "nothing.mid")


@settings(max_examples=300)
@given(st.binary(max_size=60), st.sampled_from([0, 1, 96, 0xE728, 0x7FFF]))
def test_any_bytes_in_a_track_give_a_take_or_a_sentence(tmp_path_factory, content, division):
    data = b"MThd" + struct.pack(">LHHH", 6, 0, 1, division)
    path = tmp_path_factory.getbasetemp() / "any.mid"
    path.write_bytes(data + b"MTrk" + struct.pack(">L", len(content)) + content)
    try:
        take = read_smf(path)
    except MidiFileError:
        return
    assert (np.diff(take.notes["onset_s"]) >= 0).all()


# --- files that nobody here made -----------------------------------------------------------------


def edge_files() -> list[Path]:
    return sorted(
        path
        for folder in ("midi-edge-jazzsoft", "midi-edge-midifile")
        for path in (SHARED / folder).glob("*.mid*")
    )


REFUSED = {
    "MIDIBadHeaderChunk.mid": "no MIDI header",
    "MIDIBadHeaderFormat.mid": "format 3",
    "MIDIBadHeaderLength.mid": "broken at byte",
    "MIDIBadHeaderSMTPE.mid": "time division 0xf060",
    "MIDIBadTrackHdr.mid": "has no track",
    "test-2-tracks-type-2.mid": "format 2",
    "test-c-major-scale-m1-g0.midi2": "MIDI 2.0",
    "test-empty-file.mid": "empty",
    "test-empty.midi2": "MIDI 2.0",
    "test-illegal-message-f4.mid": "undefined status byte",
    "test-minimal.midi2": "MIDI 2.0",
    "test-no-header.midi2": "MIDI 2.0",
}


@pytest.mark.skipif(not edge_files(), reason="the shared test files are not here")
def test_odd_files_are_read_or_refused_as_they_deserve():
    for path in edge_files():
        if path.name in REFUSED:
            with pytest.raises(MidiFileError, match=REFUSED[path.name]):
                read_smf(path)
        else:
            read_smf(path)


C_MAJOR = [60, 62, 64, 65, 67, 69, 71, 72]


@pytest.mark.skipif(not edge_files(), reason="the shared test files are not here")
@pytest.mark.parametrize(
    "name", ["c-major-scale", "non-midi-track", "running-status-metaevent", "vlq-4-byte"]
)
def test_a_scale_is_a_scale_whatever_the_file_does(name):
    take = read_smf(SHARED / "midi-edge-jazzsoft" / f"test-{name}.mid")
    assert take.notes["pitch"].tolist() == C_MAJOR
    assert onsets(take) == pytest.approx(np.arange(8) * 0.5)


# --- writing -------------------------------------------------------------------------------------


def played(*rows: tuple[int, bytes], **facts) -> Take:
    """Return the take of these (ns, bytes)."""
    times = [at_ns for at_ns, _ in rows]
    deltas = np.diff(times, prepend=times[:1]).tolist()
    raw, sysex_count = raw_array(
        [
            RawMessage(10**12 + at_ns, delta, data)
            for (at_ns, data), delta in zip(rows, deltas, strict=True)
        ]
    )
    return take_of(raw, ports=("piano",), api="jack", sysex_count=sysex_count, **facts)


@settings(max_examples=60)
@given(
    st.lists(
        st.tuples(
            st.integers(0, 2_000_000_000),
            st.sampled_from([0x80, 0x90, 0x97, 0xB0, 0xC1, 0xE0]),
            st.integers(0, 127),
            st.integers(0, 127),
        ),
        min_size=1,
        max_size=50,
    )
)
def test_a_take_written_and_read_is_the_same_within_20_us(tmp_path_factory, rows):
    at_ns = np.cumsum([step for step, *_ in rows]).tolist()
    messages = [
        (at, bytes((status, data1)) if status == 0xC1 else bytes((status, data1, data2)))
        for at, (_, status, data1, data2) in zip(at_ns, rows, strict=True)
    ]
    take = played(*messages)
    path = tmp_path_factory.getbasetemp() / "round.mid"
    write_smf(path, take, {})
    again = read_smf(path)
    for name in ("status", "data1", "data2"):
        assert again.raw[name].tolist() == take.raw[name].tolist()
    since_first_ns = np.array(at_ns) - at_ns[0]
    assert np.abs(again.raw["arrival_ns"] - since_first_ns).max() <= 10_001


def scale(n: int = 15) -> list[tuple[int, bytes]]:
    rows = [(i * 125 * MS + i * i * 1_000, bytes((0x90, 60 + i, 64))) for i in range(n)]
    rows += [(at_ns + 110 * MS, bytes((0x80, data[1], 0))) for at_ns, data in rows]
    return sorted(rows)


def test_format_0_with_ticks_of_20_us(tmp_path: Path):
    path = tmp_path / "take.mid"
    write_smf(path, played(*scale()), {})
    data = path.read_bytes()
    assert struct.unpack(">LHHH", data[4:14]) == (6, 0, 1, 25_000)
    assert read_smf(path).timing.grid_ms == pytest.approx(0.02)


def test_system_messages_stay_out_and_their_time_is_not_lost(tmp_path: Path):
    path = tmp_path / "take.mid"
    rows = [(0, b"\xf8"), (MS, b"\x90\x3c\x40"), (50 * MS, b"\xf0\x41\xf7"), (90 * MS, b"\xfe")]
    write_smf(path, played(*rows, (100 * MS, b"\x80\x3c\x00")), {})
    again = read_smf(path)
    assert again.notes["offset_s"].tolist() == pytest.approx([0.099])
    assert again.sysex_count == 1


def test_the_facts_stand_beside_it(tmp_path: Path):
    take = played(*scale(), interrupted=True)
    write_smf(tmp_path / "take.mid", take, {"exercise": "scale-c-right", "seed": 3})
    facts = json.loads((tmp_path / "take.json").read_text("utf-8"))
    assert facts["schema"] == 1
    assert facts["exercise"] == "scale-c-right"
    assert facts["ports"] == ["piano"]
    assert facts["timing"]["source"] == "driver"
    again = read_smf(tmp_path / "take.mid")
    assert again.interrupted
    assert again.api == "jack"


def jack_take() -> Take:
    rng = np.random.default_rng(4)
    at_ms = np.ceil(np.cumsum(rng.normal(62, 8, 120)) / (16 / 3)) * (16 / 3)
    return played(
        *[(round(ms * MS), bytes((0x90, 60, 64 * (i % 2)))) for i, ms in enumerate(at_ms)]
    )


def test_the_noise_floor_of_the_port_survives_the_file(tmp_path: Path):
    take = jack_take()
    write_smf(tmp_path / "take.mid", take, {})
    assert take.timing.grid_ms == pytest.approx(16 / 3, rel=1e-3)
    assert read_smf(tmp_path / "take.mid").timing.grid_ms == take.timing.grid_ms


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"schema": 1}', '{"schema": 2}', "not json"])
def test_facts_that_are_broken_or_of_another_file_are_not_believed(tmp_path: Path, content):
    write_smf(tmp_path / "take.mid", jack_take(), {})
    (tmp_path / "take.json").write_text(content, "utf-8")
    assert read_smf(tmp_path / "take.mid").timing.grid_ms == pytest.approx(0.02)


def test_facts_of_another_recording_are_not_believed(tmp_path: Path):
    write_smf(tmp_path / "take.mid", jack_take(), {})
    (tmp_path / "take.mid").write_bytes(smf("00 90 3c 40"))
    assert read_smf(tmp_path / "take.mid").timing.grid_ms == pytest.approx(500 / 96)


def test_an_unmeasured_take_stays_unmeasured(tmp_path: Path):
    write_smf(tmp_path / "take.mid", played(*scale(), measured=False), {})
    assert read_smf(tmp_path / "take.mid").timing.source is TimeSource.UNMEASURED


def test_a_file_read_and_written_is_the_same(tmp_path: Path):
    write_smf(tmp_path / "a.mid", played(*scale()), {})
    write_smf(tmp_path / "b.mid", read_smf(tmp_path / "a.mid"), {})
    assert (tmp_path / "a.mid").read_bytes() == (tmp_path / "b.mid").read_bytes()


def test_an_empty_take_can_be_written(tmp_path: Path):
    write_smf(tmp_path / "take.mid", played(), {})
    assert len(read_smf(tmp_path / "take.mid").raw) == 0


def test_nothing_is_left_behind_where_it_cannot_be_written(tmp_path: Path):
    (tmp_path / "take.mid").mkdir()
    (tmp_path / "take.mid" / "x").touch()
    with pytest.raises(MidiFileError, match="cannot be written"):
        write_smf(tmp_path / "take.mid", played(*scale()), {})
    assert [path.name for path in tmp_path.iterdir()] == ["take.mid"]
    with pytest.raises(MidiFileError, match=r"cannot be written: No such file"):
        write_smf(tmp_path / "no" / "take.mid", played(*scale()), {})

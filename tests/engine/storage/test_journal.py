"""The journal of a take: found after a kill, cut at the first bad record, never in the way."""

import json
import os
import resource
import signal
import subprocess
import sys
import threading
import time
import zlib
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.storage.errors import StorageError
from engine.storage.journal import SYNC_EVERY_S, FoundTake, Journal, JournalHeader, found
from engine.storage.record_format import to_records
from tests.engine.storage.situations import START_UTC, seeded_ids, some_messages

ROOT = Path(__file__).parents[3]
NEW_ID = seeded_ids(11)


def a_header(**other: Any) -> JournalHeader:
    facts: dict[str, Any] = {
        "take_id": NEW_ID(),
        "ports": ("Piano MIDI 1", "Pedals"),
        "api": "alsa",
        "started_utc": START_UTC,
        "facts": {"exercise_id": "five-finger-c-right", "tempo_bpm": 60.0, "runs": [1, 2]},
    }
    return JournalHeader(**{**facts, **other})


def test_a_journal_that_was_closed_is_found_with_all_it_was_given(tmp_path: Path):
    raw = some_messages(100)
    header = a_header()
    journal = Journal.begin(tmp_path / "new", header)
    for start in range(0, 100, 7):
        journal.append(raw[start : start + 7])
    journal.close()
    [take] = found(tmp_path / "new")
    assert take.header == header
    assert np.array_equal(take.raw, raw)
    assert take.bytes_cut == 0
    assert journal.failure is None


def test_a_kept_take_leaves_no_journal(tmp_path: Path):
    journal = Journal.begin(tmp_path, a_header())
    journal.append(some_messages(10))
    journal.discard()
    assert list(tmp_path.iterdir()) == []


def test_a_found_take_can_be_put_away(tmp_path: Path):
    Journal.begin(tmp_path, a_header()).close()
    [take] = found(tmp_path)
    assert len(take.raw) == 0
    take.discard()
    take.discard()
    assert found(tmp_path) == []


def test_a_journal_being_written_is_not_taken_for_one_left_behind(tmp_path: Path):
    journal = Journal.begin(tmp_path, a_header())
    journal.append(some_messages(10))
    assert found(tmp_path) == []
    journal.close()
    assert len(found(tmp_path)) == 1


def test_takes_are_found_oldest_first(tmp_path: Path):
    headers = [a_header(started_utc=START_UTC.replace(hour=hour)) for hour in (9, 7, 8)]
    for header in headers:
        Journal.begin(tmp_path, header).close()
    hours = [take.header.started_utc.hour for take in found(tmp_path) if take.header]
    assert hours == [7, 8, 9]


def test_where_nothing_was_played_nothing_is_found(tmp_path: Path):
    assert found(tmp_path / "nowhere") == []


def test_a_take_has_one_journal(tmp_path: Path):
    header = a_header()
    journal = Journal.begin(tmp_path, header)
    with pytest.raises(StorageError, match=r"journal .* cannot be started"):
        Journal.begin(tmp_path, header)
    journal.close()
    assert found(tmp_path)[0].header == header


def test_a_folder_that_cannot_be_made_says_so(tmp_path: Path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StorageError, match=r"cannot be started: .*check its folder"):
        Journal.begin(tmp_path / "file" / "journal", a_header())


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs Linux's /dev/full")
def test_a_disk_that_fails_is_told_and_the_player_plays_on(tmp_path: Path):
    journal = Journal.begin(tmp_path, a_header())
    full = os.open("/dev/full", os.O_WRONLY)
    os.dup2(full, journal._file.fileno())
    os.close(full)
    journal.append(some_messages(10))
    journal._writer.join()
    journal.append(some_messages(10))
    assert journal.failure is not None
    assert "No space left on device" in journal.failure
    journal.close()


def test_a_journal_that_cannot_be_written_leaves_no_file(tmp_path: Path):
    least, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, most))
    try:
        with pytest.raises(StorageError, match="cannot be started: File too large"):
            Journal.begin(tmp_path, a_header())
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (least, most))
    assert list(tmp_path.iterdir()) == []


def test_a_pause_between_two_runs_loses_nothing(tmp_path: Path):
    raw = some_messages(20)
    journal = Journal.begin(tmp_path, a_header())
    journal.append(raw[:10])
    threading.Event().wait(2 * SYNC_EVERY_S)
    assert journal.path.read_bytes().endswith(to_records(raw[:10], 0))
    journal.append(raw[10:])
    journal.close()
    journal.close()
    assert np.array_equal(found(tmp_path)[0].raw, raw)


def test_what_is_no_file_says_so(tmp_path: Path):
    path = tmp_path / "folder.journal"
    path.mkdir()
    with pytest.raises(StorageError, match="cannot be read: Is a directory"):
        found(tmp_path)
    with pytest.raises(StorageError, match=r"folder\.journal cannot be removed"):
        FoundTake(path=path, header=None, raw=some_messages(0), bytes_cut=0).discard()


@settings(max_examples=200, deadline=None)
@given(data=st.data(), n=st.integers(0, 12))
def test_cut_or_damaged_at_any_byte_every_good_record_before_is_kept(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject, n: int
):
    folder = tmp_path_factory.mktemp("journal")
    raw = some_messages(n)
    header = a_header()
    journal = Journal.begin(folder, header)
    journal.append(raw)
    journal.close()
    content = bytearray(journal.path.read_bytes())
    start = content.index(b"\n") + 1
    at = data.draw(st.integers(0, len(content) - 1), label="at")
    cut = data.draw(st.booleans(), label="cut")
    if cut:
        del content[at:]
    else:
        content[at] ^= data.draw(st.integers(1, 255), label="flip")
    journal.path.write_bytes(content)

    [take] = found(folder)
    good = max(0, at - start) // 24
    assert np.array_equal(take.raw[:good], raw[:good])
    # a header without its line's end is whole, as its own check sum says
    if at >= start or (cut and at == start - 1):
        assert take.header == header
        assert len(take.raw) == good
    else:
        assert take.header is None
        assert len(take.raw) in (0, n)


def test_a_damaged_header_leaves_the_messages(tmp_path: Path):
    journal = Journal.begin(tmp_path, a_header())
    journal.append(some_messages(5))
    journal.close()
    content = journal.path.read_bytes().replace(b"alsa", b"also")
    journal.path.write_bytes(content)
    [take] = found(tmp_path)
    assert take.header is None
    assert np.array_equal(take.raw, some_messages(5))


@pytest.mark.parametrize("content", [b"[]", b'{"schema": 1}', b'{"schema": "x"}', b"{"])
def test_a_header_that_says_something_else_is_no_header(tmp_path: Path, content: bytes):
    write_journal(tmp_path, content)
    assert [take.header for take in found(tmp_path)] == [None]


def test_a_journal_of_a_newer_evenhand_is_left_for_it(tmp_path: Path):
    path = write_journal(tmp_path, json.dumps({"schema": 2}).encode())
    assert found(tmp_path) == []
    assert path.exists()


def write_journal(folder: Path, header: bytes) -> Path:
    path = folder / "x.journal"
    path.write_bytes(header + f" {zlib.crc32(header):08x}\n".encode())
    return path


PLAYING = """
import sys
from pathlib import Path
import numpy as np
from engine.storage.journal import Journal
from engine.take import RAW_DTYPE
from tests.engine.storage.test_journal import a_header
journal = Journal.begin(Path(sys.argv[1]), a_header())
sys.stdout.buffer.write(b".")
sys.stdout.buffer.flush()
while message := sys.stdin.buffer.read(RAW_DTYPE.itemsize):
    journal.append(np.frombuffer(message, RAW_DTYPE))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_kill_9_loses_at_most_250_ms(tmp_path: Path):
    program = [sys.executable, "-c", PLAYING, str(tmp_path)]
    pipe = subprocess.PIPE
    with subprocess.Popen(program, cwd=ROOT, stdin=pipe, stdout=pipe) as playing:
        assert playing.stdin is not None
        assert playing.stdout is not None
        assert playing.stdout.read(1) == b"."
        sent = []
        pace = threading.Event()
        message = some_messages(1).copy()
        # A fast player: a message every 4 ms for a second, each stamped as it is sent.
        for number in range(250):
            message["arrival_ns"] = time.perf_counter_ns()
            message["delta_ns"] = number
            sent.append(message.copy())
            playing.stdin.write(message.tobytes())
            playing.stdin.flush()
            pace.wait(0.004)
        killed_ns = time.perf_counter_ns()
        playing.send_signal(signal.SIGKILL)
        playing.wait()
    [take] = found(tmp_path)
    expected = np.concatenate(sent)
    assert np.array_equal(take.raw, expected[: len(take.raw)])
    missing = expected[len(take.raw) :]
    assert killed_ns - missing["arrival_ns"].min(initial=killed_ns) <= 250_000_000
    assert take.bytes_cut < 24

"""The journal of a take being played, so that a killed process or a power cut loses little of it.

A file is one header line (JSON, then a space, its CRC-32 as eight hex digits and a newline) and the
records of ``record_format``. What the game's thread appends is written by a thread of the
journal's own as soon as it comes and is on the disk at most ``SYNC_EVERY_S`` later, both well
within the 250 ms that may be lost. As long as it is open the file is locked, so that a second
Evenhand does not take it for one left behind; the lock goes with the process.
"""

import json
import os
import threading
import time
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from io import FileIO
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any, Self
from uuid import UUID

from engine.storage.errors import StorageError
from engine.storage.file_lock import locked
from engine.storage.places import sync_folder
from engine.storage.record_format import from_records, to_records
from engine.take import RawArray

SCHEMA = 1
SYNC_EVERY_S = 0.1
SUFFIX = ".journal"


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalHeader:
    """What is known of a take as it starts; ``facts`` is the caller's own, fit for JSON."""

    take_id: UUID
    ports: tuple[str, ...]
    api: str
    started_utc: datetime
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundTake:
    """A take that a killed session left behind.

    ``header`` is null when its line is damaged; ``raw`` holds every good record before the first
    bad one, and ``bytes_cut`` is what came after them (0 to 23 after a clean kill).
    """

    path: Path
    header: JournalHeader | None
    raw: RawArray
    bytes_cut: int

    def discard(self) -> None:
        """Remove the journal, once its take is kept or not wanted."""
        _remove(self.path)


class Journal:
    """The open journal of one take; exactly one thread may append."""

    def __init__(self, file: FileIO, path: Path) -> None:
        self._file = file
        self.path = path
        self._waiting: SimpleQueue[RawArray | None] = SimpleQueue()
        self._failure: OSError | None = None
        self._writer = threading.Thread(target=self._write, name="evenhand journal", daemon=True)
        self._writer.start()

    @classmethod
    def begin(cls, folder: Path, header: JournalHeader) -> Self:
        """Start the journal of a take in ``folder``; its header is on the disk on return.

        StorageError when the folder cannot be written or the take already has a journal.
        """
        path = folder / f"{header.take_id}{SUFFIX}"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            file = FileIO(path, "xb")
        except OSError as error:
            raise StorageError(f"the journal {path} cannot be started: {_mend(error)}") from error
        try:
            if not locked(file):
                raise OSError("another program holds it")
            _write_whole(file, _header_line(header))
            os.fsync(file.fileno())
            sync_folder(folder)
        except OSError as error:
            file.close()
            path.unlink(missing_ok=True)
            raise StorageError(f"the journal {path} cannot be started: {_mend(error)}") from error
        return cls(file, path)

    @property
    def failure(self) -> str | None:
        """Why the take is no longer journalled, as a sentence; None while all is well."""
        failure = self._failure
        return None if failure is None else f"the journal {self.path} stopped: {_mend(failure)}"

    def append(self, raw: RawArray) -> None:
        """Hand over messages as ``RAW_DTYPE``, in order; returns at once, never raises."""
        if len(raw):
            self._waiting.put(raw)

    def close(self) -> None:
        """Wait until everything is on the disk; the file stays, and is found at the next start."""
        if not self._file.closed:
            self._waiting.put(None)
            self._writer.join()
            self._file.close()

    def discard(self) -> None:
        """Close and remove the file: the take is kept, or not wanted."""
        self.close()
        _remove(self.path)

    def _write(self) -> None:
        count = 0
        try:
            while (raw := self._waiting.get()) is not None:
                # Written at once, so that a kill loses nothing more; synced for a whole batch.
                sync_at_s = time.monotonic() + SYNC_EVERY_S
                while raw is not None:
                    _write_whole(self._file, to_records(raw, count))
                    count += len(raw)
                    raw = self._next_before(sync_at_s)
                os.fsync(self._file.fileno())
        except OSError as error:
            # The take goes on without its journal; whoever asks is told.
            self._failure = error

    def _next_before(self, at_s: float) -> RawArray | None:
        try:
            raw = self._waiting.get(timeout=max(0.0, at_s - time.monotonic()))
        except Empty:
            return None
        if raw is None:
            self._waiting.put(None)
        return raw


def found(folder: Path) -> list[FoundTake]:
    """Return the takes that killed sessions left in ``folder``, oldest first.

    Journals still being written are left out, and so are those of a newer Evenhand. A journal
    that holds no message comes with an empty ``raw``. StorageError when the folder cannot be read.
    """
    try:
        takes = [take for path in sorted(folder.glob(f"*{SUFFIX}")) if (take := _read(path))]
    except OSError as error:
        raise StorageError(f"the journals in {folder} cannot be read: {_mend(error)}") from error
    return sorted(takes, key=lambda take: take.header.started_utc.timestamp() if take.header else 0)


def _read(path: Path) -> FoundTake | None:
    try:
        with FileIO(path, "rb") as file:
            if not locked(file):
                return None
            content = file.readall()
    except FileNotFoundError:
        # Another Evenhand has just put it away.
        return None
    line, _newline, records = content.partition(b"\n")
    header = _header_of(line)
    if isinstance(header, int):
        return None
    raw, bytes_cut = from_records(records)
    return FoundTake(path=path, header=header, raw=raw, bytes_cut=bytes_cut)


def _header_line(header: JournalHeader) -> bytes:
    content = {
        "schema": SCHEMA,
        "take_id": str(header.take_id),
        "ports": list(header.ports),
        "api": header.api,
        "started_utc": header.started_utc.isoformat(),
        "facts": dict(header.facts),
    }
    line = json.dumps(content).encode()
    return line + f" {zlib.crc32(line):08x}\n".encode()


def _header_of(line: bytes) -> JournalHeader | int | None:
    """Return the header; its schema when that is newer; None when the line is damaged."""
    text, _space, crc = line.rpartition(b" ")
    if crc != f"{zlib.crc32(text):08x}".encode():
        return None
    try:
        content = json.loads(text)
        if content["schema"] > SCHEMA:
            return int(content["schema"])
        return JournalHeader(
            take_id=UUID(content["take_id"]),
            ports=tuple(content["ports"]),
            api=content["api"],
            started_utc=datetime.fromisoformat(content["started_utc"]),
            facts=content["facts"],
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def _write_whole(file: FileIO, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[file.write(view) or 0 :]


def _remove(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise StorageError(f"the journal {path} cannot be removed: {_mend(error)}") from error


def _mend(error: OSError) -> str:
    return f"{error.strerror or error}; check its folder's permissions and the room on the disk"

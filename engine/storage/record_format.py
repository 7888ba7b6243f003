"""Raw messages as bytes: the blob of a take and the records of a journal.

Both hold ``RAW_DTYPE``. A blob is one ``.npy`` file, never a pickle. A journal record is the 20
bytes of a message and a CRC-32 of them and of their place in the file, so that a record which was
cut, changed or moved is seen.
"""

import io
import zlib

import numpy as np

from engine.storage.errors import StorageError
from engine.take import RAW_DTYPE, RawArray

JOURNAL_DTYPE = np.dtype([("raw", RAW_DTYPE), ("crc", "<u4")])


def to_blob(raw: RawArray) -> bytes:
    """Return ``raw`` as one .npy file in memory."""
    file = io.BytesIO()
    np.save(file, np.ascontiguousarray(raw, RAW_DTYPE), allow_pickle=False)
    return file.getvalue()


def from_blob(blob: bytes, where: str) -> RawArray:
    """Return the read-only raw messages of a blob; StorageError names ``where`` it is damaged."""
    try:
        raw = np.load(io.BytesIO(blob), allow_pickle=False)
    except (ValueError, EOFError, OSError) as error:
        raise StorageError(f"{where}: its raw messages are damaged: {error}") from error
    if not isinstance(raw, np.ndarray) or raw.dtype != RAW_DTYPE or raw.ndim != 1:
        raise StorageError(f"{where}: its raw messages are not of a kind that Evenhand knows")
    raw.flags.writeable = False
    return raw


def to_records(raw: RawArray, first: int) -> bytes:
    """Return the journal records of ``raw``, whose first message is the journal's ``first``."""
    records = np.empty(len(raw), JOURNAL_DTYPE)
    records["raw"] = raw
    records["crc"] = _crcs(records["raw"].tobytes(), first)
    return records.tobytes()


def from_records(data: bytes) -> tuple[RawArray, int]:
    """Return the good records at the start of ``data``, and how many bytes after them were cut."""
    size = JOURNAL_DTYPE.itemsize
    records = np.frombuffer(data, JOURNAL_DTYPE, count=len(data) // size)
    bad = np.flatnonzero(records["crc"] != _crcs(records["raw"].tobytes(), 0))
    good = int(bad[0]) if bad.size else len(records)
    raw = records["raw"][:good].copy()
    raw.flags.writeable = False
    return raw, len(data) - good * size


def _crcs(data: bytes, first: int) -> "np.ndarray[tuple[int], np.dtype[np.uint32]]":
    size = RAW_DTYPE.itemsize
    crcs = (
        zlib.crc32(data[start : start + size], first + start // size)
        for start in range(0, len(data), size)
    )
    return np.fromiter(crcs, np.uint32, len(data) // size)

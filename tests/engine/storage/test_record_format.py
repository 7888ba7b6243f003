"""The bytes of raw messages: what goes in comes out, and damage is seen."""

import io

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from engine.storage.errors import StorageError
from engine.storage.record_format import JOURNAL_DTYPE, from_blob, from_records, to_blob, to_records
from engine.take import RAW_DTYPE, RawArray
from tests.engine.storage.situations import some_messages

RAW_ARRAYS = hnp.arrays(RAW_DTYPE, st.integers(0, 40))


@given(raw=RAW_ARRAYS)
def test_a_blob_gives_its_messages_back(raw: RawArray):
    found = from_blob(to_blob(raw), "here")
    assert found.dtype == RAW_DTYPE
    assert np.array_equal(found, raw)
    assert not found.flags.writeable


@given(raw=RAW_ARRAYS, cut=st.integers(0, 40))
def test_records_written_in_two_parts_are_one_journal(raw: RawArray, cut: int):
    first, second = raw[:cut], raw[cut:]
    found, bytes_cut = from_records(to_records(first, 0) + to_records(second, len(first)))
    assert np.array_equal(found, raw)
    assert bytes_cut == 0


def test_a_record_is_a_message_and_four_bytes():
    assert JOURNAL_DTYPE.itemsize == RAW_DTYPE.itemsize + 4 == 24
    assert len(to_records(some_messages(3), 0)) == 72


def test_a_record_that_was_moved_is_seen():
    records = to_records(some_messages(4), 0)
    swapped = records[:24] + records[48:72] + records[24:48] + records[72:]
    raw, bytes_cut = from_records(swapped)
    assert np.array_equal(raw, some_messages(4)[:1])
    assert bytes_cut == 72


@pytest.mark.parametrize(
    ("blob", "complaint"),
    [
        (b"", "damaged"),
        (b"nothing of the kind", "damaged"),
        (to_blob(some_messages(9))[:-1], "damaged"),
        (to_blob(some_messages(4).reshape(2, 2)), "not of a kind"),
    ],
    ids=["empty", "text", "cut", "two-dimensional"],
)
def test_a_blob_of_another_kind_is_refused(blob: bytes, complaint: str):
    with pytest.raises(StorageError, match=f"the take of Ada: .*{complaint}"):
        from_blob(blob, "the take of Ada")


def test_a_pickle_is_never_opened():
    file = io.BytesIO()
    np.save(file, np.array([{"a": 1}], object), allow_pickle=True)
    with pytest.raises(StorageError, match="damaged"):
        from_blob(file.getvalue(), "here")


def test_floats_are_not_messages():
    file = io.BytesIO()
    np.save(file, np.zeros(3))
    with pytest.raises(StorageError, match="not of a kind"):
        from_blob(file.getvalue(), "here")

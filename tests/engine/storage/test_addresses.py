"""An address that Evenhand cannot use is refused in words."""

import pytest

from engine.storage.errors import StorageError
from tests.engine.storage.situations import opened


@pytest.mark.parametrize(
    "address",
    ["sqlite:///:memory:", "sqlite://", "sqlite:///file::memory:?uri=true",
     "sqlite:///file:x?mode=memory&cache=shared&uri=true"],
)  # fmt: skip
def test_a_record_in_memory_is_refused(address: str):
    with pytest.raises(StorageError, match=r"forgets everything .* write sqlite:///PATH"):
        opened(address)


def test_a_port_that_is_no_number_says_so_without_the_password():
    with pytest.raises(StorageError, match=r"//ada:\*\*\*@.* is not a database") as caught:
        opened("postgresql://ada:sec@ret@localhost:abc/x")
    assert "ret" not in str(caught.value)


@pytest.mark.parametrize("address", ["evenhand.db", "mysql://somewhere/x", "", "oracle://x"])
def test_an_address_of_another_kind_says_what_to_write(address: str):
    with pytest.raises(StorageError, match=r"write sqlite:///PATH or postgresql://USER@HOST/NAME"):
        opened(address)

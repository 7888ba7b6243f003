"""What goes wrong at the edge to the disk, told to the person who can mend it.

- StorageError: the database, the journal or the settings cannot be read or written
    - NewerSchemaError: they were written by a newer Evenhand
"""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from engine import EvenhandError


class StorageError(EvenhandError):
    """The record cannot be read or written; nothing that was kept is lost by it."""


class NewerSchemaError(StorageError):
    """The record was written by a newer Evenhand than this one."""


# SQLite's primary result codes (the low byte of sqlite_errorcode) that a person can mend.
_SQLITE_CAUSES = {
    5: "is busy in another program; close that program or try again",
    8: "may not be written to; check the permissions of the file and of its folder",
    10: "could not be read or written by the disk; check the disk and try again",
    11: "is damaged; move it aside and put the newest .backup file beside it in its place",
    13: "has no room left on its disk; free some space and try again",
    14: "cannot be opened; check that its folder exists and may be written to",
    23: "may not be opened; check the permissions of the file and of its folder",
    26: "is not an Evenhand database; move it aside or name another one",
}


@contextmanager
def told_as_storage_error(where: str) -> Iterator[None]:
    """Turn what a database driver raises into a StorageError that names ``where``."""
    try:
        yield
    except DBAPIError as error:
        raise StorageError(f"the database {where} {_cause(error)}") from error
    except (SQLAlchemyError, OSError) as error:
        raise StorageError(f"the database {where} cannot be used: {error}") from error


def _cause(error: DBAPIError) -> str:
    code = getattr(error.orig, "sqlite_errorcode", None)
    if code is not None and code & 0xFF in _SQLITE_CAUSES:
        return f"{_SQLITE_CAUSES[code & 0xFF]} ({error.orig})"
    reason = str(error.orig).strip().splitlines() or [type(error.orig).__name__]
    if error.connection_invalidated or type(error.orig).__name__ == "OperationalError":
        return f"does not answer: {reason[0]}; check that it is running and the address is right"
    return f"refused what Evenhand asked of it: {reason[0]}; please report this"

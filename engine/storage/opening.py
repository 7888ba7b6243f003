"""Opening a database: the connection, its schema, the backup before it changes.

The revision is one row read. A new database is made from ``tables`` and marked with the newest
revision, as Alembic's cookbook has it; Alembic itself is imported only where a schema has to be
moved on, which keeps 0.2 s out of a player's first start. Whoever opens first holds the write lock
meanwhile, so that two programs starting together make one schema between them.
"""

import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import URL, Connection, Engine

from engine.clock import Clock
from engine.storage import tables
from engine.storage.errors import NewerSchemaError, StorageError, told_as_storage_error

HEAD = "0001"
BUSY_TIMEOUT_S = 5
# Any number will do, as long as every Evenhand uses the same one.
_ADVISORY_LOCK = 0x45564E48


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """An engine whose schema is current; ``where`` names the database without a password."""

    engine: Engine
    where: str


def open_database(
    address: str | URL,
    *,
    clock: Clock,
    new_id: Callable[[], UUID],
    migrations: Path | None = None,
    head: str = HEAD,
) -> Opened:
    """Open the database at ``address``, made or moved on to this Evenhand's schema.

    Parameters
    ----------
    address : ``sqlite:///PATH`` or ``postgresql://USER@HOST/NAME``
    migrations, head : the folder of migrations and its newest revision; those of this Evenhand
        unless named

    Raises
    ------
    NewerSchemaError
        when a newer Evenhand wrote it
    StorageError
        when it cannot be reached, read, written or is something else; the message says which
    """
    url = _checked_url(address)
    where = (
        str(url.database)
        if _is_sqlite(url)
        else url.set(drivername="postgresql").render_as_string()
    )
    engine = _connected(url, where)
    try:
        with told_as_storage_error(where):
            with engine.connect() as connection:
                found = _revision(connection, where)
            if found != head:
                _migrate(engine, where, (clock, new_id), (migrations, head))
    except BaseException:
        engine.dispose()
        raise
    return Opened(engine=engine, where=where)


def back_up(database: Path, target: Path) -> None:
    """Copy a SQLite database, open or not, to ``target``; it appears whole or not at all."""
    partial = target.with_name(target.name + ".partial")
    try:
        with (
            closing(sqlite3.connect(database)) as source,
            closing(sqlite3.connect(partial)) as copy,
        ):
            source.backup(copy)
        partial.replace(target)
    except (sqlite3.Error, OSError) as error:
        partial.unlink(missing_ok=True)
        raise StorageError(
            f"no backup of {database} could be written to {target}: {error}; "
            "free some space or check the folder's permissions"
        ) from error


def _checked_url(address: str | URL) -> URL:
    try:
        url = sa.make_url(address)
    except (sa.exc.ArgumentError, ValueError):  # the latter for a port that is no number
        url = None
    backend = url.get_backend_name() if url else ""
    if url is None or backend not in ("sqlite", "postgresql"):
        raise StorageError(
            f"{_without_password(address)!r} is not a database that Evenhand can use; "
            "write sqlite:///PATH or postgresql://USER@HOST/NAME"
        )
    if backend == "sqlite" and _is_in_memory(url):
        raise StorageError(
            f"{str(address)!r} is a database in memory, which forgets everything when Evenhand "
            "ends; write sqlite:///PATH"
        )
    return url.set(drivername="postgresql+psycopg") if backend == "postgresql" else url


def _without_password(address: str | URL) -> str:
    return re.sub(r"://([^:/@]*):.*@", r"://\1:***@", str(address))


def _is_in_memory(url: URL) -> bool:
    return not url.database or ":memory:" in url.database or url.query.get("mode") == "memory"


def _is_sqlite(url: URL) -> bool:
    return url.get_backend_name() == "sqlite"


def _connected(url: URL, where: str) -> Engine:
    if not _is_sqlite(url):
        try:
            return sa.create_engine(url, pool_pre_ping=True, connect_args={"connect_timeout": 10})
        except ModuleNotFoundError as error:
            raise StorageError(
                f"the database {where} needs PostgreSQL's driver; "
                "install it with: pip install 'evenhand[studio]'"
            ) from error
    if url.database and not url.database.startswith("file:"):
        folder = Path(url.database).parent
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StorageError(
                f"the folder {folder} for the database cannot be made: {error.strerror}; "
                "name another one with EVENHAND_DATA or check its permissions"
            ) from error
    engine = sa.create_engine(url, connect_args={"timeout": BUSY_TIMEOUT_S})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, _record: Any) -> None:
    # Python's own idea of transactions leaves DDL and reads outside of them: we begin by hand.
    connection.isolation_level = None
    _use_wal(connection)
    # FULL: the journal of a take is discarded once the take is kept, so that a commit must have
    # reached the disk. NORMAL would lose the newest commits in a power cut.
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA fullfsync = ON")
    connection.execute("PRAGMA foreign_keys = ON")
    # Rows are deleted only where a person is erased: then nothing may be left in free pages.
    connection.execute("PRAGMA secure_delete = ON")


def _use_wal(connection: sqlite3.Connection) -> None:
    # The change to WAL, once in a database's life, is refused at once while another program makes
    # it too: a write lock is waited for, and after that it has been made.
    for _attempt in range(BUSY_TIMEOUT_S):
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                raise
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("COMMIT")
        else:
            return


def _begin_sqlite(connection: Connection) -> None:
    # A writer takes the lock at once: one that reads first and writes then cannot be made to wait.
    writes = connection.get_execution_options().get("evenhand_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def writer(engine: Engine) -> Engine:
    """Return the same pool, whose transactions take SQLite's write lock as they begin."""
    return engine.execution_options(evenhand_writes=True)


def _revision(connection: Connection, where: str) -> str | None:
    inspector = sa.inspect(connection)
    if inspector.has_table("alembic_version"):
        revision: str | None = connection.scalar(sa.text("SELECT version_num FROM alembic_version"))
        return revision
    if inspector.get_table_names():
        raise StorageError(
            f"the database {where} belongs to another program: it has tables, but none that "
            "Evenhand made; name another one"
        )
    return None


def _migrate(
    engine: Engine,
    where: str,
    sources: tuple[Clock, Callable[[], UUID]],
    target: tuple[Path | None, str],
) -> None:
    clock, new_id = sources
    folder, head = target
    with writer(engine).connect() as connection:
        is_sqlite = engine.dialect.name == "sqlite"
        if is_sqlite:
            # Alembic changes SQLite tables by rebuilding them; that must not cascade. The pragma
            # does nothing inside a transaction, so it goes to the driver before one begins.
            connection.connection.execute("PRAGMA foreign_keys = OFF")
        try:
            with connection.begin():
                if not is_sqlite:
                    connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_ADVISORY_LOCK)))
                found = _revision(connection, where)
                if found == head:
                    return
                if found is None and head == HEAD:
                    _make(connection)
                else:
                    packaged = files("engine.storage") / "migrations"
                    with as_file(packaged if folder is None else folder) as scripts:
                        _upgrade(connection, scripts, (found, head), where, clock)
                if found is None:
                    fact = {"name": "database_id", "value": str(new_id())}
                    connection.execute(sa.insert(tables.schema_fact), [fact])
        finally:
            # The next user of this connection gets foreign keys again.
            connection.invalidate()


def _make(connection: Connection) -> None:
    tables.metadata.create_all(connection)
    # Alembic's own table, in the words that Alembic would make it with.
    column = sa.Column("version_num", sa.String(32), nullable=False)
    key = sa.PrimaryKeyConstraint("version_num", name="alembic_version_pkc")
    version = sa.Table("alembic_version", sa.MetaData(), column, key)
    # a database taken back to its beginning still has it, empty
    version.create(connection, checkfirst=True)
    connection.execute(sa.insert(version), [{"version_num": HEAD}])


def _upgrade(
    connection: Connection,
    scripts: Path,
    revisions: tuple[str | None, str],
    where: str,
    clock: Clock,
) -> None:
    from alembic import command  # noqa: PLC0415 - 0.2 s that only a change of schema costs
    from alembic.config import Config  # noqa: PLC0415
    from alembic.script import ScriptDirectory  # noqa: PLC0415
    from alembic.util import CommandError  # noqa: PLC0415

    found, head = revisions
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(scripts).replace("%", "%%"))
    if found is not None:
        known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
        if found not in known:
            raise NewerSchemaError(
                f"the database {where} was written by a newer Evenhand (schema {found}, this one "
                f"knows {head}); install the newest Evenhand and open it again"
            )
        if connection.dialect.name == "sqlite":
            database = Path(where)
            stamp = clock.now_utc().strftime("%Y%m%dT%H%M%SZ")
            back_up(database, database.with_name(f"{database.stem}.{found}.{stamp}.backup"))
    try:
        command.upgrade(config, head)
    except CommandError as error:
        raise StorageError(f"the database {where} could not be moved on: {error}") from error
    if (
        connection.dialect.name == "sqlite"
        and connection.execute(sa.text("PRAGMA foreign_key_check")).first()
    ):
        raise StorageError(
            f"the database {where} could not be moved on to schema {head}: some of its rows have "
            "no session or trial; nothing was changed, please report this"
        )

"""An older database is moved on whole or not at all; a new one is what migrations make."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

import engine.storage
from engine.exercise import Hand
from engine.storage import opening, tables
from engine.storage.errors import NewerSchemaError, StorageError
from engine.storage.opening import HEAD, open_database
from tests.engine.storage.situations import (
    a_session,
    a_take,
    a_trial,
    opened,
    run_results,
    seeded_ids,
    standing_clock,
)

MIGRATIONS = Path(engine.storage.__file__).parent / "migrations"

NEXT = '''"""A column more."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    # SQLite rebuilds the table that others refer to: the hard case.
    rebuild = "always" if op.get_bind().dialect.name == "sqlite" else "never"
    with op.batch_alter_table("session", recreate=rebuild) as batch:
        batch.add_column(sa.Column("mood", sa.Text(), server_default="calm"))
'''
FAILING = '''"""A table, then a mistake."""

from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.execute("CREATE TABLE half (x INTEGER)")
    op.execute("SELECT oops")
'''


@pytest.fixture
def newer_migrations(tmp_path: Path) -> Path:
    folder = tmp_path / "migrations"
    shutil.copytree(MIGRATIONS, folder, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "versions" / "0002_mood.py").write_text(NEXT, "utf-8")
    (folder / "versions" / "0003_failing.py").write_text(FAILING, "utf-8")
    return folder


def moved_on(url: str, folder: Path, head: str) -> None:
    database = open_database(
        url, clock=standing_clock(), new_id=seeded_ids(3), migrations=folder, head=head
    )
    database.engine.dispose()


def migrations(connection: sa.Connection) -> Config:
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(MIGRATIONS))
    return config


def reflected(connection: sa.Connection) -> dict[str, tuple[object, ...]]:
    """Every table with its columns, keys, constraints and indexes, as the database tells them."""
    inspector = sa.inspect(connection)
    return {
        name: (
            [{**each, "type": str(each["type"])} for each in inspector.get_columns(name)],
            inspector.get_pk_constraint(name),
            sorted(map(str, inspector.get_foreign_keys(name))),
            sorted(map(str, inspector.get_unique_constraints(name))),
            sorted(map(str, inspector.get_check_constraints(name))),
            sorted(map(str, inspector.get_indexes(name))),
        )
        for name in inspector.get_table_names()
    }


def test_a_new_database_is_what_the_migrations_make(url: str):
    with opened(url) as store, store._writer.begin() as connection:
        made = reflected(connection)
        command.downgrade(migrations(connection), "base")
        assert set(reflected(connection)) == {"alembic_version"}
        command.upgrade(migrations(connection), HEAD)
        assert reflected(connection) == made
        assert compare_metadata(MigrationContext.configure(connection), tables.metadata) == []


def test_a_database_taken_back_to_nothing_is_made_anew(url: str):
    with opened(url) as store, store._writer.begin() as connection:
        command.downgrade(migrations(connection), "base")
    with opened(url) as store:
        assert store.people() == []


def test_the_revision_compared_on_opening_is_the_newest_migration():
    assert ScriptDirectory(str(MIGRATIONS)).get_heads() == [HEAD]


def test_an_older_database_is_moved_on_with_its_rows(url: str, newer_migrations: Path):
    with opened(url) as store:
        ada = store.add_person("Ada", hand=Hand.RIGHT)
        session = a_session(ada)
        store.open_session(session)
        store.keep(a_trial(session), a_take(), run_results((7.4, 250.0)))
    moved_on(url, newer_migrations, "0002")
    engine = sa.create_engine(url.replace("postgresql:", "postgresql+psycopg:"))
    with engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT mood FROM session").all() == [("calm",)]
        assert connection.exec_driver_sql("SELECT count(*) FROM result").scalar_one() == 2
    engine.dispose()


def test_before_it_is_moved_on_a_backup_is_made(
    sqlite_url: str, newer_migrations: Path, tmp_path: Path
):
    with opened(sqlite_url) as store:
        ada = store.add_person("Ada", hand=Hand.RIGHT)
    moved_on(sqlite_url, newer_migrations, "0002")
    [backup] = tmp_path.glob("*.backup")
    assert backup.name == "evenhand.0001.20260302T173000Z.backup"
    with opened(f"sqlite:///{backup}") as store:
        assert store.people() == [ada]


def test_no_backup_is_made_of_a_new_database(sqlite_url: str, tmp_path: Path):
    opened(sqlite_url).close()
    assert not list(tmp_path.glob("*.backup"))


def test_a_migration_that_fails_changes_nothing(url: str, newer_migrations: Path):
    with opened(url) as store:
        ada = store.add_person("Ada", hand=Hand.RIGHT)
    with pytest.raises(StorageError, match="oops"):
        moved_on(url, newer_migrations, "0003")
    with opened(url) as store:
        assert store.people() == [ada]
        with store._engine.connect() as connection:
            assert "half" not in sa.inspect(connection).get_table_names()


def test_a_newer_database_is_left_alone(url: str, newer_migrations: Path):
    opened(url).close()
    moved_on(url, newer_migrations, "0002")
    with pytest.raises(NewerSchemaError, match=r"schema 0002.*knows 0001.*install the newest"):
        opened(url)
    moved_on(url, newer_migrations, "0002")


def test_a_database_another_program_has_just_moved_on_is_left(url: str, tmp_path: Path):
    with opened(url) as store:
        sources = (standing_clock(), seeded_ids(2))
        opening._migrate(store._engine, store.where, sources, (tmp_path, HEAD))
        assert store.people() == []


def test_a_migration_that_is_not_there_says_so(url: str):
    with pytest.raises(StorageError, match=r"could not be moved on: .*0009"):
        moved_on(url, MIGRATIONS, "0009")


def test_rows_without_their_session_are_not_moved_on(sqlite_url: str, newer_migrations: Path):
    with opened(sqlite_url) as store:
        ada = store.add_person("Ada", hand=Hand.RIGHT)
        session = a_session(ada)
        store.open_session(session)
        store.keep(a_trial(session), a_take(), [])
    with closing(sqlite3.connect(sqlite_url.removeprefix("sqlite:///"))) as other:
        other.execute("DELETE FROM session")
        other.commit()
    with pytest.raises(StorageError, match="have no session or trial; nothing was changed"):
        moved_on(sqlite_url, newer_migrations, "0002")
    opened(sqlite_url).close()

"""A database opens, moves on, or says what is wrong; what it held is never touched by trying."""

import multiprocessing
import shutil
import sqlite3
import subprocess
import sys
import threading
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
    some_messages,
    standing_clock,
)

MIGRATIONS = Path(engine.storage.__file__).parent / "migrations"
ROOT = Path(__file__).parents[3]

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


def test_the_revision_compared_on_opening_is_the_newest_migration():
    assert ScriptDirectory(str(MIGRATIONS)).get_heads() == [HEAD]


@pytest.mark.parametrize("is_new", [True, False])
def test_a_new_or_current_database_opens_without_alembic(sqlite_url: str, is_new: bool):
    if not is_new:
        opened(sqlite_url).close()
    code = (
        "import sys, uuid\n"
        "from datetime import UTC, datetime\n"
        "from engine.clock import ManualClock\n"
        "from engine.storage.store import Store\n"
        "clock = ManualClock(0, datetime(2026, 1, 1, tzinfo=UTC))\n"
        "store = Store.open(sys.argv[1], clock=clock, new_id=uuid.uuid4)\n"
        "assert store.people() == []\n"
        "sys.exit('alembic' in sys.modules)\n"
    )
    program = [sys.executable, "-c", code, sqlite_url]
    done = subprocess.run(program, cwd=ROOT, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()


def test_a_database_is_made_where_there_is_no_folder_yet(tmp_path: Path):
    database = tmp_path / "new" / "er" / "evenhand.db"
    with opened(f"sqlite:///{database}") as store:
        assert store.people() == []
        assert store.where == str(database)
    assert database.exists()


def test_sqlite_is_set_up_for_two_programs_and_a_power_cut(sqlite_url: str):
    with opened(sqlite_url) as store, store._engine.connect() as connection:
        pragmas = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    assert pragmas == {
        "journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 5000,
    }  # fmt: skip


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


def test_another_programs_database_is_left_alone(url: str):
    engine = sa.create_engine(url.replace("postgresql:", "postgresql+psycopg:"))
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE recipes (id INTEGER)")
    with pytest.raises(StorageError, match="belongs to another program"):
        opened(url)
    with engine.connect() as connection:
        assert sa.inspect(connection).get_table_names() == ["recipes"]
    engine.dispose()


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


def test_the_change_to_wal_waits_for_another_program(tmp_path: Path):
    database = tmp_path / "evenhand.db"
    with (
        closing(sqlite3.connect(database, check_same_thread=False, isolation_level=None)) as other,
        closing(sqlite3.connect(database, isolation_level=None)) as mine,
    ):
        other.execute("CREATE TABLE it (x INTEGER)")
        other.execute("BEGIN IMMEDIATE")
        letting_go = threading.Timer(0.05, other.execute, ["COMMIT"])
        letting_go.start()
        opening._use_wal(mine)
        letting_go.join()
        assert mine.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def open_and_add(url: str, number: int) -> None:
    with opened(url, seed=number) as store:
        store.add_person(f"Player {number}", hand=Hand.RIGHT)


def test_programs_that_start_together_make_one_schema(url: str):
    spawning = multiprocessing.get_context("spawn")
    programs = [spawning.Process(target=open_and_add, args=(url, n)) for n in range(3)]
    for program in programs:
        program.start()
    for program in programs:
        program.join()
        assert program.exitcode == 0
        program.close()
    with opened(url) as store:
        assert [person.name for person in store.people()] == ["Player 0", "Player 1", "Player 2"]
        with store._engine.connect() as connection:
            facts = connection.execute(sa.select(tables.schema_fact.c.name)).all()
    assert facts == [("database_id",)]


def test_a_file_that_is_no_database_is_refused_and_left(tmp_path: Path):
    notes = tmp_path / "notes.db"
    notes.write_text("Dear diary, today I practised. " * 40)
    before = notes.read_bytes()
    with pytest.raises(StorageError, match=r"notes\.db is not an Evenhand database; move it aside"):
        opened(f"sqlite:///{notes}")
    assert notes.read_bytes() == before


def test_a_damaged_database_says_so_and_is_left(sqlite_url: str, tmp_path: Path):
    with opened(sqlite_url) as store:
        ada = store.add_person("Ada", hand=Hand.RIGHT)
        for day in range(40):
            session = a_session(ada, day=day)
            store.open_session(session)
            store.keep(a_trial(session), a_take(), run_results((7.4, 250.0)))
    database = tmp_path / "evenhand.db"
    content = bytearray(database.read_bytes())
    content[4096:] = bytes(byte ^ 0x5A for byte in content[4096:])
    database.write_bytes(content)
    with pytest.raises(StorageError, match=r"evenhand\.db is damaged; move it aside.*\.backup"):
        opened(sqlite_url)
    assert database.read_bytes() == content


def test_a_database_that_may_not_be_written_says_so(sqlite_url: str, tmp_path: Path):
    opened(sqlite_url).close()
    with opened(f"sqlite:///file:{tmp_path / 'evenhand.db'}?mode=ro&uri=true") as store:
        assert store.people() == []
        with pytest.raises(StorageError, match="may not be written to; check the permissions"):
            store.add_person("Ada", hand=Hand.RIGHT)


def test_a_folder_that_cannot_be_made_says_so(tmp_path: Path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StorageError, match=r"folder .*file/data .*cannot be made.*EVENHAND_DATA"):
        opened(f"sqlite:///{tmp_path / 'file' / 'data' / 'evenhand.db'}")


def test_a_folder_in_the_place_of_the_file_says_so(tmp_path: Path):
    with pytest.raises(StorageError, match="cannot be opened; check that its folder"):
        opened(f"sqlite:///{tmp_path}")


def test_a_full_disk_keeps_what_there_was(sqlite_url: str):
    with opened(sqlite_url) as store:
        ada = store.add_person("Ada", hand=Hand.RIGHT)
        session = a_session(ada)
        store.open_session(session)
        store.keep(a_trial(session), a_take(), run_results((7.4, 250.0)))

        @sa.event.listens_for(store._engine, "begin")
        def fill_up(connection: sa.Connection) -> None:
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
            connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")

        big = a_take(some_messages(2000))
        with pytest.raises(StorageError, match="no room left on its disk; free some space"):
            store.keep(a_trial(session, ordinal=1), big, run_results((1.0, 2.0)))
        assert store.trials(session.id) == [a_trial(session)]
        assert len(store.run_values(ada.id)) == 1


def test_a_database_in_use_says_so(sqlite_url: str):
    with opened(sqlite_url) as store:

        @sa.event.listens_for(store._engine, "connect")
        def be_impatient(connection: sqlite3.Connection, _record: object) -> None:
            connection.execute("PRAGMA busy_timeout = 1")

        store._engine.dispose()
        with sqlite3.connect(sqlite_url.removeprefix("sqlite:///")) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(StorageError, match="is busy in another program"):
                store.add_person("Ada", hand=Hand.RIGHT)
            assert store.people() == []
        other.close()


def test_a_server_that_does_not_answer_says_so_without_the_password(tmp_path: Path):
    with pytest.raises(StorageError, match="does not answer") as caught:
        opened(f"postgresql://ada:secret@/evenhand?host={tmp_path}")
    assert "secret" not in str(caught.value)


def test_without_postgresqls_driver_it_says_what_to_install():
    code = (
        "import sys, uuid\n"
        "sys.modules['psycopg'] = None\n"
        "from engine.storage.errors import StorageError\n"
        "from tests.engine.storage.situations import opened\n"
        "try:\n"
        "    opened('postgresql://ada@nowhere/evenhand')\n"
        "except StorageError as error:\n"
        "    sys.stdout.write(str(error))\n"
    )
    program = [sys.executable, "-c", code]
    done = subprocess.run(program, cwd=ROOT, capture_output=True, check=True, text=True)
    assert done.stdout.endswith("install it with: pip install 'evenhand[studio]'")


def test_a_damaged_take_is_told_from_a_good_one(url: str):
    with opened(url) as store:
        ada = store.add_person("Ada", hand=Hand.RIGHT)
        session = a_session(ada)
        store.open_session(session)
        store.keep(a_trial(session), a_take(), [])
        with store._writer.begin() as connection:
            blob = connection.scalar(sa.select(tables.take.c.raw_npy))
            connection.execute(sa.update(tables.take).values(raw_npy=blob[:-1] + b"\xff"))
        with pytest.raises(StorageError, match="not those that were kept"):
            store.take(a_trial(session).id)


def test_a_backup_by_hand_holds_everything(sqlite_url: str, tmp_path: Path):
    with opened(sqlite_url) as store:
        ada = store.add_person("Ada", hand=Hand.RIGHT)
        store.back_up(tmp_path / "copy.db")
        with pytest.raises(StorageError, match=r"no backup of .* could be written"):
            store.back_up(tmp_path / "nowhere" / "copy.db")
    with opened(f"sqlite:///{tmp_path / 'copy.db'}") as store:
        assert store.people() == [ada]


def test_postgresql_is_backed_up_with_its_own_program(new_postgres):
    with opened(new_postgres()) as store, pytest.raises(StorageError, match="pg_dump"):
        store.back_up(Path("copy.db"))

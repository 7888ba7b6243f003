"""A database opens, moves on, or says what is wrong; what it held is never touched by trying."""

import multiprocessing
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa

from engine.exercise import Hand
from engine.storage import opening, tables
from engine.storage.errors import StorageError
from tests.engine.storage.situations import (
    a_session,
    a_take,
    a_trial,
    opened,
    run_results,
    some_messages,
)

ROOT = Path(__file__).parents[3]


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


def test_another_programs_database_is_left_alone(url: str):
    engine = sa.create_engine(url.replace("postgresql:", "postgresql+psycopg:"))
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE recipes (id INTEGER)")
    with pytest.raises(StorageError, match="belongs to another program"):
        opened(url)
    with engine.connect() as connection:
        assert sa.inspect(connection).get_table_names() == ["recipes"]
    engine.dispose()


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

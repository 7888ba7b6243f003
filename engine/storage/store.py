"""The store: what was played and measured, kept for ever and read back.

Rows are only added; each writing method is one transaction. Reading returns frozen values.
"""

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Self
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.engine import URL, Connection

from engine.clock import Clock
from engine.exercise import Hand
from engine.record import (
    AdaptationState,
    BaselineReset,
    Device,
    Person,
    Result,
    Role,
    SelfReport,
    Session,
    Trial,
)
from engine.storage import packed_runs, rows, tables
from engine.storage.errors import StorageError, told_as_storage_error
from engine.storage.opening import Opened, back_up, open_database, writer
from engine.storage.reading import Reading, clean_name, person_named
from engine.take import Take


class Store(Reading):
    """One open database; close it when done, or use it in a ``with``.

    Every method raises StorageError when the database cannot be read or written; what was kept
    before stays as it was.
    """

    def __init__(self, opened: Opened, *, clock: Clock, new_id: Callable[[], UUID]) -> None:
        super().__init__(opened)
        self._writer = writer(opened.engine)
        self._clock = clock
        self._new_id = new_id
        self._stamped_utc: datetime | None = None

    @classmethod
    def open(cls, url: str | URL, *, clock: Clock, new_id: Callable[[], UUID]) -> Self:
        """Open ``sqlite:///PATH`` or ``postgresql://USER@HOST/NAME``, made or moved on as needed.

        ``new_id`` is where ids come from: ``uuid.uuid4``, or a seeded source in tests.
        """
        return cls(open_database(url, clock=clock, new_id=new_id), clock=clock, new_id=new_id)

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_raised: object) -> None:
        self.close()

    # People and instruments

    def add_person(self, name: str, *, hand: Hand, role: Role = Role.PLAYER) -> Person:
        """Add a person; StorageError when the name is empty or taken (case aside)."""
        with self._writing() as connection:
            person_id = self._new_id()
            values = (_free_name(connection, name, person_id), role, hand)
            return self._put_person(connection, person_id, values)

    def change_person(self, person: Person) -> Person:
        """Keep a new name, role or hand of a known person; return her as kept.

        StorageError when the name is empty or another person's.
        """
        with self._writing() as connection:
            _known_person(connection, person.id)
            name = _free_name(connection, person.name, person.id)
            values = (name, person.role, person.hand)
            return self._put_person(connection, person.id, values)

    def add_device(self, name: str, api: str, *, lowest: int, highest: int) -> Device:
        """Add an instrument, or the new range of a known one (same name and API)."""
        table = tables.device
        known = sa.and_(table.c.name == name, table.c.api == api)
        with self._writing() as connection:
            entity = connection.scalar(sa.select(table.c.id).where(known).limit(1))
            device = Device(
                id=entity or self._new_id(),
                name=name,
                api=api,
                lowest=lowest,
                highest=highest,
                created_utc=self._stamp(connection, table, known),
            )
            values = {field: getattr(device, field) for field in Device.__slots__}
            self._insert(connection, table, row_id=self._new_id(), **values)
            return device

    # What was played

    def open_session(self, session: Session) -> None:
        """Keep a session as it starts; its person must be known."""
        with self._writing() as connection:
            _known_person(connection, session.person_id)
            if _has(connection, tables.session, session.id):
                raise StorageError(f"the session {session.id} is already open; nothing was added")
            stamp = self._stamp(connection)
            values = rows.session_values(session)
            self._insert(connection, tables.session, created_utc=stamp, **values)

    def keep(
        self,
        trial: Trial,
        take: Take,
        results: Sequence[Result],
        states: Sequence[AdaptationState] = (),
        report: SelfReport | None = None,
    ) -> None:
        """Keep a trial with its take, its results, its levels and its answer, all or nothing.

        Parameters
        ----------
        states : where the trial leaves the levels
        report : the answer after its block; a second one to the same block replaces the first

        Raises
        ------
        StorageError
            when its session is not known or the trial was kept before
        """
        with self._writing() as connection:
            session = _session(connection, trial.session_id)
            if _has(connection, tables.trial, trial.id):
                raise StorageError(f"the trial {trial.id} is already kept; nothing was added")
            person = {"person_id": session.person_id, "created_utc": self._stamp(connection)}
            self._insert(connection, tables.trial, **person, **rows.trial_values(trial))
            values = rows.take_values(take, trial, session.app_version)
            self._insert(connection, tables.take, id=self._new_id(), **person, **values)
            self._put_results(connection, trial.id, session.person_id, results)
            for state in states:
                self._put_adaptation(connection, state)
            if report is not None:
                self._put_self_report(connection, report)

    def remeasure(self, trial_id: UUID, results: Sequence[Result]) -> None:
        """Add new results of a kept trial: all of them, since the latest replace the older ones.

        The older rows stay; reading returns the latest.
        """
        with self._writing() as connection:
            person_id = connection.scalar(
                sa.select(tables.trial.c.person_id).where(tables.trial.c.id == trial_id)
            )
            if person_id is None:
                raise StorageError(f"there is no trial {trial_id} to measure again")
            self._put_results(connection, trial_id, person_id, results)

    def keep_adaptation(self, state: AdaptationState) -> None:
        """Keep where a player's level stands on one track."""
        with self._writing() as connection:
            _known_person(connection, state.person_id)
            self._put_adaptation(connection, state)

    def add_baseline_reset(self, reset: BaselineReset) -> None:
        """Keep a person's decision to start a new baseline."""
        with self._writing() as connection:
            _known_person(connection, reset.person_id)
            self._insert(
                connection,
                tables.baseline_reset,
                row_id=self._new_id(),
                person_id=reset.person_id,
                local_date=reset.local_date,
                reason=reset.reason,
                created_utc=self._stamp(connection),
            )

    def erase_person(self, person_id: UUID) -> None:
        """Remove everything of one person and leave a tombstone, which sync carries on.

        Backups and exports made before still hold her rows.
        """
        measured = sa.select(tables.measurement.c.number).where(
            tables.measurement.c.person_id == person_id
        )
        with self._writing() as connection:
            _known_person(connection, person_id)
            connection.execute(
                sa.delete(tables.result).where(tables.result.c.measurement.in_(measured))
            )
            for table in tables.PERSONAL:
                connection.execute(sa.delete(table).where(table.c.person_id == person_id))
            connection.execute(sa.delete(tables.person).where(tables.person.c.id == person_id))
            self._insert(
                connection,
                tables.tombstone,
                row_id=self._new_id(),
                entity_id=person_id,
                kind="person",
                created_utc=self._stamp(connection),
            )
        if self._engine.dialect.name == "sqlite":
            # The rows are still to be read in the write-ahead log until it is folded in.
            with self._reading() as connection:
                connection.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def back_up(self, target: Path) -> None:
        """Copy the whole database to one file; SQLite only, PostgreSQL has pg_dump."""
        if self._engine.dialect.name != "sqlite":
            raise StorageError(f"the database {self.where} is backed up with pg_dump")
        back_up(Path(self.where), target)

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with told_as_storage_error(self.where), self._writer.begin() as connection:
            yield connection

    def _stamp(
        self, connection: Connection, table: sa.Table | None = None, same: Any = None
    ) -> datetime:
        """Return now, but later than all stamps given and than the rows it has to win over.

        Wall clocks stand still and run back; the latest row must win all the same.
        """
        earlier = [self._stamped_utc]
        if table is not None:
            earlier.append(
                connection.scalar(sa.select(sa.func.max(table.c.created_utc)).where(same))
            )
        stamp = self._clock.now_utc()
        for before in earlier:
            if before is not None and stamp <= before:
                stamp = before + timedelta(microseconds=1)
        self._stamped_utc = stamp
        return stamp

    def _insert(self, connection: Connection, table: sa.Table, **values: Any) -> None:
        connection.execute(sa.insert(table), [values])

    def _put_person(
        self, connection: Connection, person_id: UUID, values: tuple[str, Role, Hand]
    ) -> Person:
        name, role, hand = values
        same = tables.person.c.id == person_id
        stamp = self._stamp(connection, tables.person, same)
        person = Person(id=person_id, name=name, role=role, hand=hand, created_utc=stamp)
        columns = {field: getattr(person, field) for field in Person.__slots__}
        self._insert(connection, tables.person, row_id=self._new_id(), **columns)
        return person

    def _put_results(
        self, connection: Connection, trial_id: UUID, person_id: UUID, results: Sequence[Result]
    ) -> None:
        same = tables.measurement.c.trial_id == trial_id
        number = connection.execute(
            sa.insert(tables.measurement)
            .values(
                id=self._new_id(),
                person_id=person_id,
                trial_id=trial_id,
                created_utc=self._stamp(connection, tables.measurement, same),
                noise_floor_ms=packed_runs.noise_floor_ms(results),
                runs=packed_runs.pack(results),
            )
            .returning(tables.measurement.c.number)
        ).scalar_one()
        if values := rows.result_values(number, results):
            connection.execute(sa.insert(tables.result), values)

    def _put_adaptation(self, connection: Connection, state: AdaptationState) -> None:
        table = tables.adaptation_state
        same = sa.and_(table.c.person_id == state.person_id, table.c.track == state.track)
        self._insert(
            connection,
            table,
            row_id=self._new_id(),
            person_id=state.person_id,
            track=state.track,
            state_json=state.state_json,
            created_utc=self._stamp(connection, table, same),
        )

    def _put_self_report(self, connection: Connection, report: SelfReport) -> None:
        table = tables.self_report
        same = sa.and_(table.c.session_id == report.session_id, table.c.block == report.block)
        self._insert(
            connection,
            table,
            row_id=self._new_id(),
            person_id=_session(connection, report.session_id).person_id,
            session_id=report.session_id,
            block=report.block,
            pulled=report.pulled,
            pain=report.pain,
            created_utc=self._stamp(connection, table, same),
        )


def _free_name(connection: Connection, name: str, person_id: UUID) -> str:
    name = clean_name(name)
    if not name:
        raise StorageError("a player needs a name; type one")
    if any(unicodedata.category(char) == "Cs" for char in name):
        raise StorageError(f"the name {name!a} holds bytes that are no text; type it in UTF-8")
    other = person_named(connection, name)
    if other is not None and other.id != person_id:
        raise StorageError(f"there is already a {name!r}; choose another name")
    return name


def _known_person(connection: Connection, person_id: UUID) -> None:
    if not _has(connection, tables.person, person_id):
        raise StorageError(f"there is no player {person_id}; add one first")


def _has(connection: Connection, table: sa.Table, entity_id: UUID) -> bool:
    query = sa.select(sa.literal(1)).where(table.c.id == entity_id).limit(1)
    return connection.execute(query).first() is not None


def _session(connection: Connection, session_id: UUID) -> rows.Row:
    query = sa.select(tables.session).where(tables.session.c.id == session_id)
    found = connection.execute(query).first()
    if found is None:
        raise StorageError(
            f"there is no session {session_id}; open it before keeping what it holds"
        )
    return found

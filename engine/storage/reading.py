"""What the store reads back: frozen values, the latest of each, in order of time."""

import unicodedata
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from engine.exercise import Hand
from engine.record import (
    AdaptationState,
    BaselineReset,
    Device,
    KeptResult,
    Person,
    Result,
    RunValue,
    SelfReport,
    Session,
    Task,
    Trial,
)
from engine.storage import listing, rows, series, tables
from engine.storage.errors import told_as_storage_error
from engine.storage.listing import ListedTake
from engine.storage.opening import Opened
from engine.storage.rows import KeptTake


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendance:
    """How many sessions a person has had, and the local day of the last one."""

    sessions: int
    last_date: date


class Reading:
    """The half of the store that changes nothing; ``where`` names the database.

    Every method raises StorageError when the database cannot be read.
    """

    def __init__(self, opened: Opened) -> None:
        self._engine = opened.engine
        self.where = opened.where

    def people(self) -> list[Person]:
        """Return everybody, by name."""
        with self._reading() as connection:
            return latest_people(connection)

    def person(self, name: str) -> Person | None:
        """Return the person of this name, case aside; None when there is none."""
        with self._reading() as connection:
            return person_named(connection, name)

    def devices(self) -> list[Device]:
        """Return every known instrument, the one added or changed last first."""
        table = tables.device
        latest: dict[tuple[str, str], Device] = {}
        for row in self._all(table, sa.true(), *newest(table)):
            latest.setdefault((row.name, row.api), rows.device_of(row))
        return list(latest.values())

    def session(self, session_id: UUID) -> Session | None:
        """Return one session; None when it is not known."""
        found = self._first(tables.session, tables.session.c.id == session_id)
        return rows.session_of(found) if found else None

    def sessions(self, person_id: UUID) -> list[Session]:
        """Return the sessions of one person in order of time."""
        table = tables.session
        order = (table.c.started_utc, table.c.id)
        found = self._all(table, table.c.person_id == person_id, *order)
        return [rows.session_of(row) for row in found]

    def attendance(self) -> dict[UUID, Attendance]:
        """Return how often each person has sat down; who never has is not in it."""
        table = tables.session
        query = sa.select(
            table.c.person_id, sa.func.count(), sa.func.max(table.c.local_date)
        ).group_by(table.c.person_id)
        with self._reading() as connection:
            return {
                person_id: Attendance(sessions=sessions, last_date=last_date)
                for person_id, sessions, last_date in connection.execute(query)
            }

    def trials(self, session_id: UUID) -> list[Trial]:
        """Return the trials of one session in the order in which they were played."""
        table = tables.trial
        order = (table.c.block, table.c.ordinal, table.c.started_utc, table.c.id)
        found = self._all(table, table.c.session_id == session_id, *order)
        return [rows.trial_of(row) for row in found]

    def is_kept(self, trial_id: UUID) -> bool:
        """Say whether a trial is in the record."""
        return self._first(tables.trial, tables.trial.c.id == trial_id) is not None

    def take(self, trial_id: UUID) -> KeptTake | None:
        """Return what was captured in one trial; None when that trial was never kept.

        StorageError when the raw messages are no longer those that were kept.
        """
        found = self._first(tables.take, tables.take.c.trial_id == trial_id)
        return rows.take_of_row(found) if found else None

    def latest_takes(
        self, person_id: UUID, measures: Collection[str], *, limit: int
    ) -> list[ListedTake]:
        """Return a player's last takes, newest first, with their rows of ``measures``."""
        with self._reading() as connection:
            return listing.latest_takes(connection, person_id, measures, limit)

    def listed_take(self, trial_id: UUID, measures: Collection[str]) -> ListedTake | None:
        """Return one take as a list shows it; None when that trial was never kept."""
        with self._reading() as connection:
            return listing.listed_take(connection, trial_id, measures)

    def results(self, trial_id: UUID) -> list[Result]:
        """Return the latest results of one trial, in the order in which they were kept."""
        with self._reading() as connection:
            return series.results_of_trial(connection, trial_id)

    def self_reports(self, session_id: UUID) -> list[SelfReport]:
        """Return the answers of one session by block, the latest of each."""
        table = tables.self_report
        order = (table.c.block, table.c.created_utc, table.c.row_id)
        found = self._all(table, table.c.session_id == session_id, *order)
        return list({row.block: rows.self_report_of(row) for row in found}.values())

    def erased(self) -> list[UUID]:
        """Return the ids of the people who were erased here or by sync, in order of time."""
        table = tables.tombstone
        found = self._all(table, table.c.kind == "person", table.c.created_utc, table.c.row_id)
        return [row.entity_id for row in found]

    def adaptation(self, person_id: UUID, track: str) -> AdaptationState | None:
        """Return where a player's level stands on one track; None before its first trial."""
        table = tables.adaptation_state
        known = sa.and_(table.c.person_id == person_id, table.c.track == track)
        found = self._first(table, known, *newest(table))
        return rows.adaptation_of(found) if found else None

    def adaptations(self, person_id: UUID) -> dict[str, str]:
        """Return where all of a player's levels stand: the latest ``state_json`` of each track."""
        table = tables.adaptation_state
        latest: dict[str, str] = {}
        for row in self._all(table, table.c.person_id == person_id, *newest(table)):
            latest.setdefault(row.track, row.state_json)
        return latest

    def task_texts(self, person_id: UUID, task: Task, hand: Hand, *, most: int) -> list[str]:
        """Return what a player's latest trials of one game kept of themselves, newest first."""
        with self._reading() as connection:
            return series.task_texts(connection, person_id, (task, hand), most=most)

    def baseline_resets(self, person_id: UUID) -> list[BaselineReset]:
        """Return a person's baseline resets in order of day."""
        table = tables.baseline_reset
        order = (table.c.local_date, table.c.created_utc)
        found = self._all(table, table.c.person_id == person_id, *order)
        return [rows.baseline_reset_of(row) for row in found]

    def run_values(self, person_id: UUID, *, exercise_id: str | None = None) -> list[RunValue]:
        """Return every run of a player's scored trials in order of time (SCIENCE 6.3).

        With ``exercise_id`` those of every trial of that exercise but warm-ups, scored or not.
        """
        which = series.SCORED if exercise_id is None else series.of_exercise(exercise_id)
        with self._reading() as connection:
            return series.run_values(connection, person_id, which)

    def results_of(self, person_id: UUID, measure: str) -> list[KeptResult]:
        """Return every result of one measure of one player, scored or not, in order of time."""
        with self._reading() as connection:
            return series.results_of(connection, person_id, measure)

    def practice_minutes(self, person_id: UUID) -> dict[date, float]:
        """Return the minutes at the keys of each local day, in order of day; no pause counts."""
        with self._reading() as connection:
            return series.practice_minutes(connection, person_id)

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with told_as_storage_error(self.where), self._engine.connect() as connection:
            yield connection

    def _all(self, table: sa.Table, where: Any, *order: Any) -> list[rows.Row]:
        with self._reading() as connection:
            return list(connection.execute(sa.select(table).where(where).order_by(*order)))

    def _first(self, table: sa.Table, where: Any, *order: Any) -> rows.Row | None:
        with self._reading() as connection:
            return connection.execute(
                sa.select(table).where(where).order_by(*order).limit(1)
            ).first()


def newest(table: sa.Table) -> tuple[Any, Any]:
    """Return the order that puts the row which wins first."""
    return table.c.created_utc.desc(), table.c.row_id.desc()


def latest_people(connection: Connection) -> list[Person]:
    """Return everybody as last kept, by name."""
    query = sa.select(tables.person).order_by(*newest(tables.person))
    latest: dict[UUID, Person] = {}
    for row in connection.execute(query):
        latest.setdefault(row.id, rows.person_of(row))
    return sorted(latest.values(), key=lambda person: (person.name.casefold(), person.id))


def clean_name(name: str) -> str:
    """Return a name as it is kept: one space between words, and no control characters.

    A letter with its accent is the same however it was typed.
    """
    spaced = " ".join(name.split())
    kept = "".join(char for char in spaced if unicodedata.category(char) != "Cc")
    return " ".join(unicodedata.normalize("NFC", kept).split())


def person_named(connection: Connection, name: str) -> Person | None:
    """Return the person of this name as ``clean_name`` writes it, case aside."""
    wanted = clean_name(name).casefold()
    found = (person for person in latest_people(connection) if person.name.casefold() == wanted)
    return next(found, None)

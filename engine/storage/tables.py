"""The tables of Evenhand's record, as the newest migration leaves them.

Rows are only added. What can change (person, device, adaptation state) has a row id of its own
and an entity id that its rows share; the latest ``created_utc`` wins, the row id settles a tie.
What cannot change (session, trial, take, measurement) has its id as primary key and real foreign
keys. Every row that belongs to a player carries ``person_id``, so that a tombstone reaches it even
where its parents have not arrived. A block is its number in the session: it has no facts of its
own yet. A measurement is one run of the measures over a trial; the latest one of a trial wins as a
whole, so that a number which a newer measure no longer gives does not linger.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator


class UtcDateTime(TypeDecorator[datetime]):
    """An aware datetime in UTC on the way in and on the way out, also in SQLite."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the time in UTC; a naive one raises ValueError."""
        del dialect
        if value is not None and value.tzinfo is None:
            raise ValueError(f"{value} has no time zone; a stored time must be aware")
        return value and value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the time as aware UTC; SQLite keeps no zone, PostgreSQL answers in its own."""
        del dialect
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _id(name: str, **options: Any) -> sa.Column[Any]:
    return sa.Column(name, sa.Uuid(), nullable=False, **options)


def _created() -> sa.Column[Any]:
    return sa.Column("created_utc", UtcDateTime(), nullable=False)


def _text(*names: str) -> Sequence[sa.Column[Any]]:
    return [sa.Column(name, sa.Text(), nullable=False) for name in names]


metadata = sa.MetaData()

schema_fact = sa.Table(
    "schema_fact",
    metadata,
    sa.Column("name", sa.Text(), primary_key=True),
    sa.Column("value", sa.Text(), nullable=False),
)

person = sa.Table(
    "person",
    metadata,
    _id("row_id", primary_key=True),
    _id("id"),
    *_text("name", "role", "hand"),
    _created(),
    sa.Index("person_latest", "id", "created_utc"),
)

device = sa.Table(
    "device",
    metadata,
    _id("row_id", primary_key=True),
    _id("id"),
    *_text("name", "api"),
    sa.Column("lowest", sa.Integer(), nullable=False),
    sa.Column("highest", sa.Integer(), nullable=False),
    _created(),
    sa.Index("device_latest", "name", "api", "created_utc"),
)

session = sa.Table(
    "session",
    metadata,
    _id("id", primary_key=True),
    _id("person_id"),
    sa.Column("device_id", sa.Uuid()),
    sa.Column("started_utc", UtcDateTime(), nullable=False),
    sa.Column("utc_offset_min", sa.Integer(), nullable=False),
    sa.Column("local_date", sa.Date(), nullable=False),
    sa.Column("seed", sa.BigInteger(), nullable=False),
    *_text("app_version"),
    _created(),
    sa.Index("session_of_person", "person_id", "started_utc"),
)

trial = sa.Table(
    "trial",
    metadata,
    _id("id", primary_key=True),
    _id("person_id"),
    sa.Column("session_id", sa.ForeignKey("session.id"), nullable=False),
    sa.Column("block", sa.Integer(), nullable=False),
    sa.Column("ordinal", sa.Integer(), nullable=False),
    *_text("task", "exercise_id"),
    sa.Column("exercise_version", sa.Integer(), nullable=False),
    *_text("hand"),
    sa.Column("direction", sa.Text()),
    sa.Column("tempo_bpm", sa.Double()),
    sa.Column("level", sa.Double()),
    sa.Column("scored", sa.Boolean(), nullable=False),
    sa.Column("started_utc", UtcDateTime(), nullable=False),
    *_text("task_json"),
    _created(),
    sa.Index("trial_of_session", "session_id", "block", "ordinal"),
    sa.Index("trial_of_person", "person_id"),
)

take = sa.Table(
    "take",
    metadata,
    _id("id", primary_key=True),
    _id("person_id"),
    sa.Column("trial_id", sa.ForeignKey("trial.id"), nullable=False),
    *_text("app_version", "api"),
    sa.Column("exercise_version", sa.Integer(), nullable=False),
    sa.Column("ports", sa.JSON(), nullable=False),
    sa.Column("time_source", sa.Text(), nullable=False),
    sa.Column("grid_ms", sa.Double(), nullable=False),
    sa.Column("jitter_ms", sa.Double(), nullable=False),
    sa.Column("arrival_jitter_ms", sa.Double()),
    sa.Column("resets", sa.Integer(), nullable=False),
    sa.Column("sysex_count", sa.Integer(), nullable=False),
    sa.Column("pedal_used", sa.Boolean(), nullable=False),
    sa.Column("interrupted", sa.Boolean(), nullable=False),
    sa.Column("warnings", sa.JSON(), nullable=False),
    sa.Column("note_count", sa.Integer(), nullable=False),
    # Seconds played: the silences between its notes, but for those long enough to be a pause.
    sa.Column("at_keys_s", sa.Double(), nullable=False),
    _created(),
    *_text("raw_sha256"),
    # Last, so that SQLite reaches the facts without walking the blob's pages.
    sa.Column("raw_npy", sa.LargeBinary(), nullable=False),
    sa.Index("take_of_trial", "trial_id", unique=True),
    sa.Index("take_of_person", "person_id"),
)

measurement = sa.Table(
    "measurement",
    metadata,
    # This database's own short key: results are many, and it never leaves the database.
    sa.Column("number", sa.Integer(), primary_key=True),
    _id("id"),
    _id("person_id"),
    sa.Column("trial_id", sa.ForeignKey("trial.id"), nullable=False),
    _created(),
    # What the weekly score reads, as packed_runs says; the results remain the record.
    sa.Column("noise_floor_ms", sa.Double()),
    sa.Column("runs", sa.LargeBinary(), nullable=False),
    sa.Index("measurement_id", "id", unique=True),
    sa.Index("measurement_of_trial", "trial_id", "created_utc", "id", "number"),
    sa.Index("measurement_of_person", "person_id"),
)

result = sa.Table(
    "result",
    metadata,
    sa.Column(
        "measurement", sa.ForeignKey("measurement.number"), primary_key=True, autoincrement=False
    ),
    sa.Column("measure", sa.Text(), primary_key=True),
    sa.Column("ordinal", sa.Integer(), primary_key=True, autoincrement=False),
    sa.Column("measure_version", sa.Integer(), nullable=False),
    sa.Column("hand", sa.Text()),
    sa.Column("direction", sa.Text()),
    sa.Column("run", sa.Integer()),
    sa.Column("finger", sa.Integer()),
    sa.Column("to_finger", sa.Integer()),
    sa.Column("value", sa.Double()),
    *_text("unit"),
    sa.Column("standard_error", sa.Double()),
    sa.Column("low", sa.Double()),
    sa.Column("high", sa.Double()),
    sa.Column("n", sa.Integer(), nullable=False),
    sa.Column("reason", sa.Text()),
    # A trial's results lie together, by measure: no second tree between them and their key.
    sqlite_with_rowid=False,
)

self_report = sa.Table(
    "self_report",
    metadata,
    _id("row_id", primary_key=True),
    _id("person_id"),
    sa.Column("session_id", sa.ForeignKey("session.id"), nullable=False),
    sa.Column("block", sa.Integer(), nullable=False),
    sa.Column("pulled", sa.Boolean(), nullable=False),
    sa.Column("pain", sa.Boolean(), nullable=False),
    _created(),
    sa.Index("self_report_of_session", "session_id", "block"),
    sa.Index("self_report_of_person", "person_id"),
)

adaptation_state = sa.Table(
    "adaptation_state",
    metadata,
    _id("row_id", primary_key=True),
    _id("person_id"),
    *_text("track", "state_json"),
    _created(),
    sa.Index("adaptation_state_latest", "person_id", "track", "created_utc"),
)

baseline_reset = sa.Table(
    "baseline_reset",
    metadata,
    _id("row_id", primary_key=True),
    _id("person_id"),
    sa.Column("local_date", sa.Date(), nullable=False),
    *_text("reason"),
    _created(),
    sa.Index("baseline_reset_of_person", "person_id", "local_date"),
)

tombstone = sa.Table(
    "tombstone",
    metadata,
    _id("row_id", primary_key=True),
    _id("entity_id"),
    *_text("kind"),
    _created(),
    sa.Index("tombstone_of_entity", "entity_id"),
)

# Children first: the order in which a person's rows can be removed, after her results.
PERSONAL = (measurement, take, trial, self_report, session, adaptation_state, baseline_reset)

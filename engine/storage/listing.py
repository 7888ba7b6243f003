"""A player's takes as a list shows them: what was played and its main figures, never the messages.

Only the latest measurement of a trial counts.
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from engine.record import Result, Trial
from engine.storage import rows
from engine.storage.series import IS_LATEST
from engine.storage.tables import measurement, result, session, take, trial

_TRIAL_COLUMNS = tuple(trial.c[name] for name in Trial.__slots__)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedTake:
    """One kept take: its trial, its notes, the seconds at the keys, and the results asked for."""

    trial: Trial
    notes: int
    at_keys_s: float
    results: tuple[Result, ...]


def latest_takes(
    connection: Connection, person_id: UUID, measures: Collection[str], limit: int
) -> list[ListedTake]:
    """Return the last ``limit`` takes of one player, newest first, with these measures.

    Of each measure the rows of the whole take and of its fingers are given, not those of a run.
    """
    order = (session.c.started_utc, session.c.id, trial.c.block, trial.c.ordinal, trial.c.id)
    found = _takes().where(session.c.person_id == person_id)
    newest = found.order_by(*(each.desc() for each in order)).limit(limit)
    return _with_results(connection, newest, measures)


def listed_take(
    connection: Connection, trial_id: UUID, measures: Collection[str]
) -> ListedTake | None:
    """Return one take with these measures; None when that trial was never kept."""
    found = _with_results(connection, _takes().where(trial.c.id == trial_id), measures)
    return found[0] if found else None


def _takes() -> sa.Select[Any]:
    columns = (*_TRIAL_COLUMNS, take.c.note_count, take.c.at_keys_s)
    return sa.select(*columns).select_from(
        session.join(trial, trial.c.session_id == session.c.id).join(
            take, take.c.trial_id == trial.c.id
        )
    )


def _with_results(
    connection: Connection, takes: sa.Select[Any], measures: Collection[str]
) -> list[ListedTake]:
    found = connection.execute(takes).all()
    results = _results(connection, [row.id for row in found], measures)
    return [
        ListedTake(
            trial=rows.trial_of(row),
            notes=row.note_count,
            at_keys_s=row.at_keys_s,
            results=tuple(results[row.id]),
        )
        for row in found
    ]


def _results(
    connection: Connection, trial_ids: Collection[UUID], measures: Collection[str]
) -> dict[UUID, list[Result]]:
    query = (
        sa.select(measurement.c.trial_id, *rows.RESULT_COLUMNS)
        .join(result, result.c.measurement == measurement.c.number)
        .where(
            measurement.c.trial_id.in_(trial_ids),
            IS_LATEST,
            result.c.measure.in_(measures),
            result.c.run.is_(None),
        )
        .order_by(measurement.c.number, result.c.ordinal)
    )
    of_trial: dict[UUID, list[Result]] = defaultdict(list)
    found = connection.execute(query).all()
    if found:
        trials, *columns = zip(*found, strict=True)
        for trial_id, each in zip(trials, rows.results_from(columns), strict=True):
            of_trial[trial_id].append(each)
    return of_trial

"""What a player's days have added up to: the rows that Progress is made from.

Only the latest measurement of a trial counts. Everything is in order of time: session, block,
trial, run.
"""

from collections import deque
from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from engine.exercise import Direction, Hand
from engine.record import Cell, KeptResult, Result, RunValue, Task, TransitionValue
from engine.storage import rows
from engine.storage.tables import measurement, result, session, take, trial

_other = measurement.alias("other")
_latest = (
    sa.select(_other.c.number)
    .where(_other.c.trial_id == measurement.c.trial_id)
    .order_by(_other.c.created_utc.desc(), _other.c.id.desc())
    .limit(1)
    .correlate(measurement)
    .scalar_subquery()
)
IS_LATEST = measurement.c.number == _latest
_ORDER = (session.c.started_utc, session.c.id, trial.c.block, trial.c.ordinal, trial.c.id)
_MEASURED = session.join(trial, trial.c.session_id == session.c.id).join(
    measurement, sa.and_(measurement.c.trial_id == trial.c.id, IS_LATEST)
)


SCORED: sa.ColumnElement[bool] = trial.c.scored


def of_exercise(exercise_id: str) -> sa.ColumnElement[bool]:
    """Return the condition for every trial of one exercise but warm-ups, scored or not."""
    return sa.and_(trial.c.exercise_id == exercise_id, trial.c.task != Task.WARM_UP.value)


def run_values(
    connection: Connection, person_id: UUID, which: sa.ColumnElement[bool] = SCORED
) -> list[RunValue]:
    """Return every run of one player's trials, as a rule the scored ones.

    It is the measure "sd_ioi" with "mean_ioi"; a run without a number is an invalid one. The noise
    floor is the trial's "noise_floor", or that of the take's stamps where the measures say none.
    """
    facts = _trial_facts(connection, person_id, which)
    floors = _noise_floors(connection, person_id, which)
    mean = result.alias("mean")
    query = (
        sa.select(result.c.measurement, result.c.run, result.c.value, mean.c.value)
        .select_from(
            _MEASURED.join(result, result.c.measurement == measurement.c.number).outerjoin(
                mean,
                sa.and_(
                    mean.c.measurement == measurement.c.number,
                    mean.c.measure == "mean_ioi",
                    mean.c.run == result.c.run,
                ),
            )
        )
        .where(session.c.person_id == person_id, which)
        .where(result.c.measure == "sd_ioi", result.c.run.is_not(None))
        .order_by(*_ORDER, result.c.run)
    )
    found = [row for row in connection.execute(query) if row[0] in facts]
    columns = zip(*found, strict=True) if found else ((), (), (), ())
    numbers, runs, sd_ioi_ms, mean_ioi_ms = columns
    of_trial = [facts[number] for number in numbers]
    return _filled(
        len(found),
        {
            "local_date": [fact[0] for fact in of_trial],
            "session_id": [fact[1] for fact in of_trial],
            "cell": [fact[2] for fact in of_trial],
            "run": runs,
            "sd_ioi_ms": sd_ioi_ms,
            "mean_ioi_ms": mean_ioi_ms,
            "noise_floor_ms": [
                floors.get(number, fact[3]) for number, fact in zip(numbers, of_trial, strict=True)
            ],
        },
    )


def _filled(count: int, columns: dict[str, Sequence[Any]]) -> list[RunValue]:
    # A frozen dataclass sets each field by name: 35 ms for three years of runs, of the 50 ms that
    # the whole weekly score may take. Filling the slots column by column takes 12 and gives the
    # same values; every field is set, or the missing name raises.
    values = [object.__new__(RunValue) for _ in range(count)]
    for name in RunValue.__slots__:
        deque(map(getattr(RunValue, name).__set__, values, columns[name]), maxlen=0)
    return values


_Fact = tuple[date, UUID, Cell, float]


def _trial_facts(
    connection: Connection, person_id: UUID, which: sa.ColumnElement[bool]
) -> dict[int, _Fact]:
    query = (
        sa.select(
            measurement.c.number,
            session.c.local_date,
            session.c.id,
            session.c.device_id,
            trial.c.exercise_id,
            trial.c.exercise_version,
            trial.c.hand,
            trial.c.direction,
            trial.c.tempo_bpm,
            take.c.time_source,
            take.c.grid_ms,
            take.c.jitter_ms,
            take.c.arrival_jitter_ms,
            take.c.resets,
        )
        .select_from(_MEASURED.join(take, take.c.trial_id == trial.c.id))
        .where(session.c.person_id == person_id, which)
        .where(trial.c.direction.is_not(None), trial.c.tempo_bpm.is_not(None))
    )
    return {
        row.number: (row.local_date, row.id, _cell(row), rows.timing_of(row).noise_floor_ms)
        for row in connection.execute(query)
    }


def _cell(row: rows.Row) -> Cell:
    return Cell(
        exercise_id=row.exercise_id,
        exercise_version=row.exercise_version,
        hand=Hand(row.hand),
        direction=Direction(row.direction),
        tempo_bpm=row.tempo_bpm,
        device_id=row.device_id,
    )


def _noise_floors(
    connection: Connection, person_id: UUID, which: sa.ColumnElement[bool]
) -> dict[int, float]:
    query = (
        sa.select(result.c.measurement, result.c.value)
        .select_from(_MEASURED.join(result, result.c.measurement == measurement.c.number))
        .where(session.c.person_id == person_id, which)
        .where(result.c.measure == "noise_floor", result.c.run.is_(None))
        .where(result.c.value.is_not(None))
    )
    return {row[0]: row[1] for row in connection.execute(query)}


def transition_values(connection: Connection, person_id: UUID) -> list[TransitionValue]:
    """Return the transitions of the scored trials of one player: measure "transition"."""
    facts = _trial_facts(connection, person_id, SCORED)
    query = (
        _results(person_id, "transition")
        .where(trial.c.scored, result.c.finger.is_not(None), result.c.to_finger.is_not(None))
        .where(trial.c.direction.is_not(None), trial.c.tempo_bpm.is_not(None))
    )
    return [
        TransitionValue(
            local_date=row.local_date,
            session_id=row.session_id,
            cell=facts[row.measurement][2],
            finger=row.finger,
            to_finger=row.to_finger,
            value=row.value,
            standard_error=row.standard_error,
            n=row.n,
            unit=row.unit,
        )
        for row in connection.execute(query)
    ]


def results_of(connection: Connection, person_id: UUID, measure: str) -> list[KeptResult]:
    """Return every result of one measure of one player, scored or not."""
    return [rows.kept_result_of(row) for row in connection.execute(_results(person_id, measure))]


def _results(person_id: UUID, measure: str) -> sa.Select[Any]:
    return (
        sa.select(
            session.c.local_date, trial.c.session_id, measurement.c.trial_id, trial.c.task,
            trial.c.scored, result,
        )
        .select_from(_MEASURED.join(result, result.c.measurement == measurement.c.number))
        .where(session.c.person_id == person_id, result.c.measure == measure)
        .order_by(*_ORDER, result.c.ordinal)
    )  # fmt: skip


def results_of_trial(connection: Connection, trial_id: UUID) -> list[Result]:
    """Return the latest results of one trial, in the order in which they were kept."""
    query = (
        sa.select(result)
        .join(measurement, result.c.measurement == measurement.c.number)
        .where(measurement.c.trial_id == trial_id, IS_LATEST)
        .order_by(result.c.ordinal)
    )
    return [rows.result_of(row) for row in connection.execute(query)]


def practice_minutes(connection: Connection, person_id: UUID) -> dict[date, float]:
    """Return the minutes at the keys of each local day: its takes, first to last message."""
    query = (
        sa.select(session.c.local_date, sa.func.sum(take.c.duration_s))
        .select_from(
            session.join(trial, trial.c.session_id == session.c.id).join(
                take, take.c.trial_id == trial.c.id
            )
        )
        .where(session.c.person_id == person_id)
        .group_by(session.c.local_date)
        .order_by(session.c.local_date)
    )
    return {row[0]: row[1] / 60 for row in connection.execute(query)}

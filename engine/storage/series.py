"""What a player's days have added up to: the rows that Progress is made from.

Only the latest measurement of a trial counts. Everything is in order of time: session, block,
trial, run.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from itertools import chain, repeat
from typing import Any, NamedTuple
from uuid import UUID

import numpy as np
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from engine.exercise import Direction, Hand
from engine.note import Seconds
from engine.record import LOOSE, Cell, KeptResult, Result, RunValue, Task
from engine.storage import rows
from engine.storage.filling import filled
from engine.storage.packed_runs import DIRECTIONS, PackedRuns, unpack
from engine.storage.tables import measurement, result, session, take, trial
from engine.take import TimeSource

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


_OF_A_CELL = sa.and_(trial.c.direction.is_not(None), trial.c.tempo_bpm.is_not(None))
SCORED: sa.ColumnElement[bool] = trial.c.scored


def of_exercise(exercise_id: str) -> sa.ColumnElement[bool]:
    """Return the condition for every trial of one exercise that counts, scored or not."""
    return sa.and_(trial.c.exercise_id == exercise_id, trial.c.task.not_in(LOOSE))


def run_values(
    connection: Connection, person_id: UUID, which: sa.ColumnElement[bool] = SCORED
) -> list[RunValue]:
    """Return every run of one player's trials, as a rule the scored ones.

    It is the measure "sd_ioi" with "mean_ioi"; a run without a number is an invalid one. Its cell
    is the trial's, but for the direction, which is the run's own. The noise floor is the trial's
    "noise_floor", or that of the take's stamps where the measures say none.
    """
    trials = _trials(connection, person_id, which)
    runs = unpack(each.runs for each in trials)
    counts = [len(each.runs) // runs.dtype.itemsize for each in trials]

    def per_run(values: Iterable[Any]) -> list[Any]:
        return list(chain.from_iterable(map(repeat, values, counts)))

    return filled(
        RunValue,
        local_date=per_run(each.local_date for each in trials),
        session_id=per_run(each.session_id for each in trials),
        cell=_cells(trials, counts, runs),
        run=runs["run"].tolist(),
        sd_ioi_ms=_with_nulls(runs["sd_ioi_ms"]),
        mean_ioi_ms=_with_nulls(runs["mean_ioi_ms"]),
        noise_floor_ms=per_run(each.noise_floor_ms for each in trials),
    )


def _with_nulls(column: Seconds) -> list[float | None]:
    values: list[float | None] = column.tolist()
    for index in np.flatnonzero(np.isnan(column)).tolist():
        values[index] = None
    return values


class _MeasuredTrial(NamedTuple):
    """One trial that has a cell, with its latest measurement."""

    number: int
    local_date: date
    session_id: UUID
    cell: Cell
    noise_floor_ms: float
    runs: bytes


def _trials(
    connection: Connection, person_id: UUID, which: sa.ColumnElement[bool]
) -> list[_MeasuredTrial]:
    sessions = {
        key: (local_date, session_id, device_id)
        for key, local_date, session_id, device_id in connection.execute(
            sa.select(_as_stored(session.c.id), session.c.local_date, session.c.id,
                      session.c.device_id)
            .where(session.c.person_id == person_id)
        )
    }  # fmt: skip
    query = (
        sa.select(
            measurement.c.number, _as_stored(trial.c.session_id), measurement.c.noise_floor_ms,
            measurement.c.runs, trial.c.exercise_id, trial.c.exercise_version, trial.c.hand,
            trial.c.direction, trial.c.tempo_bpm,
        )
        .select_from(_MEASURED)
        .where(session.c.person_id == person_id, which, _OF_A_CELL)
        .order_by(*_ORDER)
    )  # fmt: skip
    found = connection.execute(query).all()
    floors = _stamped_floors(connection, person_id) if any(row[2] is None for row in found) else {}
    # Few cells, many trials: each is made once, and who compares them finds the same object.
    cells: dict[tuple[Any, ...], Cell] = {}
    trials = []
    for number, key, said_ms, runs, *facts in found:
        local_date, session_id, device_id = sessions[key]
        cell = cells.get((device_id, *facts))
        if cell is None:
            cell = cells[device_id, *facts] = _cell(device_id, *facts)
        floor_ms = floors[number] if said_ms is None else said_ms
        trials.append(_MeasuredTrial(number, local_date, session_id, cell, floor_ms, runs))
    return trials


def _as_stored(column: sa.Column[Any]) -> sa.ColumnElement[Any]:
    # An id that only joins two answers need not become a UUID, which costs more than its row.
    return sa.type_coerce(column, sa.String())


def _cell(device_id: UUID | None, *facts: Any) -> Cell:
    exercise_id, exercise_version, hand, direction, tempo_bpm = facts
    return Cell(
        exercise_id=exercise_id,
        exercise_version=exercise_version,
        hand=Hand(hand),
        direction=Direction(direction),
        tempo_bpm=tempo_bpm,
        device_id=device_id,
    )


def _cells(trials: Sequence[_MeasuredTrial], counts: Sequence[int], runs: PackedRuns) -> list[Cell]:
    """Return each run's cell: its trial's, in the direction that the run itself went."""
    cells = list(chain.from_iterable(map(repeat, (each.cell for each in trials), counts)))
    codes = np.array([DIRECTIONS.index(each.cell.direction) for each in trials], np.uint8)
    went = runs["direction"]
    others: dict[tuple[Cell, Direction], Cell] = {}
    for index in np.flatnonzero(went != np.repeat(codes, np.array(counts, np.intp))).tolist():
        cell, direction = cells[index], DIRECTIONS[went[index]]
        if direction is not None:
            other = replace(cell, direction=direction)
            cells[index] = others.setdefault((cell, direction), other)
    return cells


def _stamped_floors(connection: Connection, person_id: UUID) -> dict[int, float]:
    query = (
        sa.select(measurement.c.number, take)
        .join(take, take.c.trial_id == measurement.c.trial_id)
        .where(measurement.c.person_id == person_id, measurement.c.noise_floor_ms.is_(None))
    )
    return {row.number: rows.timing_of(row).noise_floor_ms for row in connection.execute(query)}


def results_of(connection: Connection, person_id: UUID, measure: str) -> list[KeptResult]:
    """Return every result of one measure of one player, scored or not."""
    of_trial = {
        number: (local_date, session_id, trial_id, Task(task), scored)
        for number, local_date, session_id, trial_id, task, scored in connection.execute(
            sa.select(
                measurement.c.number, session.c.local_date, session.c.id, trial.c.id,
                trial.c.task, trial.c.scored,
            )
            .select_from(_MEASURED)
            .where(session.c.person_id == person_id)
        )
    }  # fmt: skip
    query = (
        sa.select(result.c.measurement, *rows.RESULT_COLUMNS)
        .select_from(_MEASURED.join(result, result.c.measurement == measurement.c.number))
        .where(session.c.person_id == person_id, result.c.measure == measure)
        .order_by(*_ORDER, result.c.ordinal)
    )
    found = connection.execute(query).all()
    if not found:
        return []
    numbers, *columns = zip(*found, strict=True)
    trials = zip(*(of_trial[number] for number in numbers), strict=True)
    local_date, session_id, trial_id, task, scored = trials
    return filled(
        KeptResult,
        local_date=local_date,
        session_id=session_id,
        trial_id=trial_id,
        task=task,
        scored=scored,
        result=rows.results_from(columns),
    )


def results_of_trial(connection: Connection, trial_id: UUID) -> list[Result]:
    """Return the latest results of one trial, in the order in which they were kept."""
    query = (
        sa.select(*rows.RESULT_COLUMNS)
        .join(measurement, result.c.measurement == measurement.c.number)
        .where(measurement.c.trial_id == trial_id, IS_LATEST)
        .order_by(result.c.ordinal)
    )
    return rows.results_from(list(zip(*connection.execute(query), strict=True)))


def practice_minutes(connection: Connection, person_id: UUID) -> dict[date, float]:
    """Return the minutes at the keys of each local day: its takes without their pauses."""
    query = (
        sa.select(session.c.local_date, sa.func.sum(take.c.at_keys_s))
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


def task_texts(
    connection: Connection, person_id: UUID, game: tuple[Task, Hand], *, most: int
) -> list[str]:
    """Return the ``task_json`` of one player's latest trials of a game, newest first.

    Those of the computer keyboard are left out: they enter no measure.
    """
    task, hand = game
    query = (
        sa.select(trial.c.task_json)
        .select_from(
            session.join(trial, trial.c.session_id == session.c.id).join(
                take, take.c.trial_id == trial.c.id
            )
        )
        .where(session.c.person_id == person_id, trial.c.task == task, trial.c.hand == hand)
        .where(take.c.time_source != TimeSource.UNMEASURED)
        .order_by(trial.c.started_utc.desc(), trial.c.id)
        .limit(most)
    )
    return list(connection.scalars(query))

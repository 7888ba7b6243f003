"""Values to rows and rows to values; the only place that knows both."""

import hashlib
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import numpy as np

from engine.exercise import Direction, Hand
from engine.record import (
    AdaptationState,
    BaselineReset,
    Device,
    Person,
    Result,
    Role,
    SelfReport,
    Session,
    Task,
    Trial,
)
from engine.storage.errors import StorageError
from engine.storage.filling import filled
from engine.storage.record_format import from_blob, to_blob
from engine.storage.tables import result
from engine.take import RawArray, Take, TimeSource, Timing

NOTE_OFF, NOTE_ON = 0x80, 0x90
# A longer silence is a pause: session.playing's SILENCE_PAUSES_NS, which takes 70 ms to import.
LONGEST_GAP_NS = 4_000_000_000

Values = dict[str, Any]
# A row of SQLAlchemy: what its columns hold is known to the tables, not to mypy.
Row = Any


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptTake:
    """A take as it was kept: its raw messages and the facts of its capture.

    The notes are not kept: ``engine.midi.capture.take_of`` decodes them again.
    """

    id: UUID
    trial_id: UUID
    raw: RawArray
    timing: Timing
    ports: tuple[str, ...]
    api: str
    app_version: str
    exercise_version: int
    sysex_count: int
    pedal_used: bool
    interrupted: bool
    warnings: tuple[str, ...]


def person_of(row: Row) -> Person:
    """Return the person of a row."""
    return Person(
        id=row.id,
        name=row.name,
        role=Role(row.role),
        hand=Hand(row.hand),
        created_utc=row.created_utc,
    )


def device_of(row: Row) -> Device:
    """Return the device of a row."""
    return Device(
        id=row.id,
        name=row.name,
        api=row.api,
        lowest=row.lowest,
        highest=row.highest,
        created_utc=row.created_utc,
    )


def session_of(row: Row) -> Session:
    """Return the session of a row."""
    return Session(
        id=row.id,
        person_id=row.person_id,
        device_id=row.device_id,
        started_utc=row.started_utc,
        utc_offset_min=row.utc_offset_min,
        local_date=row.local_date,
        seed=row.seed,
        app_version=row.app_version,
    )


def session_values(session: Session) -> Values:
    """Return the columns of a session, but for its creation time."""
    return {name: getattr(session, name) for name in Session.__slots__}


def trial_of(row: Row) -> Trial:
    """Return the trial of a row."""
    return Trial(
        id=row.id,
        session_id=row.session_id,
        block=row.block,
        ordinal=row.ordinal,
        task=Task(row.task),
        exercise_id=row.exercise_id,
        exercise_version=row.exercise_version,
        hand=Hand(row.hand),
        direction=None if row.direction is None else Direction(row.direction),
        tempo_bpm=row.tempo_bpm,
        level=row.level,
        scored=row.scored,
        started_utc=row.started_utc,
        task_json=row.task_json,
    )


def trial_values(trial: Trial) -> Values:
    """Return the columns of a trial, but for its person and creation time."""
    return {name: getattr(trial, name) for name in Trial.__slots__}


def take_of_row(row: Row) -> KeptTake:
    """Return the take of a row; StorageError when its raw messages are no longer what was kept."""
    where = f"the take of trial {row.trial_id}"
    if hashlib.sha256(row.raw_npy).hexdigest() != row.raw_sha256:
        raise StorageError(
            f"{where}: its raw messages are not those that were kept; "
            "take the newest .backup file beside the database"
        )
    return KeptTake(
        id=row.id,
        trial_id=row.trial_id,
        raw=from_blob(row.raw_npy, where),
        timing=timing_of(row),
        ports=tuple(row.ports),
        api=row.api,
        app_version=row.app_version,
        exercise_version=row.exercise_version,
        sysex_count=row.sysex_count,
        pedal_used=row.pedal_used,
        interrupted=row.interrupted,
        warnings=tuple(row.warnings),
    )


def timing_of(row: Row) -> Timing:
    """Return the timing facts of a take's row."""
    return Timing(
        source=TimeSource(row.time_source),
        grid_ms=row.grid_ms,
        jitter_ms=row.jitter_ms,
        arrival_jitter_ms=row.arrival_jitter_ms,
        resets=row.resets,
    )


def take_values(take: Take, trial: Trial, app_version: str) -> Values:
    """Return the columns of a take, but for its id, person and creation time."""
    blob = to_blob(take.raw)
    return {
        "trial_id": trial.id,
        "app_version": app_version,
        "api": take.api,
        "exercise_version": trial.exercise_version,
        "ports": list(take.ports),
        "time_source": take.timing.source,
        "grid_ms": take.timing.grid_ms,
        "jitter_ms": take.timing.jitter_ms,
        "arrival_jitter_ms": take.timing.arrival_jitter_ms,
        "resets": take.timing.resets,
        "sysex_count": take.sysex_count,
        "pedal_used": take.pedal_used,
        "interrupted": take.interrupted,
        "warnings": list(take.warnings),
        "note_count": len(take.notes),
        "at_keys_s": _at_keys_s(take.raw),
        "raw_sha256": hashlib.sha256(blob).hexdigest(),
        "raw_npy": blob,
    }


def _at_keys_s(raw: RawArray) -> float:
    # Notes alone, since active sensing goes on while nobody plays; and their arrival, since a
    # driver's deltas may have been reset, and a second here or there is enough.
    kinds = raw["status"] & 0xF0
    at_ns = np.sort(raw["arrival_ns"][(kinds == NOTE_ON) | (kinds == NOTE_OFF)])
    gaps_ns = np.diff(at_ns)
    return int(gaps_ns[(gaps_ns >= 0) & (gaps_ns <= LONGEST_GAP_NS)].sum()) / 1e9


RESULT_COLUMNS = tuple(result.c[name] for name in Result.__slots__)
_HANDS: dict[str | None, Hand | None] = {None: None, **{hand.value: hand for hand in Hand}}
_DIRECTIONS: dict[str | None, Direction | None] = {None: None} | {
    direction.value: direction for direction in Direction
}


def results_from(columns: Sequence[Sequence[Any]]) -> list[Result]:
    """Return the results whose ``RESULT_COLUMNS`` these are, one column each; none for none."""
    if not columns:
        return []
    named = dict(zip(Result.__slots__, columns, strict=True))
    named["hand"] = [_HANDS[hand] for hand in named["hand"]]
    named["direction"] = [_DIRECTIONS[direction] for direction in named["direction"]]
    return filled(Result, **named)


def result_values(measurement: int, results: Sequence[Result]) -> list[Values]:
    """Return a row per result; StorageError for a number that is not finite."""
    for each in results:
        for name in ("value", "standard_error", "low", "high"):
            number = getattr(each, name)
            if number is not None and not math.isfinite(number):
                raise StorageError(
                    f"measure {each.measure!r} says {name} = {number}; a number that the data "
                    "cannot bear is null with a reason"
                )
    return [
        {
            "measurement": measurement,
            "ordinal": ordinal,
            **{name: getattr(each, name) for name in Result.__slots__},
        }
        for ordinal, each in enumerate(results)
    ]


def self_report_of(row: Row) -> SelfReport:
    """Return the self-report of a row."""
    return SelfReport(session_id=row.session_id, block=row.block, pulled=row.pulled, pain=row.pain)


def adaptation_of(row: Row) -> AdaptationState:
    """Return the adaptation state of a row."""
    return AdaptationState(person_id=row.person_id, track=row.track, state_json=row.state_json)


def baseline_reset_of(row: Row) -> BaselineReset:
    """Return the baseline reset of a row."""
    return BaselineReset(person_id=row.person_id, local_date=row.local_date, reason=row.reason)

"""What the storage tests build: a store, people, sessions, trials and takes in one line."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import numpy as np

from engine.clock import ManualClock
from engine.exercise import Direction, Hand
from engine.note import note_array
from engine.record import Person, Result, Session, Task, Trial
from engine.storage.store import Store
from engine.take import RAW_DTYPE, RawArray, Take, TimeSource, Timing

START_UTC = datetime(2026, 3, 2, 17, 30, tzinfo=UTC)


def standing_clock() -> ManualClock:
    return ManualClock(ns=0, started_utc=START_UTC)


def seeded_ids(seed: int) -> Callable[[], UUID]:
    rng = np.random.default_rng(seed)
    return lambda: UUID(bytes=rng.bytes(16), version=4)


def opened(url: str, *, seed: int = 1, clock: ManualClock | None = None) -> Store:
    return Store.open(url, clock=clock or standing_clock(), new_id=seeded_ids(seed))


def a_session(person: Person, *, day: int = 0, seed: int = 7, **other: Any) -> Session:
    facts: dict[str, Any] = {
        "id": seeded_ids(1000 + seed * 1000 + day)(),
        "person_id": person.id,
        "device_id": None,
        "started_utc": START_UTC + timedelta(days=day),
        "utc_offset_min": 60,
        "local_date": date(2026, 3, 2) + timedelta(days=day),
        "seed": seed,
        "app_version": "0.1.0",
    }
    return Session(**{**facts, **other})


def a_trial(session: Session, *, ordinal: int = 0, **other: Any) -> Trial:
    facts: dict[str, Any] = {
        "id": UUID(int=session.id.int ^ (ordinal + 1)),
        "session_id": session.id,
        "block": 1,
        "ordinal": ordinal,
        "task": Task.PEARLS,
        "exercise_id": "five-finger-c-right",
        "exercise_version": 1,
        "hand": Hand.RIGHT,
        "direction": Direction.LOOP,
        "tempo_bpm": 60.0,
        "level": 60.0,
        "scored": True,
        "started_utc": session.started_utc + timedelta(minutes=ordinal),
    }
    return Trial(**{**facts, **other})


def some_messages(n: int, *, step_ns: int = 125_000_000, seed: int = 1) -> RawArray:
    rng = np.random.default_rng(seed)
    raw = np.zeros(n, RAW_DTYPE)
    raw["delta_ns"] = step_ns + rng.integers(-5_000_000, 5_000_000, n)
    raw["delta_ns"][:1] = 0
    raw["arrival_ns"] = 10**9 + np.arange(n) * step_ns
    raw["status"] = np.where(np.arange(n) % 2, 0x80, 0x90)
    raw["data1"] = 60 + np.arange(n) // 2 % 5
    raw["data2"] = rng.integers(1, 128, n)
    raw.flags.writeable = False
    return raw


def a_take(raw: RawArray | None = None, **other: Any) -> Take:
    facts: dict[str, Any] = {
        "raw": some_messages(66) if raw is None else raw,
        "notes": note_array([0.0, 0.125], [60, 62]),
        "timing": Timing(source=TimeSource.DRIVER, grid_ms=1.0, jitter_ms=0.5),
        "ports": ("Piano MIDI 1",),
        "api": "alsa",
    }
    return Take(**{**facts, **other})


def a_result(measure: str, value: float | None, **other: Any) -> Result:
    facts: dict[str, Any] = {"measure_version": 1, "unit": "ms", "n": 32}
    return Result(measure=measure, value=value, **{**facts, **other})


def run_results(*pairs: tuple[float | None, float | None]) -> list[Result]:
    """Return "sd_ioi" and "mean_ioi" of each run; a None sd is an invalid run."""
    found = []
    for run, (sd_ioi_ms, mean_ioi_ms) in enumerate(pairs):
        reason = "3 extra notes" if sd_ioi_ms is None else None
        found.append(a_result("sd_ioi", sd_ioi_ms, run=run, reason=reason))
        found.append(a_result("mean_ioi", mean_ioi_ms, run=run, reason=reason))
    return found

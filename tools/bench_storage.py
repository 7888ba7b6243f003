"""How long keeping a take and reading three years of runs take, beside plain sqlite3.

Both write the same rows to files of the same settings (WAL, synchronous FULL), one commit a take.
"""

import sqlite3
import statistics
import tempfile
import time
import uuid
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np

from engine.clock import ManualClock
from engine.exercise import Direction, Hand
from engine.note import note_array
from engine.record import Person, Result, Session, Task, Trial
from engine.storage.record_format import to_blob
from engine.storage.store import Store
from engine.take import RAW_DTYPE, Take, TimeSource, Timing

SESSIONS, TRIALS, RUNS = 500, 5, 10
START = datetime(2024, 1, 1, 17, tzinfo=UTC)


def main() -> None:
    """Print both comparisons."""
    rng = np.random.default_rng(1)
    with tempfile.TemporaryDirectory() as folder:
        plain = _plain(Path(folder) / "plain.db")
        url = f"sqlite:///{Path(folder) / 'evenhand.db'}"
        clock = ManualClock(ns=0, started_utc=START)
        with closing(plain), Store.open(url, clock=clock, new_id=uuid.uuid4) as store:
            players = [store.add_person(name, hand=Hand.RIGHT) for name in ("Ada", "Bob")]
            take, kept, beside = _take(rng), [], []
            for day in range(SESSIONS):
                for player in players if day % 10 == 0 else players[:1]:
                    session = _session(player, day)
                    store.open_session(session)
                    for ordinal in range(TRIALS):
                        trial = _trial(session, ordinal)
                        results = _results(rng)
                        kept.append(_seconds(lambda: store.keep(trial, take, results)))  # noqa: B023
                        beside.append(_seconds(lambda: _keep_plain(plain, trial, take, results)))  # noqa: B023
            count = len(_results(rng))
            print(f"{count} results and {len(take.raw)} messages a take, {len(kept)} takes")
            _say("keep, one take", kept)
            _say("plain sqlite3, the same rows", beside)
            ada = players[0].id
            runs = len(store.run_values(ada))
            print(f"{runs} runs of {SESSIONS} sessions, one player of two")
            _say("run_values", [_seconds(lambda: store.run_values(ada)) for _ in range(15)])
            _say(
                "plain sqlite3, sd and mean",
                [_seconds(lambda: _read_plain(plain)) for _ in range(15)],
            )
            _say(
                f"results_of, {len(store.results_of(ada, 'transition'))} transitions",
                [_seconds(lambda: store.results_of(ada, "transition")) for _ in range(5)],
            )
        size = (Path(folder) / "evenhand.db").stat().st_size
        print(f"database {size / 1e6:.0f} MB, {size / len(kept) / 1e3:.1f} kB a take")


def _seconds(do: Callable[[], object]) -> float:
    start = time.perf_counter()
    do()
    return time.perf_counter() - start


def _say(what: str, seconds: list[float]) -> None:
    ordered = sorted(seconds)
    p95 = ordered[round(0.95 * (len(ordered) - 1))]
    print(
        f"  {what:32} median {statistics.median(ordered) * 1e3:7.2f} ms"
        f"  p95 {p95 * 1e3:7.2f}  least {ordered[0] * 1e3:7.2f}"
    )


def _session(player: Person, day: int) -> Session:
    started = START + timedelta(days=2 * day)
    return Session(
        id=uuid.uuid4(),
        person_id=player.id,
        device_id=None,
        started_utc=started,
        utc_offset_min=60,
        local_date=date(2024, 1, 1) + timedelta(days=2 * day),
        seed=day,
        app_version="0.1.0",
    )


def _trial(session: Session, ordinal: int) -> Trial:
    return Trial(
        id=uuid.uuid4(),
        session_id=session.id,
        block=0,
        ordinal=ordinal,
        task=Task.PEARLS,
        exercise_id="five-finger-c-right",
        exercise_version=1,
        hand=Hand.RIGHT,
        direction=Direction.LOOP,
        tempo_bpm=60.0,
        level=60.0,
        scored=True,
        started_utc=session.started_utc,
    )


def _take(rng: np.random.Generator) -> Take:
    raw = np.zeros(RUNS * 33 * 2, RAW_DTYPE)
    raw["delta_ns"] = rng.normal(125e6, 5e6, len(raw))
    raw["arrival_ns"] = np.cumsum(raw["delta_ns"])
    return Take(
        raw=raw,
        notes=note_array([], []),
        timing=Timing(source=TimeSource.DRIVER),
        ports=("Piano",),
        api="alsa",
    )


def _results(rng: np.random.Generator) -> list[Result]:
    def say(measure: str, **where: int) -> Result:
        return Result(
            measure=measure,
            measure_version=1,
            unit="ms",
            value=float(rng.normal(8, 1)),
            n=32,
            standard_error=0.2,
            hand=Hand.RIGHT,
            direction=Direction.LOOP,
            **where,  # type: ignore[arg-type]
        )

    of_runs = ("sd_ioi", "mean_ioi", "sd_ioi_detrended", "cv", "overlap", "velocity")
    pairs = [(a, b) for a in range(1, 6) for b in range(1, 6) if a != b]
    return [
        *(say(measure, run=run) for run in range(RUNS) for measure in of_runs),
        *(say("transition", finger=a, to_finger=b) for a, b in pairs),
        *(say("transition_sd", finger=a, to_finger=b) for a, b in pairs),
        *(
            say(m, finger=f)
            for m in ("finger_mean", "finger_sd", "overlap", "v")
            for f in range(1, 6)
        ),
        *(say(f"of_the_take_{number}") for number in range(29)),
        say("noise_floor"),
    ]


def _plain(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.executescript(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
        "CREATE TABLE take (id TEXT PRIMARY KEY, raw BLOB);"
        "CREATE TABLE result (take TEXT, measure TEXT, version INT, unit TEXT, value REAL, n INT,"
        " se REAL, low REAL, high REAL, hand TEXT, direction TEXT, run INT, finger INT,"
        " to_finger INT, reason TEXT)"
    )
    return connection


def _keep_plain(
    connection: sqlite3.Connection, trial: Trial, take: Take, results: list[Result]
) -> None:
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("INSERT INTO take VALUES (?, ?)", (trial.id.hex, to_blob(take.raw)))
    rows = [(trial.id.hex, *(getattr(each, name) for name in Result.__slots__)) for each in results]
    connection.executemany(f"INSERT INTO result VALUES ({', '.join('?' * 15)})", rows)
    connection.execute("COMMIT")


def _read_plain(connection: sqlite3.Connection) -> list[tuple[object, ...]]:
    return connection.execute(
        "SELECT take, measure, run, value FROM result WHERE measure IN ('sd_ioi', 'mean_ioi')"
    ).fetchall()


if __name__ == "__main__":
    main()

"""Whatever is kept comes back equal, from both databases."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import uuid4

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from engine.exercise import Direction, Hand
from engine.record import AdaptationState, BaselineReset, Result, Session, Task, Trial
from engine.storage.store import Store
from engine.take import RAW_DTYPE, Take, TimeSource, Timing
from tests.engine.storage.situations import a_take, opened

# PostgreSQL's text holds every character but NUL and the halves of surrogate pairs.
TEXT = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=30)
NUMBERS = st.floats(allow_nan=False, allow_infinity=False)
COUNTS = st.integers(0, 2**31 - 1)
TIMES = st.datetimes(datetime(1990, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis adds the zone
HANDS = st.sampled_from(Hand)
DIRECTIONS = st.none() | st.sampled_from(Direction)
FINGERS = st.none() | st.integers(1, 5)
ONE = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)

SESSIONS = st.builds(
    Session,
    id=st.none(),
    person_id=st.none(),
    device_id=st.none() | st.uuids(),
    started_utc=TIMES,
    utc_offset_min=st.integers(-840, 840),
    local_date=st.dates(date(1990, 1, 1), date(2200, 1, 1)),
    seed=st.integers(0, 2**63 - 1),
    app_version=TEXT,
)
TRIALS = st.builds(
    Trial,
    id=st.none(),
    session_id=st.none(),
    block=COUNTS,
    ordinal=COUNTS,
    task=st.sampled_from(Task),
    exercise_id=TEXT,
    exercise_version=COUNTS,
    hand=HANDS,
    direction=DIRECTIONS,
    tempo_bpm=st.none() | NUMBERS,
    level=st.none() | NUMBERS,
    scored=st.booleans(),
    started_utc=TIMES,
    task_json=TEXT,
)
TAKES = st.builds(
    Take,
    raw=hnp.arrays(RAW_DTYPE, st.integers(0, 8)),
    notes=st.just(a_take().notes),
    timing=st.builds(
        Timing,
        source=st.sampled_from(TimeSource),
        grid_ms=NUMBERS,
        jitter_ms=NUMBERS,
        arrival_jitter_ms=st.none() | NUMBERS,
        resets=COUNTS,
    ),
    ports=st.lists(TEXT, max_size=3).map(tuple),
    api=TEXT,
    sysex_count=COUNTS,
    pedal_used=st.booleans(),
    interrupted=st.booleans(),
    warnings=st.lists(TEXT, max_size=3).map(tuple),
)
RESULTS = st.builds(
    Result,
    measure=TEXT,
    measure_version=COUNTS,
    unit=TEXT,
    value=st.none() | NUMBERS,
    n=COUNTS,
    standard_error=st.none() | NUMBERS,
    low=st.none() | NUMBERS,
    high=st.none() | NUMBERS,
    hand=st.none() | HANDS,
    direction=DIRECTIONS,
    run=st.none() | COUNTS,
    finger=FINGERS,
    to_finger=FINGERS,
    reason=st.none() | TEXT,
)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory):
    folder: Path = tmp_path_factory.mktemp("round-trip")
    make: Callable[[], str] = (
        (lambda: f"sqlite:///{folder / 'evenhand.db'}")
        if request.param == "sqlite"
        else request.getfixturevalue("new_postgres")
    )
    with opened(make()) as store:
        store.add_person("Ada", hand=Hand.RIGHT)
        yield store


def with_ids(value, **ids):
    fields = {name: getattr(value, name) for name in type(value).__slots__}
    return type(value)(**{**fields, **ids})


@ONE
@given(
    session=SESSIONS,
    trial=TRIALS,
    take=TAKES,
    results=st.lists(RESULTS, max_size=6),
    state=TEXT,
    reset=st.builds(
        BaselineReset,
        person_id=st.none(),
        local_date=st.dates(date(1990, 1, 1), date(2200, 1, 1)),
        reason=TEXT,
    ),
)
def test_a_session_comes_back_as_it_was_kept(  # noqa: PLR0913
    store: Store, *, session: Session, trial: Trial, take: Take, results: list[Result], state, reset
):
    [ada] = store.people()
    session = with_ids(session, id=uuid4(), person_id=ada.id)
    trial = with_ids(trial, id=uuid4(), session_id=session.id)
    reset = with_ids(reset, person_id=ada.id)
    states = [AdaptationState(person_id=ada.id, track=state, state_json=state)]
    store.open_session(session)
    store.keep(trial, take, results, states)
    store.add_baseline_reset(reset)

    assert store.session(session.id) == session
    assert session in store.sessions(ada.id)
    assert store.trials(session.id) == [trial]
    assert store.results(trial.id) == results
    assert store.adaptation(ada.id, state) == states[0]
    assert reset in store.baseline_resets(ada.id)
    kept = store.take(trial.id)
    assert kept is not None
    assert np.array_equal(kept.raw, take.raw)
    assert kept.app_version == session.app_version
    for fact in (
        "timing", "ports", "api", "sysex_count", "pedal_used", "interrupted", "warnings",
    ):  # fmt: skip
        assert getattr(kept, fact) == getattr(take, fact)

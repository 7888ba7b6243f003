"""What Progress reads: only what was scored, only the latest, in order of time."""

from dataclasses import replace
from datetime import timedelta
from math import nan
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.exercise import Direction, Hand
from engine.record import Cell, Result, RunValue, Task
from engine.storage.filling import filled
from engine.storage.packed_runs import DIRECTIONS, pack, unpack
from engine.take import TimeSource, Timing
from tests.engine.storage.situations import (
    START_UTC,
    a_result,
    a_session,
    a_take,
    a_trial,
    opened,
    run_results,
)


def test_runs_come_with_their_day_cell_and_noise_floor(url: str):
    with opened(url) as store:
        ada = store.add_person("Ada", hand=Hand.RIGHT)
        piano = store.add_device("Piano", "alsa", lowest=21, highest=108)
        session = a_session(ada, device_id=piano.id)
        store.open_session(session)
        results = [*run_results((7.4, 250.0), (None, 180.0)), a_result("noise_floor", 0.6)]
        store.keep(a_trial(session), a_take(), results)
        cell = Cell(
            exercise_id="five-finger-c-right",
            exercise_version=1,
            hand=Hand.RIGHT,
            direction=Direction.LOOP,
            tempo_bpm=60.0,
            device_id=piano.id,
        )
        assert store.run_values(ada.id) == [
            RunValue(
                local_date=session.local_date,
                session_id=session.id,
                cell=cell,
                run=run,
                sd_ioi_ms=sd_ioi_ms,
                mean_ioi_ms=mean_ioi_ms,
                noise_floor_ms=0.6,
            )
            for run, sd_ioi_ms, mean_ioi_ms in ((0, 7.4, 250.0), (1, None, 180.0))
        ]


def test_without_a_measured_noise_floor_it_is_that_of_the_time_stamps(url: str):
    timing = Timing(source=TimeSource.DRIVER, grid_ms=1.0, jitter_ms=0.5)
    with opened(url) as store:
        ada = store.add_person("Ada", hand=Hand.RIGHT)
        session = a_session(ada)
        store.open_session(session)
        unsaid = a_result("noise_floor", None, reason="no onsets")
        results = [*run_results((7.4, 250.0)), unsaid]
        store.keep(a_trial(session), a_take(timing=timing), results)
        [value] = store.run_values(ada.id)
        assert value.noise_floor_ms == pytest.approx((1 / 6 + 0.5) ** 0.5)


def test_warm_ups_and_tasks_without_runs_are_left_out(url: str):
    with opened(url) as store:
        ada = store.add_person("Ada", hand=Hand.RIGHT)
        bob = store.add_person("Bob", hand=Hand.RIGHT)
        session, other = a_session(ada), a_session(bob, seed=8)
        for opening in (session, other):
            store.open_session(opening)
        seven = run_results((7.0, 250.0))
        store.keep(a_trial(session, ordinal=0, scored=False), a_take(), seven)
        no_runs = a_trial(
            session, ordinal=1, task=Task.WHICH_FINGER, direction=None, tempo_bpm=None
        )
        store.keep(no_runs, a_take(), seven)
        store.keep(a_trial(other), a_take(), seven)
        store.keep(a_trial(session, ordinal=2), a_take(), run_results((9.0, 250.0)))
        assert [value.sd_ioi_ms for value in store.run_values(ada.id)] == [9.0]


def test_the_runs_of_one_exercise_are_all_but_warm_ups(url: str):
    with opened(url) as store:
        ada = store.add_person("Ada", hand=Hand.RIGHT)
        session = a_session(ada)
        store.open_session(session)
        kinds = [
            {"scored": False},
            {"scored": False, "task": Task.WARM_UP},
            {"exercise_id": "scale-c-right"},
            {"scored": True},
        ]
        for ordinal, kind in enumerate(kinds):
            results = run_results((float(ordinal), 250.0))
            store.keep(a_trial(session, ordinal=ordinal, **kind), a_take(), results)
        found = store.run_values(ada.id, exercise_id="five-finger-c-right")
        assert [value.sd_ioi_ms for value in found] == [0.0, 3.0]


def test_runs_are_in_order_of_time_whenever_they_were_kept(url: str):
    with opened(url) as store:
        ada = store.add_person("Ada", hand=Hand.RIGHT)
        for day, ordinal, value in ((1, 0, 3.0), (0, 1, 2.0), (0, 0, 1.0), (1, 1, 4.0)):
            session = a_session(ada, day=day)
            if store.session(session.id) is None:
                store.open_session(session)
            results = run_results((value, 250.0), (value + 0.5, 250.0))
            store.keep(a_trial(session, ordinal=ordinal), a_take(), results[::-1])
        values = [value.sd_ioi_ms for value in store.run_values(ada.id)]
        assert values == [1.0, 1.5, 2.0, 2.5, 3.0, 3.5, 4.0, 4.5]


def test_a_run_played_down_counts_in_the_cell_of_its_own_direction(url: str):
    with opened(url) as store:
        ada = store.add_person("Ada", hand=Hand.RIGHT)
        session = a_session(ada)
        store.open_session(session)
        ways = (Direction.UP, Direction.DOWN, Direction.UP, None, Direction.LOOP, Direction.DOWN)
        results = [
            a_result(measure, value + run, run=run, direction=way)
            for run, way in enumerate(ways)
            for measure, value in (("sd_ioi", 4.0), ("mean_ioi", 250.0))
        ]
        store.keep(a_trial(session, direction=Direction.UP), a_take(), results)
        found = store.run_values(ada.id)
        assert [value.sd_ioi_ms for value in found] == [4.0, 5.0, 6.0, 7.0, 8.0, 9.0]
        assert [value.cell.direction for value in found] == [
            "up",
            "down",
            "up",
            "up",
            "loop",
            "down",
        ]
        assert found[1].cell is found[5].cell
        assert replace(found[1].cell, direction=Direction.UP) == found[0].cell


def test_a_run_without_a_mean_has_none(url: str):
    with opened(url) as store:
        ada = store.add_person("Ada", hand=Hand.RIGHT)
        session = a_session(ada)
        store.open_session(session)
        store.keep(a_trial(session), a_take(), [a_result("sd_ioi", 7.0, run=3)])
        [value] = store.run_values(ada.id)
        assert (value.run, value.sd_ioi_ms, value.mean_ioi_ms) == (3, 7.0, None)


def test_runs_are_like_any_other_frozen_value(sqlite_url: str):
    with opened(sqlite_url) as store:
        ada = store.add_person("Ada", hand=Hand.RIGHT)
        session = a_session(ada)
        store.open_session(session)
        store.keep(a_trial(session), a_take(), run_results((7.0, 250.0), (7.0, 250.0)))
        first, second = store.run_values(ada.id)
        assert hash(first) != hash(second)
        assert "sd_ioi_ms=7.0" in repr(first)
        with pytest.raises(AttributeError, match="run"):
            first.run = 2  # type: ignore[misc]


def test_a_player_who_has_not_played_has_no_series(url: str):
    with opened(url) as store:
        ada = store.add_person("Ada", hand=Hand.RIGHT)
        assert store.run_values(ada.id) == []
        assert store.results_of(ada.id, "reaction_time") == []
        assert store.practice_minutes(ada.id) == {}
        assert store.run_values(UUID(int=9)) == []


def test_transitions_come_with_their_fingers_and_error(url: str):
    with opened(url) as store:
        ada = store.add_person("Ada", hand=Hand.RIGHT)
        said = [
            a_result("transition", 250.0, finger=1, to_finger=2, standard_error=1.5, n=40),
            a_result("transition", None, finger=4, to_finger=5, n=0, reason="never played"),
        ]
        for day in (1, 0):
            session = a_session(ada, day=day)
            store.open_session(session)
            store.keep(a_trial(session), a_take(), [a_result("cv", 0.1), *said])
        found = store.results_of(ada.id, "transition")
        assert [each.result for each in found] == [*said, *said]
        assert [each.session_id for each in found] == [
            a_session(ada, day=day).id for day in (0, 0, 1, 1)
        ]


@given(
    results=st.lists(
        st.builds(
            a_result,
            measure=st.sampled_from(["sd_ioi", "mean_ioi", "cv"]),
            value=st.none() | st.floats(0, 1000),
            run=st.none() | st.integers(0, 5),
            direction=st.none() | st.sampled_from(Direction),
        ),
        unique_by=lambda each: (each.measure, each.run),
    )
)
def test_packed_runs_say_what_the_results_say(results: list[Result]):
    found = unpack([pack(results)])
    sd = {each.run: each.value for each in results if each.measure == "sd_ioi"}
    mean = {each.run: each.value for each in results if each.measure == "mean_ioi"}
    assert found["run"].tolist() == sorted(run for run in sd if run is not None)
    way = {each.run: each.direction for each in results if each.measure == "sd_ioi"}
    for run, direction, sd_ioi_ms, mean_ioi_ms in found.tolist():
        assert DIRECTIONS[direction] == way[run]
        assert sd_ioi_ms == pytest.approx(sd[run] if sd[run] is not None else nan, nan_ok=True)
        expected = mean.get(run)
        assert mean_ioi_ms == pytest.approx(nan if expected is None else expected, nan_ok=True)


@pytest.mark.parametrize("columns", [{"finger": [1]}, {"player": [1]}, {}])
def test_values_are_filled_from_every_column_or_not_at_all(columns: dict[str, list[int]]):
    of_one = {name: [None] for name in RunValue.__slots__}
    assert filled(RunValue, **of_one)[0].run is None
    with pytest.raises(ValueError, match="RunValue needs"):
        filled(RunValue, **columns)
    with pytest.raises(ValueError, match="all of one length"):
        filled(RunValue, **(of_one | {"run": [1, 2]}))


def test_the_day_is_the_sessions_own_after_travel_and_midnight(url: str):
    with opened(url) as store:
        ada = store.add_person("Ada", hand=Hand.RIGHT)
        midnight = START_UTC.replace(hour=23, minute=50)
        session = a_session(ada, started_utc=midnight, utc_offset_min=-600)
        store.open_session(session)
        after = a_trial(session, started_utc=midnight + timedelta(hours=1))
        store.keep(after, a_take(), run_results((7.0, 250.0)))
        assert store.run_values(ada.id)[0].local_date == session.local_date
        assert store.sessions(ada.id) == [session]
        assert store.trials(session.id) == [after]

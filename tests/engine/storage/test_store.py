"""What is kept comes back, the latest wins, and nothing is kept by half: on both databases."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import numpy as np
import pytest

from engine.exercise import Hand
from engine.record import AdaptationState, BaselineReset, Role, SelfReport, Task
from engine.storage import rows
from engine.storage.errors import StorageError
from engine.tasks.play import SILENCE_PAUSES_NS
from tests.engine.storage.situations import (
    START_UTC,
    a_result,
    a_session,
    a_take,
    a_trial,
    opened,
    run_results,
    some_messages,
    standing_clock,
)


def test_a_person_comes_back_by_name_whatever_the_case(url: str):
    with opened(url) as store:
        ada = store.add_person("  Ada  Lovelace ", hand=Hand.LEFT)
        bob = store.add_person("bob", hand=Hand.RIGHT, role=Role.TEACHER)
        assert ada.name == "Ada Lovelace"
        assert ada.created_utc.utcoffset() == timedelta(0)
        assert store.people() == [ada, bob]
        assert store.person("ada lovelace") == ada
        assert store.person("Charles") is None


@pytest.mark.parametrize(("name", "complaint"), [(" ", "needs a name"), ("ADA", "already a 'ADA'")])
def test_a_name_is_given_once_and_is_not_empty(url: str, name: str, complaint: str):
    with opened(url) as store:
        store.add_person("Ada", hand=Hand.LEFT)
        with pytest.raises(StorageError, match=complaint):
            store.add_person(name, hand=Hand.LEFT)
        assert len(store.people()) == 1


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("A\x1b[31mda\x07\x00", "A[31mda"),
        ("Zoe\u0308", "Zo\xeb"),
        ("Ada\r\n\x7f L.", "Ada L."),
    ],
)
def test_a_name_holds_nothing_that_cannot_be_said(url: str, typed: str, kept: str):
    with opened(url) as store:
        ada = store.add_person(typed, hand=Hand.LEFT)
        assert ada.name == kept
        assert store.person(typed) == store.person(kept) == ada
        with pytest.raises(StorageError, match="there is already a"):
            store.add_person(typed, hand=Hand.LEFT)
        bob = store.add_person("Bob", hand=Hand.LEFT)
        with pytest.raises(StorageError, match="there is already a"):
            store.change_person(replace(bob, name=typed))
        with pytest.raises(StorageError, match="needs a name"):
            store.change_person(replace(bob, name="\x00 \x1b"))
        with pytest.raises(StorageError, match=r"'Zo\\udceb' holds bytes that are no text"):
            store.add_person("Zo\udceb", hand=Hand.LEFT)
        assert sorted(each.name for each in store.people()) == sorted((kept, "Bob"))


def test_a_changed_person_wins_while_the_clock_stands_still(url: str):
    with opened(url) as store:
        ada = store.add_person("Ada", hand=Hand.LEFT)
        changed = store.change_person(replace(ada, hand=Hand.RIGHT))
        assert changed.hand == Hand.RIGHT
        assert store.people() == [changed]
    with opened(url, seed=2) as store:
        again = store.change_person(replace(ada, name="Ada L."))
        assert store.people() == [again]


def test_the_latest_range_of_an_instrument_wins(url: str):
    with opened(url) as store:
        first = store.add_device("Piano", "alsa", lowest=21, highest=108)
        other = store.add_device("Piano", "jack", lowest=36, highest=96)
        latest = store.add_device("Piano", "alsa", lowest=28, highest=103)
        assert latest.id == first.id
        assert store.devices() == [latest, other]


def test_sessions_come_back_in_order_of_time(url: str):
    with opened(url) as store:
        ada = store.add_person("Ada", hand=Hand.RIGHT)
        device = store.add_device("Piano", "alsa", lowest=21, highest=108)
        later = a_session(ada, day=1, seed=2**63 - 1)
        earlier = a_session(ada, day=0, device_id=device.id)
        store.open_session(later)
        store.open_session(earlier)
        with pytest.raises(StorageError, match="already open"):
            store.open_session(earlier)
        assert store.sessions(ada.id) == [earlier, later]
        assert store.session(later.id) == later
        assert store.session(uuid4()) is None


def test_a_time_without_a_zone_is_refused(url: str):
    with opened(url) as store:
        ada = store.add_person("Ada", hand=Hand.RIGHT)
        with pytest.raises(StorageError, match="has no time zone"):
            store.open_session(a_session(ada, started_utc=START_UTC.replace(tzinfo=None)))
        assert store.sessions(ada.id) == []


def test_a_session_needs_its_player_and_a_trial_its_session(url: str):
    with opened(url) as store:
        ada = store.add_person("Ada", hand=Hand.RIGHT)
        stranger = replace(ada, id=uuid4())
        with pytest.raises(StorageError, match="no player"):
            store.open_session(a_session(stranger))
        with pytest.raises(StorageError, match="no session"):
            store.keep(a_trial(a_session(ada)), a_take(), [])
        with pytest.raises(StorageError, match="no player"):
            store.change_person(stranger)


def test_a_trial_is_kept_with_its_take_results_and_states(url: str):
    with opened(url) as store:
        ada = store.add_person("Ada", hand=Hand.RIGHT)
        session = a_session(ada)
        store.open_session(session)
        trial = a_trial(session)
        take = a_take(sysex_count=2, pedal_used=True, interrupted=True, warnings=("the pedal",))
        results = [*run_results((7.4, 250.0), (None, None)), a_result("noise_floor", 0.4)]
        state = AdaptationState(person_id=ada.id, track="pearls", state_json='{"bpm": 60}')
        store.keep(trial, take, results, [state])
        kept = store.take(trial.id)

        assert store.trials(session.id) == [trial]
        assert store.results(trial.id) == results
        assert store.adaptation(ada.id, "pearls") == state
        assert kept is not None
        assert kept.raw.dtype == take.raw.dtype
        assert np.array_equal(kept.raw, take.raw)
        assert not kept.raw.flags.writeable
        for fact in ("timing", "ports", "api", "sysex_count", "pedal_used", "warnings"):
            assert getattr(kept, fact) == getattr(take, fact)
        assert kept.interrupted
        assert kept.app_version == session.app_version
        assert kept.exercise_version == trial.exercise_version
        assert store.take(uuid4()) is None


def test_a_trial_is_kept_once(url: str):
    with opened(url) as store:
        ada = store.add_person("Ada", hand=Hand.RIGHT)
        session = a_session(ada)
        store.open_session(session)
        store.keep(a_trial(session), a_take(), [a_result("cv", 0.1)])
        with pytest.raises(StorageError, match="already kept"):
            store.keep(a_trial(session), a_take(), [a_result("cv", 0.2)])
        assert store.results(a_trial(session).id) == [a_result("cv", 0.1)]


def test_what_fails_half_way_leaves_nothing(url: str):
    with opened(url) as store:
        ada = store.add_person("Ada", hand=Hand.RIGHT)
        session = a_session(ada)
        store.open_session(session)
        with pytest.raises(StorageError, match="'cv' says value = nan"):
            store.keep(a_trial(session), a_take(), [a_result("cv", float("nan"))])
        assert store.trials(session.id) == []
        assert store.take(a_trial(session).id) is None
        store.keep(a_trial(session), a_take(), [])
        assert store.trials(session.id) == [a_trial(session)]


def test_an_answer_that_cannot_be_kept_leaves_nothing_of_its_trial(url: str):
    with opened(url) as store:
        ada = store.add_person("Ada", hand=Hand.RIGHT)
        session = a_session(ada)
        store.open_session(session)
        stray = SelfReport(session_id=uuid4(), block=1, pulled=True, pain=False)
        with pytest.raises(StorageError, match="no session"):
            store.keep(a_trial(session), a_take(), [], report=stray)
        assert store.trials(session.id) == []
        assert not store.is_kept(a_trial(session).id)
        own = replace(stray, session_id=session.id)
        store.keep(a_trial(session), a_take(), [], report=own)
        assert store.is_kept(a_trial(session).id)
        assert store.self_reports(session.id) == [own]


def test_measuring_again_replaces_what_is_read_as_a_whole(url: str):
    with opened(url) as store:
        ada = store.add_person("Ada", hand=Hand.RIGHT)
        session = a_session(ada)
        store.open_session(session)
        trial = a_trial(session)
        store.keep(trial, a_take(), run_results((7.4, 250.0), (8.1, 251.0)))
        newer = [replace(result, measure_version=2) for result in run_results((7.2, 250.5))]
        store.remeasure(trial.id, newer)

        assert store.results(trial.id) == newer
        assert [value.sd_ioi_ms for value in store.run_values(ada.id)] == [7.2]
        with pytest.raises(StorageError, match="no trial"):
            store.remeasure(uuid4(), newer)


def test_the_last_answer_to_a_block_counts(url: str):
    with opened(url) as store:
        ada = store.add_person("Ada", hand=Hand.RIGHT)
        session = a_session(ada)
        store.open_session(session)
        quiet = SelfReport(session_id=session.id, block=2, pulled=False, pain=False)
        first = SelfReport(session_id=session.id, block=1, pulled=False, pain=False)
        second = replace(first, pulled=True, pain=True)
        for ordinal, report in enumerate((quiet, first, second)):
            store.keep(a_trial(session, ordinal=ordinal), a_take(), [], report=report)
        assert store.self_reports(session.id) == [second, quiet]


def test_the_latest_level_of_each_track_wins_and_a_clock_set_back_does_not_undo_it(url: str):
    with opened(url) as store:
        ada = store.add_person("Ada", hand=Hand.RIGHT)
        states = [
            AdaptationState(person_id=ada.id, track="pearls", state_json=f'{{"bpm": {bpm}}}')
            for bpm in (60, 63)
        ]
        for state in states:
            store.keep_adaptation(state)
        assert store.adaptation(ada.id, "pearls") == states[1]
        assert store.adaptation(ada.id, "which_finger") is None
    clock = standing_clock()
    clock.started_utc = START_UTC - timedelta(days=400)
    with opened(url, seed=2, clock=clock) as store:
        store.keep_adaptation(states[0])
        assert store.adaptation(ada.id, "pearls") == states[0]


def test_baseline_resets_come_back_in_order_of_day(url: str):
    with opened(url) as store:
        ada = store.add_person("Ada", hand=Hand.RIGHT)
        days = [a_session(ada, day=day).local_date for day in (9, 2)]
        resets = [
            BaselineReset(person_id=ada.id, local_date=day, reason="a new piano") for day in days
        ]
        for reset in resets:
            store.add_baseline_reset(reset)
        assert store.baseline_resets(ada.id) == resets[::-1]


def test_minutes_at_the_keys_are_added_up_by_local_day(url: str):
    with opened(url) as store:
        ada = store.add_person("Ada", hand=Hand.RIGHT)
        minute = some_messages(61, step_ns=10**9)
        for day in (3, 1):
            session = a_session(ada, day=day)
            store.open_session(session)
            for ordinal in range(day):
                store.keep(a_trial(session, ordinal=ordinal), a_take(minute), [])
        store.keep(a_trial(session, ordinal=9), a_take(some_messages(0)), [])
        minutes = store.practice_minutes(ada.id)
        assert list(minutes) == [a_session(ada, day=day).local_date for day in (1, 3)]
        assert list(minutes.values()) == pytest.approx([1.0, 3.0])


def test_a_pause_and_what_a_piano_says_by_itself_are_no_minutes_at_the_keys(url: str):
    raw = some_messages(8, step_ns=2 * 10**9)
    raw.flags.writeable = True
    raw["arrival_ns"] = 10**9 * np.array([0, 1, 2, 3, 4, 8, 2408, 2409])
    sensing = np.zeros(9000, raw.dtype)
    sensing["status"], sensing["arrival_ns"] = 0xFE, 3 * 10**8 * np.arange(9000)
    with opened(url) as store:
        ada = store.add_person("Ada", hand=Hand.RIGHT)
        session = a_session(ada)
        store.open_session(session)
        store.keep(a_trial(session), a_take(np.concatenate([raw, sensing])), [])
        [minutes] = store.practice_minutes(ada.id).values()
        assert minutes == pytest.approx(9 / 60)


def test_a_pause_in_the_record_is_as_long_as_one_in_the_session():
    assert rows.LONGEST_GAP_NS == SILENCE_PAUSES_NS


def test_results_of_one_measure_come_with_their_day_and_trial(url: str):
    with opened(url) as store:
        ada = store.add_person("Ada", hand=Hand.RIGHT)
        bob = store.add_person("Bob", hand=Hand.RIGHT)
        for player, day in ((ada, 1), (ada, 0), (bob, 0)):
            session = a_session(player, day=day, seed=int(player is bob))
            store.open_session(session)
            trial = a_trial(
                session, task=Task.WHICH_FINGER, direction=None, tempo_bpm=None, scored=day == 1
            )
            fast = a_result("reaction_time", 400.0 + day, finger=1)
            store.keep(trial, a_take(), [fast, replace(fast, finger=2), a_result("cv", 1.0)])
        found = store.results_of(ada.id, "reaction_time")
        assert [(kept.result.value, kept.result.finger) for kept in found] == [
            (400.0, 1), (400.0, 2), (401.0, 1), (401.0, 2),
        ]  # fmt: skip
        assert [kept.scored for kept in found] == [False, False, True, True]
        assert found[0].local_date == a_session(ada, day=0).local_date
        assert found[0].task == Task.WHICH_FINGER
        assert found[2].trial_id == a_trial(a_session(ada, day=1, seed=0)).id


def test_erasing_a_person_leaves_a_tombstone_and_nothing_else_of_hers(url: str):
    with opened(url) as store:
        people = [store.add_person(name, hand=Hand.RIGHT) for name in ("Ada", "Bob")]
        for number, player in enumerate(people):
            session = a_session(player, seed=number)
            store.open_session(session)
            store.keep(
                a_trial(session),
                a_take(),
                run_results((7.4, 250.0)),
                [AdaptationState(person_id=player.id, track="pearls", state_json="{}")],
                SelfReport(session_id=session.id, block=1, pulled=True, pain=False),
            )
            store.add_baseline_reset(
                BaselineReset(person_id=player.id, local_date=session.local_date, reason="new")
            )
        ada, bob = people
        store.erase_person(ada.id)

        assert store.people() == [bob]
        assert store.erased() == [ada.id]
        assert store.sessions(ada.id) == []
        assert store.run_values(ada.id) == []
        assert store.adaptation(ada.id, "pearls") is None
        assert len(store.run_values(bob.id)) == 1
        assert rows_left(store) == dict.fromkeys(ONE_EACH, 1) | {"result": 2}
        with pytest.raises(StorageError, match="no player"):
            store.erase_person(ada.id)


ONE_EACH = (
    "person", "session", "trial", "take", "measurement", "self_report", "adaptation_state",
    "baseline_reset", "tombstone",
)  # fmt: skip


def rows_left(store) -> dict[str, int]:
    with store._engine.connect() as connection:
        return {
            table: connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one()
            for table in (*ONE_EACH, "result")
        }


def test_an_erased_name_is_not_left_in_the_file(sqlite_url: str, tmp_path):
    with opened(sqlite_url) as store:
        person = store.add_person("Wolfgang Amadeus", hand=Hand.RIGHT)
        assert b"Wolfgang" in written(tmp_path)
        store.erase_person(person.id)
        assert b"Wolfgang" not in written(tmp_path)


def written(folder) -> bytes:
    return b"".join(path.read_bytes() for path in folder.iterdir())


def test_two_stores_write_to_one_database(url: str):
    with opened(url) as first, opened(url, seed=2) as second:
        ada = first.add_person("Ada", hand=Hand.RIGHT)
        bob = second.add_person("Bob", hand=Hand.LEFT)
        assert first.people() == second.people() == [ada, bob]
        for number, store in enumerate((first, second, first, second)):
            session = a_session(ada, day=number)
            store.open_session(session)
            store.keep(a_trial(session), a_take(), run_results((7.0 + number, 250.0)))
        values = [value.sd_ioi_ms for value in second.run_values(ada.id)]
        assert values == [7.0, 8.0, 9.0, 10.0]


def test_ids_come_from_the_source_that_was_given(url: str):
    with opened(url, seed=5) as store:
        ada = store.add_person("Ada", hand=Hand.RIGHT)
    assert isinstance(ada.id, UUID)
    assert ada.id.version == 4

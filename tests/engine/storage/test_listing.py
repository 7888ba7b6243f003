"""Takes as a list shows them: the newest first, with their main rows and no messages."""

from datetime import timedelta
from uuid import UUID

from engine.exercise import Hand
from tests.engine.storage.situations import (
    START_UTC,
    a_result,
    a_session,
    a_take,
    a_trial,
    opened,
    run_results,
)


def test_the_newest_take_comes_first_and_no_more_than_asked_for(url: str):
    with opened(url) as store:
        ada = store.add_person("Ada", hand=Hand.RIGHT)
        bob = store.add_person("Bob", hand=Hand.LEFT)
        trials = []
        for day, person in enumerate((ada, bob, ada)):
            session = a_session(person, day=day)
            store.open_session(session)
            for ordinal in range(2):
                trial = a_trial(session, ordinal=ordinal)
                store.keep(trial, a_take(), [a_result("sd_ioi", 8.0)])
                trials += [trial] if person is ada else []
        listed = store.latest_takes(ada.id, {"sd_ioi"}, limit=3)
    assert [each.trial for each in listed] == trials[:0:-1]


def test_a_take_has_its_notes_its_seconds_and_its_rows_but_those_of_runs(url: str):
    rows = [
        a_result("noise_floor", 0.5),
        a_result("sd_ioi", 8.0, low=7.0, high=9.0),
        *run_results((7.4, 250.0)),
        a_result("accuracy", 90.0),
        a_result("accuracy", 80.0, finger=4),
    ]
    with opened(url) as store:
        ada = store.add_person("Ada", hand=Hand.RIGHT)
        session = a_session(ada)
        store.open_session(session)
        trial = a_trial(session)
        store.keep(trial, a_take(), rows)
        listed = store.listed_take(trial.id, {"sd_ioi", "accuracy"})
    assert listed is not None
    assert listed.results == (rows[1], *rows[4:])
    assert (listed.notes, round(listed.at_keys_s, 3)) == (2, 8.125)


def test_only_the_latest_measurement_counts(url: str):
    with opened(url) as store:
        ada = store.add_person("Ada", hand=Hand.RIGHT)
        session = a_session(ada)
        store.open_session(session)
        trial = a_trial(session, started_utc=START_UTC + timedelta(hours=1))
        store.keep(trial, a_take(), [a_result("sd_ioi", 8.0)])
        store.remeasure(trial.id, [a_result("sd_ioi", 7.5)])
        listed = store.listed_take(trial.id, {"sd_ioi"})
    assert listed is not None
    assert [row.value for row in listed.results] == [7.5]


def test_a_take_that_was_never_kept_is_not_listed(url: str):
    with opened(url) as store:
        ada = store.add_person("Ada", hand=Hand.RIGHT)
        assert store.listed_take(UUID(int=5), {"sd_ioi"}) is None
        assert store.latest_takes(ada.id, {"sd_ioi"}, limit=60) == []

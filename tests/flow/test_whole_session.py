"""Bytes in, rows out: a whole session of the virtual pianist through the real loop."""

import sys
from pathlib import Path

import pytest

from engine.pianist import Pianist
from engine.record import Task
from engine.session.state import End

sys.path.insert(0, str(Path(__file__).parent))
from sittings import House


@pytest.fixture
def house(tmp_path):
    house = House(tmp_path)
    yield house
    house.close()


def test_a_session_is_played_measured_and_kept(house):
    person = house.add_player()
    ended = house.play_session(Pianist(), seed=1)
    assert ended.end is End.DONE
    (session,) = house.store.sessions(person.id)
    trials = house.store.trials(session.id)
    assert [trial.task for trial in trials] == [
        Task.WARM_UP,
        Task.EVENNESS_CHECK,
        Task.EVENNESS_CHECK,
        Task.PEARLS,
        Task.WHICH_FINGER,
        Task.CALM_END,
    ]
    for trial in trials[:4]:
        values = {
            row.measure: row.value for row in house.store.results(trial.id) if row.run is None
        }
        assert values["sd_ioi"] == pytest.approx(7, abs=3)
    assert list((house.folder / "journal").iterdir()) == []

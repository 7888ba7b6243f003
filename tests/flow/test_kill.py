"""kill -9 while a take is being played: at the next start it is offered, 250 ms short at most."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from engine.pianist import Pianist
from engine.record import Task
from engine.session.state import Begin, Playing
from engine.session.world import DropFound, KeepFound, StartSession
from engine.take import RawMessage
from game.rehearsal import Rehearsal

sys.path.insert(0, str(Path(__file__).parent))
from sittings import House

ROOT = Path(__file__).parents[2]
MOST_LOST_NS = 250_000_000
PLAYED = 60

# A second process plays the warm-up in real time and tells the stamp of every message it has heard.
PLAYER = """
import sys, threading
sys.path.insert(0, "tests/flow")
from pathlib import Path
from sittings import House, START
from engine.session.state import Begin
from engine.session.world import StartSession
from engine.take import RawMessage
from game.clocks import SystemClock

house = House(Path(sys.argv[1]), clock=SystemClock())
house.add_player()
house.ask(StartSession())
clock = house.clock
house.give(Begin(clock.now_ns()))
frame = threading.Event()
last = None
pattern = house.runner.state.task.task.pattern.pitches
for index in range(10_000):
    frame.wait(0.004)
    pitch = pattern[index // 2 % len(pattern)]
    now = clock.now_ns()
    data = bytes((0x90, pitch, 64 * (index % 2 == 0)))
    house.inbox.put(RawMessage(now, 0 if last is None else now - last, data))
    last = now
    house.runner.step()
    print(now, flush=True)
"""


@pytest.fixture
def killed(tmp_path):
    """A folder in which a take was being played, and the stamps of all that was heard of it."""
    command = [sys.executable, "-c", PLAYER, str(tmp_path)]
    heard = []
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        for line in process.stdout:
            heard.append(int(line))
            if len(heard) == PLAYED:
                process.kill()
                break
        heard += [int(line) for line in process.stdout.read().split("\n")[:-1]]
    assert process.returncode == -9
    return tmp_path, heard


def test_a_killed_take_is_offered_and_kept(killed):
    folder, heard = killed
    house = House(folder)
    (found,) = house.runner.world.found
    assert found.notes >= PLAYED // 2 - MOST_LOST_NS // 8_000_000
    (person,) = house.runner.world.people
    house.ask(KeepFound(found.key))
    assert house.runner.world.found == ()
    (session,) = house.store.sessions(person.id)
    (trial,) = house.store.trials(session.id)
    assert trial.task is Task.WARM_UP
    take = house.store.take(trial.id)
    assert take.interrupted
    assert heard[-1] - int(take.raw["arrival_ns"][-1]) <= MOST_LOST_NS
    assert take.raw["arrival_ns"].tolist() == heard[: len(take.raw)]
    assert list((folder / "journal").iterdir()) == []
    house.close()


def test_a_killed_take_can_be_put_away(killed):
    folder, _heard = killed
    house = House(folder)
    (found,) = house.runner.world.found
    house.ask(DropFound(found.key))
    house.close()
    again = House(folder)
    assert again.runner.world.found == ()
    again.close()


def test_a_which_finger_take_is_worked_out_again_from_its_journal(tmp_path):
    """Left in the middle without being finished, its answers are those that were given."""
    house = House(tmp_path)
    person = house.add_player()
    answers = _play_until_the_last_block(house)
    house.close()
    again = House(tmp_path)
    (found,) = again.runner.world.found
    again.ask(KeepFound(found.key))
    (session,) = again.store.sessions(person.id)
    trial = again.store.trials(session.id)[-1]
    assert trial.task is Task.WHICH_FINGER
    kept = {row.measure: row for row in again.store.results(trial.id) if row.finger is None}
    assert kept["accuracy"].n == len(answers)
    assert kept["accuracy"].value == pytest.approx(
        100 * sum(given.correct for given in answers) / len(answers)
    )
    again.close()


def _play_until_the_last_block(house):
    house.ask(StartSession())
    rehearsal = Rehearsal(Pianist(), house.inbox.put, np.random.default_rng(2))
    while True:
        house.clock.advance_ns(20_000_000)
        house.runner.step(rehearsal.act(house.runner.state, house.clock.now_ns()))
        state = house.runner.state
        if isinstance(state, Playing) and state.place.block == 4 and len(state.task.responses) == 9:
            return state.task.responses


def test_a_journal_without_a_note_is_put_away_quietly(tmp_path):
    house = House(tmp_path)
    house.add_player()
    house.ask(StartSession())
    house.give(Begin(house.clock.now_ns()))
    house.inbox.put(RawMessage(house.clock.now_ns(), 0, b"\xfe"))
    house.give()
    house.close()
    assert len(list((tmp_path / "journal").iterdir())) == 1
    again = House(tmp_path)
    assert again.runner.world.found == ()
    assert list((tmp_path / "journal").iterdir()) == []
    again.close()

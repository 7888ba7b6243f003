"""The other ways through a session: leaving, pain, pulling, unplugging, a full disk."""

import json
import sys
import zlib
from dataclasses import replace
from pathlib import Path

import pytest

from engine.exercise import Hand
from engine.midi.inputs import Plugged, Unplugged
from engine.midi.port import Port
from engine.pianist import Pianist, Rhythm
from engine.record import Settings, Task, ThemeChoice
from engine.session.state import Begin, End, Ended, Leave, Playing, Ready, Report, Reviewing
from engine.session.world import (
    AddPlayer,
    ChangeSettings,
    ChoosePlayer,
    EndSession,
    Link,
    ListenAgain,
    PortStatus,
    SetRange,
    StartSession,
    UseComputerKeyboard,
)
from engine.storage.errors import StorageError
from engine.take import RawMessage

sys.path.insert(0, str(Path(__file__).parent))
from sittings import House, asking, played_until


@pytest.fixture
def house(tmp_path):
    house = House(tmp_path)
    house.add_player()
    yield house
    house.close()


def last_trial(house):
    (session,) = house.store.sessions(house.runner.world.person.id)
    return house.store.trials(session.id)[-1]


def test_leaving_in_the_middle_keeps_what_was_played(house):
    def in_the_third_run(state):
        return isinstance(state, Playing) and state.place.block == 1 and state.task.runs_kept == 3

    played_until(house, in_the_third_run)
    house.give(Leave(house.clock.now_ns()))
    assert house.runner.state.end is End.LEFT
    trial = last_trial(house)
    assert trial.task is Task.EVENNESS_CHECK
    runs = [r for r in house.store.results(trial.id) if r.measure == "sd_ioi" and r.run]
    assert sum(run.value is not None for run in runs) >= 3
    assert house.store.self_reports(trial.session_id)[-1].block == 0


def test_leaving_before_a_note_keeps_nothing(house):
    house.ask(StartSession())
    house.give(Begin(house.clock.now_ns()))
    house.give(Leave(house.clock.now_ns()))
    (session,) = house.store.sessions(house.runner.world.person.id)
    assert house.store.trials(session.id) == []
    assert list((house.folder / "journal").iterdir()) == []


def test_a_session_that_was_only_opened_leaves_no_trace(house):
    house.ask(StartSession())
    house.give(Leave(house.clock.now_ns()))
    house.ask(EndSession())
    assert house.runner.state is None
    assert house.store.sessions(house.runner.world.person.id) == []


def test_pain_ends_the_session_without_a_score_and_the_tempo_falls(house):
    played_until(house, asking(3))
    house.give(Report(pulled=True, pain=True))
    assert house.runner.state.end is End.PAIN
    trial = last_trial(house)
    measures = {row.measure for row in house.store.results(trial.id)}
    assert measures == {"next_tempo", "tempo_ceiling"}
    assert house.store.take(trial.id).raw.size > 300
    assert house.store.self_reports(trial.session_id)[-1].pain
    house.ask(EndSession())
    assert [block.task for block in house.runner.world.plan.blocks] == [
        Task.WARM_UP,
        Task.PEARLS,
        Task.WHICH_FINGER,
        Task.CALM_END,
    ]
    assert house.runner.world.plan.blocks[1].tempo_bpm < 60


def test_something_that_pulls_in_the_check_lets_the_tempo_fall_at_once(house):
    played_until(house, asking(1))
    house.give(Report(pulled=True, pain=False))
    outcome = house.runner.state.outcome
    assert outcome.next_tempo_bpm < 60
    assert "pulled" in outcome.because


def test_less_even_than_usual_lets_pearls_step_back(house):
    for day in range(3):
        house.play_session(Pianist(), seed=day)
        house.clock.advance_ns(24 * 3600 * 10**9)
    uneven = Pianist(rhythm=Rhythm(onset_sd_ms=14.0))
    played_until(house, asking(3), uneven)
    house.give(Report(pulled=False, pain=False))
    assert house.runner.state.outcome.next_tempo_bpm < 60


def test_the_computer_keyboard_plays_but_measures_nothing(house):
    house.ask(UseComputerKeyboard())
    assert house.runner.world.port.link is Link.COMPUTER_KEYBOARD
    assert not any(block.scored for block in house.runner.world.plan.blocks)
    played_until(house, lambda state: isinstance(state, Reviewing) and state.place.block == 1)
    outcome = house.runner.state.outcome
    assert outcome.evenness.sd_ioi_ms is None
    assert outcome.refused
    assert house.store.run_values(house.runner.world.person.id) == []
    house.give(Leave(house.clock.now_ns()))
    house.ask(EndSession(), ListenAgain())
    assert house.runner.world.port.link is Link.VIRTUAL


def test_a_take_that_cannot_be_kept_is_offered_at_the_next_start(house, tmp_path):
    played_until(house, asking(0))
    store, refused = house.runner._parts.store, []

    class Full:
        """A store whose disk is full."""

        def __getattr__(self, name):
            return getattr(store, name)

        def keep(self, *_args):
            refused.append(1)
            raise StorageError("the disk is full; make room")

    house.runner._parts = replace(house.runner._parts, store=Full())
    house.give(Report(pulled=False, pain=False))
    assert refused
    assert "disk is full" in house.runner.world.message
    assert "offered at the next start" in house.runner.state.outcome.refused
    again = House(tmp_path, clock=house.clock)
    assert len(again.runner.world.found) == 1
    again.close()


def test_no_take_begins_where_no_journal_can_be_written(house):
    (house.folder / "journal").rmdir() if (house.folder / "journal").exists() else None
    (house.folder / "journal").write_text("not a folder")
    house.ask(StartSession())
    house.give(Begin(house.clock.now_ns()))
    assert isinstance(house.runner.state, Ready)
    assert "journal" in house.runner.world.message


def test_people_settings_and_range_are_kept(house):
    second = house.ask(AddPlayer("Robert", Hand.LEFT)).world.person
    assert second.hand is Hand.LEFT
    assert house.runner.world.plan.blocks[0].exercise.id == "five-finger-c-left"
    first = next(p for p in house.runner.world.people if p.name == "Clara")
    assert house.ask(ChoosePlayer(first.id)).world.person == first
    step = house.ask(AddPlayer("clara", Hand.LEFT))
    assert "already" in step.world.message
    bright = Settings(player_id=first.id, theme=ThemeChoice.LIGHT)
    house.ask(ChangeSettings(bright))
    assert house.settings[-1] == bright
    house.ask(SetRange(108, 21))
    assert house.runner.world.device.highest == 108
    assert house.runner.world.plan.outer == (21, 108)
    house.ask(ListenAgain(), EndSession())
    assert house.runner.world.message == ""


def test_a_journal_of_which_nothing_can_be_known_stays_where_it_is(house, tmp_path):
    played_until(house, lambda state: isinstance(state, Playing) and state.task.landed == 5)
    house.close()
    (path,) = (tmp_path / "journal").iterdir()
    line, _, rest = path.read_bytes().partition(b"\n")
    content = json.loads(line.rpartition(b" ")[0])
    content["facts"] = {"of": "another time"}
    line = json.dumps(content).encode()
    path.write_bytes(line + f" {zlib.crc32(line):08x}\n".encode() + rest)
    again = House(tmp_path)
    assert again.runner.world.found == ()
    assert path.exists()
    again.close()
    house.open()


def test_ending_needs_an_ended_session(house):
    house.ask(StartSession())
    house.ask(EndSession())
    assert isinstance(house.runner.state, Ready)
    house.give(Leave(1))
    assert isinstance(house.runner.state, Ended)


class Plugs:
    """Plugging and unplugging by hand."""

    def __init__(self):
        self.changes = [Plugged(0, 0, Port("alsa", "Piano"))]

    def drain_changes(self):
        changes, self.changes = self.changes, []
        return changes

    def listen_to(self, wanted):
        pass


def test_a_piano_that_is_unplugged_pauses_and_its_take_is_kept_and_marked(tmp_path):
    plugs = Plugs()
    house = House(tmp_path, link=Link.LISTENING, plugs=plugs)
    house.add_player()
    house.inbox.put(RawMessage(house.clock.now_ns(), 0, b"\x90\x3c\x40"))
    house.give()
    assert house.runner.world.port == PortStatus(link=Link.CONNECTED, name="Piano")
    assert house.ask(SetRange(108, 21)).world.device.lowest == 21
    assert house.settings[-1].port_name == "Piano"

    def in_the_third_run(state):
        return isinstance(state, Playing) and state.place.block == 1 and state.task.runs_kept == 3

    played_until(house, in_the_third_run)
    plugs.changes = [Unplugged(0, 0, Port("alsa", "Piano"))]
    house.give()
    assert house.runner.state.unplugged
    assert house.runner.world.port.link is Link.LOST
    plugs.changes = [Plugged(0, 0, Port("alsa", "Piano"))]
    house.give()
    assert house.runner.world.port.link is Link.CONNECTED
    house.give(Leave(house.clock.now_ns()))
    take = house.store.take(last_trial(house).id)
    assert take.interrupted
    assert take.ports == ("Piano",)
    house.close()


def test_the_dose_is_the_day_s_and_not_the_sitting_s(house):
    house.play_session(Pianist(), seed=1)
    played = house.runner.world.plan.played_minutes
    assert 5 < played < 10
    for seed in range(2, 7):
        house.play_session(Pianist(), seed=seed)
    assert house.runner.world.plan.played_minutes > 25
    # by then there are answers enough for the information from finger to key
    *_, latest = house.store.results_of(house.runner.world.person.id, "information")
    assert latest.result.n >= 100
    assert 1.5 < latest.result.value < 2.33
    house.ask(StartSession())
    assert house.runner.state.end is End.DOSE
    house.ask(EndSession())
    house.clock.advance_ns(24 * 3600 * 10**9)
    house.ask(EndSession())
    assert house.runner.world.plan.played_minutes == 0

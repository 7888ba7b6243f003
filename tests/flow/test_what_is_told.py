"""What the player is told: too early to score, a low ceiling, what cannot be read or kept."""

import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from engine.exercise import Direction, Hand
from engine.pianist import Pianist
from engine.progress.weekly import weekly_scores
from engine.record import AdaptationState, Cell, RunValue, Settings, Task, ThemeChoice
from engine.runner.reading import told
from engine.session.state import End, Leave, Playing, Ready, Report
from engine.session.world import (
    AddPlayer,
    ChangeSettings,
    ChoosePlayer,
    EndSession,
    ListenAgain,
    SetRange,
    StartSession,
    UseComputerKeyboard,
)
from engine.storage.errors import StorageError

sys.path.insert(0, str(Path(__file__).parent))
from sittings import House, asking, played_until


@pytest.fixture
def house(tmp_path):
    house = House(tmp_path)
    house.add_player()
    yield house
    house.close()


def test_sittings_without_a_measured_check_of_this_hand_make_nothing_familiar(house):
    for seed in range(3):
        house.ask(UseComputerKeyboard())
        house.play_session(Pianist(), seed=seed)
        house.ask(ListenAgain())
    assert not any(block.scored for block in house.runner.world.plan.blocks)
    for seed in range(2):
        house.play_session(Pianist(), seed=seed)
    assert any(block.scored for block in house.runner.world.plan.blocks)
    clara = house.runner.world.person
    house.ask(AddPlayer("Robert", Hand.LEFT))
    assert not any(block.scored for block in house.runner.world.plan.blocks)
    house.ask(ChoosePlayer(clara.id))
    assert any(block.scored for block in house.runner.world.plan.blocks)


def test_an_app_left_open_overnight_starts_with_the_new_day(house):
    for seed in range(6):
        house.play_session(Pianist(), seed=seed)
    house.clock.advance_ns(14 * 3600 * 10**9)
    house.give()
    assert house.runner.world.today.day == 3
    house.ask(StartSession())
    assert isinstance(house.runner.state, Ready)


def test_travel_westward_ends_no_session(house):
    house.play_session(Pianist(), seed=1)
    parts = house.runner._parts
    house.runner._parts = replace(parts, local=lambda utc: utc - timedelta(days=1))
    assert house.play_session(Pianist(), seed=2).end is End.DONE


def test_a_week_without_a_check_says_why(house):
    played_until(house, asking(0))
    house.give(Report(pulled=True, pain=False), Leave(1))
    house.ask(EndSession())
    plan = house.runner.world.plan
    assert "above your ceiling of 44" in plan.no_check
    for day in range(3):
        house.clock.advance_ns(24 * 3600 * 10**9)
        house.play_session(Pianist(), seed=day)
    person = house.runner.world.person
    value = RunValue(
        local_date=house.runner.world.today - timedelta(days=14),
        session_id=person.id,
        cell=Cell(
            exercise_id="scale-c-right",
            exercise_version=1,
            hand=Hand.RIGHT,
            direction=Direction.UP,
            tempo_bpm=60,
            device_id=None,
        ),
        run=1,
        sd_ioi_ms=8.0,
        mean_ioi_ms=250.0,
        noise_floor_ms=0.0,
    )
    weekly = weekly_scores([value], until=house.runner.world.today)
    explained = told(weekly, house.runner.world.practice, 60.0)
    assert explained.weeks[-1].verdict.headline == "No check was offered this week."
    assert explained.weeks[0] == weekly.weeks[0]


def test_levels_that_cannot_be_read_start_afresh(house):
    person = house.runner.world.person
    house.play_session(Pianist(), seed=1)
    for name in ("pearls:right", "which_finger:right"):
        house.store.keep_adaptation(
            AdaptationState(person_id=person.id, track=name, state_json='{"schema": 99}')
        )
    assert house.play_session(Pianist(), seed=2).end is End.DONE


def test_settings_that_cannot_be_written_are_told(house):
    def full(_settings):
        raise StorageError("the disk is full; make room")

    house.runner._desk._parts = replace(house.runner._parts, keep_settings=full)
    step = house.ask(ChangeSettings(Settings(theme=ThemeChoice.LIGHT)))
    assert "disk is full" in step.world.message
    assert step.world.settings.theme is ThemeChoice.LIGHT


def test_a_record_that_cannot_be_read_is_told_and_the_app_goes_on(house):
    def gone(_person_id):
        raise StorageError("the record does not answer; look at the disk")

    house.play_session(Pianist(), seed=1)
    house.runner._desk._parts = replace(house.runner._parts, store=Answering(house.store, gone))
    house.runner._desk.refresh()
    assert "does not answer" in house.runner.world.message


class Answering:
    """A store one of whose answers is another."""

    def __init__(self, store, baseline_resets):
        self._store = store
        self.baseline_resets = baseline_resets

    def __getattr__(self, name):
        return getattr(self._store, name)


def test_a_journal_that_stops_is_told(house):
    played_until(house, lambda state: isinstance(state, Playing) and state.task.landed == 3)
    house.runner._take[0]._journal._failure = OSError(28, "No space left on device")
    house.give()
    assert "No space left" in house.runner.world.message
    assert "goes on" in house.runner.world.message


def test_a_small_keyboard_is_asked_for_nothing_that_does_not_fit(house):
    assert "octave apart" in house.ask(SetRange(60, 60)).world.message
    tasks = [block.task for block in house.ask(SetRange(53, 77)).world.plan.blocks]
    assert Task.EVENNESS_CHECK not in tasks
    assert "do not fit" in house.runner.world.plan.no_check
    fits = house.ask(SetRange(48, 72)).world.plan.blocks
    assert Task.EVENNESS_CHECK in [block.task for block in fits]


def test_pain_in_which_finger_slows_pearls_down(house):
    played_until(house, asking(4))
    house.give(Report(pulled=False, pain=True))
    house.ask(EndSession())
    assert house.runner.world.plan.blocks[1].task is Task.PEARLS
    assert house.runner.world.plan.blocks[1].tempo_bpm < 60


def test_a_record_that_does_not_answer_on_a_new_day_is_asked_once(house):
    asked = []

    def gone():
        asked.append(1)
        raise StorageError("the record does not answer; look at the disk")

    store = Answering(house.store, None)
    store.people = gone
    house.runner._desk._parts = replace(house.runner._parts, store=store)
    house.clock.advance_ns(24 * 3600 * 10**9)
    for _ in range(5):
        house.give()
    assert len(asked) == 1
    assert house.runner.world.today.day == 3
    assert "does not answer" in house.runner.world.message

"""The Late One through the whole loop: what is kept agrees with what the virtual pianist did."""

import json

import numpy as np
import pytest

from engine.adaptation.late_level import FIRST_BPM, LateLevel
from engine.measures.judgement.awareness import Asked, Mark, rank
from engine.pianist import Pianist, Rhythm
from engine.record import Task
from engine.session.state import Asking, Leave, Pause, Paused, Playing, Report, Reviewing
from engine.session.world import EndSession, StartPractice
from game.rehearsal import Rehearsal
from tests.flow.sittings import House

LATE_RING = Pianist(rhythm=Rhythm(onset_sd_ms=12, finger_late_ms=(0, 0, 0, 40, 0)))


@pytest.fixture
def house(tmp_path):
    house = House(tmp_path)
    house.add_player()
    yield house
    house.close()


def step(house: House):
    return next(s for s in house.runner.world.practice_steps if s.task is Task.LATE_ONE)


def kept(house: House):
    (session,) = house.store.sessions(house.runner.world.person.id)
    (trial,) = house.store.trials(session.id)
    return trial, house.store.results(trial.id)


def test_a_ring_finger_that_is_late_is_found_and_marked(house):
    state = house.play_step(step(house), LATE_RING, seed=5)
    assert isinstance(state, Reviewing)
    found = state.outcome.found
    assert len(found.marks) == state.step.cues
    # 40 ms against a spread of 12 ms: at least nine of ten runs, and a judge who feels it to 8 ms
    assert found.latest[3] >= 13
    assert found.marked[3] >= 12
    assert found.awareness.low > 0.8


def test_the_row_kept_is_worked_out_from_the_takes_own_stamps(house):
    house.play_step(step(house), LATE_RING, seed=5)
    trial, rows = kept(house)
    texts = json.loads(trial.task_json)
    marks = [
        Mark(deviations_ms=tuple(off), marked=marked) for off, marked in texts["deviations_ms"]
    ]
    (area,) = (row for row in rows if row.measure == "awareness")
    assert area.value == pytest.approx(np.mean([rank(m, asked=Asked.LATEST) for m in marks]))
    assert trial.level == trial.tempo_bpm == 30
    late = {row.finger: row.value for row in rows if row.measure == "late_notes"}
    assert sum(late.values()) == len(marks)


@pytest.mark.parametrize("frame_ns", [4_166_667, 50_000_000])
def test_the_same_rows_at_other_frame_rates(tmp_path, frame_ns):
    found = []
    for name, ns in (("one", 16_666_667), ("other", frame_ns)):
        house = House(tmp_path / name)
        (tmp_path / name).mkdir(exist_ok=True)
        house.add_player()
        house.play_step(step(house), LATE_RING, seed=5, frame_ns=ns)
        found.append([(row.measure, row.finger, row.value) for row in kept(house)[1]])
        house.close()
    assert found[0] == found[1]


def until(house: House, rehearsal: Rehearsal, done) -> None:
    while not done(house.runner.state):
        house.clock.advance_ns(20_000_000)
        house.runner.step(rehearsal.act(house.runner.state, house.clock.now_ns()))


def rounds(state) -> int:
    return len(state.task.rounds) if isinstance(state, Playing) else -1


def test_a_pause_in_the_middle_of_a_run_loses_that_run_only(house):
    house.ask(StartPractice(step(house)))
    rehearsal = Rehearsal(LATE_RING, house.inbox.put, np.random.default_rng(2))
    until(house, rehearsal, lambda s: rounds(s) == 4 and len(s.task.onsets_ns) == 2)
    house.give(Pause(house.clock.now_ns()))
    assert isinstance(house.runner.state, Paused)
    until(house, rehearsal, lambda s: isinstance(s, Reviewing))
    assert len(house.runner.state.outcome.found.marks) == house.runner.state.step.cues


def test_who_leaves_keeps_what_is_complete_and_moves_no_level(house):
    house.ask(StartPractice(step(house)))
    rehearsal = Rehearsal(LATE_RING, house.inbox.put, np.random.default_rng(2))
    until(house, rehearsal, lambda s: rounds(s) == 4 and len(s.task.onsets_ns) == 2)
    house.give(Leave(house.clock.now_ns()))
    trial, rows = kept(house)
    assert len(json.loads(trial.task_json)["deviations_ms"]) == 4
    assert [row.reason for row in rows if row.measure == "awareness"] == [
        "Not enough yet: 10 runs are needed, 4 were marked."
    ]
    assert house.store.adaptations(house.runner.world.person.id) == {}


def test_a_hand_that_hurt_is_slowed_and_its_marks_enter_no_later_figure(house):
    house.ask(StartPractice(step(house)))
    rehearsal = Rehearsal(LATE_RING, house.inbox.put, np.random.default_rng(2))
    until(house, rehearsal, lambda s: isinstance(s, Asking))
    house.give(Report(pulled=False, pain=True))
    assert "awareness" not in {row.measure for row in kept(house)[1]}
    house.ask(EndSession())
    assert LateLevel.resumed(step(house).level_json).tempo_bpm < FIRST_BPM
    found = house.play_step(step(house), LATE_RING, seed=5).outcome.found
    assert found.earlier == 0

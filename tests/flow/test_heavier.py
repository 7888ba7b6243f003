"""Heavier or Lighter? through the whole loop: what is kept agrees with what the judge is."""

import json
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
import pytest

from engine.adaptation.force_level import ForceLevel
from engine.measures.judgement import psychometric
from engine.midi.capture import origin_ns, raw_array, take_of
from engine.midi.replay import Replay
from engine.pianist import Pianist
from engine.pianist.judging import Judge
from engine.record import Task
from engine.runner.judging.heavier import NO_FORCE
from engine.session.state import Answer, Begin, Leave, Pause, Paused, Playing, Report, Reviewing
from engine.session.world import EndSession, KeepFound, SetRange, StartPractice
from engine.take import NoteOn
from engine.tasks import heavier_kept
from engine.tasks.heavier import HeavierState
from game.rehearsal import Rehearsal
from game.rehearsal.heavier import HeavierHands
from game.rehearsal.rehearsal import HANDS
from tests.flow.sittings import House

JUDGE = Judge(force_sd=4.0, order_bias=2.0, lapse_rate=0.01)
JND = psychometric.JND_SIGMA * JUDGE.force_sd


def hands(judge: Judge = JUDGE):
    return {**HANDS, HeavierState: partial(HeavierHands, judge)}


@pytest.fixture
def house(tmp_path):
    house = House(tmp_path)
    house.add_player()
    house.ask(SetRange(21, 108))
    yield house
    house.close()


def step(house: House, finger: int = 4):
    found = next(s for s in house.runner.world.practice_steps if s.task is Task.HEAVIER)
    return replace(found, fingers=(finger,))


def trials(house: House):
    person = house.runner.world.person
    found = [t for s in house.store.sessions(person.id) for t in house.store.trials(s.id)]
    return sorted(found, key=lambda trial: trial.started_utc)


def rows(house: House, trial) -> dict:
    return {row.measure: row for row in house.store.results(trial.id)}


def finish(house: House):
    """End the session after a trial that is being looked at."""
    house.give(Leave(house.clock.now_ns()))
    house.ask(EndSession())


def test_several_trials_find_the_threshold_and_the_order_bias(house):
    for seed in range(4):
        state = house.play_step(step(house), Pianist(), seed, hands=hands())
        assert isinstance(state, Reviewing)
        assert len(state.outcome.found.judgements) == 24 * (seed + 1)
        assert (state.outcome.found.threshold is not None) == (seed >= 2)
        finish(house)
    found = state.outcome.found
    assert found.threshold.low < JND < found.threshold.high
    assert found.order_bias.low < JUDGE.order_bias < found.order_bias.high
    kept = rows(house, trials(house)[-1])
    assert kept["force_jnd"].value == found.threshold.value
    assert kept["force_jnd"].finger == 4
    assert kept["force_agreement"].value == pytest.approx(100 * found.agreed / found.unequal)


def test_it_takes_as_long_as_the_plan_says(house):
    begins_ns = house.clock.now_ns()
    house.play_step(step(house), Pianist(), 1, hands=hands())
    minutes = (house.clock.now_ns() - begins_ns) / 60e9
    assert minutes == pytest.approx(step(house).minutes, rel=0.1)


def test_another_finger_begins_with_nothing(house):
    house.play_step(step(house), Pianist(), 1, hands=hands())
    finish(house)
    state = house.play_step(step(house, finger=2), Pianist(), 2, hands=hands())
    assert len(state.outcome.found.judgements) == 24
    level = ForceLevel.resumed(state.outcome.next_level_json)
    assert [level.belief(finger).pairs for finger in (1, 2, 3, 4, 5)] == [0, 24, 0, 24, 0]


def test_who_is_asked_for_closer_presses_comes_closer(house):
    wild = replace(JUDGE, stroke_sd=16.0)
    state = house.play_step(step(house), Pianist(), 3, hands=hands(wild))
    sizes = [abs(difference) for difference, _ in state.outcome.found.judgements]
    assert np.mean(sizes[12:]) < 0.6 * np.mean(sizes[:6])


def test_the_kept_take_gives_the_kept_pairs_again(house):
    house.play_step(step(house), Pianist(), 5, hands=hands())
    (trial,) = trials(house)
    kept = house.store.take(trial.id)
    take = take_of(kept.raw, ports=kept.ports, api=kept.api)
    task, marks = heavier_kept.from_json(trial.task_json)
    begins_ns = origin_ns(take.raw, measured=True)
    strokes = [
        NoteOn(
            begins_ns + round(float(note["onset_s"]) * 1e9),
            int(note["pitch"]),
            int(note["velocity"]),
        )
        for note in take.notes
    ]
    again = heavier_kept.played_again(task, marks, strokes)
    pairs = [[pair.first, pair.second, pair.said] for pair in again.pairs]
    assert pairs == json.loads(trial.task_json)["pairs"]
    assert len(pairs) == 24
    assert trial.level == again.level.belief(4).threshold


@dataclass
class Recorded:
    """What the piano said during one trial, and when it began."""

    messages: list
    begins_ns: int


@pytest.fixture(scope="module")
def recorded(tmp_path_factory) -> Recorded:
    house = House(tmp_path_factory.mktemp("recorded"))
    house.add_player()
    house.ask(SetRange(21, 108), StartPractice(step(house)))
    heard = []

    def put(message):
        heard.append(message)
        house.inbox.put(message)

    rehearsal = Rehearsal(Pianist(), put, np.random.default_rng(4), hands=hands())
    begins_ns = house.clock.now_ns()
    while not isinstance(house.runner.state, Reviewing):
        house.clock.advance_ns(17_000_000)
        house.runner.step(rehearsal.act(house.runner.state, house.clock.now_ns()))
        if isinstance(house.runner.state, Playing):
            begins_ns = house.runner.state.started_ns
    house.close()
    return Recorded(heard, begins_ns)


def replayed(folder, recorded: Recorded, frame_ns: int):
    house = House(folder)
    house.add_player()
    house.ask(SetRange(21, 108), StartPractice(step(house)))
    house.clock.advance_ns(recorded.begins_ns - house.clock.now_ns())
    house.give(Begin(house.clock.now_ns()))
    raw, _ = raw_array(recorded.messages)
    replay = Replay(raw, start_ns=int(raw["arrival_ns"][0]))
    while isinstance(house.runner.state, Playing):
        house.clock.advance_ns(frame_ns)
        replay.feed(house.inbox, house.clock.now_ns())
        house.runner.step()
    house.give(Report(pulled=False, pain=False))
    (trial,) = trials(house)
    found = house.store.results(trial.id)
    house.close()
    return trial.task_json, trial.level, found


def test_the_same_rows_at_20_60_and_240_frames_a_second(tmp_path, recorded):
    found = []
    for frame_ns in (50_000_000, 16_666_667, 4_166_667):
        folder = tmp_path / str(frame_ns)
        folder.mkdir()
        found.append(replayed(folder, recorded, frame_ns))
    assert found[0] == found[1] == found[2]
    assert len(json.loads(found[0][0])["pairs"]) == 24


def until(house: House, rehearsal: Rehearsal, done) -> None:
    while not done(house.runner.state):
        house.clock.advance_ns(20_000_000)
        house.runner.step(rehearsal.act(house.runner.state, house.clock.now_ns()))


def asking_after(pairs: int):
    def done(state) -> bool:
        return isinstance(state, Playing) and len(state.task.pairs) == pairs and state.task.asks

    return done


def begun(house: House, seed: int = 2) -> Rehearsal:
    house.ask(StartPractice(step(house)))
    return Rehearsal(Pianist(), house.inbox.put, np.random.default_rng(seed), hands=hands())


def test_a_pause_in_the_middle_of_a_pair_loses_that_pair_only(house):
    rehearsal = begun(house)
    until(house, rehearsal, asking_after(5))
    house.give(Pause(house.clock.now_ns()))
    assert isinstance(house.runner.state, Paused)
    until(house, rehearsal, lambda state: isinstance(state, Reviewing))
    assert house.runner.state.outcome.found.today == 24


def test_who_leaves_keeps_the_pairs_that_are_complete_and_moves_no_level(house):
    rehearsal = begun(house)
    until(house, rehearsal, asking_after(5))
    house.give(Leave(house.clock.now_ns()))
    (trial,) = trials(house)
    assert len(json.loads(trial.task_json)["pairs"]) == 5
    assert rows(house, trial)["force_jnd"].reason == (
        "Not enough yet: 60 answers are needed, 5 were given."
    )
    assert house.store.adaptations(house.runner.world.person.id) == {}


def test_pairs_of_a_hand_that_hurt_enter_no_threshold(house):
    rehearsal = begun(house)
    until(house, rehearsal, lambda state: type(state).__name__ == "Asking")
    house.give(Report(pulled=False, pain=True))
    house.ask(EndSession())
    assert "force_jnd" not in rows(house, trials(house)[0])
    state = house.play_step(step(house), Pianist(), 7, hands=hands())
    assert len(state.outcome.found.judgements) == 24


def test_an_answer_on_the_screen_is_kept_beside_the_take(house):
    rehearsal = begun(house)
    until(house, rehearsal, asking_after(0))
    house.give(Answer(1, house.clock.now_ns()))
    until(house, rehearsal, asking_after(1))
    house.give(Leave(house.clock.now_ns()))
    (trial,) = trials(house)
    kept = json.loads(trial.task_json)
    assert len(kept["chosen"]) == 1
    assert [pair[2] for pair in kept["pairs"]] == [1]


def test_a_keyboard_that_tells_no_force_is_told_so(house):
    state = house.play_step(step(house), Pianist(), 1, hands=hands(replace(JUDGE, stroke_sd=0.0)))
    assert state.outcome.refused == NO_FORCE
    (trial,) = trials(house)
    assert rows(house, trial) == {}
    kept = json.loads(trial.task_json)
    assert (len(kept["pairs"]), kept["counts"]) == (3, False)
    assert house.store.adaptations(house.runner.world.person.id) == {}


def test_a_trial_left_before_its_first_pair_says_nothing(house):
    rehearsal = begun(house)
    until(house, rehearsal, asking_after(0))
    house.give(Leave(house.clock.now_ns()))
    (trial,) = trials(house)
    assert rows(house, trial) == {}
    assert trial.level is None


def test_a_trial_that_evenhand_was_killed_in_keeps_the_pairs_around_a_pause(house):
    rehearsal = begun(house)
    until(house, rehearsal, asking_after(3))
    house.clock.advance_ns(13 * 10**9)  # longer than a sore hand rests
    house.give()
    assert isinstance(house.runner.state, Paused)
    until(house, rehearsal, asking_after(6))
    house.close()
    house.open()
    (found,) = house.runner.world.found
    house.ask(KeepFound(found.key))
    (trial,) = trials(house)
    kept = json.loads(trial.task_json)
    assert len(kept["pairs"]) == 6

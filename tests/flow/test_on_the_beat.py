"""On the Beat and the calibration through the real loop: a tapper with known truth at the piano."""

import json
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from content.loader import load_exercises
from engine.exercise import Hand
from engine.midi.capture import origin_ns, raw_array, take_of
from engine.midi.replay import Replay
from engine.pianist import Pianist
from engine.pianist.tapping import Tapper
from engine.record import ClickChoice, Task
from engine.runner.judging.on_the_beat import measured, rows
from engine.session.standing import Standing
from engine.session.state import Asking, Ended, Leave, Pause, Playing, Report, Reviewing
from engine.session.steps import calibration, on_the_beat
from engine.session.world import ChangeSettings, EndSession, StartPractice
from engine.tasks import on_the_beat_kept
from engine.tasks.on_the_beat import OnTheBeatState
from engine.tasks.on_the_beat_found import Zero
from game.rehearsal import Rehearsal
from game.rehearsal.on_the_beat import OnTheBeatHands

sys.path.insert(0, str(Path(__file__).parent))
from sittings import House
from test_frame_rates import Segment
from test_frame_rates import rows as all_rows

TRUTH = Tapper(clock_sd_ms=16, motor_sd_ms=8, alpha=0.5, asynchrony_ms=(-20, -20, -20, 25, -20))
LATE = Tapper(clock_sd_ms=10, motor_sd_ms=5, alpha=0.5, asynchrony_ms=(35,) * 5)
EXERCISES = load_exercises()
STANDING = Standing(hand=Hand.RIGHT, sessions_before=3, tempo_bpm=60, ceiling_bpm=66)
STEP = on_the_beat.step(STANDING, EXERCISES)
CALIBRATION = calibration.step(STANDING, EXERCISES)
PORT = "Virtual piano"
FRAME_NS = 20_000_000


@pytest.fixture
def house(tmp_path):
    house = House(tmp_path)
    house.add_player()
    yield house
    house.close()


def play(house, step, tapper=TRUTH, *, seed=1, until=None):
    """Play a step; stop where ``until(state)`` says so."""
    if house.runner.state is None:
        house.ask(StartPractice(step))
    rehearsal = Rehearsal(
        Pianist(),
        house.inbox.put,
        np.random.default_rng(seed),
        hands={OnTheBeatState: lambda: OnTheBeatHands(tapper)},
    )
    while not isinstance(house.runner.state, Reviewing | Ended):
        if until is not None and until(house.runner.state):
            break
        house.clock.advance_ns(FRAME_NS)
        house.runner.step(rehearsal.act(house.runner.state, house.clock.now_ns()))
    return house.runner.state


def put_away(house):
    house.give(Leave(house.clock.now_ns()))
    house.ask(EndSession())


def kept_rows(house, measure):
    person = house.runner.world.person
    return [each.result for each in house.store.results_of(person.id, measure)]


def test_rows_agree_with_the_truth(house):
    for seed in range(1, 6):
        state = play(house, STEP, seed=seed)
        found = state.outcome.found
        put_away(house)
    sds = [row.value for row in kept_rows(house, "asynchrony_sd") if row.finger is None]
    assert len(sds) == 5
    # A = AR(1) of T + M' - M, SD by SCIENCE 3.3, plus the ring finger's 45 ms among six of 32
    alpha, clock, motor = 0.5, 16.0, 8.0
    variance = (clock**2 + 2 * motor**2 - 2 * (1 - alpha) * motor**2) / (1 - (1 - alpha) ** 2)
    fingers = np.array(TRUTH.asynchrony_ms)[[0, 1, 2, 3, 4, 3, 2, 1]].var()
    expected = np.sqrt(variance + fingers)
    assert np.mean(sds) == pytest.approx(expected, rel=4 / np.sqrt(2 * 5 * 40))
    ring = [row.value for row in kept_rows(house, "asynchrony_sd") if row.finger == 4]
    assert np.mean(ring) == pytest.approx(np.sqrt(variance), rel=0.35)
    for name, truth in (("clock_sd", 16.0), ("motor_sd", 8.0), ("phase_correction", 0.5)):
        last = kept_rows(house, name)[-1]
        assert last.low <= truth <= last.high, name
        assert last.finger == 2
    apart = {each.finger: each.median_ms for each in found.asynchrony.fingers}
    assert apart[4] - np.median([apart[1], apart[2], apart[3], apart[5]]) == pytest.approx(
        45, abs=25
    )


def test_clock_and_hand_need_four_rounds(house):
    for seed in range(1, 5):
        state = play(house, STEP, seed=seed)
        assert state.outcome.found.trials == seed
        put_away(house)
    clocks = kept_rows(house, "clock_sd")
    assert [row.reason for row in clocks[:3]] == ["not estimable: needs 4 rounds"] * 3
    assert clocks[3].reason is None
    assert clocks[3].n == 4 * 31


def test_the_median_is_kept_only_where_zero_is_known(house):
    play(house, STEP)
    put_away(house)
    median = kept_rows(house, "asynchrony_median")
    assert {row.value for row in median} == {None}
    assert {row.reason for row in median} == {"the delay of keyboard and sound is not known"}


def test_the_delay_found_is_the_delay_put_in_and_used_only_when_asked(house):
    state = play(house, CALIBRATION, LATE)
    given = state.outcome.found.calibration
    assert given.port_name == PORT
    assert given.low_ms <= 35 <= given.high_ms
    assert given.latency_ms == pytest.approx(35, abs=10)
    (row,) = kept_rows(house, "latency")
    assert (row.value, row.low, row.high, row.n) == (
        given.latency_ms,
        given.low_ms,
        given.high_ms,
        60,
    )
    assert house.runner.world.settings.calibrations == ()
    put_away(house)
    house.ask(ChangeSettings(house.runner.world.settings.calibrated(given)))
    assert house.settings[-1].calibration(PORT) == given
    state = play(house, STEP, LATE, seed=3)
    found = state.outcome.found
    assert found.zero is Zero.CALIBRATED
    assert found.asynchrony.low_ms <= 0 <= found.asynchrony.high_ms
    median = kept_rows(house, "asynchrony_median")[0]
    assert median.value == found.asynchrony.median_ms


def test_muted_clicks_are_shown_and_know_no_delay_of_the_loudspeakers(house):
    state = play(house, CALIBRATION, LATE)
    given = state.outcome.found.calibration
    put_away(house)
    settings = replace(house.runner.world.settings.calibrated(given), muted=True)
    house.ask(ChangeSettings(settings))
    assert play(house, STEP).outcome.found.zero is Zero.UNKNOWN
    put_away(house)
    house.ask(ChangeSettings(replace(settings, muted=False, clicks=ClickChoice.PIANO)))
    assert play(house, STEP).outcome.found.zero is Zero.UNKNOWN


@pytest.fixture(scope="module")
def recorded(tmp_path_factory):
    """One trial, cut where something was asked for on the screen; and the rows it left."""
    house = House(tmp_path_factory.mktemp("recorded"))
    house.add_player()
    house.ask(StartPractice(STEP))
    segments = [Segment()]

    def put(message):
        segments[-1].messages.append(message)
        house.inbox.put(message)

    rehearsal = Rehearsal(
        Pianist(),
        put,
        np.random.default_rng(5),
        hands={OnTheBeatState: lambda: OnTheBeatHands(TRUTH)},
    )
    while not isinstance(house.runner.state, Reviewing):
        house.clock.advance_ns(17_000_000)
        inputs = rehearsal.act(house.runner.state, house.clock.now_ns())
        if len(segments) == 2 and len(segments[-1].messages) == 40:
            inputs = (Pause(house.clock.now_ns()),)
        house.runner.step(inputs)
        if inputs:
            segments[-1].inputs, segments[-1].ends_ns = inputs, house.clock.now_ns()
            segments.append(Segment())
    left = all_rows(house)
    house.close()
    return segments, left


@pytest.mark.parametrize("frame_ns", [50_000_000, 16_666_667, 4_166_667])
def test_rows_do_not_know_the_frame_rate(tmp_path, recorded, frame_ns):
    segments, left = recorded
    house = House(tmp_path)
    house.add_player()
    house.ask(StartPractice(STEP))
    for segment in segments:
        raw, _ = raw_array(segment.messages)
        replay = Replay(raw, start_ns=int(raw["arrival_ns"][0]) if len(raw) else 0)
        while house.clock.now_ns() < segment.ends_ns:
            house.clock.advance_ns(min(frame_ns, segment.ends_ns - house.clock.now_ns()))
            replay.feed(house.inbox, house.clock.now_ns())
            at_end = house.clock.now_ns() == segment.ends_ns
            house.runner.step(segment.inputs if at_end else ())
    assert len(left["result"]) > 15
    assert all_rows(house) == left
    house.close()


def test_measuring_again_gives_the_same_rows(house):
    play(house, STEP)
    put_away(house)
    play(house, STEP, seed=2)
    put_away(house)
    person = house.runner.world.person
    text, *earlier = house.store.task_texts(person.id, Task.ON_THE_BEAT, Hand.RIGHT, most=20)
    kept = on_the_beat_kept.from_json(text)
    trial = house.store.results_of(person.id, "asynchrony_sd")[-1]
    stored = house.store.take(trial.trial_id)
    take = take_of(stored.raw, ports=stored.ports, api=stored.api, interrupted=False)
    again, found = measured(
        take,
        origin_ns(take.raw, measured=True),
        kept.stretches,
        (kept.clicks, kept.calibration),
        earlier,
    )
    assert on_the_beat_kept.to_json(again) == text
    told = {(row.measure, row.finger): row for row in rows(found, STEP)}
    for name in ("asynchrony_sd", "alone_tempo", "clock_sd", "steady_notes"):
        for row in kept_rows(house, name)[-len([k for k in told if k[0] == name]) :]:
            assert told[name, row.finger] == row


def test_a_pause_loses_no_round_that_was_complete(house):
    def in_second(state):
        return isinstance(state, Playing) and len(state.task.done) == 1 and state.task.tapped >= 5

    play(house, STEP, until=in_second)
    house.give(Pause(house.clock.now_ns()))
    state = play(house, STEP, seed=4)
    assert len({tap.stretch for tap in state.outcome.found.taps}) == 2
    assert state.outcome.found.asynchrony.missed == 0
    assert state.outcome.found.trials == 1


def test_left_in_the_middle_what_is_complete_is_kept(house):
    play(house, STEP, until=lambda s: isinstance(s, Playing) and len(s.task.done) == 1)
    play(house, STEP, until=lambda s: s.task.tapped >= 5)
    house.give(Leave(house.clock.now_ns()))
    spread = [row for row in kept_rows(house, "asynchrony_sd") if row.finger is None]
    assert [row.n for row in spread] == [32]
    (clock,) = kept_rows(house, "clock_sd")
    assert clock.reason == "the round of one finger was not played to its end"
    assert Task.ON_THE_BEAT not in house.store.adaptations(house.runner.world.person.id)


def test_left_at_once_there_is_no_row(house):
    play(house, STEP, until=lambda s: isinstance(s, Playing) and s.task.tapped >= 3)
    house.give(Leave(house.clock.now_ns()))
    assert kept_rows(house, "asynchrony_sd") == []


def test_a_pull_makes_the_next_one_slower(house):
    play(house, STEP, until=lambda state: isinstance(state, Asking))
    state = house.give(Report(pulled=True, pain=False)).state
    assert json.loads(state.outcome.next_level_json)["tempo_bpm"] == 66
    assert state.outcome.because.startswith("Something pulled or curled")


def test_silence_at_the_clicks_says_so(house):
    silent = replace(TRUTH, miss_rate=1.0)
    house.ask(StartPractice(CALIBRATION))
    state = play(house, CALIBRATION, silent, until=lambda s: type(s).__name__ == "Paused")
    assert type(state).__name__ == "Paused"
    house.give(Leave(house.clock.now_ns()))
    assert kept_rows(house, "latency") == []


@pytest.mark.parametrize("step", [STEP, CALIBRATION], ids=["on the beat", "calibration"])
def test_the_time_it_takes_is_the_time_it_says(house, step):
    state = play(house, step)
    assert state.place.played_ns / 6e10 == pytest.approx(step.minutes, rel=0.1)

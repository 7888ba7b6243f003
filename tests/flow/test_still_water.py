"""Still Water through the whole loop: the rows agree with the truth at any number of frames."""

import sys
from collections import defaultdict
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import pytest

from content.loader import load_exercises
from engine.adaptation.water_level import WaterLevel
from engine.exercise import Hand
from engine.midi.capture import origin_ns, raw_array, take_of
from engine.midi.replay import Replay
from engine.pianist import Pianist
from engine.record import Task
from engine.runner.judging.still_water import rows
from engine.session.standing import Standing
from engine.session.state import Input, Leave, Pause, Playing, Reviewing
from engine.session.steps.still_water import step
from engine.session.world import EndSession, KeepFound, StartPractice
from engine.take import RawMessage
from engine.tasks import still_water_kept
from engine.tasks.still_water import StillWaterState
from engine.tasks.still_water_found import measure_rounds
from game.rehearsal import Rehearsal
from game.rehearsal.still_water import StillWaterHands

sys.path.insert(0, str(Path(__file__).parent))
from sittings import House

LEVEL = WaterLevel(held=4)


def the_step(level=LEVEL, fingers=(4, 5), hand=Hand.RIGHT):
    standing = Standing(
        hand=hand,
        sessions_before=4,
        tempo_bpm=60,
        ceiling_bpm=66,
        levels={Task.STILL_WATER: level.to_json()},
    )
    return replace(step(standing, load_exercises()), fingers=fingers, cues=len(fingers))


def house_at(folder):
    house = House(folder)
    house.add_player()
    return house


def kept(house):
    """Return the trials, newest last, and the rows of the last one."""
    person = house.runner.world.person
    trials = [t for each in house.store.sessions(person.id) for t in house.store.trials(each.id)]
    return trials, house.store.results(trials[-1].id)


@pytest.fixture
def house(tmp_path):
    house = house_at(tmp_path)
    yield house
    house.close()


def play(house, what=None, seed=3):
    hands = StillWaterHands()
    state = house.play_step(
        what or the_step(), Pianist(), seed, hands={StillWaterState: lambda: hands}
    )
    return state, hands.played


def value(found, measure, **where):
    (row,) = [
        row
        for row in found
        if row.measure == measure and all(getattr(row, name) == is_ for name, is_ in where.items())
    ]
    return row


@pytest.mark.parametrize("seed", [3, 5])
def test_breaks_and_lost_time_are_those_of_the_truth(house, seed):
    state, played = play(house, the_step(fingers=(2, 3, 4, 5, 1)), seed=seed)
    assert isinstance(state, Reviewing)
    found = kept(house)[1]
    rounds = state.outcome.found.rounds
    assert [each.playing for each in played] == [2, 3, 4, 5, 1]
    assert sum(each.ripples for each in rounds) > 3
    for number, (one, truth) in enumerate(zip(rounds, played, strict=True), start=1):
        begins_s, ends_s = (
            (at_ns - truth.zero_ns) / 1e9 for at_ns in (one.played.begins_ns, one.played.ends_ns)
        )
        strokes = int(np.sum((truth.held.stroke_s >= begins_s) & (truth.held.stroke_s < ends_s)))
        assert len(one.strokes_s) == strokes
        breaks, lost_s = defaultdict(int), defaultdict(float)
        for each in truth.held.breaks:
            if begins_s <= each.at_s < ends_s:
                breaks[each.finger] += 1
                lost_s[each.finger] += min(each.at_s + each.lost_s, ends_s) - each.at_s
        for finger in one.played.held:
            where = {"run": number, "finger": one.played.playing, "to_finger": finger}
            row = value(found, "hold_break", **where)
            assert row.value * row.n / 100 == pytest.approx(breaks[finger])
            assert value(found, "hold_lost", **where).value == pytest.approx(
                100 * lost_s[finger] / (ends_s - begins_s), abs=0.01
            )
        whole = value(found, "hold_together", run=number)
        asked_s = (ends_s - begins_s) * len(one.played.held)
        share = 100 * (1 - sum(lost_s.values()) / asked_s)
        assert whole.value == pytest.approx(share, abs=0.01)
        assert whole.low <= whole.value <= whole.high


def test_minutes_are_true(house):
    what = the_step(fingers=(2, 3, 4, 5, 1))
    before_ns = house.clock.now_ns()
    play(house, what)
    assert (house.clock.now_ns() - before_ns) / 60e9 == pytest.approx(what.minutes, rel=0.05)


def test_a_left_hand_plays_with_its_own_fingers(house):
    state, played = play(house, the_step(fingers=(4,), hand=Hand.LEFT))
    (one,) = state.outcome.found.rounds
    assert (one.played.playing, one.played.held, one.refused) == (4, (1, 2, 3, 5), None)
    assert one.ripples == len(played[0].held.breaks)
    assert {row.hand for row in kept(house)[1]} == {Hand.LEFT}


def test_a_kept_take_gives_the_same_rows_again(house):
    play(house)
    trials, found = kept(house)
    take = house.store.take(trials[-1].id)
    again = take_of(take.raw, ports=take.ports, api=take.api)
    rounds, home = still_water_kept.rounds_from_json(trials[-1].task_json)
    measured = measure_rounds(rounds, again.notes, home, origin_ns=origin_ns(take.raw))
    assert list(rows(measured, the_step())) == list(found)


def test_a_second_trial_pools_with_the_first(house):
    play(house)
    first = kept(house)[1]
    house.give(Leave(house.clock.now_ns()))
    house.ask(EndSession())
    play(house, seed=4)
    second = kept(house)[1]
    where = {"run": 1, "finger": 4, "to_finger": 5}
    one, two = (value(found, "hold_break", **where) for found in (first, second))
    pooled = value(second, "hold_break_pooled", **where)
    assert pooled.n == one.n + two.n
    assert pooled.value * pooled.n == pytest.approx(one.value * one.n + two.value * two.n)


def test_the_level_is_kept_and_the_next_step_knows_it(house):
    state, _ = play(house, the_step(WaterLevel(held=2, calm=2), fingers=(1, 2)))
    person = house.runner.world.person
    left = WaterLevel.from_json(house.store.adaptation(person.id, "still_water:right").state_json)
    assert left == WaterLevel(held=3)
    assert state.outcome.because == "Three calm times: three fingers hold next time."
    assert kept(house)[0][-1].level == 2.0


def test_at_her_own_pace_it_takes_ten_seconds_a_finger(house):
    level = WaterLevel(held=4, calmed=True, own_pace=True)
    state, _ = play(house, the_step(level))
    rounds = state.outcome.found.rounds
    assert [each.lasted_s for each in rounds] == pytest.approx([10.0, 10.0])
    assert all(each.holding.rate.rate_hz.value > 4 for each in rounds)
    assert kept(house)[0][-1].tempo_bpm is None


def test_a_left_take_keeps_the_rounds_that_were_complete(house):
    house.ask(StartPractice(the_step()))
    rehearsal = Rehearsal(Pianist(), house.inbox.put, np.random.default_rng(3))

    def second_round(state):
        return isinstance(state, Playing) and state.task.turn == 1 and state.task.clicks

    while not second_round(house.runner.state):
        house.clock.advance_ns(20_000_000)
        house.runner.step(rehearsal.act(house.runner.state, house.clock.now_ns()))
    house.give(Leave(house.clock.now_ns()))
    found = kept(house)[1]
    assert {row.run for row in found} == {1, None}
    assert value(found, "hold_together", run=1).value is not None


def test_a_killed_take_keeps_the_rounds_that_were_complete(tmp_path):
    house = house_at(tmp_path)
    house.ask(StartPractice(the_step()))
    rehearsal = Rehearsal(Pianist(), house.inbox.put, np.random.default_rng(3))
    while not (isinstance(house.runner.state, Playing) and house.runner.state.task.turn == 1):
        house.clock.advance_ns(20_000_000)
        house.runner.step(rehearsal.act(house.runner.state, house.clock.now_ns()))
    (expected,) = house.runner.state.task.rounds
    for _ in range(200):
        house.clock.advance_ns(20_000_000)
        house.runner.step(rehearsal.act(house.runner.state, house.clock.now_ns()))
    house.close()
    house.open()
    (found,) = house.runner.world.found
    house.ask(KeepFound(found.key))
    trials, rows_kept = kept(house)
    ((played,), _) = still_water_kept.rounds_from_json(trials[-1].task_json)
    assert played == expected
    assert value(rows_kept, "hold_together", run=1).value is not None
    house.close()


@dataclass
class Segment:
    """What the piano said, then what was asked for on the screen, and when."""

    messages: list[RawMessage] = field(default_factory=list)
    inputs: tuple[Input, ...] = ()
    ends_ns: int = 0


PAUSED_AFTER = 20


@pytest.fixture(scope="module")
def recorded(tmp_path_factory):
    """One trial paused in the middle of its first round, cut where the screen was asked."""
    house = house_at(tmp_path_factory.mktemp("recorded"))
    house.ask(StartPractice(the_step()))
    segments = [Segment()]

    def put(message):
        segments[-1].messages.append(message)
        house.inbox.put(message)

    rehearsal = Rehearsal(Pianist(), put, np.random.default_rng(5))
    while not isinstance(house.runner.state, Reviewing):
        house.clock.advance_ns(17_000_000)
        inputs = rehearsal.act(house.runner.state, house.clock.now_ns())
        if len(segments) == 2 and len(segments[-1].messages) == PAUSED_AFTER:
            inputs = (Pause(house.clock.now_ns()),)
        house.runner.step(inputs)
        if inputs:
            segments[-1].inputs = inputs
            segments[-1].ends_ns = house.clock.now_ns()
            segments.append(Segment())
    outcome, found = house.runner.state.outcome, kept(house)[1]
    house.close()
    return segments, outcome, found


def test_a_pause_in_the_middle_loses_nothing_but_its_round(recorded):
    segments, outcome, _ = recorded
    assert [type(each).__name__ for segment in segments for each in segment.inputs] == [
        "Begin",
        "Pause",
        "Resume",
        "Report",
    ]
    assert [each.played.playing for each in outcome.found.rounds] == [4, 5]
    assert all(each.lasted_s == 20.0 for each in outcome.found.rounds)


@pytest.mark.parametrize("frame_ns", [50_000_000, 16_666_667, 4_166_667, 200 * 10**9])
def test_rows_do_not_know_the_frame_rate(tmp_path, recorded, frame_ns):
    segments, outcome, expected = recorded
    house = house_at(tmp_path)
    house.ask(StartPractice(the_step()))
    for segment in segments:
        raw, _ = raw_array(segment.messages)
        replay = Replay(raw, start_ns=int(raw["arrival_ns"][0]) if len(raw) else 0)
        while house.clock.now_ns() < segment.ends_ns:
            left_ns = segment.ends_ns - house.clock.now_ns()
            house.clock.advance_ns(min(frame_ns, left_ns))
            replay.feed(house.inbox, house.clock.now_ns())
            at_end = house.clock.now_ns() == segment.ends_ns
            house.runner.step(segment.inputs if at_end else ())
    assert isinstance(house.runner.state, Reviewing)
    assert house.runner.state.outcome == outcome
    assert kept(house)[1] == expected
    house.close()

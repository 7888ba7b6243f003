"""Instruments of 25, 49, 61 and 88 keys: every game by the piano alone, in the octave that fits."""

from dataclasses import replace
from functools import partial

import numpy as np
import pytest

from content.loader import load_exercises
from engine.exercise import Hand
from engine.pianist import Pianist
from engine.record import Task
from engine.session.plan import steps_for
from engine.session.reach import octave_on
from engine.session.standing import Standing
from engine.session.state import Asking, Ended, Paused, Playing, Ready, Reviewing
from engine.session.world import Link, StartPractice
from engine.tasks.heavier import HeavierState
from engine.tasks.late_one import LateOneState
from game.input import SteeringKeys
from game.rehearsal import Rehearsal
from game.rehearsal.rehearsal import HANDS
from game.screens.router import screen_of
from game.view.keys import key_name
from tests.flow.at_the_piano import MS, Player, Plugs, arrives
from tests.flow.sittings import House
from tests.game.drawing import moment
from tests.recorder import recorded

ENDS = {"25": (48, 72), "25 low": (36, 60), "49": (36, 84), "61": (36, 96), "88": (21, 108)}
# So little of each game that all of them can be played on all of these.
FEW = {
    Task.PEARLS: {"runs": 2, "max_attempts": 3},
    Task.SLOW_ROAD: {"runs": 2, "max_attempts": 3},
    Task.WHICH_FINGER: {"cues": 5},
    Task.HEAVIER: {"cues": 4},
    Task.LATE_ONE: {"cues": 3},
    Task.STILL_WATER: {"fingers": (2,)},
    Task.ON_THE_BEAT: {},
    Task.CALIBRATION: {},
}


class InItsOctave:
    """The virtual pianist's hands, where the screen asks them to lie."""

    def __init__(self, hands, lies: int):
        self.hands, self.lies = hands(), lies

    def play(self, state, pianist, rng, *, resting):
        found = self.hands.play(state, pianist, rng, resting=resting)
        by = self.lies - _known(state.task)
        return [(at_ns, bytes((data[0], data[1] + by, data[2]))) for at_ns, data in found]


def _known(task) -> int:
    """By how much hands that read the state are in the right octave already."""
    match task:
        case HeavierState():
            return task.key - task.task.key
        case LateOneState() if task.to_mark:
            return task.shift
        case _:
            return 0


def at_home(folder, ends) -> Player:
    house = House(folder, link=Link.LISTENING, plugs=Plugs())
    player = Player(house, ends)
    arrives(player)
    return player


def seen(player: Player):
    """What is to be read and seen on the screen now."""
    state, now_ns = player.state, player.house.clock.now_ns()
    now = moment(player.house.runner.world, state, now_ns=now_ns)
    return recorded(screen_of(state), now)


def plays(player: Player, step, seed: int) -> Reviewing:
    """Take a step from its introduction to its result by the piano's keys alone."""
    outer = (player.lowest, player.highest)
    pattern = step.exercise.patterns[0]
    lies = octave_on(pattern.pitches, outer)
    player.house.ask(StartPractice(step))
    player.waits(40)
    assert isinstance(player.state, Ready)
    named_keys_are_there(player, pattern, lies)
    player.presses(player.highest)
    assert isinstance(player.state, Playing)

    only_both_ends_pause(player)
    hands = {kind: partial(InItsOctave, each, lies) for kind, each in HANDS.items()}
    rehearsal = Rehearsal(Pianist(), player.puts, np.random.default_rng(seed), hands=hands)
    began_ns, drawn = player.house.clock.now_ns(), False
    while isinstance(player.state, Playing):
        player.house.clock.advance_ns(40 * MS)
        rehearsal.act(player.state, player.house.clock.now_ns())
        player.app.advance()
        if not drawn and player.house.clock.now_ns() - began_ns > 5e9:
            drawn = True
            keys_are_there(player, step)
    assert drawn
    assert isinstance(player.state, Asking)
    # the hand is lifted, and rests before its keys answer
    for pitch in sorted(player.down):
        player.says(0x80, pitch)
    player.waits(100)
    player.waits(1500)
    player.presses(player.highest, player.highest)
    assert isinstance(player.state, Reviewing)
    return player.state


def only_both_ends_pause(player: Player) -> None:
    player.presses(player.lowest)
    player.presses(player.highest)
    assert isinstance(player.state, Playing)
    player.holds_both_ends()
    assert isinstance(player.state, Paused)
    player.presses(player.highest)
    assert isinstance(player.state, Playing)


def named_keys_are_there(player: Player, pattern, lies: int) -> None:
    """The keyboard shows no key that is not there, and the words name where the hand lies."""
    drawn = seen(player)
    homes = {pitch + lies for pitch in pattern.pitches}
    for keys in drawn.keyboards:
        assert player.lowest <= keys.lowest < keys.highest <= player.highest
        assert set(keys.home) == homes
    if player.state.step.task is Task.CALIBRATION:
        return
    named = key_name(pattern.pitches[0] + lies)
    if player.state.step.task is Task.HEAVIER:
        finger = player.state.step.fingers[0]
        own = next(each.pitch for each in pattern.targets if each.finger == finger)
        named = key_name(own + lies)
    if player.state.step.task is not Task.LATE_ONE:
        assert f" on {named}" in drawn.words


def keys_are_there(player: Player, step) -> None:
    for keys in seen(player).keyboards:
        assert player.lowest <= keys.lowest < keys.highest <= player.highest
        assert keys.home
        assert all(keys.lowest < pitch < keys.highest for pitch in keys.home)


@pytest.mark.parametrize("size", ENDS)
def test_every_game_is_played_by_the_piano_alone(size, tmp_path):
    player = at_home(tmp_path, ENDS[size])
    standing = Standing(hand=Hand.RIGHT, sessions_before=9, tempo_bpm=60, ceiling_bpm=80)
    steps = {step.task: step for step in steps_for(standing, load_exercises())}
    for seed, (task, few) in enumerate(FEW.items()):
        state = plays(player, replace(steps[task], **few), seed)
        assert state.outcome.found is not None, (task, state.outcome.refused)
        player.presses(player.highest)
        assert isinstance(player.state, Ended)
        player.waits(1500)
        player.presses(player.highest)
        assert player.state is None
    player.house.close()


@pytest.mark.parametrize("size", ENDS)
def test_every_place_is_reached_and_left(size, tmp_path):
    player = at_home(tmp_path, ENDS[size])
    keys = SteeringKeys(lowest=player.lowest, highest=player.highest)
    ways = {
        "practise": (keys.second_highest,),
        "progress": (keys.second_highest, keys.second_highest),
        "settings": (keys.second_lowest,),
    }
    for place, way in ways.items():
        player.presses(*way, player.highest)
        assert player.sees == place
        player.presses(player.lowest)
        assert player.sees == "today"
    # and a game of one's own choice is begun there
    player.presses(keys.second_highest, player.highest)
    player.presses(player.highest, player.highest)
    assert isinstance(player.state, Ready)
    player.presses(player.lowest)
    assert isinstance(player.state, Ended)
    player.house.close()


@pytest.mark.parametrize("ends", [(48, 72), (53, 77), (36, 84), (21, 45)])
def test_two_octaves_are_asked_for_only_where_they_fit(ends, tmp_path):
    player = at_home(tmp_path, ends)
    plan = player.house.runner.world.plan
    fits = ends in {(48, 72), (36, 84)}
    assert (plan.no_check == "") is fits
    assert (Task.EVENNESS_CHECK in {step.task for step in plan.blocks}) is fits
    player.house.close()

"""From the first start through a step to the settings, with nothing but the piano's own keys."""

import sys
from pathlib import Path

import numpy as np
import pygame
import pytest

from engine.exercise import Hand
from engine.midi.inputs import Plugged
from engine.midi.port import Port
from engine.pianist import Pianist, play
from engine.record import Task, ThemeChoice
from engine.session.state import Asking, End, Ended, Paused, Playing, Ready, Reviewing
from engine.session.world import Link
from engine.take import RawMessage
from game.app import App
from game.sound import Sound

sys.path.insert(0, str(Path(__file__).parent))
from sittings import House

LOWEST, HIGHEST = 21, 108
SECOND_LOWEST, SECOND_HIGHEST = 23, 107
MS = 1_000_000


class Plugs:
    """One piano, plugged in from the start."""

    def __init__(self):
        self.changes = [Plugged(0, 0, Port("alsa", "Piano"))]

    def drain_changes(self):
        changes, self.changes = self.changes, []
        return changes

    def listen_to(self, wanted):
        pass


class Player:
    """A person at the piano who looks at the screen and touches nothing else."""

    def __init__(self, house: House):
        self.house = house
        window = pygame.Surface((1280, 720), 0, 32)
        self.app = App(
            house.runner, house.clock, window, put=house.inbox.put, sound=Sound.silent("a test")
        )
        self.last_ns = house.clock.now_ns()
        self.going = True

    @property
    def sees(self) -> str:
        return self.app.screen_name

    @property
    def state(self):
        return self.house.runner.state

    def says(self, status: int, pitch: int) -> None:
        now_ns = self.house.clock.now_ns()
        data = bytes((status, pitch, 64))
        self.house.inbox.put(RawMessage(now_ns, now_ns - self.last_ns, data))
        self.last_ns = now_ns

    def waits(self, ms: float) -> None:
        self.house.clock.advance_ns(round(ms * MS))
        self.going = self.app.frame()

    def presses(self, *pitches: int) -> None:
        for pitch in pitches:
            self.says(0x90, pitch)
            self.waits(60)
            self.says(0x80, pitch)
            self.waits(60)

    def holds_both_ends(self) -> None:
        self.says(0x90, LOWEST)
        self.says(0x90, HIGHEST)
        for _ in range(12):
            self.waits(100)
        self.says(0x80, LOWEST)
        self.says(0x80, HIGHEST)
        self.waits(500)

    def plays_the_step(self) -> None:
        """Play until the take is over, message by message, then rest the hands."""
        step = self.state.step
        rng = np.random.default_rng(4)
        notes = play(Pianist(), step.exercise, step.direction, step.tempo_bpm, step.runs, rng).notes
        due = [(float(n["onset_s"]), 0x90, int(n["pitch"])) for n in notes]
        due += [(float(n["offset_s"]), 0x80, int(n["pitch"])) for n in notes]
        at_s = 0.0
        for due_s, status, pitch in sorted(due):
            self.house.clock.advance_ns(round((due_s - at_s) * 1000 * MS))
            at_s = due_s
            self.says(status, pitch)
            self.app.advance()
        for _ in range(30):
            self.waits(100)


@pytest.fixture
def player(tmp_path):
    house = House(tmp_path, link=Link.LISTENING, plugs=Plugs())
    yield Player(house)
    house.close()


def arrives(player: Player) -> None:
    """Connect, show both ends, and make a player without a keyboard to type on."""
    player.waits(20)
    assert player.sees == "welcome"
    player.presses(60)
    assert player.sees == "range"
    player.presses(LOWEST, HIGHEST, HIGHEST)
    assert player.sees == "welcome"
    device = player.house.runner.world.device
    assert (device.lowest, device.highest) == (LOWEST, HIGHEST)
    player.presses(HIGHEST)
    assert player.sees in ("new-player", "new_player")
    for _ in range(6):
        if player.sees != "today":
            player.presses(HIGHEST)
    assert player.sees == "today"


def test_from_the_first_key_to_the_second_step(player: Player):
    arrives(player)
    person = player.house.runner.world.person
    assert person.name == "Player 1"
    assert person.hand is Hand.RIGHT

    player.presses(HIGHEST)
    assert isinstance(player.state, Ready)
    assert player.state.step.task is Task.WARM_UP
    player.presses(HIGHEST)
    assert isinstance(player.state, Playing)

    # a take: neither end alone does anything, both held pause
    player.presses(HIGHEST, LOWEST)
    assert isinstance(player.state, Playing)
    player.holds_both_ends()
    assert isinstance(player.state, Paused)
    assert player.sees == "paused"
    player.presses(HIGHEST)
    assert isinstance(player.state, Playing)

    player.plays_the_step()
    assert isinstance(player.state, Asking)
    # into the answers and once round them with the lowest key, back at "No"
    player.presses(LOWEST, LOWEST, LOWEST, LOWEST, HIGHEST)
    state = player.state
    assert isinstance(state, Reviewing)
    assert state.outcome.evenness is not None
    assert state.outcome.evenness.cell.n_runs == state.step.runs

    # there and back again among the ways on, then the first
    player.presses(SECOND_HIGHEST, SECOND_LOWEST, HIGHEST)
    assert isinstance(player.state, Ready)
    assert player.state.place.block == 1


def test_again_is_one_key_to_the_right(player: Player):
    arrives(player)
    player.presses(HIGHEST, HIGHEST)
    player.plays_the_step()
    player.presses(HIGHEST)
    assert isinstance(player.state, Asking)
    player.presses(HIGHEST)
    assert isinstance(player.state, Reviewing)
    player.presses(SECOND_HIGHEST, HIGHEST)
    assert isinstance(player.state, Ready)
    assert (player.state.place.block, player.state.place.ordinal) == (0, 1)


def test_stopping_and_coming_back_to_today(player: Player):
    arrives(player)
    player.presses(HIGHEST)
    player.presses(LOWEST)
    assert isinstance(player.state, Ended)
    assert player.state.end is End.LEFT
    assert player.sees == "ended"
    player.waits(1500)
    player.presses(HIGHEST)
    assert player.state is None
    assert player.sees == "today"


def test_pain_ends_the_session_by_the_lowest_key_and_the_highest(player: Player):
    arrives(player)
    player.presses(HIGHEST, HIGHEST)
    player.plays_the_step()
    player.presses(LOWEST, LOWEST, LOWEST, HIGHEST)
    assert isinstance(player.state, Ended)
    assert player.state.end is End.PAIN


def test_every_main_place_can_be_reached_and_left(player: Player):
    arrives(player)
    player.presses(SECOND_HIGHEST, HIGHEST)
    assert player.sees == "progress"
    player.presses(LOWEST)
    assert player.sees == "today"
    player.presses(SECOND_LOWEST, HIGHEST)
    assert player.sees == "settings"
    assert player.house.runner.world.settings.theme is ThemeChoice.DARK
    player.presses(HIGHEST)
    assert player.house.runner.world.settings.theme is ThemeChoice.LIGHT
    player.presses(LOWEST)
    assert player.sees == "today"
    player.presses(LOWEST)
    assert player.sees == "welcome"


def test_evenhand_is_closed_at_the_door(player: Player):
    arrives(player)
    player.presses(LOWEST)
    assert player.sees == "welcome"
    # one to the left of the first player, the way out is the last of all
    player.presses(SECOND_LOWEST)
    assert player.going
    player.says(0x90, HIGHEST)
    player.waits(60)
    assert not player.going

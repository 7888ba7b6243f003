"""A person at the piano who looks at the screen and touches nothing else."""

import numpy as np
import pygame

from engine.midi.inputs import Plugged
from engine.midi.port import Port
from engine.pianist import Pianist, play
from engine.session.state import Playing
from engine.take import RawMessage
from game.app import App
from game.rehearsal import Rehearsal
from game.sound import Sound
from tests.flow.sittings import House

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

    def __init__(self, house: House, ends: tuple[int, int] = (LOWEST, HIGHEST)):
        self.house = house
        self.lowest, self.highest = ends
        window = pygame.Surface((1280, 720), 0, 32)
        self.app = App(
            house.runner, house.clock, window, put=house.inbox.put, sound=Sound.silent("a test")
        )
        self.last_ns = house.clock.now_ns()
        self.down: set[int] = set()
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
        self.says(0x90, self.lowest)
        self.says(0x90, self.highest)
        for _ in range(12):
            self.waits(100)
        self.says(0x80, self.lowest)
        self.says(0x80, self.highest)
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

    def plays_the_game(self, rehearsal: Rehearsal, *, frame_ms: float = 40) -> None:
        """Play with the virtual pianist's hands until the take is over or pauses."""
        while isinstance(self.state, Playing):
            self.house.clock.advance_ns(round(frame_ms * MS))
            rehearsal.act(self.state, self.house.clock.now_ns())
            self.app.advance()
        # the hands rise from the keys
        for pitch in sorted(self.app._sounding):
            self.says(0x80, pitch)
        self.waits(100)

    def puts(self, message: RawMessage) -> None:
        """Let a message come from the piano, its delta counted from the last one."""
        delta_ns = message.arrival_ns - self.last_ns
        self.house.inbox.put(message._replace(delta_ns=delta_ns))
        self.last_ns = message.arrival_ns
        status, pitch, _ = message.data
        self.down = self.down | {pitch} if status == 0x90 else self.down - {pitch}


def arrives(player: Player) -> None:
    """Connect, show both ends, and make a player without a keyboard to type on."""
    player.waits(20)
    assert player.sees == "welcome"
    player.presses(60)
    assert player.sees == "range"
    lowest, highest = player.lowest, player.highest
    player.presses(lowest, highest, highest)
    assert player.sees == "welcome"
    device = player.house.runner.world.device
    assert (device.lowest, device.highest) == (lowest, highest)
    player.presses(highest)
    assert player.sees in ("new-player", "new_player")
    for _ in range(6):
        if player.sees != "today":
            player.presses(highest)
    assert player.sees == "today"

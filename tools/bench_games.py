"""Every game's frame at play, 1280 x 720, while 50 notes a second arrive (DESIGN 9: p99 8.3 ms).

The virtual pianist plays through the real loop on a clock turned by hand, a sixtieth of a second a
frame; beside her notes 50 more a second come from the keys around. What is measured is
``App.frame``: events, runner, screen, drawing and flip, by the computer's own clock.
"""

import os
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter, thread_time

import numpy as np

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")
os.environ.setdefault("SDL_AUDIODRIVER", "dummy")
os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")

import pygame

from content.loader import load_exercises
from engine.clock import ManualClock
from engine.exercise import Hand
from engine.pianist import Pianist
from engine.session.plan import steps_for
from engine.session.standing import Standing
from engine.session.state import BlockPlan, Ended, Leave, Playing, Reviewing
from engine.session.world import AddPlayer, EndSession, SetRange, StartPractice
from engine.take import RawMessage
from game.app import App
from game.commands.household import Household, virtual_household
from game.rehearsal import Rehearsal
from game.sound import Sound

FRAME_NS = 16_666_667
FRAMES = 1800
NOTE_NS = 20_000_000
AROUND = (36, 38, 40, 41, 43, 45, 47, 48, 96, 98, 100, 101, 103, 105)
BUDGET_MS = 8.3


def steps(house: Household) -> tuple[BlockPlan, ...]:
    world = house.runner.world
    assert world.plan is not None
    # someone with many sittings behind her, to whom every game is open
    known = Standing(
        hand=Hand.RIGHT, sessions_before=20, tempo_bpm=60, ceiling_bpm=66, days_before=20
    )
    offered = (*steps_for(known, load_exercises()), *world.plan.blocks)
    return tuple({step.task: step for step in offered}.values())


class Load:
    """Fifty notes a second from the keys around, from the first moment of play on."""

    def __init__(self, house: Household) -> None:
        self._house = house
        self._sent = 0
        self._began_ns: int | None = None
        self._last_ns = 0

    def until(self, now_ns: int) -> None:
        self._began_ns = now_ns if self._began_ns is None else self._began_ns
        while (at_ns := self._began_ns + self._sent * NOTE_NS) < now_ns:
            pitch = AROUND[self._sent % len(AROUND)]
            for data in (bytes((0x90, pitch, 60)), bytes((0x80, pitch, 60))):
                self._house.inbox.put(RawMessage(at_ns, max(0, at_ns - self._last_ns), data))
                self._last_ns = at_ns
            self._sent += 1


def bench(house: Household, clock: ManualClock, app: App, step: BlockPlan) -> None:
    house.runner.step((Leave(clock.now_ns()),))
    house.runner.step(requests=(EndSession(), StartPractice(step)))
    rehearsal = Rehearsal(Pianist(), house.inbox.put, np.random.default_rng(1))
    taken, load = [], Load(house)
    while len(taken) < FRAMES:
        clock.advance_ns(FRAME_NS)
        now_ns = clock.now_ns()
        house.runner.step(rehearsal.act(house.runner.state, now_ns))
        playing = isinstance(house.runner.state, Playing)
        if playing:
            load.until(now_ns)
        start, start_cpu = perf_counter(), thread_time()
        app.frame()
        pygame.display.flip()
        if playing:
            taken.append((perf_counter() - start, thread_time() - start_cpu))
        if isinstance(house.runner.state, Reviewing | Ended):
            break
    wall, cpu = np.percentile(np.array(taken) * 1e3, [50, 99, 100], axis=0).T
    held = "within" if wall[1] <= BUDGET_MS else "OVER"
    print(
        f"{step.task:15} {len(taken):5} frames   p50 {wall[0]:5.2f}   p99 {wall[1]:5.2f}   "
        f"worst {wall[2]:6.2f} ms   ({held} {BUDGET_MS})   its own processor time: "
        f"p50 {cpu[0]:5.2f}   p99 {cpu[1]:5.2f}   worst {cpu[2]:6.2f} ms"
    )


def main() -> None:
    sys.setswitchinterval(0.0005)
    pygame.display.init()
    surface = pygame.display.set_mode((1280, 720))
    clock = ManualClock(ns=10**12, started_utc=datetime(2026, 11, 2, 18, tzinfo=UTC))
    rng = np.random.default_rng(1)
    with (
        tempfile.TemporaryDirectory() as folder,
        virtual_household(Path(folder), clock, rng, local=lambda utc: utc) as house,
    ):
        house.runner.step(requests=(AddPlayer("Clara", Hand.RIGHT), SetRange(21, 108)))
        sound = Sound.silent("a benchmark makes no sound")
        app = App(house.runner, clock, surface, put=house.inbox.put, sound=sound)
        for step in steps(house):
            bench(house, clock, app, step)


if __name__ == "__main__":
    main()

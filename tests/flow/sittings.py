"""A whole Evenhand without screen or piano: real store, real journal, a clock turned by hand."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import numpy as np

from content.loader import load_exercises
from engine.clock import ManualClock
from engine.exercise import Hand
from engine.midi.inbox import Inbox
from engine.pianist import Pianist
from engine.record import Settings
from engine.runner.instrument import Instrument, PortSource
from engine.runner.loop import Runner
from engine.runner.parts import Parts
from engine.runner.timing import NewRun
from engine.session.state import BlockPlan, Ended, Input, Reviewing
from engine.session.world import (
    AddPlayer,
    EndSession,
    Link,
    PortStatus,
    Request,
    StartPractice,
    StartSession,
)
from engine.storage.store import Store
from game.rehearsal import Rehearsal

START = datetime(2026, 11, 2, 18, 0, tzinfo=UTC)


@dataclass
class House:
    """One Evenhand with a virtual pianist's port; ids count up from 1."""

    folder: Path
    url: str | None = None
    clock: ManualClock | None = None
    link: Link = Link.VIRTUAL
    plugs: PortSource | None = None
    new_timing_run: NewRun | None = None

    def __post_init__(self) -> None:
        self.ids = iter(range(1, 10**9))
        self.settings: list[Settings] = [Settings()]
        self.clock = self.clock or ManualClock(ns=10**12, started_utc=START)
        self.open()

    def new_id(self) -> UUID:
        return UUID(int=next(self.ids))

    def open(self) -> None:
        self.inbox = Inbox(self.clock)
        self.store = Store.open(
            self.url or f"sqlite:///{self.folder / 'evenhand.db'}",
            clock=self.clock,
            new_id=self.new_id,
        )
        status = PortStatus(link=self.link, name="Virtual piano")
        self.runner = Runner(
            Parts(
                inbox=self.inbox,
                clock=self.clock,
                store=self.store,
                journals=self.folder / "journal",
                instrument=Instrument(self.plugs, status),
                exercises=load_exercises(),
                new_id=self.new_id,
                new_seed=lambda: 7,
                local=lambda utc: utc.astimezone(UTC) + timedelta(0),
                keep_settings=self.settings.append,
                app_version="test",
                new_timing_run=self.new_timing_run,
            ),
            self.settings[-1],
        )

    def close(self) -> None:
        self.runner.close()
        self.store.close()

    def ask(self, *requests: Request):
        return self.runner.step(requests=requests)

    def give(self, *inputs: Input):
        return self.runner.step(inputs)

    def add_player(self, name: str = "Clara", hand: Hand = Hand.RIGHT):
        return self.ask(AddPlayer(name, hand)).world.person

    def play_session(self, pianist: Pianist, seed: int, frame_ns: int = 50_000_000, **how):
        """Play today's plan to its end with the virtual pianist; return the last state."""
        self.ask(StartSession())
        rehearsal = Rehearsal(pianist, self.inbox.put, np.random.default_rng(seed), **how)
        while not isinstance(self.runner.state, Ended):
            self.clock.advance_ns(frame_ns)
            self.runner.step(rehearsal.act(self.runner.state, self.clock.now_ns()))
        ended = self.runner.state
        self.ask(EndSession())
        return ended

    def play_step(
        self, step: BlockPlan, pianist: Pianist, seed: int, frame_ns: int = 20_000_000, **how
    ):
        """Play one chosen step with the virtual pianist; return its outcome's state, Reviewing."""
        self.ask(StartPractice(step))
        rehearsal = Rehearsal(pianist, self.inbox.put, np.random.default_rng(seed), **how)
        while not isinstance(self.runner.state, Reviewing | Ended):
            self.clock.advance_ns(frame_ns)
            self.runner.step(rehearsal.act(self.runner.state, self.clock.now_ns()))
        return self.runner.state


def played_until(house, done, pianist=None, seed=3):
    """Play the session until ``done(state)``; return the state."""
    if house.runner.state is None:
        house.ask(StartSession())
    rehearsal = Rehearsal(pianist or Pianist(), house.inbox.put, np.random.default_rng(seed))
    while not done(house.runner.state):
        house.clock.advance_ns(20_000_000)
        house.runner.step(rehearsal.act(house.runner.state, house.clock.now_ns()))
    return house.runner.state


def asking(block):
    return lambda state: type(state).__name__ == "Asking" and state.place.block == block

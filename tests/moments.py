"""Moments of one real session, played headless by a virtual pianist, for tests of its screens."""

import tempfile
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from uuid import UUID

import numpy as np
import pygame

from engine.pianist import Pianist, Rhythm
from engine.progress.verdict import Outcome as Verdicts
from engine.progress.verdict import Verdict
from engine.progress.week import CellWeek, Week, Weekly
from engine.record import Cell, Device
from engine.session.state import Ended, Paused, Playing, Ready, Reviewing, State
from engine.session.world import Link, PortStatus, SetRange, StartSession, Step
from engine.tasks.pearls import PearlsState
from engine.tasks.which_finger import WhichFingerState, lit
from game.input import Given, SteeringKeys
from game.rehearsal import Rehearsal
from game.screens.screen import Moment, Replace, Screen
from game.theme import DARK, Theme
from game.view.canvas import canvas_for
from game.view.layout import layout_for
from tests.flow.sittings import House

FRAME_NS = 20_000_000
MONDAY = date(2026, 9, 7)
# The little finger comes 16 ms late after the ring finger: a screen can name it.
LATE_FIVE = Pianist(rhythm=Rhythm(onset_sd_ms=5, clock_sd_ms=2, transition_late_ms=((4, 5, 16.0),)))
PIANO = Device(
    id=UUID(int=77),
    name="Roland FP-30X",
    api="alsa",
    lowest=21,
    highest=108,
    created_utc=datetime(2026, 11, 2, tzinfo=UTC),
)
KEYS = SteeringKeys(lowest=21, highest=108)


@dataclass(frozen=True)
class Seen:
    """A step of the loop and the time at which it was taken."""

    step: Step
    now_ns: int


@cache
def session() -> dict[str, Seen]:
    """Play one session to its end; what was seen on the way, by name."""
    with tempfile.TemporaryDirectory() as folder:
        house = House(Path(folder))
        house.add_player()
        house.ask(SetRange(21, 108), StartSession())
        rehearsal = Rehearsal(LATE_FIVE, house.inbox.put, np.random.default_rng(3))
        seen: dict[str, Seen] = {}
        while not isinstance(house.runner.state, Ended):
            house.clock.advance_ns(FRAME_NS)
            now_ns = house.clock.now_ns()
            step = house.runner.step(rehearsal.act(house.runner.state, now_ns))
            name = _named(step.state, now_ns)
            if name and name not in seen:
                seen[name] = Seen(_at_the_piano(step), now_ns)
        house.close()
    playing = seen["pearls"]
    paused = Paused(playing=playing.step.state, since_ns=playing.now_ns - 10**9)
    seen["paused"] = Seen(replace(playing.step, state=paused), playing.now_ns)
    return seen


def _at_the_piano(step: Step) -> Step:
    port = PortStatus(link=Link.CONNECTED, name="Roland FP-30X")
    return replace(step, world=replace(step.world, device=PIANO, port=port))


def _named(state: State | None, now_ns: int) -> str:
    match state:
        case Playing(task=PearlsState(runs_kept=3, landed=11)):
            return f"{state.step.task}"
        case Playing(task=WhichFingerState() as task) if len(task.responses) == 12:
            return "which_finger_lit" if lit(task, now_ns) else "which_finger_rest"
        case Playing() | None:
            return ""
        case Ended():
            return "ended"
        case Ready(step=step) | Reviewing(step=step):
            return f"{type(state).__name__.lower()}_{step.task}"
        case _:
            return f"{type(state).__name__.lower()}_{state.step.task}"


def moment(
    name: str,
    *,
    state: State | None = None,
    size: tuple[int, int] = (1280, 720),
    text_percent: int = 100,
    after_ns: int = 0,
    sounding: frozenset[int] = frozenset(),
    **world: object,
) -> Moment:
    """Return a moment of the session; ``world`` replaces fields of what the screens know."""
    seen = session()[name]
    step = replace(seen.step, world=replace(seen.step.world, **world))
    if state is not None:
        step = replace(step, state=state)
    playing = isinstance(step.state, Playing)
    return Moment(
        step=step,
        sounding=sounding,
        now_ns=seen.now_ns + after_ns,
        layout=layout_for(*size, text_percent),
        steering=None if playing or step.world.device is None else KEYS,
    )


def given_to(screen: Screen, at: Moment, *given: Given) -> Screen:
    """Return the screen after what was given; itself where it does not move."""
    wish = screen.update(at, given)
    return wish.go.screen if isinstance(wish.go, Replace) else screen


def drawn(screen: Screen, at: Moment, theme: Theme = DARK) -> pygame.Surface:
    """Return the picture of a screen."""
    surface = pygame.Surface((at.layout.width, at.layout.height), 0, 32)
    screen.draw(canvas_for(surface, theme, at.layout), at)
    return surface


def weekly(cell: Cell, medians_ms: list[float | None]) -> Weekly:
    weeks = tuple(
        Week(
            monday=MONDAY + timedelta(weeks=number),
            cells=(
                CellWeek(
                    cell=cell,
                    days=3,
                    short_days=0,
                    valid=30,
                    invalid=0,
                    estimate=None,
                    median_ms=median_ms,
                ),
            ),
            days=3,
            estimate=None,
            verdict=Verdict(outcome=Verdicts.BASELINE, headline="", detail=""),
        )
        for number, median_ms in enumerate(medians_ms)
    )
    return Weekly(weeks=weeks, baselines=(), baseline=None, cells=(cell,))


def of_step(name: str) -> Cell:
    step = moment(name).state.step
    return Cell(
        exercise_id=step.exercise.id,
        exercise_version=step.exercise.version,
        hand=step.hand,
        direction=step.direction,
        tempo_bpm=step.tempo_bpm,
        device_id=PIANO.id,
    )

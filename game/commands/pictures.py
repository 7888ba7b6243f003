"""A picture of every screen: one evening played through the app, and the states beside it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import pygame

from engine.session.state import Ended, Paused, Playing, SessionPlan, State
from engine.session.world import (
    ChangeSettings,
    EndSession,
    Found,
    Link,
    PortStatus,
    Request,
    StartPractice,
    StartSession,
    Step,
    World,
)
from engine.tasks.heavier import HeavierState
from engine.tasks.pearls import PearlsState
from engine.tasks.still_water import Flowing, StillWaterState
from engine.tasks.which_finger import WhichFingerState, lit
from game.app import App
from game.commands.household import Household
from game.commands.look import Look
from game.commands.outputs import OutputError
from game.input import SteeringKeys
from game.rehearsal import Rehearsal
from game.screens.paused import PausedScreen
from game.screens.progress import ProgressScreen
from game.screens.range import RangeScreen
from game.screens.recovery import RecoveryScreen
from game.screens.screen import Moment, Screen
from game.screens.settings import SettingsScreen
from game.screens.today import TodayScreen
from game.screens.welcome import WelcomeScreen
from game.season import Season, frame_ns
from game.sound import Sound
from game.theme import theme_named
from game.view.canvas import canvas_for
from game.view.layout import layout_for

NO_PIANO = PortStatus(
    link=Link.NO_SERVICE,
    reason="ALSA: this computer has no MIDI sequencer; load it with 'sudo modprobe snd-seq'.",
)
PLAYED_NS = 25_000_000_000
FLOWN_NS = 9_500_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Still:
    """A screen with the world, and the session's state if any, in which it is drawn."""

    name: str
    screen: Screen
    world: World
    state: State | None = None


def take_pictures(
    house: Household, season: Season, evening: datetime, folder: Path, look: Look
) -> int:
    """Play one evening and save a PNG of every screen in ``folder``; return how many.

    The games whose turn it is not are played after the session, each as a step of one's own choice.
    """
    folder.mkdir(parents=True, exist_ok=True)
    settings = replace(
        house.runner.world.settings, theme=look.theme, type_scale=look.type_percent / 100
    )
    house.runner.step(requests=(ChangeSettings(settings),))
    rehearsal = season.rehearsal(evening)
    saved = 0
    for still in _before(house.runner.world):
        saved += _save(_drawn(still, house, look), folder, saved, still.name)
    seen: set[str] = set()
    for request in _sittings(house):
        house.runner.step(requests=(request,))
        for name, picture in _sitting(house, season, rehearsal, (look, seen)):
            saved += _save(picture, folder, saved, name)
        house.runner.step(requests=(EndSession(),))
    for still in _after(house.runner.world):
        saved += _save(_drawn(still, house, look), folder, saved, still.name)
    return saved


def _sittings(house: Household) -> Iterator[Request]:
    """Give today's session, then one step of each game that was not in it."""
    plan = house.runner.world.plan
    played = {block.task for block in plan.blocks} if plan else set()
    yield StartSession()
    for step in house.runner.world.practice_steps:
        if step.task not in played:
            yield StartPractice(step)


def _save(picture: pygame.Surface, folder: Path, count: int, name: str) -> int:
    path = folder / f"{count + 1:02d}-{name}.png"
    try:
        pygame.image.save(picture, path)
    except pygame.error as error:
        raise OutputError(f"{path}: cannot be written: {error}; make room, or free it.") from error
    return 1


def _before(world: World) -> Iterator[Still]:
    nobody = replace(
        world, people=(), person=None, device=None, plan=None, weekly=None, port=NO_PIANO
    )
    yield Still(name="welcome", screen=WelcomeScreen(), world=nobody)
    found = Found(
        key="found",
        player="Clara",
        started_utc=datetime(2026, 10, 30, 18, 42, tzinfo=UTC),
        title="C major, two octaves, right hand",
        notes=112,
        seconds=41.0,
    )
    connected = PortStatus(link=Link.CONNECTED, name="Digital piano")
    piano = replace(world, port=connected, device=None)
    yield Still(name="range", screen=RangeScreen(), world=piano)
    yield Still(name="recovery", screen=RecoveryScreen(), world=replace(piano, found=(found,)))
    first = replace(world, plan=_first_plan(world), weekly=None, practice=(), transitions=())
    yield Still(name="today-first", screen=TodayScreen(), world=first)
    yield Still(name="progress-first", screen=ProgressScreen(), world=first)
    yield Still(name="today", screen=TodayScreen(), world=world)


def _first_plan(world: World) -> SessionPlan | None:
    """Return today's plan as it is before anything is known of the hand."""
    if world.plan is None:
        return None
    return replace(
        world.plan, blocks=tuple(replace(block, dwelling=()) for block in world.plan.blocks)
    )


def _after(world: World) -> Iterator[Still]:
    yield Still(name="progress", screen=ProgressScreen(), world=world)
    yield Still(name="settings", screen=SettingsScreen(), world=world)


def _drawn(still: Still, house: Household, look: Look) -> pygame.Surface:
    surface = pygame.Surface(look.size)
    layout = layout_for(*look.size, look.type_percent)
    canvas = canvas_for(surface, theme_named(still.world.settings.theme), layout)
    moment = Moment(
        step=Step(state=still.state, world=still.world),
        sounding=frozenset(),
        now_ns=house.clock.now_ns(),
        layout=layout,
        steering=_steering(still.world),
    )
    still.screen.draw(canvas, moment)
    return surface


def _steering(world: World) -> SteeringKeys | None:
    device = world.device
    return SteeringKeys(lowest=device.lowest, highest=device.highest) if device else None


def _sitting(
    house: Household, season: Season, rehearsal: Rehearsal, shown: tuple[Look, set[str]]
) -> Iterator[tuple[str, pygame.Surface]]:
    """Play a sitting through the app; give each screen once, takes in their middle."""
    look, seen = shown
    surface = pygame.Surface(look.size)
    sound = Sound.silent("a picture makes no sound")
    app = App(house.runner, house.clock, surface, put=house.inbox.put, sound=sound)
    while True:
        state = house.runner.state
        season.wait(frame_ns(state))
        house.runner.step(rehearsal.act(state, house.clock.now_ns()))
        app.advance()
        state = house.runner.state
        name = _name(app.screen_name, state)
        if name not in seen and _worth_a_picture(state, house.clock.now_ns()):
            seen.add(name)
            app.draw()
            yield name, surface
            if isinstance(state, Playing) and "paused" not in seen:
                seen.add("paused")
                paused = Paused(playing=state, since_ns=house.clock.now_ns())
                world = house.runner.world
                still = Still(name="paused", screen=PausedScreen(), world=world, state=paused)
                yield still.name, _drawn(still, house, look)
        if isinstance(state, Ended):
            return


def _name(screen: str, state: State | None) -> str:
    name = screen.replace("_", "-")
    step = getattr(state, "step", None)
    if step is None or name not in ("ready", "pearls", "pearls-after"):
        return name
    return f"{name}-{step.task.value.replace('_', '-')}"


def _worth_a_picture(state: State | None, now_ns: int) -> bool:
    """Say whether this moment shows what the screen is for."""
    if not isinstance(state, Playing):
        return True
    match state.task:
        case PearlsState():
            return state.task.runs_kept >= 1 and state.task.landed >= 10
        case HeavierState():
            return len(state.task.pairs) >= 5 and state.task.asks
        case WhichFingerState():
            return len(state.task.responses) >= 12 and lit(state.task, now_ns)
        case StillWaterState():
            flows = state.task.phase
            return isinstance(flows, Flowing) and now_ns - flows.begins_ns >= FLOWN_NS
        case _:
            # a third of the way into the longest of them
            return now_ns - state.started_ns >= PLAYED_NS

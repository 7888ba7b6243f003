"""Pictures of the screens that stand still: those outside a session, and each of their pages."""

from collections.abc import Iterator
from dataclasses import dataclass, is_dataclass, replace
from datetime import UTC, datetime
from typing import Any

import pygame

from engine.record import Task
from engine.session.state import Place, Ready, Resting, SessionPlan, State
from engine.session.world import CloseTake, Found, Link, OpenTake, PortStatus, Step, World
from engine.take import NoteOff, NoteOn
from game.commands.household import Household
from game.commands.look import Look
from game.input import SteeringKeys
from game.screens.about import AboutScreen
from game.screens.device import DeviceScreen
from game.screens.device_heard import Heard
from game.screens.menu import MenuScreen
from game.screens.places import Place as Page
from game.screens.practice import PractiseScreen
from game.screens.practice_game import PracticeGameScreen
from game.screens.practice_steps import chosen_of
from game.screens.progress import ProgressScreen
from game.screens.range import RangeScreen
from game.screens.recovery import RecoveryScreen
from game.screens.replay import ReplayScreen
from game.screens.resting import RestingScreen
from game.screens.screen import Moment, Replace, Screen
from game.screens.settings import SettingsScreen
from game.screens.takes import TakesScreen
from game.screens.timing_check import TimingCheckScreen
from game.screens.today import TodayScreen
from game.screens.welcome import WelcomeScreen
from game.theme import theme_named
from game.view.canvas import canvas_for
from game.view.layout import layout_for

NO_PIANO = PortStatus(
    link=Link.NO_SERVICE,
    reason="ALSA: this computer has no MIDI sequencer; load it with 'sudo modprobe snd-seq'.",
)
MOST_PAGES = 8
PRESSED = (60, 64, 67, 72)
REPLAYED_S = 1.3


@dataclass(frozen=True, slots=True, kw_only=True)
class Still:
    """A screen with the world, and the session's state if any, in which it is drawn."""

    name: str
    screen: Screen
    world: World
    state: State | None = None


def before(world: World) -> Iterator[Still]:
    """Give what is seen before a session."""
    nobody = replace(
        world, people=(), person=None, device=None, plan=None, weekly=None, port=NO_PIANO
    )
    yield Still(name="welcome", screen=WelcomeScreen(), world=nobody)
    found = Found(
        key="found",
        player="Clara",
        started_utc=datetime(2026, 10, 30, 18, 42, tzinfo=UTC),
        task=Task.EVENNESS_CHECK,
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


def after(house: Household, look: Look) -> Iterator[Still]:
    """Give what is seen beside a session."""
    world = house.runner.world
    yield Still(name="progress", screen=ProgressScreen(), world=world)
    yield from _replayed(house, look)
    yield Still(name="practise", screen=PractiseScreen(), world=world)
    for step in world.practice_steps[:1]:
        chosen = chosen_of(step)
        yield Still(name="practice-game", screen=PracticeGameScreen(chosen=chosen), world=world)
    notes = [event for pitch in PRESSED for event in (NoteOn(0, pitch, 64), NoteOff(0, pitch))]
    device = DeviceScreen(heard=Heard().after(notes))
    yield Still(name="device", screen=device, world=world)
    yield Still(name="timing-check", screen=TimingCheckScreen(), world=world)
    yield Still(name="settings", screen=SettingsScreen(), world=world)
    yield Still(name="menu", screen=MenuScreen(active=Page.TODAY), world=world)
    yield Still(name="about", screen=AboutScreen(), world=world)
    if world.plan is not None:
        place = Place(plan=world.plan, block=len(world.plan.blocks) - 1)
        state = Resting(then=Ready(place=place, step=place.step))
        yield Still(name="rest", screen=RestingScreen(past=7), world=world, state=state)


def _replayed(house: Household, look: Look) -> Iterator[Still]:
    """Give the list of takes and the latest strings of Pearls, in the middle of their replay."""
    world = house.runner.world
    yield Still(name="takes", screen=TakesScreen(), world=world)
    taken = next((take for take in world.takes if take.task is Task.PEARLS), None)
    if taken is None:
        return
    house.runner.step(requests=(OpenTake(taken.trial_id),))
    world = house.runner.world
    opened = ReplayScreen().update(_moment(world, None, house, look), []).go
    if isinstance(opened, Replace) and isinstance(opened.screen, ReplayScreen):
        screen = replace(opened.screen, from_s=REPLAYED_S)
        yield Still(name="replay", screen=screen, world=world)
    house.runner.step(requests=(CloseTake(),))


def drawn(still: Still, house: Household, look: Look) -> Iterator[pygame.Surface]:
    """Give the picture of a screen, and of each further page it has."""
    seen: set[bytes] = set()
    for page in range(MOST_PAGES):
        surface = pygame.Surface(look.size)
        layout = layout_for(*look.size, look.type_percent)
        canvas = canvas_for(surface, theme_named(still.world.settings.theme), layout)
        _at_page(still.screen, page).draw(canvas, _moment(still.world, still.state, house, look))
        pixels = pygame.image.tobytes(surface, "RGB")
        if pixels in seen:
            return
        seen.add(pixels)
        yield surface


def _at_page(screen: Any, page: int) -> Any:
    """Return a screen at one of its pages; itself where it has none."""
    if not is_dataclass(screen) or isinstance(screen, type):
        raise TypeError(f"{screen!r} is no screen")
    if hasattr(screen, "seen") and hasattr(screen.seen, "page"):
        return replace(screen, seen=replace(screen.seen, page=page))
    return replace(screen, page=page) if hasattr(screen, "page") else screen


def _moment(world: World, state: State | None, house: Household, look: Look) -> Moment:
    device = world.device
    return Moment(
        step=Step(state=state, world=world),
        sounding=frozenset(),
        now_ns=house.clock.now_ns(),
        layout=layout_for(*look.size, look.type_percent),
        steering=SteeringKeys(lowest=device.lowest, highest=device.highest) if device else None,
    )

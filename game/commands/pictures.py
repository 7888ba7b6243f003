"""A picture of every screen: one evening played through the app, and the states beside it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from itertools import islice
from pathlib import Path

import pygame

from engine.session.state import Ended, Paused, Playing, Ready, Reviewing, State
from engine.session.world import ChangeSettings, EndSession, Request, StartPractice, StartSession
from engine.tasks.heavier import HeavierState
from engine.tasks.pearls import PearlsState
from engine.tasks.still_water import Flowing, StillWaterState
from engine.tasks.which_finger import WhichFingerState, lit
from game.app import App
from game.commands.household import Household
from game.commands.look import Look
from game.commands.outputs import OutputError
from game.commands.stills import Still, after, before, drawn
from game.rehearsal import Rehearsal
from game.screens.paused import PausedScreen
from game.screens.router import screen_of
from game.season import Season, frame_ns
from game.sound import Sound

PLAYED_NS = 25_000_000_000
FLOWN_NS = 9_500_000_000
FILLED_NS = 400_000_000


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
    for still in before(house.runner.world):
        for picture in drawn(still, house, look):
            saved += _save(picture, folder, saved, still.name)
    seen: set[str] = set()
    for request in _sittings(house):
        house.runner.step(requests=(request,))
        for name, picture in _sitting(house, season, rehearsal, (look, seen)):
            saved += _save(picture, folder, saved, name)
        house.runner.step(requests=(EndSession(),))
    for still in after(house, look):
        for picture in drawn(still, house, look):
            saved += _save(picture, folder, saved, still.name)
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
            for still in _beside(house, state, name):
                # the first page of what stands still was drawn above
                first = isinstance(state, Ready | Reviewing)
                for picture in islice(drawn(still, house, look), int(first), None):
                    yield still.name, picture
        if isinstance(state, Ended):
            return


def _beside(house: Household, state: State | None, name: str) -> Iterator[Still]:
    """Give the further pages of what stands still, and the pause of a game being played."""
    world = house.runner.world
    match state:
        case Ready() | Reviewing():
            yield Still(name=name, screen=screen_of(state), world=world, state=state)
        case Playing():
            paused = Paused(playing=state, since_ns=house.clock.now_ns())
            name = name.replace("pearls-", "").removeprefix("paused-")
            yield Still(name=f"paused-{name}", screen=PausedScreen(), world=world, state=paused)
        case _:
            pass


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
            filled = bool(state.task.strokes) and now_ns - state.task.strokes[-1].at_ns > FILLED_NS
            return len(state.task.pairs) >= 5 and state.task.asks and filled
        case WhichFingerState():
            return len(state.task.responses) >= 12 and lit(state.task, now_ns)
        case StillWaterState():
            flows = state.task.phase
            return isinstance(flows, Flowing) and now_ns - flows.begins_ns >= FLOWN_NS
        case _:
            # a third of the way into the longest of them
            return now_ns - state.started_ns >= PLAYED_NS

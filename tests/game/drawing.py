"""A screen drawn in a moment, for golden pictures."""

import pygame

from engine.record import ThemeChoice
from engine.session.state import State
from engine.session.world import Step, World
from game.input import SteeringKeys
from game.screens.router import screen_of
from game.screens.screen import Moment, Screen
from game.theme import theme_named
from game.view.canvas import canvas_for
from game.view.layout import layout_for
from tests.worlds import START_NS

NOW_NS = START_NS + 20_350_000_000


def moment(
    world: World,
    state: State | None = None,
    *,
    size: tuple[int, int] = (1280, 720),
    percent: int = 100,
    now_ns: int = NOW_NS,
    sounding: frozenset[int] = frozenset(),
) -> Moment:
    device = world.device
    keys = SteeringKeys(lowest=device.lowest, highest=device.highest) if device else None
    return Moment(
        step=Step(state=state, world=world),
        sounding=sounding,
        now_ns=now_ns,
        layout=layout_for(*size, percent),
        steering=keys,
    )


def drawn(
    screen: Screen | None,
    world: World,
    state: State | None = None,
    *,
    theme: ThemeChoice = ThemeChoice.DARK,
    **how: object,
) -> pygame.Surface:
    now = moment(world, state, **how)
    surface = pygame.Surface((now.layout.width, now.layout.height), 0, 32)
    canvas = canvas_for(surface, theme_named(theme), now.layout)
    shown = screen_of(state) if screen is None and state is not None else screen
    assert shown is not None
    shown.draw(canvas, now)
    return surface

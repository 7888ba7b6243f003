"""A screen in the hand: steered by piano keys, computer keys or the mouse, as the app steers it."""

from dataclasses import dataclass, field, replace

import pygame

from engine.session.state import State
from engine.session.world import Request, Step, World
from engine.take import NoteOn
from game.input import Clicked, Given, given_of, steered
from game.screens.screen import Pop, Push, Quit, Replace, Screen
from game.view.layout import Box
from tests.game.drawing import moment

KEYS = {
    "down": pygame.K_DOWN,
    "up": pygame.K_UP,
    "return": pygame.K_RETURN,
    "escape": pygame.K_ESCAPE,
    "backspace": pygame.K_BACKSPACE,
}


@dataclass
class Steered:
    """One screen on top of a stack; what it asked for gathers in ``requests``."""

    screen: Screen
    world: World
    state: State | None = None
    size: tuple[int, int] = (1280, 720)
    percent: int = 100
    requests: list[Request] = field(default_factory=list)
    below: list[Screen] = field(default_factory=list)
    closed: bool = False

    @property
    def now(self):
        return moment(self.world, self.state, size=self.size, percent=self.percent)

    def give(self, *given: Given, events=()):
        now = self.now
        step = Step(state=self.state, world=self.world, events=tuple(events))
        wish = self.screen.update(replace(now, step=step), given)
        self.requests += wish.requests
        match wish.go:
            case Push(screen=screen, below=below):
                self.below.append(below or self.screen)
                self.screen = screen
            case Replace(screen=screen):
                self.screen = screen
            case Pop():
                self.closed = not self.below
                self.screen = self.below.pop() if self.below else self.screen
            case Quit():
                self.closed = True
        return self

    def press(self, *names: str):
        """Press computer keys by name, or type a text."""
        for name in names:
            if name in KEYS:
                event = pygame.event.Event(pygame.KEYDOWN, key=KEYS[name], mod=0)
            else:
                event = pygame.event.Event(pygame.TEXTINPUT, text=name)
            given = given_of(event)
            self.give(*([given] if given is not None else []))
        return self

    def play(self, *pitches: int):
        """Press keys of the piano, one a frame."""
        for at_ns, pitch in enumerate(pitches):
            on = NoteOn(at_ns=at_ns, pitch=pitch, velocity=64)
            self.give(*steered([on], self.now.steering), events=[on])
        return self

    def click(self, box: Box):
        return self.give(Clicked(*box.centre))

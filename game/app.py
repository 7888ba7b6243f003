"""The loop: events -> what is wanted, runner.step(), screen.update(), screen.draw(), flip."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Protocol

import pygame

from engine.clock import Clock
from engine.session.state import Input, Playing, State
from engine.session.world import Link, Request, Step, World
from engine.take import Event, NoteOff, NoteOn, PortLost, RawMessage
from game.input import Given, Intent, SteeringKeys, given_of, message_of, steered
from game.screens.router import Screens, opening_screens, shown
from game.screens.screen import Moment, Wish, moves
from game.sound import Sound
from game.theme import theme_named
from game.view.canvas import Canvas, canvas_for
from game.view.layout import Layout, layout_for
from game.window import full_screen_toggled

FRAMES_PER_S = 120
# What may leave a window without its picture.
REDRAWS = (pygame.VIDEORESIZE, pygame.VIDEOEXPOSE, pygame.WINDOWEXPOSED, pygame.WINDOWRESTORED)


class RunnerLike(Protocol):
    """What the app needs of the runner."""

    @property
    def state(self) -> State | None:
        """Where the session stands."""
        ...

    @property
    def world(self) -> World:
        """What is known beside it."""
        ...

    def step(self, inputs: Sequence[Input] = (), requests: Sequence[Request] = ()) -> Step:
        """Take in what happened and return where it leads."""
        ...


class App:
    """One window on one runner.

    Parameters
    ----------
    surface : the window, or any surface of the size wanted
    put : where the notes of the computer keyboard go
    """

    def __init__(
        self,
        runner: RunnerLike,
        clock: Clock,
        surface: pygame.Surface,
        *,
        put: Callable[[RawMessage], None],
        sound: Sound,
    ) -> None:
        self._runner = runner
        self._clock = clock
        self._surface = surface
        self._put = put
        self._sound = sound
        self._sounding: frozenset[int] = frozenset()
        self._windowed: tuple[int, int] | None = None
        self._canvas: Canvas | None = None
        self._screens: Screens = opening_screens(runner.world)
        self._step = Step(state=runner.state, world=runner.world)
        self._last_key_ns: int | None = None
        self._unseen: tuple[Event, ...] = ()
        self._held: frozenset[int] = frozenset()
        self._drawn: tuple[object, ...] = ()

    @property
    def screen_name(self) -> str:
        """The name of the screen that is shown."""
        return shown(self._screens, self._step).name

    @property
    def picture(self) -> pygame.Surface:
        """What was drawn last."""
        return self._surface

    def run(self) -> None:
        """Run until the player closes Evenhand."""
        pacing = pygame.time.Clock()
        while self.frame(pygame.event.get()):  # noqa: TID251
            pygame.display.flip()
            pacing.tick(FRAMES_PER_S)
        self._sound.stop()

    def frame(self, events: Sequence[pygame.event.Event] = (), extra: Sequence[Given] = ()) -> bool:
        """Take in one frame's events and draw what changed; False when Evenhand is to close."""
        going = self.advance(events, extra)
        if self._changed():
            self.draw()
        return going

    def advance(
        self, events: Sequence[pygame.event.Event] = (), extra: Sequence[Given] = ()
    ) -> bool:
        """Take in one frame's events without drawing."""
        given = [*self._given(events), *extra]
        # The last key of a take steers nothing, though the take may be over with it.
        was_playing = isinstance(self._step.state, Playing)
        self._step = self._runner.step()
        self._step = replace(self._step, events=(*self._unseen, *self._step.events))
        self._unseen = ()
        self._sound.hear(self._step)
        self._listen()
        moment = self._moment()
        given += steered(self._step.events, None if was_playing else moment.steering)
        wish = shown(self._screens, self._step).update(moment, given)
        self._carry_out(wish)
        return not (self._screens.closed or Intent.QUIT in given)

    def draw(self) -> None:
        """Draw the screen as things stand."""
        canvas = self._fresh_canvas()
        shown(self._screens, self._step).draw(canvas, self._moment())

    def _changed(self) -> bool:
        """Say whether a picture would differ; a take or a replay moves by itself."""
        step, screen = self._step, shown(self._screens, self._step)
        moving = isinstance(step.state, Playing) or moves(screen)
        size = self._surface.get_size()
        now = (screen, step.state, step.world, self._sounding, size)
        same = len(self._drawn) == len(now) and all(
            old is new or (index in {0, 3, 4} and old == new)
            for index, (old, new) in enumerate(zip(self._drawn, now, strict=False))
        )
        self._drawn = now
        return moving or not same

    def _carry_out(self, wish: Wish) -> None:
        self._screens = self._screens.after(wish.go, self._step)
        if wish.inputs or wish.requests:
            self._step = self._runner.step(wish.inputs, wish.requests)
            self._unseen = self._step.events
        self._screens = self._screens.following(self._step)
        if wish.hush:
            self._sound.hush()
        self._sound.play(wish.sounds)
        self._sound.follow(self._step.state, self._step.world.settings, self._clock)

    def _given(self, events: Sequence[pygame.event.Event]) -> list[Given]:
        given: list[Given] = []
        for event in events:
            if event.type in REDRAWS:
                self._drawn = ()
                self._surface = pygame.display.get_surface() or self._surface
            elif self._plays(event):
                continue
            elif (meant := given_of(event)) is Intent.FULLSCREEN:
                # not every display has a full screen; the window then stays as it is
                with suppress(pygame.error):
                    self._windowed = full_screen_toggled(self._windowed)
                self._drawn = ()
                self._surface = pygame.display.get_surface() or self._surface
            elif meant is not None:
                given.append(meant)
        return given

    def _plays(self, event: pygame.event.Event) -> bool:
        """Play a note on the computer keyboard, if that is the instrument and a take is on."""
        data = message_of(event)
        if data is None:
            return False
        if event.type == pygame.KEYUP:
            # A key that went down in a take comes up, though the take may be over.
            if event.key not in self._held:
                return False
            self._held -= {event.key}
        else:
            is_instrument = self._step.world.port.link is Link.COMPUTER_KEYBOARD
            if not is_instrument or not isinstance(self._step.state, Playing):
                return False
            self._held |= {event.key}
        now_ns = self._clock.now_ns()
        delta_ns = 0 if self._last_key_ns is None else now_ns - self._last_key_ns
        self._last_key_ns = now_ns
        self._put(RawMessage(now_ns, delta_ns, data))
        return True

    def _listen(self) -> None:
        for event in self._step.events:
            match event:
                case NoteOn():
                    self._sounding |= {event.pitch}
                case NoteOff():
                    self._sounding -= {event.pitch}
                case PortLost():
                    # what was down when the cable came off never says that it came up
                    self._sounding = frozenset()
                case _:
                    pass

    def _moment(self) -> Moment:
        device = self._step.world.device
        playing = isinstance(self._step.state, Playing)
        keys = None
        if device is not None and not playing:
            keys = SteeringKeys(lowest=device.lowest, highest=device.highest)
        return Moment(
            step=self._step,
            sounding=self._sounding,
            now_ns=self._clock.now_ns(),
            layout=self._layout(),
            steering=keys,
            audible=self._audible(),
        )

    def _audible(self) -> bool:
        settings = self._step.world.settings
        return not (self._sound.reason or settings.muted) and settings.volume > 0

    def _layout(self) -> Layout:
        width, height = self._surface.get_size()
        return layout_for(width, height, round(100 * self._step.world.settings.type_scale))

    def _fresh_canvas(self) -> Canvas:
        theme = theme_named(self._step.world.settings.theme)
        layout = self._layout()
        known = self._canvas
        if known is not None and known.theme == theme and known.layout == layout:
            known.onto(self._surface)
            return known
        self._canvas = canvas_for(self._surface, theme, layout)
        return self._canvas

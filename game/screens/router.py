"""Which screen is shown: a session's state brings its own, otherwise the stack's topmost."""

from dataclasses import dataclass, replace

from engine.session.state import State
from engine.session.world import Step, World
from game.screens.screen import Pop, Push, Quit, Replace, Screen, Stay, Transition


@dataclass(frozen=True, slots=True, kw_only=True)
class Screens:
    """The stack outside a session, and the screen of the session's state while there is one."""

    stack: tuple[Screen, ...]
    session: Screen | None = None
    closed: bool = False

    def after(self, go: Transition, step: Step) -> "Screens":
        """Return the screens after one transition."""
        if step.state is not None:
            return self._in_session(go)
        match go:
            case Stay():
                return self
            case Push():
                below = go.below or self.stack[-1]
                return replace(self, stack=(*self.stack[:-1], below, go.screen))
            case Replace():
                return replace(self, stack=(*self.stack[:-1], go.screen))
            case Pop():
                left = self.stack[:-1]
                return replace(self, stack=left) if left else replace(self, closed=True)
            case Quit():
                return replace(self, closed=True)

    def _in_session(self, go: Transition) -> "Screens":
        match go:
            case Replace():
                return replace(self, session=go.screen)
            case Quit():
                return replace(self, closed=True)
            case _:
                return self

    def following(self, step: Step) -> "Screens":
        """Return the screens with the session's own one for the state as it is now."""
        if step.state is None:
            return replace(self, session=None) if self.session else self
        wanted = screen_of(step.state)
        if self.session is not None and type(self.session) is type(wanted):
            return self
        return replace(self, session=wanted)


def shown(screens: Screens, step: Step) -> Screen:
    """Return the screen that is seen."""
    if step.state is not None:
        return screens.session or screen_of(step.state)
    return screens.stack[-1]


def opening_screens(world: World) -> Screens:
    """Return what Evenhand opens with: a found take first, then the welcome, or today."""
    stack: tuple[Screen, ...] = (_outermost(world),)
    if world.found:
        from game.screens.recovery import RecoveryScreen

        stack = (*stack, RecoveryScreen())
    return Screens(stack=stack)


def _outermost(world: World) -> Screen:
    # the first picture waits for its own screen only
    if world.person is None:
        from game.screens.welcome import WelcomeScreen

        return WelcomeScreen()
    from game.screens.today import TodayScreen

    return TodayScreen()


def screen_of(state: State) -> Screen:
    """Return the screen that belongs to a session's state."""
    # the first picture does not wait for what is seen only in a session
    from game.screens.in_session import screen_in_session

    return screen_in_session(state)

"""The screens of a session, one for each of its states; those of a game are in its table."""

from collections.abc import Callable, Mapping

from engine.session.state import (
    Asking,
    Ended,
    Measuring,
    Paused,
    Playing,
    Ready,
    Resting,
    Reviewing,
    State,
)
from game.screens.asking import AskingScreen
from game.screens.ended import EndedScreen
from game.screens.games import game_of
from game.screens.paused import PausedScreen
from game.screens.ready import ReadyScreen
from game.screens.resting import RestingScreen
from game.screens.screen import Screen

BETWEEN: Mapping[type[State], Callable[[], Screen]] = {
    Ready: ReadyScreen,
    Paused: PausedScreen,
    Asking: AskingScreen,
    Measuring: AskingScreen,
    Resting: RestingScreen,
    Ended: EndedScreen,
}


def screen_in_session(state: State) -> Screen:
    """Return the screen that belongs to a session's state."""
    match state:
        case Playing():
            return game_of(state.step.task).play()
        case Reviewing():
            return game_of(state.step.task).after()
        case _:
            return BETWEEN[type(state)]()

"""What every game's state can do while it is being played: the one shape that a session knows.

A state is frozen; each method gives the next one. Time-outs are worked out from the stamps of
events and from ``passed``, never from how often a frame came by.
"""

from typing import Protocol, Self, runtime_checkable

from engine.take import Event
from engine.tasks.clicks import Clicks, Tone

SILENCE_PAUSES_NS = 4_000_000_000


class Play(Protocol):
    """A trial being played, by the rules of its game."""

    @property
    def over(self) -> bool:
        """Whether the trial is finished."""
        ...

    @property
    def parts(self) -> tuple[int, int]:
        """How many of the trial's parts are done and how many it has: strings, cues, rounds."""
        ...

    @property
    def clicks(self) -> Clicks | None:
        """What clicks now or next; None where nothing does."""
        ...

    @property
    def tone(self) -> Tone | None:
        """The cue to be heard now or next; None where there is none."""
        ...

    def heard(self, event: Event) -> Self:
        """Return the state after one event; time-outs before it must have been applied."""
        ...

    def passed(self, now_ns: int) -> Self:
        """Return the state when nothing else happened until ``now_ns``."""
        ...

    def pauses_at_ns(self, last_event_ns: int) -> int | None:
        """Return when the trial pauses by itself if nothing more happens; None for never."""
        ...

    def stopped(self, at_ns: int) -> Self:
        """Return the state at a pause: what was being played is given up, nothing else is lost."""
        ...

    def resumed(self, at_ns: int) -> Self:
        """Return the state going on after a pause."""
        ...


@runtime_checkable
class TakesAnswers(Play, Protocol):
    """A trial that may also be answered on the screen, by mouse or computer key."""

    def answered(self, choice: int, at_ns: int) -> Self:
        """Return the state after an answer, counted from 0; itself where none is asked for."""
        ...

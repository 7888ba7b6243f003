"""The timing check as a screen asks for it: one at a time, followed until it is over."""

from collections.abc import Callable

from engine.clock import Clock
from engine.midi.inbox import Listener
from engine.midi.loopback import Loop, loop_for
from engine.midi.port import compiled_apis
from engine.midi.timing_check import TimingRun
from engine.session.world import TimingCheck

NewRun = Callable[[str], TimingRun]


class Timing:
    """Runs the check when it is asked for.

    Parameters
    ----------
    new_run : makes a check for the MIDI system of the piano being played
    """

    def __init__(self, new_run: NewRun) -> None:
        self._new_run = new_run
        self._run: TimingRun | None = None

    def begin(self, played_api: str) -> TimingCheck:
        """Begin a check, or go on with the one that runs."""
        now = self.follow()
        if self._run is None or now is None or now.passed is not None:
            self._run = self._new_run(played_api)
            self._run.start()
        return self._run.progress()

    def follow(self) -> TimingCheck | None:
        """Return how far the check is; None before the first. Never waits."""
        return self._run.progress() if self._run is not None else None

    def close(self) -> None:
        """Break off a check that runs."""
        if self._run is not None:
            self._run.close()


def this_computers(clock: Clock, played_api: str = "") -> TimingRun:
    """Return a check of this computer, by the way of the piano where that has virtual ports."""
    known = compiled_apis()
    apis = tuple(sorted(known, key=lambda api: (api != played_api, known.index(api))))

    def make_loop(listener: Listener) -> Loop:
        return loop_for(apis, listener)

    return TimingRun(make_loop, clock)

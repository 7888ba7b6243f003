"""The virtual pianist at the keys of the real loop: reads the state, puts messages in the inbox.

It drives ``evenhand demo`` and the tests of the whole loop; what it plays goes through the same
inbox, timebase and decoder as a piano's messages.
"""

import heapq
from collections.abc import Callable, Sequence

import numpy as np

from engine.clock import Clock
from engine.pianist import Pianist
from engine.runner.loop import Runner
from engine.session.state import (
    Asking,
    Begin,
    Input,
    Next,
    Paused,
    Playing,
    Ready,
    Report,
    Resting,
    Resume,
    Reviewing,
    State,
)
from engine.session.world import Request, Step, World
from engine.take import RawMessage
from engine.tasks.heavier import HeavierState
from engine.tasks.late_one import LateOneState
from engine.tasks.on_the_beat import OnTheBeatState
from engine.tasks.pearls import PearlsState
from engine.tasks.still_water import StillWaterState
from engine.tasks.which_finger import WhichFingerState
from game.rehearsal.hands import Hands, HandsOf
from game.rehearsal.heavier import HeavierHands
from game.rehearsal.late_one import LateOneHands
from game.rehearsal.on_the_beat import OnTheBeatHands
from game.rehearsal.runs import RunsHands
from game.rehearsal.still_water import StillWaterHands
from game.rehearsal.which_finger import WhichFingerHands

BREATH_NS = 1_500_000_000
LATE_NS = 250_000
HANDS: HandsOf = {
    LateOneState: LateOneHands,
    PearlsState: RunsHands,
    OnTheBeatState: OnTheBeatHands,
    WhichFingerState: WhichFingerHands,
    HeavierState: HeavierHands,
    StillWaterState: StillWaterHands,
}


class Rehearsal:
    """One virtual pianist for one session.

    Parameters
    ----------
    pianist : as she is today
    put : where messages go, such as ``Inbox.put``
    rng : all chance of this session
    pulls_above_bpm : above this tempo every second block pulls; None for never
    hands : what her hands do in each game, where its truth is not that of any pianist
    """

    def __init__(
        self,
        pianist: Pianist,
        put: Callable[[RawMessage], None],
        rng: np.random.Generator,
        *,
        pulls_above_bpm: float | None = None,
        hands: HandsOf = HANDS,
    ) -> None:
        self._pianist = pianist
        self._put = put
        self._rng = rng
        self._pulls_above_bpm = pulls_above_bpm
        self._hands_of = hands
        self._due: list[tuple[int, int, bytes]] = []
        self._last_ns: int | None = None
        self._rests_until_ns: int | None = None
        self._stretch = (-1, -1)
        self._hands: Hands = RunsHands()

    def act(self, state: State | None, now_ns: int) -> tuple[Input, ...]:
        """Return what she asks for on the screen now, and play what is due by ``now_ns``."""
        match state:
            case Playing():
                self._play(state)
            case _:
                self._due.clear()
        self._send(now_ns)
        given = self._wish(state, now_ns)
        if given is None:
            self._rests_until_ns = None
            return ()
        if self._rests_until_ns is None:
            self._rests_until_ns = now_ns + BREATH_NS
        if now_ns < self._rests_until_ns:
            return ()
        self._rests_until_ns = None
        return (given,)

    def _wish(self, state: State | None, now_ns: int) -> Input | None:
        match state:
            case Ready():
                return Begin(now_ns)
            case Paused():
                return Resume(now_ns)
            case Asking():
                return Report(pulled=self._pulled(state), pain=False)
            case Reviewing():
                return Next()
            case Resting() if state.until_ns is not None and now_ns >= state.until_ns:
                return Begin(now_ns)
            case _:
                return None

    def _pulled(self, state: Asking) -> bool:
        tempo_bpm, limit_bpm = state.step.tempo_bpm, self._pulls_above_bpm
        if tempo_bpm is None or limit_bpm is None or tempo_bpm <= limit_bpm:
            return False
        return bool(self._rng.random() < 0.5)

    def _play(self, state: Playing) -> None:
        stretch = (state.started_ns, state.paused_ns)
        if stretch != self._stretch:
            self._stretch = stretch
            self._due.clear()
            self._hands = self._hands_of[type(state.task)]()
        resting = not self._due
        for at_ns, data in self._hands.play(state, self._pianist, self._rng, resting=resting):
            self._later(at_ns, data)

    def _later(self, at_ns: int, data: bytes) -> None:
        # of two messages at one instant the release goes first
        heapq.heappush(self._due, (at_ns, data[0], data))

    def _send(self, now_ns: int) -> None:
        while self._due and self._due[0][0] + LATE_NS <= now_ns:
            at_ns, _, data = heapq.heappop(self._due)
            delta_ns = 0 if self._last_ns is None else at_ns - self._last_ns
            self._last_ns = at_ns
            late_ns = round(LATE_NS * float(self._rng.uniform(0.4, 1.0)))
            self._put(RawMessage(at_ns + late_ns, delta_ns, data))


class Rehearsed:
    """A runner at whose piano the virtual pianist sits: what the app shows is what she does."""

    def __init__(
        self,
        runner: Runner,
        pianist: Pianist,
        put: Callable[[RawMessage], None],
        rng: np.random.Generator,
        clock: Clock,
    ) -> None:
        self._runner = runner
        self._rehearsal = Rehearsal(pianist, put, rng)
        self._clock = clock

    @property
    def state(self) -> State | None:
        """Where the session stands."""
        return self._runner.state

    @property
    def world(self) -> World:
        """What is known beside it."""
        return self._runner.world

    def step(self, inputs: Sequence[Input] = (), requests: Sequence[Request] = ()) -> Step:
        """Let her act, and take in what happened."""
        hers = self._rehearsal.act(self._runner.state, self._clock.now_ns())
        return self._runner.step((*inputs, *hers), requests)

"""The virtual pianist at the keys of the real loop: reads the state, puts messages in the inbox.

It drives ``evenhand demo`` and the tests of the whole loop; what it plays goes through the same
inbox, timebase and decoder as a piano's messages.
"""

import heapq
from collections.abc import Callable, Sequence

import numpy as np

from engine.clock import Clock
from engine.note import NoteArray
from engine.pianist import Pianist, play, respond
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
    Resume,
    Reviewing,
    State,
)
from engine.session.world import Request, Step, World
from engine.take import RawMessage
from engine.tasks.pearls import PearlsState
from engine.tasks.which_finger import WhichFingerState

BREATH_NS = 1_500_000_000
LATE_NS = 250_000
NOTE_ON, NOTE_OFF = 0x90, 0x80
KEY_HELD_NS = 120_000_000
LEAK_NS = 40_000_000
MINUTE_NS = 60e9


class Rehearsal:
    """One virtual pianist for one session.

    Parameters
    ----------
    pianist : as she is today
    put : where messages go, such as ``Inbox.put``
    rng : all chance of this session
    pulls_above_bpm : above this tempo every second block pulls; None for never
    """

    def __init__(
        self,
        pianist: Pianist,
        put: Callable[[RawMessage], None],
        rng: np.random.Generator,
        *,
        pulls_above_bpm: float | None = None,
    ) -> None:
        self._pianist = pianist
        self._put = put
        self._rng = rng
        self._pulls_above_bpm = pulls_above_bpm
        self._due: list[tuple[int, int, bytes]] = []
        self._last_ns: int | None = None
        self._answered = -1
        self._rests_until_ns: int | None = None
        self._block = (-1, -1)

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
            case _:
                return None

    def _pulled(self, state: Asking) -> bool:
        tempo_bpm, limit_bpm = state.step.tempo_bpm, self._pulls_above_bpm
        if tempo_bpm is None or limit_bpm is None or tempo_bpm <= limit_bpm:
            return False
        return bool(self._rng.random() < 0.5)

    def _play(self, state: Playing) -> None:
        where = (state.place.block, state.place.ordinal)
        match state.task:
            case PearlsState() if where != self._block or not (self._due or state.task.enough):
                self._block = where
                self._play_runs(state, state.task)
            case WhichFingerState():
                if where != self._block:
                    self._block, self._answered = where, -1
                self._answer(state.task)
            case _:
                pass

    def _play_runs(self, state: Playing, task: PearlsState) -> None:
        self._due.clear()
        spec = task.task
        pianist = self._pianist.at_minute(state.place.played_ns / MINUTE_NS)
        wanted = spec.max_attempts - task.attempts
        played = play(pianist, spec.exercise, spec.direction, spec.tempo_bpm, wanted, self._rng)
        begins_ns = max(state.started_ns, state.last_event_ns) + BREATH_NS
        self._schedule(played.notes, begins_ns)

    def _schedule(self, notes: NoteArray, begins_ns: int) -> None:
        for note in notes:
            on_ns = begins_ns + round(float(note["onset_s"]) * 1e9)
            off_ns = begins_ns + round(float(note["offset_s"]) * 1e9)
            pitch = int(note["pitch"])
            self._later(on_ns, bytes((NOTE_ON, pitch, int(note["velocity"]))))
            self._later(off_ns, bytes((NOTE_OFF, pitch, 64)))

    def _answer(self, task: WhichFingerState) -> None:
        index = len(task.responses)
        if task.over or task.first is not None or index <= self._answered:
            return
        self._answered = index
        choice = respond(self._pianist, task.cued, task.task.fingers, task.allowed_s, self._rng)
        at_ns = task.cue_ns + round(choice.reaction_time_s * 1e9)
        keys = {finger: pitch for pitch, finger in task.task.home.items()}
        for late_ns, finger in [(0, choice.finger), *((LEAK_NS, leak) for leak in choice.leaked)]:
            self._later(at_ns + late_ns, bytes((NOTE_ON, keys[finger], 60)))
            self._later(at_ns + late_ns + KEY_HELD_NS, bytes((NOTE_OFF, keys[finger], 64)))

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

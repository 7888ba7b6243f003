"""Which Finger?: a cue names a finger; answer with that finger and no other.

This is response selection, not sensory discrimination (SCIENCE 4.4). A reaction time runs from the
moment at which the cue was due, so it holds one screen's delay, the same for every finger and
at every frame rate. A finger is the one whose home key went down, in any octave.
"""

from dataclasses import dataclass, field, replace

import numpy as np

from engine.adaptation.cue_level import CueKind, CueLevel
from engine.adaptation.staircase import Staircase
from engine.exercise import Exercise, Hand
from engine.measures.judgement.discrimination import Response
from engine.take import Control, Event, NoteOff, NoteOn, PortLost
from engine.tasks.clicks import Tone
from engine.tasks.cues import NS_PER_S, TOGETHER_NS, Cue, finger_of

FIRST_CUE_NS = 2_000_000_000
REST_NS = 900_000_000
REST_SPREAD_NS = 600_000_000
OMISSIONS_PAUSE = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class WhichFinger:
    """What one trial asks for: ``cues`` cues among ``fingers``, each with its own home key.

    ``level`` says how a cue names its finger, and where the time allowed starts.
    """

    exercise: Exercise
    hand: Hand
    fingers: tuple[int, ...]
    cues: int
    seed: int
    level: CueLevel = field(default_factory=CueLevel)

    @property
    def home(self) -> dict[int, int]:
        """Pitch -> finger of the five home keys."""
        return {
            target.pitch: target.finger
            for target in self.exercise.patterns[0].targets
            if target.finger is not None
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A key that went down while a cue was lit; ``finger`` is None off the home keys."""

    at_ns: int
    finger: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WhichFingerState:
    """Where the trial stands: the cue numbered ``len(responses)`` is due at ``cue_ns``.

    ``first`` is the answer to it and ``also`` the other fingers that came within 150 ms;
    ``early`` counts note-ons before it was lit.
    """

    task: WhichFinger
    fingers: tuple[int, ...]
    rests_ns: tuple[int, ...]
    cue_ns: int
    staircase: Staircase
    responses: tuple[Response, ...] = ()
    cues: tuple[Cue, ...] = ()
    first: Answer | None = None
    also: tuple[int | None, ...] = ()
    early: int = 0
    over: bool = False

    @property
    def cued(self) -> int:
        """The finger that the cue names, now or next."""
        return self.fingers[min(len(self.responses), len(self.fingers) - 1)]

    @property
    def cue(self) -> Cue:
        """The cue that is lit now or next."""
        return Cue(finger=self.cued, at_ns=self.cue_ns, allowed_s=self.allowed_s)

    @property
    def allowed_s(self) -> float:
        """The time in which an answer counts."""
        return self.staircase.level

    clicks = None

    @property
    def tone(self) -> Tone | None:
        """The tone of the finger's own key, where that is the cue."""
        if self.over or self.first is not None or self.task.level.kind is not CueKind.TONE:
            return None
        keys = {finger: pitch for pitch, finger in self.task.home.items()}
        return Tone(at_ns=self.cue_ns, pitch=keys[self.cued])

    @property
    def parts(self) -> tuple[int, int]:
        """The cues answered or past, of all."""
        return len(self.responses), self.task.cues

    def heard(self, event: Event) -> "WhichFingerState":
        """Return the state after one event; time-outs before it must have been applied."""
        match event:
            case NoteOn() if not self.over:
                return _note_on(self, event)
            case PortLost():
                return replace(self, over=True)
            case NoteOn() | NoteOff() | Control():
                return self

    def passed(self, now_ns: int) -> "WhichFingerState":
        """Return the state when nothing else happened until ``now_ns``."""
        state = self
        while not state.over:
            first = state.first
            due_ns = state.cue.ends_ns if first is None else first.at_ns + TOGETHER_NS
            if now_ns < due_ns or (first is None and _asleep(state)):
                return state
            state = _answered(state, due_ns)
        return state

    def pauses_at_ns(self, last_event_ns: int) -> int | None:
        """Return when the trial pauses by itself: after two cues without any answer."""
        return self.cue_ns if _asleep(self) and self.first is None else None

    def stopped(self, at_ns: int) -> "WhichFingerState":
        """Return the state at a pause: as it stands, for the cue is given anew afterwards."""
        return self

    def resumed(self, at_ns: int) -> "WhichFingerState":
        """Return the state with the cue that a pause broke off due again."""
        responses = self.responses
        while responses and responses[-1].reaction_s is None:
            responses = responses[:-1]
        return replace(
            self,
            responses=responses,
            cues=self.cues[: len(responses)],
            first=None,
            also=(),
            cue_ns=at_ns + FIRST_CUE_NS,
        )


def begin(task: WhichFinger, at_ns: int) -> WhichFingerState:
    """Return the first state: balanced cues in a random order, never three alike in a row."""
    rng = np.random.default_rng(task.seed)
    rests = REST_NS + rng.integers(0, REST_SPREAD_NS, size=task.cues)
    return WhichFingerState(
        task=task,
        fingers=balanced(task.fingers, task.cues, rng),
        rests_ns=tuple(int(rest) for rest in rests),
        cue_ns=at_ns + FIRST_CUE_NS,
        staircase=task.level.staircase,
    )


def balanced(fingers: tuple[int, ...], cues: int, rng: np.random.Generator) -> tuple[int, ...]:
    """Return ``cues`` fingers, each as often as the others (give or take one), shuffled.

    No finger comes three times in a row where there are at least two. ValueError without fingers.
    """
    if not fingers:
        raise ValueError("Which Finger? needs at least one finger in play")
    while True:
        order = _drawn(fingers, cues, rng)
        if len(order) == cues:
            return order


def _drawn(fingers: tuple[int, ...], cues: int, rng: np.random.Generator) -> tuple[int, ...]:
    """Draw cue after cue among those left; shorter than ``cues`` where it ran into a dead end."""
    left = np.full(len(fingers), cues // len(fingers))
    left[rng.permutation(len(fingers))[: cues % len(fingers)]] += 1
    order: list[int] = []
    while len(order) < cues:
        may = left.copy()
        if len(fingers) > 1 and len(order) > 1 and order[-1] == order[-2]:
            may[order[-1]] = 0
        if not may.any():
            break
        index = int(rng.choice(len(fingers), p=may / may.sum()))
        left[index] -= 1
        order.append(index)
    return tuple(fingers[index] for index in order)


def lit(state: WhichFingerState, now_ns: int) -> bool:
    """Say whether the cue is to be seen at ``now_ns``."""
    return not state.over and state.first is None and now_ns >= state.cue_ns


def _asleep(state: WhichFingerState) -> bool:
    last = state.responses[-OMISSIONS_PAUSE:]
    return len(last) == OMISSIONS_PAUSE and all(given.reaction_s is None for given in last)


def _note_on(state: WhichFingerState, event: NoteOn) -> WhichFingerState:
    finger = finger_of(event.pitch, state.task.home)
    if event.at_ns < state.cue_ns:
        return replace(state, early=state.early + 1)
    if state.first is None:
        return replace(state, first=Answer(at_ns=event.at_ns, finger=finger))
    return replace(state, also=(*state.also, finger))


def _answered(state: WhichFingerState, now_ns: int) -> WhichFingerState:
    response = _response(state)
    responses = (*state.responses, response)
    rest_ns = state.rests_ns[len(state.responses)]
    return replace(
        state,
        responses=responses,
        cues=(*state.cues, state.cue),
        staircase=state.staircase.update(correct=response.correct),
        first=None,
        also=(),
        cue_ns=now_ns + rest_ns,
        over=len(responses) == state.task.cues,
    )


def _response(state: WhichFingerState) -> Response:
    first = state.first
    return Response(
        target=state.cued,
        pressed=None if first is None else first.finger,
        reaction_s=None if first is None else (first.at_ns - state.cue_ns) / NS_PER_S,
        allowed_s=state.allowed_s,
        unintended=tuple(finger for finger in state.also if finger != state.cued),
    )

"""Heavier or Lighter?: two silent presses with one finger; which was harder? The piano knows.

The finger presses its key twice, a moment apart, trying to make the two nearly alike but not the
same; the hand's own spread makes the differences. Then any key to the left says that the first
was harder, any key to the right the second, or the screen is told. The truth is shown after the
answer and never before (Hirano 2020). One finger a trial, since what is learnt stays with it.

The finger's key is its home key in any octave. What comes within 300 ms of a press is a bounce, or
a finger that came along, and says nothing. A pair that was broken off starts anew.
"""

from dataclasses import dataclass, replace

from engine.adaptation.force_level import ForceLevel, Guidance, guidance
from engine.exercise import Hand
from engine.take import Event, NoteOn, PortLost

SETTLED_NS = 300_000_000
MOST_APART_NS = 4_000_000_000
SHOWN_NS = 1_200_000_000
LONG_REST_NS = 12_000_000_000
# So many pairs of one and the same velocity come only from a keyboard that tells no force.
FLAT_PAIRS = 3
FIRST, SECOND = 0, 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Heavier:
    """What one trial asks for: ``pairs`` pairs with one finger on its home key, a pitch.

    ``level_json`` is where the differences worth judging stood.
    """

    hand: Hand
    finger: int
    key: int
    pairs: int
    level_json: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stroke:
    """One press of the finger's key."""

    at_ns: int
    velocity: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two velocities and the answer: ``said`` is 0 for the first, 1 for the second."""

    first: int
    second: int
    said: int
    at_ns: int

    @property
    def difference(self) -> int:
        """The second less the first."""
        return self.second - self.first

    @property
    def agreed(self) -> bool | None:
        """Whether the piano says the same; None where both were alike."""
        return (self.difference > 0) == (self.said == SECOND) if self.difference else None


@dataclass(frozen=True, slots=True, kw_only=True)
class HeavierState:
    """Where the trial stands; ``strokes`` are those of the pair being played, two at most.

    ``key`` is the finger's key in the octave where it was last pressed. ``stops`` are the pauses
    (begin, end), the last one without an end while it lasts, and ``chosen`` the answers given on
    the screen (at, said): neither is in the take.
    """

    task: Heavier
    level: ForceLevel
    key: int
    began_ns: int
    strokes: tuple[Stroke, ...] = ()
    pairs: tuple[Pair, ...] = ()
    begun: bool = False
    stops: tuple[tuple[int, int | None], ...] = ()
    chosen: tuple[tuple[int, int], ...] = ()
    over: bool = False

    clicks = None
    tone = None

    @property
    def enough(self) -> bool:
        """Whether no further pair is asked for; the last truth may still be shown."""
        return len(self.pairs) >= self.task.pairs or self.flat

    @property
    def flat(self) -> bool:
        """Whether the keyboard tells no force: there is nothing to compare, however long."""
        velocities = {each for pair in self.pairs for each in (pair.first, pair.second)}
        return len(self.pairs) >= FLAT_PAIRS and len(velocities) == 1

    @property
    def asks(self) -> bool:
        """Whether both presses are there and the answer is not."""
        return len(self.strokes) == 2

    @property
    def band(self) -> tuple[float, float]:
        """The differences worth judging with this finger, velocity."""
        return self.level.belief(self.task.finger).band

    @property
    def guidance(self) -> Guidance:
        """What is asked of the next presses."""
        return guidance([pair.difference for pair in self.pairs], self.band)

    def shown(self, now_ns: int) -> Pair | None:
        """Return the pair whose truth is to be seen now."""
        if self.strokes or not self.pairs:
            return None
        last = self.pairs[-1]
        return last if now_ns < last.at_ns + SHOWN_NS else None

    @property
    def parts(self) -> tuple[int, int]:
        """The pairs judged, of all."""
        return len(self.pairs), self.task.pairs

    def heard(self, event: Event) -> "HeavierState":
        """Return the state after one event; time-outs before it must have been applied."""
        match event:
            case NoteOn() if not (self.over or self.enough):
                return _note_on(self, event)
            case PortLost():
                return replace(self, over=True)
            case _:
                return self

    def passed(self, now_ns: int) -> "HeavierState":
        """Return the state when nothing else happened until ``now_ns``."""
        if self.over:
            return self
        if self.enough:
            return replace(self, over=now_ns >= self.pairs[-1].at_ns + SHOWN_NS)
        if len(self.strokes) == 1 and now_ns > self.strokes[0].at_ns + MOST_APART_NS:
            return replace(self, strokes=())
        return self

    def answered(self, choice: int, at_ns: int) -> "HeavierState":
        """Return the state after an answer on the screen: 0 for the first, 1 for the second."""
        if not self.asks:
            return self
        told = replace(self, chosen=(*self.chosen, (at_ns, choice)))
        return _answered(told, choice, at_ns)

    def pauses_at_ns(self, last_event_ns: int) -> int | None:
        """Return when silence pauses the trial: after 12 s, since a sore hand may take its time."""
        if not self.begun or self.enough:
            return None
        answered_ns = self.pairs[-1].at_ns if self.pairs else last_event_ns
        return max(last_event_ns, answered_ns) + LONG_REST_NS

    def stopped(self, at_ns: int) -> "HeavierState":
        """Return the state at a pause: the pair being played is given up."""
        stops = (*self.stops, (at_ns, None))
        return replace(self, strokes=(), stops=stops, over=self.enough)

    def resumed(self, at_ns: int) -> "HeavierState":
        """Return the state going on: a fresh pair, and all the time that it needs."""
        since_ns, _ = self.stops[-1]
        stops = (*self.stops[:-1], (since_ns, at_ns))
        return replace(self, strokes=(), stops=stops, begun=False)


def begin(task: Heavier, at_ns: int) -> HeavierState:
    """Return the first state of a trial that starts at ``at_ns``."""
    level = ForceLevel.resumed(task.level_json)
    return HeavierState(task=task, level=level, key=task.key, began_ns=at_ns)


def _note_on(state: HeavierState, event: NoteOn) -> HeavierState:
    if event.at_ns < _settled_ns(state):
        return state
    stroke = Stroke(at_ns=event.at_ns, velocity=event.velocity)
    match len(state.strokes):
        case 0 if (event.pitch - state.task.key) % 12 == 0:
            return replace(state, strokes=(stroke,), key=event.pitch, begun=True)
        case 1 if event.pitch == state.key:
            return replace(state, strokes=(*state.strokes, stroke))
        case 2 if event.pitch == state.key:
            # pressed once more instead of answering: she wants the pair again
            return replace(state, strokes=(stroke,))
        case 2:
            return _answered(state, SECOND if event.pitch > state.key else FIRST, event.at_ns)
        case _:
            return state


def _settled_ns(state: HeavierState) -> int:
    """Return when a note-on may mean something again."""
    if state.strokes:
        return state.strokes[-1].at_ns + SETTLED_NS
    return state.pairs[-1].at_ns + SETTLED_NS if state.pairs else state.began_ns


def _answered(state: HeavierState, said: int, at_ns: int) -> HeavierState:
    first, second = state.strokes
    pair = Pair(first=first.velocity, second=second.velocity, said=said, at_ns=at_ns)
    return replace(
        state,
        strokes=(),
        pairs=(*state.pairs, pair),
        level=state.level.after(state.task.finger, pair.difference, second=said == SECOND),
    )

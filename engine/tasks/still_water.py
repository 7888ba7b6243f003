"""Still Water: some fingers hold their keys down while one plays, in time with falling drops.

Round after round another finger plays. A round begins when the keys to be held are down, and only
then; a key that comes up meanwhile ends nothing and is told of nowhere before the end. Lifting the
whole hand for a second ends the round, for no key steers while the hand is bound to its own.
Source: the held-key paradigm of Furuya and Altenmueller 2013 (SCIENCE 2.3, 2.4).
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from engine.exercise import Exercise, Hand
from engine.take import Control, Event, NoteOff, NoteOn, PortLost
from engine.tasks.clicks import Clicks
from engine.tasks.play import SILENCE_PAUSES_NS

ORDER = (2, 3, 4, 5, 1)
PACED_S, OWN_PACE_S = 20, 10
# Held keys must lie quietly for this long before the round begins.
SETTLING_NS = 1_500_000_000
REST_NS = 20_000_000_000
LIFTED_NS = 1_000_000_000
# What a lifted hand leaves of a round is kept if it is at least this long.
KEPT_NS = 5_000_000_000
# Fingers of one hand come up within this of one another: a hand let go is no broken key.
LETTING_GO_NS = 300_000_000
OCTAVE = 12
NS_PER_MIN = 60e9


@dataclass(frozen=True, slots=True, kw_only=True)
class StillWater:
    """What one trial asks for: a round for each of ``fingers``, ``held`` others holding beside it.

    ``tempo_bpm`` is how many drops fall a minute, null at the player's own pace.
    """

    exercise: Exercise
    hand: Hand
    fingers: tuple[int, ...] = ORDER
    held: int = 4
    tempo_bpm: float | None = 60.0

    @property
    def home(self) -> dict[int, int]:
        """Pitch -> finger of the five home keys."""
        return {
            target.pitch: target.finger
            for target in self.exercise.patterns[0].targets
            if target.finger is not None
        }

    @property
    def drops(self) -> int | None:
        """How many drops fall in a round: about 20 s of them; None at the player's own pace."""
        return None if self.tempo_bpm is None else round(PACED_S * self.tempo_bpm / 60)

    @property
    def lasts_ns(self) -> int:
        """How long a round lasts."""
        if self.tempo_bpm is None or self.drops is None:
            return OWN_PACE_S * 1_000_000_000
        return round(self.drops * NS_PER_MIN / self.tempo_bpm)

    def clicks(self, begins_ns: int) -> Clicks | None:
        """Return the drops of a round as clicks, each in the middle of its share of the round."""
        if self.tempo_bpm is None:
            return None
        half_ns = round(NS_PER_MIN / self.tempo_bpm / 2)
        return Clicks(from_ns=begins_ns + half_ns, tempo_bpm=self.tempo_bpm, beats=self.drops)


def held_beside(playing: int, count: int, fingers: tuple[int, ...] = ORDER) -> tuple[int, ...]:
    """Return the ``count`` fingers nearest to the one that plays, in order of their numbers.

    Of two as near, the one towards the thumb, which is the easier to keep still.
    """
    others = (each for each in fingers if each != playing)
    nearest = sorted(others, key=lambda each: (abs(each - playing), each))
    return tuple(sorted(nearest[:count]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """One round as it was played, on the clock of the events.

    ``lifted`` where the hand was lifted before its end; ``octaves`` by how many semitones the
    hand lay off the written keys.
    """

    playing: int
    held: tuple[int, ...]
    begins_ns: int
    ends_ns: int
    tempo_bpm: float | None
    octaves: int = 0
    lifted: bool = False

    @property
    def lasted_ns(self) -> int:
        """How long it lasted."""
        return self.ends_ns - self.begins_ns


@dataclass(frozen=True, slots=True)
class Waiting:
    """The keys to be held are not all down."""


@dataclass(frozen=True, slots=True)
class Settling:
    """They are; the round begins at ``begins_ns`` if they stay."""

    begins_ns: int
    octaves: int


@dataclass(frozen=True, slots=True)
class Flowing:
    """The round runs.

    ``last_ns`` is when a key last moved, ``up_ns`` since when the whole hand has been lifted, if
    it is, and ``going_ns`` when the first of its keys came up with none going down since.
    """

    begins_ns: int
    octaves: int
    last_ns: int
    up_ns: int | None = None
    going_ns: int | None = None
    strokes_ns: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Resting:
    """The hand rests until ``until_ns``."""

    until_ns: int


Phase = Waiting | Settling | Flowing | Resting


@dataclass(frozen=True, slots=True, kw_only=True)
class StillWaterState:
    """Where the trial stands: round number ``turn`` from 0 is played now or next.

    ``rounds`` are those that were kept; ``down`` the pitches that are down.
    """

    task: StillWater
    turn: int = 0
    phase: Phase = Waiting()
    rounds: tuple[Round, ...] = ()
    down: frozenset[int] = frozenset()
    over: bool = False

    tone = None

    @property
    def playing(self) -> int:
        """The finger that plays, now or next."""
        return self.task.fingers[min(self.turn, len(self.task.fingers) - 1)]

    @property
    def held(self) -> tuple[int, ...]:
        """The fingers that hold beside it."""
        return held_beside(self.playing, self.task.held)

    @property
    def clicks(self) -> Clicks | None:
        """The drops of the round that runs or is about to."""
        match self.phase:
            case Settling(begins_ns=begins_ns) | Flowing(begins_ns=begins_ns):
                return None if self.over else self.task.clicks(begins_ns)
            case _:
                return None

    @property
    def fingers_down(self) -> frozenset[int]:
        """The fingers whose home keys are down, in any octave."""
        home = {pitch % OCTAVE: finger for pitch, finger in self.task.home.items()}
        found = (home.get(pitch % OCTAVE) for pitch in self.down)
        return frozenset(finger for finger in found if finger is not None)

    @property
    def parts(self) -> tuple[int, int]:
        """The rounds played, of all."""
        return self.turn, len(self.task.fingers)

    def heard(self, event: Event) -> "StillWaterState":
        """Return the state after one event; time-outs before it must have been applied."""
        if self.over:
            return self
        match event:
            case NoteOn():
                return _moved(replace(self, down=self.down | {event.pitch}), event)
            case NoteOff():
                return _moved(replace(self, down=self.down - {event.pitch}), event)
            case Control():
                return self
            case PortLost():
                return replace(_given_up(self), over=True)

    def passed(self, now_ns: int) -> "StillWaterState":
        """Return the state when nothing else happened until ``now_ns``."""
        state = self
        while not state.over:
            due_ns = _due_ns(state)
            if due_ns is None or now_ns < due_ns or _sleeps_before(state, due_ns):
                return state
            state = _after_due(state, due_ns)
        return state

    def pauses_at_ns(self, last_event_ns: int) -> int | None:
        """Return when a round pauses by itself: after 4 s in which no key moved."""
        match self.phase:
            case Flowing() if not self.over:
                return self.phase.last_ns + SILENCE_PAUSES_NS
            case _:
                return None

    def stopped(self, at_ns: int) -> "StillWaterState":
        """Return the state at a pause: a round that runs is given up; a rest goes on."""
        return _given_up(self)

    def resumed(self, at_ns: int) -> "StillWaterState":
        """Return the state going on: the round that was given up waits for its keys anew."""
        return replace(self, down=frozenset())


def begin(task: StillWater, at_ns: int) -> StillWaterState:
    """Return the first state; ValueError without fingers, or with none or over four to hold."""
    if not task.fingers or not 1 <= task.held <= 4:
        raise ValueError("Still Water needs fingers that play and one to four that hold")
    return StillWaterState(task=task)


def octaves_of(down: frozenset[int], home: Mapping[int, int], held: tuple[int, ...]) -> int | None:
    """Return by how many semitones, whole octaves, all held home keys are down; None where not."""
    pitches = [pitch for pitch, finger in home.items() if finger in held]
    first = pitches[0]
    away = sorted(
        (pitch - first for pitch in down if (pitch - first) % OCTAVE == 0),
        key=lambda semitones: (abs(semitones), semitones),
    )
    fitting = (by for by in away if all(pitch + by in down for pitch in pitches))
    return next(fitting, None)


def _moved(state: StillWaterState, event: NoteOn | NoteOff) -> StillWaterState:
    phase = state.phase
    match phase:
        case Waiting() | Settling():
            octaves = octaves_of(state.down, state.task.home, state.held)
            if octaves is None:
                return replace(state, phase=Waiting())
            if isinstance(phase, Settling) and phase.octaves == octaves:
                return state
            return replace(state, phase=Settling(event.at_ns + SETTLING_NS, octaves))
        case Flowing():
            up_ns = event.at_ns if not state.down else None
            going_ns = None
            if isinstance(event, NoteOff):
                going_ns = event.at_ns if phase.going_ns is None else phase.going_ns
            strokes = phase.strokes_ns
            if isinstance(event, NoteOn) and _is_stroke(state, event, phase):
                strokes = (*strokes, event.at_ns)
            flows = replace(
                phase, last_ns=event.at_ns, up_ns=up_ns, going_ns=going_ns, strokes_ns=strokes
            )
            return replace(state, phase=flows)
        case Resting():
            return state


def _is_stroke(state: StillWaterState, event: NoteOn, phase: Flowing) -> bool:
    return state.task.home.get(event.pitch - phase.octaves) == state.playing


def _due_ns(state: StillWaterState) -> int | None:
    """Return when the phase ends by itself if nothing happens; None for never."""
    match state.phase:
        case Waiting():
            return None
        case Settling(begins_ns=begins_ns):
            return begins_ns
        case Flowing(begins_ns=begins_ns, up_ns=up_ns):
            ends_ns = begins_ns + state.task.lasts_ns
            return ends_ns if up_ns is None else min(ends_ns, up_ns + LIFTED_NS)
        case Resting(until_ns=until_ns):
            return until_ns


def _sleeps_before(state: StillWaterState, due_ns: int) -> bool:
    """Say whether the round pauses for silence before it would end."""
    pauses_ns = state.pauses_at_ns(due_ns)
    return pauses_ns is not None and pauses_ns < due_ns


def _after_due(state: StillWaterState, at_ns: int) -> StillWaterState:
    match state.phase:
        case Settling(begins_ns=begins_ns, octaves=octaves):
            return replace(state, phase=Flowing(begins_ns, octaves, begins_ns))
        case Flowing() as flows:
            return _round_over(state, flows, at_ns)
        case _:
            return _rested(state, at_ns)


def _rested(state: StillWaterState, at_ns: int) -> StillWaterState:
    """Return the next round waiting; the hand may lie on its keys already."""
    octaves = octaves_of(state.down, state.task.home, state.held)
    waits = Waiting() if octaves is None else Settling(at_ns + SETTLING_NS, octaves)
    return replace(state, phase=waits)


def _round_over(state: StillWaterState, flows: Flowing, at_ns: int) -> StillWaterState:
    whole_ns = flows.begins_ns + state.task.lasts_ns
    lifted, ends_ns = False, whole_ns
    if flows.up_ns is not None:
        lifted = at_ns < whole_ns
        ends_ns = max(flows.going_ns or flows.begins_ns, flows.up_ns - LETTING_GO_NS)
    played = Round(
        playing=state.playing,
        held=state.held,
        begins_ns=flows.begins_ns,
        ends_ns=ends_ns,
        tempo_bpm=state.task.tempo_bpm,
        octaves=flows.octaves,
        lifted=lifted,
    )
    kept = (*state.rounds, played) if played.lasted_ns >= KEPT_NS else state.rounds
    turn = state.turn + 1
    return replace(
        state,
        rounds=kept,
        turn=turn,
        phase=Resting(at_ns + REST_NS),
        over=turn == len(state.task.fingers),
    )


def _given_up(state: StillWaterState) -> StillWaterState:
    rests = isinstance(state.phase, Resting)
    return replace(state, phase=state.phase if rests else Waiting(), down=frozenset())

"""Pearls: the same pattern again and again, as evenly as possible.

The rules while a take is being played: which pearl lands next, when a run (on screen: a string)
is full, when the trial is over. Nothing here judges timing; that is measured from the whole take
afterwards, by ``engine.measures``.
"""

from dataclasses import dataclass, replace

from engine.exercise import Direction, Exercise, Pattern
from engine.take import Control, Event, NoteOff, NoteOn, PortLost
from engine.tasks.clicks import Clicks
from engine.tasks.play import SILENCE_PAUSES_NS

NEW_RUN_SILENCE_NS = 1_000_000_000
LAST_NOTE_RINGS_NS = 1_500_000_000
# Half a second, so that the first click is rendered before it is due.
FIRST_CLICK_NS = 500_000_000
BROKEN = 99


@dataclass(frozen=True, slots=True, kw_only=True)
class Pearls:
    """What one trial asks for: ``runs`` valid runs of one pattern, in ``max_attempts`` at most."""

    exercise: Exercise
    direction: Direction
    tempo_bpm: float
    runs: int
    max_attempts: int

    @property
    def pattern(self) -> Pattern:
        """The pattern that is repeated."""
        return self.exercise.pattern(self.direction)


@dataclass(frozen=True, slots=True, kw_only=True)
class PearlsState:
    """Where the trial stands; ``landed`` counts the pearls on the string being played.

    ``slips`` and ``extras`` count targets skipped and notes not asked for in this run, which is
    kept when it has at most 1 and 2 of them (SCIENCE 6.4). ``down`` are the pitches that sound;
    the clicks begin at ``beat_ns``.
    """

    task: Pearls
    beat_ns: int = 0
    landed: int = 0
    slips: int = 0
    extras: int = 0
    runs_kept: int = 0
    attempts: int = 0
    transposition: int = 0
    down: frozenset[int] = frozenset()
    last_onset_ns: int | None = None
    over: bool = False

    @property
    def enough(self) -> bool:
        """Whether no further run is asked for; the last note may still sound."""
        return self.runs_kept >= self.task.runs or self.attempts >= self.task.max_attempts

    tone = None

    @property
    def clicks(self) -> Clicks | None:
        """The metronome, for as long as the trial is played."""
        if self.over:
            return None
        return Clicks(from_ns=self.beat_ns, tempo_bpm=self.task.tempo_bpm)

    @property
    def parts(self) -> tuple[int, int]:
        """The strings kept, of those asked for."""
        return min(self.runs_kept, self.task.runs), self.task.runs

    def heard(self, event: Event) -> "PearlsState":
        """Return the state after one event; time-outs before it must have been applied."""
        match event:
            case NoteOn():
                return _note_on(replace(self, down=self.down | {event.pitch}), event)
            case NoteOff():
                state = replace(self, down=self.down - {event.pitch})
                return replace(state, over=True) if state.enough and not state.down else state
            case Control():
                return self
            case PortLost():
                return replace(self, over=True, down=frozenset())

    def passed(self, now_ns: int) -> "PearlsState":
        """Return the state when nothing else happened until ``now_ns``."""
        if self.over or self.last_onset_ns is None:
            return self
        silence_ns = now_ns - self.last_onset_ns
        if self.enough:
            return replace(self, over=silence_ns >= LAST_NOTE_RINGS_NS)
        unfinished = len(self.task.pattern.targets) - self.landed
        if self.landed and unfinished <= 1 and silence_ns >= NEW_RUN_SILENCE_NS:
            return _closed(replace(self, slips=self.slips + unfinished)).passed(now_ns)
        return self

    def pauses_at_ns(self, last_event_ns: int) -> int | None:
        """Return when silence pauses the trial; a trial that has not begun waits for ever."""
        if self.enough or self.last_onset_ns is None:
            return None
        return max(self.last_onset_ns, last_event_ns) + SILENCE_PAUSES_NS

    def broken_off(self) -> "PearlsState":
        """Return the state with the run being played given up, as a pause does."""
        return _closed(replace(self, slips=BROKEN)) if self.landed else self

    def stopped(self, at_ns: int) -> "PearlsState":
        """Return the state at a pause: the run given up, the trial over if that was the last."""
        state = self.broken_off()
        return replace(state, over=state.enough, down=frozenset())

    def resumed(self, at_ns: int) -> "PearlsState":
        """Return the state going on: a fresh run, and fresh clicks."""
        beat_ns = at_ns + FIRST_CLICK_NS
        return replace(self, last_onset_ns=None, down=frozenset(), beat_ns=beat_ns)


def begin(task: Pearls, at_ns: int) -> PearlsState:
    """Return the first state of a trial that starts at ``at_ns``."""
    return PearlsState(task=task, beat_ns=at_ns + FIRST_CLICK_NS)


def _note_on(state: PearlsState, event: NoteOn) -> PearlsState:
    if state.enough:
        return state
    silent = (
        state.last_onset_ns is not None and event.at_ns - state.last_onset_ns >= NEW_RUN_SILENCE_NS
    )
    state = replace(state, last_onset_ns=event.at_ns)
    pitches = state.task.pattern.pitches
    starts = (event.pitch - pitches[0]) % 12 == 0
    if state.landed and silent and starts:
        state = state.broken_off()
    if state.enough:
        return state
    if state.landed == 0:
        if not starts:
            return replace(state, extras=state.extras + 1)
        return replace(state, landed=1, slips=0, extras=0, transposition=event.pitch - pitches[0])
    return _land(state, event.pitch - state.transposition)


def _land(state: PearlsState, pitch: int) -> PearlsState:
    ahead = state.task.pattern.pitches[state.landed : state.landed + 2]
    if pitch not in ahead:
        return replace(state, extras=state.extras + 1)
    skipped = ahead.index(pitch)
    state = replace(state, landed=state.landed + 1 + skipped, slips=state.slips + skipped)
    return _closed(state) if state.landed == len(state.task.pattern.targets) else state


def _closed(state: PearlsState) -> PearlsState:
    kept = state.slips <= 1 and state.extras <= 2
    return replace(
        state,
        landed=0,
        slips=0,
        extras=0,
        attempts=state.attempts + 1,
        runs_kept=state.runs_kept + kept,
    )

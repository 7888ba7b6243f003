"""The Late One: a silent run of a few notes; mark the note that came late.

Four clicks give the speed, then the hand plays alone. Afterwards the player presses the key of the
note that came latest, or says it on the screen; only then is it shown which one it was. A run that
breaks off simply begins anew. The key of a note is its place in the run, in any octave.
"""

from dataclasses import dataclass, replace

import numpy as np

from engine.measures.lines import fit_lines
from engine.take import Control, Event, NoteOff, NoteOn, PortLost
from engine.tasks.clicks import Clicks

COUNTED = 4
NOTES_A_BEAT = 4
LEAD_NS = 1_000_000_000
SETTLED_NS = 450_000_000
BROKEN_NS = 1_500_000_000
SHOWN_NS = 1_800_000_000
LONG_REST_NS = 12_000_000_000
OCTAVE = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class LateOne:
    """What one trial asks for: ``rounds`` runs of these ``pitches``, each with its own finger.

    Four notes make a beat of ``tempo_bpm``.
    """

    pitches: tuple[int, ...]
    fingers: tuple[int, ...]
    tempo_bpm: float
    rounds: int

    def __post_init__(self) -> None:
        if len(self.pitches) < 3 or len({pitch % OCTAVE for pitch in self.pitches}) != len(
            self.pitches
        ):
            raise ValueError(f"a run needs three notes or more, each on its own key: {self}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """One run with its mark: when each note came (ns, on the take's clock) and which was marked.

    ``shift`` is the octave it was played in, in semitones.
    """

    onsets_ns: tuple[int, ...]
    shift: int
    marked: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LateOneState:
    """Where the trial stands: a run being played (``onsets_ns``), to be marked, or just shown.

    ``due_ns`` is when the run's clicks begin; ``shown_ns`` when the last answer came, null once
    what was shown has gone. ``broken`` counts runs that broke off.
    """

    task: LateOne
    due_ns: int
    onsets_ns: tuple[int, ...] = ()
    shift: int = 0
    rounds: tuple[Marked, ...] = ()
    shown_ns: int | None = None
    broken: int = 0
    over: bool = False

    tone = None

    @property
    def to_mark(self) -> bool:
        """Whether a whole run waits for its mark."""
        return not self.over and len(self.onsets_ns) == len(self.task.pitches)

    @property
    def shown(self) -> Marked | None:
        """The run that has just been marked, while it is shown."""
        return self.rounds[-1] if self.rounds and self.shown_ns is not None else None

    @property
    def clicks(self) -> Clicks | None:
        """Four clicks at the speed of the notes; none while there is something to mark or see."""
        if self.over or self.to_mark or self.shown_ns is not None:
            return None
        tempo_bpm = self.task.tempo_bpm * NOTES_A_BEAT
        return Clicks(from_ns=self.due_ns, tempo_bpm=tempo_bpm, beats=COUNTED)

    @property
    def parts(self) -> tuple[int, int]:
        """The runs marked, of all."""
        return len(self.rounds), self.task.rounds

    def heard(self, event: Event) -> "LateOneState":
        """Return the state after one event; time-outs before it must have been applied."""
        match event:
            case NoteOn() if not self.over:
                return self._pressed(event)
            case PortLost():
                return replace(self, over=True)
            case NoteOn() | NoteOff() | Control():
                return self

    def answered(self, choice: int, at_ns: int) -> "LateOneState":
        """Return the state after the note numbered ``choice`` was marked on the screen."""
        if not self.to_mark or not 0 <= choice < len(self.task.pitches):
            return self
        done = Marked(onsets_ns=self.onsets_ns, shift=self.shift, marked=choice)
        return replace(self, onsets_ns=(), rounds=(*self.rounds, done), shown_ns=at_ns)

    def passed(self, now_ns: int) -> "LateOneState":
        """Return the state when nothing else happened until ``now_ns``."""
        if self.over:
            return self
        if self.shown_ns is not None:
            return self._next(self.shown_ns + SHOWN_NS, now_ns)
        if self.onsets_ns and not self.to_mark and now_ns - self.onsets_ns[-1] >= BROKEN_NS:
            return self._broken_off(self.onsets_ns[-1] + BROKEN_NS)
        return self

    def pauses_at_ns(self, last_event_ns: int) -> int | None:
        """Return when silence pauses the trial: long after the last note, there is no hurry."""
        return max(last_event_ns, self.due_ns) + LONG_REST_NS

    def stopped(self, at_ns: int) -> "LateOneState":
        """Return the state at a pause: a run that was not marked yet is given up."""
        if self.shown_ns is not None:
            return self._next(at_ns, at_ns)
        return replace(self, onsets_ns=())

    def resumed(self, at_ns: int) -> "LateOneState":
        """Return the state going on with fresh clicks."""
        return replace(self, onsets_ns=(), shown_ns=None, due_ns=at_ns + LEAD_NS)

    def _pressed(self, event: NoteOn) -> "LateOneState":
        if self.shown_ns is not None:
            if event.at_ns - self.shown_ns < SETTLED_NS:
                return self
            # who goes on at once has seen enough
            gone_on = self._next(event.at_ns, event.at_ns)
            return gone_on if gone_on.over else gone_on.heard(event)
        if self.to_mark:
            return self._marked(event)
        return self._played(event)

    def _marked(self, event: NoteOn) -> "LateOneState":
        if event.at_ns - self.onsets_ns[-1] < SETTLED_NS:
            return self
        places = [pitch % OCTAVE for pitch in self.task.pitches]
        key = event.pitch % OCTAVE
        return self.answered(places.index(key), event.at_ns) if key in places else self

    def _played(self, event: NoteOn) -> "LateOneState":
        pitches, landed = self.task.pitches, len(self.onsets_ns)
        shift = event.pitch - pitches[0] if landed == 0 else self.shift
        if shift % OCTAVE:
            return self
        if event.pitch == pitches[landed] + shift:
            return replace(self, onsets_ns=(*self.onsets_ns, event.at_ns), shift=shift)
        # a neighbour that came along is no note of the run; the run's next note is still waited for
        return self

    def _broken_off(self, at_ns: int) -> "LateOneState":
        return replace(self, onsets_ns=(), broken=self.broken + 1, due_ns=at_ns + LEAD_NS)

    def _next(self, since_ns: int, now_ns: int) -> "LateOneState":
        if now_ns < since_ns:
            return self
        over = len(self.rounds) == self.task.rounds
        return replace(self, shown_ns=None, due_ns=since_ns + LEAD_NS, over=over)


def begin(task: LateOne, at_ns: int) -> LateOneState:
    """Return the first state of a trial that starts at ``at_ns``."""
    return LateOneState(task=task, due_ns=at_ns + LEAD_NS)


def deviations_ms(onsets_ns: tuple[int, ...]) -> tuple[float, ...]:
    """Return how late each note came against the run's own line, ms; three notes at the least."""
    onset_ms = (np.asarray(onsets_ns, np.int64) - onsets_ns[0]) / 1e6
    found = fit_lines(np.arange(1.0, len(onset_ms) + 1), onset_ms[None, :]).residual[0]
    return tuple(float(each) for each in found)

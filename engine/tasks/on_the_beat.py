"""On the Beat: notes with a metronome; then the clicks stop and the hand goes on.

A trial is a few stretches (on the screen: rounds). Each is a count-in of four clicks, then notes
with the clicks, then notes without them; the notes are counted, nothing is judged here. The clicks
are beats of 600 to 1000 ms, never sixteenths (SCIENCE 3.3). A note between two clicks is due in
the middle of them. The last stretch asks for one finger and for 32 beats alone, so that clock and
hand can be told apart (SCIENCE 3.2) once four trials are there.
"""

import math
from dataclasses import dataclass, replace

from engine.adaptation.beat_level import BeatLevel
from engine.exercise import Pattern
from engine.take import Control, Event, NoteOff, NoteOn, PortLost
from engine.tasks.clicks import Clicks
from engine.tasks.play import SILENCE_PAUSES_NS

COUNT_IN = 4
PACED = 32
PACED_ONE_FINGER = 24
ALONE_ONE_FINGER = 32
STEADY_FINGER = 2
FIVE_FINGER_STRETCHES = 2
LEAD_NS = 2_000_000_000
REST_NS = 4_000_000_000
LAST_NOTE_RINGS_NS = 1_500_000_000
LAST_STRUCK = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """What one stretch asks for: ``paced`` notes with the clicks, then ``alone`` without them.

    ``pitches`` and their ``fingers`` are gone through again and again; without pitches any key
    will do. ``subdivision`` is how many notes come on a beat.
    """

    pitches: tuple[int, ...]
    fingers: tuple[int | None, ...]
    paced: int
    alone: int
    subdivision: int = 1

    @property
    def beats(self) -> int:
        """How many clicks there are, those of the count-in with them."""
        return COUNT_IN + math.ceil(self.paced / self.subdivision)

    @property
    def one_finger(self) -> bool:
        """Whether one finger plays all of it."""
        return len(set(self.fingers)) == 1

    def finger(self, note: int) -> int | None:
        """Return the finger that plays a note, counted from 0."""
        return self.fingers[note % len(self.fingers)]

    def pitch(self, note: int) -> int | None:
        """Return the key of a note as written; None where any will do."""
        return self.pitches[note % len(self.pitches)] if self.pitches else None

    def seconds(self, tempo_bpm: float) -> float:
        """Return how long the stretch lasts."""
        return (self.beats + self.alone / self.subdivision) * 60 / tempo_bpm


@dataclass(frozen=True, slots=True, kw_only=True)
class OnTheBeat:
    """What one trial asks for."""

    tempo_bpm: float
    stretches: tuple[Stretch, ...]

    @property
    def seconds(self) -> float:
        """How long the trial lasts without a pause."""
        played = sum(stretch.seconds(self.tempo_bpm) for stretch in self.stretches)
        rests = (len(self.stretches) - 1) * REST_NS + LEAD_NS + LAST_NOTE_RINGS_NS
        return played + rests / 1e9


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A stretch with its times: the first click at ``from_ns``; ``ended_ns`` once it is over."""

    stretch: Stretch
    tempo_bpm: float
    from_ns: int
    ended_ns: int | None = None

    @property
    def note_ns(self) -> float:
        """The time from one note to the next."""
        return 60e9 / self.tempo_bpm / self.stretch.subdivision

    def due_ns(self, note: int) -> int:
        """Return when a note with the clicks is due, counted from 0."""
        count_in_ns = COUNT_IN * 60e9 / self.tempo_bpm
        return self.from_ns + round(count_in_ns + note * self.note_ns)

    @property
    def opens_ns(self) -> int:
        """From when on a note answers the clicks: half a note before the first is due."""
        return round(self.due_ns(0) - self.note_ns / 2)

    @property
    def alone_ns(self) -> int:
        """From when on a note is the hand's own: half a note after the last one with the clicks."""
        return round(self.due_ns(self.stretch.paced - 1) + self.note_ns / 2)

    @property
    def clicks(self) -> Clicks:
        """Its clicks, those of the count-in with them."""
        return Clicks(from_ns=self.from_ns, tempo_bpm=self.tempo_bpm, beats=self.stretch.beats)


@dataclass(frozen=True, slots=True, kw_only=True)
class Struck:
    """A note with the clicks: when, how late (negative: early), and the finger it was asked of."""

    at_ns: int
    late_ns: int
    finger: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OnTheBeatState:
    """Where the trial stands: ``done`` are the stretches played, the next begins at ``from_ns``.

    ``counted`` are the notes played alone in it, ``tapped`` those with its clicks; ``struck``
    are the latest of these, for the strip that a player may ask for. ``last_onset_ns`` is the
    latest of either.
    """

    task: OnTheBeat
    from_ns: int
    done: tuple[Placed, ...] = ()
    tapped: int = 0
    counted: int = 0
    struck: tuple[Struck, ...] = ()
    last_onset_ns: int | None = None
    over: bool = False

    tone = None

    @property
    def enough(self) -> bool:
        """Whether no further note is asked for; the last one may still sound."""
        return len(self.done) == len(self.task.stretches)

    @property
    def current(self) -> Placed:
        """The stretch that is played or comes next; the last one when all are done."""
        if self.enough:
            return self.done[-1]
        stretch = self.task.stretches[len(self.done)]
        return Placed(stretch=stretch, tempo_bpm=self.task.tempo_bpm, from_ns=self.from_ns)

    @property
    def clicks(self) -> Clicks | None:
        """The clicks of the stretch that is played or comes next."""
        return None if self.enough else self.current.clicks

    @property
    def parts(self) -> tuple[int, int]:
        """The stretches played, of all."""
        return len(self.done), len(self.task.stretches)

    def heard(self, event: Event) -> "OnTheBeatState":
        """Return the state after one event; time-outs before it must have been applied."""
        match event:
            case NoteOn() if not self.enough:
                return _note_on(self, event.at_ns)
            case PortLost():
                return replace(self, over=True)
            case NoteOn() | NoteOff() | Control():
                return self

    def passed(self, now_ns: int) -> "OnTheBeatState":
        """Return the state when nothing else happened until ``now_ns``."""
        if self.enough:
            ended_ns = self.done[-1].ended_ns or 0
            return replace(self, over=self.over or now_ns >= ended_ns + LAST_NOTE_RINGS_NS)
        alone_ns = self.current.alone_ns
        if not self.current.stretch.alone and now_ns >= alone_ns:
            return _closed(self, alone_ns).passed(now_ns)
        return self

    def pauses_at_ns(self, last_event_ns: int) -> int | None:
        """Return when silence pauses the trial; the count-in and a rest are no silence."""
        if self.enough:
            return None
        return max(last_event_ns, self.current.due_ns(0)) + SILENCE_PAUSES_NS

    def stopped(self, at_ns: int) -> "OnTheBeatState":
        """Return the state at a pause: the stretch being played is given up."""
        state = replace(self, tapped=0, counted=0, struck=())
        return replace(state, over=state.enough)

    def resumed(self, at_ns: int) -> "OnTheBeatState":
        """Return the state going on: the stretch anew, with its count-in."""
        return replace(self, from_ns=at_ns + LEAD_NS, last_onset_ns=None)


def begin(task: OnTheBeat, at_ns: int) -> OnTheBeatState:
    """Return the first state of a trial that starts at ``at_ns``."""
    return OnTheBeatState(task=task, from_ns=at_ns + LEAD_NS)


def on_the_beat(
    pattern: Pattern, level: BeatLevel, *, tempo_bpm: float, fingers: tuple[int, ...] = ()
) -> OnTheBeat:
    """Return the trial of a level: two stretches of the pattern, one of a single finger.

    ``fingers`` with one finger only asks for that one throughout; else the last stretch is the
    index finger's.
    """
    count = _cycle(pattern)
    keys = {finger: pitch for pitch, finger in zip(pattern.pitches, pattern.fingers, strict=True)}
    steady = fingers[0] if len(fingers) == 1 else STEADY_FINGER
    one = Stretch(
        pitches=(keys[steady],),
        fingers=(steady,),
        paced=PACED_ONE_FINGER,
        alone=ALONE_ONE_FINGER,
    )
    many = Stretch(
        pitches=one.pitches if len(fingers) == 1 else pattern.pitches[:count],
        fingers=one.fingers if len(fingers) == 1 else pattern.fingers[:count],
        paced=PACED,
        alone=level.alone_beats * level.subdivision,
        subdivision=level.subdivision,
    )
    return OnTheBeat(tempo_bpm=tempo_bpm, stretches=(many,) * FIVE_FINGER_STRETCHES + (one,))


def _cycle(pattern: Pattern) -> int:
    """Return after how many notes a pattern is at its beginning again."""
    pitches = pattern.pitches
    return next(
        count
        for count in range(1, len(pitches) + 1)
        if all(pitch == pitches[index % count] for index, pitch in enumerate(pitches))
    )


def _note_on(state: OnTheBeatState, at_ns: int) -> OnTheBeatState:
    current = state.current
    if at_ns < current.opens_ns:
        return state
    state = replace(state, last_onset_ns=at_ns)
    if at_ns >= current.alone_ns:
        state = replace(state, counted=state.counted + 1)
        return _closed(state, at_ns) if state.counted == current.stretch.alone else state
    note = round((at_ns - current.due_ns(0)) / current.note_ns)
    struck = Struck(
        at_ns=at_ns, late_ns=at_ns - current.due_ns(note), finger=current.stretch.finger(note)
    )
    return replace(state, tapped=state.tapped + 1, struck=(*state.struck, struck)[-LAST_STRUCK:])


def _closed(state: OnTheBeatState, at_ns: int) -> OnTheBeatState:
    """Return the state after a stretch's last note: a rest, then the next one's count-in."""
    return replace(
        state,
        done=(*state.done, replace(state.current, ended_ns=at_ns)),
        from_ns=at_ns + REST_NS,
        tapped=0,
        counted=0,
        struck=(),
    )

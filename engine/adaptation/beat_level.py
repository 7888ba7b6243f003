"""What On the Beat asks for next: it rises slowly and falls at once.

A movement task (SCIENCE 5.2), one trial at a time:

* something pulled or hurt: at once two steps of tempo slower, or one note a beat where it is at its
  slowest, or less time alone.
* fewer than four in five notes steady: one step back at once.
* three steady trials in a row at this level: one step on. First the clicks stay away longer, then
  the tempo rises by 4 % at most, from 100 bpm on two notes come on a beat.

A note is steady within a tenth of the time between two notes of the player's own middle, so that
whoever is early on the whole is as steady as who is not. A trial is steady with 95 % of its notes.
"""

import math
from dataclasses import dataclass, replace
from typing import ClassVar

from engine.adaptation.level import Level
from engine.progress.verdict import counted

SLOWEST_BPM, FASTEST_BPM = 60.0, 100.0
ALONE_BEATS = (8, 12, 16, 24)
MOST_SUBDIVISION = 2
STEP = 1.04
STEADY_TRIALS = 3
STEADY_SHARE, UNSTEADY_SHARE = 0.95, 0.80
# The ceiling counts four notes on a beat, as Pearls plays them.
CEILING_NOTES = 4
SAME_TEMPO = 0.005
ROUNDING = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class BeatOutcome:
    """What one trial said: its tempo, the share of steady notes, and whether something pulled.

    ``share`` is null where it was not played to its end, or nothing can be said of it.
    """

    tempo_bpm: float
    share: float | None
    pulled: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class BeatLevel(Level):
    """Where the game stands: the beat's tempo, notes on a beat, and beats without clicks.

    ``steady`` counts the steady trials in a row at this level.
    """

    GAME: ClassVar[str] = "On the Beat"

    tempo_bpm: float = 72.0
    subdivision: int = 1
    alone_beats: int = ALONE_BEATS[0]
    steady: int = 0

    def __post_init__(self) -> None:
        if not SLOWEST_BPM <= self.tempo_bpm <= FASTEST_BPM:
            raise ValueError(
                f"a beat of {self.tempo_bpm} bpm is not {SLOWEST_BPM} to {FASTEST_BPM}"
            )
        if not 1 <= self.subdivision <= MOST_SUBDIVISION or self.alone_beats not in ALONE_BEATS:
            raise ValueError(f"no level: {self.subdivision} on a beat, {self.alone_beats} alone")

    def within(self, ceiling_bpm: float) -> "BeatLevel":
        """Return the level held below a player's ceiling, which counts four notes on a beat."""
        for subdivision in range(self.subdivision, 0, -1):
            most = float(math.floor(most_bpm(ceiling_bpm, subdivision)))
            if most >= SLOWEST_BPM:
                held = min(self.tempo_bpm, most)
                return replace(self, tempo_bpm=held, subdivision=subdivision)
        return replace(self, tempo_bpm=SLOWEST_BPM, subdivision=1)

    def after(self, outcome: BeatOutcome, *, ceiling_bpm: float) -> "BeatMove":
        """Return the level after one trial, with the reason for the player."""
        if outcome.pulled:
            return _fallen(self, outcome)
        if outcome.share is None:
            return BeatMove(level=self, sentence=_stays(self))
        if outcome.share < UNSTEADY_SHARE:
            return _stepped_back(self)
        if outcome.share < STEADY_SHARE:
            return BeatMove(level=replace(self, steady=0), sentence=_stays(self))
        return _after_steady(self, outcome, ceiling_bpm)


@dataclass(frozen=True, slots=True, kw_only=True)
class BeatMove:
    """What a trial did: the level after it, and one sentence for the player."""

    level: BeatLevel
    sentence: str


def most_bpm(ceiling_bpm: float, subdivision: int) -> float:
    """Return the quickest beat below a ceiling, which counts four notes on a beat."""
    return ceiling_bpm * CEILING_NOTES / subdivision


def _after_steady(level: BeatLevel, outcome: BeatOutcome, ceiling_bpm: float) -> BeatMove:
    if outcome.tempo_bpm < level.tempo_bpm * (1 - SAME_TEMPO):
        slowly = f"Steady, taken slowly. {_bpm(level.tempo_bpm)} still stands."
        return BeatMove(level=level, sentence=slowly)
    noted = replace(level, steady=level.steady + 1)
    if noted.steady >= STEADY_TRIALS:
        return _risen(noted, ceiling_bpm)
    more = counted(STEADY_TRIALS - noted.steady, "more steady time")
    return BeatMove(level=noted, sentence=f"Steady. {more.capitalize()}, then a step on.")


def _fallen(level: BeatLevel, outcome: BeatOutcome) -> BeatMove:
    tempo_bpm = min(outcome.tempo_bpm, level.tempo_bpm)
    lower = replace(level, steady=0)
    if tempo_bpm > SLOWEST_BPM:
        slower = max(SLOWEST_BPM, float(math.floor(tempo_bpm / STEP**2 + ROUNDING)))
        lower = replace(lower, tempo_bpm=slower)
    elif level.subdivision > 1:
        lower = replace(lower, subdivision=1)
    else:
        lower = replace(lower, tempo_bpm=SLOWEST_BPM, alone_beats=_shorter(level))
    words = f"Something pulled or curled: {_bpm(lower.tempo_bpm)}, {_alone(lower)} next."
    return BeatMove(level=lower, sentence=words)


def _stepped_back(level: BeatLevel) -> BeatMove:
    back = replace(level, steady=0)
    if level.alone_beats > ALONE_BEATS[0]:
        back = replace(back, alone_beats=_shorter(level))
    elif level.tempo_bpm > SLOWEST_BPM:
        slower = max(SLOWEST_BPM, float(math.floor(level.tempo_bpm / STEP + ROUNDING)))
        back = replace(back, tempo_bpm=slower)
    elif level.subdivision > 1:
        back = replace(back, subdivision=1)
        return BeatMove(level=back, sentence="A little easier next: one note on a beat.")
    else:
        return BeatMove(level=back, sentence=_stays(back))
    return BeatMove(
        level=back, sentence=f"A little easier next: {_bpm(back.tempo_bpm)}, {_alone(back)}."
    )


def _risen(level: BeatLevel, ceiling_bpm: float) -> BeatMove:
    fresh = replace(level, steady=0)
    if level.alone_beats < ALONE_BEATS[-1]:
        longer = ALONE_BEATS[ALONE_BEATS.index(level.alone_beats) + 1]
        risen = replace(fresh, alone_beats=longer)
        return BeatMove(level=risen, sentence=f"Steady three times: next, {_alone(risen)}.")
    top = min(FASTEST_BPM, float(math.floor(most_bpm(ceiling_bpm, level.subdivision))))
    if level.tempo_bpm < top:
        tempo_bpm = min(float(math.floor(level.tempo_bpm * STEP + ROUNDING)), top)
        risen = replace(fresh, tempo_bpm=tempo_bpm)
        return BeatMove(level=risen, sentence=f"Steady three times: next, {_bpm(tempo_bpm)}.")
    doubled = most_bpm(ceiling_bpm, level.subdivision + 1) >= SLOWEST_BPM
    if level.subdivision < MOST_SUBDIVISION and level.tempo_bpm == FASTEST_BPM and doubled:
        risen = BeatLevel(tempo_bpm=SLOWEST_BPM, subdivision=level.subdivision + 1)
        return BeatMove(level=risen, sentence="Steady three times: next, two notes on a slow beat.")
    return BeatMove(
        level=level, sentence=f"Steady at {_bpm(level.tempo_bpm)}, as quick as this may go now."
    )


def _shorter(level: BeatLevel) -> int:
    return ALONE_BEATS[max(0, ALONE_BEATS.index(level.alone_beats) - 1)]


def _alone(level: BeatLevel) -> str:
    return f"{level.alone_beats} beats alone"


def _stays(level: BeatLevel) -> str:
    return f"The beat stays at {_bpm(level.tempo_bpm)}, {_alone(level)}."


def _bpm(tempo_bpm: float) -> str:
    return f"{tempo_bpm:g} bpm"

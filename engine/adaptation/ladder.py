"""Pearls' tempo ladder: it falls at once and rises slowly, and never goes above the ceiling.

Rules (SCIENCE 5.2 and 4.3, after Sakai 2006), one block at a time:

* two symptomatic runs, or one report of pain: down at once to two steps below the tempo played,
  and the ceiling with it. Where the tempo played lay above the ceiling before the last rise, the
  ceiling goes back to that one; otherwise to the tempo fallen to.
* less even than expected at this tempo, the interval of rho wholly above 1: one step down.
* three clean blocks in a row at the tempo of the ladder: up 4 % at most, to a whole bpm.
* at the ceiling, three clean days and 14 days since it last moved: the ceiling up 10 % at most, but
  never above ``limit_bpm``, which only a person sets.

A clean block has at least 95 % clean runs and nothing pulled or hurt. Chance and clock are not
needed: all that matters comes with the block.
"""

import json
import math
from dataclasses import asdict, dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any, Self

from engine import EvenhandError
from engine.progress.verdict import counted, in_words

SCHEMA = 1
RISE = 1.04
CEILING_RISE = 1.10
CEILING_DAYS = 14
CLEAN_BLOCKS = 3
CLEAN_DAYS = 3
CLEAN_SHARE = 0.95
SYMPTOMATIC_RUNS = 2
SLOWEST_BPM = 20.0
SAME_TEMPO = 0.005
ROUNDING = 1e-9


class LadderError(EvenhandError):
    """A stored tempo ladder cannot be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockOutcome:
    """What one block of Pearls said.

    ``runs`` were played, ``clean_runs`` of them clean by the limits of the player's curve; when
    something ``pulled`` the answer holds for all runs. ``rho_low`` is the lower end of rho = sdIOI
    now / expected at this tempo, null where it is not known.
    """

    local_date: date
    tempo_bpm: float
    runs: int
    clean_runs: int
    pulled: bool
    pain: bool
    rho_low: float | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.clean_runs <= self.runs:
            raise ValueError(f"{self.clean_runs} clean runs of {self.runs} cannot be")

    @property
    def clean(self) -> bool:
        """Whether this counts as a clean block."""
        share = self.clean_runs >= CLEAN_SHARE * self.runs
        return self.runs > 0 and share and not self.pulled and not self.pain


class Change(StrEnum):
    """What a block did to the ladder."""

    HOLD = "hold"
    RISE = "rise"
    FALL = "fall"
    CEILING_RISE = "ceiling_rise"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ladder:
    """Where the tempo stands; ``after`` makes the next one.

    ``ceiling_since`` is the day on which the ceiling last moved and ``ceiling_before`` what it was
    before it last rose; ``clean_blocks`` in a row hold ``clean_runs``. ``clean_days`` are days at
    the ceiling on which every block was clean, since it last moved; ``day_clean`` says whether all
    blocks of ``last_date`` were.
    """

    tempo_bpm: float
    ceiling_bpm: float
    limit_bpm: float
    ceiling_since: date
    ceiling_before_bpm: float | None = None
    clean_blocks: int = 0
    clean_runs: int = 0
    clean_days: tuple[date, ...] = ()
    day_clean: bool = True
    symptomatic_runs: int = 0
    last_date: date | None = None

    def __post_init__(self) -> None:
        if not SLOWEST_BPM <= self.tempo_bpm <= self.ceiling_bpm <= self.limit_bpm:
            raise ValueError(
                f"{SLOWEST_BPM:g} <= tempo <= ceiling <= limit must hold, "
                f"not {self.tempo_bpm:g}, {self.ceiling_bpm:g}, {self.limit_bpm:g} bpm"
            )

    @classmethod
    def start(cls, *, tempo_bpm: float, ceiling_bpm: float, limit_bpm: float, on: date) -> Self:
        """Return the first ladder; ceiling and limit are a person's choice."""
        return cls(
            tempo_bpm=tempo_bpm, ceiling_bpm=ceiling_bpm, limit_bpm=limit_bpm, ceiling_since=on
        )

    def after(self, outcome: BlockOutcome) -> "Move":
        """Return the ladder after one block, with the reason for the player.

        Blocks come in the order in which they were played; one from an earlier date (after travel,
        or a clock put right) counts on the day of the one before it.
        """
        if self.last_date is not None and outcome.local_date < self.last_date:
            outcome = replace(outcome, local_date=self.last_date)
        now = _noted(self, outcome)
        if outcome.pain or now.symptomatic_runs >= SYMPTOMATIC_RUNS:
            return _fallen(now, outcome)
        if outcome.rho_low is not None and outcome.rho_low > 1:
            return _stepped_back(now, outcome)
        if not outcome.clean:
            return _held(now, _why_not_clean(now, outcome))
        return _after_clean(now, outcome)

    def to_json(self) -> str:
        """Return the ladder as JSON with its ``schema``; dates in ISO form."""
        return json.dumps({"schema": SCHEMA, **asdict(self)}, default=date.isoformat)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Return the ladder that ``to_json`` wrote; LadderError says what is wrong."""
        try:
            fields: dict[str, Any] = json.loads(text)
            if fields.pop("schema") != SCHEMA:
                raise ValueError(f"schema is not {SCHEMA}")
            last = fields["last_date"]
            fields["ceiling_since"] = date.fromisoformat(fields["ceiling_since"])
            fields["last_date"] = None if last is None else date.fromisoformat(last)
            fields["clean_days"] = tuple(date.fromisoformat(day) for day in fields["clean_days"])
            return cls(**fields)
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise LadderError(
                f"The stored tempo of Pearls cannot be read ({error}). "
                "Choose the tempo again: the takes themselves are kept."
            ) from error


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """What a block did: the ladder after it, the change and one sentence for the player."""

    ladder: Ladder
    change: Change
    sentence: str


def _noted(ladder: Ladder, outcome: BlockOutcome) -> Ladder:
    """Return the ladder with the block counted and nothing moved."""
    today = outcome.local_date
    day_clean = outcome.clean and (ladder.day_clean or ladder.last_date != today)
    at_ceiling = _reaches(outcome.tempo_bpm, ladder.ceiling_bpm) or today in ladder.clean_days
    days = tuple(day for day in ladder.clean_days if day != today)
    noted = replace(
        ladder,
        clean_days=(*days, today) if day_clean and at_ceiling else days,
        day_clean=day_clean,
        last_date=today,
        symptomatic_runs=ladder.symptomatic_runs + max(1, outcome.runs) if outcome.pulled else 0,
    )
    if not outcome.clean:
        return replace(noted, clean_blocks=0, clean_runs=0)
    if not _reaches(outcome.tempo_bpm, ladder.tempo_bpm):
        return noted  # played slower, it says nothing about the ladder's tempo
    return replace(
        noted,
        clean_blocks=ladder.clean_blocks + 1,
        clean_runs=ladder.clean_runs + outcome.clean_runs,
    )


def _after_clean(ladder: Ladder, outcome: BlockOutcome) -> Move:
    if not _reaches(outcome.tempo_bpm, ladder.tempo_bpm):
        return _held(ladder, f"A clean set, taken slowly. {_bpm(ladder.tempo_bpm)} still stands.")
    if _reaches(ladder.tempo_bpm, ladder.ceiling_bpm):
        return _at_the_ceiling(ladder, outcome.local_date)
    if ladder.clean_blocks >= CLEAN_BLOCKS:
        return _risen(ladder)
    left = CLEAN_BLOCKS - ladder.clean_blocks
    return _held(
        ladder, f"A clean set. {_capital(counted(left, 'more set'))} like it, then a step up."
    )


def _fallen(ladder: Ladder, outcome: BlockOutcome) -> Move:
    tempo = _down(min(outcome.tempo_bpm, ladder.tempo_bpm), steps=2)
    before = ladder.ceiling_before_bpm
    ceiling = before if before is not None and outcome.tempo_bpm > before else tempo
    fallen = replace(
        ladder,
        tempo_bpm=min(tempo, ceiling),
        ceiling_bpm=ceiling,
        ceiling_since=outcome.local_date,
        ceiling_before_bpm=None,
        clean_blocks=0,
        clean_runs=0,
        clean_days=(),
        symptomatic_runs=0,
    )
    why = "It hurt" if outcome.pain else "Something pulled or curled"
    return Move(
        ladder=fallen,
        change=Change.FALL,
        sentence=f"{why}: {_bpm(fallen.tempo_bpm)} next, and nothing above {_bpm(ceiling)} for "
        "two weeks.",
    )


def _stepped_back(ladder: Ladder, outcome: BlockOutcome) -> Move:
    tempo = _down(min(outcome.tempo_bpm, ladder.tempo_bpm), steps=1)
    back = replace(ladder, tempo_bpm=tempo, clean_blocks=0, clean_runs=0)
    return Move(
        ladder=back,
        change=Change.FALL if tempo < ladder.tempo_bpm else Change.HOLD,
        sentence=f"Less even than you usually are at {_bpm(outcome.tempo_bpm)}: "
        f"{_bpm(tempo)} next.",
    )


def _risen(ladder: Ladder) -> Move:
    tempo = min(_up(ladder.tempo_bpm, RISE), ladder.ceiling_bpm)
    strings = _capital(counted(ladder.clean_runs, "clean string"))
    return Move(
        ladder=replace(ladder, tempo_bpm=tempo, clean_blocks=0, clean_runs=0),
        change=Change.RISE,
        sentence=f"{strings} in {counted(ladder.clean_blocks, 'set')}: {_bpm(tempo)} next.",
    )


def _at_the_ceiling(ladder: Ladder, today: date) -> Move:
    days_left = CEILING_DAYS - (today - ladder.ceiling_since).days
    clean_left = CLEAN_DAYS - len(ladder.clean_days)
    if _reaches(ladder.ceiling_bpm, ladder.limit_bpm):
        return _held(ladder, f"Clean at {_bpm(ladder.limit_bpm)}, the highest tempo chosen.")
    if days_left > 0:
        return _held(ladder, f"Clean at your ceiling. It rests {counted(days_left, 'more day')}.")
    if clean_left > 0:
        days = _capital(counted(clean_left, "more clean day"))
        return _held(ladder, f"Clean at your ceiling. {days} and it rises.")
    ceiling = min(_up(ladder.ceiling_bpm, CEILING_RISE), ladder.limit_bpm)
    risen = replace(
        ladder,
        ceiling_bpm=ceiling,
        ceiling_before_bpm=ladder.ceiling_bpm,
        ceiling_since=today,
        clean_blocks=0,
        clean_runs=0,
        clean_days=(),
    )
    days = _capital(counted(len(ladder.clean_days), "clean day"))
    return Move(
        ladder=risen,
        change=Change.CEILING_RISE,
        sentence=f"{days} at {_bpm(ladder.ceiling_bpm)}: your ceiling is {_bpm(ceiling)} now.",
    )


def _held(ladder: Ladder, sentence: str) -> Move:
    return Move(ladder=ladder, change=Change.HOLD, sentence=_capital(sentence))


def _why_not_clean(ladder: Ladder, outcome: BlockOutcome) -> str:
    stays = f"The tempo stays at {_bpm(ladder.tempo_bpm)}."
    if outcome.pulled:
        return f"Something pulled or curled in one string. {stays}"
    if not outcome.runs:
        return f"No string was played. {stays}"
    if not outcome.clean_runs:
        return f"None of {counted(outcome.runs, 'string')} was clean. {stays}"
    clean = f"{in_words(outcome.clean_runs)} of {counted(outcome.runs, 'string')} clean"
    return f"{clean}. {stays}"


def _reaches(tempo_bpm: float, other_bpm: float) -> bool:
    return tempo_bpm >= other_bpm * (1 - SAME_TEMPO)


def _up(tempo_bpm: float, factor: float) -> float:
    """Return at most ``factor`` times the tempo: a whole bpm, or a tenth where that is no rise."""
    whole = float(math.floor(tempo_bpm * factor + ROUNDING))
    return whole if whole > tempo_bpm else math.floor(10 * tempo_bpm * factor + ROUNDING) / 10


def _down(tempo_bpm: float, *, steps: int) -> float:
    return max(SLOWEST_BPM, float(math.floor(tempo_bpm / RISE**steps + ROUNDING)))


def _bpm(tempo_bpm: float) -> str:
    return f"{tempo_bpm:g} bpm"


def _capital(sentence: str) -> str:
    return sentence[0].upper() + sentence[1:]

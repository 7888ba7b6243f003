"""Slow Road: one spot at a tempo where nothing pulls, and Sakai's rule for going on.

One road a spot. It begins at 80 % of the tempo at which the spot troubled, or of the ceiling.

* 14 days on the road with at least 3 clean ones and none with a symptom: from the next day on the
  next tempo is offered, 10 % up to a whole bpm, never above the limit. It is taken by playing it;
  20 % is the most that counts as taking it.
* something pulled: back to the tempo before it at once, and the 14 days begin anew. On the first
  tempo of a road that is a tenth down, and always below the tempo that pulled.
* it hurt: the same, two steps down.

A day is clean when all its blocks were: at least 95 % clean runs, at the tempo of the road, and
nothing pulled. Days without playing cost nothing, but clean days older than four weeks no longer
speak for a step up.

References
----------
Sakai 2006, Med Probl Perform Art 21:25; SCIENCE 4.3, 5.2 and test 20.
"""

import math
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Self

from engine.adaptation.ladder import SLOWEST_BPM, BlockOutcome
from engine.progress.verdict import counted, in_words

START = 0.80
RISE = 1.10
MOST_RISE = 1.20
BACK = 0.90
QUIET_DAYS = 14
CLEAN_DAYS = 3
CLEAN_DAYS_SPEAK = timedelta(weeks=4)
SAME_TEMPO = 0.005
ROUNDING = 1e-9
A_DAY = timedelta(days=1)


class Change(StrEnum):
    """What a block did to the road."""

    HOLD = "hold"
    RISE = "rise"
    BACK = "back"


@dataclass(frozen=True, slots=True, kw_only=True)
class Milestone:
    """From this day on the road stood at this tempo."""

    on: date
    bpm: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Road:
    """How far the road of one spot has come; ``after`` makes the next one.

    ``spot`` is the id of its exercise and ``origin_bpm`` the tempo that troubled. ``since`` is the
    day on which the 14 days began; ``earlier_bpm`` are the tempos that it rose from, latest last.
    ``day_clean`` says whether all blocks of ``last_date``, the last day it was played, were clean.
    ``milestones`` are all tempos it stood at, in order.
    """

    spot: str
    origin_bpm: float
    tempo_bpm: float
    since: date
    earlier_bpm: tuple[float, ...] = ()
    clean_days: tuple[date, ...] = ()
    day_clean: bool = True
    last_date: date | None = None
    milestones: tuple[Milestone, ...] = ()

    def __post_init__(self) -> None:
        if self.tempo_bpm < SLOWEST_BPM:
            raise ValueError(f"a road goes at {SLOWEST_BPM:g} bpm or more, not {self.tempo_bpm:g}")

    @classmethod
    def start(cls, spot: str, *, troubled_bpm: float, on: date) -> Self:
        """Return a road at 80 % of the tempo that troubled, up to a whole bpm."""
        tempo = start_bpm(troubled_bpm)
        return cls(
            spot=spot,
            origin_bpm=troubled_bpm,
            tempo_bpm=tempo,
            since=on,
            milestones=(Milestone(on=on, bpm=tempo),),
        )

    @property
    def under_way(self) -> bool:
        """Whether it is still below the tempo that troubled."""
        return self.tempo_bpm < self.origin_bpm * (1 - SAME_TEMPO)

    def day(self, on: date) -> int:
        """Return which day at this tempo it is, from 1."""
        return max(0, (on - self.since).days) + 1

    def offer_bpm(self, on: date, *, limit_bpm: float) -> float | None:
        """Return the tempo that may be tried on this day; None while there is none."""
        due = on - self.since >= QUIET_DAYS * A_DAY
        if not due or self.clean_days_left(on) or limit_bpm <= self.tempo_bpm:
            return None
        return self.next_bpm(limit_bpm=limit_bpm)

    def next_bpm(self, *, limit_bpm: float) -> float:
        """Return the tempo of the next step up."""
        return min(_up(self.tempo_bpm), limit_bpm)

    def clean_days_left(self, on: date) -> int:
        """Return how many clean days a step up still asks for."""
        speaking = [each for each in self.clean_days if each > on - CLEAN_DAYS_SPEAK]
        return max(0, CLEAN_DAYS - len(speaking))

    def asks_bpm(self, on: date, *, limit_bpm: float) -> float:
        """Return the tempo to play on this day: what is offered, else the road's."""
        return min(self.offer_bpm(on, limit_bpm=limit_bpm) or self.tempo_bpm, limit_bpm)

    def after(self, block: BlockOutcome, *, limit_bpm: float) -> "Move":
        """Return the road after one block, with a sentence for the player.

        ``limit_bpm`` is the ceiling. Blocks come in the order in which they were played; one from
        an earlier date counts on the day of the one before it.
        """
        if self.last_date is None:
            # the days are counted from the first one on the road
            on = max(block.local_date, self.since)
            begun = (*self.milestones[:-1], Milestone(on=on, bpm=self.tempo_bpm))
            road = replace(self, since=on, last_date=on, milestones=begun)
            return road.after(block, limit_bpm=limit_bpm)
        block = replace(block, local_date=max(block.local_date, self.last_date))
        tried = _tried(self, block, limit_bpm)
        if block.pulled or block.pain:
            return _back(tried, block)
        road = _noted(tried, block, limit_bpm)
        return Move(
            road=road,
            change=Change.RISE if tried != self else Change.HOLD,
            sentence=_sentence(road, block, limit_bpm),
        )

    def troubled(self, tempo_bpm: float, *, on: date) -> "Road":
        """Return the road after the same spot pulled elsewhere, at this tempo."""
        on = max(on, self.since, self.last_date or self.since)
        slower = _stood(self, min(self.tempo_bpm, start_bpm(tempo_bpm)), on)
        return replace(slower, origin_bpm=max(self.origin_bpm, tempo_bpm))


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """What a block did: the road after it, the change and what is said of it."""

    road: Road
    change: Change
    sentence: str


def start_bpm(troubled_bpm: float) -> float:
    """Return the tempo that a road begins at."""
    return max(SLOWEST_BPM, float(math.ceil(START * troubled_bpm - ROUNDING)))


def _tried(road: Road, block: BlockOutcome, limit_bpm: float) -> Road:
    """Return the road at the tempo that was offered, where that is what was played."""
    offered = road.offer_bpm(block.local_date, limit_bpm=limit_bpm)
    most = min(road.tempo_bpm * MOST_RISE, limit_bpm) * (1 + ROUNDING)
    if offered is None or not road.tempo_bpm * (1 + SAME_TEMPO) < block.tempo_bpm <= most:
        return road
    risen = _stood(road, block.tempo_bpm, block.local_date)
    return replace(risen, earlier_bpm=(*road.earlier_bpm, road.tempo_bpm))


def _stood(road: Road, tempo_bpm: float, on: date) -> Road:
    """Return the road at a tempo from this day on, with the 14 days begun anew."""
    milestones = road.milestones
    if tempo_bpm != road.tempo_bpm:
        milestones = (*milestones, Milestone(on=on, bpm=tempo_bpm))
    earlier = tuple(each for each in road.earlier_bpm if each < tempo_bpm)
    return replace(
        road,
        tempo_bpm=tempo_bpm,
        since=on,
        earlier_bpm=earlier,
        clean_days=(),
        milestones=milestones,
    )


def _back(road: Road, block: BlockOutcome) -> Move:
    tempo, earlier = road.tempo_bpm, road.earlier_bpm
    steps = 2 if block.pain else 1
    while tempo > SLOWEST_BPM and (steps > 0 or tempo >= block.tempo_bpm):
        *rest, tempo = earlier or (max(SLOWEST_BPM, float(math.floor(tempo * BACK))),)
        earlier, steps = tuple(rest), steps - 1
    back = replace(
        _stood(road, tempo, block.local_date), day_clean=False, last_date=block.local_date
    )
    why = "It hurt" if block.pain else "Something pulled or curled"
    where = f"back to {_bpm(tempo)}" if tempo < road.tempo_bpm else f"{_bpm(tempo)} stays"
    return Move(
        road=back,
        change=Change.BACK,
        sentence=f"{why}: {where}, and fourteen quiet days from here.",
    )


def _noted(road: Road, block: BlockOutcome, limit_bpm: float) -> Road:
    """Return the road with the day's block counted and nothing moved."""
    today = block.local_date
    day_clean = block.clean and (road.day_clean or road.last_date != today)
    others = tuple(each for each in road.clean_days if each != today)
    on_the_road = _on_the_road(road, block, limit_bpm) or today in road.clean_days
    return replace(
        road,
        clean_days=(*others, today) if day_clean and on_the_road else others,
        day_clean=day_clean,
        last_date=today,
    )


def _on_the_road(road: Road, block: BlockOutcome, limit_bpm: float) -> bool:
    return block.tempo_bpm >= min(road.tempo_bpm, limit_bpm) * (1 - SAME_TEMPO)


def _sentence(road: Road, block: BlockOutcome, limit_bpm: float) -> str:
    if not block.clean:
        came = f"{in_words(block.clean_runs)} of {counted(block.runs, 'string')} came clean"
        if not block.runs:
            came = "no string was played"
        elif not block.clean_runs:
            came = f"none of {counted(block.runs, 'string')} came clean"
        return f"Nothing pulled today; {came}. {_bpm(road.tempo_bpm)} stays."
    if not _on_the_road(road, block, limit_bpm):
        return f"Nothing pulled, taken slowly. {_bpm(road.tempo_bpm)} still stands."
    if limit_bpm <= road.tempo_bpm:
        return f"Nothing pulled today. {_bpm(limit_bpm)} is your ceiling; the road rests there."
    return f"Nothing pulled today. {what_is_left(road, block.local_date, limit_bpm=limit_bpm)}"


def what_is_left(road: Road, on: date, *, limit_bpm: float) -> str:
    """Return what stands between a day and the next step up, in a sentence."""
    up_bpm = road.next_bpm(limit_bpm=limit_bpm)
    step = f"a step of {up_bpm - road.tempo_bpm:g} bpm"
    days_left, clean_left = QUIET_DAYS - road.day(on), road.clean_days_left(on)
    if days_left > 0:
        to_go = f"{counted(days_left, 'quiet day')} to go before {step}."
    elif clean_left:
        to_go = f"{counted(clean_left, 'more clean day')}, then {step}."
    else:
        when = "next time" if road.offer_bpm(on, limit_bpm=limit_bpm) else "tomorrow"
        to_go = f"the fourteen days are full: {when} {_bpm(up_bpm)} is there to try."
    return to_go[0].upper() + to_go[1:]


def _up(tempo_bpm: float) -> float:
    """Return a tenth more, up to a whole bpm."""
    return float(math.ceil(tempo_bpm * RISE - ROUNDING))


def _bpm(tempo_bpm: float) -> str:
    return f"{tempo_bpm:g} bpm"

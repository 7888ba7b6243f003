"""Sakai's rule: where the road begins, what it offers, and how far apart its steps are."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

import numpy as np

from engine.adaptation.ladder import BlockOutcome
from engine.adaptation.slow_road import Road
from tests.evidence.finding import Claim, Finding

TITLE = "Slow Road"
ABOUT = (
    "Every whole tempo from 30 to 160 bpm that may trouble; then players of two years each, who "
    "play on 30 to 90 % of the days at the tempo asked for, a tenth above or a fifth below it, "
    "report a pull after 0 to 10 % of the blocks, and now and then have a slip in some runs."
)
FIRST = date(2026, 1, 1)
DAYS = 730
LIMIT = 200.0


def findings(share: float) -> list[Finding]:
    """Return the lines of the table; ``share`` 1 is 1,000 diaries of two years."""
    offers, after_pull = [], []
    for original in range(30, 161):
        road = walked(Road.start("spot", troubled_bpm=original, on=FIRST), days=14)
        offered = road.offer_bpm(on(14), limit_bpm=LIMIT)
        assert offered is not None
        offers.append(100 * offered / original)
        pulled = road.after(block(14, offered, pulled=True), limit_bpm=LIMIT).road
        after_pull.append(pulled.tempo_bpm - road.tempo_bpm)
    rng = np.random.default_rng(20)
    diaries = [[*rises(rng)] for _ in range(max(40, round(1000 * share)))]
    gaps = [(b - a).days for diary in diaries for (a, _), (b, _) in pairwise(diary)]
    largest = max(by for diary in diaries for _, by in diary)
    return [
        Finding(test="20", what="offered after 14 clean days, of the tempo that troubled: least",
                unit="%", stated=88.0, found=min(offers), claim=Claim.AT_LEAST, digits=1),
        Finding(test="20", what="the same: most", unit="%", stated=96.0, found=max(offers),
                claim=Claim.AT_MOST, digits=1),
        Finding(test="20", what="after a pull on day 15, off the tempo before: most", unit="bpm",
                stated=0.0, found=max(map(abs, after_pull)), digits=1),
        Finding(test="20", what="days between two rises in any diary: least", unit="days",
                stated=14.0, found=min(gaps), claim=Claim.AT_LEAST, digits=0),
        Finding(test="", what="rises in a diary of two years: most", unit="1",
                stated=DAYS / 14, found=max(map(len, diaries)), claim=Claim.AT_MOST, digits=1),
        Finding(test="", what="one rise: most", unit="%", stated=20.0, found=100 * largest,
                claim=Claim.AT_MOST, digits=1),
    ]  # fmt: skip


def on(day: int) -> date:
    """Return a day of the diary, counted from 0."""
    return FIRST + timedelta(days=day)


def block(day: int, bpm: float, *, clean: int = 10, pulled: bool = False) -> BlockOutcome:
    """Return one block of ten runs."""
    return BlockOutcome(
        local_date=on(day), tempo_bpm=bpm, runs=10, clean_runs=clean, pulled=pulled, pain=False
    )


def walked(road: Road, *, days: int) -> Road:
    """Return the road after clean days in a row."""
    for day in range(days):
        road = road.after(block(day, road.tempo_bpm), limit_bpm=LIMIT).road
    return road


def rises(rng: np.random.Generator) -> Iterator[tuple[date, float]]:
    """Yield each rise of one diary: its day, and by which share of the tempo before."""
    road = Road.start("spot", troubled_bpm=float(rng.integers(40, 120)), on=FIRST)
    plays, pulls = rng.uniform(0.3, 0.9), rng.uniform(0.0, 0.1)
    for day in range(DAYS):
        if rng.random() > plays:
            continue
        for _ in range(int(rng.integers(1, 4))):
            how = float(rng.choice([1.0, 1.0, 1.0, 1.0, 1.1, 0.8]))
            played = block(
                day,
                min(LIMIT, road.asks_bpm(on(day), limit_bpm=LIMIT) * how),
                clean=int(rng.choice([10, 10, 10, 8])),
                pulled=bool(rng.random() < pulls),
            )
            before, road = road, road.after(played, limit_bpm=LIMIT).road
            if road.tempo_bpm > before.tempo_bpm:
                yield on(day), road.tempo_bpm / before.tempo_bpm - 1

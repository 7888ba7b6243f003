"""Twelve weeks of verdicts: how often a steady player is alarmed, and a change found."""

import math
from datetime import date, timedelta
from uuid import UUID

import numpy as np

from engine.exercise import Direction, Hand
from engine.progress.baseline import TABLE_SEM, ewma, ewma_se
from engine.progress.verdict import Outcome
from engine.progress.weekly import weekly_scores
from engine.record import Cell, RunValue
from tests.evidence.finding import Claim, Finding

TITLE = "The weekly verdict"
ABOUT = (
    "Players of 4 baseline weeks and 12 more, 3 days of 10 runs a week, runs spread by 20 %. "
    "First the chart alone with SEM known, as SCIENCE 6.2 has it (its powers are those of a change "
    "of .15 in ln(sdIOI) with SEM 7.4 %); then the product's own code from runs to words, with SEM "
    "estimated from the four weeks and drawn towards 7.4 %, against the same chart in plain numpy."
)
WEEKS = np.arange(1, 13)
MONDAY = date(2026, 1, 5)
CELL = Cell(
    exercise_id="scale",
    exercise_version=1,
    hand=Hand.RIGHT,
    direction=Direction.UP,
    tempo_bpm=60.0,
    device_id=UUID(int=1),
)
RUN_SD = 0.2
DAYS, RUNS = 3, 10
# of the trimmed mean of ten normal values over that of their mean
TRIMMING = 1.05


def findings(share: float) -> list[Finding]:
    """Return the lines of the table; ``share`` 1 is 400,000 charts and 1,000 players of a kind."""
    rng = np.random.default_rng(18)
    return [*_chart(rng, round(400_000 * share)), *_product(rng, max(40, round(1000 * share)))]


def _chart(rng: np.random.Generator, players: int) -> list[Finding]:
    lines = []
    for change, stated in ((0.0, (43, 9, 8)), (0.15, (98, 88, 93))):
        y = TABLE_SEM * rng.standard_normal((players, 16))
        d = y[:, 4:] - y[:, :4].mean(axis=1, keepdims=True) - change
        z = d / (TABLE_SEM * math.sqrt(1.25))
        near = np.abs(z) > 1.645
        same_side = z[:, 1:] * z[:, :-1] > 0
        alarms = {
            "a single look a week at 5 %": np.abs(z) > 1.96,
            "two weeks running beyond 1.645": near[:, 1:] & near[:, :-1] & same_side,
            "EWMA, L = 2.5": np.abs(ewma(d)) > 2.5 * ewma_se(WEEKS, TABLE_SEM),
        }
        tolerances = (2.0, 1.0, 1.0) if not change else (0.5, 0.5, 0.5)
        kind = "power for .15" if change else "stable players alarmed in 12 weeks"
        for (name, beyond), said, room in zip(alarms.items(), stated, tolerances, strict=True):
            lines.append(
                _rate("18", f"{kind}: {name}", said, beyond.any(axis=1).mean(), players, room)
            )
    return lines


def _product(rng: np.random.Generator, players: int) -> list[Finding]:
    lines = []
    for day_sd, change in (
        (0.10, 0.0), (0.05, 0.0), (0.15, 0.0), (0.10, 0.10), (0.10, 0.15), (0.10, 0.20),
    ):  # fmt: skip
        alarmed = [_alarmed(_practice(rng, day_sd=day_sd, change=change)) for _ in range(players)]
        alone = _charted(rng, day_sd=day_sd, change=change, players=max(4000, 60 * players))
        kind = f"a true {100 * change:.0f} % found" if change else "stable players alarmed"
        what = f"product, days differ by {100 * day_sd:.0f} %: {kind} in 12 weeks"
        lines.append(
            _rate("", f"{what} (stated: the chart in numpy)", 100 * alone, np.mean(alarmed),
                  players, 1.0)
        )  # fmt: skip
        if not change and day_sd <= 0.10:
            lines.append(_rate("", f"{what}, no more than with SEM known", 9.0, np.mean(alarmed),
                               players, 0.0, claim=Claim.AT_MOST))  # fmt: skip
    return lines


def _practice(rng: np.random.Generator, *, day_sd: float, change: float) -> list[RunValue]:
    """Sixteen weeks of one player; from the fifth on she is ``change`` more even."""
    y = math.log(10.0) + rng.normal(0, day_sd, (16, DAYS, 1))
    y = y + rng.normal(0, RUN_SD, (16, DAYS, RUNS))
    y[4:] += math.log1p(-change)
    sd_ioi_ms = np.exp(y).tolist()
    return [
        RunValue(
            local_date=MONDAY + timedelta(weeks=week, days=2 * day),
            session_id=UUID(int=1),
            cell=CELL,
            run=run,
            sd_ioi_ms=sd_ioi_ms[week][day][run],
            mean_ioi_ms=250.0,
            noise_floor_ms=0.4,
        )
        for week in range(16)
        for day in range(DAYS)
        for run in range(RUNS)
    ]


def _alarmed(runs: list[RunValue]) -> bool:
    weeks = weekly_scores(runs).weeks
    return any(week.verdict.outcome is Outcome.REAL_CHANGE for week in weeks)


def _charted(rng: np.random.Generator, *, day_sd: float, change: float, players: int) -> float:
    """The share alarmed, written down again from SCIENCE 6.3 on normal weeks."""
    week_sd = math.sqrt((day_sd**2 + TRIMMING * RUN_SD**2 / RUNS) / DAYS)
    y = rng.normal(0, week_sd, (players, 16))
    y[:, 4:] += math.log1p(-change)
    sem = np.sqrt((3 * y[:, :4].var(axis=1, ddof=1) + 4 * 0.074**2) / 7)
    smoothed, beyond = np.zeros(players), np.zeros(players, bool)
    for w in range(1, 13):
        smoothed = 0.3 * (y[:, 3 + w] - y[:, :4].mean(axis=1)) + 0.7 * smoothed
        width = math.sqrt(0.3 / 1.7 * (1 - 0.7 ** (2 * w)) + (1 - 0.7**w) ** 2 / 4)
        beyond |= np.abs(smoothed) > 2.7 * sem * width
    return float(beyond.mean())


def _rate(
    test: str, what: str, stated: float, found: float, n: int, tolerance: float, **more
) -> Finding:
    # by the stated share: none alarmed of a few would seem certain
    error = 100 * math.sqrt(stated / 100 * (1 - stated / 100) / n)
    return Finding(
        test=test, what=what, unit="%", stated=stated, found=100 * found, tolerance=tolerance,
        error=error, digits=1, **more,
    )  # fmt: skip

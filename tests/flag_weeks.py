"""What a player is told of days and weeks: what to listen for, stars, drift, a real change."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import numpy as np

from engine.adaptation.dwelling import dwelling
from engine.exercise import Direction
from engine.measures.caveats import DRIFT_SHARE
from engine.pianist import Change, Pianist, Rhythm, play
from engine.progress.transitions import Standing, constellation
from engine.progress.verdict import Outcome
from engine.progress.weekly import weekly_scores
from engine.record import Cell, RunValue
from engine.runner.reading import swap_costs
from tests.evidence.finding import Claim, Finding
from tests.flag_diaries import DAYS_OF_WEEK, MONDAY, Pair, diaries
from tests.flag_rates import IOI_MS, SCALE, Wobble, exercise, rate

DAILY = (
    Wobble(onset_sd_ms=8.0),
    Wobble(onset_sd_ms=15.0),
    Wobble(onset_sd_ms=8.0, clock_sd_ms=8.0),
    Wobble(onset_sd_ms=8.0, drift_ms=0.3),
    Wobble(onset_sd_ms=8.0, phrase=0.03),
)
INTO_LITTLE: Pair = (4, 5)
BASELINE_WEEKS, WEEKS_AFTER = 4, 12


def dwelling_and_stars(players: int) -> list[Finding]:
    """Return how "Listen for" and the constellation fare, three days of the plan a week."""
    return [*_listened_for(players), *_stars(players)]


def _listened_for(players: int) -> Iterator[Finding]:
    for weeks in (1, 4):
        worst = max(rate(_dwelt_on(wobble, 0.0, players, weeks, want=False)) for wobble in DAILY)
        what = f'"Listen for" after {_weeks(weeks)}: any transition, worst of {len(DAILY)} players'
        yield _line(what, worst, 5.0, Claim.AT_MOST)
    for sd_ms, late_ms, weeks in ((8.0, 10.0, 1), (15.0, 10.0, 4), (15.0, 15.0, 1)):
        wobble = Wobble(onset_sd_ms=sd_ms)
        some = max(10, players // 3)
        what = f'"Listen for" {late_ms:.0f} ms late, SD {sd_ms:.0f} ms, {_weeks(weeks)}'
        found = rate(_dwelt_on(wobble, late_ms, some, weeks, want=True))
        yield _line(f"{what}: named", found, 80.0, Claim.AT_LEAST)


def _dwelt_on(
    wobble: Wobble, late_ms: float, players: int, weeks: int, *, want: bool
) -> list[bool]:
    """Return whether each player is told of the late transition, or of any other."""
    rng = np.random.default_rng([weeks, players, int(late_ms)])
    today = MONDAY + timedelta(days=7 * weeks - 1)
    told = []
    for diary in diaries(wobble, {INTO_LITTLE: late_ms}, players=players, weeks=weeks, rng=rng):
        pairs = {*dwelling(swap_costs(diary, today)).pairs}
        told.append(INTO_LITTLE in pairs if want else bool(pairs))
    return told


def _stars(players: int) -> Iterator[Finding]:
    some = max(4, players // 5)
    for late_ms in (10.0, 15.0):
        for weeks in (1, 4, 12):
            lit = [
                _standings(diary)[INTO_LITTLE] is Standing.RELIABLE
                for sd_ms in (8.0, 15.0)
                for diary in _weeks_of(Wobble(onset_sd_ms=sd_ms), late_ms, some, weeks)
            ]
            what = f"a star lit though {late_ms:.0f} ms late, SD 8 and 15 ms, {_weeks(weeks)}"
            yield _line(what, rate(lit), 5.0, Claim.AT_MOST)
    for sd_ms, weeks in ((8.0, 4), (15.0, 12)):
        shares = [
            np.mean([each is Standing.RELIABLE for each in _standings(diary).values()])
            for diary in _weeks_of(Wobble(onset_sd_ms=sd_ms), 0.0, some, weeks)
        ]
        mean, error = 100 * np.mean(shares), 100 * np.std(shares, ddof=1) / len(shares) ** 0.5
        what = f"stars lit of those played, even player, SD {sd_ms:.0f} ms, within {_weeks(weeks)}"
        yield _line(what, (float(mean), float(error)), 80.0, Claim.AT_LEAST)


def _weeks_of(wobble: Wobble, late_ms: float, players: int, weeks: int) -> Iterator[list]:
    rng = np.random.default_rng([weeks, players, int(late_ms), int(wobble.onset_sd_ms)])
    late = {INTO_LITTLE: late_ms}
    return diaries(wobble, late, players=players, weeks=weeks, rng=rng)


def _standings(diary: list) -> dict[Pair, Standing]:
    return {(s.finger, s.to_finger): s.standing for s in constellation(diary) if s.n}


def drift_remarks(takes: int) -> list[Finding]:
    """Return how often "the tempo drifted" is said of a scale: without a drift, and with one."""
    found = []
    pattern = exercise(SCALE).pattern(Direction.UP)
    for runs in (1, 5, 10):
        for what, drift_ms, stated, claim in (
            ("none but the clock's own, SD 5 ms", 0.0, 5.0, Claim.AT_MOST),
            ("2 ms a note", 2.0, 80.0, Claim.AT_LEAST),
        ):
            rng = np.random.default_rng([runs, int(drift_ms)])
            wobble = Wobble(onset_sd_ms=5.0, clock_sd_ms=5.0, drift_ms=drift_ms)
            ioi_ms = np.diff(wobble.onsets_ms(max(200, takes // 4), runs, pattern, rng), axis=-1)
            index = np.arange(ioi_ms.shape[-1]) - (ioi_ms.shape[-1] - 1) / 2
            apart = ioi_ms - ioi_ms.mean(axis=-1, keepdims=True)
            rest = apart - ((apart @ index) / (index @ index))[..., None] * index
            raw = np.median(apart.std(axis=-1, ddof=1), axis=1)
            detrended = np.sqrt((rest**2).sum(axis=-1) / (len(index) - 2))
            said = np.abs(raw - np.median(detrended, axis=1)) > DRIFT_SHARE * raw
            line = f'"the tempo drifted", onset SD 5 ms, drift {what}, {runs} run{"s" * (runs > 1)}'
            found.append(_line(line, rate(said), stated, claim))
    return found


def real_changes(players: int) -> list[Finding]:
    """Return how often 12 weeks after the baseline show "a real change", steady and 15 % better.

    Played and scored take by take: three days a week, ten runs each way, days that differ by 10 %.
    """
    steady = [_changed(player, 1.0) for player in range(players)]
    better = [_changed(1000 + player, 0.85) for player in range(players)]
    what = f"{WEEKS_AFTER} weeks of verdicts after the baseline"
    return [
        _line(f"{what}: a real change, steady player", rate(steady), 10.0, Claim.AT_MOST),
        _line(f"{what}: a real change, 15 % more even", rate(better), 80.0, Claim.AT_LEAST),
    ]


def _changed(seed: int, factor: float) -> bool:
    rng = np.random.default_rng(seed)
    pianist = Pianist(rhythm=Rhythm(onset_sd_ms=6.0), change=Change(day_log_sd=0.10))
    of = exercise(SCALE)
    values: list[RunValue] = []
    for week in range(BASELINE_WEEKS + WEEKS_AFTER):
        for weekday in DAYS_OF_WEEK:
            today = pianist.on_day(week, rng)
            if week >= BASELINE_WEEKS:
                today = replace(today, unevenness=factor * today.unevenness)
            for way in (Direction.UP, Direction.DOWN):
                truth = play(today, of, way, of.tempo_bpm, of.runs, rng).truth
                cell = Cell(
                    exercise_id=of.id,
                    exercise_version=of.version,
                    hand=of.hand,
                    direction=way,
                    tempo_bpm=of.tempo_bpm,
                    device_id=None,
                )
                values += [
                    RunValue(
                        local_date=MONDAY + timedelta(days=7 * week + weekday),
                        session_id=UUID(int=7 * week + weekday),
                        cell=cell,
                        run=number,
                        sd_ioi_ms=run.sd_ioi_ms,
                        mean_ioi_ms=IOI_MS,
                        noise_floor_ms=0.4,
                    )
                    for number, run in enumerate(truth.runs, start=1)
                ]
    weeks = weekly_scores(values).weeks[BASELINE_WEEKS:]
    return any(week.verdict.outcome is Outcome.REAL_CHANGE for week in weeks)


def _weeks(weeks: int) -> str:
    return "1 week" if weeks == 1 else f"{weeks} weeks"


def _line(what: str, found: tuple[float, float], stated: float, claim: Claim) -> Finding:
    return Finding(
        test="",
        what=what,
        unit="%",
        stated=stated,
        found=found[0],
        error=found[1],
        claim=claim,
        digits=1,
    )

"""One era of the weekly score: from the first run, or a reset, to the next reset.

The first four measured weeks make the baseline and fix its cells; each later measured week moves
the EWMA and is judged.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import exp, expm1
from typing import NamedTuple

from engine.measures.statistics import student_t_quantile
from engine.progress import verdict
from engine.progress.baseline import (
    BASELINE_WEEKS,
    LIMIT_WIDTH,
    TABLE_WEIGHT,
    Baseline,
    ewma_next,
    ewma_se,
    shrunk_sem,
)
from engine.progress.days import MIN_RUNS, Day
from engine.progress.verdict import MIN_DAYS, Chart
from engine.progress.week import CellWeek, Estimate, Week
from engine.progress.wobble import DayWobble, WeekSpread, week_spread
from engine.record import BaselineReset, Cell

HEADLINE = -1


class PlayedCell(NamedTuple):
    """One cell in one week: its measured days, the days that were too short, the runs of both.

    ``median`` is the median ln(sdIOI) over the runs of the measured days, null without any.
    """

    measured: tuple[Day, ...]
    short_days: int
    valid: int
    invalid: int
    median: float | None


class PlayedWeek(NamedTuple):
    """What was played in one week, by the number of the cell in its era."""

    monday: date
    cells: Mapping[int, PlayedCell]


@dataclass(frozen=True, slots=True, kw_only=True)
class Era:
    """The weeks between two resets, none left out; ``cells`` name the numbers in them."""

    reset: BaselineReset | None
    cells: Sequence[Cell]
    weeks: tuple[PlayedWeek, ...]


@dataclass(frozen=True, slots=True)
class _Standing:
    """Where the chart stands between two weeks."""

    baseline: Baseline | None = None
    first: tuple[Week, ...] = ()
    log_iois: tuple[float, ...] = ()
    judged: int = 0
    ewma: float = 0.0
    outside: int = 0
    quantile: float = 0.0


def judged_weeks(era: Era) -> tuple[list[Week], Baseline | None, tuple[Cell, ...]]:
    """Return the weeks of an era, its baseline (None while incomplete) and the cells of that."""
    fixed = baseline_cells(era.weeks)
    wobbles: defaultdict[int, DayWobble] = defaultdict(DayWobble)
    standing = _Standing()
    weeks: list[Week] = []
    for played in era.weeks:
        week = _described(era, played, fixed, wobbles)
        estimate, baseline = week.estimate, standing.baseline
        if not played.cells:
            week = _charted(week, standing)
        elif estimate is None:
            week = _charted(_too_few(week, played, fixed), standing)
        elif baseline is None:
            week, standing = _in_baseline(era, week, _log_ioi(played, fixed), standing)
        else:
            standing = _moved(standing, baseline, estimate.y - baseline.y)
            tempo_change = expm1(_log_ioi(played, fixed) - baseline.log_ioi)
            week = replace(week, tempo_change=tempo_change)
            week = _charted(_judged(week, standing, baseline), standing)
        weeks.append(week)
    if era.reset and weeks:
        weeks[0] = replace(weeks[0], reset=era.reset)
    return weeks, standing.baseline, tuple(era.cells[number] for number in fixed)


def baseline_cells(weeks: Sequence[PlayedWeek]) -> tuple[int, ...]:
    """Return the cells that the baseline fixes, or would fix as it stands.

    They are the cells that share their first four measured weeks; of several such groups the one
    that was complete first, then the larger. Before any is complete: the group measured in the
    most weeks. A cell measured less often is shown, but is no part of the verdict.
    """
    measured: defaultdict[int, list[date]] = defaultdict(list)
    for week in weeks:
        for number, cell in week.cells.items():
            if len(cell.measured) >= MIN_DAYS and len(measured[number]) < BASELINE_WEEKS:
                measured[number].append(week.monday)
    groups: defaultdict[tuple[date, ...], list[int]] = defaultdict(list)
    for number, mondays in measured.items():
        groups[tuple(mondays)].append(number)
    if not groups:
        return ()
    best = min(groups, key=lambda mondays: (-len(mondays), mondays[-1], -len(groups[mondays])))
    return tuple(sorted(groups[best]))


def _described(
    era: Era, played: PlayedWeek, fixed: Sequence[int], wobbles: defaultdict[int, DayWobble]
) -> Week:
    """Return the week with its values and no judgement."""
    own = [played.cells[number] for number in fixed if number in played.cells]
    runs = sum(cell.valid + cell.invalid for cell in own)
    week = Week(
        monday=played.monday,
        cells=tuple(
            _cell_week(era.cells[number], cell, number, wobbles)
            for number, cell in played.cells.items()
        ),
        days=_fewest(played, fixed),
        estimate=None,
        verdict=verdict.nothing_played(),
        invalid_rate=sum(cell.invalid for cell in own) / runs if runs else None,
    )
    if not fixed or week.days < MIN_DAYS:
        return week
    estimate = _estimated(week_spread([cell.measured for cell in own]), HEADLINE, wobbles)
    floors = [_mean(d.floor_ms for d in c.measured) / exp(_mean_y(c.measured)) for c in own]
    medians = [cell.median for cell in own if cell.median is not None]
    return replace(
        week, estimate=estimate, floor_share=_mean(floors), median_ms=exp(_mean(medians))
    )


def _fewest(played: PlayedWeek, fixed: Sequence[int]) -> int:
    if not fixed:  # nothing is fixed yet: the cell that has come furthest says what is missing
        return max((len(cell.measured) for cell in played.cells.values()), default=0)
    return min(len(played.cells[n].measured) if n in played.cells else 0 for n in fixed)


def _cell_week(
    cell: Cell, played: PlayedCell, number: int, wobbles: defaultdict[int, DayWobble]
) -> CellWeek:
    enough = len(played.measured) >= MIN_DAYS
    return CellWeek(
        cell=cell,
        days=len(played.measured),
        short_days=played.short_days,
        valid=played.valid,
        invalid=played.invalid,
        estimate=_estimated(week_spread([played.measured]), number, wobbles) if enough else None,
        median_ms=exp(played.median) if enough and played.median is not None else None,
    )


def _estimated(spread: WeekSpread, series: int, wobbles: defaultdict[int, DayWobble]) -> Estimate:
    wobbles[series] = wobbles[series].learnt(spread)
    half = wobbles[series].half_width(spread)
    return Estimate(y=spread.y, low=spread.y - half, high=spread.y + half)


def _too_few(week: Week, played: PlayedWeek, fixed: Sequence[int]) -> Week:
    own = [played.cells[number] for number in fixed if number in played.cells]
    if fixed and not own:
        return replace(week, verdict=verdict.not_played())
    short = max(cell.short_days for cell in own or played.cells.values())
    said = verdict.not_enough(days=week.days, short_days=short, min_runs=MIN_RUNS)
    return replace(week, verdict=said)


def _charted(week: Week, standing: _Standing) -> Week:
    """Return the week with the EWMA and its limits as they stand."""
    baseline = standing.baseline
    if baseline is None or standing.judged == 0:
        return week
    limit = LIMIT_WIDTH * ewma_se(standing.judged, baseline.sem)
    return replace(
        week,
        ewma_ms=exp(baseline.y + standing.ewma),
        limit_low_ms=exp(baseline.y - limit),
        limit_high_ms=exp(baseline.y + limit),
    )


def _in_baseline(
    era: Era, week: Week, log_ioi: float, standing: _Standing
) -> tuple[Week, _Standing]:
    first = (*standing.first, week)
    standing = replace(standing, first=first, log_iois=(*standing.log_iois, log_ioi))
    if len(first) == BASELINE_WEEKS:
        ys = [each.estimate.y for each in first if each.estimate]
        baseline = Baseline(
            weeks=tuple(each.monday for each in first),
            cells=tuple(era.cells[number] for number in baseline_cells(era.weeks)),
            y=_mean(ys),
            sem=shrunk_sem(ys, floor=_mean(each.floor_share or 0.0 for each in first)),
            invalid_rate=_mean(each.invalid_rate or 0.0 for each in first),
            log_ioi=_mean(standing.log_iois),
        )
        # SEM rests on 3 degrees of freedom of its own and the 4 of the table
        quantile = student_t_quantile(BASELINE_WEEKS - 1 + TABLE_WEIGHT)
        standing = replace(standing, baseline=baseline, quantile=quantile)
    return replace(week, verdict=verdict.in_baseline(len(first))), standing


def _moved(standing: _Standing, baseline: Baseline, deviation: float) -> _Standing:
    ewma = ewma_next(standing.ewma, deviation)
    number = standing.judged + 1
    beyond = abs(ewma) > LIMIT_WIDTH * ewma_se(number, baseline.sem)
    so_far = standing.outside if ewma * standing.ewma > 0 else 0
    return replace(standing, judged=number, ewma=ewma, outside=so_far + 1 if beyond else 0)


def _judged(week: Week, standing: _Standing, baseline: Baseline) -> Week:
    se = ewma_se(standing.judged, baseline.sem)
    chart = Chart(
        ewma=standing.ewma,
        limit=LIMIT_WIDTH * se,
        half_width=standing.quantile * se,
        sdc95_percent=baseline.sdc95_percent,
        weeks_outside=standing.outside,
    )
    hidden_because = verdict.why_hidden(
        invalid_rise=(week.invalid_rate or 0.0) - baseline.invalid_rate,
        floor_share=week.floor_share or 0.0,
        tempo_change=week.tempo_change or 0.0,
    )
    return replace(week, verdict=verdict.judged(chart, hidden_because=hidden_because))


def _log_ioi(played: PlayedWeek, fixed: Sequence[int]) -> float:
    cells = [played.cells[number] for number in fixed]
    return _mean(_mean(day.log_ioi for day in cell.measured) for cell in cells)


def _mean_y(days: Sequence[Day]) -> float:
    return _mean(day.y for day in days if day.y is not None)


def _mean(values: Iterable[float]) -> float:
    listed = list(values)
    return sum(listed) / len(listed)

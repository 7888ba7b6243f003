"""One era of the weekly score: from the first run, or a reset, to the next reset.

The first four measured weeks make the baseline and fix its cells; each later measured week moves
the EWMA and is judged.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import exp, expm1, log

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


@dataclass(frozen=True, slots=True, kw_only=True)
class PlayedWeek:
    """What was played in one week: by cell its days and the median ln(sdIOI) of their runs."""

    monday: date
    cells: Mapping[Cell, tuple[tuple[Day, ...], float | None]]

    def measured(self, cell: Cell) -> tuple[Day, ...]:
        """Return the measured days of one cell."""
        days, _ = self.cells.get(cell, ((), None))
        return tuple(day for day in days if day.y is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Era:
    """The weeks between two resets, none left out."""

    reset: BaselineReset | None
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


def judged_weeks(era: Era) -> tuple[list[Week], Baseline | None, tuple[Cell, ...]]:
    """Return the weeks of an era, its baseline (None while incomplete) and the cells of that."""
    cells = baseline_cells(era.weeks)
    wobbles: defaultdict[Cell | None, DayWobble] = defaultdict(DayWobble)
    standing = _Standing()
    weeks: list[Week] = []
    for played in era.weeks:
        week = _described(played, cells, wobbles)
        if not played.cells:
            week = _charted(week, standing)
        elif week.estimate is None:
            week = _charted(_too_few(week, played, cells), standing)
        elif standing.baseline is None:
            week, standing = _in_baseline(week, played, cells, standing)
        else:
            week, standing = _judged(week, played, standing.baseline, standing)
        weeks.append(week)
    if era.reset and weeks:
        weeks[0] = replace(weeks[0], reset=era.reset)
    return weeks, standing.baseline, cells


def baseline_cells(weeks: Sequence[PlayedWeek]) -> tuple[Cell, ...]:
    """Return the cells that the baseline fixes, or would fix as it stands.

    They are the cells that share their first four measured weeks; of several such groups the one
    that was complete first, then the larger. Before any is complete: the group measured in the
    most weeks. A cell measured less often is shown, but is no part of the verdict.
    """
    measured: defaultdict[Cell, list[date]] = defaultdict(list)
    for week in weeks:
        for cell in week.cells:
            if len(week.measured(cell)) >= MIN_DAYS and len(measured[cell]) < BASELINE_WEEKS:
                measured[cell].append(week.monday)
    groups: defaultdict[tuple[date, ...], list[Cell]] = defaultdict(list)
    for cell, mondays in measured.items():
        if mondays:
            groups[tuple(mondays)].append(cell)
    if not groups:
        return ()
    best = min(groups, key=lambda mondays: (-len(mondays), mondays[-1], -len(groups[mondays])))
    return tuple(sorted(groups[best], key=_order))


def _order(cell: Cell) -> tuple[str, int, str, str, float, str]:
    return (
        cell.exercise_id,
        cell.exercise_version,
        cell.hand,
        cell.direction,
        cell.tempo_bpm,
        str(cell.device_id),
    )


def _described(
    played: PlayedWeek, cells: Sequence[Cell], wobbles: defaultdict[Cell | None, DayWobble]
) -> Week:
    """Return the week with its values and no judgement."""
    shown = tuple(_cell_week(played, cell, wobbles) for cell in sorted(played.cells, key=_order))
    own = [each for each in shown if each.cell in cells]
    counted = own if cells else shown
    runs = sum(each.valid + each.invalid for each in own)
    whole = len(own) == len(cells) > 0 and all(each.estimate for each in own)
    estimate = floor_share = None
    if whole:
        estimate = _estimated(week_spread([played.measured(cell) for cell in cells]), None, wobbles)
        floor_share = _mean(
            _mean(day.floor_ms for day in played.measured(each.cell)) / each.estimate.value_ms
            for each in own
            if each.estimate
        )
    return Week(
        monday=played.monday,
        cells=shown,
        days=_fewest(counted, cells),
        estimate=estimate,
        median_ms=exp(_mean(log(each.median_ms) for each in own if each.median_ms))
        if whole
        else None,
        verdict=verdict.nothing_played(),
        invalid_rate=sum(each.invalid for each in own) / runs if runs else None,
        floor_share=floor_share,
    )


def _fewest(counted: Sequence[CellWeek], cells: Sequence[Cell]) -> int:
    if not cells:  # nothing is fixed yet: the cell that has come furthest says what is missing
        return max((each.days for each in counted), default=0)
    return min(each.days for each in counted) if len(counted) == len(cells) else 0


def _cell_week(
    played: PlayedWeek, cell: Cell, wobbles: defaultdict[Cell | None, DayWobble]
) -> CellWeek:
    days, median = played.cells[cell]
    measured = played.measured(cell)
    enough = len(measured) >= MIN_DAYS
    return CellWeek(
        cell=cell,
        days=len(measured),
        short_days=len(days) - len(measured),
        valid=sum(day.valid for day in days),
        invalid=sum(day.invalid for day in days),
        estimate=_estimated(week_spread([measured]), cell, wobbles) if enough else None,
        median_ms=exp(median) if enough and median is not None else None,
    )


def _estimated(
    spread: WeekSpread, series: Cell | None, wobbles: defaultdict[Cell | None, DayWobble]
) -> Estimate:
    wobbles[series] = wobbles[series].learnt(spread)
    half = wobbles[series].half_width(spread)
    return Estimate(y=spread.y, low=spread.y - half, high=spread.y + half)


def _too_few(week: Week, played: PlayedWeek, cells: Sequence[Cell]) -> Week:
    if cells and not any(cell in played.cells for cell in cells):
        said = verdict.not_played()
    else:
        asked = [each for each in week.cells if each.cell in cells] or week.cells
        short = max(each.short_days for each in asked)
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
    week: Week, played: PlayedWeek, cells: tuple[Cell, ...], standing: _Standing
) -> tuple[Week, _Standing]:
    first = (*standing.first, week)
    log_iois = (*standing.log_iois, _log_ioi(played, cells))
    standing = replace(standing, first=first, log_iois=log_iois)
    if len(first) == BASELINE_WEEKS:
        ys = [each.estimate.y for each in first if each.estimate]
        baseline = Baseline(
            weeks=tuple(each.monday for each in first),
            cells=cells,
            y=_mean(ys),
            sem=shrunk_sem(ys, floor=_mean(each.floor_share or 0.0 for each in first)),
            invalid_rate=_mean(each.invalid_rate or 0.0 for each in first),
            log_ioi=_mean(log_iois),
        )
        standing = replace(standing, baseline=baseline)
    return replace(week, verdict=verdict.in_baseline(len(first))), standing


def _judged(
    week: Week, played: PlayedWeek, baseline: Baseline, standing: _Standing
) -> tuple[Week, _Standing]:
    assert week.estimate is not None
    ewma = ewma_next(standing.ewma, week.estimate.y - baseline.y)
    number = standing.judged + 1
    se = ewma_se(number, baseline.sem)
    limit = LIMIT_WIDTH * se
    same_side = ewma * standing.ewma > 0
    outside = (standing.outside if same_side else 0) + 1 if abs(ewma) > limit else 0
    standing = replace(standing, judged=number, ewma=ewma, outside=outside)
    tempo_change = expm1(_log_ioi(played, baseline.cells) - baseline.log_ioi)
    hidden_because = verdict.why_hidden(
        invalid_rise=(week.invalid_rate or 0.0) - baseline.invalid_rate,
        floor_share=week.floor_share or 0.0,
        tempo_change=tempo_change,
    )
    # SEM rests on 3 degrees of freedom of its own and the 4 of the table
    half_width = student_t_quantile(BASELINE_WEEKS - 1 + TABLE_WEIGHT) * se
    chart = Chart(
        ewma=ewma,
        limit=limit,
        half_width=half_width,
        sdc95_percent=baseline.sdc95_percent,
        weeks_outside=outside,
    )
    week = replace(
        week,
        verdict=verdict.judged(chart, hidden_because=hidden_because),
        tempo_change=tempo_change,
    )
    return _charted(week, standing), standing


def _log_ioi(played: PlayedWeek, cells: Sequence[Cell]) -> float:
    return _mean(_mean(day.log_ioi for day in played.measured(cell)) for cell in cells)


def _mean(values: Iterable[float]) -> float:
    listed = list(values)
    return sum(listed) / len(listed)

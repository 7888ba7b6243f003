"""The weekly score, SCIENCE 6.3 to the letter: is a change real.

Days become weeks (3 measured days or more), weeks a baseline (the first 4 that are measured), and
later weeks are judged by an EWMA against it. One verdict a player: its value is the mean over the
cells fixed at baseline, so that four cells do not alarm four times as often.

Conventions: weeks are ISO weeks of the local date. The runs are those of scored evenness checks
(``engine.progress.days`` says what that leaves out). A reset starts a new era on its date; in its
week the runs before that date are left out, since they belong to no baseline that week. Resets are
made by a person only; another tempo, instrument or exercise version is another cell and never
mixes in. A week without data keeps its place.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import numpy as np

from engine.progress.baseline import Baseline
from engine.progress.days import Day, Runs, columns, days_of, grouped
from engine.progress.era import Era, PlayedWeek, judged_weeks
from engine.progress.week import Week, Weekly
from engine.record import BaselineReset, Cell, RunValue

Key = tuple[int, int]


def weekly_scores(
    runs: Sequence[RunValue],
    resets: Sequence[BaselineReset] = (),
    *,
    until: date | None = None,
) -> Weekly:
    """Return the weekly scores of one player.

    Parameters
    ----------
    runs : all scored runs of her evenness checks, valid and invalid, in any order
    resets : her resets, in any order; of several in one week the last counts
    until : show weeks up to this day even where nothing was played; today, as a rule
    """
    if not runs:
        return Weekly(weeks=(), baselines=(), baseline=None, cells=())
    reset_by_monday = {_monday(r.local_date): r for r in sorted(resets, key=lambda r: r.local_date)}
    played = columns([run for run in runs if not _before_reset(run, reset_by_monday)])
    days, measured = days_of(played)
    ends = [run.local_date for run in runs] + [reset.local_date for reset in resets]
    first = _monday(min(run.local_date for run in runs))
    last = _monday(max(ends if until is None else [*ends, until]))
    by_week = _by_week(played.cells, days, _medians(played, measured))
    weeks: list[Week] = []
    baselines: list[Baseline] = []
    cells: tuple[Cell, ...] = ()
    latest: Baseline | None = None
    for start, stop in _eras(first, last, reset_by_monday):
        mondays = [start + timedelta(weeks=k) for k in range((stop - start).days // 7)]
        era = Era(
            reset=reset_by_monday.get(start),
            weeks=tuple(by_week.get(day) or PlayedWeek(monday=day, cells={}) for day in mondays),
        )
        judged, latest, cells = judged_weeks(era)
        weeks += judged
        baselines += [latest] if latest else []
    return Weekly(weeks=tuple(weeks), baselines=tuple(baselines), baseline=latest, cells=cells)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _before_reset(run: RunValue, reset_by_monday: Mapping[date, BaselineReset]) -> bool:
    if not reset_by_monday:
        return False
    reset = reset_by_monday.get(_monday(run.local_date))
    return reset is not None and run.local_date < reset.local_date


def _eras(
    first: date, last: date, reset_by_monday: Mapping[date, BaselineReset]
) -> list[tuple[date, date]]:
    """Return (first Monday, Monday after the last) of each stretch between resets."""
    starts = sorted({first, *(monday for monday in reset_by_monday if monday > first)})
    return list(zip(starts, [*starts[1:], last + timedelta(weeks=1)], strict=True))


def _medians(runs: Runs, measured: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> dict[Key, float]:
    """Return the median ln(sdIOI) by (cell, ordinal of the Monday) over runs of measured days."""
    if not measured.any():
        return {}
    cell, day, y = runs.cell[measured], runs.day[measured], runs.y[measured]
    monday = day - (day - 1) % 7  # ordinal 1 was a Monday
    keys, first, group = np.unique(
        cell * 10_000_000 + monday, return_index=True, return_inverse=True
    )
    medians = grouped(group, y, len(keys)).median
    where = zip(cell[first].tolist(), monday[first].tolist(), strict=True)
    return dict(zip(where, medians.tolist(), strict=True))


def _by_week(
    cells: Sequence[Cell], days: Sequence[Day], medians: Mapping[Key, float]
) -> dict[date, PlayedWeek]:
    found: defaultdict[int, defaultdict[int, list[Day]]] = defaultdict(lambda: defaultdict(list))
    for day in days:
        found[day.day - (day.day - 1) % 7][day.cell].append(day)
    return {
        date.fromordinal(monday): PlayedWeek(
            monday=date.fromordinal(monday),
            cells={
                cells[index]: (tuple(own), medians.get((index, monday)))
                for index, own in sorted(by_cell.items())
            },
        )
        for monday, by_cell in found.items()
    }

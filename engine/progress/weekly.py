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
from typing import TypeVar

import numpy as np

from engine.progress.baseline import Baseline
from engine.progress.days import (
    MANY_DAYS,
    Day,
    Indices,
    Runs,
    columns,
    days_of,
    grouped,
    measured_runs,
)
from engine.progress.era import Era, PlayedCell, PlayedWeek, judged_weeks
from engine.progress.week import Week, Weekly
from engine.record import BaselineReset, Cell, RunValue

Key = tuple[int, int]
Ordinal = TypeVar("Ordinal", int, Indices)


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
    all_runs = columns(runs)
    played = _without_early_runs(all_runs, reset_by_monday)
    first = _monday(date.fromordinal(int(all_runs.day.min())))
    ends = [date.fromordinal(int(all_runs.day.max())), *reset_by_monday]
    last = _monday(max(ends if until is None else [*ends, until]))
    by_week = _by_week(played)
    weeks: list[Week] = []
    baselines: list[Baseline] = []
    cells: tuple[Cell, ...] = ()
    latest: Baseline | None = None
    for start, stop in _eras(first, last, reset_by_monday):
        mondays = [start + timedelta(weeks=k) for k in range((stop - start).days // 7)]
        era = Era(
            reset=reset_by_monday.get(start),
            cells=played.cells,
            weeks=tuple(PlayedWeek(day, by_week.get(day, {})) for day in mondays),
        )
        judged, latest, cells = judged_weeks(era)
        weeks += judged
        baselines += [latest] if latest else []
    return Weekly(weeks=tuple(weeks), baselines=tuple(baselines), baseline=latest, cells=cells)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _monday_ordinal(day: Ordinal) -> Ordinal:
    return day - (day - 1) % 7  # day 1 was a Monday


def _without_early_runs(runs: Runs, reset_by_monday: Mapping[date, BaselineReset]) -> Runs:
    """Leave out the runs of a reset's week that were played before it."""
    early = np.zeros(len(runs.day), bool)
    for monday, reset in reset_by_monday.items():
        day = reset.local_date.toordinal()
        early |= (runs.day >= monday.toordinal()) & (runs.day < day)
    return runs.where(~early)


def _eras(
    first: date, last: date, reset_by_monday: Mapping[date, BaselineReset]
) -> list[tuple[date, date]]:
    """Return (first Monday, Monday after the last) of each stretch between resets."""
    starts = sorted({first, *(monday for monday in reset_by_monday if monday > first)})
    return list(zip(starts, [*starts[1:], last + timedelta(weeks=1)], strict=True))


def _medians(runs: Runs) -> dict[Key, float]:
    """Return the median ln(sdIOI) by (cell, ordinal of the Monday) over the runs given."""
    if not len(runs.y):
        return {}
    found = grouped(runs.cell * MANY_DAYS + _monday_ordinal(runs.day), runs.y)
    where = zip((found.key // MANY_DAYS).tolist(), (found.key % MANY_DAYS).tolist(), strict=True)
    return dict(zip(where, found.median.tolist(), strict=True))


def _by_week(runs: Runs) -> dict[date, dict[int, PlayedCell]]:
    if not len(runs.y):
        return {}
    medians = _medians(measured_runs(runs))
    by_key: defaultdict[Key, list[Day]] = defaultdict(list)
    for day in days_of(runs):  # sorted by cell, so each week lists its cells in their order
        by_key[day.cell, _monday_ordinal(day.day)].append(day)
    found: defaultdict[date, dict[int, PlayedCell]] = defaultdict(dict)
    for (cell, monday), own in by_key.items():
        kept = tuple(day for day in own if day.y is not None)
        found[date.fromordinal(monday)][cell] = PlayedCell(
            measured=kept,
            short_days=len(own) - len(kept),
            valid=sum(day.valid for day in own),
            invalid=sum(day.invalid for day in own),
            median=medians.get((cell, monday)),
        )
    return found

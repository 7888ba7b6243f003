from collections.abc import Callable, Sequence
from datetime import date, timedelta
from math import exp
from uuid import UUID

import pytest

from engine.exercise import Direction, Hand
from engine.record import Cell, RunValue

MONDAY = date(2026, 1, 5)


def cell_of(
    direction: Direction = Direction.UP, *, tempo_bpm: float = 60.0, hand: Hand = Hand.RIGHT
) -> Cell:
    return Cell(
        exercise_id="scale-c-right",
        exercise_version=1,
        hand=hand,
        direction=direction,
        tempo_bpm=tempo_bpm,
        device_id=UUID(int=1),
    )


def day_of_runs(
    day: date,
    y: Sequence[float | None],
    *,
    cell: Cell | None = None,
    ioi_ms: float = 250.0,
    floor_ms: float = 0.4,
) -> list[RunValue]:
    """The runs of one day; ``y`` are ln(sdIOI in ms), None for an invalid run."""
    return [
        RunValue(
            local_date=day,
            session_id=UUID(int=day.toordinal()),
            cell=cell or cell_of(),
            run=run,
            sd_ioi_ms=None if value is None else exp(value),
            mean_ioi_ms=None if value is None else ioi_ms,
            noise_floor_ms=floor_ms,
        )
        for run, value in enumerate(y)
    ]


def practised(
    weeks: Sequence[float | None],
    *,
    days: Sequence[int] | None = None,
    **how: object,
) -> list[RunValue]:
    """Ten runs on Monday, Wednesday and Friday at each week's ln(sdIOI), a little spread.

    None is a week without practice; ``days`` says how many days each week has instead of three.
    """
    runs: list[RunValue] = []
    for week, y in enumerate(weeks):
        if y is None:
            continue
        for day in range(3 if days is None else days[week]):
            when = MONDAY + timedelta(weeks=week, days=2 * day)
            spread = [y + 0.02 * (day - 1) + 0.1 * (run - 4.5) / 4.5 for run in range(10)]
            runs += day_of_runs(when, spread, **how)  # type: ignore[arg-type]
    return runs


@pytest.fixture(scope="session")
def practice() -> Callable[..., list[RunValue]]:
    return practised


@pytest.fixture(scope="session")
def one_day() -> Callable[..., list[RunValue]]:
    return day_of_runs


@pytest.fixture(scope="session")
def cell() -> Callable[..., Cell]:
    return cell_of

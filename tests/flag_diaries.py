"""Weeks of a virtual player's record as the constellation and the next pattern read it.

A day is what today's plan holds: the scale up and down and the five-finger pattern. The rows that
the record keeps of each take (mean IOI of a transition less the mean IOI of its run, and its
standard error from the runs) are worked out for many players at once; a test holds them to what
the measures find in a played take.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

import numpy as np

from engine.exercise import Direction, Pattern
from engine.progress.transitions import TransitionDeviation
from engine.session.steps.runs import PEARLS_RUNS
from tests.flag_rates import IOI_MS, LOOP, SCALE, Wobble, exercise

Pair = tuple[int, int]
MONDAY = date(2026, 1, 5)
DAYS_OF_WEEK = (0, 2, 4)


def patterns_of_a_day() -> tuple[tuple[Pattern, int], ...]:
    """Return what a day's plan asks for, with the runs of each."""
    scale, five = exercise(SCALE), exercise(LOOP)
    return (
        (scale.pattern(Direction.UP), scale.runs),
        (scale.pattern(Direction.DOWN), scale.runs),
        (five.pattern(Direction.LOOP), PEARLS_RUNS),
    )


@dataclass(frozen=True, kw_only=True)
class Row:
    """One transition in one take of many players; shapes (players,)."""

    mean_ms: np.ndarray
    se_ms: np.ndarray
    n: int


def rows_of(pattern: Pattern, off_ms: np.ndarray) -> dict[Pair, Row]:
    """Return each transition's row; ``off_ms`` from the grid, shape (players, runs, notes)."""
    pairs = list(pairwise(pattern.fingers))
    ioi = np.diff(off_ms, axis=-1)
    ioi = ioi - ioi.mean(axis=-1, keepdims=True)
    runs = ioi.shape[1]
    found = {}
    for pair in dict.fromkeys(pairs):
        columns = [index for index, each in enumerate(pairs) if each == pair]
        of_run = ioi[..., columns].mean(axis=-1)
        found[pair] = Row(
            mean_ms=of_run.mean(axis=1),
            se_ms=of_run.std(axis=1, ddof=1) / np.sqrt(runs),
            n=runs * len(columns),
        )
    return found


def diaries(
    wobble: Wobble,
    late_ms: Mapping[Pair, float],
    *,
    players: int,
    weeks: int,
    rng: np.random.Generator,
) -> Iterator[list[TransitionDeviation]]:
    """Yield each player's transition deviations of ``weeks`` weeks with three days each."""
    days = [
        (MONDAY + timedelta(days=7 * week + day), rows_of(pattern, _played(pattern, runs)))
        for week in range(weeks)
        for day in DAYS_OF_WEEK
        for pattern, runs in patterns_of_a_day()
        if (_played := _player(wobble, late_ms, players, rng))
    ]
    for player in range(players):
        yield [
            TransitionDeviation(
                local_date=day,
                finger=pair[0],
                to_finger=pair[1],
                deviation_ms=float(row.mean_ms[player]),
                standard_error_ms=float(row.se_ms[player]),
                n=row.n,
                ioi_ms=IOI_MS,
            )
            for day, rows in days
            for pair, row in rows.items()
        ]


def _player(wobble: Wobble, late_ms: Mapping[Pair, float], players: int, rng: np.random.Generator):
    def played(pattern: Pattern, runs: int) -> np.ndarray:
        off_ms = wobble.onsets_ms(players, runs, pattern, rng)
        for place, pair in enumerate(pairwise(pattern.fingers), start=1):
            off_ms[..., place] += late_ms.get(pair, 0.0)
        return off_ms

    return played

"""The frozen values of the weekly score: a cell's week, a week, and all weeks of a player."""

import math
from dataclasses import dataclass
from datetime import date

from engine.progress.baseline import Baseline
from engine.progress.verdict import Verdict
from engine.record import BaselineReset, Cell

HALF_SCORE_MS = 16.0
STEEPNESS = 1.5


def friendly_score(value_ms: float) -> float:
    """Return the 0 to 100 number beside an sdIOI: 100 / (1 + (value / 16 ms)^1.5).

    A strictly falling map of the same figure and of nothing else: 16 ms is 50, 8 ms 74, 4 ms 89; 0
    and 100 are never reached. It is a scale for the eye, not a norm.
    """
    return 100 / (1 + math.pow(value_ms / HALF_SCORE_MS, STEEPNESS))


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """A value of sdIOI with its 95 % interval from days then runs; ``y`` and ends are ln(ms)."""

    y: float
    low: float
    high: float

    @property
    def value_ms(self) -> float:
        """The value in ms."""
        return math.exp(self.y)

    @property
    def low_ms(self) -> float:
        """The lower end in ms."""
        return math.exp(self.low)

    @property
    def high_ms(self) -> float:
        """The upper end in ms."""
        return math.exp(self.high)

    @property
    def score(self) -> float:
        """The friendly number of the same value, 0 to 100, higher is more even."""
        return friendly_score(self.value_ms)


@dataclass(frozen=True, slots=True, kw_only=True)
class CellWeek:
    """One cell in one week, shown without verdict words.

    ``days`` were measured, ``short_days`` played with fewer than 8 valid runs; ``estimate`` is null
    below 3 measured days. ``median_ms`` is the median over the runs of the measured days.
    """

    cell: Cell
    days: int
    short_days: int
    valid: int
    invalid: int
    estimate: Estimate | None
    median_ms: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """One ISO week; ``estimate`` is the player's value, null where the week is not measured.

    ``days`` is the number of measured days in the cell of the baseline that has the fewest;
    ``median_ms`` the geometric mean of the medians of these cells, published beside the value.
    ``ewma_ms`` is the smoothed value (exp(B + E_w)) and ``limit_low_ms`` to ``limit_high_ms`` the
    band of no real change, both null before the baseline is complete; a week that is not measured
    keeps the last ones. ``invalid_rate`` (0 to 1) is over the same cells. ``reset`` is the decision
    that started a new baseline in this week.
    """

    monday: date
    cells: tuple[CellWeek, ...]
    days: int
    estimate: Estimate | None
    verdict: Verdict
    median_ms: float | None = None
    invalid_rate: float | None = None
    floor_share: float | None = None
    tempo_change: float | None = None
    ewma_ms: float | None = None
    limit_low_ms: float | None = None
    limit_high_ms: float | None = None
    reset: BaselineReset | None = None

    @property
    def number(self) -> int:
        """The ISO week number."""
        return self.monday.isocalendar().week


@dataclass(frozen=True, slots=True, kw_only=True)
class Weekly:
    """The weekly scores of one player: every week from the first to the last, gaps included.

    ``baselines`` are all that were completed, one after each reset; ``baseline`` is the one that
    the last week is compared with, null while it is not complete, and ``cells`` are its cells, or
    those that it will have as it stands now.
    """

    weeks: tuple[Week, ...]
    baselines: tuple[Baseline, ...]
    baseline: Baseline | None
    cells: tuple[Cell, ...]

    @property
    def latest(self) -> Week | None:
        """The last week."""
        return self.weeks[-1] if self.weeks else None

    @property
    def last_measured(self) -> Week | None:
        """The last week that has a value."""
        return next((week for week in reversed(self.weeks) if week.estimate), None)

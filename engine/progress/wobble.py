"""The interval of a week's value: resample its days, then the runs of each day, in closed form.

A week's value is a mean over cells of means over days, Y = sum a_d y_d with the weight a_d of a
date over all its cells. Drawing days and then runs again gives it the variance

    c^2 sum a_d^2  +  sum of (weight of a cell's day)^2 x (variance of that day from its runs)

which is SCIENCE 6.1's SE^2 = c^2 / D + .063 / (D K) with the player's own numbers in it. Three days
cannot tell the day-to-day variance c^2 by themselves (a percentile bootstrap of three,
``engine.progress.resampling``, covers 89 %), so it is pooled over the player's weeks so far and
drawn towards 10 %. Dates carry all their cells together: a bad day is bad in every cell.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from engine.measures.statistics import student_t_quantile
from engine.progress.days import Day

TABLE_DAY_SD = 0.10
TABLE_DF = 8  # four pseudo-weeks of three days


@dataclass(frozen=True, slots=True)
class DayWobble:
    """The day-to-day variance of ln(sdIOI) learnt so far, from ``df`` degrees of freedom."""

    squares: float = 0.0
    df: int = 0

    @property
    def variance(self) -> float:
        """The pooled variance, drawn towards 10 % squared; 0 at the least."""
        return max(0.0, (TABLE_DF * TABLE_DAY_SD**2 + self.squares) / (TABLE_DF + self.df))

    def learnt(self, week: "WeekSpread") -> "DayWobble":
        """Return the variance after one more week."""
        if week.df == 0:
            return self
        own = (week.between - week.from_runs) / week.weights
        return DayWobble(self.squares + week.df * own, self.df + week.df)

    def half_width(self, week: "WeekSpread") -> float:
        """Return the half width of the 95 % interval of a week's y."""
        se = math.sqrt(self.variance * week.weights + week.from_runs)
        return student_t_quantile(TABLE_DF + self.df) * se


@dataclass(frozen=True, slots=True)
class WeekSpread:
    """One week's value and what its days say about its error.

    ``y`` the value; ``weights`` the sum of a_d^2; ``from_runs`` the variance of y from runs alone;
    ``between`` the variance of y that the spread of its days shows, with ``df`` degrees of freedom.
    """

    y: float
    weights: float
    from_runs: float
    between: float
    df: int


def week_spread(cells: Sequence[Sequence[Day]]) -> WeekSpread:
    """Return the spread of one week from the measured days of each of its cells.

    Every cell needs at least one measured day; ValueError without cells.
    """
    if not cells or not all(cells):
        raise ValueError("a week's value needs at least one measured day in each of its cells")
    weight: dict[int, float] = {}
    pull: dict[int, float] = {}
    total = from_runs = 0.0
    for days in cells:
        share = 1 / (len(cells) * len(days))
        mean = sum([_y(day) for day in days]) / len(days)
        total += mean / len(cells)
        for day in days:
            weight[day.day] = weight.get(day.day, 0.0) + share
            pull[day.day] = pull.get(day.day, 0.0) + share * (_y(day) - mean)
            from_runs += share * share * day.variance
    df = min([len(days) for days in cells]) - 1
    squares = sum([value * value for value in pull.values()])
    return WeekSpread(
        y=total,
        weights=sum([value * value for value in weight.values()]),
        from_runs=from_runs,
        between=squares * (df + 1) / df if df else 0.0,
        df=df,
    )


def _y(day: Day) -> float:
    if day.y is None:
        raise ValueError("a day that is not measured has no value")
    return day.y

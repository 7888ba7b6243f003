"""The player's own curve of evenness over tempo, and rho = sdIOI now / expected at this tempo.

ln(sdIOI) = a + b ln(IOI), one point a day and tempo, fitted as a Bayesian straight line with a flat
prior on a and N(0, 1) on b: no slope is known beforehand, and none beyond 1 is likely (the SD of
the IOIs rises with speed, so b is negative as a rule; at constant CV it would be +1). So there is
an answer from the first tempo on: near it the slope hardly matters (4 % away it adds 4 % of
uncertainty), far from it the interval widens as it must. ``Curve.tempi`` says how many were played.

Conventions: y is ln(ms), IOI in ms; intervals are 95 %.

References
----------
SCIENCE 5.2 (rho, clean runs), 6.1 (table values that the noise is drawn towards).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from engine.measures.statistics import Z95
from engine.progress.days import MANY_DAYS, MIN_RUNS, Floats, Indices, columns, grouped
from engine.record import RunValue

SLOPE_PRIOR_SD = 1.0
TABLE_DAY_SD = 0.10
TABLE_RUN_SD = 0.20
TABLE_DF = 8
CLEAN_Z = 2.33


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectation:
    """What is expected at one tempo: sdIOI in ms with the interval of the curve.

    ``run_limit_ms`` is what a clean run may have at most: expected + 2.33 predictive SD of a single
    run, so that a steady player meets it 99 times in a hundred.
    """

    value_ms: float
    low_ms: float
    high_ms: float
    run_limit_ms: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Rho:
    """sdIOI now over sdIOI expected; below 1 is more even than usual."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """The fitted line: y = ``level`` + ``slope`` (ln IOI - ``centre``), with its covariance.

    ``day_sd`` and ``run_sd`` are the SDs of ln(sdIOI) from day to day and from run to run;
    ``days`` counts the points, ``tempi`` the tempos among them.
    """

    level: float
    slope: float
    centre: float
    level_variance: float
    slope_variance: float
    covariance: float
    day_sd: float
    run_sd: float
    days: int
    tempi: int

    def expected(self, ioi_ms: float) -> Expectation:
        """Return what is expected at a mean IOI in ms; ValueError unless it is above 0."""
        y, variance = self._at(ioi_ms)
        half = Z95 * math.sqrt(variance)
        single = math.sqrt(variance + self.day_sd**2 + self.run_sd**2)
        return Expectation(
            value_ms=math.exp(y),
            low_ms=math.exp(y - half),
            high_ms=math.exp(y + half),
            run_limit_ms=math.exp(y + CLEAN_Z * single),
        )

    def rho(self, sd_ioi_ms: Sequence[float], *, ioi_ms: float) -> Rho | None:
        """Return rho of the valid runs just played, shape (n,), in ms; None without any.

        The interval holds the error of these runs and of the curve. It does not hold the wobble
        from day to day: how the hand is today is what adaptation must follow.
        """
        if not sd_ioi_ms:
            return None
        y = np.log(np.asarray(sd_ioi_ms, float))
        now = grouped(np.zeros(len(y), np.int64), y)
        expected, variance = self._at(ioi_ms)
        difference = float(now.mean[0]) - expected
        half = Z95 * math.sqrt(self.run_sd**2 / len(y) + variance)
        return Rho(
            value=math.exp(difference),
            low=math.exp(difference - half),
            high=math.exp(difference + half),
        )

    def _at(self, ioi_ms: float) -> tuple[float, float]:
        if not ioi_ms > 0:
            raise ValueError(f"a mean IOI is above 0 ms, not {ioi_ms}")
        x = math.log(ioi_ms) - self.centre
        variance = self.level_variance + 2 * x * self.covariance + x**2 * self.slope_variance
        return self.level + self.slope * x, variance


def fit_curve(runs: Sequence[RunValue]) -> Curve | None:
    """Return the curve of one exercise, hand, direction and instrument, over all its tempos.

    None with fewer than 8 valid runs in all. ``runs`` are those before today, of checks and of
    training alike; ValueError where they mix what may not be compared.
    """
    _refuse_mixtures(runs)
    valid = [run for run in runs if run.sd_ioi_ms is not None and run.mean_ioi_ms is not None]
    if len(valid) < MIN_RUNS:
        return None
    played = columns(valid)
    found = grouped(played.cell * MANY_DAYS + played.day, played.y)
    group = np.repeat(np.arange(len(found.count)), found.count)
    x = np.bincount(group, played.log_ioi[found.order]) / found.valid
    run_sd = _run_sd(played.y[found.order], group, found.valid)
    return _line(x, found.mean, run_sd**2 / found.valid, run_sd=run_sd, tempi=len(played.cells))


def _refuse_mixtures(runs: Sequence[RunValue]) -> None:
    keys = {
        (c.exercise_id, c.exercise_version, c.hand, c.direction, c.device_id)
        for c in {run.cell for run in runs}
    }
    if len(keys) > 1:
        raise ValueError(
            "a curve holds one exercise, hand, direction and instrument, "
            f"not {len(keys)} combinations of them"
        )


def _run_sd(y: Floats, group: Indices, n: Indices) -> float:
    """Return the SD from run to run within a day, drawn towards 20 %."""
    within = y - (np.bincount(group, y) / n)[group]
    df = len(y) - len(n)
    return math.sqrt((float(within @ within) + TABLE_DF * TABLE_RUN_SD**2) / (df + TABLE_DF))


def _line(x: Floats, y: Floats, from_runs: Floats, *, run_sd: float, tempi: int) -> Curve:
    """Return the line through the points; two passes, the second with the day-to-day variance."""
    day_variance = TABLE_DAY_SD**2
    centre = float(np.average(x, weights=1 / (day_variance + from_runs)))
    design = np.stack([np.ones_like(x), x - centre], axis=1)
    prior = np.diag([0.0, SLOPE_PRIOR_SD**-2])
    solution = np.zeros(2)
    covariance: Floats = np.zeros((2, 2))
    for _ in range(2):
        weight = 1 / (day_variance + from_runs)
        covariance = np.asarray(np.linalg.inv(design.T @ (weight[:, None] * design) + prior))
        solution = covariance @ (design.T @ (weight * y))
        squares = float(((y - design @ solution) ** 2 - from_runs).sum())
        df = max(0, len(y) - min(2, tempi))
        day_variance = max(0.0, (TABLE_DF * TABLE_DAY_SD**2 + (squares if df else 0.0))) / (
            TABLE_DF + df
        )
    return Curve(
        level=float(solution[0]),
        slope=float(solution[1]),
        centre=centre,
        level_variance=float(covariance[0, 0]),
        slope_variance=float(covariance[1, 1]),
        covariance=float(covariance[0, 1]),
        day_sd=math.sqrt(day_variance),
        run_sd=run_sd,
        days=len(y),
        tempi=tempi,
    )

"""The two variances of Wing and Kristofferson by restricted maximum likelihood.

Conventions: IOIs of one trial have covariance c I + m D, c the clock's and m the motor variance and
D the tridiagonal matrix (-1, 2, -1): a first-order moving average whose lag-one correlation lies
from -.5 to 0 exactly where neither variance is negative. A line is taken from each trial, and the
likelihood is that of what is left. In the directions in which D, so restricted, is diagonal, each
coordinate z has variance c + m l, so that all trials of a length are summed up by mean squares:

    deviance(c, m) = sum k (ln(c + m l) + s / (c + m l)),  s the mean of z^2 over k trials

Removing the line (or the mean of every place, for trials of one pattern) costs only degrees of
freedom here, where it biases moments: with 14 IOIs their motor variance is half as much too high.

References
----------
Wing and Kristofferson 1973, Percept Psychophys 14:5; Patterson and Thompson 1971, Biometrika
58:545; Kampen and Snijders 2002 compare moment, likelihood and moving-average fits.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import brentq, minimize_scalar

from engine.measures.lines import Matrix

CHI_SQUARE_95 = 3.841458820694124
BANDS = 4
# All in units of the mean square: the widest search, how finely, and what counts as 0.
MOST_UNITS = 64.0
PRECISION = 1e-7
AT_BOUND = 1e-4
SHARES = 33


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class MeanSquares:
    """What the likelihood needs: ``weight`` trials with mean square ``square`` at ``load`` l."""

    load: Matrix
    square: Matrix
    weight: Matrix

    def deviance(self, clock: float, motor: float) -> float:
        """Return -2 ln likelihood less a constant; the variances in the unit of ``square``."""
        variance = np.maximum(clock + motor * self.load, 1e-300)
        return float((self.weight * (np.log(variance) + self.square / variance)).sum())


@dataclass(frozen=True, slots=True, kw_only=True)
class Variance:
    """One variance with the ends of its 95 % likelihood interval; ``bounded`` where it is 0."""

    value: float
    low: float
    high: float
    bounded: bool


def mean_squares(trials: Sequence[Matrix], *, repeated: bool = False) -> MeanSquares:
    """Return the mean squares of trials of IOIs, a line removed from each.

    Parameters
    ----------
    trials : each shape (n,), n >= 4; of any lengths, of one length if ``repeated``
    repeated : the trials are runs of one pattern, whose mean deviation at each place is removed
    """
    loads, squares, weights = [], [], []
    for length in sorted({len(trial) for trial in trials}):
        rows = np.array([trial for trial in trials if len(trial) == length], np.float64)
        load, directions = _directions(length)
        coordinates = rows @ directions
        freedom = len(rows)
        if repeated:
            coordinates = coordinates - coordinates.mean(axis=0)
            freedom -= 1
        loads.append(load)
        squares.append((coordinates**2).sum(axis=0) / freedom)
        weights.append(np.full(length - 2, float(freedom)))
    return MeanSquares(
        load=np.concatenate(loads), square=np.concatenate(squares), weight=np.concatenate(weights)
    )


def fit(squares: MeanSquares, *, least_motor: float = 0.0) -> tuple[Variance, Variance]:
    """Return the variances of clock and motor at the highest likelihood, neither below 0.

    ``least_motor`` is a part of the motor variance that is known beforehand (time stamps); it is
    taken off the motor's result, which is bounded where nothing is left of it.

    Raises
    ------
    ValueError
        where all mean squares are 0
    """
    unit = float(np.average(squares.square, weights=squares.weight))
    if not unit > 0:
        raise ValueError("the IOIs do not vary")
    scaled = MeanSquares(load=squares.load, square=squares.square / unit, weight=squares.weight)
    floor = least_motor / unit
    most = MOST_UNITS + floor

    def clock_at(motor: float) -> tuple[float, float]:
        return least(lambda clock: scaled.deviance(clock, motor), 0.0, most)

    def motor_at(clock: float) -> tuple[float, float]:
        return least(lambda motor: scaled.deviance(clock, motor), floor, most)

    clock, motor, _ = best(scaled)
    if motor < floor:
        motor = floor
        clock, _ = clock_at(motor)
    lowest = scaled.deviance(clock, motor)
    clock_ends = _ends(lambda value: motor_at(value)[1] - lowest, clock, 0.0)
    motor_ends = _ends(lambda value: clock_at(value)[1] - lowest, motor, floor)
    return _variance(clock, clock_ends, 0.0, unit), _variance(motor, motor_ends, floor, unit)


def misfit(squares: MeanSquares, *, clock: float, motor: float) -> float:
    """Return how badly two variances describe the mean squares; above 9.21 in 1 of 100 that fit.

    Slow to quick in four bands, the sum over bands of (X - df)^2 / (2 df) with X the band's mean
    squares over their variances: chi-square with 2 degrees of freedom where the model holds.
    ``motor`` is the whole of it, time stamps included.
    """
    variance = clock + motor * squares.load
    inner = np.quantile(squares.load, np.arange(1, BANDS) / BANDS)
    band = np.searchsorted(inner, squares.load, side="left")
    freedom = np.bincount(band, squares.weight, BANDS)
    seen = np.bincount(band, squares.weight * squares.square / variance, BANDS)
    return float(((seen - freedom) ** 2 / (2 * freedom)).sum())


def best(squares: MeanSquares, *, most_share: float = 1.0) -> tuple[float, float, float]:
    """Return both variances at the highest likelihood and its deviance.

    The second variance is at most ``most_share`` of their sum. The scale has its closed form; the
    share is tried all over first, so that a second, lower summit cannot hold the search.
    """
    total = float(squares.weight.sum())

    def scales_and_deviances(shares: Matrix) -> tuple[Matrix, Matrix]:
        shape = (1 - shares[:, None]) + shares[:, None] * squares.load
        scale = (squares.square / shape) @ squares.weight / total
        return scale, np.log(shape) @ squares.weight + total * (np.log(scale) + 1)

    tried = np.linspace(0.0, most_share, SHARES)
    first = int(np.argmin(scales_and_deviances(tried)[1]))
    share, value = least(
        lambda each: float(scales_and_deviances(np.array([each]))[1][0]),
        float(tried[max(first - 1, 0)]),
        float(tried[min(first + 1, SHARES - 1)]),
    )
    scale = float(scales_and_deviances(np.array([share]))[0][0])
    return scale * (1 - share), scale * share, value


def _directions(length: int) -> tuple[Matrix, Matrix]:
    """Return the loads, shape (length - 2,), and the directions, shape (length, length - 2)."""
    index = np.arange(length) - (length - 1) / 2
    line = np.stack([np.ones(length), index], axis=1)
    free = np.linalg.qr(line, mode="complete")[0][:, 2:]
    motor = 2 * np.eye(length) - np.eye(length, k=1) - np.eye(length, k=-1)
    load, turn = np.linalg.eigh(free.T @ motor @ free)
    return load, free @ turn


def least(function: Callable[[float], float], low: float, high: float) -> tuple[float, float]:
    """Return where ``function`` is least in low to high, both ends included, and its value."""
    inside = minimize_scalar(
        function, bounds=(low, high), method="bounded", options={"xatol": PRECISION}
    )
    tried = [(function(low), low), (function(high), high), (float(inside.fun), float(inside.x))]
    value, place = min(tried)
    return place, value


def _ends(rise: Callable[[float], float], value: float, floor: float) -> tuple[float, float]:
    """Return where the deviance has risen by chi-square's 95 % point, at or above ``floor``."""

    def over(place: float) -> float:
        return rise(place) - CHI_SQUARE_95

    low = floor if over(floor) <= 0 else float(brentq(over, floor, value, xtol=PRECISION))
    high = max(2 * value, value + 0.1)
    while over(high) < 0 and high < MOST_UNITS:
        high *= 2
    return low, float(brentq(over, value, high, xtol=PRECISION)) if over(high) > 0 else math.inf


def _variance(value: float, ends: tuple[float, float], floor: float, unit: float) -> Variance:
    return Variance(
        value=max(value - floor, 0.0) * unit,
        low=max(ends[0] - floor, 0.0) * unit,
        high=(ends[1] - floor) * unit,
        bounded=value - floor < AT_BOUND,
    )

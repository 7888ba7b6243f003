"""Phase correction by restricted maximum likelihood over all trials at once.

Conventions: asynchronies of one trial are stationary and normal with the autocovariances of the
model in ``phase_correction``. With a = 1 - alpha and v = alpha^2 / (1 - a^2), one unit of the
clock's variance brings a^j / (1 - a^2) at lag j; one of the motor's brings 1 + v at lag 0 and
(a v - alpha) a^(j-1) after it. Each trial's own mean is taken out, and the likelihood is that of
what is left. The motor's SD is bounded to at most the clock's.

References
----------
Vorberg and Schulze 2002, J Math Psychol 46:56, for the autocovariances; Patterson and Thompson
1971, Biometrika 58:545, for the restricted likelihood; Jacoby et al. 2015 for the bound.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.linalg import eigh
from scipy.optimize import brentq

from engine.measures.lines import Matrix
from engine.measures.timing.variance_components import CHI_SQUARE_95, MeanSquares, best, least
from engine.note import Seconds

LEAST_ALPHA, MOST_ALPHA = 0.01, 1.7
ALPHAS = 24
MOST_SHARE = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class PhaseFit:
    """The most likely values and alpha's 95 % interval; variances in the data's squared unit."""

    alpha: float
    low: float
    high: float
    clock_variance: float
    motor_variance: float


def fit(trials: Sequence[Seconds]) -> PhaseFit:
    """Return the fit to asynchronies of any lengths, each shape (n,), n >= 3, without gaps.

    alpha is sought from .01 to 1.7; an interval that reaches one of these ends is cut off there.
    """
    stacks = [
        np.array([trial for trial in trials if len(trial) == length], np.float64)
        for length in sorted({len(trial) for trial in trials})
    ]
    scale = math.sqrt(float(np.mean([trial.var() for trial in trials])))
    stacks = [stack / scale for stack in stacks]

    def deviance(alpha: float) -> float:
        squares, constant = _at(alpha, stacks)
        return best(squares, most_share=MOST_SHARE)[2] + constant

    tried = np.linspace(LEAST_ALPHA, MOST_ALPHA, ALPHAS)
    first = int(np.argmin([deviance(float(alpha)) for alpha in tried]))
    low, high = tried[max(first - 1, 0)], tried[min(first + 1, ALPHAS - 1)]
    alpha, lowest = least(deviance, float(low), float(high))

    def over(value: float) -> float:
        return deviance(value) - lowest - CHI_SQUARE_95

    clock, motor, _ = best(_at(alpha, stacks)[0], most_share=MOST_SHARE)
    return PhaseFit(
        alpha=alpha,
        low=_end(over, alpha, LEAST_ALPHA),
        high=_end(over, alpha, MOST_ALPHA),
        clock_variance=clock * scale**2,
        motor_variance=motor * scale**2,
    )


def _at(alpha: float, stacks: Sequence[Matrix]) -> tuple[MeanSquares, float]:
    """Return the mean squares where both covariances are diagonal, and ln of the clock's."""
    loads, squares, weights = [], [], []
    constant = 0.0
    for stack in stacks:
        length = stack.shape[1]
        free = np.linalg.qr(np.ones((length, 1)), mode="complete")[0][:, 1:]
        clock, motor = (free.T @ _toeplitz(lags) @ free for lags in _autocovariances(alpha, length))
        load, directions = eigh(motor, clock)
        coordinates = stack @ free @ directions
        loads.append(np.maximum(load, 0.0))
        squares.append((coordinates**2).mean(axis=0))
        weights.append(np.full(length - 1, float(len(stack))))
        constant += len(stack) * float(np.linalg.slogdet(clock)[1])
    return (
        MeanSquares(
            load=np.concatenate(loads),
            square=np.concatenate(squares),
            weight=np.concatenate(weights),
        ),
        constant,
    )


def _autocovariances(alpha: float, length: int) -> tuple[Matrix, Matrix]:
    """Return what one unit of the clock's and of the motor's variance brings at lags 0 to n - 1."""
    a = 1 - alpha
    powers: Matrix = a ** np.arange(length, dtype=np.float64)
    carried = alpha**2 / (1 - a**2)
    motor = np.concatenate([[1 + carried], (a * carried - alpha) * powers[:-1]])
    return powers / (1 - a**2), motor


def _toeplitz(lags: Matrix) -> Matrix:
    index = np.arange(len(lags))
    matrix: Matrix = lags[np.abs(index[:, None] - index)]
    return matrix


def _end(over: Callable[[float], float], inside: float, outside: float) -> float:
    return outside if over(outside) <= 0 else float(brentq(over, inside, outside, xtol=1e-4))

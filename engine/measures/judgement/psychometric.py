"""How small a difference can be judged: the psychometric curve of "which of the two was harder?".

    P("the second") = lapse / 2 + (1 - lapse) Phi((difference - bias) / sigma)

``difference`` is the second stimulus less the first, in any unit (velocity for two presses, ms for
two onsets). Three numbers describe the judge. The *threshold* or JND, .6745 sigma, is the
difference judged rightly in 75 of 100 cases, over and above the bias: smaller is finer. The *order
bias* is the difference at which both answers are as likely: above 0, a second stimulus must be that
much harder to seem as hard. The *lapse* is the share of answers that had nothing to do with the
difference.

Conventions: fitted by maximum likelihood over slope 1 / sigma >= 0, criterion and a lapse of 0 to
6 %. A hundred answers near the threshold say nearly nothing about lapses, and a free one makes the
threshold 6 to 8 % too small; so the lapse carries a Beta(2, 50) prior, 2 % at its mode, and stays
there until easy differences speak. Differences beyond 3 sigma are discarded and the rest fitted
anew until none is left beyond; what was discarded stays out. Intervals are those of the profile
likelihood. Small samples read low by 2 to 6 % (docs/evidence.md).

Metrics
-------
fit : threshold, order bias and lapse with intervals, or the reason why there are none

References
----------
Wichmann and Hill 2001, Percept Psychophys 63:1293 (the bounded lapse); Treutwein and Strasburger
1999, Percept Psychophys 61:87 (Beta prior on it); Venzon and Moolgavkar 1988, Appl Stat 37:87
(profile likelihood); SCIENCE 4.6.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
import numpy.typing as npt
from scipy.optimize import brentq, minimize
from scipy.special import ndtr

from engine.measures.judgement.threshold import Parameter, Psychometric

MIN_ANSWERS = 60
MIN_KEPT = 40
FARTHEST_SIGMA = 3.0
JND_SIGMA = NormalDist().inv_cdf(0.75)
LEAST_LAPSE = 1e-4
MOST_LAPSE = 0.06
LAPSE_PRIOR = (2.0, 50.0)
STEEPEST = 50.0  # a sigma under 2 % of the differences' size is none that they could show
FARTHEST_CRITERION = 150.0
FIRST_SLOPES = (0.3, 1.0, 4.0)

TOO_EASY = (
    "Not estimable: too few differences were judged both ways, so the threshold lies below most of "
    "them. Smaller differences are needed."
)
TOO_LOOSE = (
    "Not estimable: the answers do not follow the differences clearly enough. Larger differences "
    "or more answers are needed."
)
SWAPPED = "Not estimable: the answers run against the differences, as if the two had been swapped."

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Fit:
    """The best curve under some of its numbers held fixed; ``loss`` is minus the log likelihood."""

    loss: float
    slope: float
    criterion: float
    lapse: float


def fit(
    differences: Sequence[float] | Floats,
    second: Sequence[bool] | npt.NDArray[np.bool_],
    *,
    level: float = 0.95,
) -> Psychometric:
    """Return the curve of one judge, its intervals at ``level``.

    Parameters
    ----------
    differences : shape (n,), second stimulus less first
    second : shape (n,), whether the second was said to be the harder (later, longer, ...)

    Raises
    ------
    ValueError
        For two lengths, or a difference that is not finite.
    """
    x, s = validate(differences, second)
    n = len(x)
    reason = _unfit(x, s)
    if reason:
        return Psychometric(n=n, reason=reason)
    unit = math.sqrt(float(np.mean(x**2)))
    x, s, best = _near(x / unit, s)
    discarded = n - len(x)
    if best is None:
        return Psychometric(n=n, discarded=discarded, reason=TOO_EASY)
    fallen = NormalDist().inv_cdf((1 + level) / 2) ** 2 / 2
    flat = _best(x, s, slope=0.0)
    if flat.loss - best.loss < fallen:
        against = _best(x, -s)
        reason = SWAPPED if flat.loss - against.loss >= fallen else TOO_LOOSE
        return Psychometric(n=n, discarded=discarded, reason=reason)
    profile = _Profile(x, s, best, fallen)
    return Psychometric(
        n=n,
        discarded=discarded,
        threshold=profile.threshold.times(unit),
        order_bias=profile.order_bias.times(unit),
        lapse=profile.lapse,
    )


def validate(
    differences: Sequence[float] | Floats, second: Sequence[bool] | npt.NDArray[np.bool_]
) -> tuple[Floats, Floats]:
    """Return the differences and the answers as +1 (the second) or -1, sorted; ValueError."""
    x = np.asarray(differences, float)
    answers = np.asarray(second, bool)
    if x.ndim != 1 or x.shape != answers.shape:
        raise ValueError(f"every difference needs its answer: {x.shape} and {answers.shape}")
    if not np.isfinite(x).all():
        raise ValueError("a difference must be finite")
    # sorted, so that the order of the trials cannot change even the last digit
    order = np.lexsort((answers, x))
    return x[order], np.where(answers[order], 1.0, -1.0)


def _unfit(x: Floats, s: Floats) -> str | None:
    """Return why no curve can be laid through these answers, or None."""
    if len(x) < MIN_ANSWERS:
        return f"Not enough yet: {MIN_ANSWERS} answers are needed, {len(x)} were given."
    if x[0] == x[-1]:
        return "Not estimable: the differences were all the same."
    if abs(s.sum()) == len(s):
        return f"Not estimable: every answer was the {'second' if s[0] > 0 else 'first'}."
    if _separated(x, -s):
        return SWAPPED
    return None


def _separated(x: Floats, s: Floats) -> bool:
    """Return whether one criterion parts all answers: the likelihood then wants sigma = 0."""
    first, second = x[s < 0], x[s > 0]
    return not len(first) or not len(second) or bool(first.max() <= second.min())


def _near(x: Floats, s: Floats) -> tuple[Floats, Floats, "_Fit | None"]:
    """Return what is left without the differences beyond 3 sigma, and its fit; None for too few."""
    while len(x) >= MIN_KEPT and not _separated(x, s):
        best = _best(x, s)
        near = np.abs(x) * best.slope <= FARTHEST_SIGMA
        if near.all():
            return x, s, best
        x, s = x[near], s[near]
    return x, s, None


@dataclass(frozen=True, slots=True)
class _Profile:
    """The values at which the likelihood, at its best otherwise, has fallen by ``fallen``."""

    x: Floats
    s: Floats
    best: _Fit
    fallen: float

    @property
    def threshold(self) -> Parameter:
        slope = self.best.slope
        flattest = self._end(self._by_slope, slope, 0.0)
        steepest = self._end(self._by_slope, slope, STEEPEST)
        return Parameter(
            value=JND_SIGMA / slope,
            low=0.0 if steepest == STEEPEST else JND_SIGMA / steepest,
            high=JND_SIGMA / flattest,
        )

    @property
    def order_bias(self) -> Parameter:
        bias = self.best.criterion / self.best.slope
        return Parameter(value=bias, low=self._bias_end(bias, -1), high=self._bias_end(bias, 1))

    @property
    def lapse(self) -> Parameter:
        lapse = self.best.lapse
        low, high = (self._end(self._by_lapse, lapse, end) for end in (LEAST_LAPSE, MOST_LAPSE))
        return Parameter(value=lapse, low=0.0 if low == LEAST_LAPSE else low, high=high)

    def _by_slope(self, slope: float) -> float:
        return self._beyond(_best(self.x, self.s, slope=slope, start=self.best))

    def _by_bias(self, bias: float) -> float:
        return self._beyond(_best(self.x - bias, self.s, criterion=0.0, start=self.best))

    def _by_lapse(self, lapse: float) -> float:
        return self._beyond(_best(self.x, self.s, lapse=lapse, start=self.best))

    def _beyond(self, fitted: _Fit) -> float:
        return fitted.loss - self.best.loss - self.fallen

    def _bias_end(self, bias: float, side: int) -> float:
        # far out the curve is flat, which was refused: an end is always found
        step = 1 / self.best.slope
        while self._by_bias(bias + side * step) <= 0:
            step *= 2
        return self._end(self._by_bias, bias, bias + side * step)

    def _end(self, beyond: Callable[[float], float], inside: float, bound: float) -> float:
        """Return where ``beyond`` crosses 0 between the best value and ``bound``, or ``bound``."""
        if abs(bound - inside) < 1e-9 or beyond(bound) <= 0:
            return bound
        return float(brentq(beyond, inside, bound, xtol=1e-9, rtol=1e-4))


def _best(
    x: Floats,
    s: Floats,
    *,
    slope: float | None = None,
    criterion: float | None = None,
    lapse: float | None = None,
    start: _Fit | None = None,
) -> _Fit:
    """Return the most likely curve with what is given held fixed, from ``start`` or from three."""
    bounds = [
        _held(slope, 0.0, STEEPEST),
        _held(criterion, -FARTHEST_CRITERION, FARTHEST_CRITERION),
        _held(lapse, LEAST_LAPSE, MOST_LAPSE),
    ]
    starts = (
        [(start.slope, start.criterion, start.lapse)]
        if start
        else [(first, 0.0, 0.02) for first in FIRST_SLOPES]
    )
    found = min(
        (
            minimize(
                _loss,
                [min(max(value, low), high) for value, (low, high) in zip(at, bounds, strict=True)],
                args=(x, s),
                jac=True,
                method="SLSQP",  # L-BFGS-B is slowed tenfold by threads of its algebra
                options={"ftol": 1e-10},
                bounds=bounds,
            )
            for at in starts
        ),
        key=lambda each: float(each.fun),
    )
    return _Fit(float(found.fun), *(float(value) for value in found.x))


def _held(value: float | None, low: float, high: float) -> tuple[float, float]:
    return (low, high) if value is None else (value, value)


def _loss(curve: Floats, x: Floats, s: Floats) -> tuple[float, Floats]:
    """Return minus the log likelihood with the lapse's prior, and its gradient."""
    slope, criterion, lapse = curve
    z = s * (slope * x - criterion)
    sure = ndtr(z)
    p = lapse / 2 + (1 - lapse) * sure
    density = s * (1 - lapse) * np.exp(-(z**2) / 2) / math.sqrt(2 * math.pi) / p
    a, b = LAPSE_PRIOR
    prior = (a - 1) * math.log(lapse) + (b - 1) * math.log1p(-lapse)
    prior_slope = (a - 1) / lapse - (b - 1) / (1 - lapse)
    gradient = [-(density * x).sum(), density.sum(), -((0.5 - sure) / p).sum() - prior_slope]
    return -float(np.log(p).sum()) - prior, np.array(gradient)

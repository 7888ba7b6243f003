"""How late the notes of a group come, against the other notes of the same runs.

The mean profile over K runs is fitted by generalised least squares: a cubic in the written time
(start, tempo, a drift of the tempo, a slowing that grows) and the group's lateness. The errors of a
hand that taps are a timekeeper's, which add up, and the movement's own (Wing and Kristofferson);
one run cannot tell their shares, so the weights are those of a clock SD half the motor SD per step.
Wherever the truth lies between none and equal shares, the variance of a group's lateness is then
found within 10 % for the patterns at hand (a group's places are scattered, so slow errors are taken
up by the cubic and by its neighbours).

The error is the larger of two: the scatter between runs, which no fixed unevenness enters, and the
misfit of the mean profile, which holds what the player does to single notes in every run. So a
group is late only if it is later than the runs' scatter and the other notes' own habits explain.

Conventions: ms; late is positive.

References
----------
Wing and Kristofferson 1973, Perception & Psychophysics 14:5 (the two errors); Aitken 1935, Proc R
Soc Edinburgh 55:42 (generalised least squares); SCIENCE 1.3, 3.2.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from engine.measures.lines import Matrix

CUBIC = 4  # coefficients
CLOCK_SHARE = 0.5
FEWEST_FREE = 4
# No stamp of MIDI is truer; below it a robot's exactness would divide by nothing.
LEAST_SD_MS = 0.05
NOTHING = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Weighed:
    """The mean profile and the groups, weighted and freed of the cubic.

    Attributes
    ----------
    profile : shape (notes,), in ms
    groups : shape (notes, groups)
    runs : how many runs the profile is the mean of
    scatter : variance of one run's weighted error between the runs, ms squared; 0 with one run
    scatter_free, free : degrees of freedom of the scatter, and of the profile without a group
    """

    profile: Matrix
    groups: Matrix
    runs: int
    scatter: float
    scatter_free: int
    free: int

    def without(self, group: int) -> "Weighed":
        """Return the same once the lateness of one group is accounted for."""
        along = self.groups[:, group] / np.linalg.norm(self.groups[:, group])
        return replace(
            self,
            profile=self.profile - along * (along @ self.profile),
            groups=self.groups - np.outer(along, along @ self.groups),
            free=self.free - 1,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Lateness:
    """The lateness of one group, with ``free`` degrees of freedom for its standard error."""

    late_ms: float
    se_ms: float
    free: int


def weigh(step: Matrix, late_ms: Matrix, groups: Matrix) -> Weighed | None:
    """Return what lateness is estimated from, or None with too few notes to tell.

    Parameters
    ----------
    step : shape (notes,), rising; when each note is written, in steps
    late_ms : shape (runs, notes), onset less the run's line; NaN where not played, no column empty
    groups : shape (groups, notes), 1 where the note is the group's, else 0
    """
    free = len(step) - CUBIC
    if free <= FEWEST_FREE or not len(groups):
        return None
    runs = len(late_ms)
    there = ~np.isnan(late_ms)
    mean = np.where(there, late_ms, 0.0).sum(axis=0) / there.sum(axis=0)
    off = np.where(there, late_ms - mean, 0.0)
    whitening, basis = _weights(tuple(step.tolist()))
    rest = whitening @ np.concatenate([groups.T, mean[:, None], off.T], axis=1)
    rest -= basis @ (basis.T @ rest)
    between = rest[:, len(groups) + 1 :]
    scatter_free = (runs - 1) * free - int(there.size - there.sum())
    return Weighed(
        profile=rest[:, len(groups)],
        groups=rest[:, : len(groups)],
        runs=runs,
        scatter=float((between**2).sum()) / scatter_free if scatter_free > 0 else 0.0,
        scatter_free=max(scatter_free, 0),
        free=free,
    )


# The written times of a pattern come back with every take.
@lru_cache(maxsize=16)
def _weights(step: tuple[float, ...]) -> tuple[Matrix, Matrix]:
    """Return what makes the errors white, shape (notes, notes), and the cubic's basis then."""
    onward = np.array(step) - step[0]
    covariance = np.eye(len(step)) + CLOCK_SHARE**2 * np.minimum.outer(onward, onward)
    whitening = np.linalg.inv(np.linalg.cholesky(covariance))
    cubic = np.vander(2 * onward / onward[-1] - 1, CUBIC)
    basis = np.linalg.qr(whitening @ cubic)[0]
    for kept in (whitening, basis):
        kept.flags.writeable = False
    return whitening, basis


def lateness(weighed: Weighed) -> list[Lateness]:
    """Return each group's lateness, every other group taken as on time.

    A group that has nothing of its own left is 0 with a standard error of infinity.
    """
    # a handful of numbers each: numpy would take longer than Python
    own = (weighed.groups**2).sum(axis=0).tolist()
    along = (weighed.groups.T @ weighed.profile).tolist()
    whole, free = float(weighed.profile @ weighed.profile), weighed.free - 1
    return [
        _lateness(weighed, along_it / size, 1 / size, whole - along_it**2 / size, free)
        if size > NOTHING
        else Lateness(late_ms=0.0, se_ms=math.inf, free=free)
        for size, along_it in zip(own, along, strict=True)
    ]


def together(weighed: Weighed, chosen: Sequence[int]) -> list[Lateness]:
    """Return the lateness of the chosen groups, each given the others; none may be redundant."""
    groups = weighed.groups[:, list(chosen)]
    spread = np.linalg.inv(groups.T @ groups)
    late = spread @ groups.T @ weighed.profile
    squares = float(((weighed.profile - groups @ late) ** 2).sum())
    free = weighed.free - len(chosen)
    return [
        _lateness(weighed, late_ms, own_spread, squares, free)
        for late_ms, own_spread in zip(late.tolist(), np.diag(spread).tolist(), strict=True)
    ]


def _lateness(
    weighed: Weighed, late_ms: float, spread: float, squares: float, free: int
) -> Lateness:
    """Return one estimate with the larger of the two errors: of the profile, of the runs."""
    misfit = weighed.runs * max(squares, 0.0) / free
    if weighed.scatter > misfit:
        misfit, free = weighed.scatter, weighed.scatter_free
    variance = max(misfit, LEAST_SD_MS**2) * spread / weighed.runs
    return Lateness(late_ms=late_ms, se_ms=math.sqrt(variance), free=free)

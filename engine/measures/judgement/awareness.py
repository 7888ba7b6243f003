"""Does the player know which note was late: her mark against what the notes really did.

After a silent run she marks one note. Of a run, the score is the share of the notes she did not
mark that deviate less than the one she did (ties count half): the area under the ROC curve of "is
it the marked one?" by deviation, with one positive. 1 is always the note that deviates most, .5 is
guessing, below it she marks the wrong ones. Over runs it is the mean, so that every run compares
its notes with each other and an uneven day does not look like awareness.

Conventions: a deviation is that of the run's own line, ms, positive = late (``profile``). Asked
for the latest note it counts as it is; asked for the note that was most off, by its size. The
interval is that of a proportion (Jeffreys) with the effective number of runs n A (1 - A) / s^2,
s the SD over runs, so that it never leaves 0 to 1 and a faultless series is not held for certain;
a run counts for between one and as many comparisons as it has unmarked notes, and all of them for
less by (z / t)^2, since s is itself an estimate.

References
----------
Hanley and McNeil 1982, Radiology 143:29 (AUC as a rank probability); Obuchowski 1997, Biometrics
53:567 (clusters); Korn and Graubard 1998, Survey Methodology 24:193 (the effective number);
SCIENCE 4.6.4.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import NormalDist

import numpy as np

from engine.measures.proportion import jeffreys_interval
from engine.measures.statistics import student_t_quantile

MIN_RUNS = 10


class Asked(StrEnum):
    """What the player was asked to mark."""

    LATEST = "latest"
    MOST_OFF = "most_off"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One run: the deviation of each of its notes in ms, and the index of the one marked."""

    deviations_ms: tuple[float, ...]
    marked: int

    def __post_init__(self) -> None:
        notes = len(self.deviations_ms)
        if notes < 2 or not 0 <= self.marked < notes:
            raise ValueError(f"one of two notes or more is marked, not {self.marked} of {notes}")
        if not all(math.isfinite(each) for each in self.deviations_ms):
            raise ValueError("a deviation must be finite; leave out a run with a missed note")


@dataclass(frozen=True, slots=True, kw_only=True)
class Awareness:
    """The area under the curve over ``n`` runs, 0 to 1, with its interval; null with the reason."""

    n: int
    area: float | None = None
    standard_error: float | None = None
    low: float | None = None
    high: float | None = None
    reason: str | None = None


def awareness(marks: Sequence[Mark], *, asked: Asked) -> Awareness:
    """Return how well the marks found the note asked for, from 10 runs on; interval 95 %."""
    n = len(marks)
    if n < MIN_RUNS:
        return Awareness(
            n=n, reason=f"Not enough yet: {MIN_RUNS} runs are needed, {n} were marked."
        )
    # sorted, so that the order of the runs cannot change even the last digit
    ranks = np.sort([rank(mark, asked=asked) for mark in marks])
    comparisons = float(np.mean([len(mark.deviations_ms) - 1 for mark in marks]))
    area, variance = float(ranks.mean()), float(ranks.var(ddof=1))
    runs = _effective(area, variance, n, comparisons)
    low, high = jeffreys_interval(area * runs, runs)
    return Awareness(
        n=n,
        area=area,
        standard_error=math.sqrt(variance / n),
        low=low,
        high=high,
    )


def rank(mark: Mark, *, asked: Asked) -> float:
    """Return the share of the unmarked notes that deviate less than the marked one, ties half."""
    deviation = np.asarray(mark.deviations_ms)
    if asked is Asked.MOST_OFF:
        deviation = np.abs(deviation)
    others = np.delete(deviation, mark.marked)
    own = deviation[mark.marked]
    return float(np.mean((others < own) + (others == own) / 2))


def _effective(area: float, variance: float, n: int, comparisons: float) -> float:
    """Return how many yes-or-no runs would know the area as well."""
    if area in (0, 1):
        return float(n)
    ratio = area * (1 - area) / variance if variance > 0 else comparisons
    # the SD is itself an estimate of n - 1 degrees of freedom
    known = (NormalDist().inv_cdf(0.975) / student_t_quantile(n - 1)) ** 2
    return n * min(max(ratio, 1.0), comparisons) * known

"""Which differences of two presses are worth judging: one belief a finger, answer by answer.

A judgement is worth making where it is neither plain nor a guess. The belief about a finger's
sigma (the noise with which a difference of two velocities is felt) is a normal one on ln sigma;
each answer moves it by Bayes' rule on a grid, with P("the second") = lapse / 2 + (1 - lapse)
Phi(difference / sigma). Between half and twice the threshold of .6745 sigma lies the *band*: there
about four of five answers agree with the piano, the 75 to 85 % of a judgement loop.

Velocities are ordinal and of one instrument; on another one a belief is only where to begin.

References
----------
Watson and Pelli 1983, Percept Psychophys 33:113 (QUEST); SCIENCE 5.1 and 5.2.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, ClassVar, Self

from engine.adaptation.level import Level
from engine.exercise import FINGERS

JND_SIGMA = 0.6744897501960817
FIRST_SIGMA, FIRST_SD = 6.0, 0.6
LEAST_SIGMA, MOST_SIGMA = 1.0, 40.0
# A night, or another day's hand, leaves at least this much unknown.
RESUMED_SD = 0.3
LAPSE = 0.02
GRID_SD, GRID_STEPS = 4.0, 40
BAND = (0.5, 2.0)
LATEST, MOST_OUTSIDE = 5, 4


class Guidance(StrEnum):
    """What is asked of the next presses."""

    AS_THEY_ARE = "as_they_are"
    CLOSER = "closer"
    APART = "apart"


@dataclass(frozen=True, slots=True, kw_only=True)
class Belief:
    """What is believed of one finger: ln sigma with its SD, after ``pairs`` answers."""

    ln_sigma: float = math.log(FIRST_SIGMA)
    sd: float = FIRST_SD
    pairs: int = 0

    @property
    def threshold(self) -> float:
        """The difference judged rightly in 75 of 100 cases, velocity."""
        return JND_SIGMA * math.exp(self.ln_sigma)

    @property
    def band(self) -> tuple[float, float]:
        """The smallest and the largest difference worth judging, velocity."""
        return BAND[0] * self.threshold, BAND[1] * self.threshold

    def after(self, difference: float, *, second: bool) -> "Belief":
        """Return the belief after one answer: ``second`` was said to be the harder."""
        steps = range(-GRID_STEPS, GRID_STEPS + 1)
        away = [GRID_SD * step / GRID_STEPS for step in steps]
        weights = [
            math.exp(-(z**2) / 2)
            * _likelihood(difference, math.exp(self.ln_sigma + self.sd * z), second=second)
            for z in away
        ]
        whole = sum(weights)
        mean = sum(w * z for w, z in zip(weights, away, strict=True)) / whole
        square = sum(w * (z - mean) ** 2 for w, z in zip(weights, away, strict=True)) / whole
        moved = self.ln_sigma + self.sd * mean
        return Belief(
            ln_sigma=min(max(moved, math.log(LEAST_SIGMA)), math.log(MOST_SIGMA)),
            sd=self.sd * math.sqrt(square),
            pairs=self.pairs + 1,
        )


def _likelihood(difference: float, sigma: float, *, second: bool) -> float:
    sure = (1 + math.erf((difference if second else -difference) / sigma / math.sqrt(2))) / 2
    return LAPSE / 2 + (1 - LAPSE) * sure


@dataclass(frozen=True, slots=True, kw_only=True)
class ForceLevel(Level):
    """The beliefs about the five fingers of one hand, thumb first."""

    GAME: ClassVar[str] = "Heavier or Lighter?"

    beliefs: tuple[Belief, ...] = (Belief(),) * len(FINGERS)

    def belief(self, finger: int) -> Belief:
        """Return what is believed of a finger, 1 to 5."""
        return self.beliefs[finger - 1]

    def after(self, finger: int, difference: float, *, second: bool) -> "ForceLevel":
        """Return the level after one answer with one finger."""
        moved = self.belief(finger).after(difference, second=second)
        return replace(self, beliefs=(*self.beliefs[: finger - 1], moved, *self.beliefs[finger:]))

    def rested(self) -> Self:
        """Return the level as the next trial begins with it: a little less sure."""
        return replace(
            self, beliefs=tuple(replace(each, sd=max(each.sd, RESUMED_SD)) for each in self.beliefs)
        )

    def kept(self) -> dict[str, Any]:
        """Return what is written: ln sigma, its SD and the pairs of each finger, thumb first."""
        return {"fingers": [[each.ln_sigma, each.sd, each.pairs] for each in self.beliefs]}

    @classmethod
    def read(cls, kept: dict[str, Any]) -> Self:
        """Return the level; ValueError unless it has five fingers."""
        beliefs = tuple(
            Belief(ln_sigma=float(ln_sigma), sd=float(sd), pairs=int(pairs))
            for ln_sigma, sd, pairs in kept["fingers"]
        )
        if len(beliefs) != len(FINGERS):
            raise ValueError(f"{len(beliefs)} fingers are not five")
        return cls(beliefs=beliefs)


def guidance(differences: Sequence[float], band: tuple[float, float]) -> Guidance:
    """Return what is asked of the next presses after the latest five differences.

    Four of them above the band ask for closer ones, four below it for ones further apart.
    """
    latest = [abs(each) for each in differences[-LATEST:]]
    if sum(each > band[1] for each in latest) >= MOST_OUTSIDE:
        return Guidance.CLOSER
    if sum(each < band[0] for each in latest) >= MOST_OUTSIDE:
        return Guidance.APART
    return Guidance.AS_THEY_ARE

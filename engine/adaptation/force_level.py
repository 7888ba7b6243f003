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

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from engine import EvenhandError
from engine.exercise import FINGERS

SCHEMA = 1
JND_SIGMA = 0.6744897501960817
FIRST_SIGMA, FIRST_SD = 6.0, 0.6
LEAST_SIGMA, MOST_SIGMA = 1.0, 40.0
# A night, or another day's hand, leaves at least this much unknown.
RESUMED_SD = 0.3
LAPSE = 0.02
GRID_SD, GRID_STEPS = 4.0, 40
BAND = (0.5, 2.0)
LATEST, MOST_OUTSIDE = 5, 4


class ForceLevelError(EvenhandError):
    """A kept level that cannot be read."""


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
class ForceLevel:
    """The beliefs about the five fingers of one hand, thumb first."""

    beliefs: tuple[Belief, ...] = (Belief(),) * len(FINGERS)

    def belief(self, finger: int) -> Belief:
        """Return what is believed of a finger, 1 to 5."""
        return self.beliefs[finger - 1]

    def after(self, finger: int, difference: float, *, second: bool) -> "ForceLevel":
        """Return the level after one answer with one finger."""
        moved = self.belief(finger).after(difference, second=second)
        return replace(self, beliefs=(*self.beliefs[: finger - 1], moved, *self.beliefs[finger:]))

    def to_json(self) -> str:
        """Return the level as it is kept."""
        fingers = [[each.ln_sigma, each.sd, each.pairs] for each in self.beliefs]
        return json.dumps({"schema": SCHEMA, "fingers": fingers})

    @classmethod
    def from_json(cls, text: str) -> "ForceLevel":
        """Return a kept level; ForceLevelError where it cannot be read."""
        try:
            kept = json.loads(text)
            beliefs = tuple(
                Belief(ln_sigma=float(ln_sigma), sd=float(sd), pairs=int(pairs))
                for ln_sigma, sd, pairs in kept["fingers"]
            )
            known = kept["schema"] == SCHEMA
        except (ValueError, KeyError, TypeError) as error:
            raise ForceLevelError(f"a level of forces cannot be read: {error}") from error
        if not known or len(beliefs) != len(FINGERS):
            raise ForceLevelError("a level of forces needs schema 1 and five fingers")
        return cls(beliefs=beliefs)

    @classmethod
    def resumed(cls, text: str | None) -> "ForceLevel":
        """Return the level that a trial begins with: the last one, a little less sure.

        The first one where none is kept or it cannot be read.
        """
        try:
            level = cls.from_json(text) if text is not None else cls()
        except ForceLevelError:
            return cls()
        return cls(
            beliefs=tuple(replace(each, sd=max(each.sd, RESUMED_SD)) for each in level.beliefs)
        )


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

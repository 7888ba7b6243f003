"""The time allowed in Which Finger?: a transformed up-down staircase on log time.

``down`` correct answers in a row make the next one harder (less time) by ``step_down``; one miss
makes it easier by ``step_up``. Fixed steps of unequal size reach a target that equal steps miss:
with step_down / step_up = .2845, .5488, .7393, .8415 for 1 to 4 in a row the share of correct
answers settles at 77.85, 80.35, 83.15 and 85.84 %, whatever the player's own curve.

Conventions: ``level`` in seconds, steps in ln(seconds).

References
----------
García-Pérez 1998, Vision Research 38:1861, 10.1016/s0042-6989(97)00340-4; SCIENCE 5.1.
"""

import math
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Self, TypeVar

import numpy as np
import numpy.typing as npt

from engine.adaptation.level import Level
from engine.measures.statistics import student_t_quantile

STEP_RATIOS = {1: 0.2845, 2: 0.5488, 3: 0.7393, 4: 0.8415}
TARGETS = {1: 0.7785, 2: 0.8035, 3: 0.8315, 4: 0.8584}
STEP_UP = 0.12
FIRST_S = 1.5
LOWEST_S = 0.3
HIGHEST_S = 4.0
REVERSALS_DISCARDED = 2
REVERSALS_NEEDED = 6
PAIRS_FOR_ONE = 4  # (1 + r) / (1 - r) with r = .6: as many pairs know what one alone would

Logs = npt.NDArray[np.float64]
Count = TypeVar("Count", int, npt.NDArray[np.int64])


def step_down(step_up: float, down: int) -> float:
    """Return the step down that belongs to ``step_up``; KeyError unless ``down`` is 1 to 4."""
    return step_up * STEP_RATIOS[down]


def weighted_ratio(target: float) -> float:
    """Return the step up over the step down of a 1-down-1-up staircase that settles at ``target``.

    target / (1 - target): 3 for 75 %, 5.667 for 85 %. It holds for small steps only, where the four
    ratios above hold for the steps that are used. ValueError unless ``target`` is within 0 and 1.

    References
    ----------
    Kaernbach 1991, Perception & Psychophysics 49:227; SCIENCE 5.1.
    """
    if not 0 < target < 1:
        raise ValueError(f"a staircase settles between 0 and 1, not at {target}")
    return target / (1 - target)


def log_change(
    in_row: Count, correct: Count, *, down: int, step_up: float
) -> tuple[float | Logs, Count]:
    """Return the change of ln(level) after an answer, and the count of correct ones in a row.

    The one rule of the procedure, for one staircase or for many as arrays, shape (n,); ``in_row``
    is the count before the answer and ``correct`` is 0 or 1.
    """
    in_row = (in_row + 1) * correct
    full = in_row // down
    change = step_up * (1 - correct) - step_down(step_up, down) * full
    return change, in_row * (1 - full)


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    """The level at which the share of correct answers settles, in seconds.

    ``value_s`` is the geometric mean over the reversals after the first two, in pairs, with
    ``n`` reversals; null with the reason where there are fewer than six. The interval holds the
    level in 93 cases of 100 or more (docs/evidence.md): Student's over the pairs, each counted for
    a quarter of an independent one.
    """

    value_s: float | None
    low_s: float | None
    high_s: float | None
    n: int
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Staircase(Level):
    """Where the procedure stands; ``update`` makes the next one.

    ``reversals_s`` are the levels at which it turned, in order; ``going`` is the last change of
    level: -1 harder, 1 easier, 0 none yet.
    """

    GAME: ClassVar[str] = "Which Finger?"

    level: float = FIRST_S
    down: int = 3
    step_up: float = STEP_UP
    lowest_s: float = LOWEST_S
    highest_s: float = HIGHEST_S
    in_row: int = 0
    going: int = 0
    trials: int = 0
    reversals_s: tuple[float, ...] = ()

    def __post_init__(self) -> None:
        if self.down not in STEP_RATIOS:
            raise ValueError(f"a staircase goes down after 1 to 4 correct answers, not {self.down}")
        if not 0 < self.lowest_s <= self.level <= self.highest_s:
            raise ValueError(
                f"level {self.level} s lies outside {self.lowest_s} to {self.highest_s} s"
            )

    def update(self, *, correct: bool) -> Self:
        """Return the staircase after one more answer."""
        change, in_row = log_change(self.in_row, int(correct), down=self.down, step_up=self.step_up)
        moved = self.level * math.exp(change)
        level = min(max(moved, self.lowest_s), self.highest_s)
        # a bound that holds the level back is no change, so it can be no reversal either
        going = (level > self.level) - (level < self.level)
        turned = going * self.going < 0
        return replace(
            self,
            level=level,
            in_row=in_row,
            going=going or self.going,
            trials=self.trials + 1,
            reversals_s=(*self.reversals_s, self.level) if turned else self.reversals_s,
        )

    @property
    def threshold(self) -> Threshold:
        """The estimate from the reversals of this session."""
        n = max(0, len(self.reversals_s) - REVERSALS_DISCARDED)
        n -= n % 2
        if n < REVERSALS_NEEDED:
            reason = f"Not enough yet: {REVERSALS_NEEDED} turns are needed, {n} were counted."
            return Threshold(value_s=None, low_s=None, high_s=None, n=n, reason=reason)
        turns = np.log(self.reversals_s[-n:]).reshape(-1, 2).mean(axis=1)
        # a level comes from the one before it, so pairs follow each other: correlation .5 to .7
        middle = float(turns.mean())
        error = math.sqrt(PAIRS_FOR_ONE / len(turns)) * float(turns.std(ddof=1))
        half = student_t_quantile(max(len(turns) / 2 - 1, 2)) * error
        return Threshold(
            value_s=math.exp(middle),
            low_s=math.exp(middle - half),
            high_s=math.exp(middle + half),
            n=n,
        )

    def rested(self) -> Self:
        """Return where the next session starts: one step easier, with nothing counted yet."""
        level = min(self.level * math.exp(self.step_up), self.highest_s)
        return replace(self, level=level, in_row=0, going=0, trials=0, reversals_s=())

    @classmethod
    def read(cls, kept: dict[str, Any]) -> Self:
        """Return the staircase with its reversals as they were kept."""
        return cls(**{**kept, "reversals_s": tuple(kept["reversals_s"])})

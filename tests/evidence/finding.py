"""A figure that Evenhand must reach, and the one that was found.

Each module beside this one has ``TITLE``, ``ABOUT`` and ``findings(share)``; ``share`` is the part
of the full number of repetitions that is run: 1 for docs/evidence.md, less in ``make test``. The
stated tolerance never changes; what fewer repetitions cost in certainty is ``error``, the standard
error of the simulation itself, and three of it are allowed beside the tolerance.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]


class Claim(StrEnum):
    """How the found figure stands to the stated one."""

    ABOUT = "about"
    AT_LEAST = "at least"
    AT_MOST = "at most"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One line of the evidence, all numbers in ``unit``.

    ``test`` is the number of the acceptance test in SCIENCE 8 or "" for one of our own;
    ``tolerance`` is what the source allows; ``error`` the Monte-Carlo standard error of ``found``,
    0 where nothing was drawn by chance.
    """

    test: str
    what: str
    unit: str
    stated: float
    found: float
    tolerance: float = 0.0
    error: float = 0.0
    claim: Claim = Claim.ABOUT
    digits: int = 2

    @property
    def holds(self) -> bool:
        """Whether the figure was reached, within tolerance and three simulation errors."""
        room = self.tolerance + 3 * self.error + 1e-12
        match self.claim:
            case Claim.ABOUT:
                return abs(self.found - self.stated) <= room
            case Claim.AT_LEAST:
                return self.found >= self.stated - room
            case Claim.AT_MOST:
                return self.found <= self.stated + room

    @property
    def row(self) -> str:
        """The line as a row of a Markdown table."""
        claim = "" if self.claim is Claim.ABOUT else f"{self.claim} "
        stated = f"{claim}{self.stated:.{self.digits}f}"
        room = f" ± {self.tolerance:g}" if self.tolerance else ""
        error = f" ({self.error:.{self.digits + 1}f})" if self.error else ""
        return (
            f"| {self.test} | {self.what} | {self.unit} | {stated}{room} | "
            f"{self.found:.{self.digits}f}{error} | {'yes' if self.holds else '**no**'} |"
        )


def mean_of(values: Sequence[float] | Floats) -> dict[str, float]:
    """Return ``found`` and ``error``: the mean over repetitions and its own standard error."""
    error = float(np.std(values, ddof=1)) / math.sqrt(len(values))
    return {"found": float(np.mean(values)), "error": error}


def coverage(what: str, held: Sequence[bool] | Mask, *, tolerance: float) -> Finding:
    """Return how often a 95 % interval held the truth; ``held`` has one value a repetition."""
    return Finding(
        test="",
        what=what,
        unit="%",
        stated=95.0,
        found=100 * float(np.mean(held)),
        tolerance=tolerance,
        # the nominal share's own error, so that 40 of 40 does not look like certainty
        error=100 * math.sqrt(0.95 * 0.05 / len(held)),
        digits=1,
    )


Findings = Callable[[float], list[Finding]]
HEADER = """| test | figure | unit | stated | found (simulation error) | holds |
|---|---|---|---|---|---|"""

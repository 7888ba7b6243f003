"""A figure that Evenhand must reach, and the one that was found.

Each module beside this one has ``TITLE``, ``ABOUT`` and ``findings(share)``; ``share`` is the part
of the full number of repetitions that is run: 1 for docs/evidence.md, less in ``make test``. The
stated tolerance never changes; what fewer repetitions cost in certainty is ``error``, the standard
error of the simulation itself, and three of it are allowed beside the tolerance.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum


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


Findings = Callable[[float], list[Finding]]
HEADER = """| test | figure | unit | stated | found (simulation error) | holds |
|---|---|---|---|---|---|"""

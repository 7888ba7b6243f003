"""How well one finger's force is matched by another's: "Match it", pair by pair.

A finger presses, another must press as hard. The *constant error* is the mean difference, what the
second finger does too much (it takes its own force for less than it is); the *variable error* is
the SD of the differences about it, how surely the force is repeated whatever its level.

Conventions: velocities 1 to 127 of one instrument, whose curve nobody knows, so never compared
between instruments. The error is the second press less the first: positive = too hard. A pair is
directed, 2 then 4 is not 4 then 2. Intervals 95 %, Student's for the mean, chi-square for the SD.

References
----------
Schmidt and Lee 2011, Motor Control and Learning, 2 (constant and variable error); SCIENCE 4.6.2.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from engine.measures.figure import Figure, mean_of
from engine.measures.statistics import sd_interval

MIN_PAIRS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchedForce:
    """Two presses: ``finger`` at ``velocity``, then ``to_finger`` at ``to_velocity``."""

    finger: int
    to_finger: int
    velocity: int
    to_velocity: int

    def __post_init__(self) -> None:
        if not ({self.finger, self.to_finger} <= {1, 2, 3, 4, 5}):
            raise ValueError(f"fingers are 1 to 5, not {self.finger} and {self.to_finger}")
        if not (1 <= self.velocity <= 127 and 1 <= self.to_velocity <= 127):
            raise ValueError(f"velocities are 1 to 127, not {self.velocity} and {self.to_velocity}")


@dataclass(frozen=True, slots=True, kw_only=True)
class ForceMatching:
    """The errors of one directed pair of fingers over ``n`` matches, in velocity; null with why."""

    finger: int
    to_finger: int
    n: int
    constant: Figure | None = None
    variable: Figure | None = None
    reason: str | None = None


def force_matching(matches: Sequence[MatchedForce]) -> tuple[ForceMatching, ...]:
    """Return the errors of every directed pair that was played, sorted; each needs 10 matches."""
    errors: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
    for match in matches:
        errors[match.finger, match.to_finger].append(match.to_velocity - match.velocity)
    return tuple(_pair(*pair, np.sort(errors[pair]).astype(float)) for pair in sorted(errors))


def _pair(
    finger: int, to_finger: int, error: np.ndarray[tuple[int], np.dtype[np.float64]]
) -> ForceMatching:
    n = len(error)
    if n < MIN_PAIRS:
        reason = f"Not enough yet: {MIN_PAIRS} matches are needed, {n} were played."
        return ForceMatching(finger=finger, to_finger=to_finger, n=n, reason=reason)
    sd = float(error.std(ddof=1))
    low, high = sd_interval(sd, n - 1)
    return ForceMatching(
        finger=finger,
        to_finger=to_finger,
        n=n,
        constant=mean_of(error),
        variable=Figure(value=sd, low=low, high=high),
    )

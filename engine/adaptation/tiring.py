"""Evenness that decays within one day: the hand is tired and rests before the next step.

A one-sided CUSUM of ln(sdIOI), run by run, against the first six runs of the same day: S rises
by what a run lies above them less ``SLACK``, never below 0, and says "tired" beyond ``LIMIT``. Runs
of different exercises and tempi are compared as ln(sdIOI) less what the player's own curve expects;
before there is a curve, only runs of one exercise, direction and tempo, against the first six of
these. One run alone never says it: what it adds is capped.

Slack and limit are ours, set by simulation (docs/adr/0036): of a steady hand's sittings of 40 runs
at most four in a hundred are called tired, of those whose SD grows by half after 20 runs 56 to 59,
of those where it doubles 97 to 99.

References
----------
SCIENCE 5.3 (within-session decline; the day's own runs, as an older baseline stops falsely).
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

FIRST_RUNS = 6
SLACK = 0.35
LIMIT = 1.0
# What one run may lie above the first ones, so that three at least are needed.
MOST = SLACK + 0.4
# A difference from the mean of six runs scatters by this much more than a run does.
WIDER = math.sqrt(1 + 1 / FIRST_RUNS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Strain:
    """How uneven the runs of one take were: ``residuals``, ln of sdIOI over what is expected.

    ``group`` names the runs they may be compared with: those measured against the player's curve,
    or those of one exercise, direction and tempo, whose residuals are ln(sdIOI in ms).
    """

    group: str
    residuals: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tiring:
    """Where the CUSUM of a day stands: ``total`` is S, ``tired`` that it has just crossed.

    ``first`` are the first six residuals of each group.
    """

    first: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    total: float = 0.0
    tired: bool = False

    def after(self, strain: Strain) -> "Tiring":
        """Return where it stands after a take; once it has said "tired" it begins at 0 again."""
        known = self.first.get(strain.group, ())
        wanted = FIRST_RUNS - len(known)
        first = (*known, *strain.residuals[:wanted])
        later = strain.residuals[wanted:]
        usual = sum(first) / len(first) if first else 0.0
        total = 0.0 if self.tired else self.total
        for residual in later:
            above = min((residual - usual) / WIDER, MOST)
            total = max(0.0, total + above - SLACK)
            if total > LIMIT:
                break
        return Tiring(first={**self.first, strain.group: first}, total=total, tired=total > LIMIT)


def strain_of(
    sd_ioi_ms: Sequence[float], *, cell: str, expected_ms: float | None = None
) -> Strain | None:
    """Return the strain of valid runs, sdIOI in ms, in order; None without any.

    ``expected_ms`` is what the player's curve expects of them, None while there is none.
    """
    positive = [sd for sd in sd_ioi_ms if sd > 0]
    if not positive:
        return None
    if expected_ms is None:
        return Strain(group=cell, residuals=tuple(math.log(sd) for sd in positive))
    return Strain(group="", residuals=tuple(math.log(sd / expected_ms) for sd in positive))

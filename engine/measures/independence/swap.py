"""Swap cost: what going from finger i to finger j costs in time, by directed transition.

Conventions: ms; the cost is the mean IOI of i -> j less the mean IOI of its run, + slow, which the
evenness measures have reckoned already (``transition_deviations``, pooled over the transitions of
the cell). This is one take's; ``engine.adaptation`` adds up the same deviations over weeks to
choose what to dwell on.

Metric: the cost drawn towards 0 by a random effect over the transitions, with a 95 % interval, so
that twenty noisy numbers do not show a weakness by chance.

References
----------
SCIENCE 2.3, 6.2; Morris 1983, JASA 78:47 (``engine.measures.shrinkage``).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from engine.measures.fingers import Spread
from engine.measures.shrinkage import FEWEST_TO_POOL


@dataclass(frozen=True, slots=True, kw_only=True)
class TransitionCost:
    """One transition: ``raw_ms`` as found over ``n`` IOIs, ``cost_ms`` and its interval shrunk.

    ``cost_ms``, ``low_ms`` and ``high_ms`` are None with a ``reason``.
    """

    finger: int
    to_finger: int
    n: int
    raw_ms: float
    cost_ms: float | None
    low_ms: float | None
    high_ms: float | None
    reason: str | None


def swap_costs(deviations: Sequence[Spread[tuple[int, int]]]) -> tuple[TransitionCost, ...]:
    """Return the cost of each transition, in the order given; a finger to itself is left out.

    Parameters
    ----------
    deviations : per (finger, to finger), IOI less its run's mean
    """
    return tuple(
        TransitionCost(
            finger=each.key[0],
            to_finger=each.key[1],
            n=each.n,
            raw_ms=each.mean_ms,
            cost_ms=each.shrunk_ms,
            low_ms=each.shrunk_low_ms,
            high_ms=each.shrunk_high_ms,
            reason=_reason(each),
        )
        for each in deviations
        if each.key[0] != each.key[1]
    )


def _reason(each: Spread[tuple[int, int]]) -> str | None:
    if each.shrunk_ms is not None:
        return None
    if each.se_ms is None:
        return "not estimable: two runs are needed to tell how sure it is"
    if not each.se_ms:
        return "not estimable: every run was alike to the last digit, as a machine plays"
    return f"not estimable: {FEWEST_TO_POOL} transitions are needed to tell one from the others"

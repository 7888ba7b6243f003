"""Which transitions the next pattern dwells on: the ones that cost time, as far as that is certain.

The swap cost of i -> j is the mean IOI into j after i less the mean IOI. Costs are shrunk over the
transitions; only those are dwelt on whose interval lies wholly above 0 and that a listener could
hear: what the player is asked to listen for must be there to be heard, and a slowing at the end of
a phrase or a drift of the tempo, a few ms that come back every day, is nobody's weak transition. If
none stands out, none is named.

References
----------
SCIENCE 1.4 (the JND), 2.3 (swap cost), 6.2 (shrinkage); tests/evidence/flags.py for the rates.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from engine.measures.hearing import audible_ms
from engine.measures.shrinkage import shrunk

MIN_NOTES = 40

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class SwapCost:
    """One transition's mean IOI less the mean IOI over ``n`` notes, in ms; ``ioi_ms`` theirs."""

    finger: int
    to_finger: int
    cost_ms: float
    standard_error_ms: float
    n: int
    ioi_ms: float


@dataclass(frozen=True, slots=True, kw_only=True)
class WeakTransition:
    """A transition to dwell on, with its shrunk cost and the cost's interval (95 %)."""

    finger: int
    to_finger: int
    cost_ms: float
    low_ms: float
    high_ms: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Dwelling:
    """The transitions to dwell on, weakest first, or none."""

    transitions: tuple[WeakTransition, ...]

    @property
    def pairs(self) -> tuple[Pair, ...]:
        """The transitions as (finger, to_finger), weakest first."""
        return tuple((weak.finger, weak.to_finger) for weak in self.transitions)


def dwelling(costs: Sequence[SwapCost]) -> Dwelling:
    """Return what the next pattern dwells on, from one hand's swap costs of recent takes.

    Transitions with fewer than 40 notes are passed over, and those whose shrunk cost nobody hears.
    ValueError for a standard error that is not above 0.
    """
    enough = sorted(
        (cost for cost in costs if cost.n >= MIN_NOTES), key=lambda c: (c.finger, c.to_finger)
    )
    if not enough:
        return Dwelling(transitions=())
    found = shrunk(
        np.array([cost.cost_ms for cost in enough]),
        np.array([cost.standard_error_ms for cost in enough]),
    )
    weak = [
        WeakTransition(
            finger=enough[i].finger,
            to_finger=enough[i].to_finger,
            cost_ms=float(found.value[i]),
            low_ms=float(found.low[i]),
            high_ms=float(found.high[i]),
        )
        for i in np.flatnonzero(found.low > 0)
        if found.value[i] >= audible_ms(enough[i].ioi_ms)
    ]
    weak.sort(key=lambda each: -each.cost_ms)
    return Dwelling(transitions=tuple(weak))

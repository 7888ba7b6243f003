"""Which transitions the next pattern dwells on: the ones that cost time, as far as that is certain.

The swap cost of i -> j is the mean IOI into j after i less the mean IOI. Costs are shrunk over the
transitions; only those whose interval lies wholly above 0 are dwelt on, in proportion to their
cost, with at most 40 % of the notes for all of them together. If none stands out, none is named.

References
----------
SCIENCE 2.3 (swap cost), 5.2 (weighting and cap), 6.2 (shrinkage).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from engine.exercise import FINGER_NAMES
from engine.progress.shrinkage import shrunk
from engine.progress.verdict import in_words

MOST_SHARE = 0.40
MIN_NOTES = 40

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class SwapCost:
    """One transition's mean IOI less the mean IOI, in ms, over ``n`` notes."""

    finger: int
    to_finger: int
    cost_ms: float
    standard_error_ms: float
    n: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WeakTransition:
    """A transition to dwell on; ``share`` is the part of the next pattern's notes meant for it."""

    finger: int
    to_finger: int
    cost_ms: float
    low_ms: float
    high_ms: float
    share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Dwelling:
    """The transitions to dwell on, weakest first, or none; ``sentence`` says which, and why."""

    transitions: tuple[WeakTransition, ...]
    sentence: str

    @property
    def pairs(self) -> tuple[Pair, ...]:
        """The transitions as (finger, to_finger), weakest first."""
        return tuple((weak.finger, weak.to_finger) for weak in self.transitions)


def dwelling(costs: Sequence[SwapCost]) -> Dwelling:
    """Return what the next pattern dwells on, from one hand's swap costs of recent takes.

    Transitions with fewer than 40 notes are passed over. ValueError for a standard error that is
    not above 0.
    """
    enough = sorted(
        (cost for cost in costs if cost.n >= MIN_NOTES), key=lambda c: (c.finger, c.to_finger)
    )
    if not enough:
        return Dwelling(
            transitions=(),
            sentence=f"Not enough notes yet to name a transition: {MIN_NOTES} of one are needed.",
        )
    found = shrunk(
        np.array([cost.cost_ms for cost in enough]),
        np.array([cost.standard_error_ms for cost in enough]),
    )
    clear = found.low > 0
    total = float(found.value[clear].sum())
    weak = [
        WeakTransition(
            finger=enough[i].finger,
            to_finger=enough[i].to_finger,
            cost_ms=float(found.value[i]),
            low_ms=float(found.low[i]),
            high_ms=float(found.high[i]),
            share=MOST_SHARE * float(found.value[i]) / total,
        )
        for i in np.flatnonzero(clear)
    ]
    weak.sort(key=lambda each: -each.cost_ms)
    return Dwelling(transitions=tuple(weak), sentence=_sentence(weak))


def drawn(
    chosen: Dwelling, *, notes: int, rng: np.random.Generator
) -> tuple[tuple[int, int] | None, ...]:
    """Return for each of ``notes`` places a transition to dwell on, or None to leave it alone.

    At most 40 % of the places are given away, whatever chance says.
    """
    places: list[Pair | None] = [None] * notes
    if chosen.transitions:
        share = np.array([weak.share for weak in chosen.transitions])
        count = min(int(MOST_SHARE * notes), int(rng.binomial(notes, share.sum())))
        where = rng.choice(notes, size=count, replace=False)
        which = rng.choice(len(share), size=count, p=share / share.sum())
        for place, index in zip(where.tolist(), which.tolist(), strict=True):
            places[place] = chosen.pairs[index]
    return tuple(places)


def _sentence(weak: Sequence[WeakTransition]) -> str:
    if not weak:
        return "No transition stands out from the usual wobble, so the pattern stays as it is."
    first = weak[0]
    others = len(weak) - 1
    also = f", and {in_words(others)} more like it" if others else ""
    return (
        f"The {FINGER_NAMES[first.to_finger]} comes about {first.cost_ms:.0f} ms late after the "
        f"{FINGER_NAMES[first.finger]} ({first.low_ms:.0f} to {first.high_ms:.0f}){also}: "
        "the next pattern dwells there."
    )

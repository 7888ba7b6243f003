"""What is said after Heavier or Lighter?: what happened, which way it leans, what comes next."""

from collections import defaultdict
from collections.abc import Sequence

from engine.exercise import FINGER_NAMES
from engine.measures.figure import Figure
from engine.session.state import BlockPlan, Outcome
from engine.tasks.heavier_found import HeavierFound, Judgement
from game.screens.strip import home_keys
from game.screens.words import about_minutes, capital, hand_words, interval
from game.view.force_curve import CurvePoint
from game.view.keys import key_name

BINS = 6
LEAST_BIN = 2


def sentences(outcome: Outcome, found: HeavierFound) -> tuple[str, ...]:
    """Return what happened, where, what next."""
    name = FINGER_NAMES[found.finger]
    happened = f"You and the piano agreed on {found.agreed} of {found.unequal} pairs."
    if not found.unequal:
        happened = f"No two presses of the {name} differed, so there was nothing to agree on."
    return tuple(words for words in (happened, _between(found), outcome.because) if words)


def _between(found: HeavierFound) -> str:
    """Return why there is no threshold, if there is none, else which press seems the harder."""
    if found.order_bias is None:
        return "" if not found.enough or found.reason is None else _plain(found.reason)
    return bias_words(found.order_bias)


def _plain(reason: str) -> str:
    """Return a reason's first sentence without its label; what to do about it comes next."""
    first, _, _ = reason.removeprefix("Not estimable: ").partition(". ")
    return f"{capital(first.rstrip('.'))}."


def bias_words(bias: Figure) -> str:
    """Return which of two equal presses seems the harder, and by how much."""
    if bias.value is None or bias.low is None or bias.high is None:
        return ""
    low, high = sorted((abs(bias.low), abs(bias.high)))
    if bias.low <= 0 <= bias.high:
        return "Neither the first nor the second seems harder by its place."
    seems = "lighter" if bias.value > 0 else "harder"
    return f"The second press seems {seems} than it is, by {_near(bias.value, low, high)}."


def _near(value: float, low: float, high: float) -> str:
    return f"{abs(value):.1f} units ({interval(low, high)})"


def points_of(judgements: Sequence[Judgement]) -> tuple[CurvePoint, ...]:
    """Return the answers gathered by difference, from the first harder to the second harder."""
    farthest = max((abs(difference) for difference, _ in judgements), default=0)
    width = max(LEAST_BIN, round(farthest / BINS))
    bins: defaultdict[int, list[Judgement]] = defaultdict(list)
    for judgement in judgements:
        bins[round(judgement[0] / width)].append(judgement)
    return tuple(
        CurvePoint(
            difference=sum(difference for difference, _ in held) / len(held),
            share=sum(second for _, second in held) / len(held),
            n=len(held),
        )
        for _, held in sorted(bins.items())
    )


def facts(step: BlockPlan) -> tuple[str, ...]:
    """Return the lines before it: which finger on which key, how many pairs, how long."""
    finger = step.fingers[0]
    keys = {home.finger: home.pitch for home in home_keys(step.exercise.patterns[0])}
    where = f"{FINGER_NAMES[finger]} on {key_name(keys[finger])}"
    return (
        f"{capital(hand_words(step.hand))}, {where}",
        f"{step.cues} pairs, {about_minutes(step)}",
    )

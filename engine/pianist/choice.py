"""How the virtual pianist answers a cue that names a finger."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from engine.pianist.model import Pianist

EASE = 0.85  # the share of the time allowed that a hurried player aims for
CARE = 2.0  # how fast the reserve against errors goes as hurry grows


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """The finger that went down, when (s after the cue), and those that came along."""

    finger: int
    reaction_time_s: float
    leaked: tuple[int, ...]


def respond(
    pianist: Pianist,
    finger: int,
    fingers: Sequence[int],
    allowed_s: float | None,
    rng: np.random.Generator,
) -> Choice:
    """Return the answer to a cue for ``finger``.

    Parameters
    ----------
    fingers : the fingers in play, at least two, the one asked for among them
    allowed_s : time allowed, or None for as long as it takes; the answer may still come later

    Notes
    -----
    The median reaction is ``median_s`` + ``hick_s`` for each bit of choice beyond one, m. Where m
    is over 85 % of the time allowed the player hurries by h = m / (0.85 allowed): the reaction is
    h times faster and the error rate goes from its floor e (lapses and confusions) towards pure
    guessing g = 1 - 1/n as e + (g - e)(1 - h^-2). So accuracy never falls with more time. A wrong
    finger is drawn with weight 1 / distance², neighbours first.
    """
    if finger not in fingers or len(set(fingers)) < 2:
        raise ValueError(f"finger {finger} must be one of at least two in play, got {fingers}")
    model = pianist.reaction
    median_s = model.median_s[finger - 1] + model.hick_s * (math.log2(len(set(fingers))) - 1)
    hurry = 1.0 if allowed_s is None else max(1.0, median_s / (EASE * max(allowed_s, 1e-3)))
    guessing = 1 - 1 / len(set(fingers))
    floor = min(model.lapse_rate + model.confusion_rate[finger - 1], guessing)
    error_rate = floor + (guessing - floor) * (1 - hurry**-CARE)
    reaction_time_s = median_s / hurry * float(rng.lognormal(0.0, model.log_sd))
    played = finger
    if rng.random() < error_rate:
        others = np.array(sorted(set(fingers) - {finger}))
        weights = 1.0 / (others - finger) ** 2
        played = int(rng.choice(others, p=weights / weights.sum()))
    leaks = rng.random(2) < model.leak_rate[played - 1]
    leaked = tuple(
        other
        for other, leak in zip((played - 1, played + 1), leaks, strict=True)
        if leak and 1 <= other <= 5
    )
    return Choice(finger=played, reaction_time_s=reaction_time_s, leaked=leaked)

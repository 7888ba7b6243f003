"""How the virtual pianist judges: which of two was harder, which note was late, how hard to match.

Each judgement is a noisy look at what was played, so its truth is known exactly: the threshold of
"which was harder?" is .6745 ``force_sd``, its order bias ``order_bias``, and a match errs by the
difference of the two fingers' biases, with an SD of ``match_sd``.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np

from engine.pianist.model import Five

SOFTEST, HARDEST = 1, 127


@dataclass(frozen=True, slots=True, kw_only=True)
class Judge:
    """A judge of her own playing; velocities in MIDI units, times in ms.

    ``force_sd`` is the noise of a difference of two forces and ``order_bias`` what the second must
    be more to seem as hard; ``late_sd_ms`` the noise with which she perceives each note's
    deviation. ``lapse_rate`` (0 to 1) are answers given without looking. ``stroke_sd`` is the
    natural spread of her strokes, ``match_sd`` that of matching one finger by another and
    ``finger_bias`` how much harder than meant each finger presses.
    """

    force_sd: float = 5.93
    order_bias: float = 0.0
    late_sd_ms: float = 8.0
    lapse_rate: float = 0.02
    stroke_sd: float = 4.1
    match_sd: float = 5.0
    finger_bias: Five = (0.0, 0.0, 0.0, 0.0, 0.0)

    def __post_init__(self) -> None:
        for each in fields(self):
            value = np.asarray(getattr(self, each.name), float)
            if not np.isfinite(value).all():
                raise ValueError(f"{each.name} must be finite")
            if "_sd" in each.name and value < 0:
                raise ValueError(f"{each.name} must not be negative")
        if not 0 <= self.lapse_rate <= 1:
            raise ValueError("lapse_rate must be 0 to 1")


def press_pair(judge: Judge, velocity: float, rng: np.random.Generator) -> tuple[int, int]:
    """Return the velocities of two presses meant to be ``velocity``."""
    first, second = rng.normal(velocity, judge.stroke_sd, 2)
    return _played(first), _played(second)


def second_harder(judge: Judge, first: int, second: int, rng: np.random.Generator) -> bool:
    """Return whether the second of two presses is said to be the harder."""
    if rng.random() < judge.lapse_rate:
        return bool(rng.random() < 0.5)
    return bool(second - first + rng.normal(0.0, judge.force_sd) > judge.order_bias)


def match_force(
    judge: Judge, velocity: int, fingers: tuple[int, int], rng: np.random.Generator
) -> int:
    """Return the velocity at which the second of ``fingers`` matches the first's ``velocity``."""
    finger, to_finger = fingers
    bias = judge.finger_bias[to_finger - 1] - judge.finger_bias[finger - 1]
    return _played(velocity + bias + rng.normal(0.0, judge.match_sd))


def mark_late(judge: Judge, deviations_ms: Sequence[float], rng: np.random.Generator) -> int:
    """Return the index of the note that she says came latest, of one or more."""
    if rng.random() < judge.lapse_rate:
        return int(rng.integers(len(deviations_ms)))
    felt = np.asarray(deviations_ms) + rng.normal(0.0, judge.late_sd_ms, len(deviations_ms))
    return int(np.argmax(felt))


def _played(velocity: float) -> int:
    return round(min(max(velocity, SOFTEST), HARDEST))

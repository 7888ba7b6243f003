"""How fast and how surely each finger answers its cue: response selection, not sensation.

Conventions: reaction times in seconds, in milliseconds for people; the confusion matrix counts
cued finger (row) by finger pressed (column), both 1 to 5. An answer later than the time allowed is
not correct but is still an answer: it shows which finger was chosen.

Measures
--------
reaction_time : median of the correct answers per finger, ms, with an order-statistic interval
reaction_spread : SD of ln(reaction time) of the same answers (ddof 1), no unit
accuracy : share of cues answered in time by the cued finger, %, Jeffreys interval
confusion : how often ``to_finger`` was pressed when ``finger`` was cued, count of n answers
d_prime : how well two fingers are told apart, no unit (``engine.measures.judgement.sensitivity``)
information : transmitted information in bits, less its small-sample bias (Miller and Madow)
unintended : share of cues at which another key went down too, %, Jeffreys interval

References
----------
SCIENCE 4.4 and 2.3; Miller 1955, "Note on the bias of information estimates".
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from engine.exercise import FINGERS
from engine.measures.judgement.sensitivity import Sensitivity, sensitivities
from engine.measures.proportion import jeffreys_interval
from engine.measures.statistics import median_interval

MIN_ANSWERS = 100

Counts = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """The answer to one cue.

    ``pressed`` is the finger whose home key went down first, null for another key or for none;
    ``reaction_s`` is null only when nothing was pressed. ``unintended`` are the fingers of the
    other keys that went down with it, null for a key that is no finger's home.
    """

    target: int
    pressed: int | None
    reaction_s: float | None
    allowed_s: float
    unintended: tuple[int | None, ...] = ()

    @property
    def correct(self) -> bool:
        """Whether the cued finger answered in the time allowed."""
        in_time = self.reaction_s is not None and self.reaction_s <= self.allowed_s
        return in_time and self.pressed == self.target


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """A proportion with its Jeffreys interval (95 %), all from 0 to 1."""

    hits: int
    n: int
    low: float
    high: float

    @property
    def value(self) -> float:
        """Return hits / n."""
        return self.hits / self.n


@dataclass(frozen=True, slots=True, kw_only=True)
class FingerReaction:
    """One finger's answers; times are null with fewer than the answers that they need.

    They rest on ``accuracy.hits`` answers: 1 is needed for ``median_ms``, 6 for its interval at
    95 %, 2 for ``log_sd``.
    """

    finger: int
    accuracy: Share
    unintended: Share
    median_ms: float | None
    low_ms: float | None
    high_ms: float | None
    log_sd: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Information:
    """Transmitted information in bits, of ``most_bits`` at most; null with the reason why."""

    bits: float | None
    standard_error: float | None
    most_bits: float
    n: int
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Discrimination:
    """What the answers to a series of cues said.

    ``confusion`` is 5 x 5, row = finger cued, column = finger pressed. ``median_ms`` is over
    all correct answers, null without one.
    """

    fingers: tuple[FingerReaction, ...]
    accuracy: Share
    unintended: Share
    median_ms: float | None
    low_ms: float | None
    high_ms: float | None
    confusion: tuple[tuple[int, ...], ...]
    sensitivity: tuple[Sensitivity, ...]
    information: Information


def measure(
    responses: Sequence[Response], *, earlier: Counts | None = None
) -> Discrimination | None:
    """Return what ``responses`` say, of one trial or of many put together; None without any.

    ``earlier``, shape (5, 5), are the confusions of trials before this one; they enter d' and the
    information alone, which need more answers than one trial has. ValueError for a cued or
    pressed finger that is not 1 to 5.
    """
    if not responses:
        return None
    counts = confusion_matrix(responses)
    gathered = counts if earlier is None else counts + earlier
    median_ms, low_ms, high_ms = _median_ms(_times(responses))
    return Discrimination(
        fingers=tuple(
            _finger(finger, asked)
            for finger in FINGERS
            if (asked := [given for given in responses if given.target == finger])
        ),
        accuracy=_share(sum(given.correct for given in responses), len(responses)),
        unintended=_share(sum(bool(given.unintended) for given in responses), len(responses)),
        median_ms=median_ms,
        low_ms=low_ms,
        high_ms=high_ms,
        confusion=tuple(tuple(int(count) for count in row) for row in counts),
        sensitivity=sensitivities(gathered),
        information=information(gathered),
    )


def confusion_matrix(responses: Sequence[Response]) -> Counts:
    """Return counts, shape (5, 5): row = finger cued - 1, column = finger pressed - 1."""
    counts: Counts = np.zeros((5, 5), np.int64)
    for given in responses:
        if given.target not in FINGERS or given.pressed not in (None, *FINGERS):
            raise ValueError(
                f"fingers are 1 to 5: {given.target} was cued, {given.pressed} pressed"
            )
        if given.pressed is not None:
            counts[given.target - 1, given.pressed - 1] += 1
    return counts


def transmitted_information(counts: Counts) -> npt.NDArray[np.float64]:
    """Return the plug-in transmitted information in bits, biased upwards in small samples.

    T = sum over s, r of p_sr log2(p_sr / (p_s p_r)). ``counts`` has shape (..., S, R); so has T
    without its last two axes. 0 where there are no counts.
    """
    total = np.maximum(counts.sum(axis=(-2, -1), keepdims=True), 1)
    p = counts / total
    independent = p.sum(axis=-1, keepdims=True) * p.sum(axis=-2, keepdims=True)
    ratio = np.divide(p, independent, out=np.ones_like(p), where=p > 0)
    return np.asarray((p * np.log2(ratio)).sum(axis=(-2, -1)))


def information_bias(*, stimuli: int, answers: int, n: int) -> float:
    """Return the Miller-Madow bias of T in bits, (R - 1)(S - 1) / (2 n ln 2)."""
    return (stimuli - 1) * (answers - 1) / (2 * n * math.log(2))


def information(counts: Counts) -> Information:
    """Return the bias-corrected transmitted information of a confusion matrix, 0 at the least.

    S and R are the fingers that were cued: the answers that a player could choose from. The
    standard error is the first-order one, sqrt((sum p log2(...)^2 - T^2) / n).
    """
    n = int(counts.sum())
    cued = int((counts.sum(axis=1) > 0).sum())
    most_bits = math.log2(cued) if cued else 0.0
    if n < MIN_ANSWERS:
        reason = f"Not enough yet: {MIN_ANSWERS} answers are needed, {n} were given."
    elif cued < 2:
        reason = "One finger alone cannot be confused with another."
    else:
        plug_in = float(transmitted_information(counts))
        bits = max(0.0, plug_in - information_bias(stimuli=cued, answers=cued, n=n))
        return Information(
            bits=bits, standard_error=_information_se(counts, plug_in), most_bits=most_bits, n=n
        )
    return Information(bits=None, standard_error=None, most_bits=most_bits, n=n, reason=reason)


def _finger(finger: int, asked: Sequence[Response]) -> FingerReaction:
    times = _times(asked)
    median_ms, low_ms, high_ms = _median_ms(times)
    return FingerReaction(
        finger=finger,
        accuracy=_share(sum(given.correct for given in asked), len(asked)),
        unintended=_share(sum(bool(given.unintended) for given in asked), len(asked)),
        median_ms=median_ms,
        low_ms=low_ms,
        high_ms=high_ms,
        log_sd=float(np.std(np.log(times), ddof=1)) if len(times) > 1 else None,
    )


def _times(responses: Sequence[Response]) -> list[float]:
    # sorted, so that the order of the answers cannot change even the last digit; 0 has no logarithm
    return sorted(r.reaction_s for r in responses if r.correct and r.reaction_s)


def _median_ms(times: Sequence[float]) -> tuple[float | None, float | None, float | None]:
    if not times:
        return None, None, None
    median_ms = 1000 * float(np.median(times))
    ends = median_interval(times)
    return (median_ms, None, None) if ends is None else (median_ms, 1000 * ends[0], 1000 * ends[1])


def _share(hits: int, n: int) -> Share:
    low, high = jeffreys_interval(hits, n)
    return Share(hits=hits, n=n, low=low, high=high)


def _information_se(counts: Counts, plug_in: float) -> float:
    n = int(counts.sum())
    p = counts / n
    independent = p.sum(axis=1, keepdims=True) * p.sum(axis=0, keepdims=True)
    bits = np.log2(np.divide(p, independent, out=np.ones_like(p), where=p > 0))
    return math.sqrt(max(0.0, float((p * bits**2).sum()) - plug_in**2) / n)

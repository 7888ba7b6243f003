"""How early or late the responses of a trial are to their stimuli, and how steadily.

Conventions
-----------
Asynchrony is response onset less stimulus onset, negative = early (``pairing``). It is not chord
spread, which is last less first onset of notes written together. What is measured holds the delay
of keyboard and sound too, so the median means something only after calibration (``calibrated``);
the SD does not know of a constant delay. Early is no fault and no score: most people are, by 20 to
80 ms, musicians less.

Metrics
-------
median : ms, with the order-statistic interval
sd : SD, ddof 1, ms, with the chi-square interval
resultant : circular R = abs(mean exp(2 pi i A / T)); expected exp(-(2 pi sd / T)^2 / 2)
unstable_rate : 10 x population SD in ms, divided by the rate of play

Responses follow each other: who is late once is a little late again. Both intervals are therefore
those of fewer, independent responses: n (1 - r) / (1 + r) for the median, and n (1 - r^2) /
(1 + r^2) for the SD, r the correlation of neighbours (0 at the least).

References
----------
SCIENCE 3.1 and 3.4. Aschersleben 2002, Brain Cogn 48:66; Repp 2005, Psychon Bull Rev 12:969;
Mardia and Jupp 2000, Directional Statistics, 3.4; Bartlett 1946, J R Stat Soc Suppl 8:27.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from engine.exercise import FINGERS
from engine.measures.statistics import Z95, median_ranks, sd_interval
from engine.measures.timing.pairing import REACTIONS, pair
from engine.note import Seconds

LEAST_FOR_CALIBRATION = 50
STEADY = 0.05
MOST_CARRIED = 0.95
NO_VARIATION_S = 1e-9
UNCALIBRATED = (
    "The median holds the delay of keyboard and sound as well: it can be compared only with itself,"
    " on this instrument, until that delay is calibrated."
)

Ends = tuple[float | None, float | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class FingerAsynchrony:
    """One finger's responses, in ms; null where there are too few: 1 for a median, 2 for an SD.

    ``low_ms`` and ``high_ms`` are of the median; null below 6 independent responses' worth.
    """

    finger: int
    n: int
    median_ms: float | None
    sd_ms: float | None
    low_ms: float | None = None
    high_ms: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asynchrony:
    """What the responses of one trial say; a number is null with ``reason``, in words.

    ``low_ms`` and ``high_ms`` are of the median, ``sd_low_ms`` and ``sd_high_ms`` of the SD (95 %;
    null below 6 and 2 responses' worth). ``independent`` is how many independent responses the
    ``n`` are worth. ``calibrated`` says whether the delay of the apparatus was taken off; where it
    was not, ``caveat`` says what the median may be used for.
    """

    n: int
    missed: int
    extra: int
    calibrated: bool
    median_ms: float | None = None
    low_ms: float | None = None
    high_ms: float | None = None
    sd_ms: float | None = None
    sd_low_ms: float | None = None
    sd_high_ms: float | None = None
    resultant: float | None = None
    expected_resultant: float | None = None
    unstable_rate: float | None = None
    independent: float | None = None
    fingers: tuple[FingerAsynchrony, ...] = ()
    reason: str | None = None
    caveat: str | None = None


def measure(
    response_s: Seconds,
    stimulus_s: Seconds,
    *,
    fingers: Sequence[int | None] = (),
    reactions: int = REACTIONS,
    latency_s: float | None = None,
) -> Asynchrony:
    """Return what the responses of one trial say about its timing.

    Parameters
    ----------
    response_s, stimulus_s, reactions : as in ``pairing.pair``
    fingers : the finger prescribed for each stimulus, or none at all
    latency_s : delay of keyboard and sound together as calibrated, taken off; None if not known

    Raises
    ------
    ValueError
        as ``pairing.pair``, and for fingers that are not 1 to 5 or not as many as the stimuli
    """
    stimulus_s = np.asarray(stimulus_s, np.float64)
    if len(fingers) not in (0, len(stimulus_s)):
        raise ValueError(f"{len(fingers)} fingers are named for {len(stimulus_s)} stimuli")
    if not set(fingers) <= {None, *FINGERS}:
        raise ValueError("fingers are 1 to 5")
    paired = pair(
        np.asarray(response_s, np.float64) - (latency_s or 0.0), stimulus_s, reactions=reactions
    )
    n, missed, extra = len(paired.hit_s), len(paired.missed), len(paired.extra)
    calibrated = latency_s is not None
    if n < 2:
        reason = f"not estimable: at least 2 answered stimuli are needed, {n} of them were"
        return Asynchrony(n=n, missed=missed, extra=extra, calibrated=calibrated, reason=reason)
    sd_s = float(paired.hit_s.std(ddof=1))
    carried = _carried_over(paired.asynchrony_s)
    low_ms, high_ms = _median_interval_ms(paired.hit_s, carried)
    sd_low_ms, sd_high_ms = _sd_interval_ms(sd_s, n, carried)
    beat_s = _steady_interval_s(stimulus_s)
    return Asynchrony(
        n=n,
        missed=missed,
        extra=extra,
        calibrated=calibrated,
        median_ms=1e3 * float(np.median(paired.hit_s)),
        low_ms=low_ms,
        high_ms=high_ms,
        sd_ms=1e3 * sd_s,
        sd_low_ms=sd_low_ms,
        sd_high_ms=sd_high_ms,
        resultant=None if beat_s is None else resultant(paired.hit_s, beat_s),
        expected_resultant=None if beat_s is None else expected_resultant(sd_s, beat_s),
        unstable_rate=unstable_rate(paired.hit_s),
        independent=n * (1 - carried) / (1 + carried),
        fingers=_by_finger(paired.asynchrony_s, fingers, carried),
        reason=None if beat_s else "no circular R: the stimuli are not evenly spaced",
        caveat=None if calibrated else UNCALIBRATED,
    )


def resultant(asynchrony_s: Seconds, interval_s: float) -> float:
    """Return circular R, 0 to 1: 1 is one and the same phase, 0 none at all.

    Nearly 1 for any pianist (.978 at an SD of 20 ms to 600 ms), so an SD in ms says more.
    """
    return float(np.abs(np.exp(2j * np.pi * np.asarray(asynchrony_s) / interval_s).mean()))


def expected_resultant(sd_s: float, interval_s: float) -> float:
    """Return the R of normal asynchronies with this SD, exp(-(2 pi sd / T)^2 / 2)."""
    return math.exp(-((2 * math.pi * sd_s / interval_s) ** 2) / 2)


def unstable_rate(asynchrony_s: Seconds, *, rate: float = 1.0) -> float:
    """Return 10 x population SD (ddof 0) in ms over the rate of play; 80 is an SD of 8 ms.

    A figure of games (osu!), free of a constant offset. ValueError without an asynchrony, or for a
    rate that is not above 0.
    """
    if len(asynchrony_s) == 0 or not rate > 0:
        raise ValueError("an unstable rate needs an asynchrony and a rate above 0")
    return 1e4 * float(np.std(asynchrony_s)) / rate


def calibration_s(asynchrony_s: Seconds) -> float | None:
    """Return the offset to calibrate with, the median; None below 50 usable asynchronies.

    It holds the player's own earliness beside the delay of the apparatus: it centres a game, and
    is no measurement of the apparatus.
    """
    enough = len(asynchrony_s) >= LEAST_FOR_CALIBRATION
    return float(np.median(asynchrony_s)) if enough else None


def _by_finger(
    asynchrony_s: Seconds, fingers: Sequence[int | None], carried: float
) -> tuple[FingerAsynchrony, ...]:
    """Return each finger's own; its responses lie apart, so that less is carried from one on."""
    found = []
    for finger in FINGERS:
        own = asynchrony_s[np.array([each == finger for each in fingers], bool)] if fingers else []
        own = np.asarray(own, np.float64)
        own_ms = 1e3 * own[~np.isnan(own)]
        if finger in fingers:
            apart = len(asynchrony_s) / len(own)
            low_ms, high_ms = _few_interval_ms(own_ms, carried**apart)
            found.append(
                FingerAsynchrony(
                    finger=finger,
                    n=len(own_ms),
                    median_ms=float(np.median(own_ms)) if len(own_ms) else None,
                    sd_ms=float(own_ms.std(ddof=1)) if len(own_ms) > 1 else None,
                    low_ms=low_ms,
                    high_ms=high_ms,
                )
            )
    return tuple(found)


def _carried_over(asynchrony_s: Seconds) -> float:
    """Return the correlation of neighbouring asynchronies, 0 to .95, less its small-sample bias.

    The sample value is too low by (1 + 3 r) / n (Marriott and Pope 1954, Biometrika 41:390).
    """
    off = asynchrony_s - np.nanmean(asynchrony_s)
    n = int((~np.isnan(off)).sum())
    products = off[1:] * off[:-1]
    pairs = int((~np.isnan(products)).sum())
    variance = float(np.nanmean(off**2))
    if n < 5 or pairs == 0 or variance < NO_VARIATION_S**2:
        return 0.0
    r = float(np.nansum(products)) / pairs / variance
    return min(max((n * r + 1) / (n - 3), 0.0), MOST_CARRIED)


def _median_interval_ms(hit_s: Seconds, carried: float) -> Ends:
    ranks = median_ranks(len(hit_s))
    if ranks is None:
        return None, None
    middle = (len(hit_s) + 1) / 2
    widened = (middle - ranks[0]) * math.sqrt((1 + carried) / (1 - carried))
    rank = math.floor(middle - widened + 1e-9)
    if rank < 1:
        return None, None
    ordered = np.sort(hit_s)
    return 1e3 * float(ordered[rank - 1]), 1e3 * float(ordered[-rank])


def _few_interval_ms(own_ms: Seconds, carried: float) -> Ends:
    """Return the interval of a median of few values, in their unit.

    Ranks of few values jump from 93 to 99 %, so that the widening starts from where 95 % would lie
    between them, 1.96 sqrt(n) / 2 from the middle.
    """
    ranks = median_ranks(len(own_ms))
    if ranks is None:
        return None, None
    half = Z95 * math.sqrt(len(own_ms) * (1 + carried) / (1 - carried)) / 2
    rank = min(ranks[0], math.floor((len(own_ms) + 1) / 2 - half + 1e-9))
    if rank < 1:
        return None, None
    ordered = np.sort(own_ms)
    return float(ordered[rank - 1]), float(ordered[-rank])


def _sd_interval_ms(sd_s: float, n: int, carried: float) -> Ends:
    freedom = (n - 1) * (1 - carried**2) / (1 + carried**2)
    worth = n * (1 - carried) / (1 + carried)
    if freedom < 1 or worth < 2:
        return None, None
    # The mean of the trial goes with its slow swings, which makes its SD too small by this.
    sd_ms = 1e3 * sd_s * math.sqrt((1 - 1 / n) / (1 - 1 / worth))
    return sd_interval(sd_ms, freedom)


def _steady_interval_s(stimulus_s: Seconds) -> float | None:
    """Return the interval of an even beat; None where one is over 5 % off the median."""
    ioi_s = np.diff(stimulus_s)
    beat_s = float(np.median(ioi_s))
    return beat_s if np.all(np.abs(ioi_s / beat_s - 1) <= STEADY) else None

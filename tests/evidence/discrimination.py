"""Do confusions, judgements and marks come back from players whose truth is known?"""

import math
from functools import cache, partial
from statistics import NormalDist

import numpy as np

from engine.measures.judgement.awareness import Asked, Mark, awareness
from engine.measures.judgement.discrimination import information_bias, transmitted_information
from engine.measures.judgement.psychometric import fit
from engine.measures.judgement.sensitivity import sensitivities
from engine.pianist.judging import Judge, mark_late, press_pair, second_harder
from tests.evidence.finding import Claim, Finding, coverage

TITLE = "Discrimination"
ABOUT = (
    "Cues answered by chance or with a known d', pairs of presses judged by the virtual judge "
    "(JND 4.0 velocity units, strokes spread by 4.1, lapses 2 % or none), and runs of five notes "
    "of which she marks one. Coverage is how often the 95 % interval holds the truth."
)
JND = 4.0
_covered = partial(coverage, tolerance=2.5)


def findings(share: float) -> list[Finding]:
    """Return the lines; ``share`` 1 is 100,000 confusion matrices and 200 judges of a kind."""
    rng = np.random.default_rng(44)
    return [
        *_information(rng, max(2000, round(100_000 * share))),
        *_d_prime(rng, max(500, round(20_000 * share))),
        *_force(rng, max(16, round(200 * share))),
        *_awareness(rng, max(60, round(1500 * share))),
    ]


def _information(rng: np.random.Generator, sets: int) -> list[Finding]:
    lines = []
    for n, stated in ((25, 0.593), (50, 0.278), (100, 0.125), (200, 0.060)):
        bits = transmitted_information(rng.multinomial(n // 5, np.full(5, 0.2), size=(sets, 5)))
        error = float(bits.std()) / math.sqrt(sets)
        lines.append(
            Finding(test="14", what=f"information at chance, {n} answers, as it comes",
                    unit="bit", stated=stated, found=float(bits.mean()), tolerance=0.01,
                    error=error, digits=3)
        )  # fmt: skip
        if n >= 100:
            left = float(bits.mean()) - information_bias(stimuli=5, answers=5, n=n)
            lines.append(
                Finding(test="14", what="... with the bias of Miller and Madow taken out",
                        unit="bit", stated=0.0, found=left, tolerance=0.012, error=error, digits=3)
            )  # fmt: skip
    perfect = float(transmitted_information(np.eye(5, dtype=np.int64) * 20))
    lines.append(
        Finding(test="14", what="a perfect 5 x 5 matrix", unit="bit", stated=2.3219, found=perfect,
                tolerance=0.00005, digits=4)
    )  # fmt: skip
    return lines


@cache
def _pair(n: int, hits: int, alarms: int) -> tuple[float, float, float]:
    counts = np.zeros((5, 5), np.int64)
    counts[0, :2], counts[1, :2] = (hits, n - hits), (alarms, n - alarms)
    (found,) = sensitivities(counts)
    low = -math.inf if found.low is None else found.low
    return found.d_prime or 0.0, low, math.inf if found.high is None else found.high


def _d_prime(rng: np.random.Generator, players: int) -> list[Finding]:
    lines = []
    normal = NormalDist()
    for n, truth in ((20, 1.0), (20, 2.0), (60, 1.0), (60, 2.0), (60, 3.0)):
        hits = rng.binomial(n, normal.cdf(truth / 2), players).tolist()
        alarms = rng.binomial(n, normal.cdf(-truth / 2), players).tolist()
        found = np.array([_pair(n, *each) for each in zip(hits, alarms, strict=True)])
        what = f"d' of a pair, truth {truth:g}, {n} answers to each: "
        lines += [
            Finding(test="", what=what + "mean", unit="1", stated=truth,
                    found=float(found[:, 0].mean()), tolerance=0.05,
                    error=float(found[:, 0].std()) / math.sqrt(players)),
            _covered(what + "coverage", (found[:, 1] <= truth) & (truth <= found[:, 2])),
        ]  # fmt: skip
    return lines


def _force(rng: np.random.Generator, judges: int) -> list[Finding]:
    lines = []
    for n, lapse, quartiles in ((100, 0.02, (3.3, 4.5)), (60, 0.02, (3.2, 4.7)), (100, 0.0, None)):
        judge = Judge(lapse_rate=lapse)
        found = [_judged(judge, n, rng) for _ in range(judges)]
        kept = [each for each in found if each.threshold and each.order_bias]
        jnd = np.array([each.threshold.value for each in kept if each.threshold])
        error = 1.2533 * float(jnd.std()) / math.sqrt(len(jnd))
        what = f"force JND, truth 4.0, {n} answers, lapses {100 * lapse:.0f} %: "
        lines.append(
            Finding(test="15" if n == 100 else "", what=what + "median", unit="velocity",
                    stated=3.9, found=float(np.median(jnd)), tolerance=0.2, error=error)
        )  # fmt: skip
        for name, stated, q in zip(("lower", "upper"), quartiles or (), (25, 75), strict=False):
            lines.append(
                Finding(test="15", what=f"... {name} quartile", unit="velocity", stated=stated,
                        found=float(np.percentile(jnd, q)), tolerance=0.1,
                        error=1.36 * float(jnd.std()) / math.sqrt(len(jnd)))
            )  # fmt: skip
        lines += [
            _covered("... coverage of the JND", np.array(
                [each.threshold.low <= JND <= each.threshold.high for each in kept
                 if each.threshold])),
            _covered("... coverage of the order bias", np.array(
                [each.order_bias.low <= 0 <= each.order_bias.high for each in kept
                 if each.order_bias])),
            Finding(test="", what="... judges refused", unit="%", stated=2.0,
                    found=100 * (1 - len(kept) / judges), claim=Claim.AT_MOST,
                    error=100 * math.sqrt(0.01 / judges), digits=1),
        ]  # fmt: skip
    guesser = Judge(lapse_rate=1.0)
    refused = np.mean([_judged(guesser, 100, rng).reason is not None for _ in range(judges)])
    lines.append(
        Finding(test="", what="guessers, 100 answers: no threshold is given", unit="%",
                stated=95.0, found=100 * float(refused), claim=Claim.AT_LEAST, digits=1,
                error=100 * math.sqrt(0.04 / judges))
    )  # fmt: skip
    return lines


def _judged(judge: Judge, n: int, rng: np.random.Generator):
    pairs = [press_pair(judge, 64.0, rng) for _ in range(n)]
    second = [second_harder(judge, *pair, rng) for pair in pairs]
    return fit([float(b - a) for a, b in pairs], second)


def _awareness(rng: np.random.Generator, players: int) -> list[Finding]:
    lines = []
    for late_sd_ms in (2.0, 8.0, 1e6):
        judge = Judge(late_sd_ms=late_sd_ms)
        truth = _marked(judge, 6000, rng).area or 0.0
        found = [_marked(judge, 20, rng) for _ in range(players)]
        kind = f"notes felt to {late_sd_ms:g} ms" if late_sd_ms < 1e3 else "guessing"
        lines.append(
            _covered(f"awareness, 20 runs, {kind}, true area {truth:.2f}: coverage", np.array(
                [each.low <= truth <= each.high for each in found]))
        )  # fmt: skip
    lines.append(
        Finding(test="", what="awareness of a guesser, 6,000 runs", unit="1", stated=0.5,
                found=truth, error=math.sqrt(0.125 / 6000))
    )  # fmt: skip
    return lines


def _marked(judge: Judge, runs: int, rng: np.random.Generator):
    deviations = rng.normal(0, 8.0, (runs, 5))
    marks = [Mark(deviations_ms=tuple(d), marked=mark_late(judge, d, rng)) for d in deviations]
    return awareness(marks, asked=Asked.LATEST)

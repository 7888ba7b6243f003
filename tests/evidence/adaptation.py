"""At what share of correct answers the staircases settle."""

import math

import numpy as np

from engine.adaptation.staircase import STEP_RATIOS, Staircase, log_change, weighted_ratio
from tests.evidence.finding import Claim, Finding

TITLE = "Staircases"
ABOUT = (
    "A logistic observer on log time (spread .3) answers 600 staircases at once; the first 200 "
    "trials of each are left out. Steps up are .12 in ln, as in Which Finger?"
)
STAIRCASES, SETTLING = 600, 200
SPREAD = 0.3


def findings(share: float) -> list[Finding]:
    """Return the lines of the table; ``share`` 1 is 60,000 trials of each rule, four times over."""
    trials = max(100, round(400 * share))
    stated = {1: 77.85, 2: 80.35, 3: 83.15, 4: 85.84}
    lines = [
        _settled(f"{down} down, 1 up, steps {ratio}", stated[down], trials, down=down)
        for down, ratio in STEP_RATIOS.items()
    ]
    return [
        *lines,
        Finding(test="12", what="Kaernbach's ratio for 85 %", unit="1", stated=5.667,
                found=weighted_ratio(0.85), tolerance=0.0005, digits=3),
        _settled("Kaernbach, steps 1 : 5.667, small", 85.0, trials, down=None),
        *(
            _threshold(spread, answers, max(100, round(1500 * share)))
            for spread in (0.15, 0.3)
            for answers in (60, 120)
        ),
    ]  # fmt: skip


def _settled(what: str, stated: float, trials: int, *, down: int | None) -> Finding:
    rng = np.random.default_rng(12)
    level, in_row = np.zeros(STAIRCASES), np.zeros(STAIRCASES, np.int64)
    if down is None:
        level += SPREAD * math.log(stated / (100 - stated))  # small steps would take long to come
    correct = np.zeros(STAIRCASES)
    for trial in range(SETTLING + trials):
        hit = (rng.random(STAIRCASES) < 1 / (1 + np.exp(-level / SPREAD))).astype(np.int64)
        if down is None:
            step = 0.004
            change = np.where(hit, -step, step * weighted_ratio(stated / 100))
        else:
            change, in_row = log_change(in_row, hit, down=down, step_up=0.12)
        level = level + change
        correct += hit * (trial >= SETTLING)
    shares = 100 * correct / trials
    return Finding(
        test="12", what=f"{what}: correct answers", unit="%", stated=stated,
        found=float(shares.mean()), tolerance=0.5,
        error=float(shares.std(ddof=1)) / math.sqrt(STAIRCASES),
    )  # fmt: skip


def _threshold(spread: float, answers: int, sessions: int) -> Finding:
    """The product's own staircase and interval, for the level of 83.15 % correct."""
    rng = np.random.default_rng(13)
    target = 0.8 * math.exp(spread * math.log(0.8315 / 0.1685))
    held = []
    for _ in range(sessions):
        staircase = Staircase(level=1.5)
        for _ in range(answers):
            p = 1 / (1 + math.exp(-math.log(staircase.level / 0.8) / spread))
            staircase = staircase.update(correct=bool(rng.random() < p))
        found = staircase.threshold
        if found.low_s is not None and found.high_s is not None:
            held.append(found.low_s <= target <= found.high_s)
    covered = float(np.mean(held))
    return Finding(
        test="", what=f"coverage of a threshold's interval, {answers} answers, spread {spread}",
        unit="%", stated=93.0, found=100 * covered, claim=Claim.AT_LEAST, digits=1,
        error=100 * math.sqrt(max(covered * (1 - covered), 0.02) / len(held)),
    )  # fmt: skip

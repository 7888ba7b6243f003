"""How often the intervals beside evenness hold the truth, and how often steady hands stand out."""

import numpy as np

from content.loader import load_exercises
from engine.exercise import Exercise
from engine.measures.evenness import measure
from engine.measures.fingers import Spread, by_group
from engine.measures.lines import fit_lines
from engine.measures.steadiness import hesitations
from engine.midi.capture import take_of
from engine.pianist import Pianist, Rhythm, play
from tests.evidence.finding import Claim, Finding

TITLE = "How sure evenness is"
ABOUT = (
    "Takes of a virtual pianist with a known pattern and known noise, and means drawn with known "
    "errors: how many of the 95 % intervals hold the truth, and what is said of players in whom "
    "there is nothing to find. The bounds of 12 % and 0.8 were set after a first simulation, to "
    "notice a change; they are no claim."
)
LATE = Rhythm(onset_sd_ms=5.0, finger_late_ms=(4.0, 0.0, 0.0, 9.0, 0.0))
ONSET_SDS_MS = (3, 5, 8, 12, 16, 20)
RATES_HZ = (4.0, 5.33, 8.0, 10.7)


def findings(share: float) -> list[Finding]:
    """Return all lines; ``share`` is the part of the full repetitions."""

    def times(full: int, least: int) -> int:
        return max(least, round(share * full))

    return [
        *intervals_of_profile(times(800, 20)),
        *fingers_pooled(times(3000, 100)),
        *false_hesitations(times(4000, 100)),
        hesitations_found(times(4000, 200)),
    ]


def intervals_of_profile(takes: int) -> list[Finding]:
    """Return how many jackknife intervals hold the truth, for 5 and 10 runs."""
    exercise = load_exercises()["scale-c-right"]
    found = []
    for runs in (5, 10):
        for name, rhythm in (("a pattern", LATE), ("no pattern", Rhythm(onset_sd_ms=5.0))):
            rng = np.random.default_rng([1, runs, len(name)])
            held = [_held(exercise, rhythm, runs, rng) for _ in range(takes)]
            for what, each in zip(
                ("irregularity", "instability"), zip(*held, strict=True), strict=True
            ):
                found.append(
                    _share(f"{what} of {name}, {runs} runs: interval holds it", each, 95.0)
                )
    return found


def _held(
    exercise: Exercise, rhythm: Rhythm, runs: int, rng: np.random.Generator
) -> tuple[bool, bool]:
    pattern = exercise.patterns[0]
    played = play(Pianist(rhythm=rhythm), exercise, pattern.direction, 60, runs, rng)
    intended = played.truth.runs[0].intended_s[None] * 1e3
    true = fit_lines(np.arange(1.0, intended.shape[1] + 1), intended).residual[0]
    cell = measure(take_of(played.raw, ports=("evidence",), api="simulated"), exercise).cell
    assert cell is not None
    irregularity, instability = cell.irregularity_uncertainty, cell.instability_uncertainty
    assert irregularity is not None
    assert instability is not None
    true_rms = float(np.sqrt((true**2).mean()))
    return (
        irregularity.low_ms <= true_rms + 1e-9 and true_rms <= irregularity.high_ms,
        instability.low_ms <= rhythm.onset_sd_ms <= instability.high_ms,
    )


def fingers_pooled(sets: int) -> list[Finding]:
    """Return how five fingers fare raw and pooled, with and without something to find."""
    found = []
    for what, true_sd in (("nothing to find", 0.0), ("finger means of SD 2 ms", 2.0)):
        for runs in (3, 6, 15):
            rng = np.random.default_rng([2, runs, int(true_sd)])
            raw, pooled, held = (np.empty(sets) for _ in range(3))
            off = np.empty((sets, 2))
            for k in range(sets):
                truth = rng.normal(0, true_sd, 5)
                # Each with a standard error of 2 ms.
                values = truth + rng.normal(0, 2 * runs**0.5, (runs, 5))
                spreads = by_group(values, [1, 2, 3, 4, 5])
                ends = [(each.low_ms, each.high_ms) for each in spreads]
                drawn = [(each.shrunk_low_ms, each.shrunk_high_ms) for each in spreads]
                raw[k] = any(low > 0 or high < 0 for low, high in ends)
                pooled[k] = any(low > 0 or high < 0 for low, high in drawn)
                held[k] = np.mean([
                    low <= true <= high for true, (low, high) in zip(truth, drawn, strict=True)
                ])  # fmt: skip
                off[k] = _errors(spreads, truth)
            title = f"five fingers, {what}, {runs} runs"
            found.append(_share(f"{title}: pooled intervals hold the truth", held, 95.0))
            if true_sd:
                ratio = float(off[:, 1].mean() / off[:, 0].mean())
                found.append(_ratio(f"{title}: squared error, pooled / raw", ratio))
            else:
                percent = 100 * float(raw.mean())
                found.append(_at_most(f"{title}: a pooled interval leaves out 0", pooled, percent))
    return found


def _errors(spreads: list[Spread[int]], truth: np.ndarray) -> tuple[float, float]:
    raw = np.array([each.mean_ms for each in spreads])
    pooled = np.array([each.shrunk_ms for each in spreads], float)
    return float(((raw - truth) ** 2).mean()), float(((pooled - truth) ** 2).mean())


def false_hesitations(runs: int) -> list[Finding]:
    """Return the share of steady runs with a hesitation: the worst of all noises and tempos."""
    found = []
    for iois, together in ((14, 1), (14, 5), (14, 15), (32, 6)):
        worst = np.zeros(2)
        for sd in ONSET_SDS_MS:
            for rate in RATES_HZ:
                rng = np.random.default_rng([3, iois, together, sd, int(rate)])
                told = [
                    hesitations(1e3 / rate + np.diff(rng.normal(0, sd, (together, iois + 1))))
                    .any(axis=1).mean()
                    for _ in range(max(runs // together, 20))
                ]  # fmt: skip
                percent = 100 * np.array(told)
                here = (percent.mean(), percent.std() / len(told) ** 0.5)
                worst = max((worst, np.array(here)), key=lambda each: each[0])
        found.append(
            Finding(
                test="", what=f"steady runs of {iois + 1} notes, {together} a cell, said to hold a "
                "hesitation: the worst of 24 noises and tempos", unit="%", stated=1.0,
                found=float(worst[0]), error=float(worst[1]), claim=Claim.AT_MOST,
            )
        )  # fmt: skip
    return found


def hesitations_found(takes: int) -> Finding:
    """Return how often 100 ms of waiting at 8 notes a second are found, and nowhere else."""
    rng = np.random.default_rng(4)
    right = np.empty(takes)
    for k in range(takes):
        onset_ms = 125 * np.arange(15) + rng.normal(0, 6, (10, 15))
        at = int(rng.integers(1, 15))
        onset_ms[3, at:] += 100
        late = hesitations(np.diff(onset_ms, axis=1))
        right[k] = late[3, at - 1] and late.sum() == 1
    percent = 100 * right
    return Finding(
        test="", what="waiting 100 ms once at 8 notes a second: found there and nowhere else",
        unit="%", stated=99.0, found=float(percent.mean()), claim=Claim.AT_LEAST, digits=1,
        error=float(percent.std()) / takes**0.5,
    )  # fmt: skip


def _share(what: str, drawn: object, stated: float) -> Finding:
    percent = 100 * np.asarray(drawn, float)
    return Finding(
        test="", what=what, unit="%", stated=stated, found=float(percent.mean()), tolerance=1.0,
        error=float(percent.std()) / len(percent) ** 0.5, claim=Claim.AT_LEAST, digits=1,
    )  # fmt: skip


def _at_most(what: str, drawn: np.ndarray, raw_percent: float) -> Finding:
    percent = 100 * drawn
    return Finding(
        test="", what=f"{what} (raw: {raw_percent:.0f})", unit="%", stated=12.0,
        found=float(percent.mean()), error=float(percent.std()) / len(percent) ** 0.5,
        claim=Claim.AT_MOST, digits=1,
    )  # fmt: skip


def _ratio(what: str, ratio: float) -> Finding:
    return Finding(test="", what=what, unit="1", stated=0.8, found=ratio, claim=Claim.AT_MOST)

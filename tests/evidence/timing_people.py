"""Clock and motor SD and the asynchronies of ten people, from recordings beside the checkout."""

from collections import defaultdict
from functools import partial

import numpy as np

from engine.measures import asynchrony, two_level
from tests.engine.measures.tapping_recordings import Tapping, tappings
from tests.evidence.finding import Claim, Finding

TITLE = "Timing of real people"
ABOUT = (
    "Ten people tapped with a metronome at 400 and 600 ms and went on without it, 60 times each "
    "(Pazdera and Trainor 2025). Continuations of at least 12 intervals, none below .67 or above "
    "1.5 times the median, a line removed from each, autocovariances divided by n and averaged per "
    "person and tempo, medians over people. No line where the recordings are absent."
)

# Every continuation that can be used has 16 taps.
RECORDED_IOIS = 15


def findings(share: float) -> list[Finding]:
    """Return the figures that issue 3 names; ``share`` changes nothing, the people are few."""
    del share
    people = list(tappings())
    if not people:
        return []
    cells = defaultdict(list)
    for each in people:
        cells[each.ioi_ms, each.person].append(each)
    found, sds, reported = [], {}, {}
    for ioi_ms, motor_ms, clock_ms in ((400, 8.9, 13.2), (600, 9.2, 17.5)):
        own = [trials for (tempo, _), trials in sorted(cells.items()) if tempo == ioi_ms]
        variances = np.array([_recipe_ms2(trials) for trials in own])
        sds[ioi_ms] = np.median(np.sqrt(np.maximum(variances, 0.0)), axis=0)
        as_reported = np.array([_reported_ms2(trials) for trials in own])
        reported[ioi_ms] = np.median(np.sqrt(as_reported), axis=0)
        worked_out = np.median(
            [np.sqrt(_recipe_from_ms2(clock, motor)) for clock, motor in as_reported], axis=0
        )
        early_ms = [_asynchrony_ms(trials) for trials in own]
        line = partial(Finding, test="", unit="ms", digits=1)
        found += [
            line(
                what=f"people's motor SD at {ioi_ms} ms",
                stated=motor_ms,
                tolerance=2.0,
                found=float(sds[ioi_ms][1]),
            ),
            line(
                what=f"people's clock SD at {ioi_ms} ms",
                stated=clock_ms,
                tolerance=2.0,
                found=float(sds[ioi_ms][0]),
            ),
            line(
                what=f"what the recipe's motor SD must be at {ioi_ms} ms for the values that "
                f"Evenhand reports (clock {reported[ioi_ms][0]:.1f}, "
                f"motor {reported[ioi_ms][1]:.1f} ms)",
                stated=float(sds[ioi_ms][1]),
                tolerance=1.0,
                found=float(worked_out[1]),
            ),
            line(
                what=f"the same of the clock SD at {ioi_ms} ms",
                stated=float(sds[ioi_ms][0]),
                tolerance=1.0,
                found=float(worked_out[0]),
            ),
            line(
                what=f"people's asynchrony to tones 4 to 8 at {ioi_ms} ms",
                stated=0.0,
                claim=Claim.AT_MOST,
                found=float(np.median(early_ms)),
            ),
        ]
    grown, flat = (float(sds[600][part] - sds[400][part]) for part in (0, 1))
    return [
        *found,
        Finding(
            test="",
            what="people's clock SD grows from 400 to 600 ms by",
            unit="ms",
            stated=2.0,
            claim=Claim.AT_LEAST,
            found=grown,
            digits=1,
        ),
        Finding(
            test="",
            what="people's motor SD stays, 600 less 400 ms",
            unit="ms",
            stated=0.0,
            tolerance=2.0,
            found=flat,
            digits=1,
        ),
        Finding(
            test="",
            what="people's clock SD as Evenhand reports it grows from 400 to 600 ms by",
            unit="ms",
            stated=2.0,
            claim=Claim.AT_LEAST,
            found=float(reported[600][0] - reported[400][0]),
            digits=1,
        ),
    ]


def _recipe_ms2(trials: list[Tapping]) -> tuple[float, float]:
    """Return clock and motor variance by issue 3's recipe: autocovariances divided by n."""
    lags = []
    for ioi_s in (np.diff(trial.continuation_s) for trial in trials):
        if len(ioi_s) < two_level.LEAST_IOIS:
            continue
        ratio = ioi_s / np.median(ioi_s)
        if ratio.min() >= two_level.SHORTEST and ratio.max() <= two_level.LONGEST:
            off_ms = 1e3 * two_level.remove_line(ioi_s[None])[0]
            lags.append([off_ms @ off_ms / len(off_ms), off_ms[1:] @ off_ms[:-1] / len(off_ms)])
    lag0, lag1 = np.mean(lags, axis=0)
    return float(lag0 + 2 * lag1), float(-lag1)


def _reported_ms2(trials: list[Tapping]) -> tuple[float, float]:
    """Return clock and motor variance as reported; one that is not estimable counts as 0."""
    measured = two_level.measure([trial.continuation_s for trial in trials], stamp_step_s=0.001)
    return ((measured.clock.sd_ms or 0.0) ** 2, (measured.motor.sd_ms or 0.0) ** 2)


def _recipe_from_ms2(clock: float, motor: float) -> tuple[float, float]:
    """Return what the recipe comes to on average for these variances, E[x' A x] = trace(A S)."""
    rows = np.eye(RECORDED_IOIS)
    steps = 2 * rows - np.eye(RECORDED_IOIS, k=1) - np.eye(RECORDED_IOIS, k=-1)
    free = two_level.remove_line(rows)
    left = free @ (clock * rows + motor * steps) @ free
    lag0, lag1 = np.trace(left) / RECORDED_IOIS, np.trace(left, 1) / RECORDED_IOIS
    return float(lag0 + 2 * lag1), float(-lag1)


def _asynchrony_ms(trials: list[Tapping]) -> float:
    medians = []
    for trial in trials:
        paced_s = trial.tap_s[trial.tap_s <= trial.tone_s[-1] + trial.ioi_ms / 2e3]
        medians.append(asynchrony.measure(paced_s, trial.tone_s, reactions=3).median_ms)
    return float(np.median([each for each in medians if each is not None]))

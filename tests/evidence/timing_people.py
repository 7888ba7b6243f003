"""Clock and motor SD and the asynchronies of ten people, from recordings beside the checkout."""

from collections import defaultdict
from collections.abc import Callable
from functools import partial

import numpy as np

from engine.measures.timing import asynchrony, two_level
from tests.engine.measures.timing.tapping_recordings import Tapping, tappings
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
LINE = partial(Finding, test="", unit="ms", digits=1)

People = list[list[Tapping]]


def findings(share: float) -> list[Finding]:
    """Return the figures that issue 3 names; ``share`` changes nothing, the people are few."""
    del share
    people = list(tappings())
    if not people:
        return []
    cells = defaultdict(list)
    for each in people:
        cells[each.ioi_ms, each.person].append(each)
    of_tempo = {
        ioi_ms: [trials for (tempo, _), trials in sorted(cells.items()) if tempo == ioi_ms]
        for ioi_ms in (400, 600)
    }
    found = []
    for ioi_ms, motor_ms, clock_ms in ((400, 8.9, 13.2), (600, 9.2, 17.5)):
        found += _of_tempo(ioi_ms, of_tempo[ioi_ms], motor_ms=motor_ms, clock_ms=clock_ms)
    grown_ms, risen_ms = _sds_ms(of_tempo[600], _recipe_ms2) - _sds_ms(of_tempo[400], _recipe_ms2)
    reported_ms = _sds_ms(of_tempo[600], _reported_ms2) - _sds_ms(of_tempo[400], _reported_ms2)
    return [
        *found,
        LINE(
            what="people's clock SD grows from 400 to 600 ms by",
            stated=2.0,
            claim=Claim.AT_LEAST,
            found=float(grown_ms),
        ),
        LINE(
            what="people's motor SD stays, 600 less 400 ms",
            stated=0.0,
            tolerance=2.0,
            found=float(risen_ms),
        ),
        LINE(
            what="people's clock SD as Evenhand reports it grows from 400 to 600 ms by",
            stated=2.0,
            claim=Claim.AT_LEAST,
            found=float(reported_ms[0]),
        ),
    ]


def _of_tempo(ioi_ms: int, own: People, *, motor_ms: float, clock_ms: float) -> list[Finding]:
    """Return one tempo's lines; ``own`` are the trials of each person."""
    clock, motor = (float(sd_ms) for sd_ms in _sds_ms(own, _recipe_ms2))
    reported_clock, reported_motor = _sds_ms(own, _reported_ms2)
    must_clock, must_motor = _sds_ms(own, lambda trials: _recipe_from_ms2(*_reported_ms2(trials)))
    return [
        LINE(
            what=f"people's motor SD at {ioi_ms} ms",
            stated=motor_ms,
            tolerance=2.0,
            found=motor,
        ),
        LINE(
            what=f"people's clock SD at {ioi_ms} ms",
            stated=clock_ms,
            tolerance=2.0,
            found=clock,
        ),
        LINE(
            what=f"what the recipe's motor SD must be at {ioi_ms} ms for the values that "
            f"Evenhand reports (clock {reported_clock:.1f}, motor {reported_motor:.1f} ms)",
            stated=motor,
            tolerance=1.0,
            found=float(must_motor),
        ),
        LINE(
            what=f"the same of the clock SD at {ioi_ms} ms",
            stated=clock,
            tolerance=1.0,
            found=float(must_clock),
        ),
        LINE(
            what=f"people's asynchrony to tones 4 to 8 at {ioi_ms} ms",
            stated=0.0,
            claim=Claim.AT_MOST,
            found=float(np.median([_asynchrony_ms(trials) for trials in own])),
        ),
    ]


def _sds_ms(own: People, variances: Callable[[list[Tapping]], tuple[float, float]]) -> np.ndarray:
    """Return clock and motor SD, the medians over people."""
    each = np.array([variances(trials) for trials in own])
    return np.median(np.sqrt(np.maximum(each, 0.0)), axis=0)


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

"""Every flag that a player can see: how often it is false, and how often what is there is found."""

from collections.abc import Sequence
from statistics import NormalDist

import numpy as np

from engine.exercise import Direction
from engine.measures.crossing import Crossing
from engine.measures.note_groups import Key
from tests.evidence.finding import Claim, Finding
from tests.flag_rates import LOOP, SCALE, Report, Wobble, rate
from tests.flag_takes import code_path
from tests.flag_weeks import drift_remarks, dwelling_and_stars, real_changes

TITLE = "Flags: false alarms and power"
ABOUT = (
    "Reports of steady players (onset SD 3 to 25 ms, a clock from none to the motor's SD, drift, a "
    "slowing at the ends of the phrase, habits of single notes) and of players who are late at a "
    "crossing, a finger or a transition. False alarms are counted per report over all flags shown. "
    "The peer's published figures for crossings 25 ms late at an onset SD of 15 ms: 44 % found in "
    "one two-octave run, about 95 % in five, at 6 to 9 % false alarms. What could be found is what "
    "a test of the same error share would find that knew the noise exactly."
)
STEADY = (
    *(Wobble(onset_sd_ms=sd_ms) for sd_ms in (3.0, 8.0, 15.0, 25.0)),
    Wobble(onset_sd_ms=12.0, clock_sd_ms=6.0),
    Wobble(onset_sd_ms=12.0, clock_sd_ms=12.0),
    Wobble(onset_sd_ms=12.0, drift_ms=1.0),
    Wobble(onset_sd_ms=8.0, phrase=0.05),
    Wobble(onset_sd_ms=8.0, habit_sd_ms=4.0),
)
RUNS = (1, 2, 3, 5, 10, 15)
UP, DOWN = Direction.UP, Direction.DOWN
UNDER, OVER = Crossing.UNDER, Crossing.OVER
SURE = 99.5


def findings(share: float) -> list[Finding]:
    """Return all lines; ``share`` is the part of the full repetitions."""
    reports = max(200, round(16_000 * share))
    players = max(10, round(300 * share))
    return [
        *false_alarms(reports),
        *beside_the_peer(reports),
        *power(max(200, round(4000 * share))),
        *code_path(max(20, round(400 * share))),
        *dwelling_and_stars(players),
        *drift_remarks(reports),
        *real_changes(max(2, round(30 * share))),
    ]


def false_alarms(reports: int) -> list[Finding]:
    """Return the worst false-alarm rate over all steady players, for each report."""
    found = []
    for what, cells in (
        ("scale up", ((SCALE, UP),)),
        ("scale up and down", ((SCALE, UP), (SCALE, DOWN))),
        ("five fingers", ((LOOP, Direction.LOOP),)),
    ):
        for runs in (*RUNS, 20):
            if what == "five fingers" and runs < 3:
                continue  # nothing is named there before three runs
            worst = max(_alarms(cells, runs, wobble, reports) for wobble in STEADY)
            found.append(
                Finding(
                    test="",
                    what=f"any flag, {what}, {_runs(runs)} each: worst of {len(STEADY)} players",
                    unit="%",
                    stated=5.0,
                    found=worst[0],
                    error=worst[1],
                    claim=Claim.AT_MOST,
                    digits=1,
                )
            )
    return found


def _alarms(
    cells: Sequence[tuple[str, Direction]], runs: int, wobble: Wobble, reports: int
) -> tuple[float, float]:
    rng = np.random.default_rng([runs, len(cells), STEADY.index(wobble)])
    # long takes cost as much as many short ones
    reports = max(200, reports * 3 // (3 + runs))
    each = [
        Report(which=which, direction=way, runs=runs, cells=len(cells)).simulated(
            wobble, reports, rng
        )
        for which, way in cells
    ]
    return rate((np.stack(each) >= 0).any(axis=0))


def beside_the_peer(reports: int) -> list[Finding]:
    """Return the power for crossings that are all 25 ms late, onset SD 15 ms."""
    found = []
    for runs, peer in ((1, 44.0), (5, 95.0)):
        rng = np.random.default_rng([7, runs])
        alone = _named(
            Report(which=SCALE, direction=UP, runs=runs), UNDER, 25.0, 15.0, reports, rng
        )
        pair = [
            _named(
                Report(which=SCALE, direction=way, runs=runs, cells=2),
                key,
                25.0,
                15.0,
                reports,
                rng,
            )
            for way, key in ((UP, UNDER), (DOWN, OVER))
        ]
        for what, hits in (
            ("up only, 15 notes each", alone),
            ("up and down, 30 notes each, either", pair[0] | pair[1]),
        ):
            value, error = rate(hits)
            found.append(
                Finding(
                    test="",
                    what=f"crossings 25 ms late, SD 15 ms, {_runs(runs)} {what}: named (peer: "
                    f"{peer:.0f})",
                    unit="%",
                    stated=peer,
                    found=value,
                    error=error,
                    claim=Claim.AT_LEAST,
                    digits=1,
                )
            )
    return found


def power(reports: int) -> list[Finding]:
    """Return how often what is late is the first thing named, beside what could be found.

    For each SD and lateness the runs go up until practically every report names it.
    """
    found = []
    for what, key, which, way, fewest in (
        ("crossings", UNDER, SCALE, UP, 1),
        ("one finger (ring)", 4, LOOP, Direction.LOOP, 3),
        ("one transition (ring to little)", (4, 5), LOOP, Direction.LOOP, 3),
    ):
        for sd_ms in (5.0, 8.0, 15.0):
            for late_ms in (10.0, 15.0, 25.0):
                for runs in RUNS:
                    if runs < fewest:
                        continue
                    report = Report(which=which, direction=way, runs=runs)
                    rng = np.random.default_rng([runs, int(sd_ms), int(late_ms), fewest])
                    hits = _named(report, key, late_ms, sd_ms, reports, rng)
                    value, error = rate(hits)
                    found.append(
                        Finding(
                            test="",
                            what=f"{what} {late_ms:.0f} ms late, SD {sd_ms:.0f} ms, {_runs(runs)}: "
                            "named, beside what could be found",
                            unit="%",
                            stated=_possible(report, key, late_ms, sd_ms),
                            found=value,
                            error=error,
                            claim=Claim.AT_MOST,
                            digits=1,
                        )
                    )
                    if value >= SURE:
                        break
    return found


def _named(
    report: Report,
    key: Key,
    late_ms: float,
    sd_ms: float,
    reports: int,
    rng: np.random.Generator,
) -> np.ndarray:
    wobble = Wobble(onset_sd_ms=sd_ms, late_ms={key: late_ms})
    return np.array([each == key for each in report.keys(report.simulated(wobble, reports, rng))])


def _possible(report: Report, key: Key, late_ms: float, sd_ms: float) -> float:
    """Return the power in % of a z test that knows the SD and that only this group is late."""
    its, share = next(pair for pair in report.groups if pair[0].key == key)
    inner = np.arange(1.0, len(report.pattern.targets) - 1)
    cubic = np.vander(inner / inner[-1], 4)
    member = np.isin(inner, its.places).astype(float)
    own = member - cubic @ np.linalg.lstsq(cubic, member, rcond=None)[0]
    z = late_ms / (sd_ms / np.sqrt(report.runs * (own @ own)))
    limit = NormalDist().inv_cdf(1 - share / 2)
    return 100 * (NormalDist().cdf(z - limit) + NormalDist().cdf(-z - limit))


def _runs(runs: int) -> str:
    return "1 run" if runs == 1 else f"{runs} runs"

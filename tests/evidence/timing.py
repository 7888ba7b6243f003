"""Clock, motor, phase correction and asynchrony found again in tapping whose truth is known."""

from collections.abc import Callable
from functools import partial

import numpy as np

from engine.measures.lines import Matrix
from engine.measures.timing import asynchrony, phase_correction, two_level
from engine.pianist.tapping import Tapper, asynchronies_s, continuation_iois_s
from tests.evidence.finding import Claim, Finding, coverage, mean_of

TITLE = "Timing"
ABOUT = (
    "Tapping alone with a clock SD of 10 ms and a motor SD of 5 ms, and with a metronome at four "
    "strengths of phase correction (15 sequences of 30 taps, gamma noise), drawn anew many times."
)
TWO_LEVEL_ROWS = (
    # IOIs, drift, line removed, motor, clock, inadmissible %
    (14, 0.0, False, 32.4, 88.6, 29),
    (14, 0.0, True, 38.5, 80.5, 23),
    (30, 0.0, False, 28.2, 95.0, 17),
    (30, 0.0, True, 31.3, 90.6, 14),
    (50, 0.0, False, 27.1, 97.3, 10),
    (50, 0.0, True, 28.8, 94.3, 8),
    (100, 0.0, False, 25.9, 98.6, 4),
    (100, 0.0, True, 27.0, 97.2, 3),
    (100, 0.3, False, -47.5, 321.0, 98),
    (100, 0.3, True, 26.9, 97.2, None),
)
PHASE_ROWS = (
    # alpha, bounded fit's alpha, clock, motor, plain AR(1)
    (0.2, 0.242, 102.0, 27.6, 0.339),
    (0.5, 0.519, 103.0, 30.4, 0.664),
    (0.7, 0.699, 105.0, 32.4, 0.874),
    (0.9, 0.894, 104.0, 31.7, 1.077),
)
# Trials, IOIs, gamma shape; then what plain moments come to on average for 100 and 25 ms², by
# E[x' A x] = trace(A covariance) with the line's projection in A.
LIKELIHOOD_ROWS = (
    (4, 29, None, (90.13, 31.66)),
    (4, 29, 4.0, (90.13, 31.66)),
    (16, 15, None, (81.79, 37.44)),
)
# Three standard errors of the table itself at its 100 replications: of alpha and of the variances.
TABLE_ALPHA, TABLE_VARIANCE = 0.015, 3.0
_coverage = partial(coverage, tolerance=3.0)


def findings(share: float) -> list[Finding]:
    """Return the figures of SCIENCE 8, tests 8 to 11, and our own."""

    def times(count: int, least: int) -> int:
        return max(round(count * share), least)

    return [
        *two_level_table(times(40_000, 2000)),
        *two_level_likelihood(times(250, 4)),
        *phase_table(times(2000, 50)),
        *phase_likelihood(times(120, 2)),
        unstable_rate(),
        *asynchrony_intervals(times(2000, 60)),
    ]


def two_level_table(times: int) -> list[Finding]:
    """Return test 8: moment estimates of one trial, in squared ms."""
    found = []
    for row, (iois, drift, detrend, motor, clock, inadmissible) in enumerate(TWO_LEVEL_ROWS):
        rng = np.random.default_rng((8, row))
        tapper = Tapper(drift_ms_per_tap=drift)
        ioi_ms = 1e3 * continuation_iois_s(tapper, ioi_s=0.5, trials=times, iois=iois, rng=rng)
        lags = two_level.autocovariances(ioi_ms, detrend=detrend)
        clocks, motors = two_level.moment_variances(*lags)
        line = "line removed" if detrend else "no line removed"
        where = f"{iois} IOIs{f', drift {drift} ms a tap' if drift else ''}, {line}"
        line_of = partial(Finding, test="8", digits=1)
        found += [
            line_of(what=f"motor variance, {where}", unit="ms²", stated=motor, **mean_of(motors)),
            line_of(what=f"clock variance, {where}", unit="ms²", stated=clock, **mean_of(clocks)),
        ]
        if inadmissible is not None:
            negative = (clocks < 0) | (motors < 0)
            found.append(
                line_of(
                    what=f"a variance below 0, {where}",
                    unit="%",
                    stated=inadmissible,
                    tolerance=0.5,
                    found=100 * float(negative.mean()),
                    error=(inadmissible * (100 - inadmissible) / times) ** 0.5,
                )
            )
    return found


def two_level_likelihood(times: int) -> list[Finding]:
    """Return what is reported: variances without bias, and intervals that cover."""
    found = []
    for trials, iois, shape, biased in LIKELIHOOD_ROWS:
        rng = np.random.default_rng((9, trials, iois, int(shape or 0)))
        ioi_s = continuation_iois_s(
            Tapper(gamma_shape=shape), ioi_s=0.5, trials=times * trials, iois=iois, rng=rng
        ).reshape(times, trials, iois)
        onset_s = np.concatenate([np.zeros((times, trials, 1)), ioi_s.cumsum(axis=2)], axis=2)
        measured = [two_level.measure(list(each)) for each in onset_s]
        where = f"{trials} trials of {iois} IOIs, {'gamma' if shape else 'normal'} noise"
        doubted = np.array([each.caveat is not None for each in measured])
        found.append(
            Finding(
                test="",
                what=f"said to be ill described though it is not, {where}",
                unit="%",
                stated=1.0,
                claim=Claim.AT_MOST,
                found=100 * float(doubted.mean()),
                error=100 * (0.01 * 0.99 / times) ** 0.5,
                digits=1,
            )
        )
        line = partial(Finding, test="", unit="ms²", digits=1)
        for name, truth, plain in zip(("clock", "motor"), (10.0, 5.0), biased, strict=True):
            parts = [getattr(each, name) for each in measured]
            squared = np.array([(part.sd_ms or 0.0) ** 2 for part in parts])
            moments = np.array([getattr(each, f"moment_{name}_ms2") for each in measured])
            covered = np.array([part.low_ms <= truth <= part.high_ms for part in parts])
            found += [
                line(
                    what=f"{name} variance as reported, {where}",
                    stated=truth**2,
                    tolerance=0.08 * truth**2,
                    **mean_of(squared),
                ),
                line(
                    what=f"{name} variance by plain moments, its bias worked out, {where}",
                    stated=plain,
                    **mean_of(moments),
                ),
                _coverage(f"{name}'s 95 % interval covers, {where}", covered),
            ]
    return found


def phase_table(times: int) -> list[Finding]:
    """Return test 9, the mean asynchrony known as in the table, and what its removal costs."""
    found = []
    for alpha, stated, clock, motor, naive in PHASE_ROWS:
        rng = np.random.default_rng((10, round(10 * alpha)))
        tapper = Tapper(alpha=alpha, gamma_shape=4.0)
        off_ms = 1e3 * asynchronies_s(tapper, trials=15 * times, taps=30, rng=rng)
        bounded = phase_correction.bounded_gls(off_ms)
        first = alpha == 0.2
        rows: list[tuple[str, str, float, float, Matrix]] = [
            ("bounded fit's alpha", "1", stated, 0.01 if first else TABLE_ALPHA, bounded.alpha),
            ("clock variance", "ms²", clock, TABLE_VARIANCE, bounded.clock_variance),
            (
                "motor variance",
                "ms²",
                motor,
                2.0 if first else TABLE_VARIANCE,
                bounded.motor_variance,
            ),
            ("plain AR(1), biased", "1", naive, 0.01 if first else TABLE_ALPHA, _ar1(off_ms)),
        ]
        found += [
            Finding(
                test="9",
                what=f"{name} at alpha {alpha}",
                unit=unit,
                stated=value,
                tolerance=room,
                digits=3 if unit == "1" else 1,
                **mean_of(_per_player(values)),
            )
            for name, unit, value, room, values in rows
        ]
        if first:
            found += _means_removed(off_ms)
        if alpha == 0.5:
            early_ms = rng.normal(0.0, 10.0, (times, 15, 1))
            shifted = (off_ms.reshape(times, 15, 30) + early_ms).reshape(off_ms.shape)
            found.append(_of_all_trials(shifted, "at .5, trials early by an SD of 10 ms", 0.34))
    return found


def phase_likelihood(times: int) -> list[Finding]:
    """Return test 10 by our likelihood, and how often its interval holds the truth."""
    found = []
    for alpha in (0.2, 0.5):
        rng = np.random.default_rng((11, round(10 * alpha)))
        tapper = Tapper(alpha=alpha, gamma_shape=4.0)
        # Each trial is early by another amount: only a fit with a mean for each can bear that.
        early_s = rng.normal(-0.03, 0.01, (times, 15, 1))
        off_s = asynchronies_s(tapper, trials=15 * times, taps=30, rng=rng)
        trials = off_s.reshape(times, 15, 30) + early_s
        likely = [phase_correction.fit(list(each)) for each in trials]
        where = "15 trials of 30, each early in its own way"
        if alpha == 0.2:
            anchors: list[tuple[str, str, float, float, Callable[..., float]]] = [
                ("alpha .2", "1", 0.193, 0.067, lambda each: each.alpha),
                ("motor variance", "ms²", 25.13, 12.0, lambda each: 1e6 * each.motor_variance),
                ("clock variance", "ms²", 100.80, 21.3, lambda each: 1e6 * each.clock_variance),
            ]
            found += [
                Finding(
                    test="10",
                    what=f"{name} by likelihood beside Vorberg and Schulze's moments",
                    unit=unit,
                    stated=stated,
                    tolerance=room,
                    digits=3 if unit == "1" else 1,
                    **mean_of(np.array([value(each) for each in likely])),
                )
                for name, unit, stated, room, value in anchors
            ]
        found += [
            Finding(
                test="",
                what=f"alpha {alpha} by likelihood, {where}",
                unit="1",
                stated=alpha,
                tolerance=0.03,
                digits=3,
                **mean_of(np.array([each.alpha for each in likely])),
            ),
            _coverage(
                f"alpha's 95 % interval covers {alpha}, {where}",
                np.array([each.low <= alpha <= each.high for each in likely]),
            ),
        ]
    return found


def unstable_rate() -> Finding:
    """Return test 11: 10 x population SD."""
    off_ms = np.array([-8.0, 8.0, -8.0, 8.0]) + 31
    return Finding(
        test="11",
        what="unstable rate of hits 8 ms before and after their mean",
        unit="1",
        stated=80.0,
        found=asynchrony.unstable_rate(off_ms / 1e3),
    )


def asynchrony_intervals(times: int) -> list[Finding]:
    """Return how often the intervals of one trial hold the truth, where they are given at all."""
    found = []
    for alpha, taps, least in ((0.5, 40, 92.0), (0.3, 40, 89.0), (0.2, 60, 86.0)):
        rng = np.random.default_rng((12, taps, round(10 * alpha)))
        tapper = Tapper(alpha=alpha)
        stimulus_s = 0.5 * np.arange(taps + 2)
        off_s = asynchronies_s(tapper, trials=times, taps=taps + 2, rng=rng)
        measured = [asynchrony.measure(stimulus_s + each - 0.03, stimulus_s) for each in off_s]
        a = 1 - alpha
        sd_ms = ((100 + alpha**2 * 25) / (1 - a**2) + 25) ** 0.5
        ends = {
            "median": ([(each.low_ms, each.high_ms) for each in measured], -30.0),
            "SD": ([(each.sd_low_ms, each.sd_high_ms) for each in measured], sd_ms),
        }
        for name, (pairs, truth) in ends.items():
            covered = [low <= truth <= high for low, high in pairs if None not in (low, high)]
            found.append(
                Finding(
                    test="",
                    what=f"{name} of asynchronies, interval covers: {taps} taps, alpha {alpha}",
                    unit="%",
                    stated=least,
                    claim=Claim.AT_LEAST,
                    found=100 * float(np.mean(covered)),
                    error=100 * (0.9 * 0.1 / len(covered)) ** 0.5,
                    digits=1,
                )
            )
    return found


def _means_removed(off_ms: Matrix) -> list[Finding]:
    own = off_ms - off_ms.mean(axis=1, keepdims=True)
    return [
        _of_all_trials(off_ms, "at .2", 0.25),
        Finding(
            test="",
            what="bounded fit's alpha at .2, each trial's own mean removed",
            unit="1",
            stated=0.35,
            tolerance=0.01,
            digits=3,
            **mean_of(_per_player(phase_correction.bounded_gls(own).alpha)),
        ),
    ]


def _of_all_trials(off_ms: Matrix, where: str, stated: float) -> Finding:
    players = off_ms.reshape(-1, 15, 30)
    centred = (players - players.mean(axis=(1, 2), keepdims=True)).reshape(off_ms.shape)
    return Finding(
        test="",
        what=f"bounded fit's alpha {where}, the 15 trials' mean removed",
        unit="1",
        stated=stated,
        tolerance=0.01,
        digits=3,
        **mean_of(_per_player(phase_correction.bounded_gls(centred).alpha)),
    )


def _ar1(off_ms: Matrix) -> Matrix:
    after, before = off_ms[:, 1:], off_ms[:, :-1]
    plain: Matrix = 1 - (after * before).sum(axis=1) / (before**2).sum(axis=1)
    return plain


def _per_player(values: Matrix) -> Matrix:
    return values.reshape(-1, 15).mean(axis=1)

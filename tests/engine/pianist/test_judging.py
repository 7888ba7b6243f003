import numpy as np
import pytest

from engine.measures.judgement.awareness import Asked, Mark, awareness
from engine.measures.judgement.force_matching import MatchedForce, force_matching
from engine.measures.judgement.psychometric import fit
from engine.pianist.judging import Judge, mark_late, match_force, press_pair, second_harder

SURE = Judge(force_sd=0.0, late_sd_ms=0.0, lapse_rate=0.0, stroke_sd=0.0, match_sd=0.0)


def test_a_judge_without_noise_is_right():
    rng = np.random.default_rng(1)
    assert second_harder(SURE, 60, 61, rng)
    assert not second_harder(SURE, 61, 60, rng)
    assert mark_late(SURE, [-30.0, 2.0, 7.0, 1.0], rng) == 2
    assert match_force(SURE, 60, (2, 4), rng) == 60
    assert press_pair(SURE, 60.4, rng) == (60, 60)


def test_strokes_spread_as_natural_ones_do_and_stay_on_the_scale():
    rng = np.random.default_rng(2)
    pairs = np.array([press_pair(Judge(), 64, rng) for _ in range(3000)])
    # SCIENCE 4.6: stroke SD 4.1, that of the difference 5.8
    assert np.diff(pairs, axis=1).std() == pytest.approx(5.8, rel=0.05)
    edges = [press_pair(Judge(stroke_sd=60.0), 64, rng) for _ in range(200)]
    assert (np.min(edges), np.max(edges)) == (1, 127)


def test_the_curve_of_a_judge_is_found_from_her_answers():
    judge = Judge(order_bias=2.0)
    rng = np.random.default_rng(3)
    pairs = [press_pair(judge, 64, rng) for _ in range(300)]
    second = [second_harder(judge, *pair, rng) for pair in pairs]
    found = fit(np.diff(pairs, axis=1).ravel(), second)
    assert found.threshold.low < 4.0 < found.threshold.high
    assert found.order_bias.low < 2.0 < found.order_bias.high


def test_a_guesser_is_found_to_guess():
    judge = Judge(lapse_rate=1.0)
    rng = np.random.default_rng(4)
    pairs = [press_pair(judge, 64, rng) for _ in range(80)]
    found = fit(np.diff(pairs, axis=1).ravel(), [second_harder(judge, *p, rng) for p in pairs])
    assert "do not follow the differences" in found.reason


def test_errors_of_matching_are_those_of_the_fingers():
    judge = Judge(finger_bias=(0.0, 0.0, 0.0, 6.0, 0.0))
    rng = np.random.default_rng(5)
    matches = []
    for fingers in ((2, 4), (4, 2)):
        for _ in range(200):
            first, _ = press_pair(judge, 64, rng)
            to_velocity = match_force(judge, first, fingers, rng)
            matches.append(
                MatchedForce(
                    finger=fingers[0],
                    to_finger=fingers[1],
                    velocity=first,
                    to_velocity=to_velocity,
                )
            )
    there, back = force_matching(matches)
    assert there.constant.low < 6.0 < there.constant.high
    assert back.constant.low < -6.0 < back.constant.high
    assert there.variable.low < 5.0 < there.variable.high


@pytest.mark.parametrize(("late_sd_ms", "least", "most"), [(1.0, 0.9, 1.0), (1e6, 0.4, 0.6)])
def test_awareness_is_that_of_the_judge(late_sd_ms, least, most):
    judge = Judge(late_sd_ms=late_sd_ms)
    rng = np.random.default_rng(6)
    runs = rng.normal(0, 8, (200, 5))
    marks = [Mark(deviations_ms=tuple(run), marked=mark_late(judge, run, rng)) for run in runs]
    assert least <= awareness(marks, asked=Asked.LATEST).area <= most


def test_the_same_seed_gives_the_same_answers():
    answers = [
        [second_harder(Judge(), 60, 63, np.random.default_rng(7)) for _ in range(5)]
        for _ in range(2)
    ]
    assert answers[0] == answers[1]


@pytest.mark.parametrize(
    ("how", "match"),
    [
        ({"force_sd": -1.0}, "force_sd must not be negative"),
        ({"order_bias": float("nan")}, "order_bias must be finite"),
        ({"lapse_rate": 1.5}, "lapse_rate must be 0 to 1"),
    ],
)
def test_impossible_judges_are_refused(how, match):
    with pytest.raises(ValueError, match=match):
        Judge(**how)

"""Answers to a cue: how fast, how right, and what comes along."""

from collections import Counter

import numpy as np
import pytest

from engine.pianist import Choice, Pianist, Reaction, respond

ALL = (1, 2, 3, 4, 5)
SURE = Reaction(lapse_rate=0.0, confusion_rate=(0.0,) * 5, leak_rate=(0.0,) * 5)


def answers(
    reaction: Reaction,
    finger: int,
    fingers: tuple[int, ...],
    allowed_s: float | None,
    n: int = 3000,
) -> list[Choice]:
    rng = np.random.default_rng(6)
    return [respond(Pianist(reaction=reaction), finger, fingers, allowed_s, rng) for _ in range(n)]


def correct(choices: list[Choice], finger: int) -> float:
    return sum(choice.finger == finger for choice in choices) / len(choices)


def test_at_ease_a_sure_player_is_always_right():
    assert correct(answers(SURE, 3, ALL, None, 500), 3) == 1
    assert correct(answers(SURE, 3, ALL, 2.0, 500), 3) == 1


@pytest.mark.parametrize(
    ("fingers", "median_s"), [((2, 4), 0.5), ((2, 3, 4, 5), 0.6), (ALL, 0.5 + 0.1 * 1.3219)]
)
def test_reactions_are_lognormal_and_slower_with_more_choice(
    fingers: tuple[int, ...], median_s: float
):
    seconds = np.array([choice.reaction_time_s for choice in answers(SURE, 4, fingers, None)])
    assert np.median(seconds) == pytest.approx(median_s, rel=0.02)
    assert np.log(seconds).std() == pytest.approx(SURE.log_sd, rel=0.05)


def test_lapses_and_confusions_are_the_floor():
    reaction = Reaction(lapse_rate=0.02, confusion_rate=(0.0, 0.0, 0.0, 0.10, 0.0))
    assert 1 - correct(answers(reaction, 4, ALL, None, 6000), 4) == pytest.approx(0.12, abs=0.015)
    assert 1 - correct(answers(reaction, 2, ALL, None, 6000), 2) == pytest.approx(0.02, abs=0.006)


def test_accuracy_rises_with_the_time_allowed_from_guessing_to_sure():
    shares = [correct(answers(SURE, 3, ALL, allowed, 2000), 3) for allowed in (0.01, 0.3, 0.5, 0.8)]
    assert shares == sorted(shares)
    assert shares[0] == pytest.approx(0.2, abs=0.03)
    assert shares[-1] == 1.0


def test_accuracy_under_hurry_follows_the_formula():
    median_s = 0.44 + 0.1 * (np.log2(5) - 1)
    hurry = median_s / (0.85 * 0.5)
    assert 1 - correct(answers(SURE, 3, ALL, 0.5, 8000), 3) == pytest.approx(
        0.8 * (1 - hurry**-2), abs=0.015
    )


def test_hurry_makes_faster_answers():
    slow = np.median([choice.reaction_time_s for choice in answers(SURE, 3, ALL, None)])
    fast = np.median([choice.reaction_time_s for choice in answers(SURE, 3, ALL, 0.4)])
    assert fast == pytest.approx(0.85 * 0.4, rel=0.02)
    assert fast < slow


def test_neighbours_are_taken_for_a_finger_most_often():
    wrong = Counter(choice.finger for choice in answers(SURE, 2, ALL, 0.05, 8000))
    del wrong[2]
    assert sorted(wrong) == [1, 3, 4, 5]
    total = sum(wrong.values())
    weights = {1: 1.0, 3: 1.0, 4: 1 / 4, 5: 1 / 9}
    for finger, weight in weights.items():
        share = weight / sum(weights.values())
        assert wrong[finger] / total == pytest.approx(share, abs=0.02)


def test_only_fingers_in_play_are_taken():
    assert {choice.finger for choice in answers(SURE, 2, (2, 5), 0.05, 500)} == {2, 5}


def test_a_finger_takes_its_neighbours_along_at_its_rate():
    leaky = Reaction(lapse_rate=0.0, confusion_rate=(0.0,) * 5, leak_rate=(0.1, 0, 0, 0.2, 0))
    ring = Counter(leak for choice in answers(leaky, 4, ALL, None) for leak in choice.leaked)
    assert ring[3] / 3000 == pytest.approx(0.2, abs=0.03)
    assert ring[5] / 3000 == pytest.approx(0.2, abs=0.03)
    assert sorted(ring) == [3, 5]
    thumb = Counter(leak for choice in answers(leaky, 1, ALL, None) for leak in choice.leaked)
    assert list(thumb) == [2]


def test_the_same_seed_gives_the_same_answers():
    assert answers(SURE, 3, ALL, 0.4, 20) == answers(SURE, 3, ALL, 0.4, 20)


def test_a_choice_needs_two_fingers_and_the_one_asked_for():
    rng = np.random.default_rng(0)
    with pytest.raises(ValueError, match="finger 3 must be one of at least two"):
        respond(Pianist(), 3, (3,), None, rng)
    with pytest.raises(ValueError, match="finger 3 must be one of"):
        respond(Pianist(), 3, (1, 2), None, rng)

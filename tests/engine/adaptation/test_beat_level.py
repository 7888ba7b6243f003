"""On the Beat's level: slowly up, down at once, never above the ceiling."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.adaptation.beat_level import (
    ALONE_BEATS,
    FASTEST_BPM,
    SLOWEST_BPM,
    BeatLevel,
    BeatOutcome,
    most_bpm,
)

CEILING = 66.0
STEADY, MIDDLING, UNSTEADY = 0.96, 0.9, 0.7


def outcome(share: float | None, *, tempo_bpm: float = 72, pulled: bool = False) -> BeatOutcome:
    return BeatOutcome(tempo_bpm=tempo_bpm, share=share, pulled=pulled)


def after(level: BeatLevel, *shares: float, ceiling_bpm: float = CEILING) -> BeatLevel:
    for share in shares:
        played = outcome(share, tempo_bpm=level.tempo_bpm)
        level = level.after(played, ceiling_bpm=ceiling_bpm).level
    return level


def test_three_steady_trials_lengthen_the_time_alone_first():
    level = after(BeatLevel(), STEADY, STEADY)
    assert (level.alone_beats, level.steady) == (8, 2)
    assert after(level, STEADY) == BeatLevel(alone_beats=12)


def test_then_the_tempo_rises_by_four_percent_at_most():
    level = BeatLevel(tempo_bpm=75, alone_beats=24)
    assert after(level, STEADY, STEADY, STEADY) == replace(level, tempo_bpm=78)


def test_at_the_top_two_notes_come_on_a_slow_beat():
    level = BeatLevel(tempo_bpm=100, alone_beats=24)
    assert after(level, STEADY, STEADY, STEADY) == BeatLevel(tempo_bpm=60, subdivision=2)


def test_at_the_very_top_it_stays():
    level = BeatLevel(tempo_bpm=100, subdivision=2, alone_beats=24, steady=2)
    move = level.after(outcome(STEADY, tempo_bpm=100), ceiling_bpm=88)
    assert move.level.tempo_bpm == 100
    assert move.sentence == "Steady at 100 bpm, as quick as this may go now."


def test_the_ceiling_holds_the_rise():
    level = BeatLevel(tempo_bpm=79, alone_beats=24, steady=2)
    assert after(level, STEADY, ceiling_bpm=20).tempo_bpm == 80
    level = BeatLevel(tempo_bpm=80, alone_beats=24, steady=2)
    assert after(level, STEADY, ceiling_bpm=20).tempo_bpm == 80


def test_a_middling_trial_begins_the_count_anew():
    move = BeatLevel(steady=2).after(outcome(MIDDLING), ceiling_bpm=CEILING)
    assert move.level == BeatLevel()
    assert move.sentence == "The beat stays at 72 bpm, 8 beats alone."


def test_an_unsteady_trial_steps_back_at_once():
    assert after(BeatLevel(alone_beats=16), UNSTEADY) == BeatLevel(alone_beats=12)
    assert after(BeatLevel(), UNSTEADY) == BeatLevel(tempo_bpm=69)
    slowest = BeatLevel(tempo_bpm=60, subdivision=2)
    assert after(slowest, UNSTEADY) == BeatLevel(tempo_bpm=60)
    move = slowest.after(outcome(UNSTEADY, tempo_bpm=60), ceiling_bpm=CEILING)
    assert move.sentence == "A little easier next: one note on a beat."
    assert after(BeatLevel(tempo_bpm=60, steady=2), UNSTEADY) == BeatLevel(tempo_bpm=60)


def test_a_pull_steps_back_twice_whatever_the_notes_said():
    move = BeatLevel(steady=2).after(outcome(1.0, pulled=True), ceiling_bpm=CEILING)
    assert move.level == BeatLevel(tempo_bpm=66)
    assert move.sentence == "Something pulled or curled: 66 bpm, 8 beats alone next."


def test_a_pull_at_the_slowest_makes_it_easier_in_another_way():
    pulled = outcome(None, tempo_bpm=60, pulled=True)
    two = BeatLevel(tempo_bpm=60, subdivision=2, alone_beats=12)
    assert two.after(pulled, ceiling_bpm=CEILING).level == replace(two, subdivision=1)
    one = BeatLevel(tempo_bpm=60, alone_beats=12)
    assert one.after(pulled, ceiling_bpm=CEILING).level == BeatLevel(tempo_bpm=60)


def test_a_pull_in_a_trial_taken_slowly_counts_from_there():
    pulled = outcome(None, tempo_bpm=65, pulled=True)
    assert BeatLevel().after(pulled, ceiling_bpm=CEILING).level.tempo_bpm == 60


def test_a_trial_left_unfinished_changes_nothing():
    level = BeatLevel(steady=2)
    assert level.after(outcome(None), ceiling_bpm=CEILING).level == level


def test_steady_but_slower_says_nothing_about_the_level():
    move = BeatLevel(steady=2).after(outcome(STEADY, tempo_bpm=65), ceiling_bpm=CEILING)
    assert move.level == BeatLevel(steady=2)
    assert move.sentence == "Steady, taken slowly. 72 bpm still stands."


def test_sentences_of_a_rise():
    level = BeatLevel(steady=2)
    assert (
        level.after(outcome(STEADY), ceiling_bpm=CEILING).sentence
        == "Steady three times: next, 12 beats alone."
    )
    assert (
        BeatLevel().after(outcome(STEADY), ceiling_bpm=CEILING).sentence
        == "Steady. Two more steady times, then a step on."
    )


def test_the_level_is_held_below_a_ceiling():
    quick = BeatLevel(tempo_bpm=100, subdivision=2)
    assert quick.within(66) == quick
    assert quick.within(45) == replace(quick, tempo_bpm=90)
    assert quick.within(25) == replace(quick, tempo_bpm=100, subdivision=1)
    assert quick.within(10) == replace(quick, tempo_bpm=60, subdivision=1)


@given(
    st.integers(60, 100), st.sampled_from((1, 2)), st.sampled_from(ALONE_BEATS), st.floats(15, 90)
)
def test_a_ceiling_is_never_passed(tempo: int, subdivision: int, alone: int, ceiling: float):
    level = BeatLevel(tempo_bpm=tempo, subdivision=subdivision, alone_beats=alone, steady=2)
    held = level.within(ceiling)
    assert held.tempo_bpm <= most_bpm(ceiling, held.subdivision)
    risen = held.after(outcome(1.0, tempo_bpm=held.tempo_bpm), ceiling_bpm=ceiling).level
    assert risen.tempo_bpm <= max(most_bpm(ceiling, risen.subdivision), SLOWEST_BPM)
    assert SLOWEST_BPM <= risen.tempo_bpm <= FASTEST_BPM


def test_a_level_is_kept_and_read_again():
    level = BeatLevel(tempo_bpm=78, subdivision=2, alone_beats=16, steady=1)
    assert BeatLevel.resumed(level.to_json()) == level


@pytest.mark.parametrize(
    "text", [None, "", "{", "[]", '{"schema": 2}', '{"schema": 1, "tempo_bpm": 400}']
)
def test_what_cannot_be_read_begins_anew(text: str | None):
    assert BeatLevel.resumed(text) == BeatLevel()


@pytest.mark.parametrize(
    "changes", [{"tempo_bpm": 59.0}, {"tempo_bpm": 101.0}, {"subdivision": 3}, {"alone_beats": 9}]
)
def test_what_is_no_level_is_refused(changes: dict[str, float]):
    with pytest.raises(ValueError, match=r"level|beat"):
        BeatLevel(**changes)

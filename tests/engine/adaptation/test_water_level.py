"""Still Water's level: slowly up, at once down, what was added last goes first."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.adaptation.level import LevelError
from engine.adaptation.water_level import (
    FASTEST_BPM,
    SLOWEST_BPM,
    WaterLevel,
    WaterTrial,
    drops_words,
)

CALM = WaterTrial(strokes=100, stirred=5, pulled=False, tempo_bpm=60.0)
HALF = WaterTrial(strokes=100, stirred=10, pulled=False, tempo_bpm=60.0)
RESTLESS = WaterTrial(strokes=100, stirred=16, pulled=False, tempo_bpm=60.0)
PULLED = replace(CALM, pulled=True)
ALONE = replace(CALM, tempo_bpm=None)
ALL_FOUR = WaterLevel(held=4)


def after(level, *trials):
    said = ""
    for trial in trials:
        level, said = level.after(trial)
    return level, said


def test_it_begins_with_one_finger_held_and_one_drop_a_second():
    assert (WaterLevel().held, WaterLevel().tempo_bpm) == (1, 60.0)
    assert WaterLevel().drops == "one drop a second"


def test_three_calm_trials_in_a_row_add_a_finger():
    assert after(WaterLevel(), CALM, CALM)[0].held == 1
    level, said = after(WaterLevel(), CALM, CALM, CALM)
    assert level == WaterLevel(held=2)
    assert said == "Three calm times: two fingers hold next time."


def test_a_trial_between_calm_and_restless_begins_the_count_anew():
    level, said = after(WaterLevel(), CALM, CALM, HALF, CALM, CALM)
    assert level == WaterLevel(calm=2)
    assert said == "Next time the same: one finger held, one drop a second."


def test_four_held_calmly_three_times_bring_the_own_pace():
    level, said = after(ALL_FOUR, CALM, CALM, CALM)
    assert level == replace(ALL_FOUR, calmed=True, own_pace=True)
    assert said == "Three calm times. Next time without drops, at your own pace."


def test_then_drops_and_own_pace_take_turns_and_the_drops_come_faster():
    level = replace(ALL_FOUR, calmed=True, own_pace=True)
    level, said = after(level, ALONE)
    assert said == "Next time the drops are back: one drop a second."
    level, said = after(level, CALM)
    assert level.own_pace
    assert said == "Next time without drops, at your own pace."
    level, said = after(level, ALONE, CALM, ALONE, CALM)
    assert level.tempo_bpm == pytest.approx(62.4)
    assert said == "Three calm times: one drop a second from now on."
    assert level.own_pace


def test_drops_never_come_faster_than_two_a_second():
    level = WaterLevel(held=4, tempo_bpm=119.0, calmed=True, calm=2)
    assert level.after(replace(CALM, tempo_bpm=119.0))[0].tempo_bpm == FASTEST_BPM


def test_a_pull_slows_the_drops_before_a_finger_is_let_off():
    fast = WaterLevel(held=4, tempo_bpm=64.0, calmed=True)
    level, said = fast.after(replace(PULLED, tempo_bpm=64.0))
    assert level == WaterLevel(held=4, tempo_bpm=60.0)
    assert said == "Something pulled, so the drops slow down: one drop a second."
    level, said = level.after(PULLED)
    assert level.held == 3
    assert said == "Something pulled, so it is easier next time: three fingers held."


def test_one_finger_held_goes_slower_down_to_a_floor():
    level, said = WaterLevel().after(PULLED)
    assert level.tempo_bpm == 54.0
    assert said == "Something pulled, so the drops slow down: 0.9 drops a second."
    level, said = WaterLevel(tempo_bpm=SLOWEST_BPM).after(replace(PULLED, tempo_bpm=SLOWEST_BPM))
    assert level.tempo_bpm == SLOWEST_BPM
    assert said == "Something pulled: the drops stay as slow as they are."


def test_a_pull_at_the_own_pace_ends_it_until_the_water_is_calm_again():
    level, _ = WaterLevel(held=4, calmed=True, own_pace=True).after(replace(ALONE, pulled=True))
    assert level == WaterLevel(held=3)


def test_two_restless_trials_are_too_much_and_one_is_not():
    level, said = after(WaterLevel(held=3), RESTLESS)
    assert level == WaterLevel(held=3, restless=1)
    assert said.startswith("Next time the same")
    level, said = after(WaterLevel(held=3), RESTLESS, CALM, RESTLESS)
    assert level.held == 3
    level, said = after(WaterLevel(held=3), RESTLESS, RESTLESS)
    assert level == WaterLevel(held=2)
    assert said == "The water was restless twice, so it is easier next time: two fingers held."


def test_slower_drops_of_her_own_choice_lead_no_further_and_cost_nothing():
    level = WaterLevel(held=4, tempo_bpm=80.0, calm=2, calmed=True)
    stays, said = level.after(replace(CALM, tempo_bpm=72.0))
    assert stays == level
    assert said == "Next time again 1.3 drops a second."


def test_a_pull_counts_from_the_drops_that_were_played():
    level = WaterLevel(held=4, tempo_bpm=90.0)
    assert level.after(replace(PULLED, tempo_bpm=72.0))[0].tempo_bpm == pytest.approx(64.8)
    assert level.after(replace(PULLED, tempo_bpm=30.0))[0].held == 3


def test_a_trial_without_strokes_is_not_calm():
    assert WaterTrial(strokes=0, stirred=0, pulled=False, tempo_bpm=60).calm_share == 0


def test_fewer_and_slower_have_a_floor():
    assert WaterLevel().fewer() == WaterLevel()
    assert WaterLevel(held=4, calmed=True, calm=2).fewer() == WaterLevel(held=3)
    assert WaterLevel(tempo_bpm=62.0).slower().tempo_bpm == 60.0
    assert WaterLevel(tempo_bpm=42.0).slower().tempo_bpm == SLOWEST_BPM


@pytest.mark.parametrize(
    "fields", [{"held": 0}, {"held": 5}, {"tempo_bpm": 39}, {"tempo_bpm": 121}]
)
def test_impossible_levels_are_refused(fields):
    with pytest.raises(ValueError, match="not"):
        WaterLevel(**fields)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"schema": 2}', '{"schema": 1, "held": 9}'])
def test_what_cannot_be_read_says_so_or_starts_afresh(text):
    with pytest.raises(LevelError, match="cannot be read"):
        WaterLevel.from_json(text)
    assert WaterLevel.resumed(text) == WaterLevel()


def test_resumed_without_a_level_is_the_first_one():
    assert WaterLevel.resumed(None) == WaterLevel()


def test_words_of_the_drops():
    assert [drops_words(bpm) for bpm in (54, 60, 72, 120)] == [
        "0.9 drops a second",
        "one drop a second",
        "1.2 drops a second",
        "2.0 drops a second",
    ]


trials = st.builds(
    WaterTrial,
    strokes=st.integers(0, 100),
    stirred=st.integers(0, 100),
    pulled=st.booleans(),
    tempo_bpm=st.none() | st.floats(40, 120),
)


@given(st.lists(trials, max_size=40))
def test_no_history_leaves_the_bounds_or_jumps(history):
    level = WaterLevel()
    for trial in history:
        following, said = level.after(trial)
        assert said
        assert abs(following.held - level.held) <= 1
        assert following.tempo_bpm <= level.tempo_bpm * 1.04 + 1e-9
        if trial.pulled:
            assert following.held <= level.held
            assert not following.own_pace
        assert WaterLevel.from_json(following.to_json()) == following
        level = following

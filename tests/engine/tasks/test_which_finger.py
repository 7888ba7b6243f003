"""The rules of Which Finger?, and the same answers worked out again from the whole take."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.loader import exercise
from engine.adaptation.cue_level import CueKind, CueLevel
from engine.exercise import Hand
from engine.take import Control, NoteOff, NoteOn, PortLost
from engine.tasks import cues as kept_cues
from engine.tasks.clicks import Tone
from engine.tasks.which_finger import (
    FIRST_CUE_NS,
    WhichFinger,
    balanced,
    begin,
    lit,
)

MS = 1_000_000
HOME = {1: 60, 2: 62, 3: 64, 4: 65, 5: 67}


def fresh(cues: int = 10, seed: int = 1, at_ns: int = 0):
    task = WhichFinger(
        exercise=exercise("five-finger-c-right"),
        hand=Hand.RIGHT,
        fingers=(1, 2, 3, 4, 5),
        cues=cues,
        seed=seed,
    )
    return begin(task, at_ns)


def answered(state, finger: int, after_ms: float = 400, octave: int = 0):
    """Answer the cue that is due with one finger."""
    at_ns = state.cue_ns + round(after_ms * MS)
    pitch = HOME[finger] + 12 * octave
    state = state.passed(at_ns).heard(NoteOn(at_ns, pitch, 60))
    return state.heard(NoteOff(at_ns + 80 * MS, pitch)).passed(at_ns + 150 * MS)


@given(st.integers(1, 60), st.integers(0, 1000), st.sets(st.integers(1, 5), min_size=2))
def test_cues_are_balanced_and_never_three_alike(count, seed, fingers):
    order = balanced(tuple(sorted(fingers)), count, np.random.default_rng(seed))
    counts = [order.count(finger) for finger in fingers]
    assert len(order) == count
    assert max(counts) - min(counts) <= 1
    assert all(len({*order[i : i + 3]}) > 1 for i in range(count - 2))


def test_no_finger_in_play_is_refused():
    with pytest.raises(ValueError, match="at least one finger"):
        balanced((), 4, np.random.default_rng(0))


def test_the_same_seed_gives_the_same_cues():
    assert fresh(seed=3) == fresh(seed=3)
    assert fresh(seed=3).fingers != fresh(seed=4).fingers


def test_a_cue_is_lit_from_its_time_until_it_is_answered():
    state = fresh()
    assert not lit(state, FIRST_CUE_NS - 1)
    assert lit(state, FIRST_CUE_NS)
    pressed = state.heard(NoteOn(FIRST_CUE_NS + 300 * MS, HOME[state.cued], 60))
    assert not lit(pressed, FIRST_CUE_NS + 301 * MS)


@pytest.mark.parametrize("octave", [-2, 0, 1])
def test_the_right_finger_in_time_is_correct_in_any_octave(octave):
    state = fresh()
    state = answered(state, state.cued, octave=octave)
    assert state.responses[0].correct
    assert state.responses[0].reaction_s == pytest.approx(0.4)


def test_another_finger_is_an_answer_but_not_correct():
    state = fresh()
    other = state.cued % 5 + 1
    response = answered(state, other).responses[0]
    assert (response.pressed, response.correct) == (other, False)


def test_a_late_answer_belongs_to_its_cue_and_is_not_correct():
    state = fresh()
    late = answered(state, state.cued, after_ms=state.allowed_s * 1000 + 500)
    assert late.responses[0].pressed == late.fingers[0]
    assert not late.responses[0].correct


def test_a_key_that_goes_down_with_it_is_unintended():
    state = fresh()
    other = state.cued % 5 + 1
    at_ns = state.cue_ns + 400 * MS
    state = state.heard(NoteOn(at_ns, HOME[state.cued], 60))
    state = state.heard(NoteOn(at_ns + 60 * MS, HOME[other], 20))
    state = state.heard(NoteOn(at_ns + 90 * MS, 61, 20))
    state = state.passed(at_ns + 200 * MS)
    assert state.responses[0].unintended == (other, None)


def test_a_key_before_the_cue_is_counted_and_answers_nothing():
    state = fresh().heard(NoteOn(FIRST_CUE_NS - 1, 60, 60))
    assert (state.early, state.responses, state.first) == (1, (), None)


def test_no_answer_moves_on_and_two_in_a_row_wait():
    state = fresh()
    state = state.passed(state.cue.ends_ns)
    assert state.responses[0].reaction_s is None
    state = state.passed(state.cue.ends_ns)
    assert len(state.responses) == 2
    assert state.pauses_at_ns(0) == state.cue_ns
    assert len(state.passed(10**15).responses) == 2


def test_after_a_pause_the_unanswered_cues_come_again():
    state = fresh()
    state = answered(state, state.cued)
    for _ in range(2):
        state = state.passed(state.cue.ends_ns)
    again = state.resumed(10**12)
    assert len(again.responses) == len(again.cues) == 1
    assert again.cue_ns == 10**12 + FIRST_CUE_NS


def test_the_trial_is_over_after_the_last_cue_or_with_the_port():
    state = fresh(cues=5)
    for _ in range(5):
        state = answered(state, state.cued)
    assert state.over
    assert state.heard(NoteOn(10**12, 60, 60)) == state
    assert state.passed(10**13) == state
    assert fresh().heard(PortLost(5)).over
    assert fresh().heard(Control(5, 64, 127)) == fresh()


def test_three_correct_answers_leave_less_time_and_a_miss_gives_more():
    state = fresh()
    first_s = state.allowed_s
    for _ in range(3):
        state = answered(state, state.cued)
    less_s = state.allowed_s
    assert less_s < first_s
    assert answered(state, state.cued % 5 + 1).allowed_s > less_s


@given(st.integers(0, 500))
def test_the_whole_take_gives_the_answers_that_the_live_state_gave(seed):
    rng = np.random.default_rng(seed)
    state = fresh(cues=12, seed=seed)
    onsets: list[tuple[int, int]] = []
    while not state.over:
        if rng.random() < 0.1 and not (state.responses and state.responses[-1].pressed is None):
            state = state.passed(state.cue.ends_ns)
            continue
        finger = int(rng.integers(1, 6))
        after_ms = float(rng.uniform(100, state.allowed_s * 1000 + 900))
        onsets.append((state.cue_ns + round(after_ms * MS), HOME[finger]))
        state = answered(state, finger, after_ms)
    at_ns = np.array([at for at, _ in onsets], np.int64)
    text = kept_cues.to_json(state.cues, state.task.home, kind="hand")
    cues, home = kept_cues.from_json(text)
    assert kept_cues.responses(cues, at_ns, [p for _, p in onsets], home) == state.responses


def test_cues_of_an_unknown_schema_are_refused():
    with pytest.raises(ValueError, match="schema 99"):
        kept_cues.from_json('{"schema": 99}')


def test_a_tone_names_a_finger_by_its_own_key():
    task = replace(fresh().task, level=CueLevel(kind=CueKind.TONE))
    state = begin(task, 0)
    assert state.tone == Tone(at_ns=FIRST_CUE_NS, pitch=HOME[state.cued])
    answered = state.heard(NoteOn(FIRST_CUE_NS + MS, HOME[state.cued], 60))
    assert answered.tone is None
    assert fresh().tone is None

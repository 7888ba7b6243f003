"""The rules of Pearls, drawn as what is played against what is asked for."""

import pytest

from content.loader import exercise
from engine.exercise import Direction
from engine.take import Control, NoteOff, NoteOn, PortLost
from engine.tasks.clicks import Clicks
from engine.tasks.pearls import Pearls, PearlsState, begin

STEP_NS = 250_000_000
REST_NS = 2_000_000_000


def fresh(runs: int = 2, max_attempts: int = 3) -> PearlsState:
    task = Pearls(
        exercise=exercise("scale-c-right"),
        direction=Direction.UP,
        tempo_bpm=60,
        runs=runs,
        max_attempts=max_attempts,
    )
    return PearlsState(task=task)


def played(state: PearlsState, pitches, start_ns: int = 0) -> tuple[PearlsState, int]:
    """Play pitches a quarter of a second apart and return the state and the last onset."""
    at_ns = start_ns
    for pitch in pitches:
        state = state.passed(at_ns)
        state = state.heard(NoteOn(at_ns, pitch, 64))
        state = state.heard(NoteOff(at_ns + STEP_NS // 2, pitch))
        at_ns += STEP_NS
    return state, at_ns - STEP_NS


SCALE = (60, 62, 64, 65, 67, 69, 71, 72, 74, 76, 77, 79, 81, 83, 84)


def test_the_scale_is_the_one_drawn_here():
    assert fresh().task.pattern.pitches == SCALE


def test_every_asked_note_lands_a_pearl():
    state, _ = played(fresh(), SCALE[:5])
    assert (state.landed, state.attempts, state.runs_kept) == (5, 0, 0)


@pytest.mark.parametrize("octaves", [-2, -1, 0, 1])
def test_a_full_run_is_kept_in_any_octave(octaves):
    state, _ = played(fresh(), [pitch + 12 * octaves for pitch in SCALE])
    assert (state.landed, state.attempts, state.runs_kept) == (0, 1, 1)


def test_one_note_left_out_is_kept_and_two_are_not():
    one, _ = played(fresh(), [p for p in SCALE if p != 67])
    two, _ = played(fresh(), [p for p in SCALE if p not in (64, 71)])
    assert (one.attempts, one.runs_kept) == (1, 1)
    assert (two.attempts, two.runs_kept) == (1, 0)


def test_two_extra_notes_are_kept_and_three_are_not():
    for extras, kept in ((2, 1), (3, 0)):
        state, _ = played(fresh(), [*SCALE[:4], *[66] * extras, *SCALE[4:]])
        assert (state.attempts, state.runs_kept) == (1, kept)


def test_a_missing_last_note_closes_the_run_after_a_second():
    state, last_ns = played(fresh(), SCALE[:-1])
    assert state.passed(last_ns + 999_999_999).attempts == 0
    closed = state.passed(last_ns + 1_000_000_000)
    assert (closed.attempts, closed.runs_kept, closed.landed) == (1, 1, 0)


def test_starting_over_after_a_rest_gives_the_broken_run_up():
    #  notes ||||     |||||||||||||||
    state, last_ns = played(fresh(), SCALE[:4])
    state, _ = played(state, SCALE, last_ns + REST_NS)
    assert (state.attempts, state.runs_kept) == (2, 1)


def test_the_trial_is_over_when_the_last_key_is_up():
    state = fresh(runs=1)
    state, last_ns = played(state, SCALE[:-1])
    state = state.heard(NoteOn(last_ns + STEP_NS, 84, 64))
    assert state.enough
    assert not state.over
    assert state.heard(NoteOff(last_ns + 2 * STEP_NS, 84)).over


def test_a_key_held_for_ever_does_not_hold_the_trial_up():
    state, last_ns = played(fresh(runs=1), SCALE[:-1])
    state = state.heard(NoteOn(last_ns + STEP_NS, 84, 64))
    assert not state.passed(last_ns + STEP_NS + 1_499_999_999).over
    assert state.passed(last_ns + STEP_NS + 1_500_000_000).over


def test_attempts_run_out():
    state, at_ns = fresh(runs=2, max_attempts=3), 0
    for _ in range(3):
        state, at_ns = played(state, [SCALE[0], *SCALE[4:]], at_ns + REST_NS)
        state = state.broken_off()
    assert state.enough
    assert state.runs_kept == 0
    assert state.heard(NoteOn(at_ns + REST_NS, 60, 64)).attempts == 3


def test_noise_before_the_first_note_is_not_a_run():
    state, _ = played(fresh(), [61, 63])
    assert (state.landed, state.attempts) == (0, 0)


def test_a_pedal_changes_nothing_and_a_lost_port_ends_the_trial():
    state, _ = played(fresh(), SCALE[:3])
    assert state.heard(Control(1, 64, 127)) == state
    assert state.heard(PortLost(1)).over


def test_nothing_is_broken_off_between_runs():
    assert fresh().broken_off() == fresh()


def test_the_clicks_begin_half_a_second_after_the_trial_and_again_after_a_pause():
    state = begin(fresh().task, 123)
    assert state.clicks == Clicks(from_ns=500_000_123, tempo_bpm=60)
    assert state.resumed(456).clicks == Clicks(from_ns=500_000_456, tempo_bpm=60)


def test_nothing_clicks_when_the_trial_is_over():
    assert fresh().heard(PortLost(5)).clicks is None


def test_silence_pauses_a_trial_that_has_begun_four_seconds_after_the_last_event():
    assert fresh().pauses_at_ns(10**12) is None
    state, last_ns = played(fresh(), SCALE[:3])
    assert state.pauses_at_ns(0) == last_ns + 4_000_000_000
    assert state.pauses_at_ns(last_ns + 7) == last_ns + 4_000_000_007


def test_time_passing_in_one_step_or_in_many_leads_to_the_same():
    #  the last run's last note is missing: a second closes the run, half a second more the trial
    state, last_ns = played(fresh(runs=1), SCALE[:-1])
    late_ns = last_ns + 1_500_000_000
    assert state.passed(late_ns) == state.passed(last_ns + 1_000_000_000).passed(late_ns)
    assert state.passed(late_ns).over

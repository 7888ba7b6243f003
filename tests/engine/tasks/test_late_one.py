"""The rules of The Late One, drawn as what is played, and what a whole take says of the marks."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.measures.judgement.awareness import Mark
from engine.take import Control, NoteOff, NoteOn, PortLost
from engine.tasks.clicks import Clicks
from engine.tasks.late_one import (
    BROKEN_NS,
    LEAD_NS,
    LONG_REST_NS,
    SETTLED_NS,
    SHOWN_NS,
    LateOne,
    LateOneState,
    Marked,
    begin,
    deviations_ms,
)
from engine.tasks.late_one_kept import (
    earlier_marks,
    found_of,
    marks_of,
    rounds_from_json,
    to_json,
)

MS = 1_000_000
S = 1000 * MS
RUN = (60, 62, 64, 65, 67)
TASK = LateOne(pitches=RUN, fingers=(1, 2, 3, 4, 5), tempo_bpm=30, rounds=2)


def played(state: LateOneState, pitches, at_ns: int, *, apart_ms: float = 500) -> LateOneState:
    for index, pitch in enumerate(pitches):
        on_ns = at_ns + round(index * apart_ms * MS)
        state = state.passed(on_ns).heard(NoteOn(on_ns, pitch, 60))
        state = state.heard(NoteOff(on_ns + 100 * MS, pitch))
    return state


def run(state: LateOneState, *, shift: int = 0) -> LateOneState:
    return played(state, [pitch + shift for pitch in RUN], state.due_ns + 2 * S)


def marked(state: LateOneState, pitch: int) -> LateOneState:
    at_ns = state.onsets_ns[-1] + S
    return state.passed(at_ns).heard(NoteOn(at_ns, pitch, 60))


def test_four_clicks_at_the_speed_of_the_notes_come_first():
    state = begin(TASK, 0)
    assert state.clicks == Clicks(from_ns=LEAD_NS, tempo_bpm=120, beats=4)
    assert not state.to_mark


@pytest.mark.parametrize("shift", [-12, 0, 24])
def test_a_whole_run_waits_for_its_mark_in_any_octave(shift):
    state = run(begin(TASK, 0), shift=shift)
    assert state.to_mark
    assert state.clicks is None
    state = marked(state, 65 + shift)
    assert (state.rounds[0].marked, state.rounds[0].shift) == (3, shift)
    assert state.shown == state.rounds[0]


def test_a_mark_may_be_given_in_another_octave_and_a_key_outside_the_run_is_none():
    state = run(begin(TASK, 0))
    assert marked(state, 66).to_mark
    assert marked(state, 76).rounds[0].marked == 2


def test_a_key_too_soon_after_the_run_is_no_mark():
    state = run(begin(TASK, 0))
    soon = state.heard(NoteOn(state.onsets_ns[-1] + SETTLED_NS - 1, 64, 60))
    assert soon.to_mark


def test_keys_that_came_along_are_no_notes_of_the_run():
    state = played(begin(TASK, 0), [60, 61, 62, 72, 64, 65, 67], 3 * S, apart_ms=200)
    assert state.to_mark


def test_nothing_begins_but_with_the_first_key():
    assert played(begin(TASK, 0), [62, 64], 3 * S).onsets_ns == ()


def test_after_the_mark_the_run_is_shown_and_the_next_one_clicks():
    state = marked(run(begin(TASK, 0)), 62)
    shown_ns = state.shown_ns
    assert state.passed(shown_ns + SHOWN_NS - 1).shown is not None
    state = state.passed(shown_ns + SHOWN_NS)
    assert state.shown is None
    assert state.clicks.from_ns == shown_ns + SHOWN_NS + LEAD_NS
    assert not state.over


def test_who_goes_on_at_once_has_seen_enough():
    state = marked(run(begin(TASK, 0)), 62)
    at_ns = state.shown_ns
    assert state.heard(NoteOn(at_ns + SETTLED_NS - 1, 60, 60)) == state
    assert state.heard(NoteOn(at_ns + SETTLED_NS, 60, 60)).onsets_ns == (at_ns + SETTLED_NS,)


def test_the_last_look_ends_the_trial():
    state = marked(run(begin(TASK, 0)), 62)
    state = marked(run(state.passed(state.shown_ns + SHOWN_NS)), 67)
    assert not state.over
    assert state.heard(NoteOn(state.shown_ns + SETTLED_NS, 60, 60)).over
    state = state.passed(state.shown_ns + SHOWN_NS)
    assert state.over
    assert state.clicks is None
    assert state.heard(NoteOn(10**12, 60, 60)) == state
    assert state.passed(10**13) == state


def test_a_run_that_breaks_off_begins_anew():
    state = played(begin(TASK, 0), RUN[:3], 3 * S)
    last_ns = state.onsets_ns[-1]
    assert state.passed(last_ns + BROKEN_NS - 1) == state
    state = state.passed(last_ns + BROKEN_NS)
    assert (state.onsets_ns, state.broken) == ((), 1)
    assert state.due_ns == last_ns + BROKEN_NS + LEAD_NS


def test_an_answer_on_the_screen_counts_as_the_key():
    state = run(begin(TASK, 0))
    assert state.answered(4, 9 * S).rounds[0].marked == 4
    assert state.answered(5, 9 * S) == state
    assert begin(TASK, 0).answered(1, 9 * S) == begin(TASK, 0)


def test_a_pause_gives_up_the_run_and_keeps_the_marks():
    state = run(begin(TASK, 0))
    resumed = state.stopped(20 * S).resumed(30 * S)
    assert (resumed.onsets_ns, resumed.rounds) == ((), ())
    assert resumed.clicks.from_ns == 30 * S + LEAD_NS
    shown = marked(state, 64)
    stopped = shown.stopped(shown.shown_ns + MS)
    assert (len(stopped.rounds), stopped.shown) == (1, None)


def test_only_a_long_rest_pauses():
    state = begin(TASK, 0)
    assert state.pauses_at_ns(0) == LEAD_NS + LONG_REST_NS
    assert state.pauses_at_ns(50 * S) == 50 * S + LONG_REST_NS


def test_a_lost_piano_ends_it_and_a_pedal_says_nothing():
    assert begin(TASK, 0).heard(PortLost(5)).over
    assert begin(TASK, 0).heard(Control(5, 64, 127)) == begin(TASK, 0)
    assert begin(TASK, 0).tone is None


@pytest.mark.parametrize("pitches", [(60, 62), (60, 62, 72)])
def test_a_run_has_three_keys_of_its_own_at_the_least(pitches):
    with pytest.raises(ValueError, match="each on its own key"):
        LateOne(pitches=pitches, fingers=(1, 2, 3)[: len(pitches)], tempo_bpm=30, rounds=2)


def test_deviations_are_those_from_the_runs_own_line():
    #  0 500 1000 1540 2000: the line has slope 504 and the fourth lies 32 - 8 over it
    assert deviations_ms((0, 500 * MS, 1000 * MS, 1540 * MS, 2000 * MS)) == pytest.approx(
        (0, -4, -8, 28, -16)
    )


@given(st.integers(-(10**15), 10**15), st.floats(200, 900))
def test_an_even_run_deviates_nowhere_whenever_and_however_fast(shift_ns, apart_ms):
    onsets = tuple(shift_ns + round(index * apart_ms * MS) for index in range(5))
    assert deviations_ms(onsets) == pytest.approx((0,) * 5, abs=1e-5)


def take(onsets_ns, pitches):
    return np.asarray(onsets_ns, np.int64), np.asarray(pitches)


def test_a_take_gives_the_deviations_of_its_own_stamps():
    onsets = (0, 500 * MS, 1000 * MS, 1540 * MS, 2000 * MS)
    late = [each + 20 * MS for each in onsets]
    # a mark in the same key, and a bounce near a note of the run
    at_ns, pitches = take([*late, 3500 * MS, late[2] + 45 * MS], [*RUN, 65, 64])
    order = np.argsort(at_ns)
    kept = Marked(onsets_ns=onsets, shift=0, marked=3)
    (mark,) = marks_of([kept], TASK, at_ns[order], pitches[order])
    assert mark.deviations_ms == pytest.approx((0, -4, -8, 28, -16))
    assert mark.marked == 3


def test_a_run_that_is_not_in_the_take_is_left_out():
    at_ns, pitches = take([0, 500 * MS], [60, 62])
    kept = Marked(onsets_ns=(0, 500 * MS, S, 1500 * MS, 2 * S), shift=0, marked=1)
    assert marks_of([kept], TASK, at_ns, pitches) == ()


LATE_FOUR = Mark(deviations_ms=(0.0, -4.0, -8.0, 28.0, -16.0), marked=3)


def test_what_was_found_counts_late_notes_and_marks_by_finger():
    other = Mark(deviations_ms=(5.0, 0.0, -5.0, 1.0, -1.0), marked=1)
    found = found_of((LATE_FOUR, other), TASK.fingers)
    assert (found.latest, found.marked, found.agreed) == ((1, 0, 0, 1, 0), (0, 1, 0, 1, 0), 1)
    assert found.margin_ms == pytest.approx((28 + 4) / 2)
    assert found.awareness.area is None


def test_earlier_marks_help_where_today_has_few():
    found = found_of((LATE_FOUR,) * 4, TASK.fingers, (LATE_FOUR,) * 100)
    assert (found.earlier, found.awareness.n, found.awareness.area) == (56, 60, 1.0)
    assert found_of((), TASK.fingers).margin_ms is None


def test_what_is_kept_is_read_again_and_pooled_for_the_same_fingers_only():
    kept = Marked(onsets_ns=(0, 1, 2, 3, 4), shift=12, marked=3)
    text = to_json(TASK, [kept], [LATE_FOUR])
    assert rounds_from_json(text) == (kept,)
    assert earlier_marks([text], TASK.fingers) == (LATE_FOUR,)
    assert earlier_marks([text], (1, 2, 3)) == ()
    assert earlier_marks([to_json(TASK, [kept], [LATE_FOUR], hurt=True)], TASK.fingers) == ()
    with pytest.raises(ValueError, match="marks of schema 9; this Evenhand knows 1"):
        rounds_from_json(json.dumps({"schema": 9}))

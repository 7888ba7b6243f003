"""On the Beat's rules: count-in, notes with the clicks, notes alone, rest; nothing is judged."""

from dataclasses import replace

import pytest

from content.loader import exercise
from engine.adaptation.beat_level import BeatLevel
from engine.take import Control, NoteOff, NoteOn, PortLost
from engine.tasks.clicks import Clicks
from engine.tasks.on_the_beat import (
    LAST_NOTE_RINGS_NS,
    LAST_STRUCK,
    LEAD_NS,
    REST_NS,
    OnTheBeat,
    OnTheBeatState,
    Stretch,
    begin,
    on_the_beat,
)

BEAT_NS = 1_000_000_000
FIVE = exercise("five-finger-c-right").patterns[0]
SHORT = Stretch(pitches=(60, 62, 64), fingers=(1, 2, 3), paced=4, alone=2)


def started(*stretches: Stretch) -> OnTheBeatState:
    return begin(OnTheBeat(tempo_bpm=60, stretches=stretches or (SHORT, SHORT)), 0)


def struck(state: OnTheBeatState, *at_ns: int, pitch: int = 60) -> OnTheBeatState:
    for each in at_ns:
        state = state.passed(each).heard(NoteOn(each, pitch, 64))
    return state


def first_due() -> int:
    return LEAD_NS + 4 * BEAT_NS


def test_the_clicks_are_the_count_in_and_one_for_each_note():
    assert started().clicks == Clicks(from_ns=LEAD_NS, tempo_bpm=60, beats=8)


def test_two_notes_on_a_click_need_half_as_many():
    stretch = Stretch(pitches=(60,), fingers=(1,), paced=5, alone=0, subdivision=2)
    assert stretch.beats == 4 + 3
    state = started(stretch)
    assert state.current.due_ns(1) - state.current.due_ns(0) == BEAT_NS // 2


def test_notes_of_the_count_in_count_for_nothing():
    state = struck(started(), LEAD_NS, LEAD_NS + BEAT_NS)
    assert (state.tapped, state.counted, state.last_onset_ns) == (0, 0, None)


def test_notes_with_the_clicks_are_kept_with_their_finger_and_how_late_they_came():
    due = first_due()
    state = struck(started(), due - 20_000_000, due + BEAT_NS + 30_000_000)
    assert state.tapped == 2
    assert [(each.late_ns, each.finger) for each in state.struck] == [
        (-20_000_000, 1),
        (30_000_000, 2),
    ]


def test_only_the_latest_notes_are_kept_for_the_strip():
    due = first_due()
    state = struck(started(), *(due + each * 1_000_000 for each in range(40)))
    assert len(state.struck) == LAST_STRUCK


def test_half_a_note_after_the_last_click_the_hand_is_alone():
    alone = first_due() + 3 * BEAT_NS + BEAT_NS // 2
    state = struck(started(), alone - 1)
    assert (state.tapped, state.counted) == (1, 0)
    state = struck(started(), alone)
    assert (state.tapped, state.counted) == (0, 1)


def test_a_stretch_ends_with_its_last_note_alone_and_the_next_comes_after_a_rest():
    last = first_due() + 5 * BEAT_NS
    state = struck(started(), last - BEAT_NS, last)
    assert len(state.done) == 1
    assert state.done[0].ended_ns == last
    assert state.from_ns == last + REST_NS
    assert state.clicks == Clicks(from_ns=last + REST_NS, tempo_bpm=60, beats=8)
    assert (state.counted, state.tapped, state.struck, state.over) == (0, 0, (), False)


def test_notes_in_the_rest_count_for_nothing():
    last = first_due() + 5 * BEAT_NS
    state = struck(started(), last - BEAT_NS, last)
    assert struck(state, last + BEAT_NS) == state


def test_after_the_last_stretch_the_last_note_may_ring():
    last = first_due() + 5 * BEAT_NS
    state = struck(started(SHORT), last - BEAT_NS, last)
    assert state.enough
    assert not state.over
    assert state.clicks is None
    assert state.current == state.done[0]
    assert struck(state, last + 1).counted == 0
    assert not state.passed(last + LAST_NOTE_RINGS_NS - 1).over
    assert state.passed(last + LAST_NOTE_RINGS_NS).over


def test_a_stretch_without_notes_alone_ends_with_its_clicks():
    state = started(replace(SHORT, alone=0, pitches=(), fingers=(None,)))
    ends = state.current.alone_ns
    assert state.passed(ends - 1) == state
    assert state.passed(ends).done[0].ended_ns == ends
    assert state.passed(ends + LAST_NOTE_RINGS_NS).over


def test_silence_pauses_four_seconds_after_the_last_note_and_never_in_the_count_in():
    state = started()
    assert state.pauses_at_ns(0) == first_due() + 4 * BEAT_NS
    played = first_due() + 2 * BEAT_NS
    assert state.pauses_at_ns(played) == played + 4 * BEAT_NS
    last = first_due() + 5 * BEAT_NS
    assert struck(started(SHORT), last - BEAT_NS, last).pauses_at_ns(last) is None


def test_a_pause_gives_up_the_stretch_and_begins_it_anew_with_its_count_in():
    last = first_due() + 5 * BEAT_NS
    state = struck(started(), last - BEAT_NS, last)
    again = state.from_ns + 4 * BEAT_NS
    state = struck(state, again, again + BEAT_NS)
    assert state.tapped == 2
    stopped = state.stopped(again + 2 * BEAT_NS)
    assert (len(stopped.done), stopped.tapped, stopped.over) == (1, 0, False)
    resumed = stopped.resumed(again + 9 * BEAT_NS)
    assert resumed.from_ns == again + 9 * BEAT_NS + LEAD_NS
    assert resumed.last_onset_ns is None


def test_a_pause_while_the_last_note_rings_ends_the_trial():
    last = first_due() + 5 * BEAT_NS
    assert struck(started(SHORT), last - BEAT_NS, last).stopped(last + 1).over


def test_what_is_no_note_changes_nothing_and_a_lost_port_ends_it():
    state = started()
    assert state.heard(NoteOff(5, 60)) == state
    assert state.heard(Control(5, 64, 127)) == state
    assert state.heard(PortLost(5)).over


@pytest.mark.parametrize("subdivision", [1, 2])
def test_the_trial_of_a_level(subdivision: int):
    level = BeatLevel(tempo_bpm=80, subdivision=subdivision, alone_beats=12)
    trial = on_the_beat(FIVE, level, tempo_bpm=80)
    first, second, last = trial.stretches
    assert first == second
    assert first.pitches == (60, 62, 64, 65, 67, 65, 64, 62)
    assert first.fingers == (1, 2, 3, 4, 5, 4, 3, 2)
    assert (first.paced, first.alone) == (32, 12 * subdivision)
    assert (last.pitches, last.fingers, last.subdivision) == ((62,), (2,), 1)
    assert (last.paced, last.alone) == (24, 32)
    assert last.one_finger
    assert not first.one_finger
    assert first.finger(9) == 2
    assert first.pitch(8) == 60


def test_one_finger_may_have_it_all():
    trial = on_the_beat(FIVE, BeatLevel(), tempo_bpm=72, fingers=(4,))
    assert {stretch.fingers for stretch in trial.stretches} == {(4,)}
    assert {stretch.pitches for stretch in trial.stretches} == {(65,)}


def test_how_long_it_lasts():
    trial = OnTheBeat(tempo_bpm=60, stretches=(SHORT, SHORT))
    assert trial.seconds == 2 * 10 + (REST_NS + LEAD_NS + LAST_NOTE_RINGS_NS) / 1e9


def test_any_key_will_do_where_none_is_named():
    assert Stretch(pitches=(), fingers=(None,), paced=3, alone=0).pitch(0) is None

"""Which note answers which target; each take is drawn by its pitches."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.exercise import Direction, Hand
from engine.measures.matching.match import Match, match
from engine.midi.smf import read_smf
from engine.note import NoteArray, note_array
from tests.engine.measures.playing import (
    DOWN,
    LOOP,
    UP,
    exercise,
    five_finger,
    pattern,
    played,
    scale,
)

SHARED = Path(__file__).parents[5] / "shared" / "data"
HANON = SHARED / "hanon21-recording"
NASAP = SHARED / "nasap-subset"


def counts(found: Match) -> tuple[int, int, int, int]:
    return found.hit, found.missed, found.extra, found.substituted


def directions(found: Match) -> list[Direction]:
    return [run.pattern.direction for run in found.runs]


def with_notes(notes: NoteArray, *more: tuple[float, float, int]) -> NoteArray:
    """The notes and more of them, as (onset_s, offset_s, pitch)."""
    onset, offset, pitch = (np.array(column) for column in zip(*more, strict=True))
    return note_array(
        np.append(notes["onset_s"], onset),
        np.append(notes["pitch"], pitch),
        offset_s=np.append(notes["offset_s"], offset),
    )


def test_every_run_as_written_is_all_hits():
    found = match(played(UP, DOWN, UP), scale())
    assert directions(found) == ["up", "down", "up"]
    assert counts(found) == (45, 0, 0, 0)
    assert np.concatenate([run.note_index for run in found.runs]).tolist() == list(range(45))


def test_arrays_are_read_only():
    found = match(played(UP), scale())
    run = found.runs[0]
    for array in (run.note_index, run.hit, run.extra, found.outside, found.bounces):
        assert not array.flags.writeable


def test_a_skipped_note_is_missed_and_keeps_the_rank_of_the_others():
    found = match(played(UP[:5] + UP[6:]), scale())
    assert counts(found) == (14, 1, 0, 0)
    assert found.runs[0].note_index.tolist() == [0, 1, 2, 3, 4, -1, *range(5, 14)]


def test_a_wrong_key_is_substituted():
    found = match(played((*UP[:4], 66, *UP[5:])), scale())
    assert counts(found) == (14, 0, 0, 1)
    assert found.runs[0].hit.tolist() == [k != 4 for k in range(15)]


def test_a_brushed_key_is_extra():
    found = match(played((*UP[:4], 66, *UP[4:])), scale())
    assert counts(found) == (15, 0, 1, 0)
    assert found.runs[0].extra.tolist() == [4]


def test_a_first_and_a_last_note_can_be_missed():
    found = match(played(UP[1:], UP[:-1], UP), scale())
    assert [run.missed_count for run in found.runs] == [1, 1, 0]
    assert not any(run.broken_off for run in found.runs)


def test_a_run_broken_off_leaves_the_next_one_alone():
    #  C D E F G A .  (again)  C D E F G A B C D E F G A B C
    found = match(played(UP[:6], UP, UP[:4], UP), scale())
    assert [run.broken_off for run in found.runs] == [True, False, True, False]
    assert [run.hit_count for run in found.runs] == [6, 15, 4, 15]


def test_time_says_where_a_run_of_loops_was_begun_again():
    #  16 notes, a pause, 33 notes: by pitch alone the first 33 would do as well
    found = match(played(LOOP[:16], LOOP, LOOP), five_finger())
    assert [run.hit_count for run in found.runs] == [16, 33, 33]


def test_a_pause_alone_does_not_cut_a_run():
    notes = played(UP[:7], UP[7:])
    found = match(notes, scale())
    assert counts(found) == (15, 0, 0, 0)
    assert len(found.runs) == 1


def test_a_false_start_of_two_notes_belongs_to_no_run():
    found = match(played(UP[:2], UP), scale())
    assert found.outside.tolist() == [0, 1]
    assert len(found.runs) == 1
    assert found.extra == 2


def test_up_and_down_without_stopping_share_the_top_note():
    found = match(played(UP + DOWN[1:] + UP[1:]), scale())
    assert directions(found) == ["up", "down", "up"]
    assert [run.shared_first for run in found.runs] == [False, True, True]
    assert counts(found) == (43, 0, 0, 0)


def test_a_shared_note_is_found_beside_an_error_too():
    found = match(played((*UP[:3], 61, *UP[3:], *DOWN[1:9], *DOWN[10:])), scale())
    assert [run.shared_first for run in found.runs] == [False, True]
    assert counts(found) == (28, 1, 1, 0)
    assert found.runs[1].note_index[0] == found.runs[0].note_index[-1]


def test_a_shared_note_is_found_after_a_run_without_fault():
    found = match(played(UP + DOWN[1:9] + DOWN[10:]), scale())
    assert [run.shared_first for run in found.runs] == [False, True]
    assert found.runs[1].note_index[:2].tolist() == [14, 15]
    assert counts(found) == (28, 1, 0, 0)


def test_loops_without_stopping_share_their_closing_note():
    found = match(played(LOOP + LOOP[1:] + LOOP[1:]), five_finger())
    assert [run.hit_count for run in found.runs] == [33, 32, 32]
    assert found.missed == 0


def test_a_recording_may_begin_in_the_middle_of_a_loop():
    found = match(played(LOOP[5:] + LOOP[1:] + LOOP[1:]), five_finger())
    assert [run.hit_count for run in found.runs] == [28, 32, 32]
    assert found.extra == 0


@pytest.mark.parametrize("octave", [-36, -12, 0, 24])
def test_any_octave_is_accepted_and_stored(octave):
    found = match(played([p + octave for p in UP], [p + octave for p in DOWN]), scale())
    assert found.transposition == octave
    assert counts(found) == (30, 0, 0, 0)


def test_each_run_keeps_its_own_octave():
    higher = [p + 12 for p in (*UP[:8], 66, *UP[9:])]
    found = match(played(UP, UP[:8] + UP[9:], higher), scale())
    assert [run.transposition for run in found.runs] == [0, 0, 12]
    assert found.transposition == 0


def test_another_key_is_not_another_octave():
    found = match(played(*[[p + 5 for p in LOOP]] * 3), five_finger())
    assert found.refused


def test_the_grid_settles_which_of_two_equal_notes_is_the_hit():
    #  grid   |   |   |   |         E is struck twice: the second one is on time
    #  notes  C   D E E   F
    onset_s = np.arange(15) * 0.25
    on_time = note_array(onset_s, UP, offset_s=onset_s + 0.2)
    early = with_notes(on_time, (0.4, 0.43, UP[2]))
    found = match(early, scale())
    assert found.runs[0].note_index[2] == 3
    assert found.runs[0].extra.tolist() == [2]
    late = with_notes(on_time, (0.6, 0.65, UP[2]))
    found = match(late, scale())
    assert found.runs[0].note_index[2] == 2
    assert found.runs[0].extra.tolist() == [3]


def test_a_bounce_is_counted_and_left_out():
    #  E  ------
    #  E        -- 10 ms after its release
    notes = with_notes(played(UP, hold=0.2), (0.5 + 0.06, 0.6, UP[2]))
    found = match(notes, scale())
    assert found.bounces.tolist() == [3]
    assert counts(found) == (15, 0, 0, 0)


def test_a_restrike_after_30_ms_is_no_bounce():
    notes = with_notes(played(UP, hold=0.2), (0.5 + 0.05 + 0.031, 0.62, UP[2]))
    found = match(notes, scale())
    assert not found.bounces.size
    assert counts(found) == (15, 0, 1, 0)


def test_a_top_note_struck_twice_on_the_beat_is_no_bounce():
    found = match(played(UP + DOWN, hold=0.95), scale())
    assert not found.bounces.size
    assert counts(found) == (30, 0, 0, 0)


def test_a_note_never_released_cannot_bounce():
    notes = note_array(np.arange(15) * 0.25, UP)
    assert not match(notes, scale()).bounces.size


@pytest.mark.parametrize(
    ("notes", "wanted"),
    [
        (played(), "no note was played"),
        (played(LOOP, LOOP), "nothing of scale-c-right was found but scraps (36 of the 66"),
        (played([60, 60, 60, 60, 60, 60], hold=0.5), "was found; check"),
    ],
    ids=["silence", "another exercise", "one key"],
)
def test_what_is_not_the_exercise_is_refused_with_a_reason(notes, wanted):
    found = match(notes, scale())
    assert wanted in (found.refused or "")
    assert not found.runs
    assert found.extra == len(notes)


@pytest.mark.parametrize("seed", range(5))
def test_random_notes_are_refused(seed):
    rng = np.random.default_rng(seed)
    notes = note_array(np.cumsum(rng.uniform(0.1, 0.4, 300)), rng.integers(48, 84, 300))
    assert match(notes, scale()).refused
    assert match(notes, five_finger()).refused


@pytest.mark.parametrize("octave", [-12, 0, 12])
def test_one_run_broken_off_is_a_run_and_no_other_piece(octave):
    found = match(played([p + octave for p in UP[:8]]), scale())
    assert found.refused is None
    assert found.runs[0].broken_off
    assert found.transposition == octave


def test_a_person_playing_hanon_21():
    if not HANON.exists():
        pytest.skip("the recording is not here")
    events = np.loadtxt(HANON / "recordings_hanon_21_rh.txt")
    score = np.loadtxt(HANON / "scores_hanon_21_rh.txt")
    down = events[events[:, 2] > 0]
    up = events[events[:, 2] == 0]
    released = [up[(up[:, 1] == p) & (up[:, 0] > at)][0, 0] for at, p, _ in down]
    notes = note_array(
        down[:, 0], down[:, 1].astype(int), offset_s=released, velocity=down[:, 2].astype(int)
    )
    pitches = score[:, 0].astype(int).tolist()
    hanon = exercise("hanon-21", Hand.RIGHT, pattern(Direction.LOOP, pitches, [1] * len(pitches)))
    found = match(notes, hanon)
    assert counts(found) == (449, 0, 1, 0)
    assert match(notes, scale()).refused
    assert match(notes, five_finger()).refused


def test_concert_recordings_are_refused():
    files = sorted(NASAP.rglob("*01M.mid")) if NASAP.exists() else []
    if not files:
        pytest.skip("the recordings are not here")
    for path in files:
        notes = read_smf(path).notes
        assert match(notes, scale()).refused, path
        assert match(notes, five_finger()).refused, path


RUNS = st.lists(st.sampled_from([UP, DOWN, UP[:6], UP[:9] + UP[10:]]), min_size=1, max_size=5)


def same(one: Match, other: Match) -> bool:
    return counts(one) == counts(other) and [r.note_index.tolist() for r in one.runs] == [
        r.note_index.tolist() for r in other.runs
    ]


@settings(max_examples=40, deadline=None)
@given(RUNS, st.floats(-100, 100), st.floats(0.3, 4), st.sampled_from([-24, -12, 12, 24]))
def test_shift_pace_and_octave_change_nothing(runs, shift_s, pace, octave):
    notes = played(*runs)
    moved = note_array(
        notes["onset_s"] * pace + shift_s, notes["pitch"].astype(int) + octave, velocity=64
    )
    plain = note_array(notes["onset_s"], notes["pitch"], velocity=64)
    assert same(match(plain, scale()), match(moved, scale()))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 13), st.sampled_from([61, 66, 99])), max_size=2))
def test_extra_keys_between_the_notes_never_cost_a_hit(extras):
    more = [(0.25 * k + 0.1, 0.25 * k + 0.15, pitch) for k, pitch in dict(extras).items()]
    notes = played(UP, UP)
    for one in more:
        notes = with_notes(notes, one)
    found = match(notes, scale())
    assert counts(found) == (30, 0, len(more), 0)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from([*UP, 61, 66, 72, 90]), max_size=60), st.data())
def test_every_note_is_accounted_for_once(pitches, data):
    where = data.draw(st.integers(0, len(pitches)))
    line = [*pitches[:where], *UP, *pitches[where:]]
    notes = played(line)
    found = match(notes, scale())
    assert found.hit + found.substituted + found.extra + len(found.bounces) == len(line)
    assert found.hit + found.substituted + found.missed == found.expected
    for run in found.runs:
        played_notes = run.note_index[run.note_index >= 0]
        assert (np.diff(played_notes) > 0).all()
        wanted = np.array(run.pattern.pitches)[run.hit] + run.transposition
        assert (notes["pitch"][run.note_index[run.hit]] == wanted).all()


def test_a_missed_closing_note_is_not_taken_from_the_next_run():
    #  ... E D .   (pause)   C D E F G ...: the C after the pause begins, it does not end
    found = match(played(LOOP[:-1], LOOP, LOOP), five_finger())
    assert [run.missed_count for run in found.runs] == [1, 0, 0]
    assert not any(run.shared_first for run in found.runs)


def test_a_key_brushed_before_the_first_note_belongs_to_the_run():
    notes = with_notes(played(UP, UP), (5.49, 5.52, 59))
    found = match(notes, scale())
    assert [len(run.extra) for run in found.runs] == [0, 1]
    assert not found.outside.size


def test_a_wrong_key_at_the_wrong_time_stands_for_no_target():
    #  C D E . G   with F# brushed beside the E: F is missed, F# is extra
    notes = with_notes(played(UP, UP[:3] + UP[4:]), (3.5 + 2 + 0.51, 6.05, 66))
    onset_s = notes["onset_s"].copy()
    onset_s[onset_s > 6.2] += 0.25
    found = match(note_array(onset_s, notes["pitch"]), scale())
    assert counts(found) == (29, 1, 1, 0)


def test_of_two_missing_places_a_wrong_key_takes_the_one_in_time():
    #  target  E   F   G   A      F was replaced by F#, G was skipped
    onset_s = np.delete(np.arange(15) * 0.25, 4)
    pitch = [*UP[:3], 66, *UP[5:]]
    found = match(note_array(onset_s, pitch), scale())
    assert found.runs[0].note_index[3:6].tolist() == [3, -1, 4]
    late = np.delete(np.arange(15) * 0.25, 3)
    found = match(note_array(late, pitch), scale())
    assert found.runs[0].note_index[3:6].tolist() == [-1, 3, 4]


def test_of_two_ways_with_as_many_faults_the_one_with_more_hits_is_taken():
    #  target  E F G A B   notes  E F# A [A#] B ...
    found = match(played([*UP[:3], 66, *UP[5:6], 70, *UP[6:]]), scale())
    assert counts(found) == (13, 1, 1, 1)

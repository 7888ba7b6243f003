"""A kept take in parts: strings with their deviations, stretches of a take without runs."""

from dataclasses import replace

import numpy as np
import pytest

from engine.exercise import Direction
from engine.measures import evenness
from engine.note import NoteArray, note_array
from engine.session.world import Replay
from game.replaying import LONGEST_S, NEVER_RELEASED_S, parts_of
from tests.replays import answers, strings
from tests.worlds import EXERCISES

SCALE = EXERCISES["scale-c-right"]
PITCHES = SCALE.pattern(Direction.UP).pitches


def replay_of(notes: NoteArray) -> Replay:
    base = strings("scale-c-right", Direction.UP)
    take = replace(base.take, notes=notes)
    found = evenness.measure(take, SCALE, tempo_bpm=60.0)
    return replace(base, take=take, found=found)


def scale(**moved_ms: float) -> NoteArray:
    """Return six even scales at 4 notes a second; ``n3=20`` moves the fourth note of each."""
    at_s, pitches = [], []
    for run in range(6):
        for index, pitch in enumerate(PITCHES):
            at_s.append(run * 6 + index * 0.25 + moved_ms.get(f"n{index}", 0) / 1000)
            pitches.append(pitch)
    return note_array(at_s, pitches, offset_s=np.array(at_s) + 0.2)


def test_each_string_is_a_part_and_starts_with_its_first_note():
    parts = parts_of(replay_of(scale()))
    assert len(parts) == 6
    assert all(part.notes[0].at_s == 0 and len(part.notes) == 15 for part in parts)
    assert parts[2].seconds == pytest.approx(14 * 0.25 + 0.2)
    assert parts[2].ioi_ms == pytest.approx(250)


def test_a_late_note_lies_late_on_its_run_s_own_line():
    (part, *_) = parts_of(replay_of(scale(n7=20)))
    deviations = part.deviations_ms()
    assert deviations[7] == max(deviations)
    assert deviations[7] == pytest.approx(20 * 14 / 15, abs=0.01)
    assert part.notes[7].finger == SCALE.pattern(Direction.UP).fingers[7]


def test_what_stands_out_over_the_take_is_clear_in_every_string():
    parts = parts_of(strings())
    fingers = strings().exercise.pattern(Direction.LOOP).fingers
    assert {fingers[place] for place in parts[0].clear} == {5}
    assert all(part.clear == parts[0].clear for part in parts)
    assert not any(part.clear for part in parts_of(replay_of(scale())))


def test_another_key_and_a_missing_note_have_no_deviation():
    notes = scale()
    pitches = notes["pitch"].copy()
    pitches[4] += 1
    keep = np.arange(len(notes)) != 9
    found = note_array(notes["onset_s"][keep], pitches[keep], offset_s=notes["offset_s"][keep])
    (part, *_) = parts_of(replay_of(found))
    deviations = part.deviations_ms()
    assert [place for place, late in enumerate(deviations) if late is None] == [4, 9]
    assert [note.target for note in part.notes if note.deviation_ms is None] == [4]


def test_a_note_that_no_target_asks_for_is_heard_beside_the_string():
    notes = scale()
    onset_s = np.append(notes["onset_s"], 1.1)
    pitches = np.append(notes["pitch"], 80)
    offset_s = np.append(notes["offset_s"], 1.15)
    (part, *_) = parts_of(replay_of(note_array(onset_s, pitches, offset_s=offset_s)))
    (more,) = (note for note in part.notes if note.target is None)
    assert (more.pitch, more.at_s) == (80, pytest.approx(1.1))
    assert part.notes == tuple(sorted(part.notes, key=lambda note: note.at_s))


def test_a_string_that_did_not_count_says_why():
    whole = scale()
    parts = parts_of(replay_of(whole[np.arange(len(whole)) >= 6]))
    assert parts[0].left_out
    assert not parts[-1].left_out


def test_without_runs_a_take_is_cut_into_stretches_that_begin_with_a_note():
    replay = answers()
    parts = parts_of(replay)
    assert sum(len(part.notes) for part in parts) == 24
    assert all(part.pattern is None and part.notes[0].at_s == 0 for part in parts)
    assert len(parts) == 5
    assert parts[0].deviations_ms() == ()


def test_a_note_held_long_or_never_released_ends():
    notes = note_array([0.0, 1.0], [60, 62], offset_s=[30.0, np.nan])
    (part,) = parts_of(replace(answers(), take=replace(answers().take, notes=notes)))
    assert [note.seconds for note in part.notes] == [LONGEST_S, NEVER_RELEASED_S]


def test_a_take_without_notes_has_no_parts():
    empty = replace(answers().take, notes=note_array([], []))
    assert parts_of(replace(answers(), take=empty)) == ()
    assert parts_of(replace(strings(), take=empty, found=replay_of(note_array([], [])).found)) == ()


@pytest.mark.parametrize(("at_s", "index"), [(-1, 0), (0, 0), (0.24, 0), (0.25, 1), (99, 14)])
def test_the_note_at_a_moment_is_the_last_that_began(at_s: float, index: int):
    (part, *_) = parts_of(replay_of(scale()))
    assert part.sounding_at(at_s) == index

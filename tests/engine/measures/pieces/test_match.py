"""Which note of a performance answers which target of a whole piece: a player of known truth."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.exercise import Hand, Piece, Target
from engine.measures.matching.match import Outcome
from engine.measures.pieces.match import PieceMatch, match_piece
from engine.note import note_array
from tests.piece_playing import (
    Played,
    Stroke,
    as_played,
    bars_of,
    began_s,
    ended_s,
    forgotten,
    later,
    left_out,
    piece_of,
    restarted,
    strokes,
    two_hands,
)

STUDY = two_hands()
SHORT = two_hands(bars=6)


def with_feeling(piece: Piece = STUDY, seed: int = 1) -> list[Stroke]:
    return strokes(piece, np.random.default_rng(seed))


def deadpan(piece: Piece) -> Played:
    return as_played(
        [
            Stroke(at_s=target.onset_beat / 2, pitch=target.pitch, target=k)
            for k, target in enumerate(piece.targets)
        ]
    )


def counts(found: PieceMatch) -> tuple[int, int, int, int]:
    return found.hit_count, found.missed_count, found.extra_count, found.substituted_count


def assert_true(found: PieceMatch, played: Played, piece: Piece = STUDY) -> None:
    assert found.refused is None
    np.testing.assert_array_equal(found.note_index, played.note_index(len(piece.targets)))


def same_time(one: Target, other: Target) -> bool:
    return one.onset_beat == other.onset_beat


def test_a_piece_played_as_written_is_hit_note_by_note():
    played = deadpan(STUDY)
    found = match_piece(played.notes, STUDY)
    assert_true(found, played)
    assert counts(found) == (len(STUDY.targets), 0, 0, 0)
    assert set(found.outcomes) == {Outcome.HIT}
    assert not found.jumps
    assert found.transposition == 0


@pytest.mark.parametrize("seed", range(4))
def test_expressive_tempo_broken_chords_and_hands_apart_lose_no_note(seed):
    played = as_played(with_feeling(seed=seed))
    assert_true(match_piece(played.notes, STUDY), played)


def test_a_chord_may_be_struck_in_any_order_and_slowly():
    #  chord  c g e   top first, then upwards over 180 ms
    played = as_played(
        [
            replace(one, at_s=one.at_s + 0.06 * ((one.target * 7) % 3 + 1))
            if STUDY.targets[one.target].hand is Hand.LEFT
            else one
            for one in with_feeling()
        ]
    )
    assert_true(match_piece(played.notes, STUDY), played)


def test_a_missed_note_is_missed_and_no_other():
    whole = with_feeling()
    for target in (0, 17, 200, len(STUDY.targets) - 1):
        played = as_played([one for one in whole if one.target != target])
        found = match_piece(played.notes, STUDY)
        assert_true(found, played)
        assert counts(found) == (len(STUDY.targets) - 1, 1, 0, 0)
        assert found.outcomes[target] is Outcome.MISSED


def test_a_wrong_key_at_its_time_stands_for_its_target():
    whole = with_feeling()
    for target in (3, 50, 301):
        wrong = [
            replace(one, pitch=one.pitch + 1) if one.target == target else one for one in whole
        ]
        played = as_played(wrong)
        found = match_piece(played.notes, STUDY)
        assert_true(found, played)
        assert counts(found) == (len(STUDY.targets) - 1, 0, 0, 1)
        assert found.outcomes[target] is Outcome.SUBSTITUTED
        assert not found.hit[target]


def test_a_brushed_key_is_extra():
    whole = with_feeling()
    at_s = whole[90].at_s
    played = as_played([*whole, Stroke(at_s=at_s + 0.02, pitch=whole[90].pitch + 1, target=-1)])
    found = match_piece(played.notes, STUDY)
    assert_true(found, played)
    assert played.answers[found.extra].tolist() == [-1]


def test_a_note_struck_twice_answers_once_and_the_first_time():
    whole = with_feeling()
    again = replace(whole[90], at_s=whole[90].at_s + 0.13, target=-1)
    played = as_played([*whole, again])
    found = match_piece(played.notes, STUDY)
    assert_true(found, played)
    assert found.extra_count == 1


def test_a_bounce_is_told_from_an_extra_note():
    whole = with_feeling()
    again = replace(whole[90], at_s=whole[90].at_s + 0.115, target=-1)
    found = match_piece(as_played([*whole, again]).notes, STUDY)
    assert found.extra_count == 0
    assert len(found.bounces) == 1


@pytest.mark.parametrize(("back_to", "at"), [(3, 4), (7, 9), (0, 5), (2, 14), (15, 16)])
def test_what_was_played_again_counts_the_second_time(back_to, at):
    #  bars 0 1 2 3 | 3 4 5 ...
    whole = with_feeling()
    played = as_played(restarted(STUDY, whole, back_to, at))
    found = match_piece(played.notes, STUDY)
    assert_true(found, played)
    assert [(jump.from_beat > jump.to_beat) for jump in found.jumps] == [True]
    assert found.jumps[0].to_beat == 4 * back_to
    assert found.extra_count == len(bars_of(STUDY, whole, back_to, at))


def test_of_two_times_the_better_one_counts():
    whole = with_feeling()
    again = later(bars_of(STUDY, whole, 3, 5), 60.0)
    poorer = forgotten(again[::2])
    played = as_played([*whole, *poorer])
    assert_true(match_piece(played.notes, STUDY), played)


@pytest.mark.parametrize(("first", "stop"), [(3, 4), (7, 9), (2, 14)])
def test_a_section_left_out_is_missed_and_nothing_else(first, stop):
    #  bars 0 1 2 | 4 5 6 ...
    whole = with_feeling()
    played = as_played(left_out(STUDY, whole, first, stop))
    found = match_piece(played.notes, STUDY)
    assert_true(found, played)
    assert found.missed_count == len(bars_of(STUDY, whole, first, stop))
    assert [(jump.from_beat, jump.to_beat) for jump in found.jumps] == [
        (4 * first - 0.25, 4 * stop)
    ]


def test_a_part_of_the_piece_is_found_where_it_stands():
    part = as_played(bars_of(STUDY, with_feeling(), 6, 9))
    assert_true(match_piece(part.notes, STUDY), part)


def test_the_whole_piece_played_twice_counts_once():
    whole = with_feeling()
    second = later(whole, ended_s(whole) - began_s(whole) + 2)
    played = as_played([*forgotten(whole), *second])
    assert_true(match_piece(played.notes, STUDY), played)


@pytest.mark.parametrize("seed", range(3))
def test_slips_of_every_kind_at_once(seed):
    rng = np.random.default_rng(seed)
    slipped = []
    for one in with_feeling(seed=seed):
        luck = rng.random()
        if luck < 0.02:
            continue
        wrong = luck < 0.04
        slipped.append(replace(one, pitch=one.pitch + int(rng.choice((-1, 1)))) if wrong else one)
        if luck > 0.98:
            slipped.append(Stroke(at_s=one.at_s + 0.03, pitch=one.pitch + 1, target=-1))
    played = as_played(restarted(STUDY, slipped, 5, 7))
    found = match_piece(played.notes, STUDY)
    truth = played.note_index(len(STUDY.targets))
    right = np.count_nonzero((truth == found.note_index) & (truth >= 0))
    assert right >= 0.99 * np.count_nonzero(truth >= 0)
    assert len(found.jumps) == 1


def test_a_trill_is_extra_and_its_note_hit():
    #  the note at beat 8 carries a trill of ten strokes; the left hand goes on below
    trilled = next(k for k, one in enumerate(SHORT.targets) if one.id == "r32")
    targets = [
        replace(one, ornamented=True, duration_beat=1.0) if k == trilled else one
        for k, one in enumerate(SHORT.targets)
        if not (one.hand is Hand.RIGHT and 8 < one.onset_beat < 9)
    ]
    piece = piece_of(targets)
    whole = with_feeling(piece)
    main = next(one for one in whole if piece.targets[one.target].ornamented)
    trill = [
        Stroke(at_s=main.at_s + 0.045 * k, pitch=main.pitch + 2 * (k % 2), target=-1, held_s=0.04)
        for k in range(1, 10)
    ]
    played = as_played([*whole, *trill])
    found = match_piece(played.notes, piece)
    assert_true(found, played, piece)
    assert counts(found) == (len(piece.targets), 0, 9, 0)


def test_grace_notes_are_answered_before_their_main_note():
    graces = [
        replace(one, id=f"g{k}", pitch=one.pitch + 1, duration_beat=0.0, grace=True)
        for k, one in enumerate(SHORT.targets)
        if one.hand is Hand.RIGHT and one.onset_beat % 4 == 0
    ]
    piece = piece_of([*SHORT.targets, *graces])
    whole = [
        replace(one, at_s=one.at_s - 0.07) if piece.targets[one.target].grace else one
        for one in with_feeling(piece)
    ]
    played = as_played(whole)
    assert_true(match_piece(played.notes, piece), played, piece)


def test_two_voices_on_one_key_are_one_key_press():
    held = next(one for one in SHORT.targets if one.id == "r8")
    piece = piece_of([*SHORT.targets, replace(held, id="held", duration_beat=2.0)])
    played = as_played(with_feeling(SHORT))
    found = match_piece(played.notes, piece)
    both = [k for k, one in enumerate(piece.targets) if one.id in ("held", "r8")]
    assert found.expected == len(SHORT.targets)
    assert counts(found) == (len(SHORT.targets), 0, 0, 0)
    assert len(set(found.note_index[both].tolist())) == 1
    assert [piece.targets[k].id for k in both if found.doubled[k]] == ["r8"]


@pytest.mark.parametrize("octave", [-24, -12, 12, 24])
def test_any_octave_is_accepted_and_said(octave):
    played = as_played([replace(one, pitch=one.pitch + octave) for one in with_feeling()])
    found = match_piece(played.notes, STUDY)
    assert_true(found, played)
    assert found.transposition == octave


def test_a_take_without_notes_is_refused():
    found = match_piece(note_array([], []), STUDY)
    assert found.refused == "no note was played"
    assert counts(found) == (0, len(STUDY.targets), 0, 0)


def test_another_piece_is_refused():
    other = two_hands(seed=77)
    found = match_piece(as_played(with_feeling(other)).notes, STUDY)
    assert found.refused is not None
    assert "notes played follow Study in C; check which piece this is" in found.refused
    assert found.hit_count == 0
    assert found.extra_count == len(other.targets)


def test_notes_thrown_about_are_refused():
    notes = as_played(with_feeling()).notes
    pitch = np.random.default_rng(3).permutation(notes["pitch"])
    assert match_piece(note_array(notes["onset_s"], pitch), STUDY).refused is not None


def test_a_piece_that_cannot_be_followed_is_refused():
    notes = as_played(with_feeling()).notes
    with pytest.raises(ValueError, match="study has no targets"):
        match_piece(notes, replace(STUDY, targets=()))
    with pytest.raises(ValueError, match="the targets of study are not in order of onset"):
        match_piece(notes, replace(STUDY, targets=STUDY.targets[::-1]))


def test_arrays_cannot_be_written_to():
    found = match_piece(as_played(with_feeling(SHORT)).notes, SHORT)
    for array in (found.note_index, found.hit, found.extra, found.bounces, found.due_s):
        assert not array.flags.writeable


WITH_SLIPS = as_played(
    restarted(SHORT, [one for one in with_feeling(SHORT) if one.target % 23], 2, 3)
)
FOUND = match_piece(WITH_SLIPS.notes, SHORT)


@settings(max_examples=15, deadline=None)
@given(
    shift_s=st.floats(-1000, 1000, allow_nan=False),
    slower=st.floats(0.6, 2.0),
)
def test_neither_a_later_start_nor_another_tempo_changes_a_pair(shift_s, slower):
    notes = WITH_SLIPS.notes
    moved = note_array(
        notes["onset_s"] * slower + shift_s,
        notes["pitch"],
        offset_s=notes["offset_s"] * slower + shift_s,
    )
    found = match_piece(moved, SHORT)
    np.testing.assert_array_equal(found.note_index, FOUND.note_index)
    np.testing.assert_array_equal(found.extra, FOUND.extra)


@settings(max_examples=15, deadline=None)
@given(
    data=st.lists(st.tuples(st.floats(0.0, 20.0), st.integers(100, 127)), max_size=8, unique=True)
)
def test_notes_far_from_the_score_change_no_pair(data):
    added = [Stroke(at_s=at_s, pitch=pitch, target=-1) for at_s, pitch in data]
    own = [
        Stroke(at_s=float(note["onset_s"]), pitch=int(note["pitch"]), target=k)
        for k, note in enumerate(WITH_SLIPS.notes)
    ]
    played = as_played([*own, *added])
    found = match_piece(played.notes, SHORT)
    answered = np.where(found.note_index >= 0, played.answers[found.note_index], -1)
    np.testing.assert_array_equal(answered, FOUND.note_index)

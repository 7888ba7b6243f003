"""What a take of a whole piece says: figures of a player whose every lateness is known."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.exercise import Hand, Target
from engine.measures.pieces.hands import HandEvenness
from engine.measures.pieces.piece import PieceEvenness, measure_piece
from engine.take import Take, TimeSource
from tests.engine.measures.playing import take
from tests.piece_playing import Stroke, as_played, piece_of, restarted, strokes, two_hands

STUDY = two_hands()


def evenly(late_ms=None, *, sd_ms=0.0, seed=0) -> list[Stroke]:
    """Play at 120 bpm, each target as late as ``late_ms`` says and ``sd_ms`` besides."""
    rng = np.random.default_rng(seed)
    return [
        Stroke(
            at_s=1
            + target.onset_beat / 2
            + ((late_ms(target) if late_ms else 0.0) + rng.normal(0, sd_ms)) / 1e3,
            pitch=target.pitch,
            target=k,
            velocity=60 if target.hand is Hand.LEFT else 80,
            held_s=target.duration_beat / 2 + 0.020,
        )
        for k, target in enumerate(STUDY.targets)
    ]


def taken(played: list[Stroke], **timing: float) -> Take:
    return take(as_played(played).notes, **timing)


def of(evenness: PieceEvenness, hand: Hand) -> HandEvenness:
    return next(one for one in evenness.hands if one.hand is hand)


def test_a_machine_is_even_and_is_said_to_be_one():
    found = measure_piece(taken(evenly()), STUDY)
    right = of(found, Hand.RIGHT)
    assert [cell.step_beat for cell in right.cells] == [0.25]
    assert right.cells[0].n_windows == 21
    assert right.cells[0].sd_ioi_ms == pytest.approx(0, abs=1e-9)
    assert right.cells[0].notes_per_second == pytest.approx(8)
    assert of(found, Hand.LEFT).cells[0].notes_per_second == pytest.approx(2)
    assert found.hand_asynchrony is not None
    assert found.hand_asynchrony.mean_ms == pytest.approx(0, abs=1e-9)
    assert any(
        "Right hand, sixteenths: 0.0 ms is more even than any hand" in line
        for line in found.warnings
    )
    np.testing.assert_allclose(found.deviation_ms[found.window >= 0], 0, atol=1e-6)


def test_the_scatter_of_a_steady_player_comes_back():
    #  white onset noise of 6 ms: sdIOI = root 2 times 6, less what the line takes, about 8.5 ms
    found = measure_piece(taken(evenly(sd_ms=6.0)), STUDY)
    cell = of(found, Hand.RIGHT).cells[0]
    assert cell.sd_ioi_detrended_ms == pytest.approx(8.5, abs=1.2)
    assert cell.low_ms < cell.sd_ioi_ms < cell.high_ms
    assert cell.refused is None
    assert found.valid


def test_swinging_tempo_is_not_unevenness_of_a_window():
    rng = np.random.default_rng(2)
    found = measure_piece(taken(strokes(STUDY, rng)), STUDY)
    cell = of(found, Hand.RIGHT).cells[0]
    assert cell.sd_ioi_detrended_ms < 22
    assert cell.slowest_per_second < 5.6
    assert cell.fastest_per_second > 7


def test_a_late_finger_is_late_and_the_others_are_not():
    #  the right ring finger comes 12 ms late each time
    found = measure_piece(
        taken(
            evenly(
                lambda one: 12.0 if one.finger == 4 and one.hand is Hand.RIGHT else 0.0, sd_ms=2.0
            )
        ),
        STUDY,
    )
    fingers = {one.key: one for one in of(found, Hand.RIGHT).fingers}
    others = [fingers[finger].mean_ms for finger in (1, 2, 3, 5)]
    assert fingers[4].mean_ms - np.mean(others) == pytest.approx(12, abs=2)
    assert fingers[4].low_ms > 0
    assert all(fingers[finger].mean_ms < 0 for finger in (1, 2, 3, 5))
    transitions = {one.key: one for one in of(found, Hand.RIGHT).transitions}
    assert transitions[(3, 4)].mean_ms > 6
    assert transitions[(4, 5)].mean_ms < -6


def test_the_sd_of_a_finger_is_corrected_for_the_fit():
    found = measure_piece(taken(evenly(sd_ms=8.0)), STUDY)
    fingers = of(found, Hand.RIGHT).fingers
    assert np.mean([one.sd_ms for one in fingers]) == pytest.approx(8.0, rel=0.08)


def test_hand_asynchrony_is_the_left_hands_lateness():
    found = measure_piece(
        taken(evenly(lambda one: 30.0 if one.hand is Hand.LEFT else 0.0, sd_ms=3.0)), STUDY
    )
    assert found.hand_asynchrony is not None
    assert found.hand_asynchrony.n == 64
    assert found.hand_asynchrony.mean_ms == pytest.approx(30, abs=1.5)
    assert found.hand_asynchrony.low_ms < 30 < found.hand_asynchrony.high_ms
    # noise of one note against the mean of three: 3 * sqrt(1 + 1/3)
    assert found.hand_asynchrony.sd_ms == pytest.approx(3.46, rel=0.25)


def test_chord_spread_is_last_less_first_onset():
    #  each left chord rises over 24 ms
    def rising(one: Target) -> float:
        return 12.0 * int(one.id[-1]) if one.hand is Hand.LEFT else 0.0

    found = measure_piece(taken(evenly(rising)), STUDY)
    left = of(found, Hand.LEFT)
    assert left.chord_spread is not None
    assert left.chord_spread.n == 64
    assert left.chord_spread.mean_ms == pytest.approx(24, abs=1e-6)
    assert of(found, Hand.RIGHT).chord_spread is None


def test_overlap_and_velocity():
    found = measure_piece(taken(evenly()), STUDY)
    right = of(found, Hand.RIGHT)
    assert right.overlap is not None
    assert right.overlap.mean_ms == pytest.approx(20)
    assert right.overlap.n == 255
    assert right.velocity_mean == pytest.approx(80)
    assert right.velocity_sd == pytest.approx(0)


def test_deviations_stand_at_their_targets():
    late = next(k for k, one in enumerate(STUDY.targets) if one.id == "r100")
    found = measure_piece(taken(evenly(lambda one: 40.0 if one.id == "r100" else 0.0)), STUDY)
    assert np.nanargmax(found.deviation_ms) == late
    assert found.deviation_ms.shape == found.window.shape == (len(STUDY.targets),)
    # r100 is the fifth of its window's thirteen, whose leverage is 0.14885: 40 * (1 - h)
    assert found.deviation_ms[late] == pytest.approx(40 * (1 - 0.148851), rel=1e-3)


def test_a_missed_note_breaks_its_stretch_only():
    whole = evenly(sd_ms=4.0)
    missed = next(k for k, one in enumerate(STUDY.targets) if one.id == "r6")
    found = measure_piece(taken([one for one in whole if one.target != missed]), STUDY)
    right = of(found, Hand.RIGHT)
    assert (right.expected, right.hit, right.missed, right.substituted) == (256, 255, 1, 0)
    assert right.cells[0].n_windows == 20
    assert right.cells[0].sd_ioi_ms < 10
    assert np.isnan(found.deviation_ms[missed])


def test_a_jump_is_no_interval():
    whole = strokes(STUDY, np.random.default_rng(5))
    straight = measure_piece(taken(whole), STUDY)
    found = measure_piece(taken(restarted(STUDY, whole, 6, 7)), STUDY)
    assert any("went back from quarter 29 to 25" in line for line in found.warnings)
    cell, other = of(found, Hand.RIGHT).cells[0], of(straight, Hand.RIGHT).cells[0]
    assert cell.n_windows >= other.n_windows - 1
    assert cell.sd_ioi_detrended_ms == pytest.approx(other.sd_ioi_detrended_ms, rel=0.2)
    assert cell.high_ms == pytest.approx(other.high_ms, rel=0.2)


@pytest.mark.parametrize("alone", [True, False])
def test_one_hand_is_asked_for_alone_or_among_both(alone):
    whole = evenly(sd_ms=4.0)
    right_only = [one for one in whole if STUDY.targets[one.target].hand is Hand.RIGHT]
    found = measure_piece(taken(right_only if alone else whole), STUDY, hand=Hand.RIGHT)
    assert [one.hand for one in found.hands] == [Hand.RIGHT]
    assert found.match.expected == found.match.hit_count == 256
    assert found.match.extra_count == 0
    assert len(found.piece.targets) == 256
    assert found.hand_asynchrony is None
    assert found.hands[0].cells[0].n_windows == 21


def test_one_hand_played_of_two_asked_for_is_said():
    right_only = [one for one in evenly(sd_ms=4.0) if STUDY.targets[one.target].hand is Hand.RIGHT]
    found = measure_piece(taken(right_only), STUDY)
    assert found.valid
    assert of(found, Hand.LEFT).missed == 192
    assert of(found, Hand.LEFT).velocity_mean is None
    assert any("192 of the 448 notes written were not played" in one for one in found.warnings)
    assert any("Left hand: no figure of evenness: not estimable" in one for one in found.warnings)


def test_ornamented_and_grace_notes_break_a_stretch():
    targets = [replace(one, ornamented=True) if one.id == "r30" else one for one in STUDY.targets]
    piece = piece_of(targets)
    found = measure_piece(taken(evenly(sd_ms=4.0)), piece)
    assert of(found, Hand.RIGHT).cells[0].n_windows == 20
    assert np.isnan(found.deviation_ms[[one.id for one in piece.targets].index("r30")])


@settings(max_examples=8, deadline=None)
@given(shift_s=st.floats(-500, 500), slower=st.floats(0.7, 1.8))
def test_shift_changes_nothing_and_tempo_scales_the_times(shift_s, slower):
    whole = evenly(sd_ms=5.0)
    moved = [
        replace(one, at_s=one.at_s * slower + shift_s, held_s=one.held_s * slower) for one in whole
    ]
    one, other = measure_piece(taken(whole), STUDY), measure_piece(taken(moved), STUDY)
    for hand in Hand:
        a, b = of(one, hand), of(other, hand)
        assert b.cells[0].sd_ioi_ms == pytest.approx(a.cells[0].sd_ioi_ms * slower, rel=1e-6)
        assert b.overlap.mean_ms == pytest.approx(a.overlap.mean_ms * slower, rel=1e-6, abs=1e-6)
    np.testing.assert_allclose(other.deviation_ms, one.deviation_ms * slower, atol=1e-5)


def test_extra_notes_far_from_the_score_change_no_figure():
    whole = evenly(sd_ms=5.0)
    added = [Stroke(at_s=2.0 + 3.1 * k, pitch=110 + k, target=-1) for k in range(5)]
    one, other = measure_piece(taken(whole), STUDY), measure_piece(taken([*whole, *added]), STUDY)
    assert other.match.extra_count == 5
    assert other.hands == one.hands
    np.testing.assert_array_equal(other.deviation_ms, one.deviation_ms)


def test_times_that_cannot_be_measured_give_counts_and_no_times():
    whole = taken(evenly(sd_ms=5.0))
    unmeasured = replace(whole, timing=replace(whole.timing, source=TimeSource.UNMEASURED))
    found = measure_piece(unmeasured, STUDY)
    assert found.invalid_because == "played where times cannot be measured (computer keyboard)"
    assert found.match.hit_count == len(STUDY.targets)
    assert found.hands[0].cells[0].sd_ioi_ms is None
    assert found.hands[0].cells[0].refused == found.invalid_because
    assert found.hands[0].fingers == ()
    assert found.hand_asynchrony is None
    assert np.isnan(found.deviation_ms).all()


def test_a_noise_floor_of_more_than_a_quarter_is_no_score():
    found = measure_piece(taken(evenly(sd_ms=5.0), jitter_ms=3.0), STUDY)
    assert "the time stamps alone scatter by 4.2 ms, more than a quarter of the" in str(
        found.invalid_because
    )
    warned = measure_piece(taken(evenly(sd_ms=5.0), jitter_ms=0.7), STUDY)
    assert warned.valid
    assert any("the time stamps alone scatter by 1.0 ms of the" in one for one in warned.warnings)


def test_another_piece_and_no_note_are_refused():
    other = as_played(strokes(two_hands(seed=77), np.random.default_rng(0)))
    found = measure_piece(take(other.notes), STUDY)
    assert "check which piece this is" in str(found.invalid_because)
    assert found.hands == ()
    assert any(line.startswith("Not measured: only ") for line in found.warnings)
    assert measure_piece(taken([]), STUDY).invalid_because == "no note was played"


def test_a_piece_without_a_long_line_has_no_figure():
    short = two_hands(bars=1)
    targets = [one for one in short.targets if one.onset_beat < 2]
    piece = piece_of(targets)
    found = measure_piece(taken(strokes(piece, np.random.default_rng(0))), piece)
    assert (
        found.invalid_because == "no stretch of 13 notes of one written value was played as written"
    )


def test_targets_must_name_a_hand_and_the_hand_must_have_some():
    nobody = piece_of([replace(STUDY.targets[0], hand=None)])
    with pytest.raises(ValueError, match=r"study: the note l0\.0 names no hand"):
        measure_piece(taken(evenly()), nobody)
    left = piece_of(STUDY.of_hand(Hand.LEFT))
    with pytest.raises(ValueError, match="study has nothing for the right hand"):
        measure_piece(taken(evenly()), left, hand=Hand.RIGHT)


def test_what_a_piece_is_not_is_said():
    found = measure_piece(taken(evenly(sd_ms=5.0)), STUDY)
    assert any("A piece has no one figure of evenness" in one for one in found.warnings)

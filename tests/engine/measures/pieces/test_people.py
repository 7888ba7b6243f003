"""Performances of real people, as ``analyse`` reads them; skipped where they are not at hand."""

import time
from dataclasses import replace

import numpy as np
import pytest

from engine.exercise import Hand
from engine.measures.pieces.match import match_piece
from engine.measures.pieces.piece import measure_piece
from engine.measures.windows import windows
from tests.engine.measures.playing import take
from tests.reference_alignment import HANON, NASAP, Recording, agreement, hanon, recordings

MOZART = "mozart-k265-var1"

needs_nasap = pytest.mark.skipif(not NASAP.exists(), reason="the (n)ASAP subset is not here")
needs_hanon = pytest.mark.skipif(not HANON.exists(), reason="the Hanon recording is not here")


def only(folder: str) -> Recording:
    found = next(recordings(folder), None)
    if found is None:
        pytest.skip(f"{folder} is not here")
    return found


def test_every_note_of_the_variation_is_found_by_its_own_id():
    mozart = only(MOZART)
    found = match_piece(mozart.take.notes, mozart.piece)
    assert mozart.found(found) == mozart.pairs
    assert (found.expected, found.hit_count, found.extra_count) == (218, 218, 1)


@needs_nasap
def test_the_longest_piece_is_matched_in_time_with_its_repeats():
    sonata = only("nasap-subset/Mozart")
    assert {name for name, _ in sonata.pairs} <= {one.id for one in sonata.piece.targets}
    started = time.perf_counter()
    found = match_piece(sonata.take.notes, sonata.piece)
    # 0.2 s on two cores; the issue allows 30.
    assert time.perf_counter() - started < 10
    assert agreement(sonata.found(found), sonata.pairs) > 0.99
    assert not found.jumps


@needs_nasap
def test_a_piece_is_told_from_another_by_the_same_hands():
    bach, sonata = only("nasap-subset/Bach"), only("nasap-subset/Mozart")
    assert match_piece(bach.take.notes, sonata.piece).refused is not None
    assert match_piece(sonata.take.notes, bach.piece).refused is not None


@needs_nasap
def test_a_real_performance_begun_again_in_the_middle():
    #  bwv 875 to its 500th note, back by 200 notes, and on to the end
    bach = only("nasap-subset/Bach")
    straight = match_piece(bach.take.notes, bach.piece)
    first, again = np.split(bach.take.notes, [500])[0], bach.take.notes[300:].copy()
    for name in ("onset_s", "offset_s"):
        again[name] += first["onset_s"][-1] - again["onset_s"][0] + 1.5
    found = match_piece(np.concatenate([first, again]), bach.piece)
    assert len(found.jumps) == 1
    assert found.hit_count == pytest.approx(straight.hit_count, abs=3)
    later = straight.note_index[straight.note_index >= 300] + 200
    same = np.count_nonzero(np.isin(found.note_index, later))
    assert same >= len(later) - 5


def test_the_variation_is_measured_hand_by_hand():
    mozart = only(MOZART)
    found = measure_piece(mozart.take, mozart.piece)
    right = next(one for one in found.hands if one.hand is Hand.RIGHT)
    assert right.cells[0].step_beat == 0.25
    assert right.cells[0].n_windows == 12
    assert right.cells[0].notes_per_second == pytest.approx(8.83, abs=0.01)
    assert found.hand_asynchrony is not None
    assert abs(found.hand_asynchrony.mean_ms) < 15
    assert found.deviation_ms.shape == (218,)


@needs_hanon
def test_hanon_in_windows_of_twelve():
    there = hanon()
    assert there is not None
    piece, notes = there
    found = match_piece(notes, piece)
    assert (found.hit_count, found.extra_count, found.missed_count) == (449, 1, 0)
    beats = np.array([one.onset_beat for one in piece.targets])
    cut = windows(notes["onset_s"][found.note_index], beats, found.hit)
    at_ms = notes["onset_s"][found.note_index] * 1e3
    # worked out again without our own lines
    own = []
    for k in range(0, 37 * 12, 12):
        ioi_ms = np.diff(at_ms[k : k + 13])
        line = np.polyval(np.polyfit(range(12), ioi_ms, 1), range(12))
        own.append(np.sqrt(np.sum((ioi_ms - line) ** 2) / 10))
    np.testing.assert_allclose(cut.sd_ioi_detrended_ms, own)
    assert np.percentile(own, [5, 50, 95]) == pytest.approx([7.3, 10.6, 16.5], abs=0.1)
    whole = measure_piece(take(notes), piece, hand=Hand.RIGHT)
    assert whole.hands[0].cells[0].sd_ioi_detrended_ms == pytest.approx(np.median(own))
    assert whole.hands[0].cells[0].n_windows == 37


@needs_hanon
def test_hanon_an_octave_lower_is_hanon():
    there = hanon()
    assert there is not None
    piece, notes = there
    lower = replace(
        piece, targets=tuple(replace(one, pitch=one.pitch + 12) for one in piece.targets)
    )
    found = match_piece(notes, lower)
    assert (found.hit_count, found.transposition) == (449, -12)

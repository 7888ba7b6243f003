"""Engraving: bars, spelling, and notes that can be found again by their target's id."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.engraving import engraved
from content.mei import ScoreError, bars_of, fitting_key, mei_document, spelt
from engine.exercise import Direction, Pattern, Target
from tests.view_examples import five_fingers

NATURAL = (0, 2, 4, 5, 7, 9, 11)


def pattern(*notes: tuple[int, float, float]) -> Pattern:
    targets = tuple(
        Target(id=f"t{i}", pitch=pitch, finger=None, onset_beat=onset, duration_beat=beats)
        for i, (pitch, onset, beats) in enumerate(notes)
    )
    return Pattern(direction=Direction.UP, targets=targets)


def mei(written: Pattern) -> str:
    return mei_document(written, bars_of(written), last=True)


def test_33_sixteenths_are_four_bars_and_a_closing_note_on_two_strips():
    strips = engraved(five_fingers())
    assert [len(strip.notes) for strip in strips] == [16, 17]


def test_every_note_is_found_by_its_targets_id_in_playing_order():
    five = five_fingers()
    strips = engraved(five)
    assert [note.id for strip in strips for note in strip.notes] == [t.id for t in five.targets]
    for strip in strips:
        places = [note.x for note in strip.notes]
        assert places == sorted(places)
        assert all(f'id="{note.id}"' in strip.notes_svg for note in strip.notes)


def test_a_note_lies_inside_its_extent_and_the_extent_inside_the_strip():
    for strip in engraved(five_fingers(2), width=60):
        for note in strip.notes:
            extent = note.extent
            assert 0 <= extent.left < note.x < extent.right <= strip.width
            assert 0 <= extent.top < note.y < extent.bottom <= strip.height


def test_a_step_up_is_half_a_staff_space_up():
    first, second = engraved(five_fingers(1))[0].notes[:2]
    assert first.y - second.y == pytest.approx(0.5)


def test_strips_fill_the_width_they_are_given():
    for width in (50, 78):
        strip = engraved(five_fingers(2), width=width)[0]
        assert strip.width == width
        assert width * 0.6 < strip.notes[-1].x < width


def test_a_beam_belongs_to_its_last_note():
    strip = engraved(five_fingers(1))[0]
    assert [beam.last_id for beam in strip.beams] == ["n4", "n8"]


def test_nothing_keeps_a_namespace_prefix_or_a_fixed_colour():
    strip = engraved(five_fingers(1))[0]
    for piece in (strip.staff, strip.signs, strip.notes_svg, strip.beams_svg):
        assert "ns0:" not in piece
        assert set(re.findall(r'fill="([^"]+)"', piece)) == {"currentColor"}


def test_low_notes_stand_in_the_bass_clef():
    assert 'clef.shape="F"' in mei(five_fingers(1, base=48))
    assert 'clef.shape="G"' in mei(five_fingers(1, base=60))


def test_a_note_over_the_bar_line_is_tied_and_keeps_one_id():
    text = mei(pattern((60, 0, 1.5), (62, 1.5, 1.0)))
    assert text.count('xml:id="t1"') == 1
    assert 'tie="i"' in text
    assert 'tie="t"' in text


def test_silence_becomes_rests_and_bars_are_full():
    bars = bars_of(pattern((60, 0, 0.25), (62, 1.0, 0.25)))
    assert sum(written.beats for written in bars[0].written) == pytest.approx(2)
    assert [w.target is None for w in bars[0].written] == [False, True, False, True]


def test_an_accidental_is_written_once_a_bar_and_a_natural_takes_it_back():
    text = mei(
        pattern(
            (65, 0, 0.5),
            (66, 0.5, 0.5),
            (66, 1, 0.5),
            (65, 1.5, 0.5),
            (64, 2, 0.5),
            (69, 2.5, 0.5),
            (71, 3, 0.5),
            (62, 3.5, 0.5),
        )
    )
    notes = re.findall(r"<note[^>]*>", text)
    assert ['accid="s"' in note for note in notes[:4]] == [False, True, False, False]
    assert 'accid="n"' in notes[3]


@pytest.mark.parametrize(("tonic", "fifths"), [(60, 0), (62, 2), (65, -1), (63, -3), (69, 3)])
def test_a_major_scale_finds_its_own_key(tonic, fifths):
    steps = (0, 2, 4, 5, 7, 9, 11, 12)
    assert fitting_key(tuple(tonic + step for step in steps)) == fifths


@given(st.integers(21, 108), st.integers(-6, 6))
def test_spelling_keeps_the_pitch(pitch, fifths):
    step, octave, alter = spelt(pitch, fifths)
    assert 12 * (octave + 1) + NATURAL[step] + alter == pitch


def test_a_triplet_is_refused_with_what_to_do():
    with pytest.raises(ScoreError, match=r"'t0'.*whole thirty-seconds"):
        bars_of(pattern((60, 0, 1 / 3), (62, 1 / 3, 1 / 3)))


def test_an_id_that_xml_forbids_is_refused():
    bad = Target(id="1 note", pitch=60, finger=1, onset_beat=0, duration_beat=1)
    with pytest.raises(ScoreError, match="must begin with a letter"):
        bars_of(Pattern(direction=Direction.UP, targets=(bad, bad)))

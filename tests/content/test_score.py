"""Scores into pieces: each thing a score can say, in a bar or two."""

import zipfile
from pathlib import Path

import pytest

from content.loader import find_music, is_score
from content.score import read_score
from engine.exercise import Exercise, Hand, Piece
from tests.score_texts import (
    CLOSE,
    OPEN,
    backup,
    chord,
    fingered,
    grace,
    ids,
    musicxml,
    note,
    part,
    sign,
    tied,
    times,
)


def test_pitches_onsets_and_durations_are_those_written(read):
    piece = read(musicxml(part(note("C4") + note("F#4", 2) + note("Bb3")), title="A study"))
    assert times(piece) == [(60, 0, 1), (66, 1, 2), (58, 3, 1)]
    assert ids(piece) == ["n1", "n2", "n3"]
    assert (piece.id, piece.title, piece.source) == ("study", "A study", "study.musicxml")


def test_a_rest_is_silence_and_a_score_without_a_title_is_named_as_its_file(read):
    piece = read(musicxml(part(note("") + note("C4") + note("", 2), note("D4"))))
    assert times(piece) == [(60, 1, 1), (62, 4, 1)]
    assert piece.title == "study"


def test_tied_notes_are_one_target_across_the_bar_line(read):
    bars = (note("C4", 3) + note("D4", after=tied("start")), note("D4", 2, after=tied("stop")))
    piece = read(musicxml(part(*bars)))
    assert times(piece) == [(60, 0, 3), (62, 3, 3)]


def test_a_chain_of_ties_is_one_target(read):
    bars = [note("D4", 4, after=tied(*kinds)) for kinds in (["start"], ["stop", "start"], ["stop"])]
    assert times(read(musicxml(part(*bars)))) == [(62, 0, 12)]


def test_a_tie_that_is_only_said_to_be_heard_is_a_tie(read):
    bars = [f'{note("C4", 4)}'.replace("<voice>", f'<tie type="{kind}"/><voice>')
            for kind in ("start", "stop")]  # fmt: skip
    assert times(read(musicxml(part(*bars)))) == [(60, 0, 8)]


def test_a_tie_that_nothing_begins_leaves_a_struck_note(read):
    piece = read(musicxml(part(note("C4", 4), note("D4", 4, after=tied("stop")))))
    assert times(piece) == [(60, 0, 4), (62, 4, 4)]


def test_repeats_are_played_out_and_each_id_says_which_time(read):
    piece = read(musicxml(part(note("C4", 4), OPEN + note("D4", 4) + CLOSE, note("E4", 4))))
    assert times(piece) == [(60, 0, 4), (62, 4, 4), (62, 8, 4), (64, 12, 4)]
    assert ids(piece) == ["n1-1", "n2-1", "n2-2", "n3-1"]


def test_first_and_second_endings(read):
    def ending(number: int, bar: str, sign: str = "") -> str:
        return (
            f'<barline location="left"><ending number="{number}" type="start"/></barline>{bar}'
            f'<barline location="right"><ending number="{number}" type="stop"/>{sign}</barline>'
        )

    again = '<repeat direction="backward"/>'
    bars = [note("C4", 4), ending(1, note("D4", 4), again), ending(2, note("E4", 4))]
    assert [t.pitch for t in read(musicxml(part(*bars))).targets] == [60, 62, 60, 64]


def test_da_capo_al_fine(read):
    words = "<direction><direction-type><words>{}</words></direction-type><sound {}/></direction>"
    fine, capo = words.format("Fine", 'fine="yes"'), words.format("D.C. al Fine", 'dacapo="yes"')
    piece = read(musicxml(part(note("C4", 4) + fine, note("D4", 4) + capo)))
    assert ids(piece) == ["n1-1", "n2-1", "n1-2"]


def test_a_repeat_opened_on_the_right_hand_bar_line_is_opened_all_the_same(read):
    wrong = OPEN.replace("left", "right")
    first = read(musicxml(part(wrong + note("C4", 4), note("D4", 4) + CLOSE, note("E4", 4))))
    assert [t.pitch for t in first.targets] == [60, 62, 60, 62, 64]
    later = read(musicxml(part(note("C4", 4) + wrong, note("D4", 4) + CLOSE, note("E4", 4))))
    assert [t.pitch for t in later.targets] == [60, 62, 62, 64]


def test_a_tie_into_a_repeat_belongs_to_the_time_it_is_played(read):
    held = note("C4", 4, after=tied("start"))
    piece = read(musicxml(part(OPEN + held, note("C4", 4, after=tied("stop")) + CLOSE)))
    assert times(piece) == [(60, 0, 8), (60, 8, 8)]


def test_a_grace_note_stands_at_its_main_note_before_it_and_moves_nothing(read):
    piece = read(musicxml(part(note("C4") + grace("E4") + grace("D4") + note("C4") + note("G3"))))
    assert times(piece) == [(60, 0, 1), (64, 1, 0), (62, 1, 0), (60, 1, 1), (55, 2, 1)]
    assert [t.grace for t in piece.targets] == [False, True, True, False, False]


def test_a_grace_note_after_the_last_note_stands_at_the_end_of_the_bar(read):
    piece = read(musicxml(part(note("C4", 4) + grace("D4"), note("E4", 4))))
    assert times(piece) == [(60, 0, 4), (62, 4, 0), (64, 4, 4)]


def test_a_grace_note_tied_to_its_main_note_is_struck_once(read):
    early = note("D4", 0, before="<grace/>", after=tied("start"))
    piece = read(musicxml(part(note("C4") + early + note("D4", 2, after=tied("stop")))))
    assert times(piece) == [(60, 0, 1), (62, 1, 2)]
    assert ids(piece) == ["n1", "n2"]
    assert [t.grace for t in piece.targets] == [False, True]


@pytest.mark.parametrize(
    "ornament", ["trill-mark", "mordent", "inverted-mordent", "turn", 'tremolo type="single"']
)
def test_an_ornamented_note_says_so(read, ornament: str):
    piece = read(musicxml(part(note("C4", after=sign(ornament)) + note("D4"))))
    assert [t.ornamented for t in piece.targets] == [True, False]


def test_a_transposing_part_sounds_as_it_sounds(read):
    head = "<transpose><diatonic>-1</diatonic><chromatic>-2</chromatic></transpose>"
    assert [t.pitch for t in read(musicxml(part(note("C4"), head=head))).targets] == [58]


def test_an_octave_sign_changes_nothing_in_musicxml_which_writes_what_sounds(read):
    shift = (
        '<direction><direction-type><octave-shift type="{}" size="8"/></direction-type></direction>'
    )
    bar = shift.format("down") + note("C6") + note("D6") + shift.format("stop") + note("E5")
    assert [t.pitch for t in read(musicxml(part(bar))).targets] == [84, 86, 76]


def test_two_voices_in_unison_are_two_written_notes(read):
    bar = note("C4", 2) + note("D4", 2) + backup(4) + note("C4", 4, voice=2)
    assert sorted(times(read(musicxml(part(bar))))) == [(60, 0, 2), (60, 0, 4), (62, 2, 2)]


def test_a_voice_taken_up_again_after_another_keeps_its_time(read):
    bar = (
        note("E4", 2)
        + backup(2)
        + note("C4", 1, voice=2)
        + note("D4", 1, voice=2)
        + note("F4", 2)
        + backup(2)
        + note("A3", 2, voice=2)
    )
    assert times(read(musicxml(part(bar)))) == [
        (60, 0, 1), (64, 0, 2), (62, 1, 1), (57, 2, 2), (65, 2, 2)
    ]  # fmt: skip


def test_a_pickup_begins_the_piece(read):
    text = musicxml(part(note("G3"), note("C4", 4))).replace('number="1"', 'number="0"')
    assert times(read(text)) == [(55, 0, 1), (60, 1, 4)]


@pytest.mark.parametrize("bracket", [True, False])
def test_a_triplet_is_exact_with_and_without_its_bracket(read, bracket: bool):
    three_for_two = "<actual-notes>3</actual-notes><normal-notes>2</normal-notes>"
    ratio = f"<time-modification>{three_for_two}</time-modification>"
    marks = [f'<notations><tuplet type="{t}"/></notations>' for t in ("start", "stop")]
    ends = [marks[0], "", marks[1]] if bracket else ["", "", ""]
    bar = "".join(note("C4", 1 / 3, after=ratio + end) for end in ends) + note("D4")
    piece = read(musicxml(part(bar.replace("quarter", "eighth", 3))))
    assert times(piece) == [(60, 0, 1 / 3), (60, 1 / 3, 1 / 3), (60, 2 / 3, 1 / 3), (62, 1, 1)]


def test_small_print_is_played_and_what_has_no_pitch_is_not(read):
    drum = "<unpitched><display-step>C</display-step><display-octave>4</display-octave></unpitched>"
    struck = f"<note>{drum}<duration>12</duration><voice>1</voice><type>quarter</type></note>"
    piece = read(musicxml(part(note("C4", before="<cue/>") + struck + note("D4"))))
    assert times(piece) == [(60, 0, 1), (62, 2, 1)]


def test_staves_are_hands_and_a_note_on_the_other_staff_is_the_other_hands(read):
    bar = note("C5", 2) + note("D4", 2, staff=2) + backup(4) + note("C3", 4, staff=2, voice=5)
    piece = read(musicxml(part(bar, staves=2)))
    assert [(t.pitch, t.hand) for t in piece.targets] == [
        (48, Hand.LEFT), (72, Hand.RIGHT), (62, Hand.LEFT)
    ]  # fmt: skip


def test_the_staves_under_the_first_are_the_left_hands(read):
    bar = "".join(
        note(name, 4, staff=staff, voice=staff) + backup(4)
        for staff, name in enumerate(("C5", "C4", "C3"), start=1)
    )
    piece = read(musicxml(part(bar, staves=3)))
    assert [(t.pitch, t.hand) for t in piece.targets] == [
        (48, Hand.LEFT), (60, Hand.LEFT), (72, Hand.RIGHT)
    ]  # fmt: skip


def test_the_piano_is_read_where_a_singer_stands_above_it(read):
    song = part(note("A4", 4))
    piano = part(note("C5", 4) + backup(4) + note("C3", 4, staff=2, voice=5), staves=2, key="P2")
    piece = read(musicxml(song, piano))
    assert [(t.pitch, t.hand) for t in piece.targets] == [(48, Hand.LEFT), (72, Hand.RIGHT)]


def test_two_parts_of_one_staff_are_right_and_left(read):
    piece = read(musicxml(part(note("C5", 4)), part(note("C3", 4), key="P2")))
    assert [(t.pitch, t.hand) for t in piece.targets] == [(48, Hand.LEFT), (72, Hand.RIGHT)]


def test_one_staff_is_the_right_hands_unless_it_is_said_to_be_the_lefts(read):
    text = musicxml(part(chord("C4", "E4", after=[fingered("5", "1")])))
    assert {t.hand for t in read(text).targets} == {Hand.RIGHT}
    left = read(text, Hand.LEFT)
    assert [(t.hand, t.finger) for t in left.targets] == [(Hand.LEFT, 5), (Hand.LEFT, 1)]
    assert [t.finger for t in read(text).targets] == [1, 5]


def test_every_finger_arrives_and_the_first_of_a_change_counts(read):
    bar = note("C4", after=fingered("3", "+1")) + note("D4", after=fingered("2", "?4")) + note("E4")
    assert [t.finger for t in read(musicxml(part(bar))).targets] == [3, 2, None]


def test_the_first_tempo_counts_quarters(read):
    metronome = "<metronome><beat-unit>half</beat-unit><per-minute>48</per-minute></metronome>"
    kind = f"<direction-type>{metronome}</direction-type>"
    mark = f'<direction>{kind}<sound tempo="96"/></direction>'
    assert read(musicxml(part(mark + note("C4")))).tempo_bpm == 96
    assert read(musicxml(part(note("C4")))).tempo_bpm is None


def test_own_ids_are_kept_and_a_second_note_of_the_same_id_gets_one(read):
    piece = read(musicxml(part(note("C4", key="a") + note("D4", key="a") + note("E4", key="n2"))))
    assert ids(piece) == ["a", "n2x", "n2"]


def test_reading_twice_gives_the_same_piece(read):
    text = musicxml(part(note("C4") + grace("E4") + note("D4"), OPEN + note("E4") + CLOSE))
    assert read(text) == read(text)


def test_a_compressed_score_is_the_score(tmp_path: Path, read):
    text = musicxml(part(note("C4") + note("D4")))
    path = tmp_path / "packed.mxl"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        root = '<rootfiles><rootfile full-path="in/study.xml"/></rootfiles>'
        archive.writestr("META-INF/container.xml", f"<container>{root}</container>")
        archive.writestr("other.xml", "<other/>")
        archive.writestr("in/study.xml", text)
    assert read_score(path).targets == read(text).targets
    assert is_score("A.MXL")
    assert not is_score("a.toml")
    found = find_music(str(path), Hand.LEFT)
    assert isinstance(found, Piece)
    assert {t.hand for t in found.targets} == {Hand.LEFT}
    assert isinstance(find_music("scale-c-left"), Exercise)

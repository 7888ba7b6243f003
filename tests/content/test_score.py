"""Scores into pieces: each thing a score can say, in a bar or two."""

import zipfile
from pathlib import Path

import pytest

from content.loader import exercise, find_music, is_score
from content.mei import bars_of, mei_document
from content.score import read_score
from content.score_file import ScoreFileError
from engine.exercise import Exercise, Hand, Piece
from tests.score_texts import (
    CLOSE,
    OPEN,
    backup,
    chord,
    fingered,
    grace,
    layer,
    mei,
    mei_note,
    musicxml,
    note,
    part,
    sign,
    tied,
)


@pytest.fixture
def read(tmp_path: Path):
    def reading(text: str, hand: Hand = Hand.RIGHT) -> Piece:
        path = tmp_path / "study.musicxml"
        path.write_text(text, "utf-8")
        return read_score(path, hand)

    return reading


def times(piece: Piece) -> list[tuple[int, float, float]]:
    return [(t.pitch, t.onset_beat, t.duration_beat) for t in piece.targets]


def ids(piece: Piece) -> list[str]:
    return [t.id for t in piece.targets]


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
    fine = '<direction><direction-type><words>Fine</words></direction-type><sound fine="yes"/></direction>'  # noqa: E501
    capo = '<direction><direction-type><words>D.C. al Fine</words></direction-type><sound dacapo="yes"/></direction>'  # noqa: E501
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
    ratio = "<time-modification><actual-notes>3</actual-notes><normal-notes>2</normal-notes></time-modification>"  # noqa: E501
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
    mark = '<direction><direction-type><metronome><beat-unit>half</beat-unit><per-minute>48</per-minute></metronome></direction-type><sound tempo="96"/></direction>'  # noqa: E501
    assert read(musicxml(part(mark + note("C4")))).tempo_bpm == 96
    assert read(musicxml(part(note("C4")))).tempo_bpm is None


@pytest.mark.parametrize("said", ["0", "-60", "99999"])
def test_a_tempo_that_is_none_is_none(read, said: str):
    assert read(mei(layer(mei_note("C4")), head=f' midi.bpm="{said}"')).tempo_bpm is None


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
        archive.writestr("META-INF/container.xml",
                         '<container><rootfiles><rootfile full-path="in/study.xml"/></rootfiles></container>')  # noqa: E501  # fmt: skip
        archive.writestr("other.xml", "<other/>")
        archive.writestr("in/study.xml", text)
    assert read_score(path).targets == read(text).targets
    assert is_score("A.MXL")
    assert not is_score("a.toml")
    found = find_music(str(path), Hand.LEFT)
    assert isinstance(found, Piece)
    assert {t.hand for t in found.targets} == {Hand.LEFT}
    assert isinstance(find_music("scale-c-left"), Exercise)


@pytest.mark.parametrize("name", ["scale-c-right", "scale-c-left", "five-finger-c-right"])
def test_what_evenhand_engraves_reads_back_as_the_exercise(read, name: str):
    for pattern in exercise(name).patterns:
        piece = read(mei_document(pattern, bars_of(pattern), last=True))
        assert [(t.id, t.pitch, t.onset_beat, t.duration_beat) for t in piece.targets] == [
            (t.id, t.pitch, t.onset_beat, t.duration_beat) for t in pattern.targets
        ]


def test_mei_with_fingers_ties_graces_and_a_repeat(read):
    bars = (
        layer(mei_note("C4", "a", dur="2"), mei_note("D4", "g", dur="8", more='grace="acc"'),
              mei_note("E4", "b", dur="2", more='tie="i"'))
        + '<fing startid="#a">1</fing><fing staff="1" tstamp="3">3</fing><trill startid="#a"/>',
        layer(mei_note("E4", "c", dur="1", more='tie="t"')),
    )  # fmt: skip
    piece = read(mei(*bars).replace('<measure n="2"', '<measure n="2" right="rptend"'))
    assert times(piece) == [
        (60, 0, 2), (62, 2, 0), (64, 2, 6), (60, 8, 2), (62, 10, 0), (64, 10, 6)
    ]  # fmt: skip
    assert ids(piece) == ["a-1", "g-1", "b-1", "a-2", "g-2", "b-2"]
    assert [t.finger for t in piece.targets[:3]] == [1, None, 3]
    assert [t.ornamented for t in piece.targets[:3]] == [True, False, False]
    assert piece.title == "Study"


def test_mei_fingers_in_a_group_and_on_a_chord(read):
    both = '<chord xml:id="k" dur="4"><note pname="c" oct="4"/><note pname="e" oct="4"/></chord>'
    signs = (
        '<fing startid="#k">1 3</fing>'
        '<fingGrp startid="#d" form="subst"><fing>4</fing><fing>2</fing></fingGrp>'
    )
    piece = read(mei(layer(both, mei_note("D4", "d")) + signs))
    assert [(t.pitch, t.finger) for t in piece.targets] == [(60, 1), (64, 3), (62, 4)]


def test_mei_endings_are_played_where_an_expansion_says_how_and_else_refused(read):
    bars = [layer(mei_note(name, name[0].lower(), dur="1")) for name in ("C4", "D4", "E4")]
    text = mei(*bars).replace('<measure n="2">', '<ending n="1" xml:id="B"><measure n="2">')
    text = text.replace('<measure n="3">', '</ending><ending n="2" xml:id="C"><measure n="3">')
    text = text.replace("</section>", "</ending></section>")
    with pytest.raises(ScoreFileError, match="no <expansion> that says how they are played"):
        read(text)
    opened = '<section><expansion xml:id="x" plist="#A #B #A #C"/><section xml:id="A">'
    text = text.replace("<section>", opened).replace("<ending", "</section><ending", 1)
    assert ids(read(text)) == ["c-1", "d-1", "c-2", "e-1"]


def test_mei_graces_tuplets_and_tremolos_in_their_groups(read):
    eighths = "".join(mei_note(name, dur="8") for name in ("E4", "F4", "G4"))
    bar = layer(
        mei_note("C4"),
        f"<graceGrp>{mei_note('D4')}</graceGrp>",
        f'<tuplet num="3" numbase="2">{eighths}</tuplet>',
        f"<bTrem>{mei_note('A4')}</bTrem>",
    )
    piece = read(mei(bar))
    assert [t.onset_beat for t in piece.targets] == [0, 1, 1, 4 / 3, 5 / 3, 2]
    assert [t.grace for t in piece.targets] == [False, True, False, False, False, False]
    assert [t.ornamented for t in piece.targets] == [False] * 5 + [True]


def test_mei_pitches_that_sound_otherwise_than_written(read):
    bar = layer(
        mei_note("C4", more='accid="s"'),
        mei_note("C4", more='accid.ges="f"'),
        mei_note("C4", more='oct.ges="5"'),
        '<note dur="4" pname="c" oct="4"><accid accid="ss"/></note>',
    )
    assert [t.pitch for t in read(mei(bar)).targets] == [61, 59, 72, 62]
    transposed = mei(layer(mei_note("C4"))).replace('lines="5"', 'lines="5" trans.semi="-2"')
    assert [t.pitch for t in read(transposed).targets] == [58]


def test_a_quartet_is_refused_with_what_is_read(read):
    parts = [part(note("C4"), key=f"P{n}") for n in range(1, 5)]
    with pytest.raises(ScoreFileError, match="has 4 parts of one staff; Evenhand reads a piano"):
        read(musicxml(*parts))


def test_a_sign_for_the_bar_before_is_refused_not_left_out(read):
    style = '<attributes><measure-style><measure-repeat type="start">1</measure-repeat></measure-style></attributes>'  # noqa: E501
    with pytest.raises(ScoreFileError, match='bar 2: is written as "repeat the bar before"'):
        read(musicxml(part(note("C4", 4), style + note("", 4))))
    with pytest.raises(ScoreFileError, match="bar 2: is written as a sign for the notes before"):
        read(mei(layer(mei_note("C4")), layer("<mRpt/>")))


def test_a_score_with_nothing_to_play_is_refused(read):
    with pytest.raises(ScoreFileError, match=r"holds no note that a piano can play$"):
        read(musicxml(part(note("", 4))))
    drum = "<note><unpitched/><duration>12</duration><voice>1</voice><type>quarter</type></note>"
    with pytest.raises(ScoreFileError, match="it has notes without pitch only"):
        read(musicxml(part(drum)))


def test_a_score_that_ends_verovio_is_refused_like_any_other(read):
    with pytest.raises(ScoreFileError, match="verovio cannot make sense of it"):
        read(musicxml(part(note("C4"))).replace("<beat-type>4<", "<beat-type>0<"))
    with pytest.raises(ScoreFileError, match="verovio cannot make sense of it"):
        read(mei(layer(mei_note("C4"), staff=7)))


def test_a_repeat_without_end_is_refused(read):
    def again(times: int) -> str:
        return CLOSE.replace("backward", f'backward" times="{times}')

    with pytest.raises(ScoreFileError, match="bar 1: is repeated 30000 times; at most 99"):
        read(musicxml(part(note("C4", 4) + again(30000))))
    with pytest.raises(ScoreFileError, match="with its repeats it has 20790 bars"):
        read(musicxml(part(*["<forward><duration>1</duration></forward>"] * 209, again(99))))


@pytest.mark.parametrize(("said", "refused"), [("x", "must be a number"), ("0", "divisions is 0")])
def test_divisions_that_divide_nothing_are_refused(read, said: str, refused: str):
    text = musicxml(part(note("C4"))).replace("<divisions>12<", f"<divisions>{said}<")
    with pytest.raises(ScoreFileError, match=rf"bar 1: .*{refused}"):
        read(text)

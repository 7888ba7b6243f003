"""MEI into pieces: what Evenhand engraves reads back, and what others write."""

import pytest

from content.loader import exercise
from content.mei import bars_of, mei_document
from content.score_file import ScoreFileError
from tests.score_texts import (
    ids,
    layer,
    mei,
    mei_note,
    times,
)


@pytest.mark.parametrize("said", ["0", "-60", "99999"])
def test_a_tempo_that_is_none_is_none(read, said: str):
    assert read(mei(layer(mei_note("C4")), head=f' midi.bpm="{said}"')).tempo_bpm is None


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

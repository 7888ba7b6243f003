"""Scores that cannot be played as they are written are refused, never read in part."""

import pytest

from content.score_file import ScoreFileError
from tests.score_texts import (
    CLOSE,
    layer,
    mei,
    mei_note,
    musicxml,
    note,
    part,
)


def test_a_quartet_is_refused_with_what_is_read(read):
    parts = [part(note("C4"), key=f"P{n}") for n in range(1, 5)]
    with pytest.raises(ScoreFileError, match="has 4 parts of one staff; Evenhand reads a piano"):
        read(musicxml(*parts))


def test_a_sign_for_the_bar_before_is_refused_not_left_out(read):
    repeat = '<measure-repeat type="start">1</measure-repeat>'
    style = f"<attributes><measure-style>{repeat}</measure-style></attributes>"
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

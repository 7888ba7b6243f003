"""The built-in exercises follow the protocol; a wrong file is refused where it is wrong."""

import itertools
from pathlib import Path

import pytest

from content.loader import exercise, find, load_exercises, load_file, read_exercise
from content.schema import ContentError
from engine import EvenhandError
from engine.exercise import Direction, Hand

GOOD = """\
# A teacher's own exercise.
schema = 1
id = "mine"
version = 2
title = "Mine"
summary = "Two notes."
source = "me"
hand = "left"
tempo_bpm = 72
runs = 3
max_attempts = 4
gap_s = 1.5

[[pattern]]
direction = "loop"
duration_beat = 0.5
pitches = "C4 F#4 Bb3 60"
fingers = "1 2 3 4"
"""


def refusal(text: str | bytes, name: str = "mine.toml") -> str:
    content = text if isinstance(text, bytes) else text.encode()
    with pytest.raises(ContentError, match=name) as caught:
        read_exercise(name, content)
    return str(caught.value)


def changed(old: str, new: str) -> str:
    assert GOOD.count(old) == 1
    return GOOD.replace(old, new)


def test_the_library_holds_the_four_in_order():
    assert list(load_exercises()) == [
        "five-finger-c-left",
        "five-finger-c-right",
        "scale-c-left",
        "scale-c-right",
    ]


@pytest.mark.parametrize("name", ["five-finger-c-left", "five-finger-c-right"])
def test_five_finger_pattern_is_four_loops_and_the_closing_thumb(name: str):
    (pattern,) = exercise(name).patterns
    assert pattern.direction is Direction.LOOP
    assert pattern.fingers == (1, 2, 3, 4, 5, 4, 3, 2) * 4 + (1,)
    assert [pattern.fingers.count(finger) for finger in (4, 5)] == [8, 4]
    assert {abs(a - b) for a, b in itertools.pairwise(pattern.pitches)} <= {1, 2}


def test_the_left_hand_mirrors_the_right_from_its_thumb_on_g():
    right, left = exercise("five-finger-c-right"), exercise("five-finger-c-left")
    assert right.patterns[0].pitches[:8] == (60, 62, 64, 65, 67, 65, 64, 62)
    assert left.patterns[0].pitches[:8] == (55, 53, 52, 50, 48, 50, 52, 53)
    assert (right.hand, left.hand) == (Hand.RIGHT, Hand.LEFT)


@pytest.mark.parametrize("name", ["scale-c-left", "scale-c-right"])
def test_scales_go_two_octaves_up_and_the_same_way_down(name: str):
    scale = exercise(name)
    up, down = scale.pattern(Direction.UP), scale.pattern(Direction.DOWN)
    assert len(scale.patterns) == 2
    assert [b - a for a, b in itertools.pairwise(up.pitches)] == [2, 2, 1, 2, 2, 2, 1] * 2
    assert down.pitches == up.pitches[::-1]
    assert down.fingers == up.fingers[::-1]


def test_the_right_hand_goes_up_as_the_left_goes_down():
    fingering = (1, 2, 3, 1, 2, 3, 4, 1, 2, 3, 1, 2, 3, 4, 5)
    assert exercise("scale-c-right").pattern(Direction.UP).fingers == fingering
    assert exercise("scale-c-left").pattern(Direction.DOWN).fingers == fingering


@pytest.mark.parametrize(("name", "runs"), [("five-finger-c-left", 6), ("scale-c-right", 10)])
def test_a_check_is_sixteenths_at_60(name: str, runs: int):
    read = exercise(name)
    assert (read.tempo_bpm, read.runs, read.max_attempts, read.gap_s) == (60.0, runs, 16, 2.0)
    for pattern in read.patterns:
        beats = [target.onset_beat for target in pattern.targets]
        assert beats == [0.25 * rank for rank in range(len(beats))]
        # The closing note too, so that the interval into it counts.
        assert {target.duration_beat for target in pattern.targets} == {0.25}


def test_target_ids_are_unique_and_fit_a_score():
    ids = [t.id for p in exercise("scale-c-right").patterns for t in p.targets]
    assert len(set(ids)) == 30
    assert ids[0] == "up-01"
    assert ids[-1] == "down-15"


def test_an_unknown_id_lists_the_library_and_the_closest():
    with pytest.raises(ContentError, match=r"'scale-c-rigth', did you mean 'scale-c-right'\?"):
        exercise("scale-c-rigth")
    with pytest.raises(EvenhandError, match=r"'zzz'\. The library has five-finger-c-left, "):
        exercise("zzz")


def test_a_teachers_file_becomes_an_exercise(tmp_path: Path):
    path = tmp_path / "mine.toml"
    path.write_text(GOOD, "utf-8")
    mine = load_file(path)
    assert mine == find(str(path)) == load_exercises([path])["mine"]
    assert mine.patterns[0].pitches == (60, 66, 58, 60)
    assert mine.patterns[0].fingers == (1, 2, 3, 4)
    assert [target.onset_beat for target in mine.patterns[0].targets] == [0, 0.5, 1, 1.5]
    assert (mine.version, mine.tempo_bpm, mine.hand) == (2, 72.0, Hand.LEFT)


def test_find_knows_the_library():
    assert find("scale-c-left") == exercise("scale-c-left")


@pytest.mark.parametrize("content", [b"\xef\xbb\xbf" + GOOD.encode(), GOOD.replace("\n", "\r\n")])
def test_files_as_windows_saves_them_are_read(content: str | bytes):
    content = content if isinstance(content, bytes) else content.encode()
    assert read_exercise("mine.toml", content) == read_exercise("mine.toml", GOOD.encode())


WRONG = {
    "unknown key": (changed("gap_s = 1.5", "gaps = 1.5"), 12, "'gaps' is not a key here", "gap_s"),
    "unknown key in a pattern": (GOOD + "loop = 4\n", 19, "'loop' is not a key here", "loops"),
    "missing key": (changed("runs = 3\n", ""), 1, "runs is missing", "whole number from 1 to 100"),
    "missing in a pattern": (changed('fingers = "1 2 3 4"\n', ""), 14, "fingers is missing", "1"),
    "text for a number": (changed("= 72", '= "72"'), 9, 'tempo_bpm is "72"', "number from 20"),
    "true for a number": (changed("= 3", "= true"), 10, "runs is true", "a whole number"),
    "too slow": (changed("= 72", "= 19.9"), 9, "tempo_bpm is 19.9", "from 20 to 300"),
    "too fast": (changed("= 72", "= 301"), 9, "tempo_bpm is 301", "from 20 to 300"),
    "no tempo at all": (changed("= 72", "= nan"), 9, "tempo_bpm is nan", "from 20 to 300"),
    "a hand as a list": (changed('"left"', '["left"]'), 8, "hand is ['left']", '"left" or'),
    "sixth finger": (changed('"1 2 3 4"', '"1 2 6 4"'), 18, 'fingers has "6"', "1 (thumb) to 5"),
    "too few fingers": (changed('"1 2 3 4"', '"1 2 3"'), 18, "fingers has 3, pitches has 4", "one"),
    "pitch too high": (changed("F#4", "128"), 17, 'pitches has "128"', "0 to 127"),
    "pitch above the keyboard": (changed("F#4", "G#9"), 17, 'pitches has "G#9"', "0 to 127"),
    "no such pitch": (changed("F#4", "H4"), 17, 'pitches has "H4"', "C4 is middle C"),
    "another name": (changed('"mine"', '"other"'), 3, 'id is "other"; it must be "mine"', "file"),
    "capitals in an id": (changed('"mine"', '"Mine"'), 3, 'id is "Mine"', "small letters"),
    "too few attempts": (changed("= 4", "= 2"), 11, "max_attempts is 2", "at least runs, 3"),
    "no title": (changed('"Mine"', '" "'), 5, 'title is " "', "one line of text"),
    "two lines of title": (changed('"Mine"', '"a\\nb"'), 5, "title is", "one line of text"),
    "no pattern": (GOOD[: GOOD.index("[[")], 1, "pattern is missing", "[[pattern]]"),
    "one table": (changed("[[pattern]]", "[pattern]"), 14, "pattern is a table", "[[pattern]]"),
    "no such direction": (changed('"loop"', '"round"'), 15, 'direction is "round"', '"down"'),
    "one note": (
        changed('"C4 F#4 Bb3 60"\nfingers = "1 2 3 4"', '"C4"\nfingers = "1"'),
        17,
        "a run of 1",
        "2 to 2000",
    ),
    "newer": (changed("schema = 1", "schema = 2"), 2, "schema is 2, this Evenhand", "update Even"),
    "schema as text": (changed("schema = 1", 'schema = "1"'), 2, 'schema is "1"', "must be 1"),
    "a direction twice": (GOOD + GOOD[GOOD.index("[[") :], 20, '"loop" stands twice', "one"),
    "not TOML": (changed("gap_s = 1.5", "gap_s: 1.5"), 12, "is not TOML", "Expected '='"),
    "a key twice": (GOOD + "fingers = '1'\n", 19, "is not TOML", "overwrite"),
    "an open string": (GOOD.rstrip()[:-1], 18, "is not TOML", "string"),
    "an open list": (GOOD + "loops = [\n\n", 19, "is not TOML", "value"),
    "a number without end": (changed("= 72", "= " + "9" * 5000), 1, "is not TOML", "digits"),
    "nested too deep": (GOOD + "loops = " + "[" * 5000, 1, "is nested too deeply", "exercise"),
    "nothing": ("", 1, "the file is empty", "schema = 1"),
    "only a mark": ("\ufeff\n \n", 1, "the file is empty", "schema = 1"),
    "not UTF-8": (changed("Two notes", "zw\ue000lf").encode().replace(b"\xee\x80\x80", b"\xf6"), 6,
                  "is not UTF-8", "save the file as UTF-8"),
    "UTF-16": (GOOD.encode("utf-16"), 1, "is not UTF-8", "save the file as UTF-8"),
}  # fmt: skip


@pytest.mark.parametrize("case", WRONG)
def test_a_wrong_file_names_file_line_key_and_what_is_allowed(case: str):
    text, line, problem, allowed = WRONG[case]
    said = refusal(text)
    assert said.startswith(f"mine.toml, line {line}: ")
    assert problem in said
    assert allowed in said


def test_a_long_file_is_refused_before_it_is_read():
    assert "at most 65536" in refusal("#" * 70_000)


def test_an_id_of_the_library_is_taken(tmp_path: Path):
    path = tmp_path / "scale-c-left.toml"
    path.write_text(GOOD.replace('"mine"', '"scale-c-left"'), "utf-8")
    with pytest.raises(ContentError, match="already an exercise 'scale-c-left'"):
        load_exercises([path])


def test_two_own_files_with_one_id_are_refused(tmp_path: Path):
    paths = [tmp_path / folder / "mine.toml" for folder in ("a", "b")]
    for path in paths:
        path.parent.mkdir()
        path.write_text(GOOD, "utf-8")
    with pytest.raises(ContentError, match="already an exercise 'mine'"):
        load_exercises(paths)


def test_a_file_that_is_not_there_says_so(tmp_path: Path):
    with pytest.raises(ContentError, match=r"none\.toml: cannot be read: No such file"):
        load_file(tmp_path / "none.toml")
    with pytest.raises(ContentError, match="cannot be read"):
        load_file(tmp_path)


def test_a_recording_is_no_exercise():
    with pytest.raises(ContentError, match=r"take\.mid: a recording is no exercise; name one of"):
        exercise("take.mid")

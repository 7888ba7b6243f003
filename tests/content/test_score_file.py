"""Score files that are none: whatever the bytes, a sentence and no traceback."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from content.score import read_score
from content.score_file import MAX_BYTES, ScoreFileError, xml_of
from tests.score_texts import chord, grace, layer, mei, mei_note, musicxml, note, part

BAR = note("C4") + grace("D4") + chord("E4", "G4") + note("F4", 2)
SCORE = musicxml(part(BAR, BAR)).encode()
IN_MEI = mei(
    layer(mei_note("C4", "a"), mei_note("D4", "b")) + '<fing startid="#a">1</fing>'
).encode()

T = TypeVar("T")


def packed(**entries: str | bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name.replace("__", "/"), content)
    return file.getvalue()


def refusal(path: Path, content: bytes) -> str:
    path.write_bytes(content)
    with pytest.raises(ScoreFileError) as caught:
        xml_of(path)
    said = str(caught.value)
    assert said.startswith(str(path))
    assert "\n" not in said
    return said.removeprefix(str(path))


def outcome(read: Callable[[], T]) -> T | str:
    try:
        return read()
    except ScoreFileError as error:
        return str(error)


BOMB = '<!DOCTYPE a [<!ENTITY a "' + "a" * 1000 + '">' + "".join(
    f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 100}">' for n in range(6)
) + "]><a>&g;</a>"  # fmt: skip
OUTSIDE = (
    '<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/hostname">]><score-partwise>&a;</score-partwise>'
)

WRONG = {
    "nothing": (b"", ": the file is empty"),
    "spaces": (b" \n", ": the file is empty"),
    "text": (b"C D E F G", ", line 1: is not XML"),
    "half a score": (SCORE[: len(SCORE) // 2], ", line 1: is not XML"),
    "a web page": (b"<html></html>", ": holds <html>, which is not a score"),
    "sorted by time": (b"<score-timewise/>", ": is MusicXML sorted by time"),
    "a picture": (b"\x89PNG\r\n\x1a\n\x00", ", line 1: is not XML"),
    "an unknown alphabet": (b'<?xml version="1.0" encoding="klingon"?><a/>', "cannot be read"),
    "entities without end": (BOMB.encode(), ", line 1: is not XML"),
    "an entity from outside": (OUTSIDE.encode(), ", line 1: is not XML"),
    "an empty zip": (packed(), ": is compressed but holds no score"),
    "a zip of pictures": (packed(a=b"\x89PNG"), ": is compressed but holds no score"),
    "a cut zip": (packed(a=SCORE)[:-30], ": cannot be unpacked"),
    "a broken zip": (packed(**{"a.xml": SCORE}).replace(b"\x00a.xml", b"\x00b.xml", 1), "unpacked"),
    "a zip of another sort": (packed(**{"a.xml": "<other/>"}), ": holds <other>"),
}  # fmt: skip


@pytest.mark.parametrize("case", WRONG)
def test_what_is_no_score_is_told_in_one_line(case: str, tmp_path: Path):
    content, said = WRONG[case]
    assert said in refusal(tmp_path / "x.musicxml", content)


def test_a_zip_that_swells_is_not_unpacked(tmp_path: Path):
    swelling = packed(**{"a.xml": b" " * (MAX_BYTES + 1)})
    assert len(swelling) < 100_000
    assert ": unpacks to more than 50 MB" in refusal(tmp_path / "x.mxl", swelling)


def test_a_file_too_large_is_not_read(tmp_path: Path):
    path = tmp_path / "x.xml"
    with path.open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    with pytest.raises(ScoreFileError, match="is larger than 50 MB"):
        xml_of(path)


def test_a_file_that_is_not_there_says_so(tmp_path: Path):
    for path in (tmp_path / "none.mxl", tmp_path):
        with pytest.raises(ScoreFileError, match="cannot be read: "):
            xml_of(path)


def test_a_score_in_another_alphabet_and_with_a_byte_order_mark_is_read(tmp_path: Path):
    path = tmp_path / "x.musicxml"
    text = SCORE.decode().replace("Part 1", "Übung")
    path.write_bytes(text.replace("UTF-8", "UTF-16").encode("utf-16"))
    sixteen = read_score(path)
    path.write_bytes(b"\xef\xbb\xbf" + text.encode())
    assert read_score(path) == sixteen
    assert len(sixteen.targets) == 10


def test_the_container_says_which_file_is_the_score_and_without_one_the_first_is(tmp_path: Path):
    path = tmp_path / "x.mxl"
    other = musicxml(part(note("C4"))).encode()
    path.write_bytes(packed(**{"a.xml": other, "b.xml": SCORE}))
    assert len(list(xml_of(path).iter("note"))) == 1
    for container in ("<broken", "<container><rootfile full-path='c.xml'/></container>"):
        path.write_bytes(packed(**{"META-INF__container.xml": container, "a.xml": other}))
        assert len(list(xml_of(path).iter("note"))) == 1


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.sampled_from([SCORE, IN_MEI]),
    st.lists(
        st.tuples(st.floats(0, 1), st.sampled_from(list(b'<>/"0159acx \x00\xff'))), max_size=4
    ),
    st.floats(0.2, 2),
)
def test_damaged_scores_are_read_or_refused(
    tmp_path: Path, score: bytes, damage: list[tuple[float, int]], kept: float
):
    content = bytearray(score)
    for place, byte in damage:
        content[int(place * (len(content) - 1))] = byte
    path = tmp_path / "x.xml"
    path.write_bytes(content[: int(kept * len(content))])
    said = outcome(lambda: read_score(path))
    assert str(path) in said if isinstance(said, str) else said.targets


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 400), st.integers(0, 255))
def test_a_damaged_zip_is_read_or_refused(tmp_path: Path, place: int, byte: int):
    content = bytearray(packed(**{"META-INF__container.xml": "<container/>", "a.xml": SCORE}))
    content[place * (len(content) - 1) // 400] = byte
    path = tmp_path / "x.mxl"
    path.write_bytes(content)
    said = outcome(lambda: xml_of(path))
    assert str(path) in said if isinstance(said, str) else said.tag == "score-partwise"

"""The line of a key is the one a teacher's editor shows, however the file is laid out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.schema import line_of, parse

TANGLED = """\
# id = "not this one"

"quoted key" = 1   # comment
text = \"\"\"
id = "nor this one"
[table]
\"\"\"
list = [
  1,
  2,
]
a.b.c = 3
id = "this"

[table]
id = 4
[[many]]
id = 5
  [[many]]  # indented
  id = 6
[many.inner]
x = 7
"""


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("quoted key",), 3),
        (("text",), 4),
        (("list",), 8),
        (("list", 1), 8),
        (("a", "b", "c"), 12),
        (("id",), 13),
        (("table",), 15),
        (("table", "id"), 16),
        (("many", 0), 17),
        (("many", 0, "id"), 18),
        (("many", 1), 19),
        (("many", 1, "id"), 20),
        (("many", 1, "inner", "x"), 22),
        (("nowhere",), 1),
        ((), 1),
    ],
)
def test_line_of_a_key(path: tuple[str | int, ...], line: int):
    assert line_of(TANGLED, path) == line


def test_separators_that_are_no_line_feeds_do_not_count():
    assert line_of("# one\u2028still one\x85\na = 1\n", ("a",)) == 2


KEYS = st.lists(st.from_regex(r"[a-z]{1,6}", fullmatch=True), unique=True, min_size=1, max_size=8)
FILLERS = st.sampled_from(["", "# a comment", "   ", "# x = ['"])
VALUES = st.sampled_from(
    ["1", '"#"', "[\n 1,\n 2\n]", '"""\n\nz = 1\n"""', "{ q = 1 }", "'''\n'''"]
)


@given(KEYS, st.data())
def test_line_of_finds_every_key_where_it_was_written(keys: list[str], data: st.DataObject):
    lines: list[str] = []
    written = {}
    for key in keys:
        lines += data.draw(st.lists(FILLERS, max_size=2))
        written[key] = len(lines) + 1
        lines += f"{key} = {data.draw(VALUES)}".split("\n")
    text = "\n".join(lines)
    parse("a.toml", text.encode())
    assert {key: line_of(text, (key,)) for key in keys} == written

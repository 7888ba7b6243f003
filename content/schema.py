"""What an exercise file may say; an unknown key is an error.

A file is TOML: keys of the exercise, then one ``[[pattern]]`` a direction. Every refusal is a
``ContentError`` that names the file, the line, the key and what is allowed.

ContentError
    the file, or the name asked for, cannot be used
"""

import math
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from engine import EvenhandError
from engine.exercise import Direction, Hand

SCHEMA = 1
MAX_BYTES = 65_536
MAX_NOTES = 2_000
PITCH_WORDS = "C4, F#4, Bb3 (C4 is middle C) or a MIDI number 0 to 127"

Path = tuple[str | int, ...]


class ContentError(EvenhandError):
    """An exercise file that cannot be used, or an exercise that does not exist."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """One key of a file: ``allowed`` ends the sentence "it must be ..."."""

    name: str
    allowed: str
    accepts: Callable[[Any], bool]
    default: int | float | bool | None = None

    @property
    def required(self) -> bool:
        """Whether a file without it is refused."""
        return self.default is None


def _whole(low: int, high: int) -> Callable[[Any], bool]:
    return lambda value: type(value) is int and low <= value <= high


def _number(low: float, high: float) -> Callable[[Any], bool]:
    # A bool is an int to Python, and NaN fails both comparisons.
    return lambda value: type(value) in (int, float) and low <= value <= high


def _line_of_text(value: object) -> bool:
    return (
        isinstance(value, str)
        and 0 < len(value.strip()) <= 200
        and len(value.splitlines()) == 1
        and min(value) >= " "
    )


def _tokens(value: object) -> bool:
    return isinstance(value, str) and 1 <= len(value.split()) <= MAX_NOTES


def _one_of(words: type[StrEnum]) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, str) and value in set(words)


def _id(value: object) -> bool:
    return isinstance(value, str) and bool(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", value))


EXERCISE_KEYS = (
    Key(name="schema", allowed=f"{SCHEMA}", accepts=_whole(SCHEMA, SCHEMA)),
    Key(name="id", allowed='small letters, digits and "-", as the file is named', accepts=_id),
    Key(name="version", allowed="a whole number from 1", accepts=_whole(1, 1_000_000)),
    Key(name="title", allowed="one line of text, up to 200 letters", accepts=_line_of_text),
    Key(name="summary", allowed="one line of text, up to 200 letters", accepts=_line_of_text),
    Key(name="source", allowed="one line of text, up to 200 letters", accepts=_line_of_text),
    Key(name="hand", allowed='"left" or "right"', accepts=_one_of(Hand)),
    Key(name="tempo_bpm", allowed="a number from 20 to 300", accepts=_number(20, 300)),
    Key(name="runs", allowed="a whole number from 1 to 100", accepts=_whole(1, 100)),
    Key(name="max_attempts", allowed="a whole number from 1 to 100", accepts=_whole(1, 100)),
    Key(name="gap_s", allowed="a number of seconds from 0.5 to 60", accepts=_number(0.5, 60)),
    Key(
        name="pattern",
        allowed='one or more tables, each under a line "[[pattern]]"',
        accepts=lambda value: (
            isinstance(value, list)
            and bool(value)
            and all(isinstance(each, dict) for each in value)
        ),
    ),
)

PATTERN_KEYS = (
    Key(
        name="direction",
        allowed='"up", "down" or "loop"',
        accepts=_one_of(Direction),
    ),
    Key(
        name="duration_beat",
        allowed="a number of quarters from 0.03125 to 16 (a sixteenth is 0.25)",
        accepts=_number(1 / 32, 16),
    ),
    Key(name="pitches", allowed=f"pitches with spaces between: {PITCH_WORDS}", accepts=_tokens),
    Key(name="fingers", allowed="fingers 1 (thumb) to 5 with spaces between", accepts=_tokens),
    Key(name="loops", allowed="a whole number from 1 to 100", accepts=_whole(1, 100), default=1),
    Key(
        name="closing_note",
        allowed="true or false",
        accepts=lambda value: isinstance(value, bool),
        default=False,
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A file as read: its name for people, its text, and what the text says."""

    name: str
    text: str
    data: Mapping[str, Any]

    def error(self, path: Path, problem: str) -> ContentError:
        """Return the refusal of what stands at ``path``, with its line."""
        return ContentError(f"{self.name}, line {line_of(self.text, path)}: {problem}")


def parse(name: str, content: bytes) -> Source:
    """Return the file's text and tables; a byte order mark is let pass.

    Raises
    ------
    ContentError
        when it is too long, empty, not UTF-8 or not TOML
    """
    if len(content) > MAX_BYTES:
        raise ContentError(
            f"{name}: is {len(content)} bytes long; an exercise file has at most {MAX_BYTES}"
        )
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise ContentError(f"{name}, line {line}: is not UTF-8; save the file as UTF-8") from None
    if not text.strip():
        raise ContentError(f"{name}, line 1: the file is empty; begin with schema = {SCHEMA}")
    try:
        return Source(name=name, text=text, data=tomllib.loads(text))
    except RecursionError:
        raise ContentError(f"{name}, line 1: is nested too deeply for an exercise") from None
    except ValueError as error:
        # TOMLDecodeError, or a number with more digits than Python reads.
        problem, at = _syntax_error(str(error), text)
        raise ContentError(f"{name}, line {at}: is not TOML: {problem}") from None


def _syntax_error(message: str, text: str) -> tuple[str, int]:
    """Return tomllib's sentence and its line; "end of document" is the last line."""
    found = re.fullmatch(r"(.*?) ?\(at (?:line (\d+), column \d+|end of document)\)", message)
    if found is None:
        return message, 1
    return found[1], int(found[2]) if found[2] else text.rstrip().count("\n") + 1


def line_of(text: str, path: Path) -> int:
    """Return the line, from 1, where the statement that makes ``path`` begins; else 1.

    The text must be TOML. Its beginnings are parsed, line by line: one that ends inside a
    statement is not TOML, so the first that knows ``path`` ends the statement sought, and the one
    before it that was TOML ends just above. This reads the file exactly as ``tomllib`` does.
    """
    # Editors count line feeds; splitlines would also count separators inside a comment.
    lines = [f"{line}\n" for line in text.split("\n")]
    begins = 1
    for ends in range(1, len(lines) + 1):
        if not lines[ends - 1].strip() and begins == ends:
            begins = ends + 1
            continue
        try:
            known = tomllib.loads("".join(lines[:ends]))
        except tomllib.TOMLDecodeError:
            continue
        if path and _holds(known, path):
            return begins
        begins = ends + 1
    return 1


def _holds(value: Any, path: Path) -> bool:
    for step in path:
        known = isinstance(value, dict) and step in value
        if not known and not (isinstance(value, list) and step in range(len(value))):
            return False
        value = value[step]
    return True


def checked(source: Source, at: Path, keys: tuple[Key, ...]) -> dict[str, Any]:
    """Return the table at ``at`` with its defaults filled in.

    Raises
    ------
    ContentError
        for an unknown key, a missing one, a wrong type or a value outside its range
    """
    table: Any = source.data
    for step in at:
        table = table[step]
    names = {key.name for key in keys}
    for name in table:
        if name not in names:
            raise source.error((*at, name), f"{name!r} is not a key here; {_known(keys)}")
    for key in keys:
        if key.name not in table:
            if key.required:
                raise source.error(at, f"{key.name} is missing; it must be {key.allowed}")
        elif not key.accepts(table[key.name]):
            shown = _shown(table[key.name])
            problem = f"{key.name} is {shown}; it must be {key.allowed}"
            raise source.error((*at, key.name), problem)
    return {key.name: table.get(key.name, key.default) for key in keys}


def _known(keys: tuple[Key, ...]) -> str:
    return "allowed are " + ", ".join(key.name for key in keys)


def _shown(value: object) -> str:
    if isinstance(value, dict):
        return "a table"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and math.isnan(value):
        return "nan"
    shown = f'"{value}"' if isinstance(value, str) else str(value)
    return shown if len(shown) <= 60 else f"{shown[:57]}..."

"""A score's times with its repeats, endings and jumps played out, as verovio understands them."""

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as Xml

from content.mei_tidy import tidy_mei
from content.musicxml import BarTimes, bar_times, tidy
from content.score_file import XML_ID, ScoreFileError, text_of

LIMIT_S = 30.0
# Sorabji's longest pieces have some 8000 bars; a sign that asks for more is a slip or a trap.
MAX_BARS = 20_000
CHILD = Path(__file__).with_name("verovio_child.py")


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """When one written thing sounds for the ``turn``-th time, in quarters from the beginning."""

    id: str
    turn: int
    onset: Fraction
    offset: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Unfolded:
    """A score in MEI (``mei``, its root) and the spans of its notes and bars by id."""

    mei: Xml.Element
    spans: dict[str, tuple[Span, ...]]


def unfolded(root: Xml.Element, name: str) -> Unfolded:
    """Return a score's times; ``root`` is tidied on the way and ``name`` is the file's.

    Raises
    ------
    ScoreFileError
        when the score says what is not read, or verovio does not understand it, ends, or takes
        longer than ``LIMIT_S``
    """
    if root.tag == "mei":
        tidy_mei(root, name)
        said = _understood("mei", text_of(root), name)
        return _checked(said, name, None)
    tidy(root, name)
    bars = bar_times(root, name)
    return _checked(_understood("musicxml", text_of(root), name), name, bars)


def _understood(kind: str, text: str, name: str) -> bytes:
    try:
        return subprocess.run(  # this very Python; the one argument is a word of ours
            [sys.executable, "-P", str(CHILD), kind],
            input=text.encode("utf-8"),
            capture_output=True,
            timeout=LIMIT_S,
            check=False,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        ).stdout
    except subprocess.TimeoutExpired:
        raise ScoreFileError(f"{name}: reading took over {LIMIT_S:g} s; is it one score?") from None


def _checked(answer: bytes, name: str, bars: Sequence[BarTimes] | None) -> Unfolded:
    try:
        said = json.loads(answer)
        mei = Xml.fromstring(said["mei"])
        spans = _of_timemap(said["timemap"]) if bars is None else _of_bars(mei, bars, name)
    except (ValueError, KeyError, ZeroDivisionError, Xml.ParseError):
        raise ScoreFileError(
            f"{name}: verovio cannot make sense of it; open it in a notation program and save it"
            " again"
        ) from None
    return Unfolded(mei=mei, spans=spans)


def _of_bars(mei: Xml.Element, bars: Sequence[BarTimes], file: str) -> dict[str, tuple[Span, ...]]:
    """Play the bars in the order that verovio makes of repeats, endings and jumps.

    Raises
    ------
    ValueError : verovio has another number of bars
    """
    names = [bar.get(XML_ID, "") for bar in mei.findall(".//{*}measure")]
    by_name = dict(zip(names, bars, strict=True))
    order = names
    expansion = mei.find(".//{*}expansion")
    if expansion is not None:
        sections = {element.get(XML_ID): element for element in mei.iter()}
        order = [
            bar.get(XML_ID, "")
            for section in (expansion.get("plist") or "").replace("#", "").split()
            for bar in sections[section].findall(".//{*}measure")
        ]
    if len(order) > MAX_BARS:
        raise ScoreFileError(f"{file}: with its repeats it has {len(order)} bars; is one mistyped?")
    spans: dict[str, list[Span]] = {}
    begins = Fraction(0)
    for name in order:
        written = {name: (Fraction(0), Fraction(0))} | by_name[name].notes
        for key, (onset, length) in written.items():
            at = begins + onset
            known = spans.setdefault(key, [])
            known.append(Span(id=key, turn=len(known) + 1, onset=at, offset=at + length))
        begins += by_name[name].length
    return {key: tuple(known) for key, known in spans.items()}


def _of_timemap(timemap: list[dict[str, Any]]) -> dict[str, tuple[Span, ...]]:
    onsets: dict[str, Fraction] = {}
    offsets: dict[str, Fraction] = {}
    for entry in timemap:
        at = Fraction(*entry["qfrac"])
        for key in ("on", "restsOn"):
            onsets.update(dict.fromkeys(entry.get(key, ()), at))
        for key in ("off", "restsOff"):
            offsets.update(dict.fromkeys(entry.get(key, ()), at))
        if "measureOn" in entry:
            onsets[entry["measureOn"]] = offsets[entry["measureOn"]] = at
    spans: dict[str, list[Span]] = {}
    for name, onset in sorted(onsets.items(), key=lambda item: item[1]):
        written = name.partition("-rend")[0]
        known = spans.setdefault(written, [])
        offset = offsets.get(name, onset)
        known.append(Span(id=written, turn=len(known) + 1, onset=onset, offset=offset))
    return {written: tuple(known) for written, known in spans.items()}

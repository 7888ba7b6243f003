"""MusicXML made plain before verovio reads it, and the times its durations say.

Times are taken from ``<duration>``, which MusicXML gives every note beside its written value:
verovio works them out from the values, and misses where a tuplet has no bracket, a voice is left
and taken up again within a bar, or grace notes stand before a note (it moves that note).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import zip_longest
from xml.etree import ElementTree as Xml

from content.score_file import ScoreFileError

UNWRITTEN = {
    "measure-repeat": "repeat the bar before",
    "beat-repeat": "repeat the beat before",
}
NUMBER = re.compile(r"\d{1,9}(\.\d{1,9})?")


@dataclass(frozen=True, slots=True, kw_only=True)
class BarTimes:
    """One bar: how long it lasts, and when its notes begin in it and how long, in quarters."""

    length: Fraction
    notes: dict[str, tuple[Fraction, Fraction]]


def tidy(root: Xml.Element, name: str) -> None:
    """Change ``root``, a ``score-partwise``, into what verovio reads as it is meant.

    Raises
    ------
    ScoreFileError
        when music is written as a sign for "as before" or repeated without end; ``name`` is the
        file's
    """
    for part in root.iter("part"):
        bars = part.findall("measure")
        for bar, following in zip_longest(bars, bars[1:]):
            _refuse(bar, _where(name, bar))
            _open_on_the_left(bar, following)
    for technical in root.iter("technical"):
        _keep_striking_fingers(technical)
    for note in root.iter("note"):
        _draw_ties(note)


def _refuse(bar: Xml.Element, where: str) -> None:
    for sign, meaning in UNWRITTEN.items():
        if any(found.get("type") == "start" for found in bar.iter(sign)):
            raise ScoreFileError(
                f'{where}: is written as "{meaning}"; write the notes out and save again'
            )
    for repeat in bar.iter("repeat"):
        if not re.fullmatch(r"\d{0,2}", repeat.get("times", "")):
            raise ScoreFileError(
                f"{where}: is repeated {repeat.get('times', '')[:20]} times; at most 99 are read"
            )


def bar_times(root: Xml.Element, name: str) -> tuple[BarTimes, ...]:
    """Return the bars of a score in the order of the file; every note must have its id.

    A grace note begins with the note it leans on and lasts no time.

    Raises
    ------
    ScoreFileError
        when a duration or the unit of durations is no number; ``name`` is the file's
    """
    parts = [list(_bars_of(part, name)) for part in root.findall("part")]
    return tuple(
        BarTimes(
            length=max(bar.length for bar in together if bar is not None),
            notes={key: span for bar in together if bar for key, span in bar.notes.items()},
        )
        for together in zip_longest(*parts)
    )


def _bars_of(part: Xml.Element, name: str) -> Iterator[BarTimes]:
    divisions, meter = Fraction(1), Fraction(4)
    for bar in part.findall("measure"):
        notes: dict[str, tuple[Fraction, Fraction]] = {}
        now = onset = end = Fraction(0)
        for element in bar:
            if element.tag == "attributes":
                divisions = _number(element, "divisions", _where(name, bar)) or divisions
                meter = _meter(element) or meter
            elif element.tag in ("note", "backup", "forward"):
                length = (_number(element, "duration", _where(name, bar)) or 0) / divisions
                if element.tag == "backup":
                    now = max(now - length, Fraction(0))
                    continue
                # A chord's further notes begin with its first and take no more time.
                if element.find("chord") is None:
                    onset, now = now, now + length
                if element.tag == "note":
                    notes[element.get("id", "")] = (onset, length)
                end = max(end, now)
        yield BarTimes(length=end or meter, notes=notes)


def _number(element: Xml.Element, key: str, where: str) -> Fraction | None:
    said = element.findtext(key)
    if said is None:
        return None
    if not NUMBER.fullmatch(said.strip()):
        raise ScoreFileError(f"{where}: {key} is {said.strip()[:20]!r}; it must be a number")
    number = Fraction(said.strip())
    if key == "divisions" and number == 0:
        raise ScoreFileError(f"{where}: divisions is 0; it must be 1 or more")
    return number


def _meter(attributes: Xml.Element) -> Fraction | None:
    """Return how long a bar with nothing in it lasts: 3+2 eighths are 5/2 quarters."""
    beats = re.findall(r"\d{1,3}", attributes.findtext("time/beats", ""))
    unit = attributes.findtext("time/beat-type", "").strip()
    if not beats or not re.fullmatch(r"[1-9]\d{0,2}", unit):
        return None
    return Fraction(4 * sum(int(beat) for beat in beats), int(unit))


def _open_on_the_left(bar: Xml.Element, following: Xml.Element | None) -> None:
    """Put the sign that opens a repeat on the left of its bar, where alone it can stand.

    python-ly writes it on the right-hand bar line; verovio then takes it for one that closes.
    """
    begun = False
    for element in list(bar):
        if element.tag in ("note", "backup", "forward"):
            begun = element.tag != "backup"
        repeat = element.find("repeat")
        if element.tag != "barline" or repeat is None or repeat.get("direction") != "forward":
            continue
        if element.get("location", "right") != "right":
            continue
        bar.remove(element)
        home = following if begun else bar
        if home is not None:
            opening = Xml.Element("barline", {"location": "left"})
            Xml.SubElement(opening, "repeat", {"direction": "forward"})
            home.insert(0, opening)


def _keep_striking_fingers(technical: Xml.Element) -> None:
    """Leave the finger that strikes: a substitution follows, an alternative is another's choice.

    MusicXML: "the main fingering would precede either the substitution or the alternate
    fingering" (w3c-cg/musicxml issue 437).
    """
    for fingering in technical.findall("fingering"):
        if "yes" in (fingering.get("substitution"), fingering.get("alternate")):
            technical.remove(fingering)


def _draw_ties(note: Xml.Element) -> None:
    """Draw each tie that is only heard: verovio reads ``tied``, not ``tie``."""
    drawn = {tied.get("type") for tied in note.findall("notations/tied")}
    for tie in note.findall("tie"):
        if tie.get("type") not in drawn:
            notations = Xml.SubElement(note, "notations")
            Xml.SubElement(notations, "tied", {"type": tie.get("type", "")})


def _where(name: str, bar: Xml.Element) -> str:
    return f"{name}, bar {bar.get('number', '?')}"

"""The notes of an MEI score as written: pitch, staff, chord, grace, ornaments, fingers, ties.

Read from MEI as verovio writes it, where ties, fingerings and ornaments stand beside the staves
of their bar and name their note, or its place (``@staff``, ``@tstamp``).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from xml.etree import ElementTree as Xml

from content.score_file import XML_ID, ScoreFileError
from content.unfolding import Unfolded

SEMITONES = {"c": 0, "d": 2, "e": 4, "f": 5, "g": 7, "a": 9, "b": 11}
ALTERATIONS = {"s": 1, "x": 2, "ss": 2, "xs": 3, "ts": 3, "sx": 3, "f": -1, "ff": -2, "tf": -3,
               "ns": 1, "nf": -1}  # fmt: skip
# A trill may be played with any number of notes, and so may a tremolo.
ORNAMENTS = ("trill", "mordent", "turn", "ornam")
TREMOLOS = ("bTrem", "fTrem")
REPEAT_SIGNS = ("mRpt", "mRpt2", "multiRpt", "halfmRpt", "beatRpt")
RESTS = ("rest", "mRest")


@dataclass(slots=True, kw_only=True)
class WrittenNote:
    """One notehead; ``pitch`` sounds, ``staff`` is the one it is drawn on, from 1 at the top.

    ``chord`` is the same for notes of one chord. ``anchor`` is, for a grace note, what it
    leans on: the next note or rest of its voice in the bar, else the one before, whose end is meant
    where ``after`` is true, else the bar.
    """

    id: str
    pitch: int
    staff: str
    chord: str
    grace: bool
    ornamented: bool
    fingers: list[str] = field(default_factory=list)
    anchor: str = ""
    after: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenScore:
    """Notes in the order of the file, and ties as pairs of ids."""

    notes: dict[str, WrittenNote]
    ties: tuple[tuple[str, str], ...]


def written(score: Unfolded, name: str) -> WrittenScore:
    """Return what the score writes; ``name`` is the file's.

    Raises
    ------
    ScoreFileError
        when a bar is written as a sign for "as before"
    """
    notes: dict[str, WrittenNote] = {}
    ties: list[tuple[str, str]] = []
    transposed: dict[str, int] = {}
    unit = 4
    for element in score.mei.iter():
        kind = element.tag.rpartition("}")[2]
        if kind == "staffDef" and element.get("trans.semi"):
            transposed[element.get("n", "1")] = int(float(element.get("trans.semi", "0")))
        elif kind == "meterSig" and element.get("unit", "").isdigit():
            unit = int(element.get("unit", "4"))
        elif kind in ("scoreDef", "staffDef") and element.get("meter.unit", "").isdigit():
            unit = int(element.get("meter.unit", "4"))
        elif kind == "measure":
            here = _notes_of(element, transposed, name)
            notes |= here
            _signs(element, here, _Places(score, element, here, unit))
        elif kind == "tie":
            ties.append((_reference(element, "startid"), _reference(element, "endid")))
    return WrittenScore(notes=notes, ties=tuple(ties))


def _notes_of(bar: Xml.Element, transposed: dict[str, int], name: str) -> dict[str, WrittenNote]:
    notes: dict[str, WrittenNote] = {}
    for staff in bar.findall("{*}staff"):
        number = staff.get("n", "1")
        for layer in staff.findall("{*}layer"):
            voice: list[tuple[str, bool]] = []
            for found in _walk(layer, _Around(staff=number)):
                element, around = found
                kind = element.tag.rpartition("}")[2]
                if kind in REPEAT_SIGNS:
                    raise ScoreFileError(
                        f"{name}, bar {bar.get('n', '?')}: is written as a sign for the notes"
                        " before; write them out and save again"
                    )
                note = _note(element, around, transposed.get(number, 0))
                if note is not None:
                    notes[note.id] = note
                voice.append((element.get(XML_ID, ""), around.grace))
            _anchor(voice, notes, bar.get(XML_ID, ""))
    return notes


@dataclass(frozen=True, slots=True, kw_only=True)
class _Around:
    """What the elements around a note say of it."""

    staff: str
    chord: str = ""
    grace: bool = False
    tremolo: bool = False


def _walk(parent: Xml.Element, around: _Around) -> Iterator[tuple[Xml.Element, _Around]]:
    """Walk the notes, rests and repeat signs of a voice in order."""
    for child in parent:
        kind = child.tag.rpartition("}")[2]
        own = _Around(
            staff=child.get("staff", around.staff),
            chord=child.get(XML_ID, "") if kind == "chord" else around.chord,
            grace=around.grace or kind == "graceGrp" or child.get("grace") is not None,
            tremolo=around.tremolo or kind in TREMOLOS,
        )
        if kind == "note" or kind in RESTS or kind in REPEAT_SIGNS:
            yield child, own
        else:
            yield from _walk(child, own)


def _note(element: Xml.Element, around: _Around, transposed: int) -> WrittenNote | None:
    """Return a note with a pitch; None for a rest and for what has no pitch, as on a drum."""
    step = SEMITONES.get(element.get("pname.ges") or element.get("pname") or "")
    octave = element.get("oct.ges") or element.get("oct") or ""
    if step is None or not re.fullmatch(r"-?\d", octave):
        return None
    pitch = 12 * (int(octave) + 1) + step + _alteration(element) + transposed
    if not 0 <= pitch <= 127:
        return None
    name = element.get(XML_ID, "")
    return WrittenNote(
        id=name,
        pitch=pitch,
        staff=around.staff,
        chord=around.chord or name,
        grace=around.grace,
        ornamented=around.tremolo or bool(element.get("ornam")),
    )


def _alteration(note: Xml.Element) -> int:
    """Return semitones: what sounds where it is said apart, else what is written."""
    signs = [note, *note.findall("{*}accid")]
    for key in ("accid.ges", "accid"):
        for sign in signs:
            said = sign.get(key)
            if said:
                return ALTERATIONS.get(said, 0)
    return 0


def _anchor(voice: list[tuple[str, bool]], notes: dict[str, WrittenNote], bar: str) -> None:
    following = ""
    for name, grace in reversed(voice):
        if not grace:
            following = name
        elif name in notes:
            notes[name].anchor = following
    before = ""
    for name, grace in voice:
        if not grace:
            before = name
        elif name in notes and not notes[name].anchor:
            notes[name].anchor, notes[name].after = before or bar, True


class _Places:
    """Finds the notes that a sign beside the staves belongs to."""

    def __init__(
        self, score: Unfolded, bar: Xml.Element, notes: dict[str, WrittenNote], unit: int
    ) -> None:
        self._spans = score.spans
        begins = score.spans.get(bar.get(XML_ID, ""))
        self._begins = begins[0].onset if begins else Fraction(0)
        self._notes = notes
        self._chords: dict[str, list[str]] = {}
        for note in notes.values():
            self._chords.setdefault(note.chord, []).append(note.id)
        self._unit = unit

    def named(self, sign: Xml.Element) -> str | None:
        """Return the id of the note a sign starts at: of a chord the first, by place the top."""
        name = _reference(sign, "startid")
        if name in self._notes:
            return name
        if name in self._chords:
            return self._chords[name][0]
        staff, stamp = sign.get("staff"), sign.get("tstamp", "")
        if not re.fullmatch(r"\d{1,4}(\.\d{1,9})?", stamp):
            return None
        at = self._begins + (Fraction(stamp) - 1) * 4 / self._unit
        found = [
            note
            for note in self._notes.values()
            if staff in (None, note.staff)
            and note.id in self._spans
            and abs(self._spans[note.id][0].onset - at) < Fraction(1, 1000)
        ]
        return max(found, key=lambda note: note.pitch).id if found else None


def _signs(bar: Xml.Element, notes: dict[str, WrittenNote], places: _Places) -> None:
    for sign in bar:
        kind = sign.tag.rpartition("}")[2]
        if kind in ORNAMENTS:
            name = places.named(sign)
            if name is not None:
                notes[name].ornamented = True
        elif kind == "fing":
            name = places.named(sign)
            if name is not None:
                notes[name].fingers.append("".join(sign.itertext()).strip())


def _reference(element: Xml.Element, key: str) -> str:
    return (element.get(key) or "").removeprefix("#")

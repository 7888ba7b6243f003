"""Scores as exercises: MusicXML (plain or compressed) and MEI into a ``Piece``.

What is read: every note with a pitch, as it sounds (transposing instruments and octave signs
counted), with repeats, endings and jumps played out, tied notes joined into the first. Small print
counts as notes: piano scores set accompaniments and cadenzas that are played in cue size. A grace
note stands at the onset of the note it leans on and has no duration.

Hands go by the staff a note is drawn on: of the first part with two or more staves, or of the two
parts of one staff, the first is the right hand's and the others the left's.
"""

import re
from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path
from xml.etree import ElementTree as Xml

from content.fingering import fingers_of_chord
from content.mei_notes import WrittenNote, WrittenScore, written
from content.score_file import ScoreFileError, name_notes, xml_of
from content.unfolding import Span, Unfolded, unfolded
from engine.exercise import Hand, Piece, Target

# Whole divisions do not hold every tuplet: a tied note may end this much off its continuation.
ROUNDING = Fraction(1, 16)


def read_score(path: Path, hand: Hand = Hand.RIGHT) -> Piece:
    """Return the piece in a score file; ``hand`` plays it where it has but one staff.

    Target ids are the score's own note ids, ``n1``, ``n2`` ... in the order of the file where
    it has none. Where anything is repeated each id ends in ``-1``, ``-2`` ...: which time it is.
    At one onset grace notes come first, as they are written, then the others by pitch.

    Raises
    ------
    ScoreFileError
        when the file cannot be read, is no score, or holds no note for a piano
    """
    name = str(path)
    root = xml_of(path)
    name_notes(root)
    score = unfolded(root, name)
    notes = written(score, name)
    hands = _hands(score.mei, hand, name)
    targets = _targets(score, notes, hands)
    if not targets:
        any_note = score.mei.find(".//{*}note") is not None
        other = "; it has notes without pitch only" if any_note else ""
        raise ScoreFileError(f"{name}: holds no note that a piano can play{other}")
    return Piece(
        id=path.stem,
        title=_title(score.mei) or path.stem,
        targets=targets,
        source=path.name,
        tempo_bpm=_tempo_bpm(score.mei),
    )


def _hands(mei: Xml.Element, hand: Hand, name: str) -> dict[str, Hand]:
    """Return the hand of each staff that is read, by the staff's number."""
    first = mei.find(".//{*}scoreDef")
    if first is None:
        raise ScoreFileError(f"{name}: holds no staff")
    staves = [staff.get("n", "") for staff in first.iter() if _kind(staff) == "staffDef"]
    for group in first.iter():
        own = [staff.get("n", "") for staff in group if _kind(staff) == "staffDef"]
        braced = group.get("symbol") == "brace" or any(
            _kind(sign) == "grpSym" and sign.get("symbol") == "brace" for sign in group
        )
        if len(own) > 1 and braced:
            staves = own
            break
    else:
        if len(staves) > 2:
            raise ScoreFileError(
                f"{name}: has {len(staves)} parts of one staff; Evenhand reads a piano part of two"
                " staves, or two parts, the right hand's first"
            )
    if len(staves) == 1:
        return {staves[0]: hand}
    return {n: Hand.LEFT if rank else Hand.RIGHT for rank, n in enumerate(staves)}


def _targets(score: Unfolded, source: WrittenScore, hands: dict[str, Hand]) -> tuple[Target, ...]:
    fingers = _fingers(source.notes.values(), hands)
    repeated = any(span.turn > 1 for name in source.notes for span in score.spans.get(name, ()))
    rows = []
    for rank, (note, span, offset) in enumerate(_struck(score, source)):
        if note.staff not in hands:
            continue
        target = Target(
            id=f"{note.id}-{span.turn}" if repeated else note.id,
            pitch=note.pitch,
            finger=fingers[note.id],
            onset_beat=float(span.onset),
            duration_beat=float(offset - span.onset),
            hand=hands[note.staff],
            grace=note.grace,
            ornamented=note.ornamented,
        )
        place = (0, rank) if note.grace else (1, note.pitch)
        rows.append(((target.onset_beat, place, rank), target))
    return tuple(target for _, target in sorted(rows, key=lambda row: row[0]))


def _struck(score: Unfolded, source: WrittenScore) -> list[tuple[WrittenNote, Span, Fraction]]:
    """Return each note that is struck, when, and when the last note tied to it ends."""
    spans = dict(score.spans)
    for note in source.notes.values():
        if note.grace and note.id not in spans:
            spans[note.id] = _grace_spans(note, spans.get(note.anchor, ()))
    following: dict[str, list[str]] = {}
    for start, end in source.ties:
        if start in source.notes and end in source.notes:
            following.setdefault(start, []).append(end)
    held: set[tuple[str, int]] = set()
    struck = []
    in_time = sorted(
        ((note, span) for note in source.notes.values() for span in spans.get(note.id, ())),
        # A grace note tied to its main note is struck first, at the same written moment.
        key=lambda row: (float(row[1].onset), not row[0].grace),
    )
    for note, span in in_time:
        if (note.id, span.turn) in held:
            continue
        last: Span | None = span
        offset = span.offset
        while last is not None:
            offset = last.offset
            held.add((last.id, last.turn))
            then = [each for end in following.get(last.id, ()) for each in spans.get(end, ())]
            last = _continuing(offset, then, held)
        struck.append((note, span, offset))
    return struck


def _continuing(offset: Fraction, then: list[Span], held: set[tuple[str, int]]) -> Span | None:
    """Return the span that goes on where a tied note ends: not one of another repetition."""
    for span in then:
        if abs(span.onset - offset) <= ROUNDING and (span.id, span.turn) not in held:
            return span
    return None


def _grace_spans(note: WrittenNote, anchors: tuple[Span, ...]) -> tuple[Span, ...]:
    return tuple(
        Span(id=note.id, turn=anchor.turn, onset=at, offset=at)
        for anchor in anchors
        for at in [anchor.offset if note.after else anchor.onset]
    )


def _fingers(notes: Iterable[WrittenNote], hands: dict[str, Hand]) -> dict[str, int | None]:
    chords: dict[tuple[str, Hand], list[WrittenNote]] = {}
    for note in notes:
        if note.staff in hands:
            chords.setdefault((note.chord, hands[note.staff]), []).append(note)
    fingers: dict[str, int | None] = {}
    for (_, hand), chord in chords.items():
        pitches = [(note.id, note.pitch) for note in chord]
        fingers |= fingers_of_chord(pitches, {note.id: note.fingers for note in chord}, hand)
    return fingers


def _title(mei: Xml.Element) -> str:
    return " ".join("".join(mei.findtext(".//{*}titleStmt/{*}title", "")).split())


def _tempo_bpm(mei: Xml.Element) -> float | None:
    """Return the first tempo in quarters a minute; verovio works out what a sign says."""
    for element in mei.iter():
        said = element.get("midi.bpm")
        if said and _kind(element) in ("scoreDef", "tempo") and re.fullmatch(r"\d+(\.\d*)?", said):
            # verovio keeps single precision: 80 is written as 79.9998.
            tempo = round(float(said), 1)
            return tempo if 1 <= tempo <= 1000 else None
    return None


def _kind(element: Xml.Element) -> str:
    return element.tag.rpartition("}")[2]

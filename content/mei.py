"""A pattern written as MEI: bars, spelling, beams and rests.

Bars are 2/4. The key signature is the one that leaves the fewest accidentals, so a scale needs no
key of its own; notes outside it are spelt with sharps in sharp keys and flats in flat keys.
"""

import re
from dataclasses import dataclass
from xml.sax.saxutils import quoteattr

from engine import EvenhandError
from engine.exercise import Pattern, Target

BAR_BEATS = 2.0
TINY = 1e-6
# Written values in quarters, longest first: (beats, dur, dots).
VALUES = (
    (2.0, "2", 0),
    (1.5, "4", 1),
    (1.0, "4", 0),
    (0.75, "8", 1),
    (0.5, "8", 0),
    (0.375, "16", 1),
    (0.25, "16", 0),
    (0.125, "32", 0),
)
STEPS = ("c", "d", "e", "f", "g", "a", "b")
NATURAL = (0, 2, 4, 5, 7, 9, 11)
SHARP_ORDER, FLAT_ORDER = (3, 0, 4, 1, 5, 2, 6), (6, 2, 5, 1, 4, 0, 3)
XML_NAME = re.compile(r"[A-Za-z_][\w.\-]*\Z")


class ScoreError(EvenhandError):
    """An exercise that cannot be engraved."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """One written note or rest (``target`` None) of a bar; ``tied`` "i", "m", "t" or ""."""

    target: Target | None
    start: float
    beats: float
    dur: str
    dots: int
    tied: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A bar's notes and rests in order, filling it."""

    written: tuple[Written, ...]

    @property
    def ids(self) -> tuple[str, ...]:
        """Ids of the targets that begin in this bar."""
        return tuple(w.target.id for w in self.written if w.target and w.tied in ("", "i"))


def bars_of(pattern: Pattern) -> tuple[Bar, ...]:
    """Return a pattern as full bars of 2/4; silence becomes rests, long notes are tied.

    Raises
    ------
    ScoreError : an id that XML forbids, or a duration below or between thirty-seconds
    """
    start = pattern.targets[0].onset_beat
    events: list[tuple[Target | None, float, float]] = []
    now = 0.0
    for target in pattern.targets:
        _check(target)
        onset = target.onset_beat - start
        if onset > now + TINY:
            events.append((None, now, onset - now))
        events.append((target, onset, target.duration_beat))
        now = onset + target.duration_beat
    end = -(-(now - TINY) // BAR_BEATS) * BAR_BEATS
    if end > now + TINY:
        events.append((None, now, end - now))
    bars: list[list[Written]] = [[] for _ in range(round(end / BAR_BEATS))]
    for event in events:
        for piece in _pieces(*event):
            bars[int((piece.start + TINY) // BAR_BEATS)].append(piece)
    return tuple(Bar(written=tuple(bar)) for bar in bars)


def _check(target: Target) -> None:
    if not XML_NAME.match(target.id):
        raise ScoreError(
            f"target {target.id!r} cannot be engraved: its id must begin with a letter and hold "
            "only letters, digits, '.', '-' and '_'"
        )


def _pieces(target: Target | None, onset: float, beats: float) -> list[Written]:
    """Cut at bar lines, then into values that one sign can write."""
    cut: list[tuple[float, float, str, int]] = []
    while beats > TINY:
        room = min(beats, BAR_BEATS - onset % BAR_BEATS)
        value = next((v for v in VALUES if v[0] <= room + TINY), None)
        if value is None:
            what = f"target {target.id!r}" if target else "a rest"
            raise ScoreError(
                f"{what} cannot be engraved: {beats:g} beats are left over at beat {onset:g}; "
                "use durations that are whole thirty-seconds (0.125 beats)"
            )
        cut.append((onset, *value))
        onset += value[0]
        beats -= value[0]
    pieces = []
    for index, (start, length, dur, dots) in enumerate(cut):
        tied = ""
        if target is not None and len(cut) > 1:
            tied = "i" if index == 0 else "t" if index == len(cut) - 1 else "m"
        pieces.append(
            Written(target=target, start=start, beats=length, dur=dur, dots=dots, tied=tied)
        )
    return pieces


def fitting_key(pitches: tuple[int, ...]) -> int:
    """Return the key signature, -6 (flats) to 6 (sharps), that leaves the fewest accidentals."""

    def outside(fifths: int) -> tuple[int, int, int]:
        scale = {(step + alter) % 12 for step, alter in _scale(fifths)}
        return sum(pitch % 12 not in scale for pitch in pitches), abs(fifths), -fifths

    return min(range(-6, 7), key=outside)


def _scale(fifths: int) -> tuple[tuple[int, int], ...]:
    """Natural pitch class and alteration of each of the seven steps in a key."""
    altered = SHARP_ORDER[: max(fifths, 0)] + FLAT_ORDER[: max(-fifths, 0)]
    sign = 1 if fifths > 0 else -1
    return tuple((NATURAL[i], sign if i in altered else 0) for i in range(7))


def spelt(pitch: int, fifths: int) -> tuple[int, int, int]:
    """Return (step 0 to 6 from C, octave, alteration -1 to 1) of a pitch in a key."""
    scale = _scale(fifths)
    options = [(i, alter) for i, (_, alter) in enumerate(scale)]
    options += [(i, 0) for i in range(7)]
    options += [(i, 1 if fifths >= 0 else -1) for i in range(7)]
    step, alter = next(o for o in options if (NATURAL[o[0]] + o[1] - pitch) % 12 == 0)
    return step, (pitch - alter) // 12 - 1, alter


def mei_document(pattern: Pattern, bars: tuple[Bar, ...], *, last: bool) -> str:
    """Return bars as a whole MEI document; ``last`` closes it with a final bar line."""
    fifths = fitting_key(pattern.pitches)
    # The staff that leaves the pattern's middle nearest to its own: B4 in treble, D3 in bass.
    middle = sorted(pattern.pitches)[len(pattern.pitches) // 2]
    clef = 'clef.shape="G" clef.line="2"' if middle >= 60 else 'clef.shape="F" clef.line="4"'
    sign = f"{abs(fifths)}{'s' if fifths > 0 else 'f'}" if fifths else "0"
    measures = "".join(
        f'<measure n="{n}"{_close(last, n == len(bars))}><staff n="1"><layer n="1">'
        f"{_layer(bar, fifths)}</layer></staff></measure>"
        for n, bar in enumerate(bars, 1)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<mei xmlns="http://www.music-encoding.org/ns/mei" meiversion="5.0">'
        "<meiHead><fileDesc><titleStmt><title>Evenhand</title></titleStmt><pubStmt/></fileDesc>"
        "</meiHead><music><body><mdiv><score>"
        f'<scoreDef meter.count="2" meter.unit="4" keysig="{sign}"><staffGrp>'
        f'<staffDef n="1" lines="5" {clef}/></staffGrp></scoreDef>'
        f"<section>{measures}</section></score></mdiv></body></music></mei>"
    )


def _close(last: bool, final: bool) -> str:
    return ' right="end"' if last and final else ""


def _layer(bar: Bar, fifths: int) -> str:
    """Write one bar: accidentals once a bar, a beam for the short notes of each beat."""
    heard = {(step, octave): alter for step, (_, alter) in enumerate(_scale(fifths))
             for octave in range(-1, 10)}  # fmt: skip
    out: list[str] = []
    beamed: list[str] = []
    beat = -1

    def flush() -> None:
        joined = "".join(beamed)
        out.append(f"<beam>{joined}</beam>" if len(beamed) > 1 else joined)
        beamed.clear()

    for written in bar.written:
        own = int(written.start + TINY)
        if own != beat or written.target is None or written.beats >= 1:
            flush()
        beat = own
        text = _sign(written, fifths, heard)
        if written.target is not None and written.beats < 1:
            beamed.append(text)
        else:
            out.append(text)
    flush()
    return "".join(out)


def _sign(written: Written, fifths: int, heard: dict[tuple[int, int], int]) -> str:
    length = f'dur="{written.dur}"' + (f' dots="{written.dots}"' if written.dots else "")
    target = written.target
    if target is None:
        return f"<rest {length}/>"
    step, octave, alter = spelt(target.pitch, fifths)
    name = {-1: "f", 0: "n", 1: "s"}[alter]
    accidental = f' accid.ges="{name}"' if alter else ""
    if heard[step, octave] != alter and written.tied in ("", "i"):
        accidental = f' accid="{name}"'
        heard[step, octave] = alter
    own = f" xml:id={quoteattr(target.id)}" if written.tied in ("", "i") else ""
    tie = f' tie="{written.tied}"' if written.tied else ""
    return f'<note{own} {length} pname="{STEPS[step]}" oct="{octave}"{accidental}{tie}/>'

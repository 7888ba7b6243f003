"""Engraved strips of an exercise: MEI in, SVG pieces and note rectangles out (LOOK 10.4).

verovio engraves; it is imported only when the first strip is made. Lengths are staff spaces, the
distance of two staff lines: a view multiplies them by its own space in pixels. What stays still
(lines, signs) and what changes colour (notes, beams) come as separate pieces of SVG, so that a
played note is coloured in place by its id.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as Xml

from content.mei import bars_of, mei_document
from engine.exercise import Pattern

SPACE = 180.0  # verovio's units to a staff space, at its default unit of 9
HEAD = 226.0  # width of a notehead of the Leland font in those units
MARGIN_SPACES = 5.0
CLEF_REACH = 1.9  # staff spaces that a treble clef stands out of the staff
SVG = "{http://www.w3.org/2000/svg}"
NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Extent:
    """A rectangle in staff spaces from the strip's left top corner."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True, kw_only=True)
class EngravedNote:
    """A target's notehead centre and all that belongs to it; ``id`` is ``Target.id``."""

    id: str
    x: float
    y: float
    extent: Extent


@dataclass(frozen=True, slots=True, kw_only=True)
class EngravedBeam:
    """A beam, which takes the colour of its last note (``last_id``)."""

    last_id: str
    extent: Extent


@dataclass(frozen=True, slots=True, kw_only=True)
class Strip:
    """Some bars on one line, ``width`` x ``height`` staff spaces.

    ``staff``, ``signs``, ``notes_svg`` and ``beams_svg`` are SVG elements in ``view``, coloured by
    ``currentColor``; ``staff_top`` is the height of the top line.
    """

    width: float
    height: float
    staff_top: float
    view: tuple[float, float, float, float]
    staff: str
    signs: str
    notes_svg: str
    beams_svg: str
    notes: tuple[EngravedNote, ...]
    beams: tuple[EngravedBeam, ...]


def engraved(
    pattern: Pattern, *, width: float = 78.0, bars_per_strip: int = 2
) -> tuple[Strip, ...]:
    """Return a pattern as strips of ``bars_per_strip`` bars of 2/4, justified to ``width`` spaces.

    A last bar that holds one closing note stands on the strip before it.

    Raises
    ------
    ScoreError : a target whose duration or id cannot be written
    """
    import verovio

    verovio.enableLog(verovio.LOG_OFF)
    toolkit = verovio.toolkit(False)
    toolkit.setResourcePath(str(Path(verovio.__file__).parent / "data"))
    bars = bars_of(pattern)
    strips = []
    for start, stop in _cut(tuple(len(bar.ids) for bar in bars), bars_per_strip):
        # Every strip has its own document, so that each is justified to the whole width.
        toolkit.setOptions(_options(width))
        toolkit.loadData(mei_document(pattern, bars[start:stop], last=stop == len(bars)))
        ids = [name for bar in bars[start:stop] for name in bar.ids]
        strips.append(_strip(toolkit.renderToSVG(1), ids, width))
    return tuple(strips)


def _cut(notes_in_bar: tuple[int, ...], size: int) -> list[tuple[int, int]]:
    count = len(notes_in_bar)
    cuts = [(start, min(start + size, count)) for start in range(0, count, size)]
    lone = len(cuts) > 1 and cuts[-1][1] - cuts[-1][0] == 1 and notes_in_bar[-1] <= 1
    if lone:
        cuts[-2:] = [(cuts[-2][0], count)]
    return cuts


def _options(width: float) -> dict[str, object]:
    return {
        "adjustPageHeight": True,
        "breaks": "encoded",
        "footer": "none",
        "header": "none",
        "minLastJustification": 0.0,
        "pageHeight": 4000,
        "pageMarginBottom": round(MARGIN_SPACES * SPACE / 10),
        "pageMarginLeft": 0,
        "pageMarginRight": 0,
        "pageMarginTop": round(MARGIN_SPACES * SPACE / 10),
        "pageWidth": round(width * SPACE / 10),
        "spacingLinear": 0.1,
        "spacingNonLinear": 0.75,
        "svgViewBox": True,
        "svgRemoveXlink": True,
        "xmlIdSeed": 1,
    }


class _Pieces:
    """The drawing sorted by what changes colour together."""

    def __init__(self) -> None:
        self.staff: list[str] = []
        self.lines_y: list[float] = []
        self.signs: list[str] = []
        self.notes: dict[str, Xml.Element] = {}
        self.beams: list[tuple[str, list[Xml.Element]]] = []

    def sort(self, element: Xml.Element) -> None:
        """Walk the groups of a page from the outside in."""
        kind = (element.get("class") or "").split(" ")[0]
        if kind == "note":
            self.notes[element.get("id") or ""] = element
            return
        if kind in ("barLine", "ledgerLines"):
            self.staff.append(_written(element))
            return
        if kind in ("clef", "keySig", "meterSig", "rest", "mRest", "tie", "slur"):
            self.signs.append(_written(element))
            return
        if kind == "beam":
            names = [note.get("id") or "" for note in _of_class(element, "note")]
            self.beams.append((names[-1], element.findall(f"{SVG}polygon")))
        for child in element:
            if child.tag == f"{SVG}g":
                self.sort(child)
            elif kind == "staff":
                self.staff.append(_written(child))
                self.lines_y.append(_numbers(child.get("d") or "")[1])


def _strip(svg: str, ids: list[str], width: float) -> Strip:
    root = Xml.fromstring(svg)
    inner = root.find(f"{SVG}svg")
    margin = inner.find(f"{SVG}g") if inner is not None else None
    if inner is None or margin is None:
        raise RuntimeError("verovio wrote a page of an unknown shape")
    left, top = _numbers(margin.get("transform") or "")
    pieces = _Pieces()
    pieces.sort(margin)
    defs = "".join(_written(child) for child in root.findall(f"{SVG}defs"))

    def piece(elements: list[str]) -> str:
        return (
            f'{defs}<g fill="currentColor" stroke="currentColor" '
            f'transform="translate({left:g}, {top:g})">{"".join(elements)}</g>'
        )

    # The margin verovio leaves is cut to what is drawn, the clef's reach at least.
    across, down = left, top
    reach = [(min(pieces.lines_y) - CLEF_REACH * SPACE), max(pieces.lines_y) + CLEF_REACH * SPACE]
    reach += [y for note in pieces.notes.values() for y in _note_reach(note)]
    cut, height = min(reach) + down, max(reach) - min(reach)
    shift = (across, down - cut)
    notes = [_note(name, pieces.notes[name], shift) for name in ids]
    beams = [
        EngravedBeam(last_id=last, extent=_extent(_points(polygons), shift))
        for last, polygons in pieces.beams
    ]
    return Strip(
        width=width,
        height=height / SPACE,
        staff_top=(min(pieces.lines_y) + shift[1]) / SPACE,
        view=(0, cut, width * SPACE, height),
        staff=piece(pieces.staff),
        signs=piece(pieces.signs),
        notes_svg=piece([_written(note) for note in pieces.notes.values()]),
        beams_svg=piece([_written(p) for _, polygons in pieces.beams for p in polygons]),
        notes=tuple(notes),
        beams=tuple(beams),
    )


def _note(name: str, group: Xml.Element, shift: tuple[float, float]) -> EngravedNote:
    heads = [use for head in _of_class(group, "notehead") for use in head.iter(f"{SVG}use")]
    x, y = _place(heads[0])
    points = [(x, y - SPACE * 0.55), (x + HEAD, y + SPACE * 0.55)]
    for path in group.iter(f"{SVG}path"):
        numbers = _numbers(path.get("d") or "")
        points += list(zip(numbers[::2], numbers[1::2], strict=True))
    for kind, reach in (("accid", (0.0, 1.6)), ("flag", (1.2, 3.4)), ("dots", (0.6, 0.6))):
        for sign in _of_class(group, kind):
            for use in (*sign.iter(f"{SVG}use"), *sign.iter(f"{SVG}ellipse")):
                at = _place(use)
                points.append((at[0], at[1] - reach[1] * SPACE))
                points.append((at[0] + reach[0] * SPACE, at[1] + reach[1] * SPACE))
    return EngravedNote(
        id=name,
        x=(x + HEAD / 2 + shift[0]) / SPACE,
        y=(y + shift[1]) / SPACE,
        extent=_extent(points, shift),
    )


def _note_reach(group: Xml.Element) -> tuple[float, float]:
    extent = _note("", group, (0, 0)).extent
    return extent.top * SPACE, extent.bottom * SPACE


def _place(element: Xml.Element) -> tuple[float, float]:
    if element.tag == f"{SVG}ellipse":
        return float(element.get("cx") or 0), float(element.get("cy") or 0)
    x, y = _numbers(element.get("transform") or "")[:2]
    return x, y


def _points(polygons: list[Xml.Element]) -> list[tuple[float, float]]:
    found: list[tuple[float, float]] = []
    for polygon in polygons:
        numbers = _numbers(polygon.get("points") or "")
        found += zip(numbers[::2], numbers[1::2], strict=True)
    return found


def _extent(points: list[tuple[float, float]], shift: tuple[float, float]) -> Extent:
    air = 0.15
    xs = [(x + shift[0]) / SPACE for x, _ in points]
    ys = [(y + shift[1]) / SPACE for _, y in points]
    return Extent(left=min(xs) - air, top=min(ys) - air, right=max(xs) + air, bottom=max(ys) + air)


def _of_class(element: Xml.Element, kind: str) -> Iterator[Xml.Element]:
    return (g for g in element.iter(f"{SVG}g") if (g.get("class") or "").split(" ")[0] == kind)


def _numbers(text: str) -> list[float]:
    return [float(number) for number in NUMBER.findall(text)]


def _written(element: Xml.Element) -> str:
    # ElementTree writes the namespace as a prefix; the pieces go into an <svg> that declares it.
    return re.sub(r'(</?)ns\d+:|\sxmlns:ns\d+="[^"]*"', r"\1", Xml.tostring(element, "unicode"))

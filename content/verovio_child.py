"""verovio in a process of its own: a score on standard input, what it holds on standard output.

verovio ends its whole process on some malformed scores (``<beat-type>0</beat-type>`` is enough),
so a stranger's file is never read inside Evenhand. This file is run by its path and needs nothing
but verovio; ``content.unfolding`` starts it.
"""

import json
import re
import sys
from pathlib import Path
from xml.etree import ElementTree as Xml

KEPT_IN_A_BAR = ("staff", "tupletSpan")


def answer(kind: str, text: str) -> dict[str, object]:
    """Return ``mei``, the score as verovio understands it; empty when it does not.

    ``kind`` is "musicxml" or "mei". For the latter ``timemap`` holds the times of notes, rests
    and bars, with repeats played: as if there were no grace notes and arpeggios, for which
    verovio would move their neighbours.
    """
    import verovio

    verovio.enableLog(verovio.LOG_OFF)
    toolkit = verovio.toolkit(False)
    toolkit.setResourcePath(str(Path(verovio.__file__).parent / "data"))
    toolkit.setOptions({"breaks": "none", "xmlIdSeed": 1})
    toolkit.setInputFrom(kind)
    if not toolkit.loadData(text):
        return {}
    mei = toolkit.getMEI()
    if kind == "musicxml":
        return {"mei": mei}
    if re.search(r"\sgrace=|<graceGrp|<arpeg", mei) and not toolkit.loadData(without_graces(mei)):
        return {}
    timemap = toolkit.renderToTimemap(
        {"includeMeasures": True, "includeRests": True, "useFractions": True}
    )
    return {"mei": mei, "timemap": timemap}


def without_graces(mei: str) -> str:
    """Return an MEI text with nothing left in its bars that has no written time."""
    root = Xml.fromstring(mei)
    for bar in root.findall(".//{*}measure"):
        for child in list(bar):
            if child.tag.rpartition("}")[2] not in KEPT_IN_A_BAR:
                bar.remove(child)
        _strip(bar)
    text = Xml.tostring(root, "unicode")
    return re.sub(r"(</?)ns0:", r"\1", text).replace("xmlns:ns0=", "xmlns=", 1)


def _strip(parent: Xml.Element) -> None:
    for child in list(parent):
        kind = child.tag.rpartition("}")[2]
        _strip(child)
        empty = kind in ("beam", "tuplet", "chord", "bTrem", "fTrem") and len(child) == 0
        if child.get("grace") or kind == "graceGrp" or empty:
            parent.remove(child)


if __name__ == "__main__":
    read = sys.stdin.buffer.read().decode("utf-8")
    sys.stdout.buffer.write(json.dumps(answer(sys.argv[1], read)).encode("utf-8"))

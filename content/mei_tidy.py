"""MEI made plain before verovio reads it: what it would leave out or play wrongly in silence."""

from xml.etree import ElementTree as Xml

from content.score_file import ScoreFileError


def tidy_mei(root: Xml.Element, name: str) -> None:
    """Change ``root``, an ``mei``, into what verovio reads as it is meant.

    Raises
    ------
    ScoreFileError
        for endings or jumps of which no ``expansion`` says how they are played (verovio plays
        every bar once); ``name`` is the file's
    """
    jumps = root.find(".//ending") is not None or root.find(".//repeatMark") is not None
    if jumps and root.find(".//expansion") is None:
        raise ScoreFileError(
            f"{name}: has endings or jumps, and no <expansion> that says how they are played; save"
            " it as MusicXML, where they are understood"
        )
    for bar in root.iter("measure"):
        _ungroup_fingers(bar)


def _ungroup_fingers(bar: Xml.Element) -> None:
    """Put each finger of a ``fingGrp``, which verovio leaves out, beside the staves by itself.

    Of a substitution or of alternatives (``@form``) only the first stays: it strikes.
    """
    for group in bar.findall("fingGrp"):
        bar.remove(group)
        fingers = group.findall("fing")
        only_first = group.get("form") in ("subst", "alter")
        for finger in fingers[:1] if only_first else fingers:
            for key in ("startid", "tstamp", "staff"):
                if finger.get(key) is None and group.get(key) is not None:
                    finger.set(key, group.get(key, ""))
            bar.append(finger)

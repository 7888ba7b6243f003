"""A score's file into XML: MusicXML, compressed MusicXML and MEI, whatever its bytes.

The format is told by what the file holds, not by its name. Only plain XML is handed on: document
types, entities and comments stay behind, so no parser after this one meets them.
"""

import io
import re
import zipfile
import zlib
from pathlib import Path
from xml.etree import ElementTree as Xml

from engine import EvenhandError

# A piano score of 100 pages is 5 MB of MusicXML; what unpacks to more than this is no such score.
MAX_BYTES = 50_000_000
MEI = "http://www.music-encoding.org/ns/mei"
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
# verovio writes a note that sounds again as "ID-rend2".
NAME = re.compile(r"[A-Za-z_][\w.\-]*\Z", re.ASCII)
HINT = "a score is MusicXML (.musicxml, .xml, .mxl) or MEI (.mei)"


class ScoreFileError(EvenhandError):
    """A score file that cannot be read, or holds nothing that can be played."""


def xml_of(path: Path) -> Xml.Element:
    """Return the root of the score in ``path``: ``score-partwise`` or, for MEI, ``mei``.

    Tags carry no namespace. Nothing musical is checked yet.

    Raises
    ------
    ScoreFileError
        when the file cannot be opened, is too large, is not XML or not a score
    """
    content = _unpacked(path, _content(path))
    if not content.strip():
        raise ScoreFileError(f"{path}: the file is empty; {HINT}")
    try:
        root = Xml.fromstring(content)
    except Xml.ParseError as error:
        line, _ = error.position
        said = str(error).split(": line")[0]
        raise ScoreFileError(f"{path}, line {line}: is not XML ({said}); {HINT}") from None
    except (ValueError, LookupError) as error:
        raise ScoreFileError(
            f"{path}: its letters cannot be read ({error}); save as UTF-8"
        ) from None
    _plain(root)
    if root.tag in ("score-partwise", "mei"):
        return root
    if root.tag == "score-timewise":
        raise ScoreFileError(f"{path}: is MusicXML sorted by time; save it sorted by part")
    raise ScoreFileError(f"{path}: holds <{root.tag}>, which is not a score; {HINT}")


def text_of(root: Xml.Element) -> str:
    """Return a score as one text of plain XML."""
    if root.tag == "mei":
        root.set("xmlns", MEI)
    return Xml.tostring(root, "unicode")


def name_notes(root: Xml.Element) -> None:
    """Give each note without an id its rank in the file, rests left out: ``n1``, ``n2`` ...

    Of notes that share an id the first keeps it.
    """
    key = XML_ID if root.tag == "mei" else "id"
    notes = [note for note in root.iter("note") if note.find("rest") is None]
    nameless = []
    used: set[str] = set()
    for count, note in enumerate(notes, start=1):
        own = note.get(key, "")
        if own in used or not NAME.match(own) or "-rend" in own:
            nameless.append((count, note))
        used.add(own)
    used |= {element.get(key, "") for element in root.iter()}
    for count, note in nameless:
        fresh = f"n{count}"
        while fresh in used:
            fresh += "x"
        used.add(fresh)
        note.set(key, fresh)


def _content(path: Path) -> bytes:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise ScoreFileError(f"{path}: is larger than {MAX_BYTES // 1_000_000} MB; {HINT}")
        return path.read_bytes()
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else str(error)
        raise ScoreFileError(f"{path}: cannot be read: {why}. Check the name; {HINT}") from None


def _unpacked(path: Path, content: bytes) -> bytes:
    """Return the score inside a compressed file; any other content as it is."""
    if not content.startswith(b"PK"):
        return content
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entry = archive.getinfo(_inner_name(archive))
            if entry.file_size > MAX_BYTES:
                raise ScoreFileError(
                    f"{path}: unpacks to more than {MAX_BYTES // 1_000_000} MB; {HINT}"
                )
            return archive.read(entry)
    except KeyError:
        raise ScoreFileError(f"{path}: is compressed but holds no score; {HINT}") from None
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,  # a way of packing that Python does not know
        RuntimeError,  # a password
        OSError,
        ValueError,
    ) as error:
        raise ScoreFileError(f"{path}: cannot be unpacked: {error}; save the score again") from None


def _inner_name(archive: zipfile.ZipFile) -> str:
    """Return the entry that META-INF/container.xml names, else the first that looks like a score.

    Raises
    ------
    KeyError : there is none
    """
    names = archive.namelist()
    container = "META-INF/container.xml"
    if container in names and archive.getinfo(container).file_size < 100_000:
        try:
            root = Xml.fromstring(archive.read(container))
        except (Xml.ParseError, ValueError, LookupError):
            root = Xml.Element("container")
        for element in root.iter():
            name = element.get("full-path", "")
            if element.tag.endswith("rootfile") and name in names:
                return name
    for name in names:
        if name.lower().endswith((".musicxml", ".xml", ".mei")) and not name.startswith(
            ("META-INF", "__MACOSX")
        ):
            return name
    raise KeyError(container)


def _plain(root: Xml.Element) -> None:
    for element in root.iter():
        if isinstance(element.tag, str):
            element.tag = element.tag.rpartition("}")[2]

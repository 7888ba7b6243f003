"""Small scores in MusicXML and MEI, written out for the tests of reading them."""

from collections.abc import Sequence

from engine.exercise import Piece

QUARTER = 12  # divisions of a quarter
HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
OPEN = '<barline location="left"><repeat direction="forward"/></barline>'
CLOSE = '<barline location="right"><repeat direction="backward"/></barline>'


def note(  # noqa: PLR0913 - a note has as many sides
    name: str,
    beats: float = 1,
    *,
    staff: int = 1,
    voice: int = 1,
    before: str = "",
    after: str = "",
    key: str = "",
) -> str:
    """One note of MusicXML, "C4", "F#4" or "Bb3"; "" is a rest and ``beats`` 0 writes none."""
    alter = {"#": "<alter>1</alter>", "b": "<alter>-1</alter>"}.get(name[1:2], "")
    pitch = f"<pitch><step>{name[:1]}</step>{alter}<octave>{name[-1:]}</octave></pitch>"
    lasts = f"<duration>{round(beats * QUARTER)}</duration>" if beats else ""
    own = f' id="{key}"' if key else ""
    return (
        f"<note{own}>{before}{pitch if name else '<rest/>'}{lasts}"
        f"<voice>{voice}</voice><type>quarter</type>{after.partition('<notations>')[0]}"
        f"<staff>{staff}</staff>{''.join(after.partition('<notations>')[1:])}</note>"
    )


def chord(*names: str, after: Sequence[str] = (), staff: int = 1) -> str:
    """A chord of quarters; ``after`` goes with its notes in order."""
    extra = list(after) + [""] * (len(names) - len(after))
    return "".join(
        note(name, after=one, staff=staff, before="<chord/>" if rank else "")
        for rank, (name, one) in enumerate(zip(names, extra, strict=True))
    )


def grace(name: str) -> str:
    """A grace note."""
    return note(name, 0, before="<grace/>")


def fingered(*fingers: str) -> str:
    """Fingerings; "+3" is a substitution, "?3" an alternative."""
    kinds = {"+": ' substitution="yes"', "?": ' alternate="yes"'}
    written = "".join(
        f"<fingering{kinds.get(finger[0], '')}>{finger.lstrip('+?')}</fingering>"
        for finger in fingers
    )
    return f"<notations><technical>{written}</technical></notations>"


def tied(*kinds: str) -> str:
    """Tie signs, "start" and "stop", as notations (which verovio reads)."""
    return "<notations>" + "".join(f'<tied type="{kind}"/>' for kind in kinds) + "</notations>"


def sign(name: str) -> str:
    """An ornament."""
    return f"<notations><ornaments><{name}/></ornaments></notations>"


def backup(beats: float) -> str:
    """A step back in time."""
    return f"<backup><duration>{round(beats * QUARTER)}</duration></backup>"


def part(*bars: str, staves: int = 1, beats: int = 4, key: str = "P1", head: str = "") -> str:
    """A part of bars; ``head`` goes into its first attributes."""
    attributes = (
        f"<attributes><divisions>{QUARTER}</divisions>"
        f"<time><beats>{beats}</beats><beat-type>4</beat-type></time>"
        f"<staves>{staves}</staves>{head}</attributes>"
    )
    written = "".join(
        f'<measure number="{n}">{attributes if n == 1 else ""}{bar}</measure>'
        for n, bar in enumerate(bars, start=1)
    )
    return f'<part id="{key}">{written}</part>'


def musicxml(*parts: str, title: str = "") -> str:
    """A score of parts P1, P2 ... in their order."""
    listed = "".join(
        f'<score-part id="P{n}"><part-name>Part {n}</part-name></score-part>'
        for n in range(1, len(parts) + 1)
    )
    named = f"<work><work-title>{title}</work-title></work>" if title else ""
    return (
        f'{HEAD}<score-partwise version="4.0">{named}<part-list>{listed}</part-list>'
        f"{''.join(parts)}</score-partwise>"
    )


def mei(*bars: str, staves: int = 1, head: str = "") -> str:
    """A score in MEI; each bar is what stands inside its ``measure``."""
    defined = "".join(f'<staffDef n="{n}" lines="5"/>' for n in range(1, staves + 1))
    written = "".join(f'<measure n="{n}">{bar}</measure>' for n, bar in enumerate(bars, 1))
    return (
        f'{HEAD}<mei xmlns="http://www.music-encoding.org/ns/mei" meiversion="5.0"><meiHead>'
        "<fileDesc><titleStmt><title>Study</title></titleStmt><pubStmt/></fileDesc></meiHead>"
        f'<music><body><mdiv><score><scoreDef meter.count="4" meter.unit="4"{head}>'
        f"<staffGrp>{defined}</staffGrp></scoreDef><section>{written}</section></score></mdiv>"
        "</body></music></mei>"
    )


def layer(*notes: str, staff: int = 1) -> str:
    """One voice of an MEI bar."""
    return f'<staff n="{staff}"><layer n="1">{"".join(notes)}</layer></staff>'


def mei_note(name: str, key: str = "", *, dur: str = "4", more: str = "") -> str:
    """One note of MEI."""
    own = f' xml:id="{key}"' if key else ""
    return f'<note{own} dur="{dur}" pname="{name[0].lower()}" oct="{name[-1]}" {more}/>'


def times(piece: Piece) -> list[tuple[int, float, float]]:
    """Pitch, onset and duration in beats of each target."""
    return [(t.pitch, t.onset_beat, t.duration_beat) for t in piece.targets]


def ids(piece: Piece) -> list[str]:
    """The id of each target."""
    return [t.id for t in piece.targets]

"""``evenhand analyse``: measure recordings."""

from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from engine import EvenhandError
from engine.exercise import Hand

if TYPE_CHECKING:
    from game.analysis.heard import Heard
    from game.analysis.measuring import Asked

SUFFIXES = frozenset({".mid", ".midi", ".kar"})


def analyse(  # noqa: PLR0913, PLR0917 - one parameter an option
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE...", help="MIDI files, or folders of .mid, .midi and .kar."),
    ],
    exercise: Annotated[
        str,
        typer.Option(
            help="One that evenhand exercises lists, a .toml file, or a MusicXML or MEI score."
        ),
    ],
    tempo: Annotated[
        float | None,
        typer.Option(min=20, max=300, help="Quarters a minute asked for; else the take's own."),
    ] = None,
    hand: Annotated[
        Hand | None, typer.Option(help="The hand that played; of a score, its part.")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
    full: Annotated[
        bool, typer.Option("--full", help="All tables of each file where there are several.")
    ] = False,
    csv: Annotated[
        Path | None,
        typer.Option(metavar="OUT.csv", help="Write the main figures, a row a file and cell."),
    ] = None,
    notes: Annotated[
        Path | None, typer.Option(metavar="OUT.csv", help="Write a row a note to this file.")
    ] = None,
    plot: Annotated[
        Path | None,
        typer.Option(
            metavar="OUT", help="Draw each: .png, .svg or .pdf; of several files OUT-FILE."
        ),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace files that are there.")] = False,
) -> None:
    """Measure the evenness in recordings; one that cannot be read is told, the rest go on."""
    from rich.console import Console

    from game.analysis.measuring import asked_for
    from game.commands.analyse_outputs import Wanted, outputs
    from game.commands.bar import bar

    asked = asked_for(exercise, hand, tempo)
    paths = list(recordings(files))
    wanted = Wanted(json=json, full=full, csv=csv, notes=notes, plot=plot, force=force)
    failed = False
    with ExitStack() as stack:
        each, above = stack.enter_context(bar(paths, "Measuring", Console(stderr=True)))
        keeps = [stack.enter_context(one) for one in outputs(wanted, paths, above)]
        for path in each:
            heard = _heard(path, asked)
            failed |= heard.failed
            for keep in keeps:
                keep(heard)
    if failed:
        raise typer.Exit(1)


def recordings(given: Iterable[Path]) -> Iterator[Path]:
    """Return the files given, and for a folder those in it by name; one without any as it is."""
    for path in given:
        inside = sorted(path.iterdir()) if path.is_dir() else []
        found = [each for each in inside if each.suffix.casefold() in SUFFIXES and each.is_file()]
        yield from found or [path]


def _heard(path: Path, asked: "Asked") -> "Heard":
    from engine.midi.smf import read_smf
    from game.analysis.heard import Unread
    from game.analysis.measuring import measured

    if path.is_dir():
        error = f"{path}: the folder holds no .mid, .midi or .kar file; give the one that does."
        return Unread(file=str(path), error=error)
    try:
        take = read_smf(path)
    except EvenhandError as error:
        return Unread(file=str(path), error=str(error))
    return measured(str(path), take, asked)

"""``evenhand analyse``: measure recordings."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from engine import EvenhandError
from engine.exercise import Hand

if TYPE_CHECKING:
    from collections.abc import Callable

    from engine.exercise import Exercise
    from engine.measures.evenness import Evenness
    from engine.take import Take

MANY_FILES = 20


class AnalyseError(EvenhandError):
    """Files that cannot be analysed as asked."""


def analyse(  # noqa: PLR0913, PLR0917 - one parameter an option
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="MIDI files.")],
    exercise: Annotated[str, typer.Option(help="An exercise of the library, or a .toml file.")],
    tempo: Annotated[
        float | None,
        typer.Option(min=20, max=300, help="Quarters a minute asked for; else the take's own."),
    ] = None,
    hand: Annotated[Hand | None, typer.Option(help="The hand that played.")] = None,
    json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
    notes: Annotated[
        Path | None, typer.Option(metavar="OUT.csv", help="Write a row a note to this file.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace OUT.csv.")] = False,
) -> None:
    """Measure the evenness in recordings; one that cannot be read is told, the rest go on."""
    from content.loader import find
    from engine.measures.evenness import measure
    from engine.midi.smf import read_smf

    asked = _asked(find(exercise), hand)
    if notes is not None:
        _check_notes(notes, files, force=force)
    say, complain = _voices(json=json)
    failed = False
    with note_file(notes) as keep:
        for path in _shown(files):
            try:
                take = read_smf(path)
            except EvenhandError as error:
                complain(path, str(error))
                failed = True
                continue
            evenness = measure(take, asked, tempo_bpm=tempo)
            say(path, evenness)
            keep(path, take, asked, evenness)
            failed |= evenness.match.refused is not None
    if failed:
        raise typer.Exit(1)


def _asked(exercise: "Exercise", hand: Hand | None) -> "Exercise":
    if hand is not None and hand != exercise.hand:
        raise AnalyseError(
            f"--hand {hand}: {exercise.id} is for the {exercise.hand} hand; choose the exercise of "
            "the hand that played (evenhand exercises lists them)"
        )
    return exercise


def _voices(
    *, json: bool
) -> "tuple[Callable[[Path, Evenness], None], Callable[[Path, str], None]]":
    """Return how to say a result and how to complain, for programs or for people."""
    if json:
        import json as writer

        from game.analysis import as_json

        return (
            lambda path, evenness: typer.echo(
                writer.dumps(as_json(str(path), evenness), allow_nan=False)
            ),
            lambda path, error: typer.echo(writer.dumps({"file": str(path), "error": error})),
        )
    from rich.console import Console

    from game.analysis_tables import show

    console = Console(highlight=False, soft_wrap=True)

    def say(path: Path, evenness: "Evenness") -> None:
        if evenness.match.refused:
            typer.echo(f"evenhand: {path}: {evenness.match.refused}.", err=True)
            return
        show(console, str(path), evenness)
        console.print()

    return say, lambda _path, error: typer.echo(f"evenhand: {error}", err=True)


def _check_notes(path: Path, files: list[Path], *, force: bool) -> None:
    """Refuse a table that is not one, or that would replace a recording or, unasked, any file."""
    from game.commands.outputs import check_file

    if path.suffix.casefold() != ".csv":
        raise AnalyseError(f"--notes {path}: the table of notes is a file that ends in .csv")
    if path.exists() and any(file.exists() and path.samefile(file) for file in files):
        raise AnalyseError(f"--notes {path}: is one of the recordings; give another name")
    check_file(path, force=force)


@contextmanager
def note_file(
    path: Path | None,
) -> "Iterator[Callable[[Path, Take, Exercise, Evenness], None]]":
    """Give a function that keeps a file's notes as rows, or one that does nothing.

    The rows gather in a file beside ``path``, which becomes ``path`` when all are there.
    """
    if path is None:
        yield lambda *_: None
        return
    import csv
    from tempfile import TemporaryDirectory

    from game.analysis import NOTE_COLUMNS, note_rows

    with TemporaryDirectory(dir=path.parent, prefix=f"{path.name}.") as folder:
        gathered = Path(folder) / path.name
        # a file's name that is not UTF-8 stays readable, and different from every other
        stream = gathered.open("w", encoding="utf-8", errors="backslashreplace", newline="")
        try:
            writer = csv.writer(stream)
            writer.writerow(NOTE_COLUMNS)

            def keep(file: Path, take: "Take", exercise: "Exercise", evenness: "Evenness") -> None:
                with _told(path):
                    writer.writerows(note_rows(str(file), take.notes, exercise, evenness))

            yield keep
            with _told(path):
                stream.flush()
        finally:
            # what could not be written was told; closing tries it once more
            with suppress(OSError):
                stream.close()
        with _told(path):
            gathered.replace(path)


@contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        reason = error.strerror or error
        raise AnalyseError(
            f"{path}: cannot be written: {reason}; make room, or choose another"
        ) from error


def _shown(files: list[Path]) -> Iterator[Path]:
    """Give the files one by one, with a progress bar on a terminal when they are many."""
    from rich.console import Console
    from rich.progress import track

    console = Console(stderr=True)
    if len(files) < MANY_FILES or not console.is_terminal:
        yield from files
        return
    yield from track(files, description="Measuring", console=console, transient=True)

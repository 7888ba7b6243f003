"""``evenhand analyse``: measure recordings."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

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


def analyse(
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
) -> None:
    """Measure the evenness in recordings; a bad file is reported and the rest go on."""
    from content.loader import find
    from engine.measures.evenness import measure
    from engine.midi.smf import read_smf

    asked = _asked(find(exercise), hand)
    say, complain = _voices(json=json)
    failed = False
    with _note_file(notes) as keep:
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


@contextmanager
def _note_file(
    path: Path | None,
) -> "Iterator[Callable[[Path, Take, Exercise, Evenness], None]]":
    """Give a function that keeps a file's notes as rows, or one that does nothing."""
    if path is None:
        yield lambda *_: None
        return
    import csv

    from game.analysis import NOTE_COLUMNS, note_rows

    try:
        stream: Any = path.open("w", encoding="utf-8", newline="")
    except OSError as error:
        raise AnalyseError(f"{path}: cannot be written: {error.strerror}") from None
    with stream:
        writer = csv.writer(stream)
        writer.writerow(NOTE_COLUMNS)
        yield lambda file, take, exercise, evenness: writer.writerows(
            note_rows(str(file), take.notes, exercise, evenness)
        )


def _shown(files: list[Path]) -> Iterator[Path]:
    """Give the files one by one, with a progress bar on a terminal when they are many."""
    from rich.console import Console
    from rich.progress import track

    console = Console(stderr=True)
    if len(files) < MANY_FILES or not console.is_terminal:
        yield from files
        return
    yield from track(files, description="Measuring", console=console, transient=True)

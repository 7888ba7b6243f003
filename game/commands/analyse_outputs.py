"""Where ``analyse`` says what it measured: to a program, to a person, in tables."""

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from json import dumps
from pathlib import Path

import typer

from engine import EvenhandError
from game.analysis.figures import FIGURE_COLUMNS, figure_rows
from game.analysis.heard import Heard, Measured, MeasuredPiece, Unread
from game.analysis.notes import NOTE_COLUMNS, note_rows
from game.analysis.objects import as_json
from game.commands.bar import Above
from game.commands.outputs import check_file, csv_file, replacing, told

Keep = Callable[[Heard], None]
Output = AbstractContextManager[Keep]
PICTURES = frozenset({".png", ".svg", ".pdf"})


class AnalyseError(EvenhandError):
    """An output that cannot be made as asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What was asked for beside the figures; ``force`` replaces files that are there."""

    json: bool = False
    full: bool = False
    csv: Path | None = None
    notes: Path | None = None
    plot: Path | None = None
    force: bool = False


def outputs(wanted: Wanted, recordings: Sequence[Path], above: Above) -> list[Output]:
    """Return all outputs, files first; what cannot be written is refused before any work.

    Raises
    ------
    AnalyseError, OutputError
        for a file of another kind, one that is a recording, or one that is there without ``force``
    """
    found: list[Output] = []
    if wanted.csv is not None:
        _check_table("--csv", wanted.csv, recordings, force=wanted.force)
        found.append(_figures(wanted.csv))
    if wanted.notes is not None:
        _check_table("--notes", wanted.notes, recordings, force=wanted.force)
        found.append(_notes(wanted.notes))
    if wanted.csv is not None and wanted.csv == wanted.notes:
        raise AnalyseError(f"--csv and --notes: both are {wanted.csv}; give each its own file.")
    if wanted.plot is not None:
        pictures = picture_paths(wanted.plot, recordings)
        for path in pictures.values():
            check_file(path, force=wanted.force)
        found.append(_pictures(pictures))
    if wanted.json:
        # lines of a file or a pipe never meet the bar
        return [*found, _program(above if sys.stdout.isatty() else _at_once)]
    full = wanted.full or len(recordings) == 1
    return [*found, _person(above) if full else _summary(above)]


def _check_table(option: str, path: Path, recordings: Sequence[Path], *, force: bool) -> None:
    """Refuse a table that is not one, or that would replace a recording or, unasked, any file."""
    if path.suffix.casefold() != ".csv":
        raise AnalyseError(f"{option} {path}: the table is a file that ends in .csv")
    if path.exists() and any(file.exists() and path.samefile(file) for file in recordings):
        raise AnalyseError(f"{option} {path}: is one of the recordings; give another name")
    check_file(path, force=force)


def picture_paths(out: Path, recordings: Sequence[Path]) -> dict[str, Path]:
    """Return where each recording's picture goes: to ``out``, of several to OUT-RECORDING.

    Raises
    ------
    AnalyseError
        for an ending that is no picture's, or two recordings that would have the same picture
    """
    if out.suffix.casefold() not in PICTURES:
        raise AnalyseError(f"--plot {out}: a picture is a file that ends in .png, .svg or .pdf")
    if len(recordings) == 1:
        return {str(recordings[0]): out}
    paths = {str(one): out.with_name(f"{out.stem}-{one.stem}{out.suffix}") for one in recordings}
    taken: dict[Path, str] = {}
    for recording, path in paths.items():
        if path in taken:
            raise AnalyseError(
                f"--plot {out}: {taken[path]} and {recording} would both be {path.name}; analyse "
                "them apart"
            )
        taken[path] = recording
    return paths


@contextmanager
def _figures(path: Path) -> Iterator[Keep]:
    with csv_file(path, FIGURE_COLUMNS) as add:
        yield lambda heard: add(figure_rows(heard))


@contextmanager
def _notes(path: Path) -> Iterator[Keep]:
    with csv_file(path, NOTE_COLUMNS) as add:
        yield lambda heard: add(note_rows(heard))


@contextmanager
def _pictures(paths: Mapping[str, Path]) -> Iterator[Keep]:
    from game.plots.paper import save
    from game.plots.picture import picture

    def keep(heard: Heard) -> None:
        if isinstance(heard, Unread) or heard.failed:
            return
        path = paths[heard.file]
        with replacing(path) as beside, told(path):
            save(picture(heard), beside)

    yield keep


@contextmanager
def _program(above: Above) -> Iterator[Keep]:
    def say(heard: Heard) -> None:
        line = dumps(as_json(heard), allow_nan=False)
        above(lambda: typer.echo(line))

    yield say


@contextmanager
def _person(above: Above) -> Iterator[Keep]:
    """Say everything of each file as it comes."""
    from rich.console import Console

    from game.analysis.tables import show

    console = Console(highlight=False, soft_wrap=True)

    def say(heard: Heard) -> None:
        if isinstance(heard, Unread) or heard.failed:
            above(lambda: _complain(heard))
        else:
            above(lambda: show(console, heard))

    yield say


@contextmanager
def _summary(above: Above) -> Iterator[Keep]:
    """Say one line a file when all were measured."""
    from rich.console import Console

    from game.analysis.summary import show_summary

    measured: list[Measured | MeasuredPiece] = []

    def say(heard: Heard) -> None:
        if isinstance(heard, Unread) or heard.failed:
            above(lambda: _complain(heard))
        else:
            measured.append(heard)

    yield say
    show_summary(Console(highlight=False, soft_wrap=True), measured)


def _complain(heard: Heard) -> None:
    if isinstance(heard, Unread):
        typer.echo(f"evenhand: {heard.error}", err=True)
    else:
        typer.echo(f"evenhand: {heard.file}: {heard.evenness.match.refused}.", err=True)


def _at_once(write: Callable[[], None]) -> None:
    write()

"""Where a command may write: tried before the work begins, so that nothing is lost at its end.

What is written is there whole, or not at all.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile

from engine import EvenhandError


class OutputError(EvenhandError):
    """A place where nothing can be written."""


def check_file(path: Path, *, force: bool) -> None:
    """Refuse ``path`` where a file cannot be written, or is already there without ``force``.

    Raises
    ------
    OutputError
        for a folder, a file that is there, a folder that is missing or cannot be written
    """
    try:
        if path.is_dir():
            raise OutputError(f"{path}: is a folder; give the name of a file.")
        if path.exists() and not force:
            raise OutputError(f"{path}: is there already; give another name, or --force.")
        if not path.parent.is_dir():
            raise OutputError(f"{path}: there is no folder {path.parent}; make it first.")
        _try_folder(path.parent)
    except OSError as error:
        raise _refusal(path, error) from error


def check_folder(path: Path) -> None:
    """Make the folder ``path`` unless it is there, and refuse one that cannot be written.

    Raises
    ------
    OutputError
        for a file in its place, or a folder that cannot be made or written
    """
    try:
        path.mkdir(parents=True, exist_ok=True)
        _try_folder(path)
    except FileExistsError as error:
        raise OutputError(f"{path}: is a file, not a folder; give a folder.") from error
    except OSError as error:
        raise _refusal(path, error) from error


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Give a file to write to, which becomes ``path`` when the block ends well, and only then.

    Raises
    ------
    OutputError
        where it cannot be put in its place
    """
    try:
        folder = TemporaryDirectory(dir=path.parent, prefix=f"{path.name}.")
    except OSError as error:
        raise _refusal(path, error) from error
    with folder as beside:
        yield Path(beside) / path.name
        with told(path):
            (Path(beside) / path.name).replace(path)


@contextmanager
def csv_file(
    path: Path, columns: Sequence[str]
) -> Iterator[Callable[[Iterable[Sequence[object]]], None]]:
    """Give a function that adds rows under ``columns``; ``path`` is there when all are.

    Raises
    ------
    OutputError
        where the disk is full or cannot be written
    """
    import csv

    with replacing(path) as beside:
        # a file's name that is not UTF-8 stays readable, and different from every other
        with told(path):
            stream = beside.open("w", encoding="utf-8", errors="backslashreplace", newline="")
        try:
            writer = csv.writer(stream)
            writer.writerow(columns)

            def add(rows: Iterable[Sequence[object]]) -> None:
                with told(path):
                    writer.writerows(rows)

            yield add
            with told(path):
                stream.flush()
        finally:
            # what could not be written was told; closing tries it once more
            with suppress(OSError):
                stream.close()


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Turn what the system refuses in the block into a sentence about ``path``."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or error
        raise OutputError(
            f"{path}: cannot be written: {reason}; make room, or choose another"
        ) from error


def _try_folder(folder: Path) -> None:
    with TemporaryFile(dir=folder) as file:
        file.write(b"\0")


def _refusal(path: Path, error: OSError) -> OutputError:
    reason = error.strerror or error
    return OutputError(f"{path}: cannot be written: {reason}; give a place that can be written.")

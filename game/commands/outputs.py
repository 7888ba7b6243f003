"""Where a command may write: tried before the work begins, so that nothing is lost at its end."""

from pathlib import Path
from tempfile import TemporaryFile

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


def _try_folder(folder: Path) -> None:
    with TemporaryFile(dir=folder) as file:
        file.write(b"\0")


def _refusal(path: Path, error: OSError) -> OutputError:
    reason = error.strerror or error
    return OutputError(f"{path}: cannot be written: {reason}; give a place that can be written.")

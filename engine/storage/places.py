"""Where Evenhand's data belongs on this computer, and how a small file is written whole."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import platformdirs
from sqlalchemy.engine import URL

from engine.storage.errors import StorageError


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """The folder that holds everything Evenhand remembers on one computer."""

    folder: Path

    @classmethod
    def found(cls, environ: Mapping[str, str]) -> Self:
        """Return the folder that ``EVENHAND_DATA`` names, or the system's own place for data.

        StorageError when it names the home of a user whom this computer does not know.
        """
        named = environ.get("EVENHAND_DATA")
        if named:
            try:
                return cls(folder=Path(named).expanduser().absolute())
            except RuntimeError as error:
                raise StorageError(
                    f"EVENHAND_DATA names {named}, but there is no such home folder; write the "
                    "whole path"
                ) from error
        return cls(folder=platformdirs.user_data_path("evenhand", appauthor=False))

    @property
    def database_url(self) -> URL:
        """The address of the database, as ``Store.open`` takes it, for any name of the folder."""
        return URL.create("sqlite", database=str(self.folder / "evenhand.db"))

    @property
    def journals(self) -> Path:
        """The folder of takes being played, and of those a killed session left."""
        return self.folder / "journal"

    @property
    def silent_marks(self) -> Path:
        """The file that names the pianos whose own sound is off, while it is."""
        return self.folder / "silent.json"

    @property
    def settings(self) -> Path:
        """The file of this computer's settings."""
        return self.folder / "settings.json"


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that, whatever happens, the old or the new one is there, never a part.

    The folder is made where it is missing; StorageError when it cannot be written.
    """
    partial = path.with_name(f"{path.name}.{os.getpid()}.partial")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with partial.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
        sync_folder(path.parent)
    except OSError as error:
        raise StorageError(
            f"{path} cannot be written: {error.strerror}; check its folder's permissions and the "
            "room on the disk"
        ) from error


def sync_folder(folder: Path) -> None:
    """Have the disk keep the folder's list of files; a system that cannot is left alone."""
    if os.name != "posix":  # pragma: no cover - no test runs there
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

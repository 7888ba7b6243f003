"""What a file of notes cannot say about a take, kept beside it as ``TAKE.json``."""

import hashlib
import json
import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.midi.errors import MidiFileError
from engine.take import Take, TimeSource

SCHEMA = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """How the notes of a file were captured."""

    source: TimeSource
    grid_ms: float
    jitter_ms: float
    api: str
    sysex_count: int
    interrupted: bool
    warnings: tuple[str, ...]


def facts_path(path: Path) -> Path:
    """Return where the facts of the take in ``path`` are."""
    return path.with_suffix(".json")


def write_facts(path: Path, data: bytes, take: Take, facts: Mapping[str, object]) -> None:
    """Write the facts of ``take``, whose file at ``path`` is to hold ``data``; ours win."""
    timing = take.timing
    content = {
        **facts,
        "schema": SCHEMA,
        "file": path.name,
        "sha256": hashlib.sha256(data).hexdigest(),
        "ports": list(take.ports),
        "api": take.api,
        "messages": len(take.raw),
        "notes": len(take.notes),
        "sysex_count": take.sysex_count,
        "pedal_used": take.pedal_used,
        "interrupted": take.interrupted,
        "warnings": list(take.warnings),
        "timing": {
            "source": timing.source.value,
            "grid_ms": timing.grid_ms,
            "jitter_ms": timing.jitter_ms,
            "arrival_jitter_ms": timing.arrival_jitter_ms,
            "resets": timing.resets,
        },
    }
    text = json.dumps(content, indent=2, ensure_ascii=False, default=str) + "\n"
    # in a name that is not UTF-8 this leaves the escapes that JSON has for it
    write_atomically(facts_path(path), text.encode(errors="backslashreplace"))


def read_facts(path: Path, data: bytes) -> Facts | None:
    """Return the facts written with exactly this ``data``; None where there are none to trust."""
    try:
        content = json.loads(facts_path(path).read_bytes())
        return _facts(content, hashlib.sha256(data).hexdigest())
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _facts(content: dict[str, Any], sha256: str) -> Facts | None:
    if content["schema"] != SCHEMA or content["sha256"] != sha256:
        return None
    timing = content["timing"]
    measured = timing["source"] != TimeSource.UNMEASURED
    return Facts(
        source=TimeSource.FILE if measured else TimeSource.UNMEASURED,
        grid_ms=float(timing["grid_ms"]),
        jitter_ms=float(timing["jitter_ms"]),
        api=str(content["api"]),
        sysex_count=int(content["sysex_count"]),
        interrupted=bool(content["interrupted"]),
        warnings=tuple(str(warning) for warning in content["warnings"]),
    )


def write_atomically(path: Path, data: bytes) -> None:
    """Write ``data`` to ``path`` whole or not at all.

    Raises
    ------
    MidiFileError
        where the folder is not there or cannot be written
    """
    temporary = ""
    try:
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=path.name, delete=False) as file:
            temporary = file.name
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        # The temporary file is private; what it becomes is as open as any other new file.
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    except OSError as error:
        if temporary:
            Path(temporary).unlink(missing_ok=True)
        raise MidiFileError(
            f"{path}: cannot be written: {error.strerror or error}; choose another folder."
        ) from error

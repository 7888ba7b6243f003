"""The settings file: one JSON object with an integer ``schema``."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from itertools import count
from pathlib import Path
from typing import Any
from uuid import UUID

from engine.record import Calibration, ClickChoice, Settings, ThemeChoice, VoiceChoice
from engine.storage.errors import NewerSchemaError, StorageError
from engine.storage.places import write_whole

SCHEMA = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedSettings:
    """The settings, and a sentence for the player when the file could not be used."""

    settings: Settings
    warning: str | None = None


def load_settings(path: Path) -> LoadedSettings:
    """Return the settings kept at ``path``; the built-in ones where there are none yet.

    A damaged file is moved aside, never deleted, and the warning says where to.

    Raises
    ------
    NewerSchemaError
        when a newer Evenhand wrote the file
    StorageError
        when the file is there and cannot be read
    """
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return LoadedSettings(settings=Settings())
    except OSError as error:
        raise StorageError(
            f"{path} cannot be read: {error.strerror}; check the permissions of the file"
        ) from error
    try:
        found = json.loads(content)
        schema = found["schema"]
        if schema > SCHEMA:
            raise NewerSchemaError(
                f"{path} was written by a newer Evenhand (schema {schema}, this one knows "
                f"{SCHEMA}); install the newest Evenhand or move the file away"
            )
        return LoadedSettings(settings=_settings_of(found))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        return _set_aside(path, error)


def save_settings(path: Path, settings: Settings) -> None:
    """Write the settings whole; StorageError when that cannot be done."""
    content = {
        "schema": SCHEMA,
        "player_id": None if settings.player_id is None else str(settings.player_id),
        "port_name": settings.port_name,
        "port_api": settings.port_api,
        "theme": settings.theme,
        "type_scale": settings.type_scale,
        "reduced_motion": settings.reduced_motion,
        "volume": settings.volume,
        "muted": settings.muted,
        "clicks": settings.clicks,
        "voice": settings.voice,
        "hit_strip": settings.hit_strip,
        "calibrations": [asdict(each) for each in settings.calibrations],
    }
    write_whole(path, (json.dumps(content, indent=2) + "\n").encode())


def _settings_of(found: Mapping[str, Any]) -> Settings:
    player_id = found["player_id"]
    return Settings(
        player_id=None if player_id is None else UUID(player_id),
        port_name=_text(found["port_name"]),
        port_api=_text(found["port_api"]),
        theme=ThemeChoice(found["theme"]),
        type_scale=_number(found["type_scale"], 1.0, 2.0),
        reduced_motion=found["reduced_motion"] is True,
        volume=_number(found["volume"], 0.0, 1.0),
        # not in the files of the first Evenhand
        muted=found.get("muted") is True,
        clicks=ClickChoice(found.get("clicks", ClickChoice.SPEAKERS)),
        voice=VoiceChoice(found.get("voice", VoiceChoice.AUTO)),
        hit_strip=found.get("hit_strip") is True,
        calibrations=tuple(_calibration(each) for each in found.get("calibrations", ())),
    )


def _calibration(found: Mapping[str, Any]) -> Calibration:
    latency_ms, low_ms, high_ms = (
        _number(found[name], -1000.0, 1000.0) for name in ("latency_ms", "low_ms", "high_ms")
    )
    return Calibration(
        port_name=_text(found["port_name"]),
        clicks=ClickChoice(found["clicks"]),
        latency_ms=latency_ms,
        low_ms=low_ms,
        high_ms=high_ms,
        taps=int(_number(found["taps"], 1, 100_000)),
    )


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is no text")
    return value


def _number(value: object, least: float, most: float) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError(f"{value!r} is no number")
    if not least <= value <= most:
        raise ValueError(f"{value!r} is not {least:g} to {most:g}")
    return float(value)


def _set_aside(path: Path, error: Exception) -> LoadedSettings:
    names = (f"{path.stem}.damaged-{number}{path.suffix}" for number in count(1))
    try:
        aside = next(free for name in names if not (free := path.with_name(name)).exists())
        path.rename(aside)
    except OSError as failed:
        raise StorageError(
            f"{path} is damaged ({error}) and cannot be moved aside: {failed.strerror}; "
            "move it yourself"
        ) from failed
    return LoadedSettings(
        settings=Settings(),
        warning=f"The settings were damaged and start anew; the old file is now {aside}.",
    )

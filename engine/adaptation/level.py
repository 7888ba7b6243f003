"""How a level is kept between two sessions, whatever its game: as JSON with its schema."""

import json
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, ClassVar, Self

from engine import EvenhandError


class LevelError(EvenhandError):
    """A stored level cannot be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """A level that is written and read again field by field.

    Whose fields are not plain says in ``read`` how they are made of JSON, and in ``kept`` what is
    written.
    """

    GAME: ClassVar[str]
    SCHEMA: ClassVar[int] = 1

    def kept(self) -> dict[str, Any]:
        """Return what is written, without the schema."""
        return asdict(self)

    @classmethod
    def read(cls, kept: dict[str, Any]) -> Self:
        """Return the level from what ``kept`` gave, as JSON has it."""
        return cls(**kept)

    @classmethod
    def upgraded(cls, kept: dict[str, Any]) -> dict[str, Any]:
        """Return what an earlier Evenhand wrote as this one writes it, with its ``schema``."""
        return kept

    def rested(self) -> Self:
        """Return where the next session begins: here, unless a game has another rule."""
        return self

    def to_json(self) -> str:
        """Return the level as JSON with its ``schema``; dates in ISO form."""
        return json.dumps({"schema": self.SCHEMA, **self.kept()}, default=date.isoformat)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Return the level that ``to_json`` wrote; LevelError says what is wrong."""
        try:
            kept = cls.upgraded(json.loads(text))
            schema = kept.pop("schema")
            if schema != cls.SCHEMA:
                raise ValueError(f"schema is {schema}, not {cls.SCHEMA}")
            return cls.read(kept)
        except (ValueError, TypeError, KeyError, AttributeError, LevelError) as error:
            raise LevelError(
                f"The stored level of {cls.GAME} cannot be read ({error}). "
                "It starts afresh: the takes themselves are kept."
            ) from error

    @classmethod
    def resumed(cls, text: str | None) -> Self:
        """Return where today begins; at the first level where none is kept or can be read."""
        try:
            return cls() if text is None else cls.from_json(text).rested()
        except LevelError:
            return cls()

"""All roads of one hand: one a spot, the one that was last walked or troubled at the end."""

import json
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Self

from engine import EvenhandError
from engine.adaptation.slow_road import Milestone, Road

SCHEMA = 1


class SlowRoadError(EvenhandError):
    """Stored roads cannot be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Roads:
    """The roads of one hand, each spot once."""

    roads: tuple[Road, ...] = ()

    def of(self, spot: str) -> Road | None:
        """Return the road of a spot, by the id of its exercise; None where there is none."""
        return next((road for road in self.roads if road.spot == spot), None)

    def having(self, road: Road) -> "Roads":
        """Return the roads with this one as the latest."""
        others = (each for each in self.roads if each.spot != road.spot)
        return Roads(roads=(*others, road))

    def troubled(self, spot: str, *, tempo_bpm: float, on: date) -> "Roads":
        """Return the roads after something pulled at a spot, at this tempo, in another game."""
        road = self.of(spot)
        if road is None:
            return self.having(Road.start(spot, troubled_bpm=tempo_bpm, on=on))
        return self.having(road.troubled(tempo_bpm, on=on))

    def to_json(self) -> str:
        """Return the roads as JSON with their ``schema``; dates in ISO form."""
        return json.dumps({"schema": SCHEMA, **asdict(self)}, default=date.isoformat)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Return the roads that ``to_json`` wrote; SlowRoadError says what is wrong."""
        try:
            kept: dict[str, Any] = json.loads(text)
            if kept["schema"] != SCHEMA:
                raise ValueError(f"schema is not {SCHEMA}")
            return cls(roads=tuple(_road(each) for each in kept["roads"]))
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise SlowRoadError(
                f"The stored tempos of Slow Road cannot be read ({error}). "
                "The roads begin again: the takes themselves are kept."
            ) from error

    @classmethod
    def resumed(cls, text: str | None) -> Self:
        """Return the roads as kept; none where none are kept or they cannot be read."""
        try:
            return cls.from_json(text) if text else cls()
        except SlowRoadError:
            return cls()


def _road(kept: dict[str, Any]) -> Road:
    last = kept["last_date"]
    return Road(
        **kept
        | {
            "since": date.fromisoformat(kept["since"]),
            "earlier_bpm": tuple(kept["earlier_bpm"]),
            "clean_days": tuple(date.fromisoformat(day) for day in kept["clean_days"]),
            "last_date": None if last is None else date.fromisoformat(last),
            "milestones": tuple(
                Milestone(on=date.fromisoformat(each["on"]), bpm=each["bpm"])
                for each in kept["milestones"]
            ),
        }
    )

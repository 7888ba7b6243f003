"""All roads of one hand: one a spot, the one that was last walked or troubled at the end."""

from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar, Self

from engine.adaptation.level import Level
from engine.adaptation.slow_road import Milestone, Road


@dataclass(frozen=True, slots=True, kw_only=True)
class Roads(Level):
    """The roads of one hand, each spot once."""

    GAME: ClassVar[str] = "Slow Road"

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

    @classmethod
    def read(cls, kept: dict[str, Any]) -> Self:
        """Return the roads with their dates."""
        return cls(roads=tuple(_road(each) for each in kept["roads"]))


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

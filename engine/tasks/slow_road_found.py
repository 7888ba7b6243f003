"""What a take on Slow Road said: its evenness, and where the road stands after it."""

from dataclasses import dataclass
from datetime import date

from engine.adaptation.slow_road import Road
from engine.measures.evenness import Evenness


@dataclass(frozen=True, slots=True, kw_only=True)
class SlowRoadFound:
    """The evenness of the runs and the road after them.

    ``on`` is the day of the take, ``limit_bpm`` the ceiling, ``clean_runs`` those that count as
    clean, of all that were played.
    """

    evenness: Evenness
    road: Road
    on: date
    limit_bpm: float
    clean_runs: int

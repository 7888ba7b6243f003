"""Where a player stands before today: what a plan is made of."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from engine.exercise import Hand
from engine.record import Task


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where a player stands before today: what the plan is made of.

    ``tempo_bpm`` and ``ceiling_bpm`` come from Pearls' ladder, ``levels`` are those of the other
    games, by the name of the game; ``dwelling`` are the transitions that stand out, weakest first,
    if any do; ``played_minutes`` is what today holds already and ``days_before`` on how many days
    something was played before today; ``today`` is null where no day matters.
    """

    hand: Hand
    sessions_before: int
    tempo_bpm: float
    ceiling_bpm: float
    levels: Mapping[str, str] = field(default_factory=dict)
    dwelling: tuple[tuple[int, int], ...] = ()
    played_minutes: float = 0.0
    days_before: int = 0
    today: date | None = None

    def level(self, task: Task) -> str | None:
        """Return where one game's own level stands, as it keeps it; None for the first time."""
        return self.levels.get(task)

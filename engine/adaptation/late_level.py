"""How long and how fast the runs of The Late One are: a judgement, so about 80 % are to be found.

The run gets faster where the late note is nearly always found, up to the tempo ceiling, and then
longer; slower, and then shorter, where it is not. A hand that pulled is slowed at once.
"""

from dataclasses import dataclass, replace
from typing import ClassVar, Self

from engine.adaptation.level import Level

LENGTHS = (3, 4, 5)
FIRST_BPM, SLOWEST_BPM = 30.0, 20.0
STEP = 1.08
PULL_STEPS = 2
# Between these shares of unmarked notes that deviate less (.5 is guessing) nothing changes.
HARDER_FROM, EASIER_BELOW = 0.85, 0.75


@dataclass(frozen=True, slots=True, kw_only=True)
class LateLevel(Level):
    """How many notes a run has and how fast they come; four of them make a beat of ``tempo_bpm``.

    ValueError outside 3 to 5 notes and below 20 bpm.
    """

    GAME: ClassVar[str] = "The Late One"

    length: int = 5
    tempo_bpm: float = FIRST_BPM

    def __post_init__(self) -> None:
        if self.length not in LENGTHS or not self.tempo_bpm >= SLOWEST_BPM:
            raise ValueError(f"{self.length} notes at {self.tempo_bpm} bpm cannot be a level")

    def held_to(self, ceiling_bpm: float) -> Self:
        """Return the level with its tempo within the ceiling, 20 bpm at the least."""
        return replace(self, tempo_bpm=max(SLOWEST_BPM, min(self.tempo_bpm, ceiling_bpm)))

    def after(self, area: float | None, *, pulled: bool, ceiling_bpm: float) -> Self:
        """Return the level after a block that reached ``area`` (0 to 1, null if unknown)."""
        if pulled:
            return self._slower(PULL_STEPS)
        if area is None or EASIER_BELOW <= area < HARDER_FROM:
            return self
        if area < EASIER_BELOW:
            slower = self._slower(1)
            shorter = max(LENGTHS[0], self.length - 1)
            return slower if slower != self else replace(self, length=shorter)
        faster = replace(self, tempo_bpm=self.tempo_bpm * STEP).held_to(ceiling_bpm)
        if faster.tempo_bpm > self.tempo_bpm:
            return faster
        return replace(self, length=min(LENGTHS[-1], self.length + 1))

    def _slower(self, steps: int) -> Self:
        return replace(self, tempo_bpm=max(SLOWEST_BPM, self.tempo_bpm / STEP**steps))

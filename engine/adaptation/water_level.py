"""Still Water's level: how many fingers hold beside the one that plays, and how fast the drops are.

A movement game (SCIENCE 5.2): it goes up slowly, one finger more or 4 % faster after three calm
trials in a row, and down at once when something pulled, or after two restless trials; what was
added last goes first, so the drops slow down before a finger is let off. A trial is calm when at
least 95 % of the strokes left every other key alone.

Once all four fingers hold through three calm trials, every second trial is offered at the player's
own pace, where speed may be traded for quiet and both are told (SCIENCE 2.4).
"""

from dataclasses import dataclass, replace
from typing import ClassVar, Self

from engine.adaptation.level import Level

MOST_HELD = 4
FIRST_BPM, FASTEST_BPM, SLOWEST_BPM = 60.0, 120.0, 40.0
FASTER, SLOWER = 1.04, 0.9
CALM_SHARE, RESTLESS_SHARE = 0.95, 0.85
CALM_TRIALS, RESTLESS_TRIALS = 3, 2
NUMBERS = ("no finger", "one finger", "two fingers", "three fingers", "four fingers")


@dataclass(frozen=True, slots=True, kw_only=True)
class WaterTrial:
    """What one trial tells its level: strokes, those that moved another key, and the answer.

    ``tempo_bpm`` is how fast the drops fell, null where the player's own pace gave the time.
    """

    strokes: int
    stirred: int
    pulled: bool
    tempo_bpm: float | None

    @property
    def calm_share(self) -> float:
        """The share of strokes that left every other key alone; 0 without a stroke."""
        return max(0.0, 1 - self.stirred / self.strokes) if self.strokes else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class WaterLevel(Level):
    """Where the level stands.

    ``held`` fingers hold, the drops fall at ``tempo_bpm``; ``calm`` and ``restless`` count trials
    in a row. ``calmed`` is true once all four held through calm trials, and ``own_pace`` when the
    next trial is to be without drops.
    """

    GAME: ClassVar[str] = "Still Water"

    held: int = 1
    tempo_bpm: float = FIRST_BPM
    calm: int = 0
    restless: int = 0
    calmed: bool = False
    own_pace: bool = False

    def __post_init__(self) -> None:
        if not 1 <= self.held <= MOST_HELD:
            raise ValueError(f"1 to {MOST_HELD} fingers hold, not {self.held}")
        if not SLOWEST_BPM <= self.tempo_bpm <= FASTEST_BPM:
            raise ValueError(
                f"drops fall at {SLOWEST_BPM:g} to {FASTEST_BPM:g} a minute, not {self.tempo_bpm:g}"
            )

    def after(self, trial: WaterTrial) -> tuple["WaterLevel", str]:
        """Return the level after a trial, and what comes next as a sentence.

        One with slower drops than the level's own, as she may choose, never leads further.
        """
        share = trial.calm_share
        restless = self.restless + 1 if share < RESTLESS_SHARE else 0
        if trial.pulled or restless == RESTLESS_TRIALS:
            tempo_bpm = self.tempo_bpm if trial.tempo_bpm is None else trial.tempo_bpm
            at_most = min(self.tempo_bpm, max(tempo_bpm, SLOWEST_BPM))
            return _easier(replace(self, tempo_bpm=at_most), pulled=trial.pulled)
        if trial.tempo_bpm is None:
            level = replace(self, own_pace=False, restless=restless)
            return level, f"Next time the drops are back: {self.drops}."
        if trial.tempo_bpm < self.tempo_bpm:
            return replace(self, restless=restless), f"Next time again {self.drops}."
        calm = self.calm + 1 if share >= CALM_SHARE else 0
        if calm == CALM_TRIALS:
            return _further(self)
        level = replace(self, calm=calm, restless=restless, own_pace=self.calmed)
        if level.own_pace:
            return level, "Next time without drops, at your own pace."
        return level, f"Next time the same: {NUMBERS[self.held]} held, {self.drops}."

    def slower(self) -> Self:
        """Return the level with slower drops; down to one a second before a finger is let off."""
        floor = FIRST_BPM if self.tempo_bpm > FIRST_BPM else SLOWEST_BPM
        return replace(self, tempo_bpm=max(self.tempo_bpm * SLOWER, floor))

    def fewer(self) -> Self:
        """Return the level with one finger fewer to hold, one at the least."""
        return replace(self, held=max(self.held - 1, 1), calm=0, calmed=False)

    @property
    def drops(self) -> str:
        """How fast the drops fall, in words: "one drop a second"."""
        return drops_words(self.tempo_bpm)


def drops_words(tempo_bpm: float) -> str:
    """Return how fast drops fall: "one drop a second", "1.2 drops a second"."""
    rate = f"{tempo_bpm / 60:.1f}"
    return "one drop a second" if rate == "1.0" else f"{rate} drops a second"


def _further(level: WaterLevel) -> tuple[WaterLevel, str]:
    rested = replace(level, calm=0, restless=0)
    if level.held < MOST_HELD:
        more = replace(rested, held=level.held + 1)
        return more, f"Three calm times: {NUMBERS[more.held]} hold next time."
    if not level.calmed:
        alone = replace(rested, calmed=True, own_pace=True)
        return alone, "Three calm times. Next time without drops, at your own pace."
    tempo_bpm = min(level.tempo_bpm * FASTER, FASTEST_BPM)
    faster = replace(rested, tempo_bpm=tempo_bpm, own_pace=True)
    return faster, f"Three calm times: {faster.drops} from now on."


def _easier(level: WaterLevel, *, pulled: bool) -> tuple[WaterLevel, str]:
    why = "Something pulled" if pulled else "The water was restless twice"
    rested = replace(level, calm=0, restless=0, calmed=False, own_pace=False)
    if level.tempo_bpm <= FIRST_BPM and level.held > 1:
        fewer = rested.fewer()
        return fewer, f"{why}, so it is easier next time: {NUMBERS[fewer.held]} held."
    slower = rested.slower()
    if slower.tempo_bpm == level.tempo_bpm:
        return slower, f"{why}: the drops stay as slow as they are."
    return slower, f"{why}, so the drops slow down: {slower.drops}."

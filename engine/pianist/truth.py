"""What the virtual pianist really did, for every run of a take."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from engine.exercise import Direction
from engine.note import Seconds
from engine.pianist.model import Pianist

MAX_MISSED = 1
MAX_EXTRA = 2
MAX_TEMPO_ERROR = 0.10


class Outcome(StrEnum):
    """What became of a target."""

    HIT = "hit"
    MISSED = "missed"
    SUBSTITUTED = "substituted"


@dataclass(frozen=True, slots=True, kw_only=True)
class RunTruth:
    """One run, by target; times in seconds of the take.

    ``intended_s`` are the onsets without any noise, ``onset_s`` those performed, NaN where nothing
    was played; both read-only, shape (targets,). ``outcomes`` has one for each target, all
    ``MISSED`` after ``broken_off_at`` (an index, or None). ``extra_pitches`` are the grazes in
    order and ``bounced`` the indices of targets struck twice. ``held_back`` counts onsets that
    noise would have put before the one before them, and that were played 1 ms after it instead.
    """

    intended_s: Seconds
    onset_s: Seconds
    nominal_ioi_s: Seconds
    outcomes: tuple[Outcome, ...]
    extra_pitches: tuple[int, ...]
    bounced: tuple[int, ...]
    broken_off_at: int | None
    held_back: int

    def count(self, outcome: Outcome) -> int:
        """Return how many targets had this outcome."""
        return self.outcomes.count(outcome)

    @property
    def ioi_s(self) -> Seconds:
        """IOIs between adjacent targets that were both hit; NaN where either was not."""
        hit = np.array([outcome is Outcome.HIT for outcome in self.outcomes])
        return np.diff(np.where(hit, self.onset_s, np.nan))

    @property
    def sd_ioi_ms(self) -> float | None:
        """SD (ddof 1) of what was performed, before any clock or file rounded it."""
        ioi_s = self.ioi_s
        ioi_s = ioi_s[~np.isnan(ioi_s)]
        return float(ioi_s.std(ddof=1)) * 1e3 if len(ioi_s) > 1 else None

    @property
    def mean_ioi_ms(self) -> float | None:
        """Mean of the same IOIs."""
        ioi_s = self.ioi_s
        return None if np.all(np.isnan(ioi_s)) else float(np.nanmean(ioi_s)) * 1e3

    @property
    def valid(self) -> bool:
        """Whether the run counts by SCIENCE 6.4: hardly a slip, and in tempo.

        A substituted target lacks its own note and brings one that nobody asked for.
        """
        ioi_s = self.ioi_s
        known = ~np.isnan(ioi_s)
        if known.sum() < 2:
            return False
        tempo = float(self.nominal_ioi_s[known].mean() / ioi_s[known].mean())
        substituted = self.count(Outcome.SUBSTITUTED)
        return (
            self.count(Outcome.MISSED) + substituted <= MAX_MISSED
            and len(self.extra_pitches) + substituted <= MAX_EXTRA
            and abs(tempo - 1) <= MAX_TEMPO_ERROR
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """A whole take: who played what, and each run."""

    pianist: Pianist
    exercise_id: str
    direction: Direction
    tempo_bpm: float
    runs: tuple[RunTruth, ...]

    @property
    def sd_ioi_ms(self) -> float | None:
        """Median over the valid runs, None without one: what ``analyse`` gives at its top level."""
        values = [run.sd_ioi_ms for run in self.runs if run.valid and run.sd_ioi_ms is not None]
        return float(np.median(values)) if values else None

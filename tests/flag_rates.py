"""How often a report names what: many simulated reports at once, by arithmetic of its own.

The product goes run by run through ``engine.measures.flags``; here the same rule stands as one
matrix product over all reports (quantiles from scipy), so that each checks the other. Only what is
named first is followed: whether a report names anything, and what it names as the surest.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

import numpy as np
from scipy.special import stdtrit

from content.loader import load_exercises
from engine.exercise import Direction, Exercise, Pattern
from engine.measures.flags import ERROR_RATE, error_shares
from engine.measures.group_lateness import CLOCK_SHARE, CUBIC, LEAST_SD_MS
from engine.measures.hearing import audible_ms
from engine.measures.note_groups import Key, NoteGroup, note_groups

IOI_MS = 250.0
SCALE, LOOP = "scale-c-right", "five-finger-c-right"


@dataclass(frozen=True, kw_only=True)
class Wobble:
    """How a steady player errs, and what comes late.

    SDs of onsets and of the clock's intervals in ms; drift in ms a note; ``phrase``, the slowing at
    both ends as a share of the IOI; the SD of habits, note by note, that come back in every run.
    """

    onset_sd_ms: float
    clock_sd_ms: float = 0.0
    drift_ms: float = 0.0
    phrase: float = 0.0
    habit_sd_ms: float = 0.0
    late_ms: dict[Key, float] = field(default_factory=dict)

    def onsets_ms(
        self, reports: int, runs: int, pattern: Pattern, rng: np.random.Generator
    ) -> np.ndarray:
        """Return deviations from the grid, shape (reports, runs, notes)."""
        notes = len(pattern.targets)
        off = rng.normal(0, self.onset_sd_ms, (reports, runs, notes))
        clock = rng.normal(0, self.clock_sd_ms, (reports, runs, notes - 1))
        interval = np.arange(notes - 1) - (notes - 2) / 2
        slower = self.drift_ms * interval
        slower = slower + self.phrase * IOI_MS * (interval / interval[-1]) ** 2
        off[..., 1:] += np.cumsum(clock + slower, axis=-1)
        off += rng.normal(0, self.habit_sd_ms, (reports, 1, notes))
        return off


@cache
def exercise(which: str) -> Exercise:
    """Return one of the exercises that come with Evenhand."""
    return load_exercises()[which]


@dataclass(frozen=True, kw_only=True)
class Report:
    """The rule for one cell of ``runs`` runs, ready for many reports; ``cells`` share its rate."""

    which: str
    direction: Direction
    runs: int
    cells: int = 1

    @property
    def pattern(self) -> Pattern:
        """The pattern of its direction."""
        return exercise(self.which).pattern(self.direction)

    @property
    def groups(self) -> list[tuple[NoteGroup, float]]:
        """Each group that is judged, with its share of the error rate."""
        inner = range(1, len(self.pattern.targets) - 1)
        groups = note_groups(exercise(self.which).hand, self.pattern, inner)
        shares = error_shares(groups, self.runs, ERROR_RATE / self.cells)
        return [pair for pair in zip(groups, shares, strict=True) if pair[1]]

    def places(self, key: Key) -> tuple[int, ...]:
        """Return where a cause is heard, the first and last note too."""
        every = range(len(self.pattern.targets))
        groups = note_groups(exercise(self.which).hand, self.pattern, every)
        fingers = self.pattern.fingers
        if isinstance(key, int):
            return tuple(place for place in every if fingers[place] == key)
        if isinstance(key, tuple):
            return tuple(
                place for place in every if place and fingers[place - 1 : place + 1] == key
            )
        return next(group.places for group in groups if group.key == key)

    def named(self, off_ms: np.ndarray, *, ioi_ms: float = IOI_MS) -> np.ndarray:
        """Return the index of the group that each report names first, -1 where none."""
        operator, groups, limits = weighing(self)
        inner = slice(1, off_ms.shape[-1] - 1)
        own, free = (groups**2).sum(axis=0), len(operator) - CUBIC
        mean = off_ms.mean(axis=1)[:, inner] @ operator.T
        late = mean @ groups / own
        squares = (mean**2).sum(axis=1)[:, None] - late**2 * own
        misfit = self.runs * squares / (free - 1)
        scatter = np.zeros((len(off_ms), 1))
        if self.runs > 1:
            apart = (off_ms - off_ms.mean(axis=1, keepdims=True))[..., inner] @ operator.T
            scatter = (apart**2).sum(axis=(1, 2))[:, None] / ((self.runs - 1) * free)
        variance = np.maximum(np.maximum(scatter, misfit), LEAST_SD_MS**2)
        limit = np.where(scatter > misfit, *limits)
        sure = np.abs(late) / np.sqrt(variance / self.runs / own) / limit
        sure = np.where(np.abs(late) >= audible_ms(ioi_ms), sure, 0)
        return np.where(sure.max(axis=1) >= 1, sure.argmax(axis=1), -1)

    def keys(self, named: np.ndarray) -> list[Key | None]:
        """Return what each report names first, from ``named``."""
        keys: list[Key | None] = [group.key for group, _ in self.groups]
        return [(*keys, None)[index] for index in named.tolist()]

    def simulated(self, wobble: Wobble, reports: int, rng: np.random.Generator) -> np.ndarray:
        """Return ``named`` of many reports of one player."""
        off_ms = wobble.onsets_ms(reports, self.runs, self.pattern, rng)
        for key, late_ms in wobble.late_ms.items():
            off_ms[..., list(self.places(key))] += late_ms
        return self.named(off_ms)


@cache
def weighing(report: Report) -> tuple[np.ndarray, np.ndarray, tuple[np.ndarray, np.ndarray]]:
    """Return the operator on a profile, the groups under it, and Student's two limits."""
    judged, shares = zip(*report.groups, strict=True)
    steps = np.arange(len(report.pattern.targets) - 2.0)
    covariance = np.eye(len(steps)) + CLOCK_SHARE**2 * np.minimum.outer(steps, steps)
    values, vectors = np.linalg.eigh(np.linalg.inv(covariance))
    white = vectors * np.sqrt(values) @ vectors.T  # the symmetric root, not Cholesky's
    nuisance = white @ np.stack([steps**power for power in range(CUBIC)], axis=1)
    operator = (np.eye(len(steps)) - nuisance @ np.linalg.pinv(nuisance)) @ white
    member = np.array([np.isin(steps + 1, group.places) for group in judged], float)
    free, upper = len(steps) - CUBIC, 1 - np.array(shares) / 2
    limits = (stdtrit(max((report.runs - 1) * free, 1), upper), stdtrit(free - 1, upper))
    return operator, operator @ member.T, limits


def rate(hits: Sequence[bool] | np.ndarray) -> tuple[float, float]:
    """Return the share of hits in per cent with its simulation error."""
    share = float(np.mean(hits))
    return 100 * share, 100 * float(np.sqrt(max(share * (1 - share), 1 / len(hits)) / len(hits)))

"""How early or late each note of a pattern came, over the runs of a take, and what stands out.

Conventions: ms from the run's own fitted line, late positive; intervals 95 %, Student's over runs.
What is named, tinted or called out is a flag of the measures and nothing else;
``engine.measures.flags`` says how seldom a steady player sees one.
"""

from dataclasses import dataclass

import numpy as np

from engine.exercise import Pattern
from engine.measures.evenness import Evenness
from engine.measures.figure import mean_of
from engine.measures.flag_words import what_comes
from engine.measures.flags import Flag
from engine.measures.lines import Matrix

FEWEST_RUNS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteDeviation:
    """One target's mean deviation over ``n`` runs; the three figures are null below 3 runs."""

    finger: int | None
    n: int
    mean_ms: float | None = None
    low_ms: float | None = None
    high_ms: float | None = None


def note_deviations(evenness: Evenness, pattern: Pattern) -> tuple[NoteDeviation, ...]:
    """Return each target's mean deviation over the valid runs of ``pattern``, in its order."""
    values_ms = _deviations_ms(evenness, pattern)
    return tuple(
        _of_note(finger, values_ms[:, column]) for column, finger in enumerate(pattern.fingers)
    )


def stands_out(evenness: Evenness, pattern: Pattern) -> Flag | None:
    """Return the surest flag of a pattern's runs; None where nothing may be named."""
    return next((flag for flag in evenness.flags if flag.direction is pattern.direction), None)


def sentence(flag: Flag) -> str:
    """Return what is said of a flag, with its interval, for the player."""
    low_ms, high_ms = ends_ms(flag)
    words = f"{what_comes(flag)} ({low_ms:.0f} to {high_ms:.0f})."
    return words[0].upper() + words[1:]


def ends_ms(flag: Flag) -> tuple[float, float]:
    """Return the ends of a flag's interval without their sign, the nearer to even first."""
    low_ms, high_ms = sorted((abs(flag.low_ms), abs(flag.high_ms)))
    return low_ms, high_ms


def _deviations_ms(evenness: Evenness, pattern: Pattern) -> Matrix:
    """Return the valid runs' deviations, shape (runs, targets)."""
    rows = [
        run.deviation_ms
        for run in evenness.runs
        if run.valid and run.direction is pattern.direction
    ]
    return np.array(rows, np.float64).reshape(len(rows), len(pattern.targets))


def _of_note(finger: int | None, values_ms: Matrix) -> NoteDeviation:
    there = values_ms[~np.isnan(values_ms)]
    n = len(there)
    if n < FEWEST_RUNS:
        return NoteDeviation(finger=finger, n=n)
    mean = mean_of(there)
    return NoteDeviation(finger=finger, n=n, mean_ms=mean.value, low_ms=mean.low, high_ms=mean.high)

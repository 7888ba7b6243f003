"""When the virtual pianist's keys go down, from zero at a run's first beat."""

import itertools

import numpy as np
import numpy.typing as npt

from engine.exercise import Pattern
from engine.note import Seconds
from engine.pianist.model import Five, Pianist

# Less than any hand can part two strikes by, and about what a MIDI cable needs for one.
LEAST_IOI_S = 0.001


def by_finger(values: Five, fingers: tuple[int | None, ...]) -> npt.NDArray[np.float64]:
    """Return each target's value; one without a prescribed finger has the mean of the five."""
    mean = sum(values) / 5
    return np.array([mean if finger is None else values[finger - 1] for finger in fingers])


def nominal_s(pattern: Pattern, tempo_bpm: float) -> Seconds:
    """Return the onsets of a metronome that plays the pattern, first at 0."""
    beats = np.array([target.onset_beat for target in pattern.targets], np.float64)
    onsets: Seconds = (beats - beats[0]) * (60.0 / tempo_bpm)
    return onsets


def intended_s(pianist: Pianist, pattern: Pattern, tempo_bpm: float) -> Seconds:
    """Return the onsets without noise: grid, drift, and lateness of fingers and transitions."""
    rhythm = pianist.rhythm
    grid_s = nominal_s(pattern, tempo_bpm)
    interval = np.arange(len(grid_s) - 1)
    drift_ms = rhythm.drift_ms_per_note * (interval - interval.mean())
    late_of = {(before, after): late for before, after, late in rhythm.transition_late_ms}
    late_ms = by_finger(rhythm.finger_late_ms, pattern.fingers)
    for rank, (before, after) in enumerate(itertools.pairwise(pattern.fingers), start=1):
        if before is not None and after is not None:
            late_ms[rank] += late_of.get((before, after), 0.0)
    drifted_ms = np.concatenate([[0.0], np.cumsum(drift_ms)])
    return grid_s + (drifted_ms + pianist.unevenness * late_ms) / 1e3


def performed_s(
    pianist: Pianist, intended: Seconds, minute: float, rng: np.random.Generator
) -> tuple[Seconds, int]:
    """Return the onsets with noise, and how many of them had to be held back.

    A key that noise would strike before the one ahead of it, or within 1 ms, is struck 1 ms after
    it: the hand plays the pattern in order.
    """
    mean_ioi_s = float((intended[-1] - intended[0]) / (len(intended) - 1))
    factor = pianist.noise_factor(max(mean_ioi_s, LEAST_IOI_S), minute) / 1e3
    own = rng.standard_normal(len(intended)) * pianist.rhythm.onset_sd_ms * factor
    clock = rng.standard_normal(len(intended)) * pianist.rhythm.clock_sd_ms * factor
    clock[0] = 0.0
    free = intended + own + np.cumsum(clock)
    ranks = np.arange(len(free)) * LEAST_IOI_S
    ordered = np.maximum.accumulate(free - ranks) + ranks
    held_back = ordered > free + 1e-9
    return np.where(held_back, ordered, free), int(held_back.sum())

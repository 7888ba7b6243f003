"""The step of a driver's time stamps, found in the deltas alone; pure.

A driver that stamps on a grid (whole milliseconds on Windows, once a period on JACK) gives deltas
that are multiples of one step. The step shows as a peak in the spectrum of their distribution.

References
----------
Rayleigh's test: the length of the mean phase vector, 1 for a perfect grid; SCIENCE 7.1 for what a
grid does to an inter-onset interval.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

# Steps looked for: finer ones do no harm, coarser ones are no driver's.
FINEST_NS = 400_000
COARSEST_NS = 25_000_000
LONGEST_DELTA_NS = 400_000_000
BIN_NS = 50_000
BINS = 16_384
# A peak must stand so high, on so many deltas, over so many different multiples of the step.
CLEAR = 0.75
FEWEST_DELTAS = 24
ENOUGH_DELTAS = 100
MOST_PEAKS = 12
FEWEST_MULTIPLES = 4


@dataclass(frozen=True, slots=True)
class Grid:
    """A step in ns (0 where none is seen) and the SD of single stamps about it."""

    period_ns: float = 0.0
    jitter_ns: float = 0.0


def grid_of(delta_ns: npt.NDArray[np.int64]) -> Grid:
    """Return the grid of a stream's deltas; ``Grid()`` where there is none or too little to say.

    A very even player gives deltas that are all alike and bear no grid: the deltas must fall on
    several neighbouring multiples of the step.
    """
    deltas = delta_ns[(delta_ns >= FINEST_NS) & (delta_ns <= LONGEST_DELTA_NS)].astype(np.float64)
    if len(deltas) < FEWEST_DELTAS:
        return Grid()
    counts = np.bincount((deltas / BIN_NS).round().astype(np.int64), minlength=BINS)
    strength = np.abs(np.fft.rfft(counts[:BINS])) / len(deltas)
    per_bin = BINS * BIN_NS
    first, last = int(per_bin / COARSEST_NS) + 1, int(per_bin / FINEST_NS)
    some = deltas[:: max(1, len(deltas) // ENOUGH_DELTAS)]
    periods_ns = [_refined(some, per_bin / peak, per_bin) for peak in _peaks(strength, first, last)]
    found = [_fitted(deltas, period_ns) for period_ns in periods_ns]
    clearest, grid = max(found, key=lambda candidate: candidate[0], default=(0.0, Grid()))
    # Side lobes are weaker than the step; only its fractions can be as clear by chance.
    whole = [
        coarser
        for clear, coarser in found
        if clear >= 0.97 * clearest and _is_multiple(coarser.period_ns, grid.period_ns)
    ]
    return max(whole, key=lambda coarser: coarser.period_ns, default=grid)


def _is_multiple(coarse_ns: float, fine_ns: float) -> bool:
    ratio = coarse_ns / fine_ns if fine_ns else 0.0
    return ratio > 1.5 and abs(ratio - round(ratio)) < 0.01


def _peaks(strength: npt.NDArray[np.float64], first: int, last: int) -> list[int]:
    """Return the clearest local maxima."""
    inside = strength[first : last + 1]
    clear = max(CLEAR * 0.8, 0.8 * float(inside.max()))
    higher = (inside >= strength[first - 1 : last]) & (inside >= strength[first + 1 : last + 2])
    found = np.flatnonzero(higher & (inside >= clear))
    found = found[np.argsort(-inside[found], kind="stable")[:MOST_PEAKS]]
    return [first + int(index) for index in found]


def _refined(deltas: npt.NDArray[np.float64], period_ns: float, per_bin: float) -> float:
    frequencies = 1 / period_ns + np.linspace(-1, 1, 41) / per_bin
    strength = np.abs(np.exp(2j * np.pi * np.outer(frequencies, deltas)).sum(axis=1))
    return float(1 / frequencies[int(strength.argmax())])


def _fitted(deltas: npt.NDArray[np.float64], period_ns: float) -> tuple[float, Grid]:
    """Return how clear the step is (0 to 1) and the grid, if the deltas bear one."""
    multiples = np.round(deltas / period_ns)
    # Least squares through the origin sharpens the step by the longest deltas.
    period_ns = float(multiples @ deltas / (multiples @ multiples))
    multiples = np.round(deltas / period_ns)
    residual = deltas - multiples * period_ns
    strength = float(abs(np.exp(2j * np.pi * residual / period_ns).mean()))
    found, counts = np.unique(multiples, return_counts=True)
    beside = np.isin(found - 1, found) | np.isin(found + 1, found)
    neighboured = counts[beside].sum() / len(deltas)
    if strength < CLEAR or len(found) < FEWEST_MULTIPLES or neighboured < 0.5:
        return strength, Grid()
    # Two stamps make a delta, so one stamp has half its variance.
    return strength, Grid(period_ns, float(residual.std() / np.sqrt(2)))

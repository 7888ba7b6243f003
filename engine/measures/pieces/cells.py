"""The evenness of one hand's notes of one value in a piece, as a median over windows.

**Conventions**: ms. A cell is (hand, written step). Its rate is told beside it and cells are never
compared or put together: the SD of IOIs rises with speed, and a piece is played with expression.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

import numpy as np

from engine.exercise import Hand
from engine.measures.cell import UNMEASURED, drowned
from engine.measures.matching.alignment import Indices
from engine.measures.statistics import median_interval
from engine.measures.windows import SAME_STEP, Windows
from engine.take import TimeSource, Timing


@dataclass(frozen=True, slots=True, kw_only=True)
class PieceCell:
    """One hand's events of one written step; never compared across rates, never put into one SD.

    Attributes
    ----------
    step_beat : the written step in quarters, 0.25 is a sixteenth
    n_windows : windows of 12 IOIs
    refused : why the figure is no score; None where it is one
    sd_ioi_ms : median over the windows of the raw SD; the interval is 95 % by order statistics
    sd_ioi_detrended_ms : the same of the SD about the window's own line of IOI on its index
    mean_ioi_ms, notes_per_second : median over windows; the slowest and the fastest window beside
    """

    hand: Hand
    step_beat: float
    n_windows: int
    refused: str | None
    sd_ioi_ms: float | None
    low_ms: float | None
    high_ms: float | None
    sd_ioi_detrended_ms: float | None
    detrended_low_ms: float | None
    detrended_high_ms: float | None
    mean_ioi_ms: float | None
    notes_per_second: float | None
    slowest_per_second: float | None
    fastest_per_second: float | None


def cells_of(hand: Hand, found: Windows, timing: Timing) -> list[PieceCell]:
    """Return the cells of a hand's windows, that with most windows first."""
    order = np.argsort(found.step_beat, kind="stable")
    steps = found.step_beat[order]
    parts = np.split(order, np.flatnonzero(np.diff(steps) > SAME_STEP) + 1) if order.size else []
    cells = [_cell(hand, found, part, timing) for part in parts]
    return sorted(cells, key=lambda cell: -cell.n_windows)


def _cell(hand: Hand, found: Windows, part: Indices, timing: Timing) -> PieceCell:
    measured = timing.source is not TimeSource.UNMEASURED
    raw_ms = found.sd_ioi_ms[part].tolist() if measured else []
    detrended_ms = found.sd_ioi_detrended_ms[part].tolist() if measured else []
    mean_ms = found.mean_ioi_ms[part].tolist()
    low_ms, high_ms = median_interval(raw_ms) or (None, None)
    detrended_low_ms, detrended_high_ms = median_interval(detrended_ms) or (None, None)
    return PieceCell(
        hand=hand,
        step_beat=float(np.median(found.step_beat[part])),
        n_windows=len(part),
        refused=_refusal(raw_ms, timing),
        sd_ioi_ms=median(raw_ms) if raw_ms else None,
        low_ms=low_ms,
        high_ms=high_ms,
        sd_ioi_detrended_ms=median(detrended_ms) if detrended_ms else None,
        detrended_low_ms=detrended_low_ms,
        detrended_high_ms=detrended_high_ms,
        mean_ioi_ms=median(mean_ms),
        notes_per_second=_rate(median(mean_ms)),
        slowest_per_second=_rate(max(mean_ms)),
        fastest_per_second=_rate(min(mean_ms)),
    )


def _rate(mean_ioi_ms: float) -> float | None:
    return 1000 / mean_ioi_ms if mean_ioi_ms > 0 else None


def _refusal(raw_ms: Sequence[float], timing: Timing) -> str | None:
    """Return why the cell has no score. Source: SCIENCE 7.3 for the noise floor."""
    if timing.source is TimeSource.UNMEASURED:
        return UNMEASURED
    return drowned(median(raw_ms), timing.noise_floor_ms)

"""The onsets, IOIs and tones of all runs of one pattern, as matrices: a row a run, a column a note.

Only hits count. A substituted target was not played: whether the right finger struck the wrong key
or another finger slipped in cannot be known, so its time enters no IOI and no finger. An extra note
between two hits leaves their IOI as it is. NaN marks what is missing.

Left out: the first note of a run that shares it with the run before, the duration of a run's final
note (SCIENCE 1.2), and a final note written longer than the others (a phrase ending, DESIGN 7).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

import numpy as np

from engine.exercise import Pattern
from engine.measures.lines import Lines, Matrix, fit_lines, row_means, row_sds
from engine.measures.matching.match import MatchedRun
from engine.note import NoteArray


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Intervals:
    """All runs of one pattern in ms; ``unit_beat`` is the written step that ``ioi_ms`` stands for.

    Attributes
    ----------
    velocity, duration_ms : shape (runs, targets)
    ioi_ms : shape (runs, targets - 1); an IOI written k steps long is divided by k
    overlap_ms, overlap_share : shape (runs, targets - 1); offset of a note less the next onset, and
        the same as a share of the time between the two onsets (NaN where that is 0)
    lines : onset on rank from 1, run by run
    mean_ioi_ms, sd_ioi_ms, sd_ioi_detrended_ms : shape (runs,); SD with ddof 1, and of the
        residuals of IOI on its index with ddof 2
    drift_ms : shape (runs,), slope of IOI on its index, ms a note, + slowing down
    """

    unit_beat: float
    velocity: Matrix
    duration_ms: Matrix
    ioi_ms: Matrix
    overlap_ms: Matrix
    overlap_share: Matrix
    lines: Lines
    mean_ioi_ms: Matrix
    sd_ioi_ms: Matrix
    sd_ioi_detrended_ms: Matrix
    drift_ms: Matrix


def intervals(notes: NoteArray, pattern: Pattern, runs: Sequence[MatchedRun]) -> Intervals:
    """Return onsets and IOIs of ``runs``, at least one, which are all of ``pattern``."""
    index = np.stack([run.note_index for run in runs])
    hit = np.stack([run.hit for run in runs])
    hit[[run.shared_first for run in runs], 0] = False
    velocity = np.where(hit, notes["velocity"][index], np.nan)
    if _ends_longer(pattern):
        hit[:, -1] = False
    onset_ms = np.where(hit, notes["onset_s"][index] * 1e3, np.nan)
    offset_ms = np.where(hit, notes["offset_s"][index] * 1e3, np.nan)
    duration_ms = offset_ms - onset_ms
    duration_ms[:, -1] = np.nan
    beat = np.array([target.onset_beat for target in pattern.targets])
    unit_beat = median(np.diff(beat).tolist())
    steps = np.diff(beat) / unit_beat
    apart_ms = np.diff(onset_ms, axis=1)
    ioi_ms = apart_ms / steps
    overlap_ms = offset_ms[:, :-1] - onset_ms[:, 1:]
    drift = fit_lines(np.arange(ioi_ms.shape[1], dtype=np.float64), ioi_ms)
    return Intervals(
        unit_beat=unit_beat,
        velocity=velocity,
        duration_ms=duration_ms,
        ioi_ms=ioi_ms,
        overlap_ms=overlap_ms,
        overlap_share=overlap_ms / np.where(apart_ms > 0, apart_ms, np.nan),
        lines=fit_lines(1 + (beat - beat[0]) / unit_beat, onset_ms),
        mean_ioi_ms=row_means(ioi_ms),
        sd_ioi_ms=row_sds(ioi_ms, ddof=1),
        sd_ioi_detrended_ms=row_sds(drift.residual, ddof=2),
        drift_ms=drift.slope,
    )


def _ends_longer(pattern: Pattern) -> bool:
    durations = [target.duration_beat for target in pattern.targets]
    return durations[-1] > median(durations[:-1])

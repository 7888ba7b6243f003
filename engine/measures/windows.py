"""Windows: the evenness of a long line, twelve IOIs at a time.

What is measured: how regularly notes of equal written step follow each other, where the line is too
long, or the tempo too free, for one SD. A *stretch* is a row of neighbouring events that are all
usable and equally far apart as written; it is cut from its start into windows that do not overlap
(the last note of one is the first of the next), and what is left at its end belongs to none.

**Conventions**: onsets in seconds, figures in ms. An event is what one hand plays at one time. A
line of IOI on its index is a parabola of onset on rank, so deviations are from a parabola.

**Metrics**: per window the raw SD of the IOIs (ddof 1), the SD of their residuals about a straight
line (ddof 2), the mean IOI, and how far each onset is from the window's parabola.

References
----------
SCIENCE 1.2 (drift-free sdIOI). Non-overlapping windows of 12 IOIs: Evenhand's own choice.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from engine.measures.lines import Matrix, fit_lines, row_means, row_sds
from engine.measures.matching.alignment import Indices, Mask
from engine.note import Seconds

IOIS = 12
# Written steps that differ by less are equal (a triplet's thirds are not exact in decimals).
SAME_STEP = 2e-3


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Windows:
    """Windows in order; ms.

    Attributes
    ----------
    start : shape (windows,), the first event of each
    step_beat : shape (windows,), the written step in quarters
    ioi_ms : shape (windows, 12)
    sd_ioi_ms, sd_ioi_detrended_ms, mean_ioi_ms : shape (windows,)
    ioi_residual_ms : shape (windows, 12), IOI less the window's line of IOI on its index
    deviation_ms : shape (windows, 13), onset less the window's parabola, + late
    hat : shape (13,), leverage of each onset on its own fitted value, the same in every window
    """

    start: Indices
    step_beat: Seconds
    ioi_ms: Matrix
    sd_ioi_ms: Matrix
    sd_ioi_detrended_ms: Matrix
    mean_ioi_ms: Matrix
    ioi_residual_ms: Matrix
    deviation_ms: Matrix
    hat: Matrix


def validate(onset_s: Seconds, onset_beat: Seconds, usable: Mask) -> None:
    """Raise ValueError unless there is one time and one flag an event, and beats rise."""
    if not len(onset_s) == len(onset_beat) == len(usable):
        raise ValueError(
            f"{len(onset_s)} onsets, {len(onset_beat)} beats, {len(usable)} flags: must be as many"
        )
    if np.any(np.diff(onset_beat) <= 0):
        raise ValueError("onset_beat must rise from event to event")
    if np.any(np.isnan(onset_s[usable])):
        raise ValueError("a usable event has no onset")


def windows(onset_s: Seconds, onset_beat: Seconds, usable: Mask) -> Windows:
    """Return the windows of one hand's line, none where no stretch is long enough.

    Parameters
    ----------
    onset_s : shape (events,), when each event was played; NaN where it was not
    onset_beat : shape (events,), when each is written, in quarters, rising
    usable : shape (events,), all of the event was hit and nothing ornaments it

    Raises
    ------
    ValueError
        for arrays of different length, beats that do not rise, a usable event without onset
    """
    validate(onset_s, onset_beat, usable)
    start = np.array(list(_starts(onset_beat, usable)), np.intp)
    places = start[:, None] + np.arange(IOIS + 1)
    at_ms = onset_s[places] * 1e3
    ioi_ms = np.diff(at_ms, axis=1)
    drift = fit_lines(np.arange(IOIS, dtype=np.float64), ioi_ms)
    off = _off_parabola()
    return Windows(
        start=start,
        step_beat=(onset_beat[start + IOIS] - onset_beat[start]) / IOIS,
        ioi_ms=ioi_ms,
        sd_ioi_ms=row_sds(ioi_ms, ddof=1),
        sd_ioi_detrended_ms=row_sds(drift.residual, ddof=2),
        mean_ioi_ms=row_means(ioi_ms),
        ioi_residual_ms=drift.residual,
        # Taken from the window's first onset: seconds into a long take would cost digits.
        deviation_ms=(at_ms - at_ms[:, :1]) @ off,
        hat=1 - np.diag(off),
    )


def _starts(onset_beat: Seconds, usable: Mask) -> Iterator[int]:
    """Yield the first event of each window."""
    step = np.diff(onset_beat)
    joined = usable[:-1] & usable[1:]
    begin = 0
    for k in range(len(step)):
        if not joined[k] or (k > begin and abs(step[k] - step[begin]) > SAME_STEP):
            begin = k if joined[k] else k + 1
        if joined[k] and k + 1 - begin == IOIS:
            yield begin
            begin = k + 1


def _off_parabola() -> Matrix:
    """Return the matrix that takes onsets to their distance from the parabola through them."""
    rank = np.linspace(-1, 1, IOIS + 1)
    basis, _ = np.linalg.qr(np.vander(rank, 3))
    off: Matrix = np.eye(IOIS + 1) - basis @ basis.T
    return off

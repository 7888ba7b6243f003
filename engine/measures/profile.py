"""Irregularity and instability: what comes back in every run, and what does not.

Source: van Vugt, Jabusch and Altenmueller 2012 (Front Psychol 3:495); the corrections are
SCIENCE 1.3.
"""

from dataclasses import dataclass

import numpy as np

from engine.measures.lines import Matrix


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Profile:
    """Deviations from the fitted line over the runs of one cell, in ms; + is late.

    Attributes
    ----------
    irregularity_ms : root mean square of ``mean_ms``, less what noise alone would give, at least 0
    instability_ms : root mean square of ``sd_ms``
    mean_ms : shape (targets,), mean over runs; NaN where a target has under 2 notes
    sd_ms : shape (targets,), SD over runs (ddof 1), corrected for the leverage of the fit
    """

    irregularity_ms: float
    instability_ms: float
    mean_ms: Matrix
    sd_ms: Matrix


def profile(residual_ms: Matrix, hat: Matrix) -> Profile | None:
    """Return the profile of the runs, or None with fewer than two runs.

    Parameters
    ----------
    residual_ms, hat : shape (runs, targets), from ``fit_lines``; NaN where not played
    """
    there = ~np.isnan(residual_ms)
    n = there.sum(axis=0)
    enough = n >= 2
    if not enough.any():
        return None
    n, there = n[enough], there[:, enough]
    mean = np.where(there, residual_ms[:, enough], 0.0).sum(axis=0) / n
    off = np.where(there, residual_ms[:, enough] - mean, 0.0)
    variance = (off**2).sum(axis=0) / (n - 1)
    # The fitted line follows each note a little (its leverage), so raw residuals are too small.
    leverage = np.where(there, hat[:, enough], 0.0).sum(axis=0) / n
    corrected = variance / (1 - leverage)
    squared = float((mean**2).mean())
    unbiased = squared - float((variance / n).mean())
    return Profile(
        irregularity_ms=max(unbiased, 0.0) ** 0.5,
        instability_ms=float(corrected.mean()) ** 0.5,
        mean_ms=_spread(mean, enough),
        sd_ms=_spread(np.sqrt(corrected), enough),
    )


def _spread(values: Matrix, places: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> Matrix:
    full = np.full(places.shape, np.nan)
    full[places] = values
    full.flags.writeable = False
    return full

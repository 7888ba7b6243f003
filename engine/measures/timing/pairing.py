"""Which response answers which stimulus.

Conventions: asynchrony is response onset less stimulus onset, negative = early. A response belongs
to the nearest stimulus, at most half an interval away; of several the nearest is the hit and the
others are extra, so pairs are one to one whatever the order in which responses are given. The first
``reactions`` stimuli of a trial (two unless said otherwise) are left out with whatever is played to
them and before them: a player who has not yet heard a beat can only react. Left out is neither
missed nor extra.

References
----------
SCIENCE 3.1; Bååth 2015, Behav Res Methods 47:1, on what late, reactive responses do to mean and SD.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from engine.note import Seconds

REACTIONS = 2

Indices = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Pairing:
    """The answers to the stimuli of one trial; all read-only.

    Attributes
    ----------
    asynchrony_s : shape (stimuli,), NaN where a stimulus was missed or is left out
    response : shape (stimuli,), index of the response, -1 for none
    extra : indices of responses that answer no stimulus, by their time
    missed : indices of stimuli that no response answers, in order; never one that is left out
    """

    asynchrony_s: Seconds
    response: Indices
    extra: Indices
    missed: Indices

    @property
    def hit_s(self) -> Seconds:
        """The asynchronies that there are, in order of the stimuli."""
        return self.asynchrony_s[~np.isnan(self.asynchrony_s)]


def validate(response_s: Seconds, stimulus_s: Seconds, reactions: int) -> None:
    """Raise ValueError unless all is finite, 2 or more stimuli ascend and some are not left out."""
    if not (np.all(np.isfinite(response_s)) and np.all(np.isfinite(stimulus_s))):
        raise ValueError("onsets of responses and stimuli must be finite")
    if len(stimulus_s) < 2:
        raise ValueError(f"an interval needs at least 2 stimuli, got {len(stimulus_s)}")
    if np.any(np.diff(stimulus_s) <= 0):
        raise ValueError("stimuli must follow each other in time")
    if not 0 <= reactions < len(stimulus_s):
        raise ValueError(f"reactions is {reactions}, must be 0 to {len(stimulus_s) - 1}")


def pair(response_s: Seconds, stimulus_s: Seconds, *, reactions: int = REACTIONS) -> Pairing:
    """Return which response answers which stimulus.

    Parameters
    ----------
    response_s : shape (n,), in any order, seconds
    stimulus_s : shape (m,), m >= 2, ascending, seconds
    reactions : stimuli at the start that are left out

    Raises
    ------
    ValueError
        for onsets that are not finite or do not ascend, fewer than 2 stimuli, or none left

    Notes
    -----
    Before the first and after the last stimulus half of the neighbouring interval counts. A
    response midway between two stimuli is late to the first; of two equally near the earlier is
    the hit.
    """
    response_s = np.asarray(response_s, np.float64)
    stimulus_s = np.asarray(stimulus_s, np.float64)
    validate(response_s, stimulus_s, reactions)
    half = np.diff(stimulus_s) / 2
    edges = np.concatenate(
        [[stimulus_s[0] - half[0]], stimulus_s[:-1] + half, [stimulus_s[-1] + half[-1]]]
    )
    nearest = np.searchsorted(edges, response_s, side="left") - 1
    last = len(stimulus_s) - 1
    distance = np.abs(response_s - stimulus_s[np.clip(nearest, 0, last)])
    response = np.full(len(stimulus_s), -1, np.int64)
    extra = []
    for index in np.lexsort((response_s, distance)):
        stimulus = int(nearest[index])
        if reactions and stimulus < reactions:
            continue
        if 0 <= stimulus <= last and response[stimulus] < 0:
            response[stimulus] = index
        else:
            extra.append(int(index))
    hit = response >= 0
    asynchrony = np.full(len(stimulus_s), np.nan)
    asynchrony[hit] = response_s[response[hit]] - stimulus_s[hit]
    extras = np.array(sorted(extra, key=lambda index: float(response_s[index])), np.int64)
    missed = reactions + np.flatnonzero(~hit[reactions:]).astype(np.int64)
    for each in (asynchrony, response, extras, missed):
        each.flags.writeable = False
    return Pairing(asynchrony_s=asynchrony, response=response, extra=extras, missed=missed)

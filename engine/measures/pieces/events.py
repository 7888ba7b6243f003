"""A written piece as arrays, cut into events: what is written at one time.

Two targets on one key at one time (two voices that meet) are one key press; the longer one asks
for it and the other is *doubled*.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from engine.exercise import Target
from engine.measures.matching.alignment import Indices, Mask
from engine.note import Seconds

# Targets closer than this are written together (a thirty-second of a triplet is 0.04).
SAME_BEAT = 1e-3


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Written:
    """The targets of a piece, each array of shape (targets,) but ``event_beat``, (events,).

    Attributes
    ----------
    end_beat : where the note is released
    event : the event of each target
    press : the target whose key press this one shares; itself unless it is doubled
    """

    pitch: Indices
    beat: Seconds
    end_beat: Seconds
    grace: Mask
    ornamented: Mask
    event: Indices
    press: Indices
    event_beat: Seconds

    @property
    def doubled(self) -> Mask:
        """Which targets share the key press of another."""
        doubled: Mask = self.press != np.arange(len(self.press))
        return doubled


def written(targets: Sequence[Target]) -> Written:
    """Return the arrays of targets, at least one, that stand in order of onset."""
    beat = np.array([target.onset_beat for target in targets], np.float64)
    pitch = np.array([target.pitch for target in targets], np.intp)
    length = np.array([target.duration_beat for target in targets], np.float64)
    grace = np.array([target.grace for target in targets], np.bool_)
    starts = np.append(True, np.diff(beat) > SAME_BEAT)
    event = np.cumsum(starts) - 1
    return Written(
        pitch=pitch,
        beat=beat,
        end_beat=beat + length,
        grace=grace,
        ornamented=np.array([target.ornamented for target in targets], np.bool_),
        event=event,
        press=_presses(pitch, np.where(grace, -1.0, length), event),
        event_beat=beat[starts],
    )


def _presses(pitch: Indices, length: Seconds, event: Indices) -> Indices:
    """Return for each target the longest one of its pitch and event; the first of equals."""
    order = np.lexsort((-length, pitch, event))
    renewed = np.append(
        True, (np.diff(pitch[order]) != 0) | (np.diff(event[order]) != 0) | (length[order][1:] < 0)
    )
    first = np.maximum.accumulate(np.where(renewed, np.arange(len(order)), 0))
    press = np.empty(len(order), np.intp)
    press[order] = order[first]
    return press

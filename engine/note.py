"""A performed note, and many of them as one array.

Conventions: onsets and offsets in float64 seconds from the start of the take, in order of onset;
``offset_s`` is NaN for a note that was never released.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

NOTE_DTYPE = np.dtype(
    [
        ("onset_s", "f8"),
        ("offset_s", "f8"),
        ("pitch", "u1"),
        ("velocity", "u1"),
        ("channel", "u1"),
    ]
)

NoteArray = npt.NDArray[np.void]
Seconds = npt.NDArray[np.float64]


def note_array(
    onset_s: Sequence[float] | Seconds,
    pitch: Sequence[int] | npt.NDArray[np.integer],
    *,
    offset_s: Sequence[float] | Seconds | None = None,
    velocity: Sequence[int] | npt.NDArray[np.integer] | int = 64,
    channel: Sequence[int] | npt.NDArray[np.integer] | int = 0,
) -> NoteArray:
    """Return a read-only ``NoteArray``, shape (n,), sorted by onset (stable).

    Parameters
    ----------
    onset_s, offset_s : shape (n,), seconds; without offsets they are NaN
    pitch, velocity, channel : shape (n,) or one value; MIDI numbers
    """
    notes = np.zeros(len(onset_s), NOTE_DTYPE)
    notes["onset_s"] = onset_s
    notes["offset_s"] = np.nan if offset_s is None else offset_s
    notes["pitch"] = pitch
    notes["velocity"] = velocity
    notes["channel"] = channel
    notes = notes[np.argsort(notes["onset_s"], kind="stable")]
    notes.flags.writeable = False
    return notes

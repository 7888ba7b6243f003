"""The home-key map: which finger a key belongs to while the hand stays in one place.

Conventions: ``home`` maps pitch to finger (1 the thumb, in either hand); 0 stands for a key that
is no finger's home. A take may be played in any octave, but in one: the octave of most notes.
"""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from engine.exercise import FINGERS

OCTAVE = 12

Fingers = npt.NDArray[np.intp]


def fingers_of(pitch: npt.NDArray[np.integer], home: Mapping[int, int]) -> Fingers:
    """Return the finger whose home key each pitch is, 0 for another key; shape of ``pitch``."""
    finger = np.zeros(128, np.intp)
    for at, whose in home.items():
        finger[at] = whose
    found: Fingers = finger[pitch]
    return found


def octave_of(pitch: npt.NDArray[np.integer], home: Mapping[int, int]) -> int:
    """Return by how many semitones, whole octaves, most of the notes lie off the written keys.

    The nearest to 0 (and then the lower) where two octaves hold as many; 0 where none does.
    """
    away = pitch.astype(np.intp)[:, None] - np.array(sorted(home), np.intp)
    octaves, counts = np.unique(away[away % OCTAVE == 0], return_counts=True)
    if not octaves.size:
        return 0
    ties = octaves[counts == counts.max()]
    return int(ties[np.argmin(np.abs(ties))])


def moved(home: Mapping[int, int], semitones: int) -> dict[int, int]:
    """Return the home keys shifted, without those that leave the MIDI range."""
    return {
        pitch + semitones: finger for pitch, finger in home.items() if 0 <= pitch + semitones <= 127
    }


def refuse_impossible(home: Mapping[int, int]) -> None:
    """Raise ValueError unless pitches are 0 to 127, fingers 1 to 5, one key a finger."""
    if not home or not all(0 <= pitch <= 127 for pitch in home):
        raise ValueError(f"home keys need pitches from 0 to 127, got {sorted(home)}")
    fingers = sorted(home.values())
    if len(set(fingers)) < len(fingers) or not set(fingers) <= set(FINGERS):
        raise ValueError(f"home keys need fingers 1 to 5, one key each, got {fingers}")

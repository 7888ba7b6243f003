"""The cues of Which Finger? as they were given, and the answers a whole take holds to them.

The live state answers with the running stamps; what is kept is worked out again from the whole
take's, so that a take measured twice, now or in ten years, gives the same reaction times.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from engine.measures.judgement.discrimination import Response

TOGETHER_NS = 150_000_000
GRACE_NS = 1_000_000_000
SCHEMA = 1
NS_PER_S = 1e9


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """One cue: the finger it named, when it was due (ns on the take's clock), the time allowed."""

    finger: int
    at_ns: int
    allowed_s: float

    @property
    def ends_ns(self) -> int:
        """When even a late answer no longer belongs to this cue."""
        return self.at_ns + round(self.allowed_s * NS_PER_S) + GRACE_NS


def finger_of(pitch: int, home: Mapping[int, int]) -> int | None:
    """Return the finger whose home key, in any octave, ``pitch`` is; None for another key."""
    for home_pitch, finger in home.items():
        if (pitch - home_pitch) % 12 == 0:
            return finger
    return None


def responses(
    cues: Sequence[Cue],
    at_ns: npt.NDArray[np.int64],
    pitches: Sequence[int] | npt.NDArray[np.integer],
    home: Mapping[int, int],
) -> tuple[Response, ...]:
    """Return the answer to each cue.

    Parameters
    ----------
    cues : in order of time
    at_ns : shape (n,), note-on stamps on the clock of the cues, ascending
    pitches : shape (n,), MIDI note numbers
    home : pitch -> finger of the home keys
    """
    return tuple(_response(cue, at_ns, pitches, home) for cue in cues)


def _response(
    cue: Cue,
    at_ns: npt.NDArray[np.int64],
    pitches: Sequence[int] | npt.NDArray[np.integer],
    home: Mapping[int, int],
) -> Response:
    first = int(np.searchsorted(at_ns, cue.at_ns))
    if first == len(at_ns) or at_ns[first] >= cue.ends_ns:
        return Response(target=cue.finger, pressed=None, reaction_s=None, allowed_s=cue.allowed_s)
    last = int(np.searchsorted(at_ns, at_ns[first] + TOGETHER_NS))
    also = [finger_of(int(pitch), home) for pitch in pitches[first + 1 : last]]
    return Response(
        target=cue.finger,
        pressed=finger_of(int(pitches[first]), home),
        reaction_s=float(at_ns[first] - cue.at_ns) / NS_PER_S,
        allowed_s=cue.allowed_s,
        unintended=tuple(finger for finger in also if finger != cue.finger),
    )


def to_json(cues: Sequence[Cue], home: Mapping[int, int], *, kind: str) -> str:
    """Return what a trial keeps of its cues and of how they named a finger."""
    return json.dumps(
        {
            "schema": SCHEMA,
            "kind": kind,
            "home": {str(pitch): finger for pitch, finger in home.items()},
            "cues": [[cue.finger, cue.at_ns, cue.allowed_s] for cue in cues],
        }
    )


def from_json(text: str) -> tuple[tuple[Cue, ...], dict[int, int]]:
    """Return cues and home keys of a kept trial; ValueError for another schema."""
    kept = json.loads(text)
    if kept.get("schema") != SCHEMA:
        raise ValueError(f"cues of schema {kept.get('schema')}; this Evenhand knows {SCHEMA}")
    cues = tuple(
        Cue(finger=finger, at_ns=at_ns, allowed_s=allowed_s)
        for finger, at_ns, allowed_s in kept["cues"]
    )
    return cues, {int(pitch): finger for pitch, finger in kept["home"].items()}

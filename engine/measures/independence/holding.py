"""Held keys: what one finger's fast strokes do to the others that hold theirs down.

The hand rests on its home keys, some fingers hold theirs down, one strikes as fast as is
comfortable and even (10 s), or paced at 2 a second, where breaks are the only outcome.

Conventions: everything between two times, by default from the first stroke to the last. A *break*
is a note-off of a held key in between, however short: it is the one thing MIDI sees of a tug at a
held finger. The last stroke ends the time: what it did is not seen, and it is not among
the strokes that breaks are counted by. A key that went down late makes no break, but its time
counts as lost. Speed may be traded for quiet, so rate and break rate are told as a pair.

Metrics, per held finger i under strokes of j: break rate H_ij, breaks by strokes of j, with the
Jeffreys interval of a *Poisson* rate, since one stroke can break a key twice; lost hold time by
total; velocity of the re-strikes after a break (a slip is soft, a deliberate one is not). Of the
striking finger: rate, CV, fatigue slope, velocity. Of fingers that do neither: unintended presses.

References
----------
Furuya and Altenmueller 2013, Neuroscience 247:152; SCIENCE 2.3, 2.4.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np

from engine.exercise import FINGER_NAMES
from engine.measures.figure import Figure, mean_of
from engine.measures.independence.frequency import Frequency
from engine.measures.independence.home import fingers_of, moved, octave_of, refuse_impossible
from engine.measures.independence.rate import ASKED_S, FingerRate, rate
from engine.measures.independence.unintended import Unintended, unintended
from engine.measures.matching.cutting import bounces
from engine.note import NoteArray

# Under half the time down, a key was given up rather than broken: there is no rate of breaks.
LEAST_HELD = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldKeys:
    """What a held-key trial asks for.

    Attributes
    ----------
    home : pitch -> finger, as written; a take may be played in any octave
    striking, held : the finger that strikes, and those that hold
    start_s, end_s : when holding is asked for, on the take's clock; None is the first stroke, and
        the last

    Raises
    ------
    ValueError
        for home keys that cannot be, fingers without one, a finger that holds and strikes, or an
        end that is not after the start
    """

    home: Mapping[int, int]
    striking: int
    held: tuple[int, ...]
    start_s: float | None = None
    end_s: float | None = None

    def __post_init__(self) -> None:
        refuse_impossible(self.home)
        asked = (self.striking, *self.held)
        if not set(asked) <= set(self.home.values()):
            raise ValueError(f"fingers {sorted(asked)} need home keys, got {dict(self.home)}")
        if len(set(asked)) < len(asked):
            raise ValueError(f"a finger strikes or holds, once: {self.striking} over {self.held}")
        if self.start_s is not None and self.end_s is not None and self.end_s <= self.start_s:
            raise ValueError(f"must end after it starts, got {self.start_s} to {self.end_s} s")


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldFinger:
    """One held finger under the strokes of another.

    Attributes
    ----------
    breaks : note-offs by strokes; None where the key was hardly held, with a ``reason``
    lost_s, lost_share : how long the key was up, and by the time asked for
    repress_n, repress_velocity : re-strikes, and their mean velocity with Student's interval
    """

    finger: int
    breaks: Frequency | None
    lost_s: float
    lost_share: float
    repress_n: int
    repress_velocity: Figure
    reason: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """What one held-key trial says; ``refused`` is set when it says nothing."""

    striking: int
    transposition: int
    start_s: float
    end_s: float
    held: tuple[HeldFinger, ...]
    rate: FingerRate | None
    unintended: Unintended | None
    refused: str | None
    warnings: tuple[str, ...]


def measure_holding(notes: NoteArray, asked: HeldKeys) -> Holding:
    """Return what the held keys and the striking finger did.

    Parameters
    ----------
    notes : shape (n,), the whole take, in order of onset
    """
    octave = octave_of(notes["pitch"], asked.home)
    finger = fingers_of(notes["pitch"], moved(asked.home, octave))
    struck = notes[finger == asked.striking]
    struck = struck[~bounces(struck)]
    # two messages with one stamp (two channels, a merged cable) are one stroke
    struck = struck[np.diff(struck["onset_s"], prepend=-np.inf) > 0]
    start_s, end_s = _span(struck, asked)
    struck = struck[(struck["onset_s"] >= start_s) & (struck["onset_s"] <= end_s)]
    refused = _refusal(asked, len(struck), end_s - start_s)
    part = partial(
        Holding, striking=asked.striking, transposition=octave, start_s=start_s, end_s=end_s
    )
    if refused:
        return part(held=(), rate=None, unintended=None, refused=refused, warnings=())
    idle = ~np.isin(finger, (asked.striking, *asked.held))
    idle &= (notes["onset_s"] >= start_s) & (notes["onset_s"] <= end_s)
    strokes = int((struck["onset_s"] < end_s).sum())
    return part(
        held=tuple(
            _held(notes[finger == each], each, (start_s, end_s), strokes) for each in asked.held
        ),
        rate=rate(struck["onset_s"], struck["velocity"]),
        unintended=unintended(
            np.full(len(struck), asked.striking, np.intp),
            struck["onset_s"],
            finger[idle],
            notes["onset_s"][idle],
        ),
        refused=None,
        warnings=_warnings(end_s - start_s),
    )


def _span(struck: NoteArray, asked: HeldKeys) -> tuple[float, float]:
    first_s, last_s = struck["onset_s"][[0, -1]].tolist() if len(struck) else (0.0, 0.0)
    return (
        first_s if asked.start_s is None else asked.start_s,
        last_s if asked.end_s is None else asked.end_s,
    )


def _refusal(asked: HeldKeys, strokes: int, lasted_s: float) -> str | None:
    name = FINGER_NAMES[asked.striking]
    if not strokes:
        return f"not estimable: the {name}'s key was not struck"
    if not lasted_s > 0:
        return f"not estimable: the {name}'s key was struck once"
    return None


def _warnings(lasted_s: float) -> tuple[str, ...]:
    if lasted_s < ASKED_S:
        return (f"It lasted {lasted_s:.1f} s; {ASKED_S:.0f} s are asked for.",)
    return ()


def _held(notes: NoteArray, finger: int, span: tuple[float, float], strokes: int) -> HeldFinger:
    """Return one held finger's figures from all notes of its key."""
    start_s, end_s = span
    offset_s = np.where(np.isnan(notes["offset_s"]), np.inf, notes["offset_s"])
    here = (notes["onset_s"] < end_s) & (offset_s > start_s)
    held, offset_s = notes[here], offset_s[here]
    from_s, to_s = np.maximum(held["onset_s"], start_s), np.minimum(offset_s, end_s)
    # a key struck again without a note-off between is down once, not twice
    reached_s = np.maximum.accumulate(np.append(start_s, to_s))[:-1]
    down_s = float(np.maximum(to_s - np.maximum(from_s, reached_s), 0.0).sum())
    lost_s = max(end_s - start_s - down_s, 0.0)
    lost_share = lost_s / (end_s - start_s)
    again = held["velocity"][1:].astype(np.float64)
    reason = None
    if lost_share > LEAST_HELD:
        kept = f"only {100 * (1 - lost_share):.0f} % of the time" if down_s else "at no time"
        reason = f"not estimable: the {FINGER_NAMES[finger]}'s key was held {kept}"
    return HeldFinger(
        finger=finger,
        breaks=None if reason else Frequency(events=int((offset_s < end_s).sum()), n=strokes),
        lost_s=lost_s,
        lost_share=lost_share,
        repress_n=len(again),
        repress_velocity=mean_of(again),
        reason=reason,
    )

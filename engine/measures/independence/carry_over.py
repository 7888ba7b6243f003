"""Overlap carry-over: how often a finger is still down well into the next note, by transition.

Conventions: per directed transition i -> j (twenty at most). KOR = (offset of i - onset of j) by
IOI, + legato. A key is down at a note-on when it was struck before or with it and released over
1 us after it. A note that was never released takes no part.

Metrics: P(KOR > 0.5), a *long overlap*; P(two or more keys are down beside the one struck),
*crowded*, of which one may be the legato of i and the other cannot be. Jeffreys intervals.

References
----------
SCIENCE 2.3, 1.2 (KOR, after Jabusch, Vauth and Altenmueller 2004).
"""

from dataclasses import dataclass

import numpy as np

from engine.measures.independence.frequency import Chance
from engine.measures.independence.run_notes import RunNotes, by_pair
from engine.measures.lines import Matrix
from engine.note import NoteArray

LONG_KOR = 0.5
CROWD = 2
# Two stamps that stand for one instant may differ by rounding, never by this much.
INSTANT_S = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True)
class CarryOver:
    """One directed transition; both are None where no note of it was played and released."""

    finger: int
    to_finger: int
    long_overlap: Chance | None
    crowded: Chance | None


def carry_over(notes: NoteArray, played: RunNotes) -> tuple[CarryOver, ...]:
    """Return the carry-over of each directed transition that the pattern asks for.

    Parameters
    ----------
    notes : shape (n,), the whole take, extra notes too: any key may be down
    """
    ioi_s = played.ioi_s
    with np.errstate(divide="ignore", invalid="ignore"):
        kor = (played.offset_s[:, :-1] - played.onset_s[:, 1:]) / np.where(ioi_s > 0, ioi_s, np.nan)
    known = ~np.isnan(kor)
    crowd = known & (_others_down(notes, played.onset_s[:, 1:]) >= CROWD)
    columns = np.array([known.sum(axis=0), (kor > LONG_KOR).sum(axis=0), crowd.sum(axis=0)])
    pairs = by_pair(played.pattern)
    member = np.zeros((columns.shape[1], len(pairs)), np.intp)
    for place, where in enumerate(pairs.values()):
        member[where, place] = 1
    found = []
    for (finger, to_finger), (n, longer, crowds) in zip(
        pairs, (columns @ member).T.tolist(), strict=True
    ):
        found.append(
            CarryOver(
                finger=finger,
                to_finger=to_finger,
                long_overlap=Chance(hits=longer, n=n) if n else None,
                crowded=Chance(hits=crowds, n=n) if n else None,
            )
        )
    return tuple(found)


def _others_down(notes: NoteArray, at_s: Matrix) -> Matrix:
    """Return how many keys are down beside the one struck at each time; shape of ``at_s``."""
    released = notes[~np.isnan(notes["offset_s"])]
    struck = np.searchsorted(released["onset_s"], at_s + INSTANT_S, side="right")
    up = np.searchsorted(np.sort(released["offset_s"]), at_s + INSTANT_S, side="right")
    return np.asarray(struck - up - 1, np.float64)

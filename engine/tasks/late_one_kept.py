"""The runs and marks of The Late One as a trial keeps them, and what a whole take says of them.

The live state goes by the running stamps; what is measured is worked out again from the whole
take's, so that a take measured twice, now or in ten years, gives the same deviations.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from engine.measures.judgement.awareness import Asked, Awareness, Mark, awareness
from engine.tasks.late_one import LateOne, Marked, deviations_ms

SCHEMA = 1
# How far the running stamp of a note may lie from the whole take's.
APART_NS = 60_000_000
MOST_EARLIER = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class LateOneFound:
    """What a trial said: ``awareness`` over these marks, and those of earlier trials if few.

    ``marks`` are today's; ``latest`` and ``marked`` count, per finger 1 to 5, how often its note
    came latest and how often it was marked; ``agreed`` is in how many runs both were one.
    ``margin_ms`` is the median of how much later the latest note came than the one before it in
    lateness, null without a run.
    """

    awareness: Awareness
    marks: tuple[Mark, ...]
    fingers: tuple[int, ...]
    latest: tuple[int, int, int, int, int]
    marked: tuple[int, int, int, int, int]
    agreed: int
    earlier: int
    margin_ms: float | None


def marks_of(
    rounds: Sequence[Marked],
    task: LateOne,
    at_ns: npt.NDArray[np.int64],
    pitches: npt.NDArray[np.integer],
) -> tuple[Mark, ...]:
    """Return each run with its mark, its deviations made of the whole take's onsets.

    Parameters
    ----------
    at_ns : shape (n,), note-on stamps on the clock of the rounds, ascending
    pitches : shape (n,), MIDI note numbers

    A run whose notes are not all in the take is left out.
    """
    found = (_onsets(each, task, at_ns, pitches) for each in rounds)
    return tuple(
        Mark(deviations_ms=deviations_ms(onsets), marked=each.marked)
        for each, onsets in zip(rounds, found, strict=True)
        if onsets
    )


def _onsets(
    played: Marked,
    task: LateOne,
    at_ns: npt.NDArray[np.int64],
    pitches: npt.NDArray[np.integer],
) -> tuple[int, ...]:
    onsets = []
    for near_ns, pitch in zip(played.onsets_ns, task.pitches, strict=True):
        there = np.flatnonzero(
            (pitches == pitch + played.shift) & (np.abs(at_ns - near_ns) <= APART_NS)
        )
        if not len(there):
            return ()
        nearest = there[np.argmin(np.abs(at_ns[there] - near_ns))]
        onsets.append(int(at_ns[nearest]))
    return tuple(onsets)


def found_of(
    marks: tuple[Mark, ...], fingers: tuple[int, ...], earlier: Sequence[Mark] = ()
) -> LateOneFound:
    """Return what today's marks say; the area also of ``earlier`` ones, newest first, if few."""
    pooled = (*marks, *earlier[: max(0, MOST_EARLIER - len(marks))])
    latest, marked = [0] * 5, [0] * 5
    margins, agreed = [], 0
    for mark in marks:
        order = np.argsort(mark.deviations_ms)
        latest[fingers[order[-1]] - 1] += 1
        marked[fingers[mark.marked] - 1] += 1
        margins.append(mark.deviations_ms[order[-1]] - mark.deviations_ms[order[-2]])
        agreed += int(order[-1]) == mark.marked
    return LateOneFound(
        awareness=awareness(pooled, asked=Asked.LATEST),
        marks=marks,
        fingers=fingers,
        latest=(latest[0], latest[1], latest[2], latest[3], latest[4]),
        marked=(marked[0], marked[1], marked[2], marked[3], marked[4]),
        agreed=agreed,
        earlier=len(pooled) - len(marks),
        margin_ms=float(np.median(margins)) if margins else None,
    )


def to_json(
    task: LateOne, rounds: Sequence[Marked], marks: Sequence[Mark], *, hurt: bool = False
) -> str:
    """Return what a trial keeps: what was asked, each run with its mark, and its deviations."""
    return json.dumps(
        {
            "schema": SCHEMA,
            "hurt": hurt,
            "pitches": task.pitches,
            "fingers": task.fingers,
            "rounds": [[each.onsets_ns, each.shift, each.marked] for each in rounds],
            "deviations_ms": [[each.deviations_ms, each.marked] for each in marks],
        }
    )


def rounds_from_json(text: str) -> tuple[Marked, ...]:
    """Return the runs that a trial kept; ValueError for another schema."""
    return tuple(
        Marked(onsets_ns=tuple(onsets_ns), shift=shift, marked=marked)
        for onsets_ns, shift, marked in _kept(text)["rounds"]
    )


def earlier_marks(texts: Sequence[str], fingers: tuple[int, ...]) -> tuple[Mark, ...]:
    """Return the marks of earlier trials, newest first, of runs with the same fingers.

    Those of a hand that hurt are left out.
    """
    found: list[Mark] = []
    for text in texts:
        kept = _kept(text)
        if tuple(kept["fingers"]) == fingers and not kept.get("hurt"):
            found += [
                Mark(deviations_ms=tuple(deviations), marked=marked)
                for deviations, marked in kept["deviations_ms"]
            ]
    return tuple(found)


def _kept(text: str) -> dict[str, Any]:
    kept: dict[str, Any] = json.loads(text)
    if kept.get("schema") != SCHEMA:
        raise ValueError(f"marks of schema {kept.get('schema')}; this Evenhand knows {SCHEMA}")
    return kept

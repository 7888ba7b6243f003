"""The notes of one cell's runs as matrices: a row a run, a column a target of the pattern.

Only hits count, as in the evenness measures: a substituted target was not played. The first note
of a run that shares it with the run before is left out, since it is counted there.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from engine.exercise import Pattern
from engine.measures.lines import Matrix
from engine.measures.matching.match import MatchedRun
from engine.note import NoteArray

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RunNotes:
    """The runs of one pattern; NaN where there is no hit.

    Attributes
    ----------
    onset_s, offset_s, velocity : shape (runs, targets)
    """

    pattern: Pattern
    onset_s: Matrix
    offset_s: Matrix
    velocity: Matrix

    @property
    def ioi_s(self) -> Matrix:
        """From each hit to the next, shape (runs, targets - 1)."""
        return np.diff(self.onset_s, axis=1)


def run_notes(notes: NoteArray, runs: Sequence[MatchedRun]) -> RunNotes:
    """Return the notes of ``runs``, at least one, which are all of one pattern."""
    index = np.array([run.note_index for run in runs])
    hit = np.array([run.hit for run in runs])
    hit[[run.shared_first for run in runs], 0] = False
    played = notes[index]
    return RunNotes(
        pattern=runs[0].pattern,
        onset_s=np.where(hit, played["onset_s"], np.nan),
        offset_s=np.where(hit, played["offset_s"], np.nan),
        velocity=np.where(hit, played["velocity"], np.nan),
    )


def by_pair(pattern: Pattern) -> dict[Pair, npt.NDArray[np.intp]]:
    """Return for each directed transition i -> j, i not j, the columns of its first note.

    In order of (i, j); at most twenty. A note without a prescribed finger takes no part.
    """
    columns: dict[Pair, list[int]] = {}
    for column, pair in enumerate(pattern.transitions):
        if pair and pair[0] != pair[1]:
            columns.setdefault(pair, []).append(column)
    return {pair: np.array(columns[pair], np.intp) for pair in sorted(columns)}

"""What an ordinary take of a scale or five-finger pattern says of finger independence.

Conventions: one value a cell (hand and direction), over its valid runs only, in the order of the
evenness measures' cells. Fingers are those the exercise prescribes; those of extra notes come from
the home-key map where each key of the pattern is one finger's, and are unknown elsewhere.

Metrics: overlap carry-over, velocity coupling, swap cost, unintended presses.

References
----------
SCIENCE 2.3.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from engine.exercise import Direction, Hand, Pattern
from engine.measures.cell import UNMEASURED, CellEvenness
from engine.measures.evenness import Evenness
from engine.measures.independence.carry_over import CarryOver, carry_over
from engine.measures.independence.coupling import Coupling, coupling
from engine.measures.independence.home import fingers_of, moved
from engine.measures.independence.run_notes import run_notes
from engine.measures.independence.swap import TransitionCost, swap_costs
from engine.measures.independence.unintended import Unintended, unintended
from engine.measures.matching.match import MatchedRun
from engine.note import NoteArray


@dataclass(frozen=True, slots=True, kw_only=True)
class Independence:
    """One cell of a take; without figures where ``refused`` says why.

    ``unintended`` is None where a key is more than one finger's, as in a scale.
    """

    hand: Hand
    direction: Direction
    n_runs: int
    refused: str | None
    carry_over: tuple[CarryOver, ...]
    coupling: Coupling
    swap: tuple[TransitionCost, ...]
    unintended: Unintended | None


def independence(notes: NoteArray, found: Evenness) -> tuple[Independence, ...]:
    """Return what the take says, cell by cell.

    Parameters
    ----------
    notes : shape (n,), those that ``found`` was measured from
    """
    by_direction: dict[Direction, list[MatchedRun]] = {}
    for run, told in zip(found.match.runs, found.runs, strict=True):
        if told.valid:
            by_direction.setdefault(told.direction, []).append(run)
    return tuple(_of_cell(notes, cell, by_direction.get(cell.direction)) for cell in found.cells)


def _of_cell(
    notes: NoteArray, cell: CellEvenness, runs: Sequence[MatchedRun] | None
) -> Independence:
    if not runs:
        because = UNMEASURED if cell.refused == UNMEASURED else "no valid run"
        refused = f"not estimable: {because}"
        return Independence(
            hand=cell.hand,
            direction=cell.direction,
            n_runs=0,
            refused=refused,
            carry_over=(),
            coupling=Coupling(n=0, reason=refused),
            swap=(),
            unintended=None,
        )
    played = run_notes(notes, runs)
    return Independence(
        hand=cell.hand,
        direction=cell.direction,
        n_runs=len(runs),
        refused=None,
        carry_over=carry_over(notes, played),
        coupling=coupling(played),
        swap=swap_costs(cell.transition_deviations),
        unintended=_unintended(notes, runs),
    )


def _unintended(notes: NoteArray, runs: Sequence[MatchedRun]) -> Unintended | None:
    """Return the unintended presses of a pattern whose keys are each one finger's home.

    A substituted target is a stroke of the finger asked for, at which another came down.
    """
    home = home_of(runs[0].pattern)
    if home is None:
        return None
    index = np.array([run.note_index for run in runs])
    hit = np.array([run.hit for run in runs])
    asked = index >= 0
    asked[[run.shared_first for run in runs], 0] = False
    finger = np.array(runs[0].pattern.fingers, np.intp)
    unasked = np.concatenate([index[asked & ~hit], *(run.extra for run in runs)])
    at_s, stroke = notes["onset_s"], index[asked]
    order = np.argsort(at_s[stroke], kind="stable")
    return unintended(
        np.broadcast_to(finger, index.shape)[asked][order],
        at_s[stroke][order],
        fingers_of(notes["pitch"][unasked], moved(home, runs[0].transposition)),
        at_s[unasked],
    )


def home_of(pattern: Pattern) -> dict[int, int] | None:
    """Return pitch -> finger where each key is one finger's and each finger has one key."""
    home: dict[int, int] = {}
    for pitch, finger in zip(pattern.pitches, pattern.fingers, strict=True):
        if finger is None or home.setdefault(pitch, finger) != finger:
            return None
    return home if len(set(home.values())) == len(home) else None

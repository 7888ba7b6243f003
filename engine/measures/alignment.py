"""Edit distance with restarts: which played note answers which target of which run.

One pass of dynamic programming over the played notes. A state is a place in a *template* (a
pattern in one octave) or the free place between two runs. A run that is complete leads to the free
place at no cost; one that is broken off pays ``BREAK`` and so becomes a short run of its own and
leaves the next one alone. Costs are whole numbers, so that the way back finds its steps by
equality; the small ones decide only between ways that are equal in pitch.

References
----------
Needleman & Wunsch (1970), J Mol Biol 48:443-453 (the recurrence, here over several templates).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Indices = npt.NDArray[np.intp]
Pitches = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Costs = npt.NDArray[np.int64]

MISS = EXTRA = 1000
# Of two ways with as many faults, the one with more hits.
SUBSTITUTE = 1010
# A little less than EXTRA: a false start belongs to no run rather than to the next one.
OUTSIDE = 990
# Two missed notes at an end are missed; three are a run broken off, or joined in the middle.
BREAK = JOIN = 2500
SHARE = 20
# A pause inside a run is one fault more; no pause alone can cut a run, BREAK costs more.
PAUSE_INSIDE = 1000
# Ties: a run begins after a pause, and in the octave used most.
NO_PAUSE_BEFORE = 5
OTHER_OCTAVE = 2
NEVER = 10**9


class Template(NamedTuple):
    """A pattern, by its place in the exercise, in one octave."""

    pattern: int
    transposition: int
    pitches: Pitches


@dataclass(slots=True)
class Aligned:
    """One run on the way back: ``notes[j]`` answers target ``j``, -1 where none does."""

    template: Template
    notes: list[int]
    extra: list[int] = field(default_factory=list)
    shared_first: bool = False


class _Tables(NamedTuple):
    """What does not change from note to note; T templates, positions 0..M."""

    templates: Sequence[Template]
    lengths: Indices
    ramp: Costs
    enter: Costs
    stay: Costs
    leave: Costs
    padding: Flags
    written: Costs
    ends_on_start: Flags


def _tables(templates: Sequence[Template]) -> _Tables:
    lengths = np.array([len(template.pitches) for template in templates])
    position = np.arange(lengths.max() + 1)
    inside = (position >= 1) & (position < lengths[:, None])
    octave = np.array([template.transposition for template in templates])
    first_cost = OTHER_OCTAVE * (octave != octave[0])
    enter = np.minimum(position * MISS, JOIN) + first_cost[:, None]
    written = np.full((len(templates), lengths.max()), -1)
    for row, template in zip(written, templates, strict=True):
        row[: len(template.pitches)] = template.pitches
    last = written[np.arange(len(templates)), lengths - 1]
    return _Tables(
        templates=templates,
        lengths=lengths,
        ramp=position * MISS,
        enter=np.where(position < lengths[:, None], enter, NEVER),
        stay=np.where(inside, EXTRA, NEVER),
        leave=np.where(position == lengths[:, None], 0, np.where(inside, BREAK, NEVER)),
        padding=position > lengths[:, None],
        written=written,
        ends_on_start=last[:, None] == written[None, :, 0],
    )


class _Costs(NamedTuple):
    """Least costs after 0..n notes: inside a run, between runs, and after a last target hit."""

    run: Costs
    free: Costs
    share: Costs


def _forward(pitch: Pitches, pause: Flags, tables: _Tables, shareable: Flags) -> _Costs:
    """Return the least costs; inside, those of a position stand less what its targets cost missed.

    So a step past missed targets costs nothing there, and one running minimum does them all.
    """
    templates, positions = tables.stay.shape
    run = np.full((len(pitch) + 1, templates, positions), NEVER)
    free = [0]
    share = np.full((len(pitch) + 1, templates), NEVER)
    share[0] = np.where(shareable, SHARE, NEVER)
    enter, leave = tables.enter - tables.ramp, tables.leave + tables.ramp
    stay = tables.stay[:, 1:]
    padding = tables.padding if tables.padding.any() else None
    differs = {value: _differs(tables, value) - MISS for value in set(pitch.tolist())}
    lasts = set(tables.written[np.arange(templates), tables.lengths - 1].tolist())
    base, extra, left = np.empty_like(enter), np.empty_like(stay), np.empty_like(leave)
    for i, (value, paused) in enumerate(zip(pitch.tolist(), pause.tolist(), strict=True)):
        before = run[i] + PAUSE_INSIDE if paused else run[i]
        np.add(enter, free[i] if paused else free[i] + NO_PAUSE_BEFORE, out=base)
        np.minimum(base, before, out=base)
        if not paused:
            np.minimum(base[:, 1], share[i] - MISS, out=base[:, 1])
        after = run[i + 1]
        np.add(base[:, :-1], differs[value], out=after[:, 1:])
        if value in lasts and not paused:  # the note after a pause begins, it does not end
            share[i + 1] = _shareable(tables, value, after)
        np.add(before[:, 1:], stay, out=extra)
        np.minimum(after[:, 1:], extra, out=after[:, 1:])
        np.minimum.accumulate(after, axis=1, out=after)
        if padding is not None:
            after[padding] = NEVER
        free.append(min(free[i] + OUTSIDE, int(np.add(after, leave, out=left).min())))
    run += tables.ramp
    return _Costs(run, np.array(free), share)


def _differs(tables: _Tables, value: int) -> Costs:
    """Return what each target costs when it is answered by this pitch, shape (T, M)."""
    costs = np.where(tables.written == value, 0, SUBSTITUTE)
    return np.where(tables.written < 0, NEVER, costs)


def _shareable(tables: _Tables, value: int, after: Costs) -> Costs:
    """Return, a template, the least cost of beginning it on the last note of a run just ended."""
    rows, last = np.arange(len(tables.lengths)), tables.lengths
    hits = tables.written[rows, last - 1] == value
    ended = np.where(hits, after[rows, last] + tables.ramp[last], NEVER)
    shared: Costs = np.where(tables.ends_on_start, ended[:, None], NEVER).min(axis=0) + SHARE
    return shared


class _WayBack:
    """Walks from the last note to the first, repeating the choices that gave the least cost."""

    def __init__(self, pitch: Pitches, pause: Flags, tables: _Tables, costs: _Costs) -> None:
        self.pitch = pitch.tolist()
        self.pause = pause.tolist()
        self.tables = tables
        self.costs = costs

    def walk(self) -> list[Aligned]:
        """Return the runs in the order played."""
        free, runs = self.costs.free.tolist(), list[Aligned]()
        i, t, j, run, on_last = len(self.pitch), 0, 0, None, False
        while i > 0:
            if run is None:
                if free[i] == free[i - 1] + OUTSIDE:
                    i -= 1
                    continue
                leaving = self.costs.run[i] + self.tables.leave
                t, j = (int(k) for k in np.argwhere(leaving == free[i])[0])
                run = self._begin(t, runs)
            by_extra, j = (False, j) if on_last else self._last_step(i, t, j)
            on_last = False
            i -= 1
            if by_extra:
                run.extra.insert(0, i)
                continue
            j -= 1
            run.notes[j] = i
            _, way = self._before(i, t, j)
            if way == "begin":
                run = None
            elif way == "shared":
                run.notes[0], run.shared_first = i - 1, True
                if i == 0:
                    break
                # The run before this one ends on the very note that this one begins with.
                t, on_last = self._run_ending(i, t), True
                run, j = self._begin(t, runs), int(self.tables.lengths[t])
        return runs[::-1]

    def _begin(self, t: int, runs: list[Aligned]) -> Aligned:
        runs.append(Aligned(self.tables.templates[t], [-1] * int(self.tables.lengths[t])))
        return runs[-1]

    def _last_step(self, i: int, t: int, j: int) -> tuple[bool, int]:
        """Return whether note ``i - 1`` is an extra, and the position before missed targets."""
        cost = int(self.costs.run[i, t, j])
        value, paused = self.pitch[i - 1], self.pause[i - 1]
        for k in range(j, 0, -1):
            wanted = cost - (j - k) * MISS
            differs = 0 if self.tables.written[t, k - 1] == value else SUBSTITUTE
            if self._before(i - 1, t, k - 1)[0] + differs == wanted:
                return False, k
            stay = int(self.costs.run[i - 1, t, k] + self.tables.stay[t, k])
            if stay + (PAUSE_INSIDE if paused else 0) == wanted:
                return True, k
        raise AssertionError("the way back is lost: no step gives the cost found forward")

    def _before(self, i: int, t: int, j: int) -> tuple[int, str]:
        """Return the least cost before note ``i`` with ``j`` targets done, and the way there."""
        paused = self.pause[i]
        inside = int(self.costs.run[i, t, j]) + (PAUSE_INSIDE if paused else 0)
        begin = int(self.costs.free[i] + self.tables.enter[t, j])
        begin += 0 if paused else NO_PAUSE_BEFORE
        shared = int(self.costs.share[i, t]) if j == 1 and not paused else NEVER
        return min((inside, "inside"), (begin, "begin"), (shared, "shared"))

    def _run_ending(self, i: int, t: int) -> int:
        """Return the template whose last target is hit by note ``i - 1``, which ``t`` shares."""
        wanted = int(self.costs.share[i, t]) - SHARE
        for a in np.flatnonzero(self.tables.ends_on_start[:, t]).tolist():
            last = int(self.tables.lengths[a]) - 1
            hit = self.tables.written[a, last] == self.pitch[i - 1]
            if hit and self._before(i - 1, a, last)[0] == wanted:
                return int(a)
        raise AssertionError("the way back is lost: no run ends on the shared note")


def align(
    pitch: Pitches,
    pause: Flags,
    templates: Sequence[Template],
    *,
    ended_on: int | None = None,
) -> list[Aligned]:
    """Return the runs that explain the notes at least cost, in the order played.

    Parameters
    ----------
    pitch : shape (n,), in order of onset
    pause : shape (n,), whether a pause stands before the note
    templates : the octave used most first
    ended_on : pitch of the note just before the first, if a run ended on it; a run here may begin
        on that same note, which then has index -1 and ``shared_first``
    """
    shareable = np.array([ended_on == template.pitches[0] for template in templates])
    tables = _tables(templates)
    costs = _forward(pitch, pause, tables, shareable)
    return _WayBack(pitch, pause, tables, costs).walk()

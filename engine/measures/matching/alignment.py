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
Mask = npt.NDArray[np.bool_]
Costs = npt.NDArray[np.int64]

MISS = EXTRA = 1000
# Of two ways with as many faults, the one with more hits.
SUBSTITUTE = 1010
# A little less than EXTRA: a false start belongs to no run rather than to the next one.
OUTSIDE = 990
# Two missed notes at an end are missed; three are a run broken off, or joined in the middle, which
# is less likely: of half a scale the lower half was played, an octave up if need be.
BREAK = 2500
JOIN = 2550
SHARE = 20
# A pause inside a run is one fault more; no pause alone can cut a run, BREAK costs more.
PAUSE_INSIDE = 1000
# Ties: a run begins after a pause, and in the octave used most.
NO_PAUSE_BEFORE = 5
OTHER_OCTAVE = 2
NEVER = 10**9
PITCHES = 128
FAR = 10**12


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


class _States(NamedTuple):
    """All positions of all templates in one row: 0 to N targets done, template after template.

    ``pitch`` is what must be played to arrive (-1 at position 0); ``arrive``, a row a pitch that is
    played instead, what that costs, less what the target would cost missed; ``enter``, ``stay`` and
    ``leave`` are what it costs to come from outside before the next note, to take an extra note,
    and to go outside. ``starts`` and ``ends`` are each template's first and last position, and
    ``ends_on`` whether template a ends on the pitch that template b begins with.
    """

    templates: Sequence[Template]
    template: Indices
    position: Indices
    pitch: Pitches
    arrive: Costs
    enter: Costs
    stay: Costs
    leave: Costs
    starts: Indices
    ends: Indices
    ends_on: Mask


def _states(templates: Sequence[Template]) -> _States:
    lengths = np.array([len(template.pitches) for template in templates])
    ends = np.cumsum(lengths + 1) - 1
    starts = ends - lengths
    template = np.repeat(np.arange(len(templates)), lengths + 1)
    position = np.arange(len(template)) - starts[template]
    left = lengths[template] - position
    inside = (position > 0) & (left > 0)
    octave = np.array([one.transposition for one in templates])[template]
    enter = np.minimum(position * MISS, JOIN) + OTHER_OCTAVE * (octave != octave[0])
    pitch = np.full(len(template), -1)
    pitch[position > 0] = np.concatenate([one.pitches for one in templates])
    arrive = np.where(pitch == np.arange(PITCHES)[:, None], -MISS, SUBSTITUTE - MISS)
    arrive[:, starts] = NEVER
    return _States(
        templates=templates,
        template=template,
        position=position,
        pitch=pitch,
        arrive=arrive,
        enter=np.where(left > 0, enter, NEVER),
        stay=np.where(inside, EXTRA, NEVER),
        leave=np.where(inside, BREAK, np.where(left == 0, 0, NEVER)),
        starts=starts,
        ends=ends,
        ends_on=pitch[ends][:, None] == pitch[starts + 1],
    )


class _Costs(NamedTuple):
    """Least costs after 0..n notes: in a state, outside, and where a run may share the last note.

    ``run`` has shape (n + 1, states), ``free`` (n + 1,), ``share`` (n + 1, templates).
    """

    run: Costs
    free: Costs
    share: Costs


def _forward(pitch: Pitches, pause: Mask, states: _States, shareable: Mask) -> _Costs:
    """Return the least costs.

    Inside, a state's cost stands less what its targets cost missed, so that steps past missed
    targets cost nothing and one running minimum does them all; and less FAR a template, so that
    the minimum never runs over from one template into the next.
    """
    less = states.position * MISS + states.template * FAR
    enter, leave, stay = states.enter - less, states.leave + less, states.stay
    arrive = states.arrive
    run = np.full((len(pitch) + 1, len(less)), NEVER)
    free = [0]
    share = np.full((len(pitch) + 1, len(states.templates)), NEVER)
    share[0] = np.where(shareable, SHARE, NEVER)
    firsts, lasts = states.starts + 1, set(states.pitch[states.ends].tolist())
    base, extra = np.empty_like(enter), np.empty_like(enter)
    sharing = bool(shareable.any())
    for i, (value, paused) in enumerate(zip(pitch.tolist(), pause.tolist(), strict=True)):
        before, after = run[i] + PAUSE_INSIDE if paused else run[i], run[i + 1]
        np.add(enter, free[i] if paused else free[i] + NO_PAUSE_BEFORE, out=base)
        np.minimum(base, before, out=base)
        if sharing and not paused:
            base[firsts] = np.minimum(base[firsts], share[i] - less[firsts])
        np.add(base[:-1], arrive[value, 1:], out=after[1:])
        # The note after a pause begins a run; it does not end one and begin the next.
        sharing = value in lasts and not paused
        if sharing:
            ended = np.where(states.pitch[states.ends] == value, (after + less)[states.ends], NEVER)
            share[i + 1] = np.where(states.ends_on, ended[:, None], NEVER).min(axis=0) + SHARE
        np.add(before, stay, out=extra)
        np.minimum(after, extra, out=after)
        np.minimum.accumulate(after, out=after)
        # The ufunc itself: ``min`` of an array spends more on its way there than on 40 numbers.
        free.append(min(free[i] + OUTSIDE, int(np.minimum.reduce(np.add(after, leave, out=extra)))))
    run += less
    return _Costs(run, np.array(free), share)


class _WayBack:
    """Walks from the last note to the first, repeating the choices that gave the least cost."""

    def __init__(self, pitch: Pitches, pause: Mask, states: _States, costs: _Costs) -> None:
        self.played = pitch.tolist()
        self.pause = pause.tolist()
        self.states = states
        self.costs = costs
        self.free: list[int] = costs.free.tolist()
        self.pitch: list[int] = states.pitch.tolist()
        self.enter: list[int] = states.enter.tolist()
        self.stay: list[int] = states.stay.tolist()

    def walk(self) -> list[Aligned]:
        """Return the runs in the order played."""
        runs: list[Aligned] = []
        i, s, run, on_last = len(self.played), 0, None, False
        while i > 0:
            if run is None:
                if self.free[i] == self.free[i - 1] + OUTSIDE:
                    i -= 1
                    continue
                leaving = self.costs.run[i] + self.states.leave
                s = int(np.flatnonzero(leaving == self.free[i])[0])
                run = self._begin(s, runs)
            by_extra, s = (False, s) if on_last else self._last_step(i, s)
            on_last = False
            i -= 1
            if by_extra:
                run.extra.insert(0, i)
                continue
            s -= 1
            run.notes[int(self.states.position[s])] = i
            _, way = self._before(i, s)
            if way == "begin":
                run = None
            elif way == "shared":
                run.notes[0], run.shared_first = i - 1, True
                if i == 0:
                    break
                # The run before this one ends on the very note that this one begins with.
                s, on_last = self._end_of_run_before(i, int(self.states.template[s])), True
                run = self._begin(s, runs)
        return runs[::-1]

    def _begin(self, s: int, runs: list[Aligned]) -> Aligned:
        template = self.states.templates[int(self.states.template[s])]
        runs.append(Aligned(template, [-1] * len(template.pitches)))
        return runs[-1]

    def _last_step(self, i: int, s: int) -> tuple[bool, int]:
        """Return whether note ``i - 1`` is an extra, and the state before missed targets."""
        wanted = int(self.costs.run[i, s])
        value, paused = self.played[i - 1], self.pause[i - 1]
        while self.pitch[s] >= 0:
            differs = 0 if self.pitch[s] == value else SUBSTITUTE
            if self._before(i - 1, s - 1)[0] + differs == wanted:
                return False, s
            stay = int(self.costs.run[i - 1, s]) + self.stay[s]
            if stay + (PAUSE_INSIDE if paused else 0) == wanted:
                return True, s
            s -= 1
            wanted -= MISS
        raise AssertionError("the way back is lost: no step gives the cost found forward")

    def _before(self, i: int, s: int) -> tuple[int, str]:
        """Return the least cost of being in a state before note ``i``, and the way there."""
        paused = self.pause[i]
        inside = int(self.costs.run[i, s]) + (PAUSE_INSIDE if paused else 0)
        begin = self.free[i] + self.enter[s] + (0 if paused else NO_PAUSE_BEFORE)
        best = (begin, "begin") if begin <= inside else (inside, "inside")
        if self.states.position[s] == 1 and not paused:
            shared = int(self.costs.share[i, self.states.template[s]])
            best = min(best, (shared, "shared"))
        return best

    def _end_of_run_before(self, i: int, template: int) -> int:
        """Return the end that note ``i - 1`` hits, on which ``template`` begins as well."""
        wanted = int(self.costs.share[i, template]) - SHARE
        for s in self.states.ends[self.states.ends_on[:, template]].tolist():
            if self.pitch[s] == self.played[i - 1] and self._before(i - 1, s - 1)[0] == wanted:
                return int(s)
        raise AssertionError("the way back is lost: no run ends on the shared note")


class Aligner:
    """Aligns parts of one take with the same templates.

    Parameters
    ----------
    templates : the octave used most first
    """

    def __init__(self, templates: Sequence[Template]) -> None:
        self.states = _states(templates)

    def align(self, pitch: Pitches, pause: Mask, *, ended_on: int | None = None) -> list[Aligned]:
        """Return the runs that explain the notes at least cost, in the order played.

        Parameters
        ----------
        pitch : shape (n,), in order of onset
        pause : shape (n,), whether a pause stands before the note
        ended_on : pitch of the note just before the first, if a run ended on it; a run here may
            begin on that same note, which then has index -1 and ``shared_first``
        """
        shareable = np.array([ended_on == each.pitches[0] for each in self.states.templates])
        costs = _forward(pitch, pause, self.states, shareable)
        return _WayBack(pitch, pause, self.states, costs).walk()

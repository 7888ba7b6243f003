"""What may be named: a crossing, a transition or a finger whose notes surely come late or early.

A flag is a claim about a person's hand, so the whole report has one error rate: a player who is
only unsteady sees any flag at all on at most 5 % of reports, however many runs were played. The
share of a cell's tests goes to the crossing groups first (the one place where every scale is hard)
and the rest is split evenly over transitions and fingers, which are judged from three runs on.
The surest group is named, what it explains is taken out, and the others are judged again: one cause
gives one flag. What nobody would hear is not named, however sure it is.

Conventions: ms; late is positive, early negative. The first and the last note of a run belong to
the phrase (a start, a slowing) and are judged by no group. Intervals are Student's, 95 %, of that
group alone.

Metrics: lateness of a group with its interval, notes and runs.

References
----------
Holm 1979, Scand J Statist 6:65 and Bretz et al. 2009, Stat Med 28:586 (weights of a family of
tests); SCIENCE 1.2, 1.4, 6.2; tests/evidence/flags.py for the rates.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

import numpy as np

from engine.exercise import Direction, Hand, Pattern
from engine.measures.group_lateness import FEWEST_FREE, Lateness, Weighed, lateness, together, weigh
from engine.measures.hearing import audible_ms
from engine.measures.intervals import Intervals
from engine.measures.matching.alignment import Mask
from engine.measures.note_groups import (
    FEWEST_PLACES,
    FlagKind,
    Key,
    NoteGroup,
    note_groups,
)
from engine.measures.statistics import student_t_quantile

# aimed at 3.8 %, so that habits of single notes and a clock as unsure as the hand stay below 5 %
ERROR_RATE = 0.038
CROSSING_SHARE = 2 / 3
FEWEST_RUNS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag:
    """One group that stands out.

    ``key`` is a Crossing, the fingers of a transition in order, or a finger; ``places`` the indices
    of the targets it was found on; ``n`` their notes over ``runs`` runs.
    """

    kind: FlagKind
    key: Key
    hand: Hand
    direction: Direction
    late_ms: float
    low_ms: float
    high_ms: float
    n: int
    runs: int
    places: tuple[int, ...]


def cell_flags(
    hand: Hand, pattern: Pattern, times: Intervals, valid: Mask, *, cells: int = 1
) -> tuple[Flag, ...]:
    """Return what stands out in one cell, surest first.

    Parameters
    ----------
    times : of all its runs; ``valid``, shape (runs,), says which count
    cells : how many cells share the report, and with it the report's error rate
    """
    late_ms = times.lines.residual[valid]
    played = (~np.isnan(late_ms)).sum(axis=0).tolist()
    inner = [place for place in range(1, len(played) - 1) if played[place]]
    groups = note_groups(hand, pattern, inner)
    shares = error_shares(groups, len(late_ms), ERROR_RATE / cells)
    judged = {group: 1 - share for group, share in zip(groups, shares, strict=True) if share}
    if not judged:
        return ()
    beat = np.array([pattern.targets[place].onset_beat for place in inner]) / times.unit_beat
    member = np.zeros((len(judged), len(played)))
    for row, group in zip(member, judged, strict=True):
        row[list(group.places)] = 1
    weighed = weigh(beat, late_ms[:, inner], member[:, inner])
    if weighed is None:
        return ()
    ioi_ms = times.mean_ioi_ms[valid]
    heard_ms = audible_ms(median(ioi_ms[~np.isnan(ioi_ms)].tolist()))
    found = standing_out(weighed, [*judged], [*judged.values()], heard_ms)
    return tuple(
        Flag(
            kind=group.kind,
            key=group.key,
            hand=hand,
            direction=pattern.direction,
            late_ms=its.late_ms,
            low_ms=its.late_ms - student_t_quantile(its.free) * its.se_ms,
            high_ms=its.late_ms + student_t_quantile(its.free) * its.se_ms,
            n=sum(played[place] for place in group.places),
            runs=len(late_ms),
            places=group.places,
        )
        for group, its in found
    )


def error_shares(groups: Sequence[NoteGroup], runs: int, rate: float) -> list[float]:
    """Return each group's share of a cell's error rate; 0 where it is not to be judged."""
    crossing = [group.kind is FlagKind.CROSSING for group in groups]
    others = 0 if runs < FEWEST_RUNS else len(groups) - sum(crossing)
    for_crossings = rate * CROSSING_SHARE if others else rate
    for_others = rate - for_crossings if any(crossing) else rate
    return [
        for_crossings / sum(crossing) if each else (for_others / others if others else 0.0)
        for each in crossing
    ]


def standing_out(
    weighed: Weighed, groups: Sequence[NoteGroup], levels: Sequence[float], heard_ms: float
) -> list[tuple[NoteGroup, Lateness]]:
    """Return what stands out, surest first, each lateness given the others.

    Parameters
    ----------
    groups : those that ``weighed`` was made of, in its order
    levels : one a group, the confidence that it needs to be named
    heard_ms : what is nearer to even is not named
    """
    left, found, explained = weighed, list[int](), set[int]()
    while left.free > FEWEST_FREE:
        sure = [
            _surety(its, level, heard_ms, len({*group.places} - explained))
            for its, group, level in zip(lateness(left), groups, levels, strict=True)
        ]
        best = sure.index(max(sure))
        if sure[best] < 1:
            break
        found.append(best)
        explained |= {*groups[best].places}
        left = left.without(best)
    if not found:
        return []
    jointly = zip(found, together(weighed, found), strict=True)
    return [(groups[which], its) for which, its in jointly if abs(its.late_ms) >= heard_ms]


def _surety(its: Lateness, level: float, heard_ms: float, places: int) -> float:
    """Return how far beyond its limit a group lies; 1 is on it, 0 what may not be named."""
    if places < FEWEST_PLACES or abs(its.late_ms) < heard_ms:
        return 0.0
    return abs(its.late_ms) / its.se_ms / student_t_quantile(its.free, level=level)

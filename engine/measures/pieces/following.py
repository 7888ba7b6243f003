"""Following: where in a piece the player is, note by note, through slips, restarts and cuts.

One pass of dynamic programming over the played notes finds the cheapest way through the events of
the score: a note belongs to the event where the way stands, at no cost where that event asks for
its pitch, at a small one where a neighbour does (hands apart, chords broken) and at the full one
elsewhere. The way may stay, go on (what it leaves out costs), or jump to any place, which is how a
passage played again or a section left out is found. Time has the smallest say: notes struck
together rather share an event.

Conventions: costs in notes, 1 is one note too many; the way is monotone between two jumps.

References
----------
Nakamura, Yoshii and Katayose 2017, Performance error detection and post-processing for fast and
accurate symbolic music alignment, ISMIR (score events as states, with jumps). Viterbi 1967.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from engine.measures.matching.alignment import Indices, Mask
from engine.measures.pieces.events import Written
from engine.note import Seconds

EXTRA = 1.0
# What a note costs that a neighbouring event asks for, one, two or three events away.
NEARBY = (0.3, 0.45, 0.6)
# A note within two semitones of an ornamented target is likely to be of its trill or turn.
ORNAMENT, ORNAMENT_SEMITONES = 0.2, 2
LEFT_OUT = 0.5
# A jump is as dear as so many extra notes: fewer notes played again are extra notes.
JUMP = 8.0
# Chords are rarely spread over more than the first figure, events rarely closer than the second.
TOGETHER_S, APART_S = 0.03, 0.12
TIME_COST = 0.2
# A pitch struck again so soon, with a neighbour between, is a trill, which says little about where
# in the score the player is: its notes weigh this much.
TRILL_S, TRILL_WEIGHT = 0.35, 0.25
PITCHES = 128
RENEWED, WENT, JUMPED = (np.uint8(bit) for bit in (1, 2, 4))

Costs = npt.NDArray[np.float64]


class Way(NamedTuple):
    """``event``, shape (notes,), where each note stands; ``jumped``, shape (notes,), to there."""

    event: Indices
    jumped: Mask


class _Steps(NamedTuple):
    """What was cheapest: ``how``, shape (notes, events), one byte each, for long pieces are large.

    Its bits: ``RENEWED`` the running minimum of going on came from the event just before, ``WENT``
    on rather than stayed, ``JUMPED`` from the event ``source``, shape (notes,).
    """

    how: npt.NDArray[np.uint8]
    source: Indices


def follow(onset_s: Seconds, pitch: Indices, score: Written) -> Way:
    """Return the cheapest way of the notes through the events.

    Parameters
    ----------
    onset_s, pitch : shape (n,), n >= 1, in order of onset; a pitch outside 0 to 127 is extra
    """
    weights = np.where(score.grace | score.doubled, 0.0, LEFT_OUT)
    passed = np.concatenate([[0.0], np.cumsum(np.bincount(score.event, weights))])
    steps, cost = _forward(onset_s, pitch, score, passed)
    event = np.zeros(len(pitch), np.intp)
    jumped = np.zeros(len(pitch), np.bool_)
    state = int(np.argmin(cost + np.minimum(passed[-1] - passed[1:], JUMP)))
    for i in range(len(pitch) - 1, 0, -1):
        event[i] = state
        if steps.how[i, state] & JUMPED:
            jumped[i] = True
            state = int(steps.source[i])
        elif steps.how[i, state] & WENT:
            state = int(np.flatnonzero(steps.how[i, : state + 1] & RENEWED)[-1]) - 1
    event[0] = state
    return Way(event, jumped)


def _forward(
    onset_s: Seconds, pitch: Indices, score: Written, passed: Costs
) -> tuple[_Steps, Costs]:
    """Return the steps and the least cost of ending at each event.

    ``passed``, shape (events + 1,), is what it costs to leave out all events before each: going
    from a to b costs its difference, so that one running minimum does all ways of going on.
    """
    arrive = _arrival_costs(score)
    pitch = np.where((pitch >= 0) & (pitch < PITCHES), pitch, PITCHES)
    weight = np.where(trilling(onset_s, pitch), TRILL_WEIGHT, 1.0)
    gap_s = np.diff(onset_s, prepend=onset_s[0])
    apart = np.clip((gap_s - TOGETHER_S) / (APART_S - TOGETHER_S), 0, 1)
    stay, go = TIME_COST * apart, TIME_COST * (gap_s < TOGETHER_S)
    # Nobody jumps in the middle of a chord.
    jump = JUMP + TIME_COST * (1 - apart)
    before, upto = passed[:-1], passed[1:]
    steps = _Steps(
        how=np.zeros((len(pitch), len(before)), np.uint8),
        source=np.zeros(len(pitch), np.intp),
    )
    cost = np.minimum(before, JUMP) + arrive[pitch[0]]
    left, running = np.empty_like(cost), np.empty_like(cost)
    left[0] = np.inf
    for i in range(1, len(pitch)):
        np.subtract(cost[:-1], upto[:-1], out=left[1:])
        np.minimum.accumulate(left, out=running)
        staying, going = cost + stay[i], running + before + go[i]
        walking = np.minimum(going, staying)
        steps.source[i] = np.argmin(cost)
        jumping = cost[steps.source[i]] + jump[i]
        steps.how[i] = (
            RENEWED * (left == running) + WENT * (going < staying) + JUMPED * (walking > jumping)
        )
        cost = np.minimum(walking, jumping) + weight[i] * arrive[pitch[i]]
    return steps, cost


def _arrival_costs(score: Written) -> Costs:
    """Return what a note of each pitch costs at each event, shape (129, events)."""
    count = len(score.event_beat)
    # The row beyond the last pitch is that of all pitches that no piano has.
    cost = np.full((PITCHES + 1, count), EXTRA)
    for away in range(len(NEARBY), 0, -1):
        for side in (-away, away):
            event = score.event + side
            there = (event >= 0) & (event < count)
            cost[score.pitch[there], event[there]] = NEARBY[away - 1]
    for k in np.flatnonzero(score.ornamented).tolist():
        first, pitch = int(score.event[k]), int(score.pitch[k])
        last = max(int(np.searchsorted(score.event_beat, score.end_beat[k])), first + 1)
        rows = slice(max(pitch - ORNAMENT_SEMITONES, 0), pitch + ORNAMENT_SEMITONES + 1)
        np.minimum(cost[rows, first:last], ORNAMENT, out=cost[rows, first:last])
    cost[score.pitch, score.event] = 0.0
    return cost


def trilling(onset_s: Seconds, pitch: Indices) -> Mask:
    """Return which notes come back to a pitch by way of its neighbour, as trills do; shape (n,)."""
    found = np.zeros(len(pitch), np.bool_)
    last = [-np.inf] * (PITCHES + 1 + ORNAMENT_SEMITONES)
    for i, (at_s, value) in enumerate(zip(onset_s.tolist(), pitch.tolist(), strict=True)):
        before = last[value]
        near = last[max(value - ORNAMENT_SEMITONES, 0) : value + ORNAMENT_SEMITONES + 1]
        found[i] = at_s - before < TRILL_S and max(near) > before
        last[value] = at_s
    return found

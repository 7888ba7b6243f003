"""The virtual pianist plays an exercise: onsets, slips, touch, and the truth of all three.

Conventions: a take's zero is its first onset; runs follow each other after the exercise's rest.
A missed target is a movement that struck no key, so the others keep their times.
"""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from engine.exercise import Direction, Exercise, Pattern
from engine.note import NoteArray, Seconds, note_array
from engine.pianist.chain import chained
from engine.pianist.instrument import Instrument, raw_of
from engine.pianist.model import Pianist
from engine.pianist.onsets import by_finger, intended_s, nominal_s, performed_s
from engine.pianist.truth import Outcome, RunTruth, Truth
from engine.take import RawArray

# Rests are human: each is this share shorter or longer at most.
REST_WOBBLE = 0.1
# The shortest note, and where a bouncing key comes up and strikes again, as shares of the IOI.
SHORTEST, BOUNCE_UP, BOUNCE_AGAIN = 0.1, 0.4, 0.2
BOUNCE_S = (0.005, 0.025)
GRAZE_S = 0.015
GRAZE_VELOCITY = (12, 36)
# A released key needs a moment before the same key can sound again.
RELEASE_S = 0.0005

Columns = npt.NDArray[np.float64]  # shape (n, 4): onset_s, offset_s, pitch, velocity


@dataclass(frozen=True, slots=True, kw_only=True)
class Played:
    """A take as played: its notes, the messages of a port, and the truth."""

    notes: NoteArray
    raw: RawArray
    truth: Truth


def play(
    pianist: Pianist,
    exercise: Exercise,
    direction: Direction,
    tempo_bpm: float,
    runs: int,
    rng: np.random.Generator,
) -> Played:
    """Return one take of ``runs`` runs in one direction.

    Raises
    ------
    KeyError
        when the exercise has no such direction
    ValueError
        for no runs or a tempo that is not positive
    """
    if runs < 1 or not tempo_bpm > 0:
        raise ValueError(f"needs a run and a tempo, got {runs} and {tempo_bpm} bpm")
    part = _part(pianist, exercise.pattern(direction), tempo_bpm)
    strikes: list[Columns] = []
    truths: list[RunTruth] = []
    begins_s = 0.0
    for _ in range(runs):
        struck, truth, ends_s = _run(pianist, part, begins_s, rng)
        strikes.append(struck)
        truths.append(truth)
        begins_s = ends_s + exercise.gap_s * rng.uniform(1 - REST_WOBBLE, 1 + REST_WOBBLE)
    notes, zero_s = _notes(np.concatenate(strikes))
    return Played(
        notes=notes,
        raw=raw_of(notes, rng, Instrument()),
        truth=Truth(
            pianist=pianist,
            exercise_id=exercise.id,
            direction=direction,
            tempo_bpm=tempo_bpm,
            runs=tuple(_shifted(truth, -zero_s) for truth in truths),
        ),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """What is the same in every run, from zero at the run's first beat."""

    pitches: tuple[int, ...]
    intended_s: Seconds
    nominal_ioi_s: Seconds
    velocity: npt.NDArray[np.float64]
    velocity_sd: npt.NDArray[np.float64]


def _part(pianist: Pianist, pattern: Pattern, tempo_bpm: float) -> _Part:
    nominal_ioi_s = np.diff(nominal_s(pattern, tempo_bpm))
    nominal_ioi_s.flags.writeable = False
    return _Part(
        pitches=pattern.pitches,
        intended_s=intended_s(pianist, pattern, tempo_bpm),
        nominal_ioi_s=nominal_ioi_s,
        velocity=by_finger(pianist.touch.velocity, pattern.fingers),
        velocity_sd=by_finger(pianist.touch.velocity_sd, pattern.fingers),
    )


def _run(
    pianist: Pianist, part: _Part, begins_s: float, rng: np.random.Generator
) -> tuple[Columns, RunTruth, float]:
    """Return one run's strikes, its truth, and when its last note was due to end."""
    intended = part.intended_s + begins_s
    planned, held_back = performed_s(pianist, intended, pianist.minute + begins_s / 60.0, rng)
    outcomes, bounced, grazed, broken_off_at = _slips(pianist, len(planned), rng)
    ioi = np.append(np.diff(planned), part.nominal_ioi_s[-1])
    offset = _offsets(pianist, planned, ioi, rng)
    chain = chained(rng.standard_normal(len(planned)), pianist.touch.velocity_coupling)
    velocity = np.clip(np.rint(part.velocity + part.velocity_sd * chain), 1, 127)
    pitch = np.array(part.pitches, np.float64)
    for index in np.flatnonzero(outcomes == Outcome.SUBSTITUTED):
        pitch[index] = _beside(part.pitches, int(index), rng)
    strikes = np.column_stack([planned, offset, pitch, velocity])
    again = _bounces(strikes, ioi, bounced, rng)
    grazes = _grazes(strikes, part.pitches, grazed, rng)
    sounded = outcomes != Outcome.MISSED
    truth = RunTruth(
        intended_s=intended,
        onset_s=np.where(sounded, planned, np.nan),
        nominal_ioi_s=part.nominal_ioi_s,
        outcomes=tuple(Outcome(outcome) for outcome in outcomes.tolist()),
        extra_pitches=tuple(grazes[:, 2].astype(int).tolist()),
        bounced=tuple(bounced.tolist()),
        broken_off_at=broken_off_at,
        held_back=held_back,
    )
    last = len(planned) if broken_off_at is None else broken_off_at
    ends_s = float(planned[last - 1] + part.nominal_ioi_s[-1])
    return np.concatenate([strikes[sounded], again, grazes]), truth, ends_s


def _slips(
    pianist: Pianist, n: int, rng: np.random.Generator
) -> tuple[npt.NDArray[np.str_], npt.NDArray[np.intp], npt.NDArray[np.intp], int | None]:
    """Return each target's outcome, who bounces, who grazes a neighbour, where the run stops.

    The draws are the same in number whatever the rates, so that a seed keeps its rhythm.
    """
    slips = pianist.slips
    fate, bounce, graze = rng.random((3, n))
    stops, where = rng.random(2)
    outcomes = np.full(n, Outcome.HIT, dtype="U11")
    outcomes[fate < slips.miss_rate + slips.substitute_rate] = Outcome.SUBSTITUTED
    outcomes[fate < slips.miss_rate] = Outcome.MISSED
    broken_off_at = None
    if stops < slips.break_off_rate and n > 2:
        broken_off_at = 2 + int(where * (n - 2))
        outcomes[broken_off_at:] = Outcome.MISSED
    bounced = np.flatnonzero((bounce < slips.bounce_rate) & (outcomes == Outcome.HIT))
    grazed = np.flatnonzero((graze < slips.extra_rate) & (outcomes != Outcome.MISSED))
    return outcomes, bounced, grazed, broken_off_at


def _offsets(
    pianist: Pianist, onset_s: Seconds, ioi_s: Seconds, rng: np.random.Generator
) -> Seconds:
    """Return when keys come up: ``overlap`` of the IOI after the next onset, never too short."""
    overlap = rng.normal(pianist.touch.overlap, pianist.touch.overlap_sd, len(onset_s))
    return onset_s + ioi_s * np.maximum(1.0 + overlap, SHORTEST)


def _bounces(
    strikes: Columns, ioi_s: Seconds, bounced: npt.NDArray[np.intp], rng: np.random.Generator
) -> Columns:
    """Return the second strikes, and shorten the first ones in place."""
    first = strikes[bounced]
    ioi = ioi_s[bounced]
    up = np.minimum(first[:, 1], first[:, 0] + BOUNCE_UP * ioi)
    again = up + np.minimum(rng.uniform(*BOUNCE_S, len(bounced)), BOUNCE_AGAIN * ioi)
    offset = np.maximum(first[:, 1], again + SHORTEST * ioi)
    strikes[bounced, 1] = up
    return np.column_stack([again, offset, first[:, 2], np.maximum(np.rint(first[:, 3] / 2), 1)])


def _grazes(
    strikes: Columns,
    pitches: tuple[int, ...],
    grazed: npt.NDArray[np.intp],
    rng: np.random.Generator,
) -> Columns:
    """Return light, short strikes of keys beside those meant, within 15 ms of them.

    Those of a run's first and last note fall inside the run, so that they are its own.
    """
    away = rng.uniform(-GRAZE_S, GRAZE_S, len(grazed))
    away = np.where(grazed == 0, np.abs(away), away)
    away = np.where(grazed == len(strikes) - 1, -np.abs(away), away)
    onset = strikes[grazed, 0] + away
    length = rng.uniform(0.02, 0.06, len(grazed))
    velocity = rng.integers(*GRAZE_VELOCITY, size=len(grazed))
    pitch = [_beside(pitches, int(index), rng) for index in grazed]
    rows = np.column_stack([onset, onset + length, np.array(pitch, np.float64), velocity])
    return rows[np.argsort(rows[:, 0], kind="stable")]


def _beside(pitches: tuple[int, ...], index: int, rng: np.random.Generator) -> int:
    """Return a key near the one meant that is neither it nor the target before or after.

    So what happened has one reading: a slip onto the next target would also be a note played early.
    """
    near = pitches[max(index - 1, 0) : index + 2]
    steps = (-1, 1, -2, 2, -3, 3, -4, 4)
    free = [pitches[index] + step for step in steps if pitches[index] + step not in near]
    reachable = [pitch for pitch in free if 0 <= pitch <= 127]
    return reachable[int(rng.integers(min(2, len(reachable))))]


def _notes(strikes: Columns) -> tuple[NoteArray, float]:
    """Return the notes from zero, and what was taken off; no key is struck while it is down."""
    zero_s = float(strikes[:, 0].min()) if len(strikes) else 0.0
    strikes = strikes[np.lexsort((strikes[:, 0], strikes[:, 2]))]
    same = strikes[1:, 2] == strikes[:-1, 2]
    onset, following = strikes[:-1, 0], strikes[1:, 0]
    latest = np.maximum(following - RELEASE_S, (onset + following) / 2)
    strikes[:-1, 1] = np.where(same, np.minimum(strikes[:-1, 1], latest), strikes[:-1, 1])
    notes = note_array(
        strikes[:, 0] - zero_s,
        strikes[:, 2].astype(np.uint8),
        offset_s=strikes[:, 1] - zero_s,
        velocity=strikes[:, 3].astype(np.uint8),
    )
    return notes, zero_s


def _shifted(truth: RunTruth, by_s: float) -> RunTruth:
    intended, onset = truth.intended_s + by_s, truth.onset_s + by_s
    for times in (intended, onset):
        times.flags.writeable = False
    return replace(truth, intended_s=intended, onset_s=onset)

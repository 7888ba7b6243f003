"""The virtual pianist holds keys, strikes with one finger, and plays chords, with known truth.

Conventions: five values are those of fingers 1 to 5; a matrix of rates has a row for the finger
that is moved along and a column for the one that strikes. Strokes are a chain: each starts when the
interval before it is over, so that a finger that tires stays behind.
"""

from dataclasses import dataclass, fields

import numpy as np

from engine.measures.independence.holding import HeldKeys
from engine.note import NoteArray, Seconds, note_array
from engine.pianist.chain import Values, chained
from engine.pianist.model import Five

Rates = tuple[Five, Five, Five, Five, Five]

NEVER: Rates = ((0.0,) * 5,) * 5
# Keys are held this long before the first stroke and after the last.
BEFORE_S, AFTER_S = 1.0, 0.5
# A tug reaches the held finger within this share of the stroke's interval; a key is down for more.
TUG_SHARE, DOWN_SHARE = 0.3, 0.45
# A key must be down this long before it can be lost again; no interval is shorter than the other.
LEAST_DOWN_S, LEAST_IKI_S = 0.002, 0.02
LEAK_S = 0.015
LEAK_VELOCITY = (12, 36)


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldingPianist:
    """How independent five fingers are.

    Attributes
    ----------
    iki_ms, iki_cv : mean and CV of a finger's inter-keystroke intervals when it is fresh
    fatigue_ms_per_s : how much longer they get a second
    velocity, velocity_sd, velocity_coupling : mean and SD (MIDI units) of its strokes, and the
        correlation of one stroke's velocity with the next one's
    break_rate : how often a held finger (row) loses its key at a stroke of another (column), 0 to
        1; a key that is still lost cannot be lost again
    lost_ms, lost_log_sd : how long a key is lost: median and SD of the logarithm
    repress_velocity, repress_velocity_sd : how hard it is struck again
    leak_rate : how often a free finger (row) comes down with a stroke of another (column), 0 to 1
    chord_late_ms, chord_sd_ms : when each finger of a chord lands, and the SD about that

    Raises
    ------
    ValueError
        for a negative or infinite value (a negative fatigue or lateness is allowed), a rate over 1,
        intervals of 0, or a coupling that is not between -1 and 1
    """

    iki_ms: Five = (180.0, 160.0, 165.0, 185.0, 180.0)
    iki_cv: Five = (0.05, 0.04, 0.04, 0.06, 0.05)
    fatigue_ms_per_s: Five = (0.0, 0.0, 0.0, 0.0, 0.0)
    velocity: Five = (68.0, 66.0, 66.0, 62.0, 64.0)
    velocity_sd: Five = (4.0, 4.0, 4.0, 4.0, 4.0)
    velocity_coupling: float = 0.0
    break_rate: Rates = NEVER
    lost_ms: float = 60.0
    lost_log_sd: float = 0.4
    repress_velocity: float = 40.0
    repress_velocity_sd: float = 5.0
    leak_rate: Rates = NEVER
    chord_late_ms: Five = (0.0, 0.0, 0.0, 0.0, 0.0)
    chord_sd_ms: float = 5.0

    def __post_init__(self) -> None:
        signed = {"fatigue_ms_per_s", "chord_late_ms", "velocity_coupling"}
        for each in fields(self):
            value = np.asarray(getattr(self, each.name), np.float64)
            if not np.isfinite(value).all() or (each.name not in signed and (value < 0).any()):
                raise ValueError(f"{each.name} must be finite and not negative")
        if np.max([self.leak_rate, self.break_rate]) > 1:
            raise ValueError("leak_rate and break_rate must be 0 to 1")
        if min(self.iki_ms) <= 0 or not -1 < self.velocity_coupling < 1:
            raise ValueError("iki_ms must be over 0 and velocity_coupling between -1 and 1")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Break:
    """A held key lost at ``at_s`` for ``lost_s`` by the stroke with this index."""

    finger: int
    stroke: int
    at_s: float
    lost_s: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Leak:
    """A free finger that came down with the stroke with this index."""

    finger: int
    stroke: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Held:
    """A held-key trial as played, with the truth; times in s from its first note."""

    notes: NoteArray
    stroke_s: Seconds
    breaks: tuple[Break, ...]
    leaks: tuple[Leak, ...]


def strokes(
    pianist: HoldingPianist, finger: int, duration_s: float, rng: np.random.Generator
) -> tuple[Seconds, Values]:
    """Return onsets from 0 and velocities (whole numbers) of one finger's strokes.

    They stop at the last one that begins within ``duration_s``.
    """
    mean_s = pianist.iki_ms[finger - 1] / 1e3
    slower = pianist.fatigue_ms_per_s[finger - 1] / 1e3
    count = 2 * int(duration_s / min(mean_s, max(mean_s + slower * duration_s, LEAST_IKI_S))) + 20
    noise_s = mean_s * pianist.iki_cv[finger - 1] * rng.standard_normal(count)
    at_s, onsets = 0.0, []
    for wobble_s in noise_s.tolist():
        if at_s > duration_s:
            break
        onsets.append(at_s)
        at_s += max(mean_s + slower * at_s + wobble_s, LEAST_IKI_S)
    chain = chained(rng.standard_normal(len(onsets)), pianist.velocity_coupling)
    velocity = pianist.velocity[finger - 1] + pianist.velocity_sd[finger - 1] * chain
    return np.array(onsets), np.clip(np.rint(velocity), 1, 127)


def hold(
    pianist: HoldingPianist, asked: HeldKeys, duration_s: float, rng: np.random.Generator
) -> Held:
    """Return one held-key trial; without held fingers it is a tapping trial."""
    stroke_s, velocity = strokes(pianist, asked.striking, duration_s, rng)
    stroke_s = stroke_s + BEFORE_S
    key = {finger: pitch for pitch, finger in asked.home.items()}
    iki_s = np.append(np.diff(stroke_s), pianist.iki_ms[asked.striking - 1] / 1e3)
    down_s = np.minimum(DOWN_SHARE * pianist.iki_ms[asked.striking - 1] / 1e3, 0.8 * iki_s)
    rows = [np.column_stack([stroke_s, stroke_s + down_s, velocity])]
    pitches = [np.full(len(stroke_s), key[asked.striking])]
    broken: list[Break] = []
    for finger in asked.held:
        lost = _breaks(pianist, finger, asked.striking, (stroke_s, iki_s), rng)
        rows.append(_held_notes(pianist, lost, float(stroke_s[-1]) + AFTER_S, rng))
        pitches.append(np.full(len(lost) + 1, key[finger]))
        broken += lost
    leaked: list[Leak] = []
    for finger in sorted(set(key) - {asked.striking, *asked.held}):
        rate = pianist.leak_rate[finger - 1][asked.striking - 1]
        with_stroke = np.flatnonzero(rng.random(len(stroke_s)) < rate)
        at_s = stroke_s[with_stroke] + rng.uniform(-LEAK_S, LEAK_S, len(with_stroke))
        soft = rng.integers(*LEAK_VELOCITY, size=len(with_stroke))
        rows.append(np.column_stack([at_s, at_s + LEAK_S, soft]))
        pitches.append(np.full(len(with_stroke), key[finger]))
        leaked += [Leak(finger=finger, stroke=stroke) for stroke in with_stroke.tolist()]
    table, pitch = np.concatenate(rows), np.concatenate(pitches)
    return Held(
        notes=note_array(
            table[:, 0], pitch, offset_s=table[:, 1], velocity=table[:, 2].astype(np.int64)
        ),
        stroke_s=stroke_s,
        breaks=tuple(broken),
        leaks=tuple(leaked),
    )


def chords(
    pianist: HoldingPianist,
    fingers: tuple[int, ...],
    count: int,
    apart_s: float,
    rng: np.random.Generator,
) -> Seconds:
    """Return the onsets of chords, ``apart_s`` from one to the next, shape (count, fingers)."""
    late_s = np.array([pianist.chord_late_ms[finger - 1] for finger in fingers]) / 1e3
    own_s = pianist.chord_sd_ms / 1e3 * rng.standard_normal((count, len(fingers)))
    onset_s: Seconds = apart_s * np.arange(count)[:, None] + late_s + own_s
    return onset_s


def _breaks(
    pianist: HoldingPianist,
    finger: int,
    striking: int,
    struck: tuple[Seconds, Seconds],
    rng: np.random.Generator,
) -> list[Break]:
    """Return when one held finger loses its key; it cannot lose what it has not yet back."""
    stroke_s, iki_s = struck
    rate = pianist.break_rate[finger - 1][striking - 1]
    stroke = np.flatnonzero(rng.random(len(stroke_s)) < rate)
    at_s = stroke_s[stroke] + TUG_SHARE * iki_s[stroke] * rng.random(len(stroke))
    lost_s = pianist.lost_ms / 1e3 * rng.lognormal(0.0, pianist.lost_log_sd, len(stroke))
    found: list[Break] = []
    back_s = 0.0
    for index, at, lost in zip(stroke.tolist(), at_s.tolist(), lost_s.tolist(), strict=True):
        if at >= back_s + LEAST_DOWN_S:
            found.append(Break(finger=finger, stroke=index, at_s=at, lost_s=lost))
            back_s = at + lost
    return found


def _held_notes(
    pianist: HoldingPianist, lost: list[Break], ends_s: float, rng: np.random.Generator
) -> Values:
    """Return onset, offset and velocity of a held key: down at 0, and again after each break."""
    again_s = [each.at_s + each.lost_s for each in lost]
    offset_s = [each.at_s for each in lost] + [max([ends_s, *(at + AFTER_S for at in again_s)])]
    hard = rng.normal(pianist.repress_velocity, pianist.repress_velocity_sd, len(lost) + 1)
    return np.column_stack([[0.0, *again_s], offset_s, np.clip(np.rint(hard), 1, 127)])

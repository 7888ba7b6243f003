"""A piece for two hands and a player of it with slips of every kind, whose truth is known."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from engine.exercise import Hand, Piece, Target
from engine.note import NoteArray, note_array

BAR = 4.0
SCALE = (0, 2, 4, 5, 7, 9, 11)


def piece_of(targets: Iterable[Target], title: str = "Study in C") -> Piece:
    ordered = sorted(targets, key=lambda target: (target.onset_beat, target.pitch))
    return Piece(id="study", title=title, targets=tuple(ordered), source="made for the tests")


def two_hands(bars: int = 16, seed: int = 5) -> Piece:
    """Sixteenths in the right hand, a chord of three on each quarter in the left, keys apart."""
    rng = np.random.default_rng(seed)
    step, right = 14, []
    for k in range(int(bars * BAR * 4)):
        step = int(np.clip(step + rng.choice((-3, -2, -1, 1, 2, 3)), 7, 28))
        pitch = 60 + 12 * (step // 7 - 1) + SCALE[step % 7]
        right.append(
            Target(
                id=f"r{k}",
                pitch=pitch,
                finger=1 + step % 5,
                onset_beat=k / 4,
                duration_beat=0.25,
                hand=Hand.RIGHT,
            )
        )
    left = [
        Target(
            id=f"l{k}.{j}",
            pitch=36 + root + (0, 7, 16)[j],
            finger=(5, 2, 1)[j],
            onset_beat=float(k),
            duration_beat=1.0,
            hand=Hand.LEFT,
        )
        for k, root in enumerate(rng.integers(0, 7, int(bars * BAR)).tolist())
        for j in range(3)
    ]
    return piece_of([*right, *left])


@dataclass(frozen=True, slots=True, kw_only=True)
class Played:
    """Notes in order of onset, and which target each answers: its place, -1 for none."""

    notes: NoteArray
    answers: np.ndarray

    def note_index(self, targets: int) -> np.ndarray:
        """The note of each target, -1 where it has none."""
        index = np.full(targets, -1)
        for note, target in enumerate(self.answers.tolist()):
            if target >= 0:
                index[target] = note
        return index


@dataclass(frozen=True, slots=True, kw_only=True)
class Stroke:
    at_s: float
    pitch: int
    target: int
    velocity: int = 64
    held_s: float = 0.1


def strokes(piece: Piece, rng: np.random.Generator, bpm: float = 90.0) -> list[Stroke]:
    """Play a piece with feeling: the tempo swings, hands drift apart, chords are spread."""
    grid = np.arange(0, piece.targets[-1].onset_beat + 2, 0.05)
    pace = 60 / bpm * (1 + 0.25 * np.sin(2 * np.pi * grid / 13))
    times = np.concatenate([[0], np.cumsum(pace * 0.05)])[: len(grid)]
    played = []
    for k, target in enumerate(piece.targets):
        at_s = 1 + float(np.interp(target.onset_beat, grid, times))
        if target.hand is Hand.LEFT:
            at_s += 0.04 * np.sin(2 * np.pi * target.onset_beat / 29)
        at_s += rng.normal(0, 0.010)
        played.append(Stroke(at_s=at_s, pitch=target.pitch, target=k))
    return played


def as_played(played: Sequence[Stroke]) -> Played:
    ordered = sorted(played, key=lambda stroke: (stroke.at_s, stroke.pitch))
    return Played(
        notes=note_array(
            [one.at_s for one in ordered],
            [one.pitch for one in ordered],
            offset_s=[one.at_s + one.held_s for one in ordered],
            velocity=[one.velocity for one in ordered],
        ),
        answers=np.array([one.target for one in ordered]),
    )


def later(played: Sequence[Stroke], by_s: float) -> list[Stroke]:
    return [replace(stroke, at_s=stroke.at_s + by_s) for stroke in played]


def bars_of(piece: Piece, played: Sequence[Stroke], first: float, stop: float) -> list[Stroke]:
    """The strokes of bars ``first`` to before ``stop``, counted from 0."""
    return [
        stroke
        for stroke in played
        if stroke.target >= 0
        and first * BAR <= piece.targets[stroke.target].onset_beat < stop * BAR
    ]


def began_s(played: Sequence[Stroke]) -> float:
    return min(stroke.at_s for stroke in played)


def ended_s(played: Sequence[Stroke]) -> float:
    return max(stroke.at_s for stroke in played)


def forgotten(played: Sequence[Stroke]) -> list[Stroke]:
    """The same strokes as extra notes: what was played in vain."""
    return [replace(stroke, target=-1) for stroke in played]


def restarted(piece: Piece, played: Sequence[Stroke], back_to: float, at: float) -> list[Stroke]:
    """Play to bar ``at``, go back to bar ``back_to`` and play on to the end."""
    before, again = bars_of(piece, played, 0, back_to), bars_of(piece, played, back_to, at)
    pause_s = ended_s(again) - began_s(again) + 0.6
    return before + forgotten(again) + later(bars_of(piece, played, back_to, 1e9), pause_s)


def left_out(piece: Piece, played: Sequence[Stroke], first: float, stop: float) -> list[Stroke]:
    """Leave out bars ``first`` to before ``stop``."""
    gap = bars_of(piece, played, first, stop)
    after = bars_of(piece, played, stop, 1e9)
    return bars_of(piece, played, 0, first) + later(after, began_s(gap) - began_s(after))

"""Exercises and takes for the tests of the measures: small, exact and without files."""

from collections.abc import Sequence

import numpy as np

from engine.exercise import Direction, Exercise, Hand, Pattern, Target
from engine.note import NoteArray, note_array
from engine.take import RAW_DTYPE, Take, TimeSource, Timing

MAJOR = (0, 2, 4, 5, 7, 9, 11)
SCALE_UP = (*tuple(12 * octave + step for octave in (0, 1) for step in MAJOR), 24)
FIVE = (0, 2, 4, 5, 7, 5, 4, 2)
SCALE_FINGERS = (1, 2, 3, 1, 2, 3, 4, 1, 2, 3, 1, 2, 3, 4, 5)


def pattern(
    direction: Direction, pitches: Sequence[int], fingers: Sequence[int], last_beat: float = 0.25
) -> Pattern:
    return Pattern(
        direction=direction,
        targets=tuple(
            Target(
                id=f"{direction}-{k + 1}",
                pitch=pitch,
                finger=finger,
                onset_beat=0.25 * k,
                duration_beat=0.25 if k < len(pitches) - 1 else last_beat,
            )
            for k, (pitch, finger) in enumerate(zip(pitches, fingers, strict=True))
        ),
    )


def exercise(id_: str, hand: Hand, *patterns: Pattern) -> Exercise:
    return Exercise(
        id=id_,
        version=1,
        title=id_,
        hand=hand,
        tempo_bpm=60,
        patterns=patterns,
        runs=10,
        max_attempts=16,
        gap_s=2,
        summary="",
        source="",
    )


def scale(lowest: int = 60, last_beat: float = 0.25) -> Exercise:
    up = tuple(lowest + step for step in SCALE_UP)
    return exercise(
        "scale-c-right",
        Hand.RIGHT,
        pattern(Direction.UP, up, SCALE_FINGERS, last_beat),
        pattern(Direction.DOWN, up[::-1], SCALE_FINGERS[::-1], last_beat),
    )


def five_finger(lowest: int = 60) -> Exercise:
    pitches = tuple(lowest + step for step in FIVE * 4 + (0,))
    fingers = (1, 2, 3, 4, 5, 4, 3, 2) * 4 + (1,)
    return exercise("five-finger-c-right", Hand.RIGHT, pattern(Direction.LOOP, pitches, fingers))


UP, DOWN = scale().patterns[0].pitches, scale().patterns[1].pitches
LOOP = five_finger().patterns[0].pitches


def played(
    *runs: Sequence[int], ioi_s: float = 0.25, rest_s: float = 2.0, hold: float = 1.0
) -> NoteArray:
    """Runs of pitches on an even grid, ``rest_s`` from a last onset to the next first."""
    onset_s: list[float] = []
    start_s = 0.0
    for run in runs:
        onset_s += [start_s + ioi_s * k for k in range(len(run))]
        start_s = (onset_s or [0.0])[-1] + rest_s
    pitch = [pitch for run in runs for pitch in run]
    return note_array(onset_s, pitch, offset_s=np.array(onset_s) + hold * ioi_s)


def take(notes: NoteArray, **timing: float) -> Take:
    return Take(
        raw=np.zeros(0, RAW_DTYPE),
        notes=notes,
        timing=Timing(source=TimeSource.FILE, **timing),  # type: ignore[arg-type]
    )


def runs_of(
    onset_ms: Sequence[Sequence[float]], pitches: Sequence[int], rest_s: float = 2.0
) -> NoteArray:
    """Runs of one pattern, each with its own onsets in ms from its start."""
    onset_s: list[float] = []
    start_s = 0.0
    for run in onset_ms:
        onset_s += [start_s + at_ms / 1000 for at_ms in run]
        start_s = onset_s[-1] + rest_s
    return note_array(onset_s, list(pitches) * len(onset_ms), offset_s=np.array(onset_s) + 0.2)


def noisy(
    rng: np.random.Generator, runs: int, sd_ms: float = 8.0, pitches: tuple[int, ...] = UP
) -> list[np.ndarray]:
    """Onsets in ms of runs at 250 ms with white noise on each onset."""
    even = 250.0 * np.arange(len(pitches))
    return [even + rng.normal(0, sd_ms, len(even)) for _ in range(runs)]

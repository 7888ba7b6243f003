"""The clicks of one stretch as one buffer: click k at sample lead + round(60 k rate / tempo).

A stretch without an end repeats a loop of whole beats whose length is a whole number of samples, so
that rounding never adds up: at 60 bpm a beat, at 61 bpm 61 beats. Where there is no such loop of
five minutes or less (a tempo of 61.3), the loop is that long, and begins again within half a sample
of its beat.
"""

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from engine.tasks.clicks import Clicks
from game.sound.card import RATE, Samples
from game.sound.click import CLICK_S, click

LONGEST_S = 320
SAME_TEMPO = 1e-12
NS_PER_S = 1_000_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Track:
    """How long the buffer of a stretch is, in samples, and which clicks are written into it.

    ``lead`` is the sample at which click 0 is due, negative where that is past; ``loops`` says
    whether the buffer is played again and again.
    """

    tempo_bpm: float
    clicks: int
    lead: int
    length: int
    loops: bool

    @property
    def starts(self) -> npt.NDArray[np.int64]:
        """The samples at which the clicks are due, in the first pass, ascending; shape (clicks,).

        Those of a loop that are past already come round again at its end.
        """
        due = self.lead + beat_samples(self.tempo_bpm, self.clicks)
        return np.sort(due % self.length) if self.loops else due


def beat_samples(tempo_bpm: float, beats: int) -> npt.NDArray[np.int64]:
    """Return the sample of each beat, shape (beats,), the first at 0; within half a sample."""
    due: npt.NDArray[np.int64] = np.rint(np.arange(beats) * (60 * RATE / tempo_bpm)).astype(int)
    return due


def beats_of_loop(tempo_bpm: float) -> int:
    """Return how many beats a loop holds: its length is exact, or above five minutes."""
    tempo = Fraction(tempo_bpm).limit_denominator(100)
    beat = 60 * RATE / tempo
    exact = abs(float(tempo) / tempo_bpm - 1) < SAME_TEMPO
    longest = int(LONGEST_S * RATE / beat)
    return beat.denominator if exact and beat.denominator <= longest else longest


def waits(clicks: Clicks, now_ns: int) -> bool:
    """Say whether the stretch is better started later: the loop's last click would still sound."""
    beat_ns = 60 * NS_PER_S / clicks.tempo_bpm
    return clicks.from_ns - now_ns > beat_ns - CLICK_S * NS_PER_S


def length_of(clicks: Clicks) -> int:
    """Return how many samples the buffer of a stretch needs at most."""
    beat = 60 * RATE / clicks.tempo_bpm
    if clicks.beats is None:
        return round(beats_of_loop(clicks.tempo_bpm) * beat)
    return round(clicks.beats * beat) + round(CLICK_S * RATE)


def track_at(clicks: Clicks, now_ns: int) -> Track:
    """Return how a stretch lies in its buffer when sample 0 of it is played at ``now_ns``."""
    return Track(
        tempo_bpm=clicks.tempo_bpm,
        clicks=beats_of_loop(clicks.tempo_bpm) if clicks.beats is None else clicks.beats,
        lead=round((clicks.from_ns - now_ns) * RATE / NS_PER_S),
        length=length_of(clicks),
        loops=clicks.beats is None,
    )


def write(track: Track, onto: Samples) -> None:
    """Write the clicks into a silent buffer, shape (``track.length``,).

    A click that has begun already sounds from where it is; one at a loop's end goes on at its
    beginning.
    """
    one = click()
    for start in track.starts.tolist():
        begun = max(0, -start)
        if begun >= len(one):
            continue
        at = start + begun
        here = min(len(one) - begun, track.length - at)
        onto[at : at + here] += one[begun : begun + here]
        if track.loops:
            onto[: len(one) - begun - here] += one[begun + here :]

"""What sound costs: a five-minute click track, a note of the voice, a passage; and the memory.

Run by hand: ``python -m tools.bench_sound``. A note rendered while playing must not cost a frame
(8.3 ms); those of the exercise are rendered before the trial, one a frame.
"""

import os
import resource
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

os.environ.setdefault("SDL_AUDIODRIVER", "dummy")
os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")

import numpy as np
import pygame

from engine.tasks.clicks import Clicks
from game.sound.card import RATE, in_step, opened, samples_in, to_sound
from game.sound.notes import Notes
from game.sound.passage import Note, mixed
from game.sound.track import length_of, track_at, write
from game.sound.voice import layer_of, note

TIMES = 15


def clicks(clicks: Clicks) -> tuple[float, float, float]:
    """Return ms to make room and to write the clicks, and MB."""
    room, written = [], []
    for _ in range(TIMES):
        began = perf_counter()
        sound = to_sound(np.zeros(length_of(clicks), np.int16))
        made = perf_counter()
        write(track_at(clicks, 0), samples_in(sound))
        room.append(made - began)
        written.append(perf_counter() - made)
    return 1e3 * median(room), 1e3 * median(written), 2 * length_of(clicks) / 1e6


def rendered(pitch: int) -> tuple[float, float]:
    """Return ms for one note, the median and the longest."""
    times = []
    for _ in range(TIMES):
        began = perf_counter()
        to_sound(note(pitch, layer_of(64)))
        times.append(1e3 * (perf_counter() - began))
    return median(times), max(times)


def passage() -> tuple[float, float]:
    """Return ms for a string of 32 notes and for a take of 500, the notes rendered before."""
    notes = Notes()

    def played(many: int) -> float:
        each = [Note(at_s=k * 0.25, pitch=60 + k % 8, seconds=0.25) for k in range(many)]
        mixed(each, notes.samples)
        began = perf_counter()
        mixed(each, notes.samples)
        return 1e3 * (perf_counter() - began)

    return played(32), played(500)


def beginnings(*, in_step_with_it: bool) -> float:
    """Return the SD in ms of where 40 stretches begin in what the disk driver writes.

    Its pace is no sound card's: a slow curve through all of them is taken away first.
    """
    with TemporaryDirectory() as folder:
        raw = Path(folder) / "heard"
        os.environ.update(SDL_AUDIODRIVER="disk", SDL_DISKAUDIOFILE=str(raw))
        opened(8)
        mark = np.zeros(RATE // 10, np.int16)
        mark[0] = 20_000
        rng = np.random.default_rng(1)
        asked = []
        for _ in range(40):
            pygame.time.wait(int(rng.integers(150, 180)))
            if in_step_with_it:
                in_step(0)
            asked.append(perf_counter())
            pygame.mixer.Channel(1).play(to_sound(mark))
        pygame.time.wait(200)
        pygame.mixer.quit()
        begun_ms = np.flatnonzero(np.fromfile(raw, np.int16)) / RATE * 1e3
    pace = np.polynomial.Polynomial.fit(asked, begun_ms, 7)
    return float(np.std(begun_ms - pace(np.array(asked))))


def main() -> None:
    opened(8)
    note(60, 8)
    notes = Notes()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for pitch in range(36, 97):
        for velocity in range(4, 128, 8):
            notes.sound(pitch, velocity)
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    print(f"976 notes asked for: memory grew by at most {grown:.0f} MB, at {RATE} Hz")
    for name, stretch in (
        ("60 bpm, without end", Clicks(from_ns=0, tempo_bpm=60)),
        ("61 bpm, without end", Clicks(from_ns=0, tempo_bpm=61)),
        ("61.3 bpm, without end", Clicks(from_ns=0, tempo_bpm=61.3)),
        ("61 bpm, five minutes", Clicks(from_ns=0, tempo_bpm=61, beats=305)),
    ):
        room, written, megabytes = clicks(stretch)
        print(
            f"clicks at {name:22} room {room:5.1f} ms, clicks {written:5.2f} ms, {megabytes:.1f} MB"
        )
    for pitch in (21, 36, 48, 60, 72, 84, 108):
        typical, longest = rendered(pitch)
        print(f"note {pitch:3}   median {typical:.1f} ms, longest {longest:.1f} ms")
    a_string, a_take = passage()
    print(f"passage of 32 notes {a_string:.1f} ms, of 500 notes (2 min) {a_take:.0f} ms")
    pygame.mixer.quit()
    loose, together = beginnings(in_step_with_it=False), beginnings(in_step_with_it=True)
    print(f"where a stretch begins: SD {loose:.1f} ms, in step with the mixer {together:.1f} ms")


if __name__ == "__main__":
    main()

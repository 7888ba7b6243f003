"""What all measures of a take cost, beside the least that numpy could do on the same onsets."""

import tempfile
from pathlib import Path
from time import perf_counter

import numpy as np

from content.loader import load_exercises
from engine.exercise import Direction, Exercise
from engine.measures.evenness import measure
from engine.midi.capture import take_of
from engine.midi.smf import read_smf, write_smf
from engine.pianist import Pianist, Rhythm, Slips, play
from engine.take import Take

CLEAN = Slips()
SLIPPING = Slips(miss_rate=0.02, substitute_rate=0.02, extra_rate=0.02, bounce_rate=0.02)


def simulated(exercise: Exercise, runs: int, slips: Slips, seed: int) -> Take:
    pianist = Pianist(rhythm=Rhythm(onset_sd_ms=5.0), slips=slips)
    rng = np.random.default_rng(seed)
    played = play(pianist, exercise, exercise.patterns[0].direction, 60, runs, rng)
    return take_of(played.raw, ports=("bench",), api="simulated")


def median_ms(work, takes: list[Take]) -> float:
    costs = []
    for _ in range(20):
        for take in takes:
            started = perf_counter()
            work(take)
            costs.append(perf_counter() - started)
    return float(np.median(costs)) * 1e3


def floor(take: Take) -> float:
    return float(np.diff(take.notes["onset_s"]).std(ddof=1))


def batch(exercise: Exercise) -> tuple[float, float]:
    """Takes a second of 60 notes, read from files and measured; and the reading alone."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / f"{seed}.mid" for seed in range(100)]
        for seed, path in enumerate(paths):
            write_smf(path, simulated(exercise, 4, CLEAN, seed), {})
        read_smf(paths[0])
        started = perf_counter()
        for path in paths:
            measure(read_smf(path), exercise)
        both_s = perf_counter() - started
        started = perf_counter()
        for path in paths:
            read_smf(path)
        reading_s = perf_counter() - started
    return len(paths) / both_s, len(paths) / reading_s


def main() -> None:
    scale = load_exercises()["scale-c-right"]
    assert scale.patterns[0].direction is Direction.UP
    for name, slips in (("clean", CLEAN), ("slips in most runs", SLIPPING)):
        takes = [simulated(scale, 15, slips, seed) for seed in range(10)]
        all_ms = median_ms(lambda take: measure(take, scale), takes)
        floor_ms = median_ms(floor, takes)
        print(
            f"15 scales, {name}: all measures {all_ms:.2f} ms (budget 5), "
            f"np.diff and std alone {floor_ms:.3f} ms, {all_ms / floor_ms:.0f} times"
        )
    both, reading = batch(scale)
    print(
        f"60-note takes from files: {both:.0f} a second a core (budget 300), "
        f"reading alone {reading:.0f}"
    )


if __name__ == "__main__":
    main()

"""What all measures cost: of a take, of files, and of the command on a folder.

Beside it stands the same figure (median sdIOI over the runs, its CV, the velocity's SD) with
pretty_midi to read and plain numpy to reckon, on the same files and in the same run. That way knows
nothing of wrong or missing notes, and gives no interval. Imports are not counted, but for the whole
command.
"""

import subprocess
import sys
import tempfile
from json import dumps
from pathlib import Path
from time import perf_counter

import numpy as np
import pretty_midi

from content.loader import load_exercises
from engine.exercise import Direction, Exercise
from engine.measures.evenness import measure
from engine.midi.capture import take_of
from engine.midi.smf import read_smf, write_smf
from engine.pianist import Pianist, Rhythm, Slips, play
from engine.take import Take
from game.analysis.measuring import measured_exercise
from game.analysis.objects import as_json

CLEAN = Slips()
SLIPPING = Slips(miss_rate=0.02, substitute_rate=0.02, extra_rate=0.02, bounce_rate=0.02)
FILES, RUNS, NOTES = 300, 4, 15


def simulated(exercise: Exercise, runs: int, slips: Slips, seed: int) -> Take:
    pianist = Pianist(rhythm=Rhythm(onset_sd_ms=5.0), slips=slips)
    rng = np.random.default_rng(seed)
    played = play(pianist, exercise, exercise.patterns[0].direction, 60, runs, rng)
    return take_of(played.raw, ports=("bench",), api="simulated")


def median_ms(work, given) -> float:
    """Return the median over items, each at its median of five times."""
    costs = []
    for item in given:
        work(item)
        times = []
        for _ in range(5):
            started = perf_counter()
            work(item)
            times.append(perf_counter() - started)
        costs.append(np.median(times))
    return float(np.median(costs)) * 1e3


def takes(exercise: Exercise) -> None:
    for name, slips in (("clean", CLEAN), ("slips in most runs", SLIPPING)):
        given = [simulated(exercise, 15, slips, seed) for seed in range(10)]
        evenness_ms = median_ms(lambda take: measure(take, exercise), given)
        all_ms = median_ms(lambda take: measured_exercise("take", take, exercise), given)
        print(
            f"15 scales, {name}: all measures {all_ms:.2f} ms (budget 5), of these the match and "
            f"evenness {evenness_ms:.2f}"
        )


def ours(path: Path, exercise: Exercise) -> str:
    return dumps(as_json(measured_exercise(str(path), read_smf(path), exercise)))


def plain(path: Path) -> str:
    """Return the bare figures of one file, with the runs cut by counting notes."""
    (instrument,) = pretty_midi.PrettyMIDI(str(path)).instruments
    notes = sorted(instrument.notes, key=lambda note: note.start)
    onset_ms = 1e3 * np.array([note.start for note in notes]).reshape(RUNS, NOTES)
    velocity = np.array([note.velocity for note in notes]).reshape(RUNS, NOTES)
    ioi_ms = np.diff(onset_ms, axis=1)
    sd_ms, mean_ms = ioi_ms.std(axis=1, ddof=1), ioi_ms.mean(axis=1)
    figures = {
        "file": str(path),
        "mean_ioi_ms": float(np.median(mean_ms)),
        "sd_ioi_ms": float(np.median(sd_ms)),
        "cv": float(np.median(sd_ms / mean_ms)),
        "velocity_sd": float(velocity.std(axis=1, ddof=1).mean()),
    }
    return dumps(figures)


def files(exercise: Exercise) -> None:
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / f"{seed:03d}.mid" for seed in range(FILES)]
        for seed, path in enumerate(paths):
            write_smf(path, simulated(exercise, RUNS, CLEAN, seed), {})
        our_ms = median_ms(lambda path: ours(path, exercise), paths)
        reading_ms = median_ms(read_smf, paths)
        plain_ms = median_ms(plain, paths)
        reading_there_ms = median_ms(lambda path: pretty_midi.PrettyMIDI(str(path)), paths)
        print(
            f"takes of {RUNS * NOTES} notes from files, all measures and JSON: {our_ms:.2f} ms, "
            f"{1e3 / our_ms:.0f} a second a core (budget 300), of this reading {reading_ms:.2f}"
        )
        print(
            f"the bare figures with pretty_midi and numpy: {plain_ms:.2f} ms, of this reading "
            f"{reading_there_ms:.2f}; ours takes {our_ms / plain_ms:.2f} times as long, reading "
            f"{reading_ms / reading_there_ms:.2f} times"
        )
        command = [sys.executable, "-m", "game", "analyse", folder, "--exercise", exercise.id]
        whole_s = []
        for _ in range(3):
            started = perf_counter()
            subprocess.run([*command, "--json"], check=True, stdout=subprocess.DEVNULL)
            whole_s.append(perf_counter() - started)
        print(
            f"evenhand analyse on {FILES} files, the whole process: {np.median(whole_s):.2f} s, "
            f"{FILES / np.median(whole_s):.0f} a second"
        )


def main() -> None:
    scale = load_exercises()["scale-c-right"]
    assert scale.patterns[0].direction is Direction.UP
    takes(scale)
    files(scale)


if __name__ == "__main__":
    main()

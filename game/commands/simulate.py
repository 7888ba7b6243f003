"""``evenhand simulate``: a virtual pianist's take, with its truth beside it.

``TAKE.truth.json`` holds the parameters, the seed and, for every run, what was really performed.
Its ``sd_ioi_ms`` is what ``analyse`` means by the same key: the median over the valid runs of the
SD (ddof 1) of the IOIs, here before a clock or a file rounded them.
"""

import math
import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from engine import EvenhandError
from engine.exercise import Direction

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.exercise import Exercise
    from engine.pianist import Played, RunTruth

SCHEMA = 1
PORT = "Virtual pianist"
API = "simulated"


class SimulateError(EvenhandError):
    """A take that cannot be simulated as asked."""


def simulate(  # noqa: PLR0913, PLR0917 - one parameter an option
    exercise: Annotated[str, typer.Option(help="An exercise of the library, or a .toml file.")],
    out: Annotated[Path, typer.Option(help="The MIDI file to write, for instance take.mid.")],
    sd: Annotated[float, typer.Option(min=0, help="Expected sdIOI of the white noise, ms.")] = 8.0,
    seed: Annotated[int, typer.Option(min=0, help="Same seed, same take.")] = 1,
    runs: Annotated[int, typer.Option(min=1, max=1000, help="Runs in the take.")] = 10,
    tempo: Annotated[
        float | None, typer.Option(min=20, max=300, help="Quarters a minute; else the exercise's.")
    ] = None,
    direction: Annotated[
        Direction | None, typer.Option(help="One of the exercise's directions; else its first.")
    ] = None,
    clock_sd: Annotated[float, typer.Option(min=0, help="SD of the inner clock, ms.")] = 0.0,
    drift: Annotated[float, typer.Option(help="Each IOI so many ms longer than the last.")] = 0.0,
    late_finger: Annotated[
        list[str] | None, typer.Option(help="FINGER:MS, for instance 4:12. May be repeated.")
    ] = None,
    late_transition: Annotated[
        list[str] | None, typer.Option(help="FROM-TO:MS, for instance 3-4:9. May be repeated.")
    ] = None,
    overlap: Annotated[
        float, typer.Option(min=-0.9, max=1, help="Overlap as a share of the IOI, + legato.")
    ] = 0.05,
    miss_rate: Annotated[float, typer.Option(min=0, max=1, help="Missed, of targets.")] = 0.0,
    substitute_rate: Annotated[
        float, typer.Option(min=0, max=1, help="Substituted, of targets.")
    ] = 0.0,
    extra_rate: Annotated[float, typer.Option(min=0, max=1, help="Neighbours grazed.")] = 0.0,
    bounce_rate: Annotated[float, typer.Option(min=0, max=1, help="Keys that bounce.")] = 0.0,
    break_off_rate: Annotated[float, typer.Option(min=0, max=1, help="Broken off, of runs.")] = 0.0,
    force: Annotated[bool, typer.Option("--force", help="Replace files that are there.")] = False,
) -> None:
    """Write a virtual pianist's take as a MIDI file, and its truth beside it."""
    import numpy as np
    from rich.console import Console

    from content.loader import find
    from engine.pianist import Pianist, Rhythm, Slips, Touch, play, white_noise_for

    asked = find(exercise)
    way = _direction(asked, direction)
    _refuse_paths(out, force=force)
    intervals = len(asked.pattern(way).targets) - 1
    try:
        pianist = Pianist(
            rhythm=Rhythm(
                onset_sd_ms=white_noise_for(sd, intervals, runs),
                clock_sd_ms=clock_sd,
                drift_ms_per_note=drift,
                finger_late_ms=_late_fingers(late_finger or ()),
                transition_late_ms=_late_transitions(late_transition or ()),
            ),
            touch=Touch(overlap=overlap),
            slips=Slips(
                miss_rate=miss_rate,
                substitute_rate=substitute_rate,
                extra_rate=extra_rate,
                bounce_rate=bounce_rate,
                break_off_rate=break_off_rate,
            ),
        )
    except ValueError as error:
        raise SimulateError(f"this pianist cannot be: {error}") from None
    played = play(pianist, asked, way, tempo or asked.tempo_bpm, runs, np.random.default_rng(seed))
    if not len(played.notes):
        raise SimulateError("with these rates no note was played; lower --miss-rate")
    _write(out, played, asked, {"sd_ms": sd, "seed": seed})
    Console(highlight=False, soft_wrap=True).print(_sentence(out, played, sd), markup=False)


def truth_path(out: Path) -> Path:
    """Return where the truth of the take in ``out`` is."""
    return out.with_suffix(".truth.json")


def _direction(exercise: "Exercise", direction: Direction | None) -> Direction:
    ways = [pattern.direction for pattern in exercise.patterns]
    if direction is None:
        return ways[0]
    if direction not in ways:
        raise SimulateError(f"{exercise.id} has no direction {direction}: it has {', '.join(ways)}")
    return direction


def _refuse_paths(out: Path, *, force: bool) -> None:
    from game.commands.outputs import check_file

    if out.suffix.lower() not in {".mid", ".midi"}:
        raise SimulateError(f"{out}: a take is a MIDI file; give it a name that ends in .mid")
    for path in (out, out.with_suffix(".json"), truth_path(out)):
        check_file(path, force=force)


def _late_fingers(asked: "Sequence[str]") -> tuple[float, float, float, float, float]:
    late = dict.fromkeys(range(1, 6), 0.0)
    for text in asked:
        found = re.fullmatch(r"([1-5]):(-?\d{1,3}(?:\.\d+)?)", text)
        if found is None:
            raise SimulateError(
                f"--late-finger {text}: it must be FINGER:MS, finger 1 to 5, for instance 4:12"
            )
        late[int(found[1])] = float(found[2])
    return late[1], late[2], late[3], late[4], late[5]


def _late_transitions(asked: "Sequence[str]") -> tuple[tuple[int, int, float], ...]:
    late = []
    for text in asked:
        found = re.fullmatch(r"([1-5])-([1-5]):(-?\d{1,3}(?:\.\d+)?)", text)
        if found is None:
            raise SimulateError(
                f"--late-transition {text}: it must be FROM-TO:MS, fingers 1 to 5, as in 3-4:9"
            )
        late.append((int(found[1]), int(found[2]), float(found[3])))
    return tuple(late)


def _write(out: Path, played: "Played", exercise: "Exercise", asked: dict[str, Any]) -> None:
    import json
    from importlib.metadata import version

    from engine.midi.capture import take_of
    from engine.midi.facts import write_atomically
    from engine.midi.smf import write_smf

    about = {
        "evenhand": version("evenhand"),
        "exercise": exercise.id,
        "exercise_version": exercise.version,
        "hand": exercise.hand,
        "direction": played.truth.direction,
        "tempo_bpm": played.truth.tempo_bpm,
        "simulated": asked,
    }
    take = take_of(played.raw, ports=(PORT,), api=API)
    truth = {"schema": SCHEMA, "file": out.name, **about, **truth_of(played)}
    text = json.dumps(truth, indent=1) + "\n"
    write_smf(out, take, about)
    write_atomically(truth_path(out), text.encode())


def truth_of(played: "Played") -> dict[str, Any]:
    """Return the truth of a take as JSON has it; times in s of the take, null where no note."""
    from dataclasses import asdict

    truth = played.truth
    runs = [_run(run) for run in truth.runs]
    counts = {key: sum(run[key] for run in runs) for key in ("hit", "missed", "substituted")}
    valid = [run["sd_ioi_ms"] for run in runs if run["valid"]]
    return {
        "sd_ioi_ms": truth.sd_ioi_ms,
        "mean_run_sd_ioi_ms": sum(valid) / len(valid) if valid else None,
        "match": {
            "expected": sum(len(run.outcomes) for run in truth.runs),
            **counts,
            "extra": sum(len(run["extra_pitches"]) for run in runs),
            "bounces": sum(len(run["bounced"]) for run in runs),
        },
        "held_back": sum(run.held_back for run in truth.runs),
        "pianist": asdict(truth.pianist),
        "runs": runs,
    }


def _run(run: "RunTruth") -> dict[str, Any]:
    from engine.pianist import Outcome

    return {
        "valid": run.valid,
        "sd_ioi_ms": run.sd_ioi_ms,
        "mean_ioi_ms": run.mean_ioi_ms,
        "hit": run.count(Outcome.HIT),
        "missed": run.count(Outcome.MISSED),
        "substituted": run.count(Outcome.SUBSTITUTED),
        "extra_pitches": list(run.extra_pitches),
        "bounced": list(run.bounced),
        "broken_off_at": run.broken_off_at,
        "held_back": run.held_back,
        "outcomes": [outcome.value for outcome in run.outcomes],
        "intended_s": run.intended_s.tolist(),
        "onset_s": [None if math.isnan(at_s) else at_s for at_s in run.onset_s.tolist()],
    }


def _sentence(out: Path, played: "Played", sd: float) -> str:
    truth = played.truth
    what = f"{out}: {len(truth.runs)} x {truth.exercise_id} {truth.direction}"
    real = "no valid run" if truth.sd_ioi_ms is None else f"sdIOI {truth.sd_ioi_ms:.2f} ms"
    said = f"{what} at {truth.tempo_bpm:g} bpm, {real}; the truth is in {truth_path(out).name}"
    held_back = sum(run.held_back for run in truth.runs)
    if held_back:
        said += (
            f"\n{held_back} onsets had to wait for the one before: the noise is too wide for this"
            f" tempo, so {sd:g} ms was not reached"
        )
    return said

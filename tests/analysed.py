"""Recordings with known truth as files, and ``analyse`` run on them."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import typer
from click.testing import Result
from typer.testing import CliRunner

from content.loader import load_exercises
from engine.exercise import Exercise
from engine.midi.capture import raw_array, take_of
from engine.midi.smf import write_smf
from engine.pianist import Pianist, Played, Rhythm, Slips, play, white_noise_for
from engine.take import RawMessage
from game.commands.analyse import analyse

APP = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False)
APP.command()(analyse)
SCALE = "scale-c-right"
EXERCISES = load_exercises()
KEYS = {
    "schema", "file", "exercise", "hand", "valid", "invalid_because", "match", "note_rate_hz",
    "mean_ioi_ms", "sd_ioi_ms", "sd_ioi_detrended_ms", "cv", "runs", "irregularity_ms",
    "instability_ms", "fingers", "transitions", "velocity", "overlap", "noise_floor_ms", "warnings",
    "cells",
}  # fmt: skip


def performed(
    exercise: Exercise, *, seed: int = 1, runs: int = 10, sd_ms: float = 8.0, **slips: float
) -> Played:
    pattern = exercise.patterns[0]
    noise = white_noise_for(sd_ms, len(pattern.targets) - 1, runs)
    pianist = Pianist(rhythm=Rhythm(onset_sd_ms=noise), slips=Slips(**slips))
    return play(pianist, exercise, pattern.direction, 60, runs, np.random.default_rng(seed))


def recorded(path: Path, exercise_id: str = SCALE, **how: Any) -> Played:
    played = performed(EXERCISES[exercise_id], **how)
    write_smf(path, take_of(played.raw, ports=("test",), api="simulated"), {})
    return played


def recorded_notes(path: Path, notes: Sequence[tuple[float, float, int]]) -> None:
    """Write notes of (onset_s, offset_s, pitch), all equally loud."""
    rows = [(onset_s, (0x90, pitch, 64)) for onset_s, _, pitch in notes]
    rows += [(offset_s, (0x80, pitch, 0)) for _, offset_s, pitch in notes]
    rows.sort()
    at_ns = [round(at_s * 1e9) for at_s, _ in rows]
    deltas = np.diff(at_ns, prepend=at_ns[:1]).tolist()
    raw, _ = raw_array(
        [
            RawMessage(at, delta, bytes(data))
            for at, delta, (_, data) in zip(at_ns, deltas, rows, strict=True)
        ]
    )
    write_smf(path, take_of(raw, ports=("test",), api="simulated"), {})


def ran(*arguments: object, exercise: object = SCALE) -> Result:
    result = CliRunner().invoke(APP, [*map(str, arguments), "--exercise", str(exercise)])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def objects(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines()]

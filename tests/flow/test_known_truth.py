"""A virtual pianist's take, through file and report: what comes out is what was put in."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import typer
from typer.testing import CliRunner

from content.loader import exercise
from engine.exercise import Direction
from engine.measures.evenness import measure
from engine.midi.capture import take_of
from engine.pianist import Pianist, Rhythm, Slips, play, white_noise_for
from game.commands.analyse import analyse
from game.commands.simulate import simulate

CELLS = [
    ("five-finger-c-left", "loop"),
    ("five-finger-c-right", "loop"),
    ("scale-c-left", "up"),
    ("scale-c-left", "down"),
    ("scale-c-right", "up"),
    ("scale-c-right", "down"),
]


def command(function: Any, arguments: Sequence[str]) -> str:
    app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False)
    app.command()(function)
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 0, result.output
    return result.stdout


def there_and_back(
    folder: Path, name: str, direction: str, *options: str
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the truth of a simulated take and what ``analyse`` says about its file."""
    out = folder / "take.mid"
    base = ["--exercise", name, "--out", str(out), "--direction", direction, "--force"]
    command(simulate, [*base, *options])
    said = command(analyse, [str(out), "--exercise", name, "--json"])
    return json.loads(out.with_suffix(".truth.json").read_text("utf-8")), json.loads(said)


@pytest.mark.parametrize(("name", "direction"), CELLS)
@pytest.mark.parametrize("sd", ["2", "8", "20"])
def test_a_take_is_measured_within_1_percent_of_its_truth(
    tmp_path: Path, name: str, direction: str, sd: str
):
    truth, said = there_and_back(tmp_path, name, direction, "--sd", sd, "--seed", "3")
    assert said["valid"]
    assert said["sd_ioi_ms"] == pytest.approx(truth["sd_ioi_ms"], rel=0.01)
    told = [run["sd_ioi_ms"] for run in truth["runs"]]
    assert [run["sd_ioi_ms"] for run in said["runs"]] == pytest.approx(told, rel=0.01)
    assert {run["direction"] for run in said["runs"]} == {direction}


def test_a_metronome_is_finer_than_a_file_can_tell(tmp_path: Path):
    truth, said = there_and_back(tmp_path, "scale-c-right", "up", "--sd", "0")
    assert truth["sd_ioi_ms"] == pytest.approx(0, abs=1e-9)
    assert said["sd_ioi_ms"] == pytest.approx(0, abs=0.02)
    assert not said["valid"]
    assert said["mean_ioi_ms"] == pytest.approx(250, abs=0.002)
    assert "the time stamps alone scatter" in said["invalid_because"]


@pytest.mark.parametrize(("name", "direction"), CELLS[1:5])
@pytest.mark.parametrize(
    "slips",
    [
        ["--miss-rate", "0.03"],
        ["--substitute-rate", "0.03"],
        ["--extra-rate", "0.03"],
        ["--bounce-rate", "0.03"],
    ],
    ids=lambda slips: slips[0].strip("-"),
)
def test_slips_are_counted_and_never_enter_the_number(
    tmp_path: Path, name: str, direction: str, slips: list[str]
):
    for seed in range(6):
        truth, said = there_and_back(tmp_path, name, direction, "--seed", str(seed), *slips)
        assert said["sd_ioi_ms"] == pytest.approx(truth["sd_ioi_ms"], rel=0.01)
        counts = {key: truth["match"][key] for key in said["match"]}
        assert said["match"] == counts
        assert [run["valid"] for run in said["runs"]] == [run["valid"] for run in truth["runs"]]


def test_a_late_ring_finger_is_found(tmp_path: Path):
    truth, said = there_and_back(
        tmp_path, "five-finger-c-right", "loop", "--sd", "3", "--late-finger", "4:12"
    )
    mean = {finger["finger"]: finger["mean_ms"] for finger in said["fingers"]}
    assert mean[4] - np.mean([mean[1], mean[2], mean[3], mean[5]]) == pytest.approx(12, abs=1.0)
    assert said["sd_ioi_ms"] == pytest.approx(truth["sd_ioi_ms"], rel=0.01)


def test_2000_takes_have_the_evenness_asked_for():
    scale = exercise("scale-c-right")
    pianist = Pianist(rhythm=Rhythm(onset_sd_ms=white_noise_for(8.0, 14, 10)))
    takes, runs, worst = [], [], 0.0
    for seed in range(2000):
        played = play(pianist, scale, Direction.UP, 60, 10, np.random.default_rng(seed))
        said = measure(take_of(played.raw, ports=("virtual",), api="simulated"), scale)
        assert said.sd_ioi_ms is not None
        assert played.truth.sd_ioi_ms is not None
        worst = max(worst, abs(said.sd_ioi_ms / played.truth.sd_ioi_ms - 1))
        takes.append(said.sd_ioi_ms)
        runs += [run.sd_ioi_ms for run in said.runs]
    assert worst < 0.001
    # The mean of what takes report and the mean over all runs are 1.1 % apart, by nature.
    assert np.mean(takes) == pytest.approx(8.0, rel=0.01)
    assert np.mean(runs) == pytest.approx(8.0, rel=0.01)


def test_a_missed_note_never_becomes_a_false_35_ms():
    scale = exercise("scale-c-right")
    slipping = Pianist(slips=Slips(miss_rate=1 / 15))
    for seed in range(100):
        played = play(slipping, scale, Direction.UP, 60, 10, np.random.default_rng(seed))
        said = measure(take_of(played.raw, ports=("virtual",), api="simulated"), scale)
        for run in said.runs:
            assert run.sd_ioi_ms is None or run.sd_ioi_ms < 20

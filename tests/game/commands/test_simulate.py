"""A simulated take: the file, its facts, its truth, and what is refused."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import typer
from typer.testing import CliRunner

from content.schema import ContentError
from engine.exercise import Direction
from engine.midi.smf import read_smf
from engine.pianist import white_noise_for
from game.commands.outputs import OutputError
from game.commands.simulate import SimulateError, simulate

APP = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False)
APP.command()(simulate)


def simulated(out: Path, *arguments: str, exercise: str = "five-finger-c-left") -> dict[str, Any]:
    call = ["--exercise", exercise, "--out", str(out), *arguments]
    result = CliRunner().invoke(APP, call)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == 0, result.output
    assert out.name in result.stdout.replace("\n", "")
    return json.loads(out.with_suffix(".truth.json").read_text("utf-8"))


def test_the_file_holds_the_truth_to_20_us(tmp_path: Path):
    out = tmp_path / "take.mid"
    truth = simulated(out, "--sd", "9", "--seed", "4")
    notes = read_smf(out).notes
    onsets = np.array([run["onset_s"] for run in truth["runs"]])
    assert onsets.shape == (10, 33)
    assert notes["onset_s"] == pytest.approx(onsets.ravel(), abs=11e-6)
    assert set(notes["pitch"]) == {48, 50, 52, 53, 55}
    heard = np.diff(notes["onset_s"].reshape(10, 33), axis=1).std(axis=1, ddof=1) * 1e3
    told = [run["sd_ioi_ms"] for run in truth["runs"]]
    assert heard == pytest.approx(told, rel=1e-3)
    assert truth["sd_ioi_ms"] == pytest.approx(np.median(told))
    assert truth["mean_run_sd_ioi_ms"] == pytest.approx(np.mean(told))


def test_the_truth_names_who_played_what(tmp_path: Path):
    truth = simulated(tmp_path / "take.mid", "--sd", "9", "--seed", "4", "--runs", "3")
    assert truth["schema"] == 1
    assert truth["file"] == "take.mid"
    assert truth["simulated"] == {"sd_ms": 9.0, "seed": 4}
    assert (truth["exercise"], truth["exercise_version"]) == ("five-finger-c-left", 1)
    assert (truth["hand"], truth["direction"], truth["tempo_bpm"]) == ("left", "loop", 60.0)
    assert truth["pianist"]["rhythm"]["onset_sd_ms"] == white_noise_for(9, 32, 3)
    assert truth["match"] == {
        "expected": 99, "hit": 99, "missed": 0, "substituted": 0, "extra": 0, "bounces": 0
    }  # fmt: skip
    facts = json.loads((tmp_path / "take.json").read_text("utf-8"))
    assert facts["api"] == "simulated"
    assert facts["ports"] == ["Virtual pianist"]


def test_scales_go_up_unless_asked_and_at_the_tempo_asked(tmp_path: Path):
    up = simulated(tmp_path / "up.mid", exercise="scale-c-right")
    down = simulated(
        tmp_path / "down.mid", "--direction", "down", "--tempo", "90", exercise="scale-c-right"
    )
    assert (up["direction"], down["direction"]) == (Direction.UP, Direction.DOWN)
    assert down["tempo_bpm"] == 90
    mean = np.mean([run["mean_ioi_ms"] for run in down["runs"]])
    assert mean == pytest.approx(1000 / 6, rel=0.01)
    pitches = read_smf(tmp_path / "down.mid").notes["pitch"][:15].tolist()
    assert pitches == sorted(pitches, reverse=True)


def test_same_seed_same_files_and_another_seed_another(tmp_path: Path):
    for name, seed in (("a", "7"), ("b", "7"), ("c", "8")):
        simulated(tmp_path / f"{name}.mid", "--seed", seed)
    same, again, other = ((tmp_path / f"{name}.mid").read_bytes() for name in "abc")
    assert same == again != other


def test_options_reach_the_pianist(tmp_path: Path):
    truth = simulated(
        tmp_path / "take.mid",
        *("--late-finger", "4:12", "--late-finger", "5:-3.5", "--late-transition", "3-4:9"),
        *("--clock-sd", "2", "--drift", "0.4", "--overlap", "-0.2"),
        *("--miss-rate", "0.02", "--substitute-rate", "0.03", "--extra-rate", "0.04"),
        *("--bounce-rate", "0.05", "--break-off-rate", "0.06"),
    )
    rhythm, slips = truth["pianist"]["rhythm"], truth["pianist"]["slips"]
    assert rhythm["finger_late_ms"] == [0, 0, 0, 12, -3.5]
    assert rhythm["transition_late_ms"] == [[3, 4, 9]]
    assert (rhythm["clock_sd_ms"], rhythm["drift_ms_per_note"]) == (2, 0.4)
    assert truth["pianist"]["touch"]["overlap"] == -0.2
    assert list(slips.values()) == [0.02, 0.03, 0.04, 0.05, 0.06]
    counts = truth["match"]
    assert counts["hit"] + counts["missed"] + counts["substituted"] == counts["expected"] == 330
    for run in truth["runs"]:
        assert run["onset_s"].count(None) == run["outcomes"].count("missed") == run["missed"]


def test_a_take_is_not_overwritten_without_being_told(tmp_path: Path):
    out = tmp_path / "take.mid"
    simulated(out)
    before = out.read_bytes()
    with pytest.raises(OutputError, match=r"take\.mid: is there already; .* --force"):
        simulated(out, "--seed", "2")
    assert out.read_bytes() == before
    simulated(out, "--seed", "2", "--force")
    assert out.read_bytes() != before


def test_facts_of_another_take_are_not_overwritten_either(tmp_path: Path):
    (tmp_path / "take.json").write_text("{}", "utf-8")
    with pytest.raises(OutputError, match=r"take\.json: is there already"):
        simulated(tmp_path / "take.mid")
    assert not (tmp_path / "take.mid").exists()


def test_a_folder_in_the_place_of_the_take_is_refused_even_with_force(tmp_path: Path):
    (tmp_path / "take.mid").mkdir()
    with pytest.raises(OutputError, match="is a folder"):
        simulated(tmp_path / "take.mid", "--force")


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (["--direction", "up"], "five-finger-c-left has no direction up: it has loop"),
        (["--late-finger", "6:3"], "--late-finger 6:3: it must be FINGER:MS"),
        (["--late-finger", "4"], "--late-finger 4: it must be"),
        (["--late-transition", "34:9"], "--late-transition 34:9: it must be FROM-TO:MS"),
        (["--miss-rate", "0.7", "--substitute-rate", "0.7"], "miss_rate .* is over 1"),
        (["--sd", "inf"], "onset_sd_ms must be finite"),
        (["--drift", "inf"], "drift_ms_per_note must be finite"),
        (["--miss-rate", "1"], "no note was played; lower --miss-rate"),
    ],
)
def test_what_cannot_be_is_refused(tmp_path: Path, arguments: list[str], problem: str):
    with pytest.raises(SimulateError, match=problem):
        simulated(tmp_path / "take.mid", *arguments)
    assert not list(tmp_path.iterdir())


def test_a_name_that_is_no_midi_file_and_an_unknown_exercise_are_refused(tmp_path: Path):
    with pytest.raises(SimulateError, match=r"ends in \.mid"):
        simulated(tmp_path / "take.wav")
    with pytest.raises(ContentError, match="did you mean 'five-finger-c-left'"):
        simulated(tmp_path / "take.mid", exercise="five-finger-c-lefd")


def test_noise_too_wide_for_the_tempo_is_told(tmp_path: Path):
    call = ["--exercise", "scale-c-left", "--out", str(tmp_path / "a.mid"), "--sd", "300"]
    said = CliRunner().invoke(APP, call).stdout
    assert "had to wait for the one before" in said
    assert "300 ms was not reached" in said

"""The program as a person starts it: a process of its own, its output, its exit code."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]


@pytest.fixture
def evenhand(tmp_path):
    """Run one command line with a data folder of its own and no display."""
    unset = {"DISPLAY", "WAYLAND_DISPLAY"}
    kept = {name: value for name, value in os.environ.items() if name not in unset}

    def run(*arguments: str, code: int = 0) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [sys.executable, "-m", "game", *arguments],
            cwd=ROOT,
            env={**kept, "EVENHAND_DATA": str(tmp_path / "data"), "COLUMNS": "140"},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == code, done.stderr
        assert "Traceback" not in done.stderr
        return done

    return run


def test_help_names_every_command(evenhand):
    said = evenhand("--help").stdout
    for command in (
        "ports",
        "doctor",
        "record",
        "analyse",
        "exercises",
        "simulate",
        "demo",
        "players",
    ):
        assert command in said


def test_the_version_is_told(evenhand):
    assert evenhand("--version").stdout.startswith("evenhand 0.")


def test_an_unknown_command_is_refused(evenhand):
    assert "No such command" in evenhand("fly", code=2).stderr


def test_without_a_display_the_first_session_is_played_and_the_record_named(evenhand, tmp_path):
    said = evenhand().stdout
    assert "There is no display here" in said
    # a check counts ten runs a direction, however many it takes
    assert re.search(r"20 of 2\d", said)
    assert "No weekly score yet" in said
    folder = tmp_path / "data" / "rehearsal"
    assert (folder / "evenhand.db").exists()
    assert str(folder) in said
    own = folder / "my-recording.mid"
    own.write_bytes(b"mine")
    assert evenhand().stdout == said
    assert own.read_bytes() == b"mine"
    assert not (tmp_path / "data" / "evenhand.db").exists()


def test_an_option_that_would_do_nothing_is_refused(evenhand):
    said = evenhand("demo", "--headless", "--look", "1024x600", code=1).stderr
    assert "--screens" in said
    assert "--add" in evenhand("players", "--hand", "left", code=1).stderr


def test_a_window_is_not_promised_where_there_is_none(evenhand):
    assert "--headless" in evenhand("demo", "--weeks", "1", code=1).stderr


def test_the_same_seed_plays_the_same_weeks(evenhand, tmp_path):
    first, second = (
        evenhand("demo", "--headless", "--weeks", "1", "--seed", "4", "--keep", str(folder)).stdout
        for folder in (tmp_path / "one", tmp_path / "two")
    )
    assert first.replace(str(tmp_path / "one"), "") == second.replace(str(tmp_path / "two"), "")
    assert "Sat 12 Sep" in first
    said = evenhand("demo", "--headless", "--keep", str(tmp_path / "one"), code=1).stderr
    assert "already holds a record" in said


def test_doctor_says_what_works_and_what_to_do(evenhand):
    lines = [json.loads(line) for line in evenhand("doctor", "--json").stdout.splitlines()]
    found = {line["part"]: line for line in lines}
    assert set(found) == {"display", "sound", "MIDI", "timing", "record"}
    assert found["record"]["works"]
    assert not found["display"]["works"]
    for line in lines:
        assert line["works"] or line["to_do"]
    assert "look" in evenhand("doctor").stdout


def test_doctor_names_a_record_that_cannot_be_opened(evenhand, tmp_path):
    (tmp_path / "data").write_text("not a folder")
    lines = [json.loads(line) for line in evenhand("doctor", "--json").stdout.splitlines()]
    assert not lines[-1]["works"]
    assert "EVENHAND_DATA" in lines[-1]["to_do"]

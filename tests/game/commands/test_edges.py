"""What the system refuses: one sentence and exit code 1, never a traceback, and no work for it."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import IO

import pytest

from game.cli import run, sentence_of

ROOT = Path(__file__).parents[3]
FULL = Path("/dev/full")


def ran(
    *arguments: str,
    stdout: IO[str] | int = subprocess.PIPE,
    under: tuple[str, ...] = (),
    **more: str,
) -> subprocess.CompletedProcess[str]:
    """Run the program in its own process, ``under`` another, with ``more`` in its environment."""
    unset = {"DISPLAY", "WAYLAND_DISPLAY", "PYTHONIOENCODING"}
    kept = {name: value for name, value in os.environ.items() if name not in unset}
    return subprocess.run(
        [*under, sys.executable, "-m", "game", *arguments],
        cwd=ROOT,
        env={**kept, "COLUMNS": "140", **more},
        stdout=stdout,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )


def the_sentence(stderr: str) -> str:
    (line,) = stderr.splitlines()
    assert line.startswith("evenhand: ")
    return line


@pytest.mark.skipif(not FULL.exists(), reason="needs /dev/full, a disk that is always full")
@pytest.mark.parametrize("command", [["exercises"], ["exercises", "--json"], ["--help"]])
def test_a_full_disk_is_one_sentence(command: list[str]):
    with FULL.open("w") as full:
        done = ran(*command, stdout=full)
    assert done.returncode == 1
    assert the_sentence(done.stderr).startswith("evenhand: the output: No space left")


@pytest.mark.parametrize("command", [["exercises"], ["exercises", "--json"], ["--help"]])
def test_a_closed_pipe_ends_it_without_a_word(command: list[str]):
    reading, writing = os.pipe()
    os.close(reading)
    done = ran(*command, stdout=writing)
    os.close(writing)
    assert (done.returncode, done.stderr) == (1, "")


def test_a_name_the_terminal_cannot_write_is_written_as_far_as_it_can(tmp_path: Path):
    environment = {"EVENHAND_DATA": str(tmp_path), "PYTHONIOENCODING": "ascii"}
    done = ran("players", "--add", "Zo\xeb", **environment)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Zo?" in done.stdout


def test_an_error_of_the_system_says_what_and_where_and_what_to_do(tmp_path: Path):
    with pytest.raises(OSError, match="No such file") as found:
        (tmp_path / "gone").read_bytes()
    said = sentence_of(found.value)
    assert said.startswith(f"{tmp_path / 'gone'}: No such file or directory; check that it is")
    assert "[Errno" not in said


@pytest.mark.parametrize("option", ["--keep", "--screens"])
def test_demo_refuses_a_file_in_a_folders_place_before_the_weeks(
    tmp_path: Path, option: str, capsys: pytest.CaptureFixture[str]
):
    (tmp_path / "file").write_text("mine", "utf-8")
    places = {"--keep": tmp_path / "record", option: tmp_path / "file"}
    asked = [word for name, place in places.items() for word in (name, str(place))]
    assert run(["demo", "--headless", "--weeks", "520", *asked]) == 1
    assert "is a file, not a folder" in the_sentence(capsys.readouterr().err)
    assert not (tmp_path / "record" / "evenhand.db").exists()


def test_a_data_folder_that_cannot_be_made_is_one_sentence(tmp_path: Path):
    (tmp_path / "file").write_text("in the way", "utf-8")
    data = str(tmp_path / "file" / "data")
    done = ran(EVENHAND_DATA=data)
    assert done.returncode == 1
    assert data in the_sentence(done.stderr)


@pytest.mark.skipif(sys.platform == "win32", reason="needs a limit on the size of files")
def test_a_demo_whose_record_finds_no_room_ends_and_says_so(tmp_path: Path):
    # the empty record fits below 400 KiB, the first session does not
    small = ("sh", "-c", 'ulimit -f 800; exec "$@"', "sh")
    done = ran("demo", "--headless", "--weeks", "1", "--keep", str(tmp_path), under=small)
    assert done.returncode == 1
    said = the_sentence(done.stderr)
    assert str(tmp_path) in said
    assert "The record is in" not in done.stdout


@pytest.mark.skipif(sys.platform == "win32", reason="needs a limit on the size of files")
def test_a_table_for_which_there_is_no_room_is_one_sentence_and_leaves_nothing(tmp_path: Path):
    scale = ("--exercise", "scale-c-right")
    assert ran("simulate", "--out", str(tmp_path / "a.mid"), *scale).returncode == 0
    before = sorted(tmp_path.iterdir())
    notes = str(tmp_path / "notes.csv")
    # no file over 8 blocks, 4 KiB, as on a disk that is nearly full
    small = ("sh", "-c", 'ulimit -f 8; exec "$@"', "sh")
    done = ran("analyse", str(tmp_path / "a.mid"), *scale, "--notes", notes, under=small)
    assert done.returncode == 1
    assert the_sentence(done.stderr).startswith(f"evenhand: {notes}: cannot be written: File too")
    assert sorted(tmp_path.iterdir()) == before


def test_doctor_names_a_home_that_is_not_there():
    done = ran("doctor", "--json", EVENHAND_DATA="~nobody-of-this-name/evenhand")
    assert (done.returncode, done.stderr) == (0, "")
    record = json.loads(done.stdout.splitlines()[-1])
    assert (record["part"], record["works"]) == ("record", False)
    assert "~nobody-of-this-name" in record["seen"]

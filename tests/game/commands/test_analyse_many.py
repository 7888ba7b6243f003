"""analyse on many files: folders, a line each, the table of figures, the bar, Ctrl-C."""

import csv
import json
import os
import re
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import IO

import pytest

from game.commands.analyse_outputs import AnalyseError
from tests.analysed import SCALE, objects, ran, recorded

ROOT = Path(__file__).parents[3]
COMMAND = [sys.executable, "-m", "game", "analyse", "--exercise", SCALE]
ESCAPES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\r")


def folder_of(folder: Path, count: int) -> Path:
    """Make a folder of one recording under many names."""
    folder.mkdir()
    recorded(folder / "000.mid", runs=6)
    (folder / "000.json").unlink()
    for number in range(1, count):
        (folder / f"{number:03d}.mid").hardlink_to(folder / "000.mid")
    return folder


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_a_folder_is_all_its_recordings_by_name(tmp_path: Path):
    for name in ("b.MID", "a.midi", "c.kar"):
        recorded(tmp_path / name, runs=1)
    (tmp_path / "notes.txt").write_text("no music", "utf-8")
    (tmp_path / "deeper.mid").mkdir()
    said = objects(ran(tmp_path, "--json"))
    assert [Path(one["file"]).name for one in said] == ["a.midi", "b.MID", "c.kar"]


def test_a_folder_without_a_recording_is_told_and_the_rest_go_on(tmp_path: Path):
    (tmp_path / "empty").mkdir()
    recorded(tmp_path / "a.mid", runs=1)
    result = ran(tmp_path / "empty", tmp_path / "a.mid", "--json")
    empty, good = objects(result)
    assert result.exit_code == 1
    assert empty["error"] == (
        f"{tmp_path / 'empty'}: the folder holds no .mid, .midi or .kar file; give the one that "
        "does."
    )
    assert good["valid"]


def test_many_files_are_a_line_each_and_their_notes_are_said_once(tmp_path: Path):
    for name, seed in (("a", 1), ("b", 2)):
        recorded(tmp_path / f"{name}.mid", runs=4, seed=seed)
    (tmp_path / "bad.mid").write_bytes(b"no music")
    result = ran(tmp_path)
    lines = result.stdout.splitlines()
    assert result.exit_code == 1
    assert "bad.mid: no MIDI header" in result.stderr
    (first,) = (line for line in lines if line.startswith("a.mid"))
    assert first.split()[:4] == ["a.mid", "right", "up", "4/4"]
    assert result.stdout.count("too few for an interval") == 1
    assert "Fingers, up" not in result.stdout


def test_full_says_everything_of_each(tmp_path: Path):
    for name in ("a", "b"):
        recorded(tmp_path / f"{name}.mid", runs=2)
    assert ran(tmp_path, "--full").stdout.count("Fingers, up") == 2


def test_a_machine_is_never_praised_in_a_line(tmp_path: Path):
    for name, sd_ms in (("a", 8.0), ("robot", 1.0)):
        recorded(tmp_path / f"{name}.mid", runs=6, sd_ms=sd_ms)
    assert "more even than any hand; was this played by a machine?" in ran(tmp_path).stdout


def test_figures_are_written_a_row_a_file_and_cell(tmp_path: Path):
    music = tmp_path / "music"
    music.mkdir()
    recorded(music / "a.mid", miss_rate=0.02, seed=4)
    recorded(music / "other.mid", "five-finger-c-right")
    (music / "bad.mid").write_bytes(b"no music")
    out = tmp_path / "figures.csv"
    result = ran(music, "--json", "--csv", out)
    good, bad, other = rows_of(out)
    said = objects(result)[0]
    assert result.exit_code == 1
    assert good["file"] == str(music / "a.mid")
    assert (good["hand"], good["direction"], good["error"]) == ("right", "up", "")
    for name in ("sd_ioi_ms", "sd_ioi_detrended_ms", "cv", "irregularity_ms", "instability_ms"):
        assert float(good[name]) == said[name]
    for name in ("expected", "hit", "missed", "extra", "substituted"):
        assert int(good[name]) == said["match"][name]
    assert float(good["low_ms"]) == said["cells"][0]["low"]
    assert "no MIDI header" in bad["error"]
    assert "nothing of scale-c-right" in other["error"]
    assert bad["sd_ioi_ms"] == other["sd_ioi_ms"] == ""


def test_a_figure_that_is_no_score_is_empty_with_its_reason(tmp_path: Path):
    recorded(tmp_path / "a.mid", runs=6, sd_ms=0.0)
    ran(tmp_path / "a.mid", "--csv", tmp_path / "figures.csv")
    (row,) = rows_of(tmp_path / "figures.csv")
    assert row["sd_ioi_ms"] == row["cv"] == ""
    assert "the time stamps alone scatter" in row["error"]


def test_each_table_needs_its_own_file(tmp_path: Path):
    recorded(tmp_path / "a.mid", runs=1)
    out = tmp_path / "out.csv"
    with pytest.raises(AnalyseError, match="give each its own file"):
        ran(tmp_path / "a.mid", "--csv", out, "--notes", out)
    with pytest.raises(AnalyseError, match=r"--csv .*figures.txt: the table is a file that ends"):
        ran(tmp_path / "a.mid", "--csv", tmp_path / "figures.txt")


def on_a_terminal(*arguments: str, stdout: IO[str] | None = None) -> str:
    """Run the program with a terminal for its errors, and for its output; return what was seen."""
    ours, theirs = pytest.importorskip("pty").openpty()
    process = subprocess.Popen(
        [*COMMAND, *arguments],
        cwd=ROOT,
        stdout=theirs if stdout is None else stdout,
        stderr=theirs,
        env={**os.environ, "TERM": "xterm"},
    )
    os.close(theirs)
    seen = bytearray()
    # reading fails when the program, and its terminal with it, is gone
    with suppress(OSError):
        while block := os.read(ours, 65536):
            seen += block
    os.close(ours)
    assert process.wait() == 0
    return ESCAPES.sub("", seen.decode())


def test_the_bar_stands_before_the_lines_for_people(tmp_path: Path):
    seen = on_a_terminal(str(folder_of(tmp_path / "music", 20)))
    assert seen.index("Measuring") < seen.index("019.mid")


def test_the_bar_stands_on_the_terminal_and_json_goes_where_it_was_sent(tmp_path: Path):
    music = folder_of(tmp_path / "music", 20)
    with (tmp_path / "out.jsonl").open("w") as stream:
        seen = on_a_terminal(str(music), "--json", stdout=stream)
    lines = (tmp_path / "out.jsonl").read_text("utf-8").splitlines()
    assert "Measuring" in seen
    assert "{" not in seen
    assert [json.loads(line)["valid"] for line in lines] == [True] * 20


def test_lines_for_programs_stay_whole_above_the_bar(tmp_path: Path):
    seen = on_a_terminal(str(folder_of(tmp_path / "music", 20)), "--json")
    lines = [line[line.index("{") :] for line in seen.splitlines() if "{" in line]
    assert [json.loads(line)["valid"] for line in lines] == [True] * 20
    assert "Measuring" in seen


def test_few_files_need_no_bar(tmp_path: Path):
    assert "Measuring" not in on_a_terminal(str(folder_of(tmp_path / "music", 3)))


@pytest.mark.skipif(sys.platform == "win32", reason="needs signals")
def test_an_end_by_ctrl_c_leaves_no_half_file(tmp_path: Path):
    music = folder_of(tmp_path / "music", 300)
    out = tmp_path / "out"
    out.mkdir()
    command = [*COMMAND, str(music), "--json", "--csv", str(out / "a.csv")]
    # a shell that runs this in the background lets its children ignore the signal; ours must not
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        process = subprocess.Popen(
            [*command, "--notes", str(out / "b.csv")],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
    finally:
        signal.signal(signal.SIGINT, before)
    # nobody reads on, so the program waits in the middle of its work
    assert process.stdout is not None
    process.stdout.readline()
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate()
    assert process.returncode != 0
    assert b"Traceback" not in errors
    assert list(out.iterdir()) == []

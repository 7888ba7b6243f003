"""analyse --plot: where the pictures go, and what is refused before any work."""

import subprocess
import sys
from pathlib import Path

import pytest

from game.commands.analyse_outputs import AnalyseError
from game.commands.outputs import OutputError
from tests.analysed import SCALE, ran, recorded

ROOT = Path(__file__).parents[3]
STARTS = {".png": b"\x89PNG", ".svg": b"<?xml", ".pdf": b"%PDF"}


@pytest.mark.parametrize("ending", sorted(STARTS))
def test_the_picture_of_one_take_is_out(tmp_path: Path, ending: str):
    recorded(tmp_path / "a.mid", runs=2)
    assert ran(tmp_path / "a.mid", "--plot", tmp_path / f"out{ending}").exit_code == 0
    assert (tmp_path / f"out{ending}").read_bytes().startswith(STARTS[ending])


def test_of_several_takes_each_has_its_own_and_a_bad_one_has_none(tmp_path: Path):
    for name in ("a", "b"):
        recorded(tmp_path / f"{name}.mid", runs=1)
    recorded(tmp_path / "other.mid", "five-finger-c-left", runs=1)
    (tmp_path / "bad.mid").write_bytes(b"no music")
    pictures = tmp_path / "pictures"
    pictures.mkdir()
    assert ran(tmp_path, "--json", "--plot", pictures / "take.svg").exit_code == 1
    assert sorted(path.name for path in pictures.iterdir()) == ["take-a.svg", "take-b.svg"]


def test_a_picture_that_is_there_is_replaced_only_when_told(tmp_path: Path):
    for name in ("a", "b"):
        recorded(tmp_path / f"{name}.mid", runs=1)
    (tmp_path / "out-b.png").write_bytes(b"mine")
    with pytest.raises(OutputError, match=r"out-b.png: is there already; .* --force"):
        ran(tmp_path, "--plot", tmp_path / "out.png")
    assert (tmp_path / "out-b.png").read_bytes() == b"mine"
    assert not (tmp_path / "out-a.png").exists()
    ran(tmp_path, "--plot", tmp_path / "out.png", "--force")
    assert (tmp_path / "out-b.png").read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize("name", ["out.jpg", "out", "out.mid"])
def test_another_kind_of_picture_is_refused(tmp_path: Path, name: str):
    recorded(tmp_path / "a.mid", runs=1)
    with pytest.raises(AnalyseError, match=r"ends in \.png, \.svg or \.pdf"):
        ran(tmp_path / "a.mid", "--plot", tmp_path / name)


def test_two_takes_that_would_have_one_picture_are_refused(tmp_path: Path):
    for folder in ("x", "y"):
        (tmp_path / folder).mkdir()
        recorded(tmp_path / folder / "a.mid", runs=1)
    with pytest.raises(AnalyseError, match=r"would both be out-a.png; analyse them apart"):
        ran(tmp_path / "x", tmp_path / "y", "--plot", tmp_path / "out.png")


def test_a_folder_that_is_missing_is_said_before_any_work(tmp_path: Path):
    with pytest.raises(OutputError, match="there is no folder"):
        ran(tmp_path / "a.mid", "--plot", tmp_path / "no" / "out.png")


@pytest.mark.skipif(sys.platform == "win32", reason="needs a limit on the size of files")
def test_a_picture_for_which_there_is_no_room_is_one_sentence_and_leaves_nothing(tmp_path: Path):
    recorded(tmp_path / "a.mid", runs=1)
    before = sorted(tmp_path.iterdir())
    out = tmp_path / "out.png"
    small = ["sh", "-c", 'ulimit -f 8; exec "$@"', "sh", sys.executable, "-m", "game"]
    done = subprocess.run(
        [*small, "analyse", str(tmp_path / "a.mid"), "--exercise", SCALE, "--plot", str(out)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.startswith(f"evenhand: {out}: cannot be written: File too large")
    assert sorted(tmp_path.iterdir()) == before

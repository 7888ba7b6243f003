"""record: where it may write is tried first, and what was played is never thrown away."""

from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from engine.midi.capture import take_of
from engine.midi.errors import MidiFileError
from engine.midi.smf import read_smf
from engine.take import Take
from game.commands.outputs import OutputError
from game.commands.record import keep, record
from tests.engine.storage.situations import some_messages

APP = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False)
APP.command()(record)


def a_recording() -> Take:
    return take_of(some_messages(20), ports=("Piano",), api="test")


def refused(out: Path, *more: str) -> BaseException | None:
    return CliRunner().invoke(APP, ["--port", "no such port", "--out", str(out), *more]).exception


@pytest.mark.parametrize("in_the_way", ["take.mid", "take.json"])
def test_a_folder_in_the_way_is_refused_before_a_port_is_looked_for(
    tmp_path: Path, in_the_way: str
):
    (tmp_path / in_the_way).mkdir()
    error = refused(tmp_path / "take.mid", "--force")
    assert isinstance(error, OutputError)
    assert f"{in_the_way}: is a folder" in str(error)


def test_a_folder_that_takes_no_file_is_refused_before_a_port_is_looked_for():
    # nobody can make a file here, not even root
    folder = Path("/proc/self")
    if not folder.is_dir():
        pytest.skip("needs a folder in which nobody can write (Linux has /proc)")
    error = refused(folder / "take.mid")
    assert isinstance(error, OutputError)
    assert "cannot be written" in str(error)


def test_a_recording_that_cannot_be_written_is_kept_elsewhere_and_the_place_is_said(tmp_path: Path):
    spare = tmp_path / "spare"
    spare.mkdir()
    places = (tmp_path / "gone too", spare)
    with pytest.raises(MidiFileError, match="What was played is kept in") as told:
        keep(tmp_path / "gone" / "take.mid", a_recording(), {}, elsewhere=places)
    (kept,) = spare.glob("*/take.mid")
    assert str(kept) in str(told.value)
    assert kept.with_suffix(".json").exists()
    assert len(read_smf(kept).raw) == 20


def test_a_recording_that_can_be_written_is_nowhere_else(tmp_path: Path):
    (tmp_path / "spare").mkdir()
    keep(tmp_path / "take.mid", a_recording(), {}, elsewhere=(tmp_path / "spare",))
    assert len(read_smf(tmp_path / "take.mid").raw) == 20
    assert list((tmp_path / "spare").iterdir()) == []

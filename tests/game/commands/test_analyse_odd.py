"""analyse on what no hand played, and on broken files: a sentence, never praise."""

from pathlib import Path

import pytest

from engine.midi.smf import read_smf
from tests.analysed import objects, ran, recorded, recorded_notes

SHARED = Path(__file__).resolve().parents[4] / "shared" / "data"
SCALE = (60, 62, 64, 65, 67, 69, 71, 72, 74, 76, 77, 79, 81, 83, 84)
EDGES = sorted(
    path
    for folder in ("midi-edge-jazzsoft", "midi-edge-midifile")
    for path in (SHARED / folder).glob("*.mid*")
)


def steady(path: Path, ioi_s: float, *, runs: int = 6, later_s: float = 0.0) -> None:
    """Write scales at one IOI, every second note ``later_s`` late."""
    notes = []
    for run in range(runs):
        for place, pitch in enumerate(SCALE):
            at_s = ioi_s * (place + run * (len(SCALE) + 8)) + (place % 2) * later_s
            notes.append((at_s, at_s + 0.9 * ioi_s, pitch))
    recorded_notes(path, notes)


def warned(path: Path) -> str:
    (said,) = objects(ran(path, "--json"))
    return " ".join(said["warnings"])


def test_a_machine_is_asked_about_and_its_figure_is_no_score(tmp_path: Path):
    steady(tmp_path / "a.mid", 0.125)
    (said,) = objects(ran(tmp_path / "a.mid", "--json"))
    text = ran(tmp_path / "a.mid").stdout
    assert not said["valid"]
    for told in (warned(tmp_path / "a.mid"), text.replace("\n", " ")):
        assert "all notes are equally far apart: a machine played this" in told
        assert "All 90 notes have velocity 64" in told
    assert "evenness" not in text


def test_under_three_ms_is_more_even_than_any_hand(tmp_path: Path):
    recorded(tmp_path / "a.mid", sd_ms=2.0, runs=6)
    assert "is more even than any hand; was this played by a machine?" in warned(tmp_path / "a.mid")


@pytest.mark.parametrize(
    ("ioi_s", "said"),
    [
        (0.25e-3, "times in seconds may have been read as milliseconds"),
        (250.0, "times in milliseconds may have been read as seconds"),
        (0.02, "notes a second are faster than any hand"),
    ],
)
def test_times_that_cannot_be_are_told(tmp_path: Path, ioi_s: float, said: str):
    steady(tmp_path / "a.mid", ioi_s, later_s=ioi_s / 5)
    found = warned(tmp_path / "a.mid")
    assert said in found


def test_a_file_without_a_played_note_says_so(tmp_path: Path):
    recorded_notes(tmp_path / "a.mid", [])
    result = ran(tmp_path / "a.mid")
    assert result.exit_code == 1
    assert result.stderr == f"evenhand: {tmp_path / 'a.mid'}: no note was played.\n"


def test_all_notes_at_once_are_no_exercise(tmp_path: Path):
    recorded_notes(tmp_path / "a.mid", [(0.0, 1.0, pitch) for pitch in SCALE])
    (said,) = objects(ran(tmp_path / "a.mid", "--json"))
    assert not said["valid"]
    assert "All 15 notes came at once" in " ".join(said["warnings"])


@pytest.mark.skipif(not EDGES, reason="the odd files are not here")
def test_every_odd_file_has_a_figure_or_a_sentence():
    for path in EDGES:
        result = ran(path)
        if result.exit_code:
            (line,) = result.stderr.splitlines()
            assert line.startswith(f"evenhand: {path}: "), path
            assert line.endswith("."), path
        else:
            # eight notes of a scale of fifteen are a run broken off, and no score
            assert "this is no score: no valid run" in result.stdout, path
            assert read_smf(path).notes["pitch"].tolist() == list(SCALE[:8]), path

"""analyse with a score: whole pieces, one hand of them, and a line that is an exercise."""

import csv
import math
from pathlib import Path

import numpy as np
import pytest

from content.score import read_score
from engine.exercise import Hand, Piece
from game.analysis.measuring import AskedError
from tests.analysed import KEYS, objects, ran, recorded_notes

SHARED = Path(__file__).resolve().parents[4] / "shared" / "data"
K265 = SHARED / "mozart-k265-var1"
STEPS = "CDEFGAB"
QUARTER_S = 0.6


def note(step: int, octave: int, duration: int, kind: str, staff: int, **more: int) -> str:
    finger = more.get("finger")
    fingering = (
        f"<notations><technical><fingering>{finger}</fingering></technical></notations>"
        if finger
        else ""
    )
    chord = "<chord/>" if more.get("chord") else ""
    return (
        f"<note>{chord}<pitch><step>{STEPS[step % 7]}</step><octave>{octave + step // 7}</octave>"
        f"</pitch><duration>{duration}</duration><voice>{staff}</voice><type>{kind}</type>"
        f"<staff>{staff}</staff>{fingering}</note>"
    )


def score(path: Path, *, bars: int = 8, left: bool = True) -> Path:
    """Write a score: sixteenths up and down in the right hand, two notes a quarter in the left."""
    wave = [0, 1, 2, 3, 4, 3, 2, 1]
    text = ""
    for bar in range(bars):
        staves = "<staves>2</staves>" if left else ""
        begins = f"<attributes><divisions>4</divisions>{staves}</attributes>" if not bar else ""
        right = "".join(
            note(wave[k % 8], 5, 1, "16th", 1, finger=wave[k % 8] + 1) for k in range(16)
        )
        chords = "".join(
            note(0, 3, 4, "quarter", 2) + note(2, 3, 4, "quarter", 2, chord=1) for _ in range(4)
        )
        chords = f"<backup><duration>16</duration></backup>{chords}" if left else ""
        text += f'<measure number="{bar + 1}">{begins}{right}{chords}</measure>'
    path.write_text(
        '<score-partwise version="3.1"><work><work-title>Waves</work-title></work><part-list>'
        '<score-part id="P1"><part-name>Piano</part-name></score-part></part-list>'
        f'<part id="P1">{text}</part></score-partwise>',
        "utf-8",
    )
    return path


def performed(path: Path, piece: Piece, *, sd_ms: float = 6.0, times: int = 1, **left: object):
    """Play the piece; ``left_out`` are places that are missed, ``hands`` those that play."""
    rng = np.random.default_rng(3)
    notes = []
    hands = left.get("hands", tuple(Hand))
    for time in range(times):
        begins = time * (QUARTER_S * (piece.targets[-1].onset_beat + 6))
        for place, target in enumerate(piece.targets):
            if target.hand not in hands or place in left.get("left_out", ()):
                continue
            onset = begins + 1 + QUARTER_S * target.onset_beat + rng.normal(0, sd_ms / 1e3)
            notes.append((onset, onset + 0.9 * QUARTER_S * target.duration_beat, target.pitch))
    recorded_notes(path, notes)


@pytest.fixture
def waves(tmp_path: Path) -> tuple[Path, Piece]:
    path = score(tmp_path / "waves.musicxml")
    return path, read_score(path)


def test_a_piece_has_every_key_of_the_contract(tmp_path: Path, waves: tuple[Path, Piece]):
    path, piece = waves
    performed(tmp_path / "a.mid", piece, left_out=(20, 40))
    result = ran(tmp_path / "a.mid", "--json", exercise=path)
    (said,) = objects(result)
    assert result.exit_code == 0
    assert said.keys() >= KEYS
    assert (said["exercise"], said["hand"], said["valid"]) == ("waves", None, True)
    assert said["match"]["expected"] == 128 + 64
    assert (said["match"]["hit"], said["match"]["missed"]) == (190, 2)
    assert said["sd_ioi_ms"] is None
    assert said["irregularity_ms"] is None
    assert any("no one figure" in warning for warning in said["warnings"])


def test_the_hands_of_a_piece_have_their_own_figures(tmp_path: Path, waves: tuple[Path, Piece]):
    path, piece = waves
    performed(tmp_path / "a.mid", piece)
    (said,) = objects(ran(tmp_path / "a.mid", "--json", exercise=path))
    by_hand = {(cell["hand"], cell["step_beat"]): cell for cell in said["cells"]}
    right = by_hand["right", 0.25]
    assert {cell["direction"] for cell in said["cells"]} == {None}
    assert right["n_windows"] == 10
    assert right["low"] < right["sd_ioi_ms"] < right["high"]
    # white noise of 6 ms an onset is sqrt(2) as much an interval
    assert right["sd_ioi_ms"] == pytest.approx(6 * math.sqrt(2), rel=0.2)
    windows = [row for row in said["windows"] if row["hand"] == "right"]
    assert [row["start_beat"] for row in windows] == [3.0 * k for k in range(10)]
    assert np.median([row["sd_ioi_ms"] for row in windows]) == pytest.approx(right["sd_ioi_ms"])
    assert said["hand_asynchrony"]["n"] == 32
    left = next(hand for hand in said["hands"] if hand["hand"] == "left")
    assert left["chord_spread"]["n"] == 32
    assert {(row["hand"], row["finger"]) for row in said["fingers"]} == {
        ("right", finger) for finger in range(1, 6)
    }
    assert said["transitions"][0]["mean_ms"] is None
    assert said["transitions"][0]["deviation"]["n"] > 0


def test_a_hand_of_a_piece_alone(tmp_path: Path, waves: tuple[Path, Piece]):
    path, piece = waves
    performed(tmp_path / "both.mid", piece)
    performed(tmp_path / "left.mid", piece, hands=(Hand.LEFT,))
    for name in ("both", "left"):
        (said,) = objects(ran(tmp_path / f"{name}.mid", "--json", "--hand", "left", exercise=path))
        assert said["hand"] == "left"
        assert said["match"]["expected"] == said["match"]["hit"] == 64
        assert {cell["hand"] for cell in said["cells"]} == {"left"}


def test_a_single_line_is_an_exercise_with_runs(tmp_path: Path, waves: tuple[Path, Piece]):
    path, piece = waves
    performed(tmp_path / "a.mid", piece, hands=(Hand.RIGHT,), times=3)
    (said,) = objects(ran(tmp_path / "a.mid", "--json", "--hand", "right", exercise=path))
    (cell,) = said["cells"]
    assert (cell["direction"], cell["n_runs"]) == ("loop", 3)
    assert said["irregularity_ms"] is not None
    assert said["match"]["hit"] == 3 * 128
    assert sorted({row["run"] for row in said["windows"]}) == [1, 2, 3]
    assert len(said["windows"]) == 3 * 10
    assert said["transitions"][0]["mean_ms"] == pytest.approx(150, abs=10)


def test_a_score_of_one_hand_is_an_exercise_and_names_its_hand(tmp_path: Path):
    path = score(tmp_path / "waves.musicxml", bars=2, left=False)
    performed(tmp_path / "a.mid", read_score(path), times=2)
    (right,) = objects(ran(tmp_path / "a.mid", "--json", exercise=path))
    (left,) = objects(ran(tmp_path / "a.mid", "--json", "--hand", "left", exercise=path))
    assert (right["hand"], left["hand"]) == ("right", "left")
    assert right["cells"][0]["n_runs"] == left["cells"][0]["n_runs"] == 2


def test_a_line_that_both_hands_played_is_found_in_the_piece(
    tmp_path: Path, waves: tuple[Path, Piece]
):
    path, piece = waves
    performed(tmp_path / "a.mid", piece)
    (said,) = objects(ran(tmp_path / "a.mid", "--json", "--hand", "right", exercise=path))
    assert said["match"]["hit"] == 128
    assert said["cells"][0]["n_windows"] == 10


def test_notes_of_a_piece_are_written_one_a_row(tmp_path: Path, waves: tuple[Path, Piece]):
    path, piece = waves
    performed(tmp_path / "a.mid", piece, left_out=(20, 40))
    ran(tmp_path / "a.mid", "--json", "--notes", tmp_path / "notes.csv", exercise=path)
    with (tmp_path / "notes.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    missed = [row["score_id"] for row in rows if row["outcome"] == "missed"]
    assert len(rows) == 192
    assert sorted(missed) == sorted(piece.targets[place].id for place in (20, 40))
    assert {row["hand"] for row in rows} == {"left", "right"}
    onsets = [float(row["onset_s"]) for row in rows if row["onset_s"]]
    assert onsets == sorted(onsets)
    assert any(row["deviation_ms"] for row in rows)


def test_figures_of_a_piece_are_a_row_a_hand_and_note_value(
    tmp_path: Path, waves: tuple[Path, Piece]
):
    path, piece = waves
    performed(tmp_path / "a.mid", piece)
    ran(tmp_path / "a.mid", "--csv", tmp_path / "figures.csv", exercise=path)
    with (tmp_path / "figures.csv").open(encoding="utf-8", newline="") as stream:
        rows = {row["hand"]: row for row in csv.DictReader(stream)}
    assert rows.keys() == {"left", "right"}
    assert (rows["right"]["step_beat"], rows["right"]["windows"]) == ("0.25", "10")
    assert float(rows["right"]["sd_ioi_ms"]) > 0
    assert rows["left"]["direction"] == rows["left"]["runs_valid"] == ""


def test_people_read_of_a_piece_by_hand_and_note_value(tmp_path: Path, waves: tuple[Path, Piece]):
    path, piece = waves
    performed(tmp_path / "a.mid", piece)
    text = ran(tmp_path / "a.mid", exercise=path).stdout
    for wanted in ("192 notes expected: 192 hit", "Right hand: sdIOI in windows", "sixteenths"):
        assert wanted in text
    for wanted in ("chord spread", "Left hand less right", "Fingers, right hand"):
        assert wanted in text
    performed(tmp_path / "b.mid", piece)
    lines = ran(tmp_path / "a.mid", tmp_path / "b.mid", exercise=path).stdout.splitlines()
    assert any(line.split()[:3] == ["a.mid", "left", "quarters"] for line in lines)


def test_another_piece_is_an_error_and_no_number(tmp_path: Path, waves: tuple[Path, Piece]):
    path, _ = waves
    recorded_notes(tmp_path / "a.mid", [(k / 8, k / 8 + 0.1, 40 + k % 3) for k in range(100)])
    result = ran(tmp_path / "a.mid", "--json", exercise=path)
    (said,) = objects(result)
    assert result.exit_code == 1
    assert said["error"].startswith(f"{tmp_path / 'a.mid'}: ")
    assert not said["valid"]
    assert said["cells"] == said["runs"] == []


def test_a_hand_that_a_score_has_not_and_a_tempo_for_a_piece_are_refused(
    tmp_path: Path, waves: tuple[Path, Piece]
):
    path, _ = waves
    with pytest.raises(AskedError, match=r"measured as a whole piece \(two hands play it\); leave"):
        ran(tmp_path / "a.mid", "--tempo", 60, exercise=path)
    with pytest.raises(AskedError, match="stands a chord, so this is not a single line"):
        ran(tmp_path / "a.mid", "--tempo", 60, "--hand", "left", exercise=path)


@pytest.mark.skipif(not K265.exists(), reason="the recordings are not here")
def test_a_person_playing_mozart():
    (said,) = objects(
        ran(K265 / "mozart_k265_var1.mid", "--json", exercise=K265 / "mozart_k265_var1.musicxml")
    )
    found = said["match"]
    assert (found["expected"], found["hit"], found["missed"]) == (218, 218, 0)
    sixteenths = next(cell for cell in said["cells"] if cell["step_beat"] == 0.25)
    assert (sixteenths["hand"], sixteenths["n_windows"]) == ("right", 12)

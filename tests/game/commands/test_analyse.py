"""analyse: what programs read, what people read, what is refused and what goes on."""

import csv
import json
import math
import os
from pathlib import Path

import numpy as np
import pytest

from content.schema import ContentError
from content.score_file import ScoreFileError
from engine.exercise import FINGER_NAMES
from engine.midi.capture import take_of
from engine.midi.smf import write_smf
from engine.pianist import Pianist, Rhythm, play
from game.analysis.measuring import AskedError
from game.commands.analyse_outputs import AnalyseError
from game.commands.outputs import OutputError, csv_file
from tests.analysed import EXERCISES, KEYS, objects, ran, recorded


def test_json_has_the_keys_of_the_contract(tmp_path: Path):
    recorded(tmp_path / "a.mid")
    result = ran(tmp_path / "a.mid", "--json")
    (said,) = objects(result)
    assert result.exit_code == 0
    assert said.keys() >= KEYS
    assert said["match"].keys() >= {"expected", "hit", "missed", "extra", "substituted"}
    assert said["runs"][0].keys() >= {
        "valid", "invalid_because", "notes", "direction", "hand",
        "mean_ioi_ms", "sd_ioi_ms", "sd_ioi_detrended_ms",
    }  # fmt: skip
    assert said["cells"][0].keys() >= {
        "hand", "direction", "n_runs", "sd_ioi_ms", "se", "low", "high",
    }  # fmt: skip
    assert said["fingers"][0].keys() >= {"finger", "n", "mean_ms", "sd_ms", "hand", "direction"}
    assert said["transitions"][0].keys() >= {
        "from", "to", "n", "mean_ms", "sd_ms", "hand", "direction",
    }  # fmt: skip
    assert said["velocity"].keys() >= {"mean", "sd"}
    assert said["overlap"].keys() >= {"mean_ms", "sd_ms"}
    assert said["schema"] == 1
    assert said["file"] == str(tmp_path / "a.mid")


@pytest.mark.parametrize("exercise_id", sorted(EXERCISES))
def test_a_simulated_take_comes_back_within_one_percent(tmp_path: Path, exercise_id: str):
    truth = recorded(tmp_path / "a.mid", exercise_id).truth
    (said,) = objects(ran(tmp_path / "a.mid", "--json", exercise=exercise_id))
    assert said["valid"]
    assert said["sd_ioi_ms"] == pytest.approx(truth.sd_ioi_ms, rel=0.01)
    assert said["sd_ioi_ms"] == said["cells"][0]["sd_ioi_ms"]
    assert said["note_rate_hz"] == pytest.approx(4, rel=0.01)
    assert said["match"]["hit"] == said["match"]["expected"]


def test_slips_are_counted_and_the_figure_holds(tmp_path: Path):
    slips = {"miss_rate": 0.02, "extra_rate": 0.02, "bounce_rate": 0.02}
    truth = recorded(tmp_path / "a.mid", seed=5, **slips).truth
    (said,) = objects(ran(tmp_path / "a.mid", "--json"))
    assert said["match"]["missed"] == sum(run.outcomes.count("missed") for run in truth.runs)
    assert said["match"]["extra"] == sum(len(run.extra_pitches) for run in truth.runs)
    assert said["match"]["bounces"] == sum(len(run.bounced) for run in truth.runs)
    assert [run["valid"] for run in said["runs"]] == [run.valid for run in truth.runs]
    assert said["sd_ioi_ms"] == pytest.approx(truth.sd_ioi_ms, rel=0.01)
    assert said["sd_ioi_ms"] < 20


def test_a_bad_file_is_reported_and_the_rest_go_on(tmp_path: Path):
    recorded(tmp_path / "good.mid")
    (tmp_path / "bad.mid").write_bytes(b"this is no MIDI file")
    result = ran(tmp_path / "bad.mid", tmp_path / "gone.mid", tmp_path / "good.mid", "--json")
    bad, gone, good = objects(result)
    assert result.exit_code == 1
    assert set(bad) == set(gone) == {"file", "error"}
    assert "bad.mid" in bad["error"]
    assert good["valid"]


def test_people_read_of_a_bad_file_on_standard_error(tmp_path: Path):
    (tmp_path / "bad.mid").write_bytes(b"this is no MIDI file")
    result = ran(tmp_path / "bad.mid")
    assert result.exit_code == 1
    assert "bad.mid" in result.stderr
    assert "Traceback" not in result.stderr


def test_another_exercise_is_an_error_and_no_number(tmp_path: Path):
    recorded(tmp_path / "a.mid", "five-finger-c-right")
    result = ran(tmp_path / "a.mid", "--json")
    (said,) = objects(result)
    assert result.exit_code == 1
    assert "nothing of scale-c-right" in said["error"]
    assert not said["valid"]
    assert said["sd_ioi_ms"] is None
    assert said["runs"] == []
    assert "nothing of scale-c-right" in ran(tmp_path / "a.mid").stderr


def test_an_unknown_exercise_is_refused_with_those_there_are(tmp_path: Path):
    with pytest.raises(ContentError, match=r"five-finger-c-right.*scale-c-left"):
        ran(tmp_path / "a.mid", exercise="sonata")


def test_a_score_that_is_not_there_is_refused(tmp_path: Path):
    with pytest.raises(ScoreFileError, match=r"sonata.musicxml: cannot be read: No such file"):
        ran(tmp_path / "a.mid", exercise="sonata.musicxml")


def test_the_other_hand_is_refused(tmp_path: Path):
    with pytest.raises(AskedError, match="scale-c-right is for the right hand"):
        ran(tmp_path / "a.mid", "--hand", "left")
    recorded(tmp_path / "a.mid")
    assert ran(tmp_path / "a.mid", "--hand", "right").exit_code == 0


def test_a_tempo_asked_for_decides_which_runs_count(tmp_path: Path):
    recorded(tmp_path / "a.mid")
    (kept,) = objects(ran(tmp_path / "a.mid", "--json", "--tempo", 60))
    (left_out,) = objects(ran(tmp_path / "a.mid", "--json", "--tempo", 120))
    assert kept["valid"]
    assert not left_out["valid"]
    assert left_out["invalid_because"] == "no valid run"
    assert left_out["sd_ioi_ms"] is None


def test_notes_are_written_one_a_row(tmp_path: Path):
    slips = {"miss_rate": 0.03, "extra_rate": 0.03, "substitute_rate": 0.02}
    recorded(tmp_path / "a.mid", seed=2, **slips)
    recorded(tmp_path / "b.mid", seed=3)
    out = tmp_path / "notes.csv"
    result = ran(tmp_path / "a.mid", tmp_path / "b.mid", "--json", "--notes", out)
    with out.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert list(rows[0]) == [
        "file", "outcome", "score_id", "expected_pitch", "pitch", "finger", "hand", "onset_s",
        "offset_s", "velocity", "deviation_ms",
    ]  # fmt: skip
    for said in objects(result):
        mine = [row for row in rows if row["file"] == said["file"]]
        for outcome, key in (("hit", "hit"), ("missed", "missed"), ("extra", "extra")):
            assert sum(row["outcome"] == outcome for row in mine) == said["match"][key]
        onsets = [float(row["onset_s"]) for row in mine if row["onset_s"]]
        assert onsets == sorted(onsets)
    for row in rows:
        assert (row["pitch"] == "") == (row["outcome"] == "missed")
        assert (row["score_id"] == "") == (row["outcome"] == "extra")
        assert row["outcome"] != "hit" or row["pitch"] == row["expected_pitch"]
        assert row["outcome"] == "hit" or row["deviation_ms"] == ""
    deviations = [float(row["deviation_ms"]) for row in rows if row["deviation_ms"]]
    assert math.fsum(deviations) == pytest.approx(0, abs=1e-3)


def test_a_table_that_cannot_be_written_is_said_before_any_work(tmp_path: Path):
    with pytest.raises(OutputError, match="there is no folder"):
        ran(tmp_path / "a.mid", "--notes", tmp_path / "no" / "notes.csv")


@pytest.mark.parametrize("name", ["a.mid", "notes.txt", "notes"])
def test_a_table_of_another_kind_is_refused_and_the_recording_stays(tmp_path: Path, name: str):
    recorded(tmp_path / "a.mid")
    before = (tmp_path / "a.mid").read_bytes()
    with pytest.raises(AnalyseError, match=r"ends in \.csv"):
        ran(tmp_path / "a.mid", "--notes", tmp_path / name, "--force")
    assert (tmp_path / "a.mid").read_bytes() == before


def test_a_recording_is_never_the_table_whatever_its_name(tmp_path: Path):
    recorded(tmp_path / "a.mid")
    (tmp_path / "take.csv").write_bytes((tmp_path / "a.mid").read_bytes())
    (tmp_path / "link.csv").symlink_to(tmp_path / "take.csv")
    before = (tmp_path / "take.csv").read_bytes()
    for name in ("take.csv", "link.csv"):
        with pytest.raises(AnalyseError, match="is one of the recordings"):
            ran(tmp_path / "take.csv", "--notes", tmp_path / name, "--force")
    assert (tmp_path / "take.csv").read_bytes() == before


def test_a_table_that_is_there_is_replaced_only_when_told(tmp_path: Path):
    recorded(tmp_path / "a.mid")
    (tmp_path / "notes.csv").write_text("mine", "utf-8")
    with pytest.raises(OutputError, match=r"is there already; .* --force"):
        ran(tmp_path / "a.mid", "--notes", tmp_path / "notes.csv")
    assert (tmp_path / "notes.csv").read_text("utf-8") == "mine"
    ran(tmp_path / "a.mid", "--notes", tmp_path / "notes.csv", "--force")
    assert (tmp_path / "notes.csv").read_text("utf-8").startswith("file,outcome")


def test_a_table_broken_off_leaves_what_was_there(tmp_path: Path):
    (tmp_path / "notes.csv").write_text("mine", "utf-8")
    with pytest.raises(ZeroDivisionError), csv_file(tmp_path / "notes.csv", ["file"]):
        raise ZeroDivisionError
    assert [path.name for path in tmp_path.iterdir()] == ["notes.csv"]
    assert (tmp_path / "notes.csv").read_text("utf-8") == "mine"


def test_a_name_that_is_not_utf_8_stands_in_the_table(tmp_path: Path):
    take = tmp_path / os.fsdecode(b"\xff.mid")
    recorded(take)
    assert json.loads(take.with_suffix(".json").read_text("utf-8"))["file"] == take.name
    ran(take, "--json", "--notes", tmp_path / "notes.csv")
    with (tmp_path / "notes.csv").open(encoding="utf-8", newline="") as stream:
        assert next(csv.DictReader(stream))["file"].endswith(r"\udcff.mid")


def test_programs_are_told_of_places_crossings_drift_and_what_stands_out(tmp_path: Path):
    recorded(tmp_path / "a.mid", "five-finger-c-right", runs=6)
    (said,) = objects(ran(tmp_path / "a.mid", "--json", exercise="five-finger-c-right"))
    (places,), (cell,) = said["positions"], said["cells"]
    assert places["finger"] == list(EXERCISES["five-finger-c-right"].patterns[0].fingers)
    for quantity in ("deviation_ms", "duration_ms", "overlap_ms", "overlap_share", "velocity"):
        assert places[quantity].keys() == {"n", "mean", "low", "high"}
        assert len(places[quantity]["mean"]) == 33
    assert places["overlap_ms"]["mean"][-1] is None
    assert places["deviation_ms"]["n"] == [6] * 33
    assert math.fsum(places["deviation_ms"]["mean"]) == pytest.approx(0, abs=1e-6)
    assert cell["mean_sd_ioi_ms"] <= cell["rms_sd_ioi_ms"]
    assert cell["uncertainty"]["trimmed"]["low_ms"] < cell["trimmed_sd_ioi_ms"]
    assert cell["drift_ms"] == pytest.approx(said["runs"][0]["drift_ms"], abs=2)
    assert cell["n_hesitations"] == sum(len(run["hesitations"]) for run in said["runs"])
    (independence,) = said["independence"]
    # a loop has one thumb and one little finger, two of each other; the thumb also closes
    assert independence["unintended"]["strokes"] == [30, 48, 48, 48, 24]
    assert said["flags"] == []
    assert said["windows"] == []
    assert said["fingers"][0].keys() >= {"shrunk_ms", "shrunk_low_ms", "shrunk_high_ms"}


def test_a_late_finger_is_a_flag_in_words(tmp_path: Path):
    exercise = EXERCISES["five-finger-c-right"]
    rhythm = Rhythm(onset_sd_ms=5.0, finger_late_ms=(0.0, 0.0, 0.0, 15.0, 0.0))
    rng = np.random.default_rng(1)
    played = play(Pianist(rhythm=rhythm), exercise, exercise.patterns[0].direction, 60, 6, rng)
    take = take_of(played.raw, ports=("test",), api="simulated")
    write_smf(tmp_path / "a.mid", take, {})
    (said,) = objects(ran(tmp_path / "a.mid", "--json", exercise=exercise.id))
    (flag,) = said["flags"]
    assert (flag["kind"], flag["finger"], flag["from"]) == ("finger", 4, None)
    assert flag["low_ms"] < flag["late_ms"] < flag["high_ms"]
    assert flag["says"].startswith("your ring finger comes 1")
    assert (
        "Right hand, loop: your ring finger comes"
        in ran(tmp_path / "a.mid", exercise=exercise.id).stdout
    )


def test_people_read_averages_drift_touch_and_independence(tmp_path: Path):
    recorded(tmp_path / "a.mid", "five-finger-c-right", runs=6, extra_rate=0.02, seed=3)
    recorded(tmp_path / "b.mid", runs=6)
    text = ran(tmp_path / "a.mid", exercise="five-finger-c-right").stdout
    for wanted in (
        "Other averages of the runs' sdIOI: mean ",
        "Tempo: ",
        "Tones last ",
        "Velocity ",
    ):
        assert wanted in text
    (said,) = objects(ran(tmp_path / "a.mid", "--json", exercise="five-finger-c-right"))
    (parts,) = said["independence"]
    elsewhere, asked = parts["unintended"]["elsewhere"], sum(parts["unintended"]["strokes"])
    assert elsewhere
    assert f"unasked: 0 under the fingers, {elsewhere} elsewhere, in {asked} strokes" in text
    assert "Crossings, thumb under: " in ran(tmp_path / "b.mid").stdout


def test_the_other_hand_an_octave_away_is_asked_about(tmp_path: Path):
    recorded(tmp_path / "a.mid", runs=2)
    asked = "Played an octave higher than written. If it was the other hand, choose that hand's"
    assert ran(tmp_path / "a.mid", exercise="scale-c-left").stdout.count(asked) == 1
    assert "than written" not in ran(tmp_path / "a.mid").stdout


def test_people_read_pooled_intervals_and_programs_both(tmp_path: Path):
    recorded(tmp_path / "a.mid", runs=6)
    text = ran(tmp_path / "a.mid").stdout
    (said,) = objects(ran(tmp_path / "a.mid", "--json"))
    rows = [(each, each) for each in said["fingers"]]
    rows += [(each, each["deviation"]) for each in said["transitions"]]
    for each, found in rows:
        finger, pair = each.get("finger"), (each.get("from"), each.get("to"))
        name = f"{finger} {FINGER_NAMES[finger]}" if finger else f"{pair[0]} to {pair[1]} "
        (line,) = [row for row in text.splitlines() if row.startswith(name)]
        shown = ("shrunk_ms", "shrunk_low_ms", "shrunk_high_ms")
        assert [float(cell) for cell in line.split()[-3:]] == pytest.approx(
            [found[key] for key in shown], abs=0.0501
        )
        assert found["low_ms"] < found["mean_ms"] < found["high_ms"]


def test_where_noise_explains_all_no_irregularity_of_0_is_claimed(tmp_path: Path):
    for seed in range(20):
        recorded(tmp_path / "a.mid", runs=3, seed=seed)
        (said,) = objects(ran(tmp_path / "a.mid", "--json"))
        if said["irregularity_ms"] == 0:
            break
    else:
        pytest.fail("no such take")
    most_ms = said["cells"][0]["uncertainty"]["irregularity"]["high_ms"]
    text = ran(tmp_path / "a.mid").stdout
    assert f"The same in every run at most {most_ms:.1f} ms, different each time" in text


def test_people_read_figure_runs_fingers_and_transitions(tmp_path: Path):
    recorded(tmp_path / "a.mid", "five-finger-c-left", seed=4, break_off_rate=0.3)
    text = ran(tmp_path / "a.mid", exercise="five-finger-c-left").stdout
    for wanted in ("Left hand, loop: evenness", "the median of", "broken off after", "4 ring"):
        assert wanted in text
    assert "3 to 4" in text
    assert "Assumed fingering" in text

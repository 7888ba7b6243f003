"""The library as a table and as JSON lines."""

import json

import pytest
import typer
from typer.testing import CliRunner

from content.loader import exercise
from engine.exercise import Direction, Pattern, Target
from game.commands.exercises import exercises, fingering


def said(*arguments: str) -> str:
    app = typer.Typer(rich_markup_mode=None)
    app.command()(exercises)
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 0, result.output
    return result.stdout


def test_the_table_shows_each_exercise_and_how_it_is_fingered():
    table = said()
    rows = [line for line in table.splitlines() if " loop 33 " in line]
    assert [row.split()[0] for row in rows] == ["five-finger-c-left", "five-finger-c-right"]
    assert "4 x 1 2 3 4 5 4 3 2, 1" in rows[0]
    assert "2 x 1 2 3 1 2 3 4, 5" in table
    assert "10.1002/mds.10671" in table


def test_json_is_one_object_a_line_and_nothing_else():
    lines = [json.loads(line) for line in said("--json").splitlines()]
    assert [line["id"] for line in lines] == [
        "five-finger-c-left",
        "five-finger-c-right",
        "scale-c-left",
        "scale-c-right",
    ]
    scale = lines[-1]
    assert {line["schema"] for line in lines} == {1}
    assert [(p["direction"], p["notes"]) for p in scale["patterns"]] == [("up", 15), ("down", 15)]
    pattern = exercise("scale-c-right").pattern(Direction.DOWN)
    assert tuple(scale["patterns"][1]["pitches"]) == pattern.pitches
    assert tuple(scale["patterns"][1]["fingers"]) == pattern.fingers


@pytest.mark.parametrize(
    ("fingers", "line"),
    [
        ((1, 2, 3, 4, 5), "1 2 3 4 5"),
        ((1, 2, 1, 2), "2 x 1 2"),
        ((1, 2, 1, 2, 1), "2 x 1 2, 1"),
        ((1, 2, 1, 2, 5, 4), "1 2 1 2 5 4"),
        ((1, None, 3), "1 - 3"),
    ],
)
def test_fingering_says_what_comes_round(fingers: tuple[int | None, ...], line: str):
    targets = tuple(
        Target(id=f"t{k}", pitch=60, finger=finger, onset_beat=k, duration_beat=1)
        for k, finger in enumerate(fingers)
    )
    assert fingering(Pattern(direction=Direction.UP, targets=targets)) == line

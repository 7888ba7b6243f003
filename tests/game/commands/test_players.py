"""``evenhand players``: the command as a person types it."""

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from engine.exercise import Hand
from engine.storage.errors import StorageError
from game.commands.players import players
from tests.engine.storage.situations import a_session, opened


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


def typed(data: Path, *arguments: str) -> Result:
    app = typer.Typer()
    app.command()(players)
    environment = {"EVENHAND_DATA": str(data), "COLUMNS": "100"}
    return CliRunner().invoke(app, arguments, env=environment)


def test_without_players_it_says_how_to_add_one(data: Path):
    done = typed(data)
    assert done.exit_code == 0
    assert f"No players yet in {data / 'evenhand.db'}" in done.stdout
    assert "--add NAME" in done.stdout


def test_a_player_is_added_and_listed(data: Path):
    assert typed(data, "--add", "Ada Lovelace", "--hand", "left").exit_code == 0
    done = typed(data)
    [line] = [line for line in done.stdout.splitlines() if "Ada" in line]
    assert line.split() == ["Ada", "Lovelace", "player", "left", "0", "not", "yet"]


def test_json_is_one_object_a_line_and_nothing_else(data: Path):
    typed(data, "--add", "Bob")
    with opened(f"sqlite:///{data / 'evenhand.db'}") as store:
        ada = store.add_person("Ada", hand=Hand.LEFT)
        for day in (0, 2, 1):
            store.open_session(a_session(ada, day=day))
    lines = [json.loads(line) for line in typed(data, "--json").stdout.splitlines()]
    assert lines[0] == {
        "schema": 1,
        "id": str(ada.id),
        "name": "Ada",
        "role": "player",
        "hand": "left",
        "sessions": 3,
        "last_day": "2026-03-04",
    }
    assert [line["name"] for line in lines] == ["Ada", "Bob"]
    assert (lines[1]["hand"], lines[1]["sessions"], lines[1]["last_day"]) == ("right", 0, None)


def test_without_players_json_is_empty(data: Path):
    assert typed(data, "--json").stdout == ""


def test_another_database_can_be_named(data: Path, tmp_path: Path):
    url = f"sqlite:///{tmp_path / 'other.db'}"
    typed(data, "--add", "Ada", "--database", url)
    assert not data.exists()
    with opened(url) as store:
        assert [person.name for person in store.people()] == ["Ada"]


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["--add", "ada"], "there is already a 'ada'; choose another name"),
        (["--add", " "], "a player needs a name"),
        (["--database", "mysql://x"], "write sqlite:///PATH"),
    ],
)
def test_what_cannot_be_done_is_said(data: Path, arguments: list[str], complaint: str):
    typed(data, "--add", "Ada")
    done = typed(data, *arguments)
    assert isinstance(done.exception, StorageError)
    assert complaint in str(done.exception)


def test_a_third_hand_is_refused(data: Path):
    done = typed(data, "--add", "Ada", "--hand", "both")
    assert done.exit_code == 2
    assert not data.exists()

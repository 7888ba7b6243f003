"""The settings file: whole or not at all, never lost, never guessed."""

import json
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.record import Settings, ThemeChoice
from engine.storage.errors import NewerSchemaError, StorageError
from engine.storage.places import Places
from engine.storage.settings import load_settings, save_settings
from engine.storage.store import Store
from tests.engine.storage.situations import standing_clock

MINE = Settings(
    player_id=UUID(int=7),
    port_name="Klavier größer",
    port_api="jack",
    theme=ThemeChoice.HIGH_CONTRAST,
    type_scale=1.5,
    reduced_motion=True,
    volume=0.25,
)


@given(
    settings=st.builds(
        Settings,
        player_id=st.none() | st.uuids(),
        port_name=st.text(),
        port_api=st.text(),
        theme=st.sampled_from(ThemeChoice),
        type_scale=st.floats(1, 2),
        reduced_motion=st.booleans(),
        volume=st.floats(0, 1),
    )
)
def test_settings_come_back(tmp_path_factory: pytest.TempPathFactory, settings: Settings):
    path = tmp_path_factory.getbasetemp() / "kept" / "settings.json"
    save_settings(path, settings)
    loaded = load_settings(path)
    assert loaded.settings == settings
    assert loaded.warning is None
    assert [file.name for file in path.parent.iterdir()] == ["settings.json"]


def test_without_a_file_the_settings_are_those_built_in(tmp_path: Path):
    loaded = load_settings(tmp_path / "settings.json")
    assert loaded.settings == Settings()
    assert loaded.warning is None


@pytest.mark.parametrize(
    "change",
    [
        {"volume": 2}, {"volume": True}, {"volume": None}, {"theme": "pink"},
        {"player_id": "nobody"}, {"player_id": 5}, {"port_name": 3}, {"type_scale": 0.2},
        {"schema": "one"},
    ],
    ids=str,
)  # fmt: skip
def test_a_value_that_cannot_be_is_a_damaged_file(tmp_path: Path, change: dict[str, object]):
    path = tmp_path / "settings.json"
    save_settings(path, MINE)
    path.write_text(json.dumps(json.loads(path.read_text()) | change))
    loaded = load_settings(path)
    assert loaded.settings == Settings()
    assert loaded.warning is not None
    assert not path.exists()


@pytest.mark.parametrize("content", [b"", b"{", b"[1]", b"null", b"\xff\xfe", b"{}", b"[" * 10**5])
def test_a_damaged_file_is_kept_aside(tmp_path: Path, content: bytes):
    path = tmp_path / "settings.json"
    for number in (1, 2):
        path.write_bytes(content)
        loaded = load_settings(path)
        aside = tmp_path / f"settings.damaged-{number}.json"
        assert loaded.settings == Settings()
        assert loaded.warning == (
            f"The settings were damaged and start anew; the old file is now {aside}."
        )
        assert aside.read_bytes() == content
        assert not path.exists()


def test_settings_of_a_newer_evenhand_are_left_alone(tmp_path: Path):
    path = tmp_path / "settings.json"
    path.write_text('{"schema": 2, "everything": "else"}')
    with pytest.raises(NewerSchemaError, match=r"newer Evenhand \(schema 2, this one knows 1\)"):
        load_settings(path)
    assert path.exists()


def test_a_file_that_cannot_be_read_or_written_says_so(tmp_path: Path):
    with pytest.raises(StorageError, match="cannot be read: Is a directory"):
        load_settings(tmp_path)
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StorageError, match=r"cannot be written: .*check its folder"):
        save_settings(tmp_path / "file" / "settings.json", MINE)


def test_a_damaged_file_that_cannot_be_moved_is_left(tmp_path: Path):
    path = tmp_path / f"{'long' * 61}.json"
    path.write_text("{")
    with pytest.raises(StorageError, match=r"is damaged .* and cannot be moved aside"):
        load_settings(path)
    assert path.read_text() == "{"


def test_data_goes_where_the_environment_says(tmp_path: Path):
    places = Places.found({"EVENHAND_DATA": str(tmp_path / "mine")})
    assert places.folder == tmp_path / "mine"
    assert places.database_url.database == str(tmp_path / "mine" / "evenhand.db")
    assert places.journals == tmp_path / "mine" / "journal"
    assert places.settings == tmp_path / "mine" / "settings.json"


@pytest.mark.parametrize("name", ["why?", "100%20", "a#b@c:d", "Zoë's data"])
def test_the_record_is_in_the_folder_whatever_that_is_called(tmp_path: Path, name: str):
    places = Places.found({"EVENHAND_DATA": str(tmp_path / name)})
    with Store.open(places.database_url, clock=standing_clock(), new_id=uuid4) as store:
        assert store.where == str(tmp_path / name / "evenhand.db")
    assert (tmp_path / name / "evenhand.db").is_file()
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_a_home_that_does_not_exist_is_said():
    with pytest.raises(StorageError, match=r"names ~nobody-of-that-name/x, .* the whole path"):
        Places.found({"EVENHAND_DATA": "~nobody-of-that-name/x"})


def test_data_goes_to_the_systems_own_place_otherwise():
    folder = Places.found({}).folder
    assert folder.is_absolute()
    assert folder.name.lower() == "evenhand"
    assert not folder.exists() or folder.is_dir()

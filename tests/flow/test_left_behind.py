"""What a start makes of the journals it finds: kept once, never lost, never silent."""

import json
import sys
import zlib
from pathlib import Path

import numpy as np
import pytest

from engine.pianist import Pianist
from engine.runner import recovery
from engine.session.state import Begin, Playing, Reviewing
from engine.session.world import KeepFound, StartSession
from engine.storage.errors import StorageError
from engine.storage.record_format import JOURNAL_DTYPE
from engine.take import RawMessage
from game.rehearsal import Rehearsal

sys.path.insert(0, str(Path(__file__).parent))
from sittings import House, played_until

NOTES = 30


@pytest.fixture
def left(tmp_path):
    """The journal of a take that was being played when Evenhand ended."""
    house = House(tmp_path)
    house.add_player()
    house.ask(StartSession())
    house.give(Begin(house.clock.now_ns()))
    pitches = house.runner.state.task.task.pattern.pitches
    for index in range(2 * NOTES):
        house.clock.advance_ns(125_000_000)
        data = bytes((0x90, pitches[index // 2 % len(pitches)], 64 * (index % 2 == 0)))
        house.inbox.put(RawMessage(house.clock.now_ns(), 125_000_000, data))
        house.give()
    house.close()
    [journal] = (tmp_path / "journal").iterdir()
    return journal


def offer_in(folder):
    house = House(folder)
    found = recovery.offer(house.runner._parts)
    house.close()
    return found


def with_facts(content: bytes, change) -> bytes:
    """Return a journal whose header says something else, and says it with a right sum."""
    line, _newline, records = content.partition(b"\n")
    header = json.loads(line.rpartition(b" ")[0])
    change(header)
    text = json.dumps(header).encode()
    return text + f" {zlib.crc32(text):08x}\n".encode() + records


def test_a_whole_journal_is_offered_without_a_word(tmp_path, left):
    found = offer_in(tmp_path)
    assert found.message == ""
    [take] = found.takes.values()
    assert len(take.raw) == 2 * NOTES


def test_a_take_killed_between_its_commit_and_its_journals_end_is_not_offered_again(tmp_path, left):
    content = left.read_bytes()
    house = House(tmp_path)
    [found] = house.runner.world.found
    house.ask(KeepFound(found.key))
    left.write_bytes(content)
    house.close()
    again = House(tmp_path)
    assert again.runner.world.found == ()
    assert not left.exists()
    [person] = again.runner.world.people
    [session] = again.store.sessions(person.id)
    assert len(again.store.trials(session.id)) == 1
    again.close()


def test_a_take_that_another_evenhand_kept_meanwhile_is_put_away(tmp_path, left):
    first, second = House(tmp_path), House(tmp_path)
    found = recovery.offer(second.runner._parts)
    [take] = found.takes.values()
    content = left.read_bytes()
    first.ask(KeepFound(first.runner.world.found[0].key))
    left.write_bytes(content)
    recovery.keep_found(second.runner._parts, take)
    assert not left.exists()
    first.close()
    second.close()


@pytest.mark.parametrize("kind", ["damaged header", "no such exercise", "first record damaged"])
def test_a_journal_that_cannot_be_read_stays_and_is_told(tmp_path, left, kind):
    content = left.read_bytes()
    if kind == "damaged header":
        content = content[:5] + b"X" + content[6:]
    elif kind == "no such exercise":
        content = with_facts(
            content, lambda header: header["facts"]["step"].update(exercise="my-own")
        )
    else:
        at = content.index(b"\n") + 1
        content = content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]
    left.write_bytes(content)
    found = offer_in(tmp_path)
    assert found.takes == {}
    assert found.message.startswith("A take that was left behind cannot be read")
    assert str(left.parent) in found.message
    assert left.read_bytes() == content
    left.with_name("second.journal").write_bytes(b"{}")
    assert offer_in(tmp_path).message.startswith("2 takes that were left behind cannot be read")


def test_a_journal_cut_within_its_first_message_holds_nothing_and_is_put_away(tmp_path, left):
    content = left.read_bytes()
    left.write_bytes(content[: content.index(b"\n") + JOURNAL_DTYPE.itemsize])
    assert offer_in(tmp_path) == recovery.Offer(takes={})
    assert not left.exists()


def test_where_the_answer_cannot_be_kept_nothing_is_and_the_take_is_offered(tmp_path):
    house = House(tmp_path)
    person = house.add_player()
    with house.store._writer.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE self_report RENAME TO gone")
    house.ask(StartSession())
    rehearsal = Rehearsal(Pianist(), house.inbox.put, np.random.default_rng(2))
    while not isinstance(house.runner.state, Reviewing):
        house.clock.advance_ns(50_000_000)
        house.runner.step(rehearsal.act(house.runner.state, house.clock.now_ns()))
    assert "safe in its journal" in house.runner.world.message
    [session] = house.store.sessions(person.id)
    assert house.store.trials(session.id) == []
    house.close()
    assert len(offer_in(tmp_path).takes) == 1


def test_a_take_that_could_not_be_kept_is_still_offered(tmp_path):
    house = House(tmp_path)
    house.add_player()
    played_until(house, lambda state: isinstance(state, Playing) and state.task.landed == 5)
    house.close()
    again = House(tmp_path)
    (found,) = again.runner.world.found
    assert found.player == "Clara"
    kept = again.store.keep

    def full(*_given, **_named):
        raise StorageError("the disk is full; make room")

    again.store.keep = full
    assert "disk is full" in again.ask(KeepFound(found.key)).world.message
    assert again.runner.world.found == (found,)
    again.store.keep = kept
    assert again.ask(KeepFound(found.key)).world.found == ()
    again.close()


def test_the_player_is_told_of_what_cannot_be_read(tmp_path):
    (tmp_path / "journal").mkdir()
    (tmp_path / "journal" / "00000000-0000-0000-0000-000000000001.journal").write_bytes(b"x\n")
    house = House(tmp_path)
    assert str(tmp_path / "journal") in house.runner.world.message
    house.close()

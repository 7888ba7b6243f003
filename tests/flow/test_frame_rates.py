"""The same messages at 20, 60 and 240 frames a second and in one go leave identical rows."""

import sys
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest
import sqlalchemy as sa

from engine.midi.capture import raw_array
from engine.midi.replay import Replay
from engine.pianist import Pianist, Reaction, Slips
from engine.session.state import Ended, Input, Pause
from engine.session.world import StartSession
from engine.take import RawMessage
from game.rehearsal import Rehearsal

sys.path.insert(0, str(Path(__file__).parent))
from sittings import House

CLUMSY = Pianist(
    slips=Slips(
        miss_rate=0.01, substitute_rate=0.01, extra_rate=0.01, bounce_rate=0.005, break_off_rate=0.1
    ),
    reaction=Reaction(log_sd=0.6, leak_rate=(0.1,) * 5),
)
RECORDED_AT_NS = 17_000_000
PAUSED_AFTER = 41
LONGEST_SEGMENT_NS = 200 * 10**9


@dataclass
class Segment:
    """What the piano said, then what was asked for on the screen, and when."""

    messages: list[RawMessage] = field(default_factory=list)
    inputs: tuple[Input, ...] = ()
    ends_ns: int = 0


def rows(house: House) -> dict[str, list[tuple]]:
    """Return every row of every table but the times of writing, which no measure uses."""
    engine = sa.create_engine(f"sqlite:///{house.folder / 'evenhand.db'}")
    tables = sa.MetaData()
    tables.reflect(engine)
    with engine.connect() as connection:
        found = {
            table.name: sorted(
                map(repr, connection.execute(sa.select(*_facts(table))).all()),
            )
            for table in tables.sorted_tables
            if _facts(table)
        }
    engine.dispose()
    return found


def _facts(table: sa.Table) -> list[sa.Column]:
    return [column for column in table.columns if column.name != "created_utc"]


@pytest.fixture(scope="module")
def recorded(tmp_path_factory) -> tuple[list[Segment], dict[str, list[tuple]]]:
    """One session of a clumsy pianist, cut where something was asked for on the screen."""
    house = House(tmp_path_factory.mktemp("recorded"))
    house.add_player()
    house.ask(StartSession())
    segments = [Segment()]

    def put(message: RawMessage) -> None:
        segments[-1].messages.append(message)
        house.inbox.put(message)

    rehearsal = Rehearsal(CLUMSY, put, np.random.default_rng(5))
    while not isinstance(house.runner.state, Ended):
        house.clock.advance_ns(RECORDED_AT_NS)
        inputs = rehearsal.act(house.runner.state, house.clock.now_ns())
        if len(segments[-1].messages) == PAUSED_AFTER:
            inputs = (Pause(house.clock.now_ns()),)
        house.runner.step(inputs)
        if inputs:
            segments[-1].inputs = inputs
            segments[-1].ends_ns = house.clock.now_ns()
            segments.append(Segment())
    left = rows(house)
    house.close()
    return segments, left


def replayed(folder: Path, segments: list[Segment], frame_ns: int) -> dict[str, list[tuple]]:
    house = House(folder)
    house.add_player()
    house.ask(StartSession())
    for segment in segments:
        raw, _ = raw_array(segment.messages)
        replay = Replay(raw, start_ns=int(raw["arrival_ns"][0]) if len(raw) else 0)
        while house.clock.now_ns() < segment.ends_ns:
            left_ns = segment.ends_ns - house.clock.now_ns()
            house.clock.advance_ns(min(frame_ns, left_ns))
            replay.feed(house.inbox, house.clock.now_ns())
            at_end = house.clock.now_ns() == segment.ends_ns
            house.runner.step(segment.inputs if at_end else ())
    assert isinstance(house.runner.state, Ended)
    found = rows(house)
    house.close()
    return found


def test_the_recorded_session_has_what_makes_it_hard(recorded):
    segments, left = recorded
    inputs = [type(given).__name__ for segment in segments for given in segment.inputs]
    assert inputs.count("Begin") == 6
    assert inputs.count("Pause") > 1
    assert inputs.count("Resume") > 1
    assert len(left["result"]) > 200


@pytest.mark.parametrize(
    "frame_ns",
    [50_000_000, 16_666_667, 4_166_667, LONGEST_SEGMENT_NS],
    ids=["20 fps", "60 fps", "240 fps", "in one go"],
)
def test_rows_do_not_know_the_frame_rate(tmp_path, recorded, frame_ns):
    segments, left = recorded
    found = replayed(tmp_path, segments, frame_ns)
    assert found.keys() == left.keys()
    for table, expected in left.items():
        assert found[table] == expected, table

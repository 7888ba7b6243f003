"""Day after day by the piano's keys alone, until every game has been played, asked and answered."""

from datetime import timedelta

import numpy as np
import pytest

from engine.pianist import Pianist, Rhythm
from engine.record import Task
from engine.session.state import Asking, End, Ended, Playing, Ready, Reviewing
from engine.session.world import Link
from game.rehearsal import Rehearsal
from tests.flow.at_the_piano import HIGHEST, Player, Plugs, arrives
from tests.flow.sittings import House

GAMES = {
    Task.PEARLS,
    Task.ON_THE_BEAT,
    Task.WHICH_FINGER,
    Task.STILL_WATER,
    Task.HEAVIER,
    Task.LATE_ONE,
    Task.SLOW_ROAD,
}
MOST_DAYS = 8
# The little finger comes late after the ring finger, day after day: a road for it opens.
LATE_FIVE = Pianist(rhythm=Rhythm(onset_sd_ms=5, clock_sd_ms=2, transition_late_ms=((4, 5, 16.0),)))


@pytest.fixture
def player(tmp_path):
    house = House(tmp_path, link=Link.LISTENING, plugs=Plugs())
    yield Player(house)
    house.close()


def plays_the_day(player: Player, seed: int) -> dict[Task, Reviewing]:
    """Play today's session to its end, each screen answered by the highest key."""
    reviewed: dict[Task, Reviewing] = {}
    rehearsal = Rehearsal(LATE_FIVE, player.puts, np.random.default_rng(seed))
    for _ in range(400):
        match player.state:
            case Playing():
                player.plays_the_game(rehearsal)
            case Reviewing() as state:
                reviewed[state.step.task] = state
                player.waits(1500)
                player.presses(HIGHEST)
            case Ready():
                player.presses(HIGHEST)
            case Asking():
                # a hand that has just played rests first; then "No" is the first answer
                player.waits(1500)
                player.waits(100)
                player.presses(HIGHEST, HIGHEST)
            case Ended(end=end):
                assert end is End.DONE
                player.waits(1500)
                player.presses(HIGHEST)
                return reviewed
            case _:
                player.waits(100)
    raise AssertionError(f"the day does not end: {player.sees}")


def test_every_game_comes_and_is_answered_without_leaving_the_piano(player):
    arrives(player)
    seen: dict[Task, Reviewing] = {}
    for day in range(MOST_DAYS):
        assert player.sees == "today"
        player.presses(HIGHEST)
        assert isinstance(player.state, Ready)
        seen |= plays_the_day(player, seed=day)
        assert player.house.runner.world.message == ""
        if seen.keys() >= GAMES:
            break
        player.house.clock.advance_ns(round(timedelta(hours=24) / timedelta(microseconds=1)) * 1000)
        player.waits(100)
    assert seen.keys() >= GAMES
    for task in GAMES:
        outcome = seen[task].outcome
        assert outcome.found is not None, (task, outcome.refused)
        assert outcome.because

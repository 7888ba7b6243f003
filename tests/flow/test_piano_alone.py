"""From the first start through a step to the settings, with nothing but the piano's own keys."""

import pytest

from engine.exercise import Hand
from engine.record import Task, ThemeChoice
from engine.session.state import Asking, End, Ended, Paused, Playing, Ready, Reviewing
from engine.session.world import Link
from tests.flow.at_the_piano import (
    HIGHEST,
    LOWEST,
    SECOND_HIGHEST,
    SECOND_LOWEST,
    Player,
    Plugs,
    arrives,
)
from tests.flow.sittings import House


@pytest.fixture
def player(tmp_path):
    house = House(tmp_path, link=Link.LISTENING, plugs=Plugs())
    yield Player(house)
    house.close()


def test_from_the_first_key_to_the_second_step(player: Player):
    arrives(player)
    person = player.house.runner.world.person
    assert person.name == "Player 1"
    assert person.hand is Hand.RIGHT

    player.presses(HIGHEST)
    assert isinstance(player.state, Ready)
    assert player.state.step.task is Task.WARM_UP
    player.presses(HIGHEST)
    assert isinstance(player.state, Playing)

    # a take: neither end alone does anything, both held pause
    player.presses(HIGHEST, LOWEST)
    assert isinstance(player.state, Playing)
    player.holds_both_ends()
    assert isinstance(player.state, Paused)
    assert player.sees == "paused"
    player.presses(HIGHEST)
    assert isinstance(player.state, Playing)

    player.plays_the_step()
    assert isinstance(player.state, Asking)
    # into the answers and once round them with the lowest key, back at "No"
    player.presses(LOWEST, LOWEST, LOWEST, LOWEST, HIGHEST)
    state = player.state
    assert isinstance(state, Reviewing)
    assert state.outcome.evenness is not None
    assert state.outcome.evenness.cell.n_runs == state.step.runs

    # there and back again among the ways on, then the first
    player.presses(SECOND_HIGHEST, SECOND_LOWEST, HIGHEST)
    assert isinstance(player.state, Ready)
    assert player.state.place.block == 1


def test_again_is_one_key_to_the_right(player: Player):
    arrives(player)
    player.presses(HIGHEST, HIGHEST)
    player.plays_the_step()
    player.presses(HIGHEST)
    assert isinstance(player.state, Asking)
    player.presses(HIGHEST)
    assert isinstance(player.state, Reviewing)
    player.presses(SECOND_HIGHEST, HIGHEST)
    assert isinstance(player.state, Ready)
    assert (player.state.place.block, player.state.place.ordinal) == (0, 1)


def test_stopping_and_coming_back_to_today(player: Player):
    arrives(player)
    player.presses(HIGHEST)
    player.presses(LOWEST)
    assert isinstance(player.state, Ended)
    assert player.state.end is End.LEFT
    assert player.sees == "ended"
    player.waits(1500)
    player.presses(HIGHEST)
    assert player.state is None
    assert player.sees == "today"


def test_pain_ends_the_session_by_the_lowest_key_and_the_highest(player: Player):
    arrives(player)
    player.presses(HIGHEST, HIGHEST)
    player.plays_the_step()
    player.presses(LOWEST, LOWEST, LOWEST, HIGHEST)
    assert isinstance(player.state, Ended)
    assert player.state.end is End.PAIN


def test_every_main_place_can_be_reached_and_left(player: Player):
    arrives(player)
    player.presses(SECOND_HIGHEST, HIGHEST)
    assert player.sees == "practise"
    player.presses(LOWEST)
    assert player.sees == "today"
    player.presses(SECOND_HIGHEST, SECOND_HIGHEST, HIGHEST)
    assert player.sees == "progress"
    player.presses(LOWEST)
    assert player.sees == "today"
    player.presses(SECOND_LOWEST, HIGHEST)
    assert player.sees == "settings"
    assert player.house.runner.world.settings.theme is ThemeChoice.DARK
    player.presses(HIGHEST)
    assert player.house.runner.world.settings.theme is ThemeChoice.LIGHT
    player.presses(LOWEST)
    assert player.sees == "today"
    player.presses(LOWEST)
    assert player.sees == "welcome"


def test_evenhand_is_closed_at_the_door(player: Player):
    arrives(player)
    player.presses(LOWEST)
    assert player.sees == "welcome"
    # one to the left of the first player, the way out is the last of all
    player.presses(SECOND_LOWEST)
    assert player.going
    player.says(0x90, HIGHEST)
    player.waits(60)
    assert not player.going

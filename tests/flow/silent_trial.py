"""A silent game that is being played, in a house with a real port."""

from engine.exercise import Hand
from engine.record import Task
from engine.session.state import Begin, Playing
from engine.session.world import AddPlayer, StartPractice
from game.commands.household import Household


def begins_silent_trial(house: Household) -> None:
    """Add a player, choose The Late One, and begin."""
    house.runner.step(requests=(AddPlayer("Clara", Hand.RIGHT),))
    steps = house.runner.world.practice_steps
    step = next(each for each in steps if each.task is Task.LATE_ONE)
    house.runner.step(requests=(StartPractice(step),))
    house.runner.step((Begin(house.clock.now_ns()),))
    assert isinstance(house.runner.state, Playing)

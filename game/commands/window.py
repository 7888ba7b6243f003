"""The app in its window: with the player's own piano, or with the virtual pianist playing."""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pygame

    from game.commands.household import Household


def run_app(house: "Household", surface: "pygame.Surface") -> None:
    """Show the app on the player's record until it is closed."""
    from game.app import App
    from game.sound import Sound

    sound = Sound.opened()
    App(house.runner, house.clock, surface, put=house.inbox.put, sound=sound).run()


def show_demo(folder: Path, surface: "pygame.Surface", *, weeks: int, seed: int) -> None:
    """Show the evening after ``weeks`` of the record in ``folder``, played before your eyes."""
    import numpy as np

    from engine.session.world import ChoosePlayer
    from game.app import App
    from game.clocks import LaterClock
    from game.commands.household import virtual_household
    from game.rehearsal import Rehearsed
    from game.season import CLARA, FIRST_DAY, starts
    from game.sound import Sound

    rng = np.random.default_rng(seed)
    evening = list(starts(weeks + 1, rng))[weeks * 4]
    clock = LaterClock(evening)
    with virtual_household(folder, clock, rng, local=lambda utc: utc) as house:
        (clara,) = house.runner.world.people
        house.runner.step(requests=(ChoosePlayer(clara.id),))
        pianist = CLARA.on_day((evening.date() - FIRST_DAY).days / 7, rng)
        rehearsed = Rehearsed(house.runner, pianist, house.inbox.put, rng, clock)
        App(rehearsed, clock, surface, put=house.inbox.put, sound=Sound.opened()).run()
